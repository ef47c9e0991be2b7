package scenario

import (
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
)

// Growth by more than this doubles a figure within seven years, and a fall by more than this halves it: 2^(1/7) − 1 and
// 1 − 2^(−1/7). For a public body that is doubtful without any history.
const (
	doubling = 0.1041
	halving  = 0.0943
	slip     = 5 // times the rate of the other years, in a year that stands out
)

// rates warns of growth and savings that no body could sustain for long, and, if the model says whose figures are
// usual, of rates beyond these.
func (l *look) rates() {
	for _, in := range l.inputs {
		if in.Unit != sheet.Number {
			continue
		}
		values := numbersOf(in)
		switch {
		case strings.HasSuffix(in.Name, "savings.planned"):
			l.steep(in.Name, negated(values), true)
		case in.Low == -1 && in.High == 1:
			l.steep(in.Name, values, false)
			l.wide(in.Name)
		}
		for _, u := range l.ranges {
			if u.of(in.Name) {
				l.beyond(in.Name, values, u)
			}
		}
	}
}

// steep warns of a rate that doubles or halves its figure within seven years, or of a single year with such a rate.
func (l *look) steep(path string, values []float64, saved bool) {
	for i, x := range values {
		if !steep(x) || !sustained(values) && math.Abs(x) < slip*middle(without(values, i)) {
			continue
		}
		meant := x / 10
		if x >= 0.5 || x <= -0.5 {
			meant = x / 100
		}
		f := fault.OutOfRange.Found("is %s a year, at which it %s within %d years", rate(x), outcome(x), yearsTo(x)).
			Want("usual is what takes more than seven years, from %s to %s", rate(-halving), rate(doubling))
		if saved {
			meant = -meant
			f = fault.OutOfRange.Found("is %s of cost a year, at which cost halves within %d years", rate(-x),
				yearsTo(x)).Want("usual is what takes more than seven years, up to %s", rate(halving))
		}
		l.warn("growth", path, f.Suggest(rate(meant)))
		return
	}
}

// wide warns of growth that is this steep in one future in ten.
func (l *look) wide(path string) {
	for _, d := range l.drivers {
		if d.Input != path || d.Law == nil {
			continue
		}
		law := dist.Outline(d.Law)
		for _, score := range []float64{-dist.ScoreOfP90, dist.ScoreOfP90} {
			if x := law.At(score); steep(x) {
				l.warn("growth", path, fault.OutOfRange.Found("is %s a year or more in one future in ten", rate(x)).
					Want("usual is what takes more than seven years to double or halve, from %s to %s", rate(-halving),
						rate(doubling)).Suggest(rate(x/10)))
			}
		}
	}
}

func steep(x float64) bool { return x > doubling || x < -halving }

// sustained reports whether every year is steep, and in the same direction.
func sustained(values []float64) bool {
	return !slices.ContainsFunc(values, func(x float64) bool { return !steep(x) || (x > 0) != (values[0] > 0) })
}

func outcome(x float64) string {
	if x > 0 {
		return "doubles"
	}
	return "halves"
}

// yearsTo is the number of years in which a rate doubles or halves its figure.
func yearsTo(x float64) (years int) {
	for level := 1.0; level > 0.5 && level < 2; years++ {
		level *= 1 + x
	}
	return years
}

// rate writes a fraction as a percentage of a few digits.
func rate(x float64) string { return finance.Rate(math.Round(x*1e6) / 1e6).String() }

// beyond warns of a rate outside the usual range of a place.
func (l *look) beyond(path string, values []float64, u usual) {
	if x, ok := first(values, func(x float64) bool { return x < u.low || x > u.high }); ok {
		l.warn("range", path, fault.OutOfRange.Found("is %s", rate(x)).Want("usual is %s", u))
	}
}

// middle is the middle of the sizes of numbers; 0 if there are none.
func middle(values []float64) float64 {
	sizes := make([]float64, len(values))
	for i, x := range values {
		sizes[i] = math.Abs(x)
	}
	slices.Sort(sizes)
	if len(sizes) == 0 {
		return 0
	}
	return sizes[len(sizes)/2]
}

func without(values []float64, i int) []float64 { return slices.Delete(slices.Clone(values), i, i+1) }

func negated(values []float64) []float64 {
	values = slices.Clone(values)
	for i := range values {
		values[i] = -values[i]
	}
	return values
}

// bodyOf is the prefix of the body that a path leads into: "bodies.Acute trust."; empty for the whole.
func bodyOf(path string) (prefix string) {
	for {
		rest, deeper := strings.CutPrefix(path[len(prefix):], "bodies.")
		name, _, more := strings.Cut(rest, ".")
		if !deeper || !more {
			return prefix
		}
		prefix += "bodies." + name + "."
	}
}
