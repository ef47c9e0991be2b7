package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// Options says what a page shows and how. The zero value is a good start.
type Options struct {
	// Year is the year asked about ("2023/24"); empty means [scenario.Result.MainYear], the last year that the
	// settlement covers.
	Year string
	// Unit is the unit in which money is shown. For the zero value the size of the envelope decides; for the bodies of
	// a system, an equal share of it.
	Unit finance.DisplayUnit
	// Width is the terminal's width in columns; zero means 80, and the least is 40.
	Width int
	// Detail asks [Table] for every line, year, difference and note. Without it the page is one screen: the answer, a
	// table of the year asked about, and three notes.
	Detail bool
	// Color allows escape sequences for colour and bold. The caller has to check NO_COLOR.
	Color bool
	// Case names the case that a ledger shows ("Path 464"); empty means the central case.
	Case string
	// Lines names the lines to show; empty means the lines of the envelope that are not always zero; if there are none,
	// every line of the result.
	Lines []string
	// Scenarios names the scenarios to show; empty means all. A difference is shown if both its scenarios are.
	Scenarios []string
	// Brought is what a page or workbook says, as in its governance pack, that costs runs, or another run, to know.
	Brought Brought
}

const (
	defaultWidth = 80
	leastWidth   = 40
)

// columns is the width in effect.
func (o Options) columns() int {
	if o.Width == 0 {
		return defaultWidth
	}
	return max(o.Width, leastWidth)
}

// envelopeLines are the lines that a page shows unless told otherwise, in the order of the rules of a year.
func envelopeLines() []string {
	return []string{
		"funding", "net_cost", "funding_gap", "earmark_planned", "diverted", "transformation", "balance", "debt",
	}
}

// furtherLines are further lines that a page shows if the result has them.
func furtherLines() []string {
	return []string{"left_of_fund", "income", "paid_on", "unmet_need", "spilled_cost", "share_in_deficit"}
}

// ofCause reports whether a line is what a cause of need has added to cost, or its part of the gap.
func ofCause(line string) bool {
	return strings.HasPrefix(line, "causes.") && !strings.HasSuffix(line, ".left")
}

// choose is the names asked for or, if there are none, all known names. An unknown name is an error.
func choose(what string, asked, known []string) ([]string, error) {
	if len(asked) == 0 {
		return known, nil
	}
	for _, name := range asked {
		if !slices.Contains(known, name) {
			return nil, fault.Unknown.Found("there is no %s %q in this result", what, name).
				Want("it has %s", list(known))
		}
	}
	return asked, nil
}

// list quotes names for a sentence; of many names the first few.
func list(names []string) string {
	const most = 12
	if len(names) == 0 {
		return "none"
	}
	var quoted []string
	for _, name := range names[:min(len(names), most)] {
		quoted = append(quoted, fmt.Sprintf("%q", name))
	}
	if more := len(names) - most; more > 0 {
		quoted = append(quoted, fmt.Sprintf("%d more", more))
	}
	return strings.Join(quoted, ", ")
}
