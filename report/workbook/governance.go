package workbook

import (
	"math"
	"strings"

	"github.com/openenvelope/envelope/report"
)

// governanceWidths are the widths of the columns of the sheet of governance.
func governanceWidths() []float64 { return []float64{52, 22, 90} }

// writeGovernance writes what those who answer for the result have to show. The log of assumptions is a sheet of its
// own.
func (b *book) writeGovernance() {
	pack := report.NewPack(b.result, b.options.Brought)
	p := b.page(governanceSheet, look{widths: governanceWidths()})
	p.title("Governance", "What the result rests on stands in the sheet Assumptions. Names, dates and signatures are for people to fill in.")
	row := func(cells ...string) {
		lines := 1.0
		var all []any
		for i, c := range cells {
			lines = math.Max(lines, math.Ceil(1.15*float64(len([]rune(c)))/governanceWidths()[i]))
			all = append(all, b.words(text(c), style{wrap: true, line: true}))
		}
		p.tall(14*math.Min(lines, 25), all...)
	}
	part := func(title string, heads ...string) {
		p.put()
		p.put(b.section(title))
		var all []any
		for _, h := range heads {
			all = append(all, b.heading(h))
		}
		if len(all) > 0 {
			p.put(all...)
		}
	}
	part("Limits of use")
	for _, l := range append(pack.Limits, pack.Red) {
		p.put(b.words(text(l), style{}))
	}
	if pack.Expiry != "" {
		p.put(b.words(text("Good for use: "+pack.Expiry), style{bold: true}))
	}
	part("Who answers for it", "Role", "Date", "Name and signature")
	for _, who := range pack.People {
		blank := style{line: true, unlocked: true, fill: inputs}
		p.tall(24, b.words(who, style{line: true}), b.words("", blank), b.words("", blank))
	}
	part("Log of quality assurance", "Check", "Found", "Evidence")
	for _, c := range pack.Checks {
		row(c.What, c.Held, c.Evidence)
	}
	b.writeDecisions(part, row, "Log of decisions", pack.Decisions)
	part("Log of data", "Source", "Poorest rating", "Numbers that rest on it")
	for _, s := range pack.Sources {
		row(s.Source, s.Quality, strings.Join(s.Inputs, "; "))
	}
	part("Not modelled")
	for _, n := range pack.NotModelled {
		p.put(b.words(text(n), style{}))
	}
	switch {
	case pack.Since == "":
		part("Change since the last run: no earlier run was named; envelope run --since names one")
	case len(pack.Changes) == 0:
		part("Change since the last run: nothing differs from " + text(pack.Since))
	default:
		b.writeDecisions(part, row, "Change since the last run, "+text(pack.Since), pack.Changes)
	}
	p.end()
}

// writeDecisions writes a log of what is settled; nothing if it is empty.
func (b *book) writeDecisions(part func(string, ...string), row func(...string), title string, all []report.Decision) {
	if len(all) == 0 {
		return
	}
	part(title, "What", "", "Is")
	for _, d := range all {
		row(d.What, "", d.Is)
	}
}
