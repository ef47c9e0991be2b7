package file

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/bounds"
	"github.com/openenvelope/envelope/scenario/process"
)

// limits are the least and the most that a rate may be; both zero means any number. The sheet has them too once the
// file is read, and a test compares the two.
type limits struct{ low, high float64 }

// growthLimits are the limits of a yearly rate of change.
func growthLimits() limits { return limits{-1, 1} }

// limitsOf are the limits of a rate, by its key and its section.
func limitsOf(section, key string) limits {
	switch key {
	case "planned":
		if section == "savings" || strings.HasSuffix(section, ".savings") {
			return limits{0, 1}
		}
	case "share", "leakage", "cover", "fade", "success", "recurrent", "fill", "above", "lowers", "carried", "withdrawn",
		"released", "due", "repaid", "weight", "rate", "pace":
		return limits{0, 1}
	case "delivery":
		return limits{-1, 2}
	case "pass_through":
		return limits{0, 2}
	case "elasticity":
		return limits{0, 10}
	case "per_pound":
		return limits{}
	}
	return growthLimits()
}

// share reports whether the limits are those of a part of something, not of a growth.
func (l limits) share() bool { return l != limits{} && l != growthLimits() }

// mostCut is the most of a distribution that is cut off at an input's limits without asking: one future in a hundred.
// To cut more would move its percentiles too far from those that were written.
const mostCut = 0.01

// atLimits cuts off the distribution of a growth where its tail goes beyond the limits, and adds a remark. A
// distribution with too much beyond the limits, or one that widens from year to year, stays as it is; it is refused
// later, with what would be right.
func (d *decoder) atLimits(s *section, at slot, r *reading) {
	if r.law == nil || at.limits != growthLimits() || r.described == nil || !still(r.process) {
		return
	}
	key := lawKey{n: r.described, truncate: s.n.child(keyTruncate)}
	made, known := d.cuts[key]
	if !known {
		made = d.cutOff(*r, at)
		d.cuts[key] = made
	}
	if made.law == nil {
		return
	}
	cut := made.law.(dist.Truncated)
	r.law, r.central = made.law, made.median
	d.remark(at, fmt.Sprintf("cut off at %s and %s, beyond which it cannot be and %.2g%% of the distribution lay",
		finance.Rate(cut.Low), finance.Rate(cut.High), 100*(1-cut.Share())))
}

// still reports whether a number has one distribution in all years, and nothing on top of it.
func still(p process.Process) bool {
	switch p.(type) {
	case nil, process.Once, process.EachYear:
		return true
	}
	return false
}

// cutOff is the law cut off at an input's limits; none if it stays within them anyway, or if too much would be cut.
func (d *decoder) cutOff(r reading, at slot) madeLaw {
	held := bounds.Driver{Move: bounds.Move{Law: r.law, Process: r.process}, Years: len(d.labels()),
		Input: sheet.Input{Low: at.limits.low, High: at.limits.high}}
	if held.Fault().Kind == "" {
		return madeLaw{}
	}
	cut := dist.Truncated{Law: r.law, Low: at.limits.low, High: at.limits.high}
	if cut.Share() < 1-mostCut {
		return madeLaw{}
	}
	return madeLaw{cut, dist.Median(cut)}
}

// remark adds a note to a number; a note on one year is kept with the whole series.
func (d *decoder) remark(at slot, text string) {
	path := at.path
	if at.year != "" {
		path = at.input
	}
	note := d.model.Notes[path]
	switch {
	case note.Remark == "":
		note.Remark = text
	case !strings.Contains(note.Remark, text):
		note.Remark += "; " + text
	}
	d.model.Notes[path] = note
}

// keySurvey gives a share by a survey, in which some of all cases were counted: {survey: 39 of 64}.
const keySurvey = "survey"

// isSurvey reports whether a text counts cases: 39 of 64.
func isSurvey(text string) bool {
	_, _, ok := surveyed(text)
	return ok
}

// surveyed reads 39 of 64.
func surveyed(text string) (some, all uint64, ok bool) {
	first, second, two := strings.Cut(text, " of ")
	some, ok = wholeNumber(&node{kind: nodeText, text: first})
	all, ok2 := wholeNumber(&node{kind: nodeText, text: second})
	return some, all, two && ok && ok2
}

// survey makes the distribution of a share from a survey: the beta law that Jeffreys' prior, with shapes ½ and ½,
// becomes after the cases counted.
func (d *decoder) survey(n *node, at slot) reading {
	path := join(at.path, keySurvey)
	some, all, ok := surveyed(n.text)
	switch {
	case n.kind != nodeText || !ok:
		d.wrongKind(n, path, "how many of how many cases, such as 39 of 64")
		return reading{}
	case some > all || all == 0:
		d.fault(n.at, path, fault.Conflict.Found("%s is no part of a whole", fault.Quote(n.text)).
			Want("write the cases that were so first, then all of them: 39 of 64"))
		return reading{}
	case at.unit.name != rate().name || at.limits == growthLimits():
		d.fault(n.at, path, fault.Misplaced.Found("a survey gives a share, and this is none").
			Want("write %s", at.unit.wants))
		return reading{}
	}
	if d.tooMany(n, at) {
		return reading{}
	}
	law := dist.Beta{High: 1, Alpha: float64(some) + 0.5, Beta: float64(all-some) + 0.5}
	if faults := law.Faults(); len(faults) > 0 {
		d.fault(n.at, path, fault.TooLarge.Found("%s is a survey of too many cases", fault.Quote(n.text)).
			Want("give p10 and p90: so many leave little open"))
		return reading{}
	}
	made, known := d.laws[lawKey{n: n}]
	if !known {
		made = d.withMedian(law, described{n: n, path: path, unit: at.unit})
		d.laws[lawKey{n: n}] = made
	}
	d.remark(at, fmt.Sprintf("%s of a survey, from Jeffreys' prior: beta with the shapes %v and %v", n.text, law.Alpha,
		law.Beta))
	return d.drawn(made, reading{form: keySurvey, described: n, at: n.at}, at)
}
