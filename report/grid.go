package report

import (
	"slices"
	"strings"
)

// grid writes sections under a heading, with a column for each header (years, or scenarios): as many columns side by
// side as fit, the rest below; nothing if all sections are empty.
func (p page) grid(heading string, headers []string, sections []section) {
	if !slices.ContainsFunc(sections, func(s section) bool { return len(s) > 0 }) {
		return
	}
	column := 0
	for _, header := range headers {
		for _, line := range strings.Split(header, "\n") {
			column = max(column, width(line))
		}
	}
	for _, s := range sections {
		column = max(column, alignPoints(s, len(headers)))
	}
	labels := p.labelWidth(sections)
	stats := statWidth(sections)
	perTable := max(1, (p.columns-(labels+1)-(stats+1))/(column+1))
	for i, part := range parts(len(headers), perTable) {
		more := ""
		if i > 0 {
			more = " (continued)"
		}
		p.line("")
		for _, line := range wrap(heading+more, within(p.columns)) {
			p.line(p.ink.bold(line))
		}
		p.render(headers, sections, part, labels)
	}
}

// headers are the years, with an asterisk if they are assumed.
func (p page) headers() []string {
	var headers []string
	for i, year := range p.about.Years {
		year = clean(year)
		if i >= p.assumedFrom() {
			year += "*"
		}
		headers = append(headers, year)
	}
	return headers
}

// A part is a run of years, from and up to an index.
type part struct{ from, to int }

// parts divides n years evenly into as few parts as most allows.
func parts(n, most int) []part {
	pieces := (n + most - 1) / most
	var all []part
	for i, from := 0, 0; i < pieces; i++ {
		left := pieces - i
		to := from + (n-from+left-1)/left
		all = append(all, part{from, to})
		from = to
	}
	return all
}

// labelWidth is the width of the longest label, at most a fifth of the page; longer labels are wrapped.
func (p page) labelWidth(sections []section) int {
	longest := 0
	for _, s := range sections {
		for _, b := range s {
			longest = max(longest, width(b.label))
		}
	}
	if p.labels > 0 {
		return min(longest, p.labels)
	}
	return min(longest, max(14, p.columns/5))
}

func statWidth(sections []section) int {
	longest := 0
	for _, s := range sections {
		for _, b := range s {
			for _, r := range b.rows {
				longest = max(longest, width(r.stat))
			}
		}
	}
	return longest
}

// colored is a figure, red if it is negative.
func (p page) colored(cell string) string {
	if !strings.HasPrefix(strings.TrimLeft(cell, "~ "), "-") {
		return cell
	}
	figure := strings.TrimRight(cell, " ")
	return p.ink.red(figure) + cell[len(figure):]
}

// alignPoints pads figures on the right so that the decimal points of each year line up, and returns the greatest
// width.
func alignPoints(s section, years int) int {
	widest := 0
	for year := range years {
		most := 0
		eachCell(s, year, func(cell *string) { most = max(most, tail(*cell)) })
		eachCell(s, year, func(cell *string) {
			if strings.ContainsAny(*cell, "0123456789") {
				*cell += strings.Repeat(" ", most-tail(*cell))
			}
			widest = max(widest, width(*cell))
		})
	}
	return widest
}

func eachCell(s section, year int, do func(cell *string)) {
	for _, b := range s {
		for _, r := range b.rows {
			do(&r.cells[year])
		}
	}
}

// tail is the width of the text after a figure's units: its point and decimals, or its percent sign.
func tail(cell string) int {
	return width(cell[len(strings.TrimRight(cutPoint(cell), "%")):])
}

// cutPoint is the figure up to its decimal point.
func cutPoint(cell string) string {
	whole, _, _ := strings.Cut(cell, ".")
	return whole
}
