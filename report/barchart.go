package report

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// bars is a chart of named rows, each with bars along one axis of figures.
type bars struct {
	frame
	unit string
	rows []barRow
	more int     // rows that are left out
	mark float64 // the figure of a line through all rows; NaN for none
	said string  // the words above that line
}

// A barRow is a row of the chart.
type barRow struct {
	name string
	bold bool
	// bars are end to end or on one another; one text is left of the first bar, the other right of the last.
	bars        []span
	left, right string
	link        float64 // the figure of a thin line down to the next row; NaN for none
}

// A span is a bar from a figure to another.
type span struct {
	from, to float64
	color    rgb
}

const (
	barRowHeight = vg.Length(24)
	barShare     = 0.62 // share of a row's height that its bar takes
	unitRoom     = vg.Length(30)
	mostBarRows  = 20
)

// newBars makes the chart, as high as its rows need.
func newBars(o ChartOptions, b bars) (*Chart, error) {
	if o.Width == 0 {
		o.Width = defaultChartWidth
	}
	o.Height = max(o.Height, b.pixelsHigh(pixels(o.Width)))
	return newChart(o, b.frame, b.paint)
}

func (b bars) pixelsHigh(wide vg.Length) int {
	const tall = vg.Length(100_000)
	left := b.around(newPen(draw.NewCanvas(new(recorder.Canvas), wide, tall)))
	need := tall - (left.Max.Y - left.Min.Y) + b.above() + barRowHeight*vg.Length(b.lines()) + unitRoom
	return max(int(math.Ceil(float64(need*pixelsPerInch/vg.Inch))), leastHeight)
}

// lines is how many rows are drawn, including the one that says how many are left out.
func (b bars) lines() int {
	if b.more > 0 {
		return len(b.rows) + 1
	}
	return len(b.rows)
}

// above is the room for the words above the line through all rows.
func (b bars) above() vg.Length {
	if b.said == "" {
		return 2
	}
	return strip
}

func (b bars) paint(p pen) {
	p = b.around(p)
	names, texts := vg.Length(0), vg.Length(0)
	for _, r := range b.rows {
		names = max(names, p.textWidth(b.look(r), r.name))
		texts = max(texts, p.textWidth(labelText(), r.left), p.textWidth(labelText(), r.right))
	}
	names = min(names, nameShare*p.wide()) + 8
	texts += 6
	a := axes{pen: p.in(vg.Rectangle{Min: vg.Point{X: p.Min.X + names + texts, Y: p.Min.Y + unitRoom},
		Max: vg.Point{X: p.Max.X - texts, Y: p.Max.Y - b.above()}}), low: 0, high: 1}
	e := b.extent()
	a.left, a.right = e.low, e.high
	a.figuresBelow(b.unit)
	height := (a.Max.Y - a.Min.Y) / vg.Length(max(b.lines(), 1))
	for i, r := range b.rows {
		b.row(a, r, a.Max.Y-height*vg.Length(i), height, names+texts)
	}
	if b.more > 0 {
		a.write(labelText(), vg.Point{X: p.Min.X, Y: a.Min.Y + height/2}, anchor{draw.XLeft, midline},
			fmt.Sprintf("and %d more", b.more))
	}
	b.line(a)
}

func (b bars) look(r barRow) lettering {
	if r.bold {
		return strong(black)
	}
	return labelText().in(black)
}

// extent holds every bar, with a little space on each side.
func (b bars) extent() extent {
	e := nothing()
	for _, r := range b.rows {
		for _, s := range r.bars {
			e = e.with(s.from, s.to)
		}
	}
	if finite(b.mark) {
		e = e.with(b.mark)
	}
	air := 0.02 * (e.high - e.low)
	if !(air > 0) {
		return extent{-1, 1}.with(e.low-1, e.high+1)
	}
	return extent{e.low - air, e.high + air}
}

// row draws a row whose upper edge is at top.
func (b bars) row(a axes, r barRow, top, height, names vg.Length) {
	middle, half := top-height/2, height*barShare/2
	a.rowName(b.look(r), r.name, middle, height, names)
	e := nothing()
	for _, s := range r.bars {
		e = e.with(s.from, s.to)
		from, to := a.x(math.Min(s.from, s.to)), a.x(math.Max(s.from, s.to))
		if to-from < 1 { // zero is still a mark
			from, to = from-0.5, from+0.5
		}
		area := vg.Rectangle{Min: vg.Point{X: from, Y: middle - half}, Max: vg.Point{X: to, Y: middle + half}}
		a.fill(s.color, area)
		a.rule(paper, 0.8, nil, area.Min, vg.Point{X: area.Min.X, Y: area.Max.Y})
	}
	if finite(r.link) {
		a.rule(grey, 0.6, nil, vg.Point{X: a.x(r.link), Y: middle - half},
			vg.Point{X: a.x(r.link), Y: middle - height + half})
	}
	if e.low <= e.high {
		a.write(labelText().in(black), vg.Point{X: a.x(e.low) - 4, Y: middle}, anchor{draw.XRight, midline}, r.left)
		a.write(labelText().in(black), vg.Point{X: a.x(e.high) + 4, Y: middle}, anchor{draw.XLeft, midline}, r.right)
	}
}

// line draws the line through all rows.
func (b bars) line(a axes) {
	if !finite(b.mark) {
		return
	}
	x := a.x(b.mark)
	a.rule(black, 1, nil, vg.Point{X: x, Y: a.Min.Y}, vg.Point{X: x, Y: a.Max.Y + 2})
	half := a.textWidth(labelText(), b.said) / 2
	at := min(max(x, a.Min.X+half), a.Max.X-half)
	a.write(labelText().in(black), vg.Point{X: at, Y: a.Max.Y + 3}, anchor{draw.XCenter, draw.YBottom}, b.said)
}
