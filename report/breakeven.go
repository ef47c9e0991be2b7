package report

import (
	"fmt"

	"github.com/openenvelope/envelope/scenario"
)

// cumulative is the line that tells how far a scenario is ahead of another, added up over the years.
const cumulative = "cumulative_balance"

// breakEven says from which year on the first scenario is ahead of the second, added up since the start: the first year
// after which the paired difference of the cumulative balance stays at zero or more in at least half of the paths. It
// is empty if the first scenario is never behind. It is also empty if it is behind to the end, unless it spends more of
// an earmark, which may still pay later.
func (p page) breakEven(pair scenario.Comparison) string {
	behind, from := false, -1
	var at scenario.Cell
	for i, year := range p.about.Years {
		c, ok := p.Difference(pair.Of, pair.Versus, cumulative, year)
		switch {
		case !ok:
		case medianOf(c).Value < 0:
			behind, from = true, -1
		case behind && from < 0:
			from, at = i, c
		}
	}
	switch {
	case !behind:
		return ""
	case from >= 0:
		return fmt.Sprintf("Added up since the start, %s is ahead of %s from %s on: the difference in cumulative balance is then zero or more in %s.",
			quoted(pair.Of), quoted(pair.Versus), clean(p.about.Years[from]), p.partOfPaths(at))
	case p.spendsMore(pair):
		return fmt.Sprintf(
			"Added up since the start, %s is still behind %s at the end of the plan: it does not break even within it.",
			quoted(pair.Of), quoted(pair.Versus))
	}
	return ""
}

// partOfPaths says in what share of the paths a figure is zero or more, as closely as its percentiles tell.
func (p page) partOfPaths(c scenario.Cell) string {
	least, most := 0.0, 1.0
	for i := len(c.Percentiles) - 1; i >= 0; i-- {
		if q := c.Percentiles[i]; q.Value >= 0 {
			least = 1 - q.P
		}
	}
	for _, q := range c.Percentiles {
		if q.Value < 0 {
			most = 1 - q.P
		}
	}
	switch {
	case c.Exact:
		return "every path"
	case c.Min >= 0:
		return fmt.Sprintf("all %s paths", count(p.about.Run.Paths))
	case most == 1:
		return fmt.Sprintf("more than %.0f%% of the paths", least*100)
	}
	return fmt.Sprintf("%.0f%% to %.0f%% of the paths", least*100, most*100)
}

// spendsMore reports whether the first scenario spends more on transformation, in the mean and over all years.
func (p page) spendsMore(pair scenario.Comparison) bool {
	sum := 0.0
	for _, year := range p.about.Years {
		if c, ok := p.Difference(pair.Of, pair.Versus, "transformation", year); ok {
			sum += c.Mean.Value
		}
	}
	return sum > 0
}
