package dist

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Percentiles is the unbounded metalog law through any percentiles, with as many terms as there are percentiles. With y
// = Φ(z), c = y − ½ and L = ln(y/(1−y)) its quantile function is
//
//	x = a₁ + a₂·L + a₃·c·L + a₄·c + a₅·c² + a₆·c²·L + a₇·c³ + a₈·c³·L + …,
//
// whose coefficients solve the linear equations that the percentiles give. Not every set of percentiles has such a law:
// dx/dy must be above zero for every y.
//
// Keelin, The metalog distributions, Decision Analysis 13 (2016), 243-277, equations 6 to 8.
type Percentiles struct {
	Levels Numbers // the share of all futures below each value, above 0 and below 1, rising
	Values Numbers // in the unit of the input, rising, one for each level
}

// mostPercentiles is the most terms: with more the equations lose too many digits, and the law begins to follow the
// rounding of each number.
const mostPercentiles = 10

func percentilesKind() Kind {
	parameters := []Parameter{
		{Name: "p10, p50, p90", Meaning: "any percentiles from p0.1 to p99.9, at least 2", Takes: PercentileNumbers,
			SameUnit: true},
	}
	return newListKind("percentiles", parameters, func(v Values) (Distribution, []Fault) {
		names := slices.SortedFunc(maps.Keys(v.Numbers), func(a, b string) int {
			p, _ := percentileNamed(a)
			q, _ := percentileNamed(b)
			return int(math.Copysign(1, p-q))
		})
		var levels, values []float64
		for _, name := range names {
			level, _ := percentileNamed(name)
			levels, values = append(levels, level), append(values, v.Numbers[name])
		}
		return Percentiles{Levels: NumbersOf(levels...), Values: NumbersOf(values...)}, nil
	})
}

// percentileNamed reads p5 as 0.05 and p97.5 as 0.975: digits, with up to three after a point.
func percentileNamed(name string) (level float64, ok bool) {
	digits, ok := strings.CutPrefix(name, "p")
	whole, rest, point := strings.Cut(digits, ".")
	if !ok || whole == "" || len(whole) > 2 || len(rest) > 3 || strings.Trim(whole+rest, "0123456789") != "" ||
		(whole[0] == '0' && whole != "0") || (point && (rest == "" || strings.HasSuffix(rest, "0"))) {
		return 0, false
	}
	percent, err := strconv.ParseFloat(digits, 64)
	level = percent / 100
	if percent <= 99.9 {
		level = min(level, 0.999) // 99.9/100 is a little above it
	}
	return level, err == nil && percent > 0
}

// IsPercentile reports whether a parameter's name is a percentile: p5, p50, p97.5.
func IsPercentile(name string) bool {
	_, ok := percentileNamed(name)
	return ok
}

// percentileName is the name of a level: p5 for 0.05.
func percentileName(level float64) string {
	return "p" + strconv.FormatFloat(float64(level*100), 'g', 5, 64)
}

// Kind returns "percentiles".
func (Percentiles) Kind() string { return "percentiles" }

// Faults finds too few or too many percentiles, levels out of range or order, values that do
// not rise, and the pair of percentiles between which the law would have to fall.
func (d Percentiles) Faults() []Fault {
	n := d.Levels.Len()
	var c checks
	if d.Values.Len() != n {
		c = append(c, Fault{Kind: fault.Conflict, Parameter: "percentiles", Found: counted(d.Values.Len(), "value"),
			Want: "one for each level, " + strconv.Itoa(n)})
		return c
	}
	if n < 2 || n > mostPercentiles {
		return append(c, Fault{Kind: fault.OutOfRange, Parameter: "percentiles", Found: counted(n, "percentile"),
			Want: "from 2 to " + strconv.Itoa(mostPercentiles) + " of them"})
	}
	for i := range n {
		level, value := d.Levels.At(i), d.Values.At(i)
		name := percentileName(level)
		c.require(level >= 0.001 && level <= 0.999, name, level, "from p0.1 to p99.9")
		if c.finite(name, value) && i > 0 {
			before := percentileName(d.Levels.At(i - 1))
			c.require(!(level <= d.Levels.At(i-1)), name, level, "above "+before)
			if last := d.Values.At(i - 1); finite(last) {
				c.require(!(value <= last), name, value, "above {}", Limit{before, last})
			}
		}
	}
	if len(c) == 0 && !(d.Values.At(n-1)-d.Values.At(0) < math.MaxFloat64/1e9) {
		c.require(false, percentileName(d.Levels.At(n-1)), d.Values.At(n-1), "at a smaller distance from the first, {}",
			Limit{Value: d.Values.At(0)})
	}
	if len(c) == 0 {
		return d.conflict()
	}
	return c
}

// conflict finds the percentile without which the law would rise everywhere; it tries the first and the last percentile
// after all others. If no single one is enough, it is the one next to where the law falls most.
func (d Percentiles) conflict() []Fault {
	y, least := d.terms().leastRise()
	if least > enoughRise {
		return nil
	}
	n := d.Levels.Len()
	at := 1
	for at < n-1 && d.Levels.At(at) < y {
		at++
	}
	best := 0.0
	for k := range n {
		i := (k + 1) % n // the first and the last come last
		if (i == 0 || i == n-1) && best > 0 || n == 2 {
			break
		}
		if _, rest := d.without(i).terms().leastRise(); rest > max(best, enoughRise) {
			at, best = i, rest
		}
	}
	beside, limits := d.beside(at)
	return []Fault{{fault.Conflict, percentileName(d.Levels.At(at)), number(d.Values.At(at)),
		"such that a smooth law fits it and " + beside +
			", too; one through all percentiles would fall somewhere: move it, or leave it out", limits}}
}

// without leaves a percentile out.
func (d Percentiles) without(i int) Percentiles {
	return Percentiles{Levels: NumbersOf(slices.Delete(d.Levels.Slice(), i, i+1)...),
		Values: NumbersOf(slices.Delete(d.Values.Slice(), i, i+1)...)}
}

// beside are the percentiles next to one as limits, and a phrase with places for them.
func (d Percentiles) beside(i int) (words string, limits []Limit) {
	for _, k := range []int{i - 1, i + 1} {
		if 0 <= k && k < d.Levels.Len() {
			limits = append(limits, Limit{percentileName(d.Levels.At(k)), d.Values.At(k)})
		}
	}
	return strings.Join(slices.Repeat([]string{"{}"}, len(limits)), ", and "), limits
}

// counted is a number with its noun: "1 percentile", "3 percentiles".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// Moments integrates the quantile function: to within 1e-9 of the standard deviation.
func (d Percentiles) Moments() (mean, sd float64) {
	if d.Levels.Len() < 2 {
		return math.NaN(), math.NaN()
	}
	return momentsOf(d.Transform())
}

// Support is the whole line.
func (Percentiles) Support() (low, high float64) { return math.Inf(-1), math.Inf(1) }

// percentileCells is the size of the table: see the test of its accuracy.
const percentileCells = 1024

// Transform tabulates the quantile function over scores from −7 to 7, in a fraction of a
// millisecond. Further out it is computed afresh.
func (d Percentiles) Transform() Transform { return d.transform(whole) }

func (d Percentiles) transform(t tables) Transform {
	if d.Levels.Len() < 2 {
		return unsound()
	}
	law := d.terms()
	return &percentilesTransform{law: law, table: t.of(percentileCells, law.away)}
}

// A metalog holds the polynomials in c of x = centre + scale·(bare(c) + steep(c)·L), lowest
// power first.
type metalog struct {
	centre, scale float64
	bare, steep   []float64
}

// term describes term k of the quantile function, from 0: its power of c, and whether L is in it.
func term(k int) (power int, steep bool) {
	switch {
	case k < 4:
		return []int{0, 0, 1, 1}[k], k == 1 || k == 2
	case k%2 == 0:
		return k / 2, false
	}
	return (k - 1) / 2, true
}

// terms solves for the coefficients, with values that are centred and scaled.
func (d Percentiles) terms() *metalog {
	n := d.Levels.Len()
	m := &metalog{centre: d.Values.At(0), scale: d.Values.At(n-1) - d.Values.At(0),
		bare: make([]float64, n/2+1), steep: make([]float64, n/2+1)}
	rows := make([][]float64, n)
	for i := range rows {
		y := d.Levels.At(i)
		c, logit := y-0.5, num.Log(y)-num.Log(1-y)
		rows[i] = make([]float64, n+1)
		for k := range n {
			power, steep := term(k)
			rows[i][k] = 1
			for range power {
				rows[i][k] = float64(rows[i][k] * c)
			}
			if steep {
				rows[i][k] = float64(rows[i][k] * logit)
			}
		}
		rows[i][n] = (d.Values.At(i) - m.centre) / m.scale
	}
	for k, a := range num.Solve(rows) {
		if power, steep := term(k); steep {
			m.steep[power] = a
		} else {
			m.bare[power] = a
		}
	}
	return m
}

// horner is a polynomial and its derivative.
func horner(coefficients []float64, c float64) (value, slope float64) {
	for k := len(coefficients) - 1; k >= 0; k-- {
		slope = float64(slope*c) + value
		value = float64(value*c) + coefficients[k]
	}
	return value, slope
}

// at returns (x − centre)/scale and y·(1−y)·dx/dy at score z.
func (m *metalog) at(z float64) (away, rise float64) {
	below, above := num.Tails(z)
	c, logit := (below-above)/2, num.Log(below)-num.Log(above)
	bare, bareSlope := horner(m.bare, c)
	steep, steepSlope := horner(m.steep, c)
	spread := float64(below * above)
	if spread == 0 {
		return bare + float64(steep*logit), steep
	}
	return bare + float64(steep*logit), steep + float64(spread*(bareSlope+float64(steepSlope*logit)))
}

func (m *metalog) away(z float64) float64 {
	away, _ := m.at(z)
	return float64(m.scale * away)
}

// enoughRise is the least slope that counts as rising, as a share of the distance of the values: less may be rounding.
const enoughRise = 1e-9

// leastRise finds where y·(1−y)·dx/dy is least, over a fine grid of scores and at both ends; at an end it is the factor
// of L.
func (m *metalog) leastRise() (y, least float64) {
	least = math.Inf(1)
	for i := -2400; i <= 2400; i++ {
		z := float64(i) / 256
		if i == -2400 || i == 2400 {
			z = float64(5 * z)
		}
		if _, rise := m.at(z); !(rise >= least) {
			least, y = rise, num.CDF(z)
		}
	}
	return y, least
}

type percentilesTransform struct {
	law   *metalog
	table *num.Table
}

func (t *percentilesTransform) At(z float64) float64 {
	if math.Abs(z) <= num.TableEnd {
		return t.law.centre + t.table.At(z)
	}
	return t.law.centre + t.law.away(z)
}

func (t *percentilesTransform) Apply(dst, z []float64) {
	lookUp(dst, z, t.table, t.law.centre, 1, math.Inf(1), t)
}
