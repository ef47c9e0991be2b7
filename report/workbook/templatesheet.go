package workbook

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/xuri/excelize/v2"
)

// Where things stand on a form.
const (
	guideRows   = 9 // of the first form, above its headings
	headingRow  = 4 // of the others
	mostToCheck = 2_000
)

// writeForm writes a sheet to fill in.
func (t *template) writeForm(f *form) {
	columns := t.columns(f)
	var widths []float64
	still := 0
	for i, c := range columns {
		widths = append(widths, c.width)
		if c.head == xlsx.HeadWhat {
			still = i + 1
		}
	}
	heading := headingRow
	if f.sheet == "Start" {
		heading = guideRows + 1
	}
	area := ""
	for i, c := range columns {
		if c.head == xlsx.HeadNote { // what stands behind explains, and is for figures of few rows
			area = fmt.Sprintf("$A$1:$%s$%d", letter(i+1), heading+len(f.rows))
		}
	}
	t.place(f, columns, heading)
	p := t.page(f.sheet, look{widths: widths, stillColumns: still, stillRows: heading, area: area})
	t.try(t.file.UnprotectSheet(f.sheet)) // rows are copied and added
	if f.sheet == "Start" {
		t.guide(p)
	} else {
		p.title(f.sheet, f.about)
	}
	p.skip(heading)
	var heads []any
	for _, c := range columns {
		heads = append(heads, t.head(c, f))
	}
	p.tall(44, heads...)
	for _, r := range f.rows {
		height, cells := t.cells(f, r, columns, widths, p.row+1)
		p.tall(height, cells...)
	}
	t.choose(f, columns, heading)
	p.end()
}

// place remembers where the names of bodies stand, and their list.
func (t *template) place(f *form, columns []column, heading int) {
	if f.sheet != bodiesSheet {
		return
	}
	t.bodies = len(f.rows)
	for i, c := range columns {
		if c.head == headRow {
			t.numbers = i + 1
		}
	}
	for i, r := range f.rows {
		if r.owns {
			t.names[r.heading] = fmt.Sprintf("%s!$A$%d", quotedSheet(f.sheet), heading+1+i)
		}
	}
}

// cells are those of a row, and its height.
func (t *template) cells(f *form, r inputRow, columns []column, widths []float64, row int) (float64, []any) {
	var cells []any
	for i, c := range columns {
		switch {
		case r.heading == "" || c.head == headRow || c.head == headBodies:
			cells = append(cells, c.cell(t, f, r, row))
		case i > 0:
			cells = append(cells, nil)
		case r.owns:
			cells = append(cells, t.nameInput(r.heading))
		default:
			cells = append(cells, t.section(text(r.heading)))
		}
	}
	if r.heading != "" {
		return 0, cells
	}
	return heightOf(cells, widths), cells
}

// head is the heading of a column; that of a scenario has its name below.
func (t *template) head(c column, f *form) any {
	word, n, _ := strings.Cut(c.head, " ")
	how := style{bold: true, color: white, fill: dark, wrap: true, middle: true}
	if word != xlsx.HeadChange {
		about := map[string]string{xlsx.HeadLow: "1 in 10 below", xlsx.HeadHigh: "1 in 10 above",
			xlsx.HeadValue: "known, or middle"}[c.head]
		if about != "" && f.scenarios {
			return t.words(c.head+"\n"+about, how)
		}
		return t.words(c.head, how)
	}
	i := 0
	for k, r := range t.forms[0].rows {
		if r.place == strings.ToLower(xlsx.HeadChange)+" "+n {
			i = k
		}
	}
	name := t.forms[0].rows[i].Value
	return t.live(fmt.Sprintf(`"%s"&CHAR(10)&Start!$C$%d`, c.head, guideRows+2+i), c.head+"\n"+name, how)
}

// guide says how the workbook is used.
func (t *template) guide(p *page) {
	p.title(text(t.title), "An input workbook. Fill what is blue on yellow, in every sheet; the rest explains it.")
	for _, s := range []string{
		"1  Every figure here is an example. Put your own in its place, with its source, and rate it: green (sure), amber, red (a guess).",
		"2  A known figure stands alone in Value. One that is not known is a range: Low is what one case in ten is below, High what one in ten is above; Value may then stay empty.",
		"3  Type percentages as 3.4%, and money in the unit that stands beside it. A deficit is negative. A row that you leave empty is not part of the plan.",
		"4  A row that says as delivery takes the shared number delivery. Columns on the right are for figures year by year (Year 1 is the first after the opening year), and for what is said in another form, in braces.",
		"5  Save the workbook, and let Envelope check it: envelope check this.xlsx names every mistake by its sheet and cell.",
		"6  Then: envelope run this.xlsx --out results leaves a page to read (report.html), a paper for your board (paper.docx) and a live workbook (model.xlsx).",
	} {
		p.put(t.words(s, style{}))
	}
}

// choose makes the drop-downs of a form.
func (t *template) choose(f *form, columns []column, heading int) {
	at := map[string]string{}
	for i, c := range columns {
		at[c.head] = letter(i + 1)
	}
	list := func(where string, words []string) {
		v := excelize.NewDataValidation(true)
		v.SetSqref(where)
		t.try(v.SetDropList(words))
		v.SetError(excelize.DataValidationErrorStyleStop, "Not one of the list",
			"Choose one: "+strings.Join(words, ", ")+".")
		t.try(t.file.AddDataValidation(f.sheet, v))
	}
	first, last := heading+1, heading+len(f.rows)
	list(fmt.Sprintf("%s%d:%s%d", at[xlsx.HeadQuality], first, at[xlsx.HeadQuality], last),
		[]string{"green", "amber", "red"})
	for i, r := range f.rows {
		where := fmt.Sprintf("%s%d", at[xlsx.HeadValue], first+i)
		switch {
		case len(r.Words) > 0:
			list(where, r.Words)
		case r.Unit == "" && len(r.Keys) == 3 && (r.Keys[2] == "from" || r.Keys[2] == "to"):
			t.chooseBody(f.sheet, where)
		}
	}
}
