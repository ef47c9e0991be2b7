package paper

import (
	"strings"
	"text/template"

	"github.com/openenvelope/envelope/report"
)

// functions are what the template calls.
func functions() template.FuncMap {
	return template.FuncMap{"x": escaped, "style": func(style, text string) paragraph { return paragraph{style, text} },
		"cell": newCell, "weak": weak, "signers": func() []string {
			return []string{"Analyst", "Assurer", "Approved by"}
		}}
}

// A paragraph is text in a style of the template.
type paragraph struct{ Style, Text string }

// A cell is a cell of a table.
type cell struct {
	Text string
	Wide int
	Side string
	Bold bool
	Red  bool // a figure below zero
}

func newCell(text string, wide int, side string, bold bool) cell {
	return cell{text, wide, side, bold, side == "right" && report.Below(text)}
}

// weak says of an assumption what it is and why it is red.
func weak(a report.Assumption) string {
	said := "• " + a.Spoken + ": "
	if a.Uncertainty != "" {
		said += a.Uncertainty
	} else {
		said += a.Short
	}
	if len(a.Scenarios) > 0 {
		said += ", with " + strings.Join(a.Scenarios, "; ")
	}
	why := a.Quality
	if a.AssumedFrom != "" {
		why += ", red from " + a.AssumedFrom
	}
	said += " (" + why + ")"
	if a.Source != "" {
		said += ". " + a.Source
	}
	return said
}
