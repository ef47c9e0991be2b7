package workbook

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// A page writes a sheet row by row.
type page struct {
	b     *book
	w     *excelize.StreamWriter
	sheet string
	row   int // the last written
}

// A look says how a sheet is set up.
type look struct {
	widths []float64 // of columns, from the first
	// still are how many columns and rows stay in view.
	stillColumns, stillRows int
	titleColumns            string // that print on every page: "$A:$B"; empty for none
	area                    string // that prints; empty for all
	pages                   int    // high; 0 is as many as it takes
	wide                    int    // pages wide; 0 is one
}

// page begins a sheet.
func (b *book) page(name string, l look) *page {
	p := &page{b: b, sheet: name}
	_, err := b.file.NewSheet(name)
	b.try(err)
	b.try(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: to(true)}))
	p.w, err = b.file.NewStreamWriter(name)
	b.try(err)
	if b.err != nil {
		return p
	}
	for i, width := range l.widths {
		b.try(p.w.SetColWidth(i+1, i+1, width))
	}
	p.freeze(l)
	p.paper(l)
	b.try(b.file.ProtectSheet(name, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true,
		FormatColumns: true, FormatRows: true, AutoFilter: true}))
	return p
}

func to[T any](v T) *T { return &v }

// freeze keeps headings in view.
func (p *page) freeze(l look) {
	if l.stillRows == 0 && l.stillColumns == 0 {
		return
	}
	corner, err := excelize.CoordinatesToCellName(l.stillColumns+1, l.stillRows+1)
	p.b.try(err)
	pane := "bottomRight"
	if l.stillColumns == 0 {
		pane = "bottomLeft"
	}
	p.b.try(p.w.SetPanes(&excelize.Panes{Freeze: true, XSplit: l.stillColumns, YSplit: l.stillRows, TopLeftCell: corner,
		ActivePane: pane}))
}

// paper sets a sheet up for A4.
func (p *page) paper(l look) {
	f, name := p.b.file, p.sheet
	p.b.try(f.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: to(false)}))
	p.b.try(f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: to(9), Orientation: to("landscape"),
		FitToWidth: to(max(1, l.wide)), FitToHeight: to(l.pages)}))
	p.b.try(f.SetPageMargins(name,
		&excelize.PageLayoutMarginsOptions{Left: to(0.5), Right: to(0.5), Top: to(0.6), Bottom: to(0.6)}))
	p.b.try(f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&L&F&C&A&RPage &P of &N"}))
	at := quotedSheet(name) + "!"
	if l.area != "" {
		p.prints(l.area)
	}
	if l.stillRows > 0 {
		titles := fmt.Sprintf("%s$%d:$%d", at, l.stillRows-1, l.stillRows)
		if l.titleColumns != "" {
			titles = at + l.titleColumns + "," + titles
		}
		p.b.try(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: name}))
	}
}

// prints sets what of the sheet prints: "$A$1:$C$2".
func (p *page) prints(area string) {
	p.b.try(p.b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area",
		RefersTo: quotedSheet(p.sheet) + "!" + area, Scope: p.sheet}))
}

// put writes the next row.
func (p *page) put(cells ...any) int { return p.tall(0, cells...) }

// tall writes the next row with a height in points; 0 is as usual.
func (p *page) tall(height float64, cells ...any) int {
	p.row++
	p.digest(cells)
	if p.b.err == nil {
		p.b.try(p.w.SetRow(fmt.Sprintf("A%d", p.row), cells, excelize.RowOpts{Height: height}))
	}
	return p.row
}

// skip leaves rows empty up to the one before row.
func (p *page) skip(row int) {
	if p.row >= row {
		p.b.try(fmt.Errorf("sheet %s: row %d is written already", p.sheet, row))
	}
	p.row = row - 1
}

// end writes the sheet out.
func (p *page) end() {
	if p.b.err == nil {
		p.b.try(p.w.Flush())
	}
}

// words is a cell of text.
func (b *book) words(s string, how style) excelize.Cell {
	return excelize.Cell{StyleID: b.style(how), Value: s}
}

// figure is a cell of a number, with the digits that a spreadsheet has: what more there is it would cut off.
func (b *book) figure(v float64, how style) excelize.Cell {
	if cut, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64); err == nil {
		v = cut
	}
	return excelize.Cell{StyleID: b.style(how), Value: v}
}

// live is a cell of a formula with the figure that it has as written; text that is a number is a number.
func (b *book) live(formula string, cached any, how style) excelize.Cell {
	return excelize.Cell{StyleID: b.style(how), Formula: formula, Value: cached}
}

// title writes the first rows of a sheet.
func (p *page) title(title, about string) {
	p.tall(22, p.b.words(title, style{bold: true, size: 15, color: dark}))
	p.put(p.b.words(about, style{color: grey}))
}

// heading is a cell at the head of a table.
func (b *book) heading(s string) excelize.Cell {
	return b.words(s, style{bold: true, color: white, fill: dark, wrap: true, middle: true})
}

// headingRight is a heading over figures.
func (b *book) headingRight(s string) excelize.Cell {
	return b.words(s, style{bold: true, color: white, fill: dark, wrap: true, middle: true, right: true})
}

// headingIn is a heading that stands off from the figures before it.
func (b *book) headingIn(s string) excelize.Cell {
	return b.words(s, style{bold: true, color: white, fill: dark, wrap: true, middle: true, indent: 1})
}

// yearHeading is the heading of a year's column.
func (b *book) yearHeading(year int) excelize.Cell {
	return b.headingRight(text(b.years[year]))
}

// section is the heading of a part of a table.
func (b *book) section(s string) excelize.Cell {
	return b.words(s, style{bold: true, color: dark, line: true})
}
