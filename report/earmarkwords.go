package report

import (
	"fmt"

	"github.com/openenvelope/envelope/scenario"
)

// divertedShare is the share of the earmark that deficits take, as a mean, over the years up to the one asked about.
// Its interval is the widest that the intervals of the years allow.
func (f frame) divertedShare(bars []bar) (share scenario.Estimate, ok bool) {
	var planned, diverted, half float64
	for _, b := range bars {
		if b.year <= f.asked {
			planned += b.planned.Value
			diverted += b.diverted.Value
			half += b.diverted.HalfWidth()
		}
	}
	if !(planned > 0) || !finite(half) {
		return share, false
	}
	value := diverted / planned
	return scenario.Estimate{Value: value, Lo: value - half/planned, Hi: value + half/planned}, true
}

// barLabel names a part of the last bar, with its figure unless there are several panels.
func (f frame) barLabel(what string, e scenario.Estimate) string {
	if len(f.names) > 1 {
		return what
	}
	return what + ": " + minus(scale{1, f.money.decimals}.write(e))
}

// earmarkTitle is the finding: the share of the earmark that deficits take.
func (f frame) earmarkTitle(shares []scenario.Estimate, given string) string {
	if given != "" {
		return clean(given)
	}
	to := "of the earmark planned up to " + f.year()
	switch len(shares) {
	case 0:
		return "No earmark is planned up to " + f.year()
	case 1:
		return fmt.Sprintf("Deficits take %s%% %s", percent(0).write(shares[0]), to)
	}
	if len(shares) < len(f.titled) {
		to += ", where one is planned"
	}
	low, high := ends(shares)
	from, most := percent(0).write(low)+"%", percent(0).write(high)+"%"
	if from == most {
		return fmt.Sprintf("In every scenario deficits take %s %s", from, to)
	}
	return fmt.Sprintf("Deficits take %s to %s %s", from, most, to)
}

func (f frame) earmarkSubtitle() string {
	where, right := "What becomes of the earmark", ""
	if len(f.names) == 1 {
		where = sentence(clean(f.names[0])) + ": what becomes of the earmark"
		right = " The figures on the right are for " + clean(f.about.Years[len(f.about.Years)-1]) + "."
	}
	return fmt.Sprintf(
		"%s, %s a year. Bars are means of all paths; whiskers hold 80%% of paths (p10 to p90) for what is spent.%s%s",
		where, f.unit.Name, right, f.notDrawn(true))
}
