package dist

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Mixture is the law of a quantity that follows one of several laws, each with its chance: 80% an ordinary year, 20% a
// bad one. Its distribution function is the weighted sum of the laws' distribution functions, and its quantile function
// the inverse of this sum,
//
//	x = the least x with Σ Weightᵢ·Fᵢ(x) ≥ Φ(z).
//
// So a high score gives a high value, whichever law it comes from, and correlations and central cases mean the same as
// for other laws. Unused parts have no Law and come last. It is an array, not a slice, so that mixtures may be compared
// with ==.
//
// McLachlan and Peel, Finite Mixture Models (2000), section 1.4.
type Mixture [MostParts]Part

// A Part of a mixture.
type Part struct {
	Weight float64      // the chance of this law, above 0; all add up to 1
	Law    Distribution // not itself a mixture
}

// MostParts is the most parts that a mixture may have.
const MostParts = 8

// MixtureOf makes a mixture of parts; parts beyond the first [MostParts] are left out.
func MixtureOf(parts ...Part) (d Mixture) {
	copy(d[:], parts)
	return d
}

func mixtureKind() Kind {
	parameters := []Parameter{
		{Name: "mixture", Meaning: "distributions, each with its weight; the weights add up to 100%", Takes: Laws,
			SameUnit: true},
	}
	return newListKind("mixture", parameters, func(v Values) (Distribution, []Fault) {
		var c checks
		c.count("mixture", len(v.Parts), 2, MostParts)
		return MixtureOf(v.Parts...), c
	})
}

// Kind returns "mixture".
func (Mixture) Kind() string { return "mixture" }

// parts are the parts in use.
func (d Mixture) parts() []Part {
	n := 0
	for n < MostParts && d[n].Law != nil {
		n++
	}
	return d[:n]
}

// Faults finds fewer than 2 parts, gaps between them, mixtures of mixtures, the faults of
// the parts, and weights that are not above 0 or do not add up to 1.
func (d Mixture) Faults() []Fault {
	var c checks
	all := d.parts()
	c.count("mixture", len(all), 2, MostParts)
	for i := len(all); i < MostParts; i++ {
		if d[i] != (Part{}) {
			c = append(c, Fault{Kind: fault.Missing, Parameter: item("mixture", i), Want: "a distribution"})
		}
	}
	sound, sum := len(all) > 0, 0.0
	for i, p := range all {
		sound = c.require(p.Weight > 0 && p.Weight <= 1, item("mixture", i)+".weight", p.Weight,
			"above 0 and at most 1") && sound
		sum += p.Weight
		if _, nested := p.Law.(Mixture); nested {
			c = append(c, Fault{Kind: fault.Misplaced, Parameter: item("mixture", i), Found: "a mixture",
				Want: "its parts, in this one"})
			continue
		}
		for _, f := range p.Law.Faults() {
			f.Parameter = item("mixture", i) + "." + p.Law.Kind() + " " + f.Parameter
			c = append(c, f)
		}
	}
	if sound {
		c.whole("mixture", "weights", sum)
	}
	if len(c) == 0 {
		low, high := d.reach()
		c.require(finite(high-low), "mixture", high, "at a finite distance from the others")
	}
	return c
}

// reach gives two values with all but a millionth of a billionth of each part between them.
func (d Mixture) reach() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, p := range d.parts() {
		t := Outline(p.Law)
		low, high = min(low, t.At(-8)), max(high, t.At(8))
	}
	return low, high
}

// Moments returns Σ wᵢ·mᵢ and √(Σ wᵢ·(sᵢ² + (mᵢ − mean)²)), with the parts' means mᵢ and standard deviations sᵢ.
func (d Mixture) Moments() (mean, sd float64) {
	if d[0].Law == nil {
		return math.NaN(), math.NaN()
	}
	all := d.parts()
	var means, sds [MostParts]float64
	for i, p := range all {
		means[i], sds[i] = p.Law.Moments()
	}
	first := means[0]
	for i, p := range all {
		mean += float64(p.Weight * (means[i] - first))
	}
	var variance float64
	for i, p := range all {
		away := (means[i] - first) - mean
		variance += float64(p.Weight * (float64(sds[i]*sds[i]) + float64(away*away)))
	}
	return first + mean, math.Sqrt(variance)
}

// within is the mixture of the parts, each cut to two bounds.
func (d Mixture) within(low, high float64) (within Mixture) {
	var mass float64
	n := 0
	for _, p := range d.parts() {
		cut := Truncated{Law: p.Law, Low: low, High: high}
		if share := cut.band(Outline(p.Law)).mass; share > 0 {
			within[n] = Part{Weight: float64(p.Weight * share), Law: cut}
			mass += within[n].Weight
			n++
		}
	}
	for i := range n {
		within[i].Weight /= mass
	}
	return within
}

// Support returns the outermost ends of the parts.
func (d Mixture) Support() (low, high float64) {
	if d[0].Law == nil {
		return math.NaN(), math.NaN()
	}
	low, high = math.Inf(1), math.Inf(-1)
	for _, p := range d.parts() {
		l, h := p.Law.Support()
		low, high = min(low, l), max(high, h)
	}
	return low, high
}

// mixtureCells is the size of the table before cells are halved. Halving stops at an error of mixtureWithin, in
// standard deviations: see the test of its accuracy.
const (
	mixtureCells  = 2048
	mixtureWithin = 5e-10
)

// Transform tabulates the quantile function over scores from −7 to 7, in some milliseconds, with finer cells where it
// climbs from one part to another. Further out it is computed afresh.
func (d Mixture) Transform() Transform { return d.transform(whole) }

func (d Mixture) transform(t tables) Transform {
	if d[0].Law == nil {
		return unsound()
	}
	if all := outcomesOf(d); all != nil {
		return stepsThrough(all)
	}
	law := newMixing(d, t)
	if t == sparse {
		return solved{law}
	}
	return &mixtureTransform{law: law, table: num.NewFineTable(mixtureCells, float64(mixtureWithin*law.sd), law.at)}
}

// A solved mixture has no table, and is solved for each score.
type solved struct{ law *mixing }

func (t solved) At(z float64) float64 {
	if math.Abs(z) <= num.TableEnd {
		return max(t.law.low, min(t.law.at(z), t.law.high))
	}
	return t.law.at(z)
}

func (t solved) Apply(dst, z []float64) { outline{t}.Apply(dst, z) }

type mixtureTransform struct {
	law   *mixing
	table *num.FineTable
}

func (t *mixtureTransform) At(z float64) float64 {
	if math.Abs(z) <= num.TableEnd {
		return max(t.law.low, min(t.table.At(z), t.law.high))
	}
	return t.law.at(z)
}

// Apply looks up cells by vectors, and asks At for the scores where that found no cell. For this z must still hold the
// scores.
func (t *mixtureTransform) Apply(dst, z []float64) {
	z = z[:len(dst)]
	if len(dst) > 0 && &dst[0] == &z[0] {
		for i := range dst {
			dst[i] = t.At(z[i])
		}
		return
	}
	missing := math.Inf(1)
	lookUp(dst, z, t.table.Holed(), 0, 1, missing, t)
	for i, x := range dst {
		if x == missing {
			dst[i] = t.At(z[i])
		} else {
			dst[i] = max(t.law.low, min(x, t.law.high))
		}
	}
}

// A mixing is a mixture that can be solved for x.
type mixing struct {
	parts     []mixed
	low, high float64
	sd        float64
}

// A mixed is a part of a mixing. If its law cannot tell the score of a value, it keeps its values at a grid of scores,
// from which other values are found.
type mixed struct {
	weight float64
	law    Transform
	grid   []float64
}

// The grid of scores: from −38 to 38, beyond which no probability is left.
const (
	gridEnd     = 38
	gridPerUnit = 8
)

func gridScore(i int) float64 { return float64(i)/gridPerUnit - gridEnd }

func newMixing(d Mixture, t tables) *mixing {
	m := &mixing{}
	m.low, m.high = d.Support()
	_, m.sd = d.Moments()
	for _, p := range d.parts() {
		part := mixed{weight: p.Weight, law: t.prepared(p.Law)}
		if _, known := scoreOf(part.law, m.low); !known {
			part.grid = gridOf(part.law)
		}
		m.parts = append(m.parts, part)
	}
	return m
}

// gridOf gives a law's values at the scores of the grid.
func gridOf(law Transform) (grid []float64) {
	for i := range 2*gridEnd*gridPerUnit + 1 {
		grid = append(grid, law.At(gridScore(i)))
	}
	return grid
}

// scoreOf is the score of x: as many futures are below it as below x.
func (m *mixing) scoreOf(x float64) float64 {
	var below, above float64
	for i := range m.parts {
		p := &m.parts[i]
		b, a := num.Tails(p.scoreOf(x))
		below += float64(p.weight * b)
		above += float64(p.weight * a)
	}
	return scoreBetweenTails(below, above)
}

// gap is how far apart, in standard deviations, two values of the same score (but for rounding) must be to say that no
// value is between them.
const gap = 1e-4

// at solves for x at score z. At a gap, where the score equals the share of the parts below it but for rounding, x is
// the value before the gap.
func (m *mixing) at(z float64) float64 {
	x := m.solve(z)
	if before := x - float64(gap*m.sd); before < x && m.scoreOf(before) >= z-tie {
		return m.solve(z - tie)
	}
	return x
}

// solve finds x at score z. It is between the values of the parts at that score.
func (m *mixing) solve(z float64) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for i := range m.parts {
		x := m.parts[i].law.At(z)
		low, high = min(low, x), max(high, x)
	}
	switch {
	case math.IsNaN(z):
		return z
	case z < -gridEnd:
		return low
	case z > gridEnd:
		return high
	case m.scoreOf(low) >= z:
		return low
	}
	within := bracket{low: low, high: high, atLow: m.scoreOf(low) - z, atHigh: m.scoreOf(high) - z}
	within.narrow(m.enough(z, low, high), 0x1p-50, func(x float64) float64 { return m.scoreOf(x) - z },
		func(y float64) bool { return y >= 0 })
	return within.high
}

// enough is how close to x the search must come: within the table, 1e-13 of the standard deviation; beyond the table
// almost zero, as x may be the distance from an end of the support.
func (m *mixing) enough(z, low, high float64) float64 {
	if math.Abs(z) <= num.TableEnd && finite(m.sd) {
		return float64(0x1p-43 * m.sd)
	}
	return float64(0x1p-80 * max(math.Abs(low), math.Abs(high)))
}

// A bracket is an interval with the answer to a question: no at its low end, yes at its high end. It keeps the
// function's figures at both ends.
type bracket struct{ low, high, atLow, atHigh float64 }

// narrow brings the ends together until their distance is enough, or part of the larger of them. It follows straight
// lines where these help, and else halves.
//
// Dowell and Jarratt, BIT 11 (1971), 168-174 (the Illinois method).
func (b *bracket) narrow(enough, part float64, f func(x float64) float64, yes func(y float64) bool) {
	moved := 0 // the end that moved last
	for i := 0; ; i++ {
		apart := max(enough, float64(part*max(math.Abs(b.low), math.Abs(b.high))))
		if b.high-b.low <= apart {
			return
		}
		x := b.low + float64((b.high-b.low)*(b.atLow/(b.atLow-b.atHigh)))
		x = max(b.low+apart/2, min(x, b.high-apart/2)) // beyond the answer, if it is next to an end
		if i%4 == 3 || !(b.low < x && x < b.high) {
			x = b.low + (b.high-b.low)/2
		}
		if !(b.low < x && x < b.high) {
			return
		}
		switch y := f(x); {
		case yes(y):
			b.high, b.atHigh = x, y
			if moved == 1 {
				b.atLow /= 2
			}
			moved = 1
		default:
			b.low, b.atLow = x, y
			if moved == -1 {
				b.atHigh /= 2
			}
			moved = -1
		}
	}
}
