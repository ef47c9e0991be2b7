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

// A held driver is one that is held against what its input may be. Drivers of files and of Go programs alike are.
type held struct {
	Driver
	leader Driver // the driver itself, unless it follows another
	form   string // how its law is written: "normal", "p10 and p90"
	in     sheet.Input
	column int // the year that it is for, 0 for all
	years  int // of the plan, after the opening year

	endless bool // the law that moves it has no end on some side
}

// anyNumber reports whether the input has no bounds.
func (h held) anyNumber() bool { return h.in.Low == 0 && h.in.High == 0 }

// growth reports whether the input is a yearly rate of change.
func (h held) growth() bool { return h.in.Low == -1 && h.in.High == 1 }

// problem says how the driver's values can leave what its input may be, and what would be right; empty if they cannot.
func (h held) problem() string {
	if h.anyNumber() || h.leader.Law == nil {
		return ""
	}
	r := h.reachOf(h.leader)
	h.endless = math.IsInf(r.high-r.low, 1)
	if h.Follows != "" {
		r = h.following(r)
	}
	if r.low >= h.in.Low && r.high <= h.in.High {
		return ""
	}
	return fmt.Sprintf("%s; %s within %s to %s%s", h.leaves(r), h.advice(), percent(h.in.Low), percent(h.in.High), h.orTruncate()) + h.hundredfold()
}

// advice is what keeps a driver within bounds. A shock, a crisis or a history is not kept there by those of its law.
func (h held) advice() string {
	_, chain := h.Process.(process.Chain)
	switch {
	case h.Follows != "" && proportional(h.leader.Law, h.leader.Process):
		return "let it follow nothing, and give it a distribution"
	case h.Follows != "" && h.endless:
		return "truncate the distribution of " + quote(h.Follows) + ", or give it a distribution of its own"
	case h.Follows != "":
		return "bring times nearer to 0, or give it a distribution of its own"
	case chain:
		return "make it smaller, so that it stays"
	}
	return "use triangular, pert or uniform"
}

func (h held) orTruncate() string {
	if _, chain := h.Process.(process.Chain); chain || h.Follows != "" {
		return ""
	}
	return ", or truncate it there"
}

// hundredfold asks about a law whose median would be in bounds as a percentage: 3.4 where 3.4% is meant.
func (h held) hundredfold() string {
	if h.Follows != "" {
		return ""
	}
	m := dist.Median(h.Law)
	if math.Abs(m) <= 1 || m/100 < h.in.Low || m/100 > h.in.High {
		return ""
	}
	return fmt.Sprintf("; its median %.6g is %s; did you mean %.6g%%?", m, percent(m), m)
}

// leaves says on which side a driver leaves what its input may be.
func (h held) leaves(r reach) string {
	what := h.form
	_, shock := h.Process.(process.Shock)
	switch {
	case shock:
		what = "with its shock it"
	case h.Follows != "":
		what = "following " + quote(h.Follows) + " it"
	case inPlace(h.form):
		what = h.form + " make a " + h.Law.Kind() + " distribution, which"
	}
	side, bound := "fall below", h.in.Low
	if r.low >= h.in.Low {
		side, bound = "rise above", h.in.High
	}
	return fmt.Sprintf("%s can %s %s", what, side, percent(bound))
}

func percent(x float64) string { return finance.Rate(x).String() }

// A reach is how far the values of a driver go.
type reach struct{ low, high float64 }

// with is a reach that covers another too.
func (r reach) with(o reach) reach { return reach{math.Min(r.low, o.low), math.Max(r.high, o.high)} }

// tails is how far the score of a distribution without ends counts for a growth rate: 8, beyond which a value comes
// up less than once in 10¹⁵ draws.
const tails = 8

// reachOf is how far a driver with a law goes, with its shocks and in its crises.
func (h held) reachOf(d Driver) reach {
	r := h.lawReach(d.Law, d.Process)
	switch p := d.Process.(type) {
	case process.Shock:
		r = r.with(reach{r.low + slices.Min(p.Sizes), r.high + slices.Max(p.Sizes)})
	case process.Regime:
		crisis := reach{r.low + p.Shift, r.high + p.Shift}
		if p.Crisis != nil {
			crisis = h.lawReach(p.Crisis, p)
		}
		r = r.with(crisis)
	}
	return r
}

// lawReach is how far a law goes. A law of a growth rate that has no natural end on either side counts to its tails in
// the year in which they are widest, and in the first, when it may start elsewhere; one that is truncated, at most to its
// bounds.
func (h held) lawReach(law dist.Distribution, move process.Process) reach {
	if cut, ok := law.(dist.Truncated); ok {
		whole := h.lawReach(cut.Law, move)
		return reach{math.Max(whole.low, cut.Low), math.Min(whole.high, cut.High)}
	}
	low, high := law.Support()
	if !h.growth() || !math.IsInf(low, -1) || !math.IsInf(high, 1) {
		return reach{low, high}
	}
	far := tails * widening(move, h.years)
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
func widening(move process.Process, years int) float64 {
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

// following is how far a follower goes round its own central values, of a leader's reach.
func (h held) following(r reach) reach {
	whole := reach{math.Inf(1), math.Inf(-1)}
	for column := range h.in.Values {
		if h.column == 0 || len(h.in.Values) == 1 || column == h.column-1 {
			whole = whole.with(h.follow(r, h.in.Values[column].InexactFloat64()))
		}
	}
	return whole
}

// follow is how far a follower goes round one central value.
func (h held) follow(r reach, centre float64) reach {
	law, move := h.leader.Law, h.leader.Process
	if proportional(law, move) && centre > 0 {
		return reach{0, math.Inf(1)}
	}
	middle := dist.Median(law)
	first := middle
	if drift, ok := drifting(move); ok {
		first = drift.InYear(law.Transform(), 0).At(0)
	}
	a, b := centre+h.Times*(r.low-math.Max(middle, first)), centre+h.Times*(r.high-math.Min(middle, first))
	return reach{math.Min(a, b), math.Max(a, b)}
}
