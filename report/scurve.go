package report

import (
	"cmp"
	"fmt"
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
}

// A Quantile is a point of a [Curve]: with the chance P, from 0 to 1, the figure is Value, in the unit, or less.
type Quantile struct{ P, Value float64 }

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
	var curves [][]mark
	for _, c := range s.Curves {
		marks, err := c.marks()
		if err != nil {
			return nil, err
		}
		for _, m := range marks {
			values = values.with(m.year)
		}
		curves = append(curves, marks)
	}
	f := plainFrame(s.Of, s.Title, s.Words, o)
	return newChart(o, f, func(p pen) { s.paint(f, p, values, curves) })
}

// marks are a curve's points in order, the figure along and the chance up.
func (c Curve) marks() (marks []mark, err error) {
	points := slices.Clone(c.Points)
	slices.SortStableFunc(points, func(a, b Quantile) int { return cmp.Compare(a.P, b.P) })
	for i, q := range points {
		if err := drawable("the curve "+fault.Quote(c.Name), q.Value); err != nil {
			return nil, err
		}
		if !(q.P >= 0 && q.P <= 1) {
			return nil, fault.OutOfRange.Found("the curve %s has a chance of %v", fault.Quote(c.Name), q.P).
				Want("0 to 1 is one")
		}
		if i > 0 && q.Value < points[i-1].Value {
			return nil, fault.Conflict.Found("the curve %s falls from %v to %v as the chance grows",
				fault.Quote(c.Name), points[i-1].Value, q.Value)
		}
		marks = append(marks, mark{q.Value, q.P * 100})
	}
	if len(marks) < 2 {
		return nil, fault.Missing.Found("the curve %s has %d points", fault.Quote(c.Name), len(marks)).
			Want("it needs two")
	}
	return marks, nil
}

// paint draws the page.
func (s SCurve) paint(f frame, p pen, values extent, curves [][]mark) {
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
	for i, marks := range curves {
		a.curve(paper, 3.2, nil, marks)
		a.curve(curveColors()[i], 1.8, nil, marks)
	}
	s.names(a, curves)
}

// names writes the names above the ends of the curves, each on a line of its own. The further left a curve ends, the
// higher its name, so that the thin lines to the names cross no name.
func (s SCurve) names(a axes, curves [][]mark) {
	order := make([]int, len(curves))
	for i := range order {
		order[i] = i
	}
	end := func(i int) mark { return curves[i][len(curves[i])-1] }
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(end(k).year, end(i).year) })
	for line, i := range order {
		at := a.at(end(i).year, end(i).value)
		y := a.Max.Y + strip + labelText().height()*vg.Length(line)
		a.rule(curveColors()[i], 0.8, nil, at, vg.Point{X: at.X, Y: y})
		look := strong(black)
		name := a.fitted(look, clean(s.Curves[i].Name), a.Max.X-a.Min.X)
		x := max(a.Min.X, min(at.X+3, a.Max.X-a.textWidth(look, name)))
		half := look.height() / 2
		a.fill(paper, vg.Rectangle{Min: vg.Point{X: x, Y: y - half},
			Max: vg.Point{X: x + a.textWidth(look, name), Y: y + half}})
		a.write(look, vg.Point{X: x, Y: y}, anchor{draw.XLeft, midline}, name)
	}
}

// Distribution draws a line of a scenario in the year asked about as an S-curve, together with the same line of further
// scenarios: how likely a lower figure is, from p5 to p95. The errors are the faults of [Fan] and of [SCurve.Chart],
// and a fault if the line is the same on all paths, as it then has no distribution.
func Distribution(r *scenario.Result, scenario, line string, o ChartOptions) (*Chart, error) {
	return distribution(of(r), scenario, line, o)
}

func distribution(s source, name, line string, o ChartOptions) (*Chart, error) {
	page, about, err := newFrameOf(s, name, line, o)
	if err != nil {
		return nil, err
	}
	curve := SCurve{Of: s.about, Unit: page.unitOf(about), Title: page.distributionTitle(about),
		Words: fmt.Sprintf("%s in %s, %s: how many paths have this or less, from p5 to p95.%s", sentence(label(line)),
			page.year(), page.unitOf(about), page.notDrawn(false))}
	for _, name := range page.names {
		c, ok := page.Cell(name, line, page.year())
		if !ok || constant(c) != "" {
			return nil, fault.Missing.Found("%s in %s has no distribution in %q", line, page.year(), name)
		}
		one := Curve{Name: name}
		for _, q := range c.Percentiles {
			one.Points = append(one.Points, Quantile{q.P, q.Value / page.scaleOf(about).size})
		}
		curve.Curves = append(curve.Curves, one)
	}
	return curve.Chart(o)
}

// distributionTitle is the finding: the range of eight in ten paths, of one scenario or over several.
func (f frame) distributionTitle(line scenario.Line) string {
	var lows, highs []scenario.Estimate
	for _, name := range f.names {
		c, _ := f.Cell(name, line.Name, f.year())
		low, ok1 := c.P(0.10)
		high, ok2 := c.P(0.90)
		if ok1 && ok2 {
			lows, highs = append(lows, low), append(highs, high)
		}
	}
	subject := sentence(label(line.Name)) + " in " + f.year()
	if len(lows) == 0 {
		return subject
	}
	low, _ := ends(lows)
	_, high := ends(highs)
	return fmt.Sprintf("%s: %s to %s on eight of ten paths", subject, f.inWords(line, low), f.inWords(line, high))
}
