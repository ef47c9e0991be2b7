package workbook

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/xuri/excelize/v2"
)

// mostLine is the most characters of a line of a file in one cell, which shows 32,767 at most.
const mostLine = 8_000

// writeMadeOf writes what the book was made of: the scenario file with the tables and bodies that it names, what was
// set in it, and digests of all cells that are no input. By it the book is read again.
func (b *book) writeMadeOf(s *file.Spec) {
	digests := b.digests
	p := b.page(xlsx.MadeOf, look{widths: []float64{10, 30, 150}, stillRows: 4,
		area: "$A$1:$C$2", pages: 1})
	p.title(xlsx.MadeOf,
		"The scenario file that this workbook was made of. Envelope reads it here when it is given the workbook: "+
			"the sheet Assumptions is input, with a new scenario in a column of its own, and every other cell must be as it was. It does not print.")
	p.skip(4)
	p.put(b.heading("Kind"), b.heading("Name"), b.heading("Line"))
	r := recording{b, p, style{color: grey}}
	kind := "live"
	if b.values != "" {
		kind = "values"
	}
	r.put(xlsx.OfLayout, kind, xlsx.LiveLayout, "the layout of this workbook")
	r.files(file.NewManifest(s, b.result))
	for k, name := range b.result.Scenarios {
		r.put(xlsx.OfScenario, b.scenarios[k], k+1, name)
	}
	r.inputs()
	for _, sheet := range slices.Sorted(maps.Keys(digests)) {
		for i, row := range digests[sheet] {
			if strings.Trim(row, ".") != "" && sheet != assumptionsSheet {
				r.put(xlsx.OfCells, sheet, i+1, row)
			}
		}
	}
	p.end()
}

// A recording is the sheet of what the book was made of, as it is written.
type recording struct {
	b     *book
	p     *page
	plain style
}

// put writes a line: its kind, of what it is, its number and what it says.
func (r recording) put(kind, name string, number int, said string) {
	r.p.put(r.b.words(kind, r.plain), r.b.words(name, r.plain), r.b.words(xlsx.Line(number, said), style{}))
}

// files writes the scenario file, the files that it names, and what was set.
func (r recording) files(m file.Manifest) {
	r.lines(xlsx.OfFile, filepath.Base(m.File), m.Text)
	for _, t := range m.Tables {
		r.lines(xlsx.OfTable, t.Name, t.Text)
	}
	for _, t := range m.Bodies {
		r.lines(xlsx.OfBody, t.Name, t.Text)
	}
	for i, set := range m.Set {
		r.put(xlsx.OfSetting, set.Path, i+1, set.Value)
	}
}

// lines writes a text line by line; a line that is too long for a cell goes on in the next, with a + at its number.
func (r recording) lines(kind, name, said string) {
	for i, line := range strings.Split(strings.ReplaceAll(said, "\r\n", "\n"), "\n") {
		for part := range slices.Chunk([]rune(line+"\x00"), mostLine) {
			text := strings.TrimSuffix(string(part), "\x00")
			number := fmt.Sprint(i + 1)
			if !strings.HasPrefix(line, text) {
				number += "+"
			}
			r.p.put(r.b.words(kind, r.plain), r.b.words(name, r.plain), r.b.words(number+"  "+text, style{}))
		}
	}
}

// inputs writes in which row of the assumptions each number is.
func (r recording) inputs() {
	for _, a := range r.b.inputs {
		for i := range a.rows(len(r.b.years)) {
			year := ""
			if a.series {
				year = r.b.years[a.column(i)]
			}
			if a.row > 0 {
				r.put(xlsx.OfInput, year, a.row+i, a.name)
			}
		}
	}
}

// digest is that of a row's cells.
func (p *page) digest(cells []any) {
	for len(p.b.digests[p.sheet]) < p.row-1 {
		p.b.digests[p.sheet] = append(p.b.digests[p.sheet], "")
	}
	var row strings.Builder
	for i, c := range cells {
		one := xlsx.NoDigest
		if c, ok := c.(excelize.Cell); ok && !(p.sheet == controlSheet && p.row == scenarioRow && i == 1) {
			one = xlsx.Digest(c.Formula, c.Value)
		}
		row.WriteString(one)
	}
	p.b.digests[p.sheet] = append(p.b.digests[p.sheet], row.String())
}
