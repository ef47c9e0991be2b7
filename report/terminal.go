//go:build !lean

package report

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// width is the number of terminal columns that text takes.
func width(s string) int { return text.StringWidthWithoutEscSequences(s) }

// render writes one table.
func (p page) render(headers []string, sections []section, part part, labels int) {
	w := table.NewWriter()
	w.SetStyle(plainStyle())
	var columns []table.ColumnConfig
	for i := part.from; i < part.to; i++ {
		columns = append(columns,
			table.ColumnConfig{Number: 3 + i - part.from, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	w.SetColumnConfigs(columns)
	w.AppendHeader(tableRow("", "", headers[part.from:part.to]))
	for i, s := range sections {
		if i > 0 && len(s) > 0 {
			w.AppendSeparator()
		}
		for _, b := range s {
			p.append(w, b, part, labels)
		}
	}
	for _, line := range strings.Split(w.Render(), "\n") {
		p.line(strings.TrimPrefix(line, " "))
	}
}

// append adds a block's rows; a wrapped label runs down beside them.
func (p page) append(w table.Writer, b block, part part, labels int) {
	words := wrap(b.label, within(labels))
	for i := range max(len(words), len(b.rows)) {
		name, stat, cells := "", "", make([]string, part.to-part.from)
		if i < len(words) {
			name = words[i]
		}
		if i < len(b.rows) {
			stat = b.rows[i].stat
			for k, cell := range b.rows[i].cells[part.from:part.to] {
				cells[k] = p.colored(cell)
			}
		}
		w.AppendRow(tableRow(name, stat, cells))
	}
}

func tableRow(label, stat string, cells []string) table.Row {
	row := table.Row{label, stat}
	for _, cell := range cells {
		row = append(row, cell)
	}
	return row
}

// plainStyle has no borders: a line under the years and one between sections.
func plainStyle() table.Style {
	style := table.Style{Name: "envelope", Options: table.OptionsNoBordersAndSeparators}
	style.Options.SeparateHeader = true
	style.Box = table.BoxStyle{MiddleHorizontal: "-", PaddingLeft: " "}
	return style
}
