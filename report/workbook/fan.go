package workbook

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/xuri/excelize/v2"
)

// A fan is what the chart of a line shows: its percentiles and central figures, by scenario and year, in the book's
// unit.
type fan struct {
	line    scenario.Line
	years   []string
	figures [][][]float64 // by scenario, year and column of levels, then the central case
}

// levels are the percentiles that a fan shows, from the lowest.
var levels = []float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95}

// Where things stand on the sheet of the fan.
const (
	chartTop   = 4
	chartRows  = 24
	fanTable   = chartTop + chartRows + 2 // the heading of the table under the chart
	fanHelpers = 12                       // the first column of what only the chart reads
	roomyYears = 14                       // up to so many there is room for labels behind the last
)

// fanOf is the fan of the balance, or of the first line of money; ok is false where fewer than two years have figures
// in all scenarios.
func (b *book) fanOf() (f fan, ok bool) {
	for _, l := range b.result.Lines {
		if l.Money && (f.line.Name == "" || l.Name == "balance") {
			f.line = l
		}
	}
	f.figures = make([][][]float64, len(b.scenarios))
	for _, year := range b.years {
		var each [][]float64
		for _, name := range b.result.Scenarios {
			if figures, ok := b.fanYear(name, f.line.Name, year); ok {
				each = append(each, figures)
			}
		}
		if len(each) < len(b.scenarios) {
			continue
		}
		f.years = append(f.years, year)
		for k, figures := range each {
			f.figures[k] = append(f.figures[k], figures)
		}
	}
	return f, len(f.years) > 1
}

// fanYear reads a year's figures.
func (b *book) fanYear(name, line, year string) (figures []float64, ok bool) {
	c, ok := b.result.Cell(name, line, year)
	size := float64(b.unit.Size) / 100
	for _, p := range levels {
		v, has := percentile(p)(c)
		ok = ok && has
		figures = append(figures, v/size)
	}
	figures = append(figures, c.Central/size)
	for _, v := range figures {
		ok = ok && !math.IsNaN(v) && !math.IsInf(v, 0)
	}
	return figures, ok
}

// writeFan writes the chart, its table, and what the chart reads.
func (b *book) writeFan() {
	f, ok := b.fanOf()
	if !ok {
		return
	}
	n := len(f.years)
	stored := fanTable + n + 4
	p := b.page(fanSheet, look{widths: []float64{12, 11, 11, 11, 11, 11, 11, 11, 13, 15, 3},
		area: fmt.Sprintf("$A$1:$J$%d", fanTable+n), pages: 1})
	b.drawFan(f)
	p.tall(22, b.words("Fan of the "+text(sheet.Label(f.line.Name))+", in "+text(b.unit.Name),
		style{bold: true, size: 15, color: dark}))
	about := " · the bands hold 50%, 80% and 90% of " + count(b.result.Run.Paths) +
		" simulated futures; values of the run, but for the last column, which is live"
	p.put(b.live(`"Scenario in force: "&`+selector+`&"`+about+`"`, "Scenario in force: "+b.scenarios[0]+about,
		style{color: grey}))
	p.skip(fanTable)
	b.writeFanTable(p, f, stored)
	p.skip(stored)
	p.put(b.words("Figures of the run, by scenario", style{bold: true, color: grey}))
	for k, scenario := range b.scenarios {
		for i, year := range f.years {
			cells := []any{b.words(text(year), style{color: grey})}
			for _, v := range f.figures[k][i] {
				cells = append(cells, b.figure(v, style{format: pounds, color: grey}))
			}
			p.put(append(cells, b.words(scenario, style{color: grey}))...)
		}
	}
	p.end()
}

// writeFanTable writes the table under the chart, which follows the scenario, and beside it the heights of the bands.
func (b *book) writeFanTable(p *page, f fan, stored int) {
	head := []any{b.heading("Year")}
	for _, level := range levels {
		head = append(head, b.headingRight(fmt.Sprintf("p%.0f", level*100)))
	}
	head = append(head, b.headingRight("central, run"), b.headingRight("central, this book"), nil)
	for _, h := range []string{"below", "p5 to p10", "p10 to p25", "p25 to p50", "p50 to p75", "p75 to p90",
		"p90 to p95", "middle (p50)", "central, this book", "p95", "p75", "p50", "p25", "p5", "central"} {
		head = append(head, b.words(h, style{color: grey}))
	}
	p.put(head...)
	n := len(f.years)
	for i, year := range f.years {
		row, figures := p.row+1, f.figures[0][i]
		cells := []any{b.words(text(year), style{bold: true})}
		for c := range figures {
			column := letter(2 + c)
			formula := fmt.Sprintf("INDEX(%s$%d:%s$%d,(Scenario-1)*%d+%d)", column, stored+1, column,
				stored+n*len(b.scenarios), n, i+1)
			cells = append(cells, b.live(formula, figures[c], style{format: pounds}))
		}
		cells = append(cells, b.ownCentral(f, year, figures[len(levels)]), nil)
		for c := range levels {
			formula, v := fmt.Sprintf("B%d", row), figures[0]
			if c > 0 {
				formula, v = fmt.Sprintf("%s%d-%s%d", letter(2+c), row, letter(1+c), row), figures[c]-figures[c-1]
			}
			cells = append(cells, b.live(formula, v, style{color: grey, format: pounds}))
		}
		cells = append(cells, b.live(fmt.Sprintf("E%d", row), figures[3], style{color: grey, format: pounds}),
			b.live(fmt.Sprintf("J%d", row), figures[len(levels)], style{color: grey, format: pounds}))
		if i == n-1 {
			for _, c := range []int{6, 4, 3, 2, 0} {
				cells = append(cells,
					b.live(fmt.Sprintf("%s%d", letter(2+c), row), figures[c], style{color: grey, format: pounds}))
			}
		}
		if i == n/2 && i < n-1 {
			cells = append(cells, nil, nil, nil, nil, nil)
			cells = append(cells,
				b.live(fmt.Sprintf("J%d", row), figures[len(levels)], style{color: grey, format: pounds}))
		}
		p.put(cells...)
	}
}

// ownCentral is the central figure as this book works it out.
func (b *book) ownCentral(f fan, year string, cached float64) any {
	at, ok := b.places[f.line.Name]
	how := style{format: pounds, bold: true}
	if !ok || at.tab == nil || b.values != "" {
		return b.figure(cached, how)
	}
	for column, y := range b.years {
		if y == year {
			return b.live(fmt.Sprintf("%s!%s%d/%d", quotedSheet(at.tab.sheet), b.columnOf(column), at.row,
				int64(b.unit.Size)/100), cached, how)
		}
	}
	return nil
}

// drawFan draws the chart: stacked areas on a transparent base, the middle and the central case as lines, and labels at
// the ends.
func (b *book) drawFan(f fan) {
	first, last := fanTable+1, fanTable+len(f.years)
	at := func(column int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", fanSheet, letter(column), first, letter(column), last)
	}
	name := func(column int) string { return fmt.Sprintf("%s!$%s$%d", fanSheet, letter(column), fanTable) }
	none := excelize.Fill{Type: "pattern", Pattern: 0}
	solid := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	title := text(sentence(sheet.Label(f.line.Name)) + ", " + b.unit.Name)
	font := excelize.Font{Family: "Arial", Size: 10, Color: ink}
	x := excelize.ChartAxis{Font: font, TickLabelPosition: excelize.ChartTickLabelLow}
	y := excelize.ChartAxis{Font: font, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0.0"}}
	area := &excelize.Chart{Type: excelize.AreaStacked, XAxis: x, YAxis: y,
		Legend: excelize.ChartLegend{Position: "none"}, ShowBlanksAs: "gap",
		Title: excelize.ChartTitle{
			Paragraph: []excelize.RichTextRun{{Text: title,
				Font: &excelize.Font{Family: "Arial", Size: 12, Bold: true, Color: ink}}}},
		Dimension: excelize.ChartDimension{Width: 900, Height: 460},
		Format: excelize.GraphicOptions{AltText: "Fan chart of the " + text(sheet.Label(f.line.Name)) +
			" by year; its figures are in the table below", Locked: to(true)},
		PlotArea: excelize.ChartPlotArea{}, Border: excelize.LineOptions{Type: excelize.LineNone}}
	for c, color := range []string{"", "C6DDF2", "93BFE5", pale, pale, "93BFE5", "C6DDF2"} {
		s := excelize.ChartSeries{Name: name(fanHelpers + c), Categories: at(1), Values: at(fanHelpers + c), Fill: none}
		if color != "" {
			s.Fill = solid(color)
		}
		area.Series = append(area.Series, s)
	}
	line := func(column int, color string, dash excelize.LineDashType) excelize.ChartSeries {
		return excelize.ChartSeries{Name: name(column), Categories: at(1), Values: at(column), Fill: solid(color),
			Line:   excelize.LineOptions{Type: excelize.LineSolid, Width: 2, Dash: dash},
			Marker: excelize.ChartMarker{Symbol: "none"}}
	}
	lines := &excelize.Chart{Type: excelize.Line, XAxis: x, YAxis: y, Series: []excelize.ChartSeries{
		line(fanHelpers+7, dark, excelize.LineDashUnset), line(fanHelpers+8, "A23B12", excelize.LineDashDash)}}
	marks := &excelize.Chart{Type: excelize.Line, XAxis: x, YAxis: y,
		PlotArea: excelize.ChartPlotArea{ShowSerName: true}}
	for c := range 6 {
		s := excelize.ChartSeries{Name: name(fanHelpers + 9 + c), Categories: at(1), Values: at(fanHelpers + 9 + c),
			Line: excelize.LineOptions{Type: excelize.LineNone}, Marker: excelize.ChartMarker{Symbol: "none"},
			DataLabelPosition: excelize.ChartDataLabelsPositionRight, DataLabel: excelize.ChartDataLabel{Font: font}}
		if len(f.years) > roomyYears {
			s.DataLabelPosition = excelize.ChartDataLabelsPositionLeft
		}
		if c == 5 {
			s.DataLabelPosition, s.DataLabel.Font.Color = excelize.ChartDataLabelsPositionBelow, "A23B12"
		}
		marks.Series = append(marks.Series, s)
	}
	b.try(b.file.AddChart(fanSheet, fmt.Sprintf("A%d", chartTop), area, lines, marks))
}
