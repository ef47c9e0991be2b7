//go:build !lean

package report

import (
	"cmp"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// An SCurve shows for each figure how likely a lower one is: a cumulative distribution, in one curve or a few.
type SCurve struct {
	Title  string           // the finding in words
	Words  string           // what is drawn, below the title
	Unit   string           // unit of the figures, as written beside the axis: "£bn"
	Of     *scenario.Result // the run that the figures are from; may be nil
	Curves []Curve          // at most four
}

// A Curve is one distribution of an [SCurve].
type Curve struct {
	Name   string     // as people read it
	Points []Quantile // in any order, two or more
	Marks  []Mark     // points of the curve to point out
}

// A Quantile is a point of a [Curve]: with the chance P, from 0 to 1, the figure is Value, in the unit, or less.
type Quantile struct {
	P      float64 // the chance
	Value  float64 // the figure
	Lo, Hi float64 // the interval of the value, drawn where it has any width
}

// A Mark points out a point of a [Curve], with lines to both axes.
type Mark struct {
	P     float64 // the chance, from 0 to 1
	Value float64 // the figure, in the unit
	Text  string  // written beside it
}

// curveColors are the colours of up to four curves, which people with any colour vision can tell apart.
func curveColors() []rgb { return []rgb{blue, teal, plum, orange} }

// Chart draws the curves, each named at its end. The faults are: no curve, more than four, fewer than two points in a
// curve, a chance outside 0 to 1, a value that falls as its chance grows, a figure that cannot be drawn, and a size
// outside the limits.
func (s SCurve) Chart(o ChartOptions) (*Chart, error) {
	colors := curveColors()
	if len(s.Curves) == 0 || len(s.Curves) > len(colors) {
		return nil, fault.OutOfRange.Found("the picture has %d curves", len(s.Curves)).Want("1 to %d fit", len(colors))
	}
	values := nothing()
	var curves []drawnCurve
	for i, c := range s.Curves {
		d, err := c.drawn(colors[i])
		if err != nil {
			return nil, err
		}
		for _, marks := range [][]mark{d.middle, d.low, d.high} {
			for _, m := range marks {
				values = values.with(m.year)
			}
		}
		curves = append(curves, d)
	}
	f := plainFrame(s.Of, s.Title, s.Words, o)
	return newChart(o, f, func(p pen) { s.paint(f, p, values, curves) })
}

// A drawnCurve is a curve and its interval as marks in order, the figure along and the chance up.
type drawnCurve struct {
	middle, low, high []mark
	marks             []Mark
	color             rgb
}

// drawn checks a curve's points and puts them in order.
func (c Curve) drawn(color rgb) (d drawnCurve, err error) {
	points := slices.Clone(c.Points)
	slices.SortStableFunc(points, func(a, b Quantile) int { return cmp.Compare(a.P, b.P) })
	name := "the curve " + fault.Quote(c.Name)
	for i, q := range points {
		if err := drawable(name, q.Value, q.Lo, q.Hi); err != nil {
			return d, err
		}
		if !(q.P >= 0 && q.P <= 1) {
			return d, fault.OutOfRange.Found("%s has a chance of %v", name, q.P).Want("0 to 1 is one")
		}
		if i > 0 && q.Value < points[i-1].Value {
			return d, fault.Conflict.Found("%s falls from %v to %v as the chance grows", name, points[i-1].Value,
				q.Value)
		}
		if q.Lo == q.Hi {
			q.Lo, q.Hi = q.Value, q.Value
		}
		at := q.P * 100
		d.middle, d.low, d.high = append(d.middle, mark{q.Value, at}), append(d.low, mark{q.Lo, at}),
			append(d.high, mark{q.Hi, at})
	}
	if len(d.middle) < 2 {
		return d, fault.Missing.Found("%s has %d points", name, len(d.middle)).Want("it needs two")
	}
	for _, m := range c.Marks {
		if err := drawable(name, m.P, m.Value); err != nil {
			return d, err
		}
		if m.P >= 0 && m.P <= 1 && m.Value >= d.low[0].year && m.Value <= d.high[len(d.high)-1].year {
			d.marks = append(d.marks, m)
		}
	}
	d.color = color
	return d, nil
}

// paint draws the page.
func (s SCurve) paint(f frame, p pen, values extent, curves []drawnCurve) {
	p = f.around(p)
	left := p.textWidth(labelText(), "100") + 6
	if values.low == values.high {
		values = values.with(values.low-1, values.high+1)
	}
	air := 0.02 * (values.high - values.low)
	above := strip + labelText().height()*vg.Length(len(curves))
	a := axes{pen: p.in(vg.Rectangle{Min: vg.Point{X: p.Min.X + left, Y: p.Min.Y + unitRoom},
		Max: vg.Point{X: p.Max.X - 8, Y: p.Max.Y - above}}), left: values.low - air, right: values.high + air, low: 0,
		high: 100}
	a.grid()
	a.write(labelText(), vg.Point{X: p.Min.X, Y: a.Max.Y + 3}, anchor{draw.XLeft, draw.YBottom}, "%")
	a.figuresBelow(clean(s.Unit))
	for _, c := range curves {
		a.band(c.color.tint(), c.high, c.low)
	}
	for _, c := range curves {
		a.curve(paper, 3.2, nil, c.middle)
		a.curve(c.color, 1.8, nil, c.middle)
	}
	var beside []markText
	for _, c := range curves {
		for _, m := range c.marks {
			beside = append(beside, a.markOut(m, c.color))
		}
	}
	a.labelMarks(beside)
	s.names(a, curves)
}

// markOut draws a point of a curve and dashes from it to both axes, and gives the text that belongs beside it.
func (a axes) markOut(m Mark, color rgb) (text markText) {
	at := mark{m.Value, m.P * 100}
	a.curve(grey, 0.8, dashed(), []mark{{a.left, at.value}, at, {at.year, a.low}})
	a.dot(at, color, false)
	return markText{a.at(at.year, at.value), a.fitted(strong(black), clean(m.Text), a.Max.X-a.Min.X)}
}

// A markText is a text and the point that it belongs to.
type markText struct {
	at   vg.Point
	text string
}

// labelMarks writes the texts of points below them, on the side where the curve is not, and moved apart where they
// would overlap.
func (a axes) labelMarks(all []markText) {
	look := strong(black)
	slices.SortStableFunc(all, func(one, other markText) int { return cmp.Compare(other.at.Y, one.at.Y) })
	var wanted []vg.Length
	for _, m := range all {
		wanted = append(wanted, m.at.Y-3-look.height()/2)
	}
	for i, y := range spread(wanted, look.height(), a.Min.Y+look.height()/2, a.Max.Y-look.height()/2) {
		m := all[i]
		width := a.textWidth(look, m.text)
		x := m.at.X + 6
		if x+width > a.Max.X {
			x, y = m.at.X-6-width, y+6+look.height()
		}
		half := look.height() / 2
		a.fill(paper, vg.Rectangle{Min: vg.Point{X: x - 1, Y: y - half}, Max: vg.Point{X: x + width + 1, Y: y + half}})
		a.write(look, vg.Point{X: x, Y: y}, anchor{draw.XLeft, midline}, m.text)
	}
}

// names writes the names above the ends of the curves, each on a line of its own. The further left a curve ends, the
// higher its name, so that the thin lines to the names cross no name.
func (s SCurve) names(a axes, curves []drawnCurve) {
	order := make([]int, len(curves))
	for i := range order {
		order[i] = i
	}
	end := func(i int) mark { return curves[i].middle[len(curves[i].middle)-1] }
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(end(k).year, end(i).year) })
	height := func(line int) vg.Length { return a.Max.Y + strip + labelText().height()*vg.Length(line) }
	for line, i := range order {
		at := a.at(end(i).year, end(i).value)
		a.rule(curves[i].color, 0.8, nil, at, vg.Point{X: at.X, Y: height(line)})
	}
	for line, i := range order {
		at, y := a.at(end(i).year, end(i).value), height(line)
		look := strong(black)
		name := a.fitted(look, clean(s.Curves[i].Name), a.Max.X-a.Min.X)
		x := max(a.Min.X, min(at.X+3, a.Max.X-a.textWidth(look, name)))
		half := look.height() / 2
		a.fill(paper, vg.Rectangle{Min: vg.Point{X: x, Y: y - half},
			Max: vg.Point{X: x + a.textWidth(look, name), Y: y + half}})
		a.write(look, vg.Point{X: x, Y: y}, anchor{draw.XLeft, midline}, name)
	}
}
