package history

import (
	"context"
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/internal/pence"
)

// Options says what to fit. The zero value is a normal law, drawn each year with a fitted persistence.
type Options struct {
	// Law is one of [Laws]; empty is normal.
	Law string
	// Process is [EachYear], [Independent] or [Walk]; empty is EachYear. A walk needs a normal or a lognormal law.
	Process string
	// Low and High are the ends of a beta law, in the unit of the series: fractions, or the currency's unit for money.
	// Both zero are 0% and 100%.
	Low, High float64
	// Resamples is the number of simulated histories for the standard errors and the p-value; zero is 499.
	Resamples int
}

// Fit fits a law and a process to a series. It is a fault if values are outside the law, all the same, too few or not
// finite: the error is [file.Faults], each at its place in the file. When the context ends, the error is the context's.
//
// Normal and lognormal laws are fitted by mean and standard deviation (divisor n − 1), others by maximum likelihood;
// the persistence is the most likely one for the values' normal scores under the law. Standard errors, bias and the
// p-value are by parametric bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, §6.5) with fixed
// draws: on one kind of processor the same series always gives the same figures.
func Fit(ctx context.Context, s evidence.Series, o Options) (*evidence.Fitted, error) {
	ctx = door.Context(ctx)
	pennies := inPence(s)
	q, err := o.question(pennies)
	if err != nil {
		return nil, err
	}
	e, err := q.estimate(pennies)
	if err != nil {
		return nil, wrong(s, fault.Of(err))
	}
	f := &evidence.Fitted{Series: s, Law: e.law, Process: e.process, N: e.n, LogLikelihood: e.likelihood,
		Distance: e.distance(), Words: q.words(s), YAML: e.yaml()}
	k, n := float64(len(q.names())), float64(e.n)
	f.AICc = 2*k - 2*e.likelihood + 2*k*(k+1)/(n-k-1)
	for _, name := range q.names() {
		f.Parameters = append(f.Parameters,
			evidence.Parameter{Name: name, Value: e.values[name], SameUnit: q.law.sameUnit(name)})
	}
	resamples := o.Resamples
	if resamples <= 0 {
		resamples = defaultResamples
	}
	if err := bootstrap(ctx, f, e, resamples); err != nil {
		return nil, err
	}
	f.Notes = notes(f, e)
	if s.Money {
		inPounds(f)
	}
	return f, nil
}

// inPounds converts a fit of money from pence to the currency's unit.
func inPounds(f *evidence.Fitted) {
	f.Law = pence.LawInPounds(f.Law)
	for i := range f.Parameters {
		if p := &f.Parameters[i]; p.SameUnit {
			p.Value, p.SE, p.Bias = pence.Pounds(p.Value), pence.Pounds(p.SE), pence.Pounds(p.Bias)
		}
	}
}

const defaultResamples = 499

// question is what the options ask to fit to a series in pence, if both are sound.
func (o Options) question(s evidence.Series) (question, error) {
	l, err := lawNamed(o.Law)
	if err != nil {
		return question{}, err
	}
	q := question{law: l, process: o.Process, ends: ends{o.Low, o.High}}
	if s.Money {
		q.ends = ends{pence.Of(o.Low), pence.Of(o.High)}
	}
	if q.process == "" {
		q.process = EachYear
	}
	switch {
	case q.process != EachYear && q.process != Independent && q.process != Walk:
		return q, fault.Unknown.Found("%s is not a process that can be fitted", fault.Quote(q.process)).
			Want("there are %s, %s and %s", EachYear, Independent, Walk)
	case q.process == Walk && l.name != "normal" && l.name != "lognormal":
		return q, fault.Conflict.Found("a walk is of a normal or a lognormal law, not of a %s one", l.name)
	case l.name == "beta" && s.Money && q.ends == ends{}:
		return q, fault.Missing.Found("a beta law of money needs its ends, low and high")
	case q.ends == ends{}:
		q.ends = ends{0, 1}
	}
	if !(q.ends.low < q.ends.high) || math.IsInf(q.ends.high-q.ends.low, 0) {
		return q, fault.Conflict.Found("low, %v, must be below high, %v", o.Low, o.High)
	}
	return q, q.check(s)
}

// check finds what makes a series unfit for the question.
func (q question) check(s evidence.Series) error {
	faults := &faultList{file: nameOf(s)}
	within := q.law.support(q.ends)
	alike := true
	for i, p := range s.Points {
		at := table.In(s.Name, s.Label(p.Year))
		switch {
		case math.IsNaN(p.Value) || math.IsInf(p.Value, 0):
			faults.add(p.Line, p.Column, fault.OutOfRange.Found("%v is not a finite number", p.Value).At(at))
		case p.Value <= within.low || p.Value >= within.high:
			faults.add(p.Line, p.Column, fault.OutOfRange.Found("%s", write(s, p.Value)).
				Want("all values of a %s law are %s", q.law.name, between(s, within)).At(at))
		case i > 0 && p.Year <= s.Points[i-1].Year:
			faults.add(p.Line, p.Column,
				fault.Conflict.Found("the year must come after %s", s.Label(s.Points[i-1].Year)).At(at))
		}
		alike = alike && p.Value == s.Points[0].Value
	}
	switch {
	case len(s.Points) < q.least():
		faults.all = append(faults.all, wrong(s, fault.Missing.Found("%s", counted(len(s.Points), "value")).
			Want("a %s law with process %s takes at least %d", q.law.name, q.process, q.least()))...)
	case alike:
		faults.all = append(faults.all,
			wrong(s, fault.Conflict.Found("all values are %s, so there is nothing to fit",
				write(s, s.Points[0].Value)))...)
	}
	return faults.err()
}

// between describes the values within a support.
func between(s evidence.Series, e ends) string {
	if math.IsInf(e.high, 1) {
		return "above zero"
	}
	return "between " + write(s, e.low) + " and " + write(s, e.high) + ", and on neither"
}
