package report

import (
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	margin    = vg.Length(16) // around the page
	hem       = vg.Length(3)  // around a bare page
	tickRoom  = vg.Length(18) // below a plot, for the years
	strip     = vg.Length(13) // above a plot, for the word "assumed"
	panelGap  = vg.Length(14)
	smallPage = vg.Length(450) // below this width the title is smaller
)

// A panel is the part of a chart for one scenario.
type panel struct {
	heading string
	values  []float64  // all values that must be visible, in the scale's units
	labels  []endLabel // y is in the scale's units here
	ends    float64    // the year at which the labels point
	// left and right are the first and the last moment shown, in years.
	left, right float64
	unit        string // unit of the figures, above their axis
	draw        func(axes)
}

// around writes title and subtitle above and the caption below, and returns the rest of the page between them.
func (f frame) around(p pen) pen {
	if f.bare {
		p.Rectangle = vg.Rectangle{Min: vg.Point{X: hem, Y: hem}, Max: vg.Point{X: p.Max.X - hem, Y: p.Max.Y - hem}}
		return p
	}
	p.Rectangle = vg.Rectangle{Min: vg.Point{X: margin, Y: margin},
		Max: vg.Point{X: p.Max.X - margin, Y: p.Max.Y - margin}}
	title := titleText()
	if p.wide() < smallPage {
		title.size = 11
	}
	p = p.paragraph(title, p.balanced(title, p.wide(), f.title))
	p.Max.Y -= 3
	p = p.paragraph(subtitleText(), p.lines(subtitleText(), p.wide(), f.subtitle))
	p.Max.Y -= 6
	footer := f.footer(p)
	height := captionText().height() * vg.Length(len(footer))
	p.in(vg.Rectangle{Min: p.Min, Max: vg.Point{X: p.Max.X, Y: p.Min.Y + height}}).paragraph(captionText(), footer)
	p.Min.Y += height + 6
	return p
}

// footer is the caption with as many sources as there is room for, so that the number of the others is never cut off.
func (f frame) footer(p pen) (lines []string) {
	for most := mostSources; most > 0; most-- {
		if lines = p.lines(captionText(), p.wide(), f.caption(most)); !cutOff(lines) {
			break
		}
	}
	return lines
}

// cutOff reports whether text was cut off at its end.
func cutOff(lines []string) bool {
	return len(lines) > 0 && strings.HasSuffix(lines[len(lines)-1], "…")
}

// draw lays the page out: its words, and panels on one scale.
func (f frame) draw(p pen, panels []panel, fromZero bool) {
	p = f.around(p)
	columns := columnsFor(len(panels))
	tiles := draw.Tiles{Cols: columns, Rows: (len(panels) + columns - 1) / columns, PadX: panelGap, PadY: panelGap}
	tile := func(i int) pen { return p.in(tiles.At(p.Canvas, i%columns, i/columns).Rectangle) }
	sizes := roomFor(tile(0), panels)
	if fromZero {
		sizes.extent = sizes.with(0)
	}
	sizes.extent = sizes.roomy()
	sizes.ticks = max(tickWidth(tile(0), sizes.extent), tile(0).textWidth(labelText(), panels[0].unit)+4)
	for i, one := range panels {
		f.panel(tile(i), one, sizes)
	}
}

// columnsFor arranges panels: one or two side by side, up to four in a square, up to six in threes.
func columnsFor(panels int) int {
	switch {
	case panels <= 1:
		return 1
	case panels <= 4:
		return 2
	}
	return 3
}

// measures are the sizes that all panels of a chart share, so that the panels can be compared.
type measures struct {
	extent
	labels  vg.Length // room on the right
	ticks   vg.Length // room on the left
	heading vg.Length // room above, none for a single panel
}

// roomFor finds what the panels need, in a tile of the page.
func roomFor(tile pen, panels []panel) measures {
	m := measures{extent: nothing()}
	for _, one := range panels {
		m.extent = m.with(one.values...)
		m.labels = max(m.labels, tile.labelRoom(one.labels))
		if len(panels) > 1 {
			lines := tile.lines(headingText(), tile.wide(), one.heading)
			m.heading = max(m.heading, headingText().height()*vg.Length(len(lines)))
		}
	}
	return m
}

// tickWidth is the room that the labels of the vertical axis need.
func tickWidth(tile pen, e extent) vg.Length {
	widest := vg.Length(0)
	_, labels := axes{pen: tile, low: e.low, high: e.high}.figureTicks()
	for _, label := range labels {
		widest = max(widest, tile.textWidth(labelText(), label)+6)
	}
	return widest
}

// panel draws the axes, then the content.
func (f frame) panel(p pen, one panel, m measures) {
	if m.heading > 0 {
		p.paragraph(headingText(), p.lines(headingText(), p.wide(), one.heading))
		p.Max.Y -= m.heading
	}
	area := vg.Rectangle{
		Min: vg.Point{X: p.Min.X + m.ticks, Y: p.Min.Y + tickRoom},
		Max: vg.Point{X: p.Max.X - m.labels, Y: p.Max.Y - strip},
	}
	a := axes{pen: p.in(area), left: one.left, right: one.right, low: m.low, high: m.high}
	a.assumed(f.assumedFrom(), f.about.AssumedFrom)
	a.grid()
	a.write(labelText(), vg.Point{X: p.Min.X, Y: a.Max.Y + 3}, anchor{draw.XLeft, draw.YBottom}, one.unit)
	one.draw(a)
	a.years(f.about.Years, f.asked)
	var labels []endLabel
	for _, l := range one.labels {
		l.y = a.y(float64(l.y))
		labels = append(labels, l)
	}
	a.endLabels(one.ends, labels)
}
