package dist

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Truncated is a law on condition that the value is between two bounds. With F the law's distribution function, its
// quantile function is
//
//	x = F⁻¹(F(Low) + Φ(z)·(F(High) − F(Low))).
//
// The probability outside the bounds is spread over the inside in proportion. No future is moved onto a bound, as it
// would be if values were cut off there.
//
// Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1,
// 2nd edition (1994), chapter 13, section 10.1.
type Truncated struct {
	Law       Distribution // the law that is cut
	Low, High float64      // in the unit of the input, Low < High; either may be infinite
}

// leastMass is the least share of a law that bounds may leave: one future in a million. With less, most runs would not
// have a single path between the bounds. The bounds or the law are then a slip of the pen, and the result would rest on
// a tail that nobody has judged.
const leastMass = 1e-6

// Kind returns "truncated" and the kind of the law: "truncated normal". It is not among
// [Kinds] because it takes a law; files say truncate beside one.
func (d Truncated) Kind() string {
	if d.Law == nil {
		return "truncated"
	}
	return "truncated " + d.Law.Kind()
}

// Faults finds the faults of the law, bounds in the wrong order, and bounds that leave
// less than a millionth of the law.
func (d Truncated) Faults() []Fault {
	var c checks
	if d.Law == nil {
		c = append(c, Fault{Kind: fault.Missing, Parameter: "law", Want: "a distribution to truncate"})
	} else {
		for _, f := range d.Law.Faults() {
			f.Parameter = d.Law.Kind() + " " + f.Parameter
			c = append(c, f)
		}
	}
	lowSound := c.require(d.Low < math.Inf(1), "low", d.Low, "a number, or minus infinity for none")
	highSound := c.require(d.High > math.Inf(-1), "high", d.High, "a number, or infinity for none")
	if lowSound && highSound {
		c.require(d.Low < d.High, "low", d.Low, "below {}", Limit{"high", d.High})
	}
	if len(c) == 0 && d.band(Outline(d.Law)).mass < leastMass {
		c = append(c, Fault{
			Kind:      fault.Conflict,
			Parameter: "truncate",
			Found:     "less than a millionth of the " + d.Law.Kind() + " distribution within the bounds",
			Want:      "bounds that leave more of it",
		})
	}
	return c
}

// Share is the part of the law that the bounds leave, from 0 to 1; NaN if there is no law.
func (d Truncated) Share() float64 {
	if d.Law == nil {
		return math.NaN()
	}
	return d.band(Outline(d.Law)).mass
}

// Moments returns the law's own moments where the bounds leave it whole, and exact ones for the rest of a law of
// separate values, an empirical law or a mixture. For other laws it integrates the quantile function, to within 1e-8 of
// the standard deviation.
func (d Truncated) Moments() (mean, sd float64) {
	if d.Law == nil {
		return math.NaN(), math.NaN()
	}
	if all := outcomesOf(d); all != nil {
		return momentsOfOutcomes(all)
	}
	t := d.Law.Transform()
	b := d.band(t)
	if b.mass == 1 {
		return d.Law.Moments()
	}
	switch law := d.Law.(type) { // by type: a type that embeds one of these is another law
	case Empirical:
		return law.momentsWithin(d.Low, d.High)
	case Mixture:
		return law.within(d.Low, d.High).Moments()
	case Truncated:
		return law.within(d.Low, d.High).Moments()
	}
	return momentsOf(d.over(t, b, whole))
}

// within is the law between both pairs of bounds.
func (d Truncated) within(low, high float64) Truncated {
	return Truncated{Law: d.Law, Low: max(low, d.Low), High: min(high, d.High)}
}

// Support is where the law's support and the bounds overlap.
func (d Truncated) Support() (low, high float64) {
	if d.Law == nil {
		return math.NaN(), math.NaN()
	}
	low, high = d.Law.Support()
	return max(low, d.Low), min(high, d.High)
}

// Transform finds the law's scores at the bounds. For each score from −7 to 7 it tabulates, in a fraction of a
// millisecond, the score between these that takes its place; further out it is computed afresh. A mixture becomes the
// mixture of its parts, each cut at the bounds, and a law of separate values keeps the values that are left: their
// steps stay where they are, to the last digit.
func (d Truncated) Transform() Transform { return d.transform(whole) }

func (d Truncated) transform(t tables) Transform {
	if d.Law == nil {
		return unsound()
	}
	if all := outcomesOf(d); all != nil {
		return stepsThrough(all)
	}
	if law, ok := d.Law.(Mixture); ok {
		return law.within(d.Low, d.High).transform(t)
	}
	law := t.prepared(d.Law)
	return d.over(law, d.band(law), t)
}

// truncatedCells is the size of the table: see the test of its accuracy.
const truncatedCells = 1024

func (d Truncated) over(law Transform, b band, t tables) Transform {
	low, high := d.Support()
	if low == high {
		return constant(low)
	}
	return &truncatedTransform{law: law, low: low, high: high, band: b, table: t.of(truncatedCells, b.at)}
}

// A band is the range of a law's scores that bounds leave.
type band struct {
	low, high    float64 // scores
	below, above float64 // probabilities outside
	mass         float64 // probability within
}

// band finds the scores at which the law meets the bounds.
func (d Truncated) band(law Transform) band {
	_, low := meeting(func(z float64) bool { return law.At(z) >= d.Low })
	high, _ := meeting(func(z float64) bool { return law.At(z) > d.High })
	b := band{low: low, high: high, below: num.CDF(low), above: num.CDF(-high)}
	switch {
	case low > 0:
		b.mass = num.CDF(-low) - b.above
	case high < 0:
		b.mass = num.CDF(high) - b.below
	default:
		b.mass = 1 - b.below - b.above
	}
	return b
}

// farthest is a score beyond which a normal probability is too small for a float64.
const farthest = 37.5

// meeting halves until it knows the first score at which the answer to a question is yes, and the score before it. They
// are infinite where the answer is always the same.
func meeting(reached func(z float64) bool) (no, yes float64) {
	no, yes = -farthest, farthest
	switch {
	case reached(no):
		return math.Inf(-1), math.Inf(-1)
	case !reached(yes):
		return math.Inf(1), math.Inf(1)
	}
	for range 128 {
		middle := no + (yes-no)/2
		switch {
		case middle == no || middle == yes: // nothing lies between
			return no, yes
		case reached(middle):
			yes = middle
		default:
			no = middle
		}
	}
	return no, yes
}

// at returns the score of the band that takes the place of z: the share of the band below it is the share of all scores
// below z. It works from the end where that share has more known digits.
func (b band) at(z float64) float64 {
	below, above := num.Tails(z)
	p := b.below + float64(b.mass*below)
	q := b.above + float64(b.mass*above)
	score := -num.Quantile(q)
	if p < q {
		score = num.Quantile(p)
	}
	return max(b.low, min(score, b.high))
}

type truncatedTransform struct {
	law       Transform
	low, high float64
	band      band
	table     *num.Table
}

// lawScore is the law's score that takes the place of z. It stays within the band even where the
// table rounds, so that a law that steps at a bound does not step over it.
func (t *truncatedTransform) lawScore(z float64) float64 {
	if math.Abs(z) <= num.TableEnd {
		return max(t.band.low, min(t.table.At(z), t.band.high))
	}
	return t.band.at(z)
}

// lawScores is lawScore as a function for a table.
type lawScores struct{ *truncatedTransform }

func (s lawScores) At(z float64) float64 { return s.lawScore(z) }

func (t *truncatedTransform) At(z float64) float64 {
	return max(t.low, min(t.law.At(t.lawScore(z)), t.high))
}

func (t *truncatedTransform) Apply(dst, z []float64) {
	lookUp(dst, z, t.table, 0, 1, t.band.high, lawScores{t})
	for i, x := range dst {
		dst[i] = max(t.band.low, x)
	}
	t.law.Apply(dst, dst)
	for i, x := range dst { // mends the law's own rounding; no share of the values is outside
		dst[i] = max(t.low, min(x, t.high))
	}
}
