//go:build !lean

package report

import (
	"math"

	"github.com/openenvelope/envelope/scenario"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// heat is a chart of cells: panels with the same rows, whose names are on the left of the page.
type heat struct {
	frame
	panels []heatPanel
	more   int // rows that are left out
}

type heatPanel struct {
	heading string
	rows    []heatRow
	net     []heatRow // the row of all together, below the others
}

type heatRow struct {
	label   string
	deficit map[int]scenario.Estimate // by index of the year
}

const (
	rowHeight = vg.Length(22)
	mostRow   = vg.Length(34)
	netGap    = vg.Length(6)   // above the row of all together
	cellGap   = vg.Length(0.8) // on each side of a cell
	nameShare = 0.34           // the largest share of a page's width for names
)

// A heatPlan is how a heat chart divides its page.
type heatPlan struct {
	names   vg.Length // room on the left
	across  int       // panels side by side
	down    int
	heading vg.Length // room above a panel
	figures bool      // the cells have room for figures
}

// plan finds how many panels fit side by side so that the figures fit into their cells.
func (h heat) plan(p pen) heatPlan {
	plan := heatPlan{names: min(h.widestName(p), nameShare*p.wide()) + 8, down: len(h.panels)}
	need := h.widestFigure(p) + 5
	for across := min(len(h.panels), 3); across >= 1 && !plan.figures; across-- {
		plan.down = (len(h.panels) + across - 1) / across
		plan.across = (len(h.panels) + plan.down - 1) / plan.down
		plan.figures = h.panelWidth(p, plan)/vg.Length(h.columns()) >= need
	}
	if len(h.panels) > 1 {
		for _, one := range h.panels {
			lines := p.lines(headingText(), h.panelWidth(p, plan), one.heading)
			plan.heading = max(plan.heading, headingText().height()*vg.Length(len(lines)))
		}
	}
	return plan
}

func (h heat) panelWidth(p pen, plan heatPlan) vg.Length {
	return (p.wide() - plan.names - panelGap*vg.Length(plan.across-1)) / vg.Length(plan.across)
}

// columns is the number of years, without the opening year, which has no chances.
func (h heat) columns() int { return max(len(h.about.Years)-1, 1) }

func (h heat) widestName(p pen) (widest vg.Length) {
	for _, one := range h.panels {
		for _, r := range one.all() {
			widest = max(widest, p.textWidth(strong(black), r.label))
		}
	}
	return max(widest, p.textWidth(labelText(), h.others()))
}

func (h heat) widestFigure(p pen) (widest vg.Length) {
	for _, one := range h.panels {
		for _, r := range one.all() {
			for _, e := range r.deficit {
				widest = max(widest, p.textWidth(strong(black), inCell(e)))
			}
		}
	}
	return widest
}

// all are the rows, including the row of all together.
func (one heatPanel) all() []heatRow {
	return append(one.rows[:len(one.rows):len(one.rows)], one.net...)
}

// others says how many rows are left out; empty if none.
func (h heat) others() string {
	if h.more == 0 {
		return ""
	}
	return lessTrouble(h.more)
}

// lines is how many rows a panel has, and the extra height besides the rows.
func (h heat) lines() (rows int, extra vg.Length) {
	rows = len(h.panels[0].rows)
	if h.more > 0 {
		extra += labelText().height() + 2
	}
	if n := len(h.panels[0].net); n > 0 {
		rows += n
		extra += netGap
	}
	return rows, extra
}

// above is the room for the word "assumed" above a panel's cells.
func (h heat) above() vg.Length {
	if h.assumedFrom() < len(h.about.Years) {
		return strip
	}
	return 3
}

// pixelsHigh is how tall a page of the width must be for its rows.
func (h heat) pixelsHigh(wide vg.Length) int {
	const tall = vg.Length(100_000)
	p := newPen(draw.NewCanvas(new(recorder.Canvas), wide, tall))
	left := h.around(p)
	plan := h.plan(left)
	rows, extra := h.lines()
	each := plan.heading + h.above() + rowHeight*vg.Length(rows) + extra + tickRoom
	need := tall - (left.Max.Y - left.Min.Y) + each*vg.Length(plan.down) + panelGap*vg.Length(plan.down-1)
	return max(int(math.Ceil(float64(need*pixelsPerInch/vg.Inch))), leastHeight)
}

// paint draws the page.
func (h heat) paint(p pen) {
	p = h.around(p)
	plan := h.plan(p)
	wide := h.panelWidth(p, plan)
	high := (p.Max.Y - p.Min.Y - panelGap*vg.Length(plan.down-1)) / vg.Length(plan.down)
	for i, one := range h.panels {
		across, down := i%plan.across, i/plan.across
		at := vg.Point{X: p.Min.X + plan.names + (wide+panelGap)*vg.Length(across),
			Y: p.Max.Y - (high+panelGap)*vg.Length(down)}
		tile := p.in(vg.Rectangle{Min: vg.Point{X: at.X, Y: at.Y - high}, Max: vg.Point{X: at.X + wide, Y: at.Y}})
		names := vg.Length(0)
		if across == 0 {
			names = plan.names
		}
		h.panel(tile, one, plan, names)
	}
}

// panel draws a panel with its heading, and the names of its rows if there is room on the left.
func (h heat) panel(p pen, one heatPanel, plan heatPlan, names vg.Length) {
	if plan.heading > 0 {
		p.paragraph(headingText(), p.lines(headingText(), p.wide(), one.heading))
	}
	rows, extra := h.lines()
	p.Max.Y -= plan.heading + h.above()
	height := min((p.Max.Y-p.Min.Y-extra-tickRoom)/vg.Length(rows), mostRow)
	p.Min.Y = p.Max.Y - extra - height*vg.Length(rows)
	a := axes{pen: p, left: 0.5, right: float64(h.columns()) + 0.5, low: 0, high: 1}
	h.border(a)
	h.rows(a, one, height, names, plan.figures)
	a.years(h.about.Years, h.asked)
}

// border is a dashed line before the assumed years, which are shaded and say so above.
func (h heat) border(a axes) {
	a.assumed(h.assumedFrom(), h.about.AssumedFrom)
	if from := float64(h.assumedFrom()) - 0.5; from > a.left && from < a.right {
		a.rule(grey, 0.9, []vg.Length{3, 2}, vg.Point{X: a.x(from), Y: a.Min.Y},
			vg.Point{X: a.x(from), Y: a.Max.Y + strip})
	}
}

// rows draws a panel's rows from the top down, with their names if there is room on the left.
func (h heat) rows(a axes, one heatPanel, height, names vg.Length, figures bool) {
	top := a.Max.Y
	for _, r := range one.rows {
		h.row(a, r, top, height, figures)
		a.rowName(labelText().in(black), r.label, top-height/2, height, names)
		top -= height
	}
	if h.more > 0 {
		top -= labelText().height() + 2
		if names > 0 {
			a.write(labelText(), vg.Point{X: a.Min.X - names, Y: top + labelText().height()/2},
				anchor{draw.XLeft, midline}, h.others())
		}
	}
	top -= netGap
	for _, r := range one.net {
		h.row(a, r, top, height, figures)
		a.rowName(strong(black), r.label, top-height/2, height, names)
		top -= height
	}
}

// row draws a row's cells.
func (h heat) row(a axes, r heatRow, top, height vg.Length, figures bool) {
	for year := range h.about.Years {
		e, ok := r.deficit[year]
		if !ok {
			continue
		}
		left, right := a.x(float64(year)-0.5)+cellGap, a.x(float64(year)+0.5)-cellGap
		area := vg.Rectangle{Min: vg.Point{X: left, Y: top - height + cellGap},
			Max: vg.Point{X: right, Y: top - cellGap}}
		a.fill(paper.toward(orange, e.Value), area)
		a.rule(hairline, 0.5, nil, area.Min, vg.Point{X: right, Y: area.Min.Y}, area.Max,
			vg.Point{X: left, Y: area.Max.Y}, area.Min)
		if !figures {
			continue
		}
		look := labelText().in(black)
		look.bold = e.Lo > 0.5
		a.write(look, vg.Point{X: (left + right) / 2, Y: (area.Min.Y + area.Max.Y) / 2}, anchor{draw.XCenter, midline},
			inCell(e))
	}
}

// rowName writes a name on the left of a row, in two lines if it needs them and they fit, else cut short.
func (a axes) rowName(look lettering, name string, middle, height, room vg.Length) {
	if room == 0 {
		return
	}
	lines := wrap(name, func(s string) bool { return a.textWidth(look, s) <= room-8 })
	most := max(1, min(2, int(height/look.height())))
	if len(lines) > most {
		lines = append(lines[:most-1], a.short(look, lines[most-1]+" "+lines[most], room-8))
	}
	for i, line := range lines {
		y := middle + look.height()*(vg.Length(len(lines)-1)/2-vg.Length(i))
		a.write(look, vg.Point{X: a.Min.X - room, Y: y}, anchor{draw.XLeft, midline}, line)
	}
}
