package workbook

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/report"
	"github.com/xuri/excelize/v2"
)

// A swing is what a number does to the mean of the balance, in the book's unit.
type swing struct {
	name      string
	low, high float64 // the mean with the number held at its p10 and at its p90
}

// A tornado is what drives the mean of the balance of the year asked about, by scenario, the widest swing first.
type tornado struct {
	paths  uint64
	base   []float64 // by scenario: the mean with nothing held
	swings [][]swing // by scenario
	rows   int       // as many as the scenario with the most has
}

// mostSwings is the most swings that the chart has room for.
const mostSwings = 15

// tornadoOf is the tornado; ok is false where it was not worked out.
func (b *book) tornadoOf() (t tornado, ok bool) {
	t.base, t.swings = make([]float64, len(b.scenarios)), make([][]swing, len(b.scenarios))
	size := float64(b.unit.Size) / 100
	for k, a := range b.options.Brought.Drivers {
		if a == nil || k >= len(b.scenarios) {
			continue
		}
		t.base[k], t.paths = a.Value.Value/size, a.Run.Paths
		for _, r := range a.Rows {
			low, high := r.Cells[0].Value/size, r.Cells[1].Value/size
			if !math.IsNaN(low) && !math.IsNaN(high) && len(t.swings[k]) < mostSwings {
				t.swings[k] = append(t.swings[k], swing{text(sentence(report.Plainly(r.Name, false))), low, high})
			}
		}
		t.rows = max(t.rows, len(t.swings[k]))
	}
	return t, t.rows > 0
}

// Where things stand on the sheet of the tornado.
const (
	tornadoTable   = chartTop + chartRows + 2
	tornadoHelpers = 7 // the first column of what only the chart reads
	// changes is the format of the chart's figures: those that round to nothing have no sign.
	changes = `[>=0.05]+#,##0.0;[<=-0.05]-#,##0.0;0`
)

// writeTornado writes the chart, its table, and what they read.
func (b *book) writeTornado() {
	t, ok := b.tornadoOf()
	if !ok {
		return
	}
	stored := tornadoTable + t.rows + 4
	p := b.page(tornadoSheet, look{widths: []float64{44, 14, 14, 14, 14, 3},
		area: fmt.Sprintf("$A$1:$E$%d", tornadoTable+t.rows), pages: 1})
	b.drawTornado(t)
	p.tall(22, b.words(fmt.Sprintf("What drives the balance in %s, in %s", text(b.options.Brought.Year),
		text(b.unit.Name)), style{bold: true, size: 15, color: dark}))
	about := " · values of " + count(t.paths) + " simulated futures, with one number held and all others drawn"
	p.put(b.live(`"Scenario in force: "&`+selector+`&"`+about+`"`, "Scenario in force: "+b.scenarios[0]+about,
		style{color: grey}))
	p.skip(tornadoTable)
	b.writeTornadoTable(p, t, stored)
	p.skip(stored)
	p.put(b.words("Figures of the run, by scenario", style{bold: true, color: grey}))
	how := style{format: tenths, color: grey}
	for k, name := range b.scenarios {
		for i := range t.rows {
			if i >= len(t.swings[k]) {
				p.put(nil, nil, nil, nil, b.words(name, style{color: grey}))
				continue
			}
			s := t.swings[k][i]
			p.put(b.words(s.name, style{color: grey}), b.figure(s.low, how), b.figure(s.high, how),
				b.figure(t.base[k], how), b.words(name, style{color: grey}))
		}
	}
	p.end()
}

// writeTornadoTable writes the table under the chart, which follows the scenario, and beside it the bars. A scenario
// with fewer numbers leaves rows empty.
func (b *book) writeTornadoTable(p *page, t tornado, stored int) {
	p.tall(28, b.heading("Number"), b.headingRight("Mean with it at its p10"),
		b.headingRight("Mean with it at its p90"), b.headingRight("Swing"), b.headingRight("Mean with nothing held"),
		nil, b.words("At its p10", style{color: grey}), b.words("At its p90", style{color: grey}))
	how, helper := style{format: tenths}, style{format: tenths, color: grey}
	for i := range t.rows {
		row := p.row + 1
		of := func(column string) string {
			return fmt.Sprintf("INDEX($%s$%d:$%s$%d,(Scenario-1)*%d+%d)", column, stored+1, column,
				stored+t.rows*len(b.scenarios), t.rows, i+1)
		}
		live := func(formula string, cached float64, how style) any {
			formula = fmt.Sprintf(`IF($A%d="","",%s)`, row, formula)
			if i >= len(t.swings[0]) {
				return b.live(formula, "", how)
			}
			return b.live(formula, cached, how)
		}
		less := func(a, from string) string { return fmt.Sprintf("%s%d-%s%d", a, row, from, row) }
		var s swing
		if i < len(t.swings[0]) {
			s = t.swings[0][i]
		}
		base := t.base[0]
		p.put(b.live(of("A")+`&""`, s.name, style{}), live(of("B"), s.low, how), live(of("C"), s.high, how),
			live(less("C", "B"), s.high-s.low, style{format: tenths, bold: true}), live(of("D"), base, helper), nil,
			live(less("B", "E"), s.low-base, helper), live(less("C", "E"), s.high-base, helper))
	}
}

// drawTornado draws the chart: two bars for each number from the mean with nothing held, with their figures at the
// ends.
func (b *book) drawTornado(t tornado) {
	first, last := tornadoTable+1, tornadoTable+t.rows
	at := func(column int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", tornadoSheet, letter(column), first, letter(column), last)
	}
	font := excelize.Font{Family: "Arial", Size: 10, Color: ink}
	chart := &excelize.Chart{Type: excelize.Bar, GapWidth: to(uint(40)), Overlap: to(100),
		XAxis: excelize.ChartAxis{Font: font, TickLabelPosition: excelize.ChartTickLabelLow, ReverseOrder: true},
		YAxis: excelize.ChartAxis{Font: font, MajorGridLines: true,
			NumFmt: excelize.ChartNumFmt{CustomNumFmt: changes}},
		Legend: excelize.ChartLegend{Position: "top", Font: &font},
		Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{
			Text: text("Change of the mean balance in " + b.options.Brought.Year + ", " + b.unit.Name),
			Font: &excelize.Font{Family: "Arial", Size: 12, Bold: true, Color: ink}}}},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: changes}},
		Dimension: excelize.ChartDimension{Width: 760, Height: 460},
		Format: excelize.GraphicOptions{AltText: "Tornado of the balance; its figures are in the table below",
			Locked: to(true)},
		Border: excelize.LineOptions{Type: excelize.LineNone}}
	for c, color := range []string{dark, "F46A25"} {
		chart.Series = append(chart.Series, excelize.ChartSeries{Categories: at(1), Values: at(tornadoHelpers + c),
			Name:              fmt.Sprintf("%s!$%s$%d", tornadoSheet, letter(tornadoHelpers+c), tornadoTable),
			Fill:              excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}},
			DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd})
	}
	b.try(b.file.AddChart(tornadoSheet, fmt.Sprintf("A%d", chartTop), chart))
}
