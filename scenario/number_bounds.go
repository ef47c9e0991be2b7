package scenario

import (
	"fmt"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// checkDrivers holds the scenario's drivers against the inputs of its sheet: which may be uncertain, and within
// what. The sheet is laid out even where numbers are at fault, so that those faults do not hide these.
func (d *decoder) checkDrivers() {
	d.checkFollowing()
	laid := d.model.Draft()
	d.checkLines(laid)
	inputs := map[string]sheet.Input{}
	for _, in := range laid.Inputs {
		inputs[in.Name] = in
	}
	leaders := map[string]draft{}
	for _, f := range d.drafts {
		leaders[f.Name()] = f
	}
	for _, f := range d.drafts {
		in, ok := inputs[f.Input]
		switch {
		case !ok:
			d.unused(f)
		case in.Fixed != "":
			d.fault(f.at, f.Name(), "this number cannot be uncertain: %s", in.Fixed)
		case !d.suspected(f.Name()):
			d.checkReach(f, leaders[f.Follows], in)
		}
	}
}

// unused reports a driver of a number that the sheet does not read, unless the file is at fault where it stands.
func (d *decoder) unused(f draft) {
	if !d.suspected(f.Input) {
		d.fault(f.at, f.Name(), "no rule reads this number in this scenario, so it cannot be uncertain; leave it out")
	}
}

// A reach is how far the values of a driver go.
type reach struct{ low, high float64 }

// tails is how far the score of a distribution without ends counts for a growth rate: 8, beyond which a value comes
// up less than once in 10¹⁵ draws.
const tails = 8

// reachOf is how far a driver with a law goes, with its shocks and in its crises.
func (d *decoder) reachOf(f draft, growth bool) reach {
	r := d.lawReach(f.Law, f.Process, growth)
	switch p := f.Process.(type) {
	case process.Shock:
		r = r.with(reach{r.low + slices.Min(p.Sizes), r.high + slices.Max(p.Sizes)})
	case process.Regime:
		crisis := reach{r.low + p.Shift, r.high + p.Shift}
		if p.Crisis != nil {
			crisis = d.lawReach(p.Crisis, p, growth)
		}
		r = r.with(crisis)
	}
	return r
}

// with is a reach that covers another too.
func (r reach) with(o reach) reach { return reach{math.Min(r.low, o.low), math.Max(r.high, o.high)} }

// lawReach is how far a law goes. A law of a growth rate that has no natural end on either side counts to its tails in
// the year in which they are widest, and in the first, when it may start elsewhere; one that is truncated, at most to its
// bounds.
func (d *decoder) lawReach(law dist.Distribution, move process.Process, growth bool) reach {
	if cut, ok := law.(dist.Truncated); ok {
		whole := d.lawReach(cut.Law, move, growth)
		return reach{math.Max(whole.low, cut.Low), math.Min(whole.high, cut.High)}
	}
	low, high := law.Support()
	if !growth || !math.IsInf(low, -1) || !math.IsInf(high, 1) {
		return reach{low, high}
	}
	far := tails * widening(move, d.model.Last-d.model.First)
	t := law.Transform()
	r := reach{t.At(-far), t.At(far)}
	if drift, ok := drifting(move); ok {
		t = drift.InYear(t, 0)
		r = r.with(reach{t.At(-far), t.At(far)})
	}
	return r
}

// widening is the standard deviation of a process's scores in the last year of a plan, where it is largest: 1, but
// for one that starts from zero and adds up, √(1 + ρ² + ρ⁴ + …).
func widening(move process.Process, years finance.Year) float64 {
	persistence := 1.0
	if shock, ok := move.(process.Shock); ok {
		move = shock.Beneath()
	}
	switch p := move.(type) {
	case process.AR1:
		persistence = p.Persistence
	case process.RandomWalk:
	default:
		return 1
	}
	variance := 0.0
	for term := 1.0; years > 0; years-- {
		variance += term
		term *= persistence * persistence
	}
	return math.Sqrt(variance)
}

// follow is how far a follower of a driver goes round its own centre.
func (r reach) follow(leader draft, centre, times float64) reach {
	if proportional(leader.Law, leader.Process) && centre > 0 {
		return reach{0, math.Inf(1)}
	}
	middle := dist.Median(leader.Law)
	first := middle
	if drift, ok := drifting(leader.Process); ok {
		first = drift.InYear(leader.Law.Transform(), 0).At(0)
	}
	a, b := centre+times*(r.low-math.Max(middle, first)), centre+times*(r.high-math.Min(middle, first))
	return reach{math.Min(a, b), math.Max(a, b)}
}

// checkReach reports a driver whose values can leave what its input may be.
func (d *decoder) checkReach(f, leader draft, in sheet.Input) {
	if in.Low == 0 && in.High == 0 {
		return // any number
	}
	growth := in.Low == -1 && in.High == 1
	var r reach
	switch {
	case f.Follows == "":
		r = d.reachOf(f, growth)
	case leader.Law == nil:
		return
	default:
		r = d.reachOf(leader, growth).follow(leader, f.central, f.Times)
	}
	if r.low >= in.Low && r.high <= in.High {
		return
	}
	advice, also := "use triangular, pert or uniform", ", or truncate it there"
	if f.Follows != "" {
		advice, also = "bring times nearer to 0, or give it a distribution of its own", ""
	}
	if _, ok := f.Process.(process.Chain); ok {
		advice, also = "make it smaller, so that it stays", ""
	}
	d.fault(f.at, f.Name(), "%s; %s within %s to %s%s", leaves(f, r, in), advice, percent(in.Low), percent(in.High), also)
}

// leaves says on which side a driver leaves what its input may be.
func leaves(f draft, r reach, in sheet.Input) string {
	what := f.form
	_, shock := f.Process.(process.Shock)
	switch {
	case shock:
		what = "with its shock it"
	case f.Follows != "":
		what = "following " + quote(f.Follows) + " it"
	case inPlace(f.form):
		what = f.form + " make a " + f.Law.Kind() + " distribution, which"
	}
	side, bound := "fall below", in.Low
	if r.low >= in.Low {
		side, bound = "rise above", in.High
	}
	return fmt.Sprintf("%s can %s %s", what, side, percent(bound))
}

func percent(x float64) string { return finance.Rate(x).String() }
