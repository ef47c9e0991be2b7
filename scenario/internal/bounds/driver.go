package bounds

import (
	"fmt"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// A Move is a law and how it moves from year to year; nil is once for all years.
type Move struct {
	Law     dist.Distribution
	Process process.Process
}

// A Driver is one that is held against what its input may be.
type Driver struct {
	Move           // its own; empty for one that follows another
	Follows string // the other's name
	Times   float64
	Leader  Move // the other's

	// Says is what a message calls it: "normal", "p10 and p90 make a normal distribution, which".
	Says   string
	Input  sheet.Input
	Column int // the year that it is for, 0 for all
	Years  int // of the plan, after the opening year

	endless bool // the law that moves it has no end on some side
}

// moving is what moves the driver: its own law, or that of the one it follows.
func (h Driver) moving() Move {
	if h.Follows != "" {
		return h.Leader
	}
	return h.Move
}

// anyNumber reports whether the input has no bounds.
func (h Driver) anyNumber() bool { return h.Input.Low == 0 && h.Input.High == 0 }

// growth reports whether the input is a yearly rate of change.
func (h Driver) growth() bool { return h.Input.Low < 0 && h.Input.High > 0 }

// Fault says how the driver's values can leave what its input may be, and what would be right; none if they cannot.
func (h Driver) Fault() fault.Fault {
	if h.anyNumber() || h.moving().Law == nil {
		return fault.Fault{}
	}
	r := h.reachOf(h.moving())
	h.endless = math.IsInf(r.high-r.low, 1)
	if h.Follows != "" {
		r = h.following(r)
	}
	if r.low >= h.Input.Low && r.high <= h.Input.High {
		return fault.Fault{}
	}
	f := fault.OutOfRange.Found("%s", h.leaves(r)).
		Want("%s within %s to %s%s", h.advice(), percent(h.Input.Low), percent(h.Input.High), h.heldBy()+h.orTruncate())
	if m, hundredfold := h.hundredfold(); hundredfold {
		f.Wanted += fmt.Sprintf("; its median %.6g is %s", m, percent(m))
		return f.Suggest(fmt.Sprintf("%.6g%%", m))
	}
	return f
}

// advice is what keeps a driver within bounds. A shock, a crisis or a history is not kept there by those of its law.
func (h Driver) advice() string {
	_, chain := h.Process.(process.Chain)
	switch {
	case h.Follows != "" && h.Leader.Proportional():
		return "let it follow nothing, and give it a distribution"
	case h.Follows != "" && h.endless:
		return "truncate the distribution of " + fault.Quote(h.Follows) + ", or give it a distribution of its own"
	case h.Follows != "":
		return "bring times nearer to 0, or give it a distribution of its own"
	case chain:
		return "make it smaller, so that it stays"
	}
	return "use triangular, pert or uniform"
}

// heldBy says what holds the input within its bounds, where that is not what it measures itself.
func (h Driver) heldBy() string {
	if h.Input.HeldBy == "" {
		return ""
	}
	return ", as it stands in " + h.Input.HeldBy
}

func (h Driver) orTruncate() string {
	if _, chain := h.Process.(process.Chain); chain || h.Follows != "" {
		return ""
	}
	return ", or truncate it there"
}

// hundredfold is the median of a law that would be in bounds as a percentage: 3.4 where 3.4% is meant.
func (h Driver) hundredfold() (median float64, hundredfold bool) {
	if h.Follows != "" {
		return 0, false
	}
	m := dist.Median(h.Law)
	return m, math.Abs(m) > 1 && m/100 >= h.Input.Low && m/100 <= h.Input.High
}

// leaves says on which side a driver leaves what its input may be.
func (h Driver) leaves(r reach) string {
	what := h.Says
	_, shock := h.Process.(process.Shock)
	switch {
	case shock:
		what = "with its shock it"
	case h.Follows != "":
		what = "following " + fault.Quote(h.Follows) + " it"
	}
	side, bound := "fall below", h.Input.Low
	if r.low >= h.Input.Low {
		side, bound = "rise above", h.Input.High
	}
	return fmt.Sprintf("%s can %s %s", what, side, percent(bound))
}

func percent(x float64) string { return finance.Rate(x).String() }

// A reach is how far the values of a driver go.
type reach struct{ low, high float64 }

// with is a reach that covers another too.
func (r reach) with(o reach) reach { return reach{min(r.low, o.low), max(r.high, o.high)} }

// tails is how far the score of a distribution without ends counts for a growth rate: 8, beyond which a value comes
// up less than once in 10¹⁵ draws.
const tails = 8

// reachOf is how far a law goes, with its shocks and in its crises.
func (h Driver) reachOf(d Move) reach {
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
// the year in which they are widest, and in the first, when it may start elsewhere; one that is truncated, at most to
// its bounds.
func (h Driver) lawReach(law dist.Distribution, move process.Process) reach {
	if cut, ok := law.(dist.Truncated); ok {
		whole := h.lawReach(cut.Law, move)
		return reach{max(whole.low, cut.Low), min(whole.high, cut.High)}
	}
	low, high := law.Support()
	if !h.growth() || !math.IsInf(low, -1) || !math.IsInf(high, 1) {
		return reach{low, high}
	}
	far := float64(tails * widening(move, h.Years))
	t := dist.Outline(law)
	r := reach{t.At(-far), t.At(far)}
	if drift, ok := (Move{law, move}).Drift(); ok {
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
		term = float64(term * float64(persistence*persistence))
	}
	return math.Sqrt(variance)
}

// following is how far a follower goes round its own central values, of a leader's reach.
func (h Driver) following(r reach) reach {
	whole := reach{math.Inf(1), math.Inf(-1)}
	for column := range h.Input.Values {
		if h.Column == 0 || len(h.Input.Values) == 1 || column == h.Column-1 {
			whole = whole.with(h.follow(r, h.Input.Values[column].InexactFloat64()))
		}
	}
	return whole
}

// follow is how far a follower goes round one central value.
func (h Driver) follow(r reach, centre float64) reach {
	law := h.Leader.Law
	if h.Leader.Proportional() && centre > 0 {
		return reach{0, math.Inf(1)}
	}
	middle := dist.Median(law)
	first := middle
	if drift, ok := h.Leader.Drift(); ok {
		first = drift.InYear(dist.Outline(law), 0).At(0)
	}
	a, b := centre+float64(h.Times*(r.low-max(middle, first))), centre+float64(h.Times*(r.high-min(middle, first)))
	return reach{min(a, b), max(a, b)}
}
