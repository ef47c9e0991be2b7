package scenario

import (
	"fmt"
	"math"

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

// reachOf is how far a driver with a law goes. A law of a growth rate that has no natural end on either side counts
// to its tails in the year in which they are widest; one that is truncated, at most to its bounds.
func (d *decoder) reachOf(f draft, growth bool) reach {
	if cut, ok := f.Law.(dist.Truncated); ok {
		f.Law = cut.Law
		whole := d.reachOf(f, growth)
		return reach{math.Max(whole.low, cut.Low), math.Min(whole.high, cut.High)}
	}
	low, high := f.Law.Support()
	if growth && math.IsInf(low, -1) && math.IsInf(high, 1) {
		far := tails * widening(f.Process, d.model.Last-d.model.First)
		t := f.Law.Transform()
		return reach{t.At(-far), t.At(far)}
	}
	return reach{low, high}
}

// widening is the standard deviation of a process's scores in the last year of a plan, where it is largest: 1, but
// for one that starts from zero and adds up, √(1 + ρ² + ρ⁴ + …).
func widening(p process.Process, years finance.Year) float64 {
	ar, ok := p.(process.AR1)
	if !ok {
		return 1
	}
	variance := 0.0
	for term := 1.0; years > 0; years-- {
		variance += term
		term *= ar.Persistence * ar.Persistence
	}
	return math.Sqrt(variance)
}

// follow is how far a follower of the law goes round its own centre.
func (r reach) follow(law dist.Distribution, centre, times float64) reach {
	if proportional(law) && centre > 0 {
		return reach{0, math.Inf(1)}
	}
	median := dist.Median(law)
	a, b := centre+times*(r.low-median), centre+times*(r.high-median)
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
		r = d.reachOf(leader, growth).follow(leader.Law, f.central, f.Times)
	}
	if r.low >= in.Low && r.high <= in.High {
		return
	}
	advice, also := "use triangular, pert or uniform", ", or truncate it there"
	if f.Follows != "" {
		advice, also = "bring times nearer to 0, or give it a distribution of its own", ""
	}
	d.fault(f.at, f.Name(), "%s; %s within %s to %s%s", leaves(f, r, in), advice, percent(in.Low), percent(in.High), also)
}

// leaves says on which side a driver leaves what its input may be.
func leaves(f draft, r reach, in sheet.Input) string {
	what := f.form
	switch {
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
