package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Metalog is the unbounded law with three terms that has three given percentiles. With
// y = Φ(z), its quantile function is
//
//	x = P50 + a₂·ln(y/(1−y)) + a₃·(y − ½)·ln(y/(1−y)),
//	a₂ = (P90 − P10)/(2·ln 9),  a₃ = (P90 + P10 − 2·P50)/(0.8·ln 9).
//
// It is a logistic law whose scale changes from one side to the other, with tails
// somewhat longer than a normal's.
//
// Keelin, The metalog distributions, Decision Analysis 13 (2016), 243-277; a₂ and a₃ follow
// from setting y to 0.1, 0.5 and 0.9, where the logarithm is −ln 9, 0 and ln 9 (there §6.2.1,
// symmetric percentile triplets).
type Metalog struct {
	P10, P50, P90 float64 // in the unit of the input
}

const (
	logNine = 0x1.193ea7aad030bp+1 // ln 9, the logit of 0.9

	// metalogLeast is how far P50 must be from either end, as a share of the distance
	// from P10 to P90 (Keelin, §6.2.1). The density is 1/(dx/dy), and
	//
	//	dx/dy = (a₂ + a₃·(y − ½ + y·(1−y)·ln(y/(1−y)))) / (y·(1−y))
	//
	// is positive for all y where |a₃/a₂| is below the least 1/(y − ½ + y·(1−y)·ln(y/(1−y))), 1.66711 at y = 0.9168.
	// With the a₂ and a₃ above, P50 must be more than (1 − 0.4·1.66711)/2 = 0.16658 of the way from P10 to P90, and
	// less than 1 − 0.16658. The message and the check use a share rounded to the safe side.
	metalogLeast = 0.1666
)

func metalogKind() Kind {
	parameters := []Parameter{
		{Name: "p10", Meaning: "the value that one future in ten is below", SameUnit: true},
		{Name: "p50", Meaning: "the value that half of all futures are below", SameUnit: true},
		{Name: "p90", Meaning: "the value that one future in ten is above", SameUnit: true},
	}
	return newKind("metalog", parameters, func(v map[string]float64) (Distribution, []Fault) {
		return Metalog{P10: v["p10"], P50: v["p50"], P90: v["p90"]}, nil
	})
}

// Kind returns "metalog".
func (Metalog) Kind() string { return "metalog" }

// Faults finds percentiles that are not finite or in the wrong order, and a P50 so near to one of the others that no
// law of this kind has all three.
func (d Metalog) Faults() []Fault {
	var c checks
	p10, p50, p90 := c.finite("p10", d.P10), c.finite("p50", d.P50), c.finite("p90", d.P90)
	width := d.P90 - d.P10
	if !p10 || !p90 || !c.require(width > 0, "p10", d.P10, "below {}", Limit{"p90", d.P90}) ||
		!c.require(width < math.MaxFloat64/8, "p90", d.P90, "at a smaller distance from {}", Limit{"p10", d.P10}) ||
		!p50 {
		return c
	}
	share := (d.P50 - d.P10) / width
	c.require(share >= metalogLeast && share <= 1-metalogLeast, "p50", d.P50,
		"at least 16.66% and at most 83.34% of the way from {}, to {}, or no distribution of this kind has all three",
		Limit{"p10", d.P10}, Limit{"p90", d.P90})
	return c
}

// terms returns a₂ and a₃.
func (d Metalog) terms() (scale, skew float64) {
	up, down := d.P90-d.P50, d.P50-d.P10
	return (up + down) / (2 * logNine), (up - down) / (0.8 * logNine)
}

// Moments returns P50 + a₃/2 and √(a₂²·π²/3 + a₃²·(1/12 + π²/36)): Keelin (2016); with L the
// logarithm, the means of (y − ½)·L, L² and (y − ½)²·L² are ½, π²/3 and ¼ + 1/12 + π²/36, and
// those of L and (y − ½)·L² are 0.
func (d Metalog) Moments() (mean, sd float64) {
	scale, skew := d.terms()
	ofScale := float64(float64(scale*scale) * (math.Pi * math.Pi / 3))
	ofSkew := float64(float64(skew*skew) * (1.0/12 + math.Pi*math.Pi/36))
	return d.P50 + skew/2, math.Sqrt(ofScale + ofSkew)
}

// Support is the whole line.
func (Metalog) Support() (low, high float64) { return math.Inf(-1), math.Inf(1) }

// metalogCells is the size of the table: see the test of its accuracy.
const metalogCells = 512

// Transform tabulates the quantile function over scores from −7 to 7, in a fraction of a
// millisecond. Further out it is computed afresh.
func (d Metalog) Transform() Transform { return d.transform(whole) }

func (d Metalog) transform(t tables) Transform {
	scale, skew := d.terms()
	law := &metalogTransform{centre: d.P50, scale: scale, skew: skew}
	law.table = t.of(metalogCells, law.away)
	return law
}

type metalogTransform struct {
	centre, scale, skew float64
	table               *num.Table
}

// away returns x − P50 at score z by the formula of the type's comment.
func (t *metalogTransform) away(z float64) float64 {
	below, above := num.Tails(z)
	logit := num.Log(below) - num.Log(above)
	return float64((t.scale + float64(t.skew*((below-above)/2))) * logit)
}

func (t *metalogTransform) At(z float64) float64 {
	if math.Abs(z) <= num.TableEnd {
		return t.centre + t.table.At(z)
	}
	return t.centre + t.away(z)
}

func (t *metalogTransform) Apply(dst, z []float64) {
	lookUp(dst, z, t.table, t.centre, 1, math.Inf(1), t)
}
