package history

import (
	"math"
	"slices"
	"strconv"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/process"
	"gonum.org/v1/gonum/stat/distuv"
)

// Ways to move from year to year that can be fitted.
const (
	EachYear    = "each_year"   // drawn each year, tied to the year before by a fitted persistence
	Independent = "independent" // drawn each year, independent of the year before
	Walk        = "walk"        // the last value, plus what each year adds
)

// An estimate is a law and a process fitted to a series, without their standard errors.
type estimate struct {
	question
	series  evidence.Series
	law     dist.Distribution
	density density
	process process.Process
	// values are the fitted numbers, by the names of the question; for a walk also the value it starts from.
	values map[string]float64
	// likelihood is the log-likelihood of n values; probabilities are the probability under its law of a lower value,
	// for each.
	likelihood    float64
	n             int
	probabilities []float64
}

// A question says what to fit.
type question struct {
	law     law
	process string
	ends    ends
}

// names are the parameters fitted, in order.
func (q question) names() []string {
	switch q.process {
	case EachYear:
		return append(slices.Clone(q.law.names), "persistence")
	case Walk:
		return q.law.names[1:]
	}
	return q.law.names
}

// least is the fewest values for a fit: two more than there are parameters, so that AICc is defined; for a walk one
// more, as it has one step fewer than values.
func (q question) least() int {
	if q.process == Walk {
		return len(q.names()) + 3
	}
	return len(q.names()) + 2
}

// estimate fits the question's law and process to a series that is sound for it.
func (q question) estimate(s evidence.Series) (estimate, error) {
	e := estimate{question: q, series: s, process: process.EachYear{}}
	if q.process == Walk {
		return e.walk()
	}
	values, err := q.law.fit(s.Values(), q.ends)
	if err != nil {
		return e, err
	}
	if err := e.settle(values); err != nil {
		return e, err
	}
	for _, p := range s.Points {
		e.likelihood += e.density.LogProb(p.Value)
		e.probabilities = append(e.probabilities, e.density.CDF(p.Value))
	}
	e.n = len(s.Points)
	if q.process == EachYear {
		scores := e.scores()
		persistence := round9(fitPersistence(s.Points, scores))
		e.values["persistence"], e.process = persistence, process.EachYear{Persistence: persistence}
		e.likelihood += persistenceLikelihood(s.Points, scores, persistence)
	}
	return e, nil
}

// walk fits the yearly steps: for a normal law what a year adds, for a lognormal law the factor of a year. They are
// zero on average (in logarithms), with a spread.
func (e estimate) walk() (estimate, error) {
	centre, spread := e.question.law.names[0], e.question.law.names[1]
	steps := e.question.steps(e.series.Points)
	var squares float64
	for _, d := range steps {
		squares += d * d
	}
	last := e.series.Points[len(e.series.Points)-1].Value
	sd := math.Sqrt(squares / float64(len(steps)))
	if err := e.settle(map[string]float64{centre: last, spread: sd}); err != nil {
		return e, err
	}
	e.process, e.n = process.AR1{Persistence: 1}, len(steps)
	step := distuv.Normal{Sigma: e.values[spread]}
	for i, d := range steps {
		p := e.series.Points[i+1]
		e.likelihood += step.LogProb(d) - math.Log(float64(p.Year-e.series.Points[i].Year))/2
		if e.question.law.name == "lognormal" {
			e.likelihood -= math.Log(p.Value)
		}
		e.probabilities = append(e.probabilities, step.CDF(d))
	}
	return e, nil
}

// steps are the differences of values, or of their logarithms, each divided by the root of the years between.
func (q question) steps(points []evidence.Point) (steps []float64) {
	for i := 1; i < len(points); i++ {
		before, now := points[i-1].Value, points[i].Value
		d := now - before
		if q.law.name == "lognormal" {
			d = math.Log(now / before)
		}
		steps = append(steps, d/math.Sqrt(float64(points[i].Year-points[i-1].Year)))
	}
	return steps
}

// settle rounds the parameters of the law and builds it from the rounded numbers.
func (e *estimate) settle(values map[string]float64) (err error) {
	e.values = map[string]float64{}
	for name, x := range values {
		e.values[name] = round9(x)
		if e.series.Money && e.question.law.sameUnit(name) {
			e.values[name] = math.Round(e.values[name])
		}
	}
	if e.law, err = e.question.law.build(e.values); err != nil {
		return err
	}
	if low, high := e.law.Support(); low == high {
		return fault.Conflict.Found("the values are too alike to be told apart after rounding")
	}
	e.density = e.question.law.density(e.law)
	return nil
}

// round9 rounds to nine significant digits, so that the scenario file has exactly the numbers of the fit.
func round9(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 9, 64), 64)
	return y
}

// scores are the normal scores of the values under the law.
func (e estimate) scores() []float64 {
	var scores []float64
	for _, p := range e.probabilities {
		scores = append(scores, score(p))
	}
	return scores
}

// score is the normal score of a probability, kept within ±8, beyond which no path goes.
func score(p float64) float64 { return math.Max(-8, math.Min(8, distuv.UnitNormal.Quantile(p))) }

// distance is the largest gap between the law and the values' own steps (Kolmogorov and Smirnov).
func (e estimate) distance() (most float64) {
	sorted := slices.Sorted(slices.Values(e.probabilities))
	n := float64(len(sorted))
	for i, p := range sorted {
		most = math.Max(most, math.Max(p-float64(i)/n, float64(i+1)/n-p))
	}
	return most
}

// ahead is the law of a year after the last as a function of its normal score, and the score of a value in it.
func (e estimate) ahead(year finance.Year) (at func(z float64) float64, scoreOf func(x float64) float64) {
	last := e.series.Points[len(e.series.Points)-1]
	transform := e.law.Transform()
	if e.question.process == Walk {
		wider := math.Sqrt(float64(year - last.Year))
		centre := last.Value
		step := distuv.Normal{Sigma: e.values[e.question.law.names[1]] * wider}
		return func(z float64) float64 { return transform.At(z * wider) }, func(x float64) float64 {
			if e.question.law.name == "lognormal" {
				return math.Log(x/centre) / step.Sigma
			}
			return (x - centre) / step.Sigma
		}
	}
	keep, fresh := carried(e.values["persistence"], year-last.Year)
	before := score(e.density.CDF(last.Value))
	return func(z float64) float64 { return transform.At(keep*before + fresh*z) },
		func(x float64) float64 { return (score(e.density.CDF(x)) - keep*before) / fresh }
}
