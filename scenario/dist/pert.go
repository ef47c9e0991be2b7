package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// PERT is the beta law on [Low, High] with mean (Low + 4·Mode + High)/6, the weights that project planners use. With
// width w = High − Low it is
//
//	x = Low + w·B,  B ~ Beta(1 + 4·(Mode − Low)/w, 1 + 4·(High − Mode)/w).
//
// Vose, Risk Analysis, 3rd edition (2008), appendix III.
type PERT struct {
	Low, Mode, High float64 // in the unit of the input, Low ≤ Mode ≤ High
}

func pertKind() Kind {
	return newKind("pert", threePointParameters(), func(v map[string]float64) (Distribution, []Fault) {
		return PERT{Low: v["low"], Mode: v["mode"], High: v["high"]}, nil
	})
}

// Kind returns "pert".
func (PERT) Kind() string { return "pert" }

// Faults finds points that are not finite or in the wrong order.
func (d PERT) Faults() []Fault {
	var c checks
	c.threePoints(d.Low, d.Mode, d.High)
	return c
}

// Moments returns (Low + 4·Mode + High)/6 and √((mean − Low)·(High − mean)/7).
func (d PERT) Moments() (mean, sd float64) {
	u, v := d.Mode-d.Low, d.High-d.Mode
	up, down := (float64(5*u)+v)/6, (u+float64(5*v))/6 // mean − Low, High − mean
	return d.Low + up, float64(math.Sqrt(up) * math.Sqrt(down/7))
}

// Support returns the two ends.
func (d PERT) Support() (low, high float64) { return d.Low, d.High }

// pertCells is the size of the table: within 1e-10 of the width for every mode.
const pertCells = 512

// Transform tabulates the quantile function over scores from −7 to 7, in about a
// millisecond. Further out, where only the scores of walks go, it is computed afresh.
func (d PERT) Transform() Transform { return d.transform(whole) }

func (d PERT) transform(t tables) Transform {
	if d.Low == d.High {
		return constant(d.Low)
	}
	width := d.High - d.Low
	law := standardBeta{
		a: 1 + float64(4*((d.Mode-d.Low)/width)),
		b: 1 + float64(4*((d.High-d.Mode)/width)),
	}
	return &pertTransform{
		low: d.Low, high: d.High, width: width,
		law: law, table: t.of(pertCells, law.at),
	}
}

// standardBeta is the beta law on [0, 1].
type standardBeta struct{ a, b float64 }

// at returns the quantile function at score z, from the end nearer to z.
func (s standardBeta) at(z float64) float64 {
	if z > 0 {
		return 1 - num.BetaQuantile(s.b, s.a, num.CDF(-z))
	}
	return num.BetaQuantile(s.a, s.b, num.CDF(z))
}

type pertTransform struct {
	low, high, width float64
	law              standardBeta
	table            *num.Table
}

func (t *pertTransform) At(z float64) float64 {
	var share float64
	if math.Abs(z) <= num.TableEnd {
		share = t.table.At(z)
	} else {
		share = t.law.at(z)
	}
	return min(t.low+float64(t.width*share), t.high)
}

func (t *pertTransform) Apply(dst, z []float64) {
	lookUp(dst, z, t.table, t.low, t.width, t.high, t)
}
