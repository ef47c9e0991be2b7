//go:build !lean

package report

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"gonum.org/v1/plot/vg"
)

// Fan draws a line of a scenario as a fan chart: bands that hold 50%, 80% and 90% of the paths, the median, and the
// central case marked by diamonds. Assumed years are shaded, and their lines dashed. The faults are: an empty result; a
// year, a scenario or a line that it does not have ([fault.Unknown]); too many panels ([fault.TooLarge]); a size
// outside the limits ([fault.OutOfRange]).
func Fan(r *scenario.Result, scenario, line string, o ChartOptions) (*Chart, error) {
	return fan(of(r), scenario, line, o)
}

func fan(s source, name, line string, o ChartOptions) (*Chart, error) {
	page, about, err := newFrameOf(s, name, line, o)
	if err != nil {
		return nil, err
	}
	var panels []panel
	for _, name := range page.names {
		years, err := page.fanYears(name, about)
		if err != nil {
			return nil, err
		}
		panels = append(panels, page.fanPanel(name, about, years))
	}
	page.title, page.subtitle = page.fanTitle(about, o.Title), page.fanSubtitle(about)
	return newChart(o, page, func(p pen) { page.draw(p, panels, false) })
}

const median = 3 // the median's place among the levels

// A fanYear is a year's percentiles, in the order of levels, and central figure, in the scale's units.
type fanYear struct {
	year    float64
	levels  []scenario.Estimate
	central scenario.Estimate
	alike   string // see [constant]
}

// fanYears reads a line's figures; years without any are left out.
func (f frame) fanYears(name string, line scenario.Line) ([]fanYear, error) {
	size := f.scaleOf(line).size
	var years []fanYear
	for i, label := range f.about.Years {
		c, ok := f.Cell(name, line.Name, label)
		if !ok {
			continue
		}
		year := fanYear{year: float64(i), central: shrink(surely(c.Central), size), alike: constant(c)}
		for _, p := range levels() {
			e, ok := c.P(p)
			if year.alike != "" {
				e = surely(c.Mean.Value)
			} else if !ok {
				return nil, fault.Missing.Found("%s has no p%.0f in %s", line.Name, p*100, label)
			}
			if !finite(e.Value) || math.Abs(e.Value/size) > 1e15 {
				return nil, fault.OutOfRange.Found("%s in %s is %v, which cannot be drawn", line.Name, label, e.Value)
			}
			year.levels = append(year.levels, shrink(e, size))
		}
		years = append(years, year)
	}
	if len(years) < 2 {
		return nil, fault.Missing.Found("%s has figures for %d years in %q", line.Name, len(years), name).
			Want("a fan needs two")
	}
	return years, nil
}

func (f frame) fanPanel(name string, line scenario.Line, years []fanYear) panel {
	one := panel{heading: f.fanHeading(name, line), unit: f.unitOf(line), draw: func(a axes) { f.drawFan(a, years) }}
	for _, y := range years {
		one.values = append(one.values, y.central.Value)
		for _, e := range y.levels {
			one.values = append(one.values, e.Value)
		}
	}
	last := years[len(years)-1]
	one.left, one.right, one.ends = years[0].year-0.25, last.year+0.1, last.year
	figures := append([]scenario.Estimate{last.central}, last.levels...)
	one.labels = f.fanLabels(last, scale{1, f.scaleOf(line).decimals}.narrowed(figures))
	return one
}

// drawFan draws the bands, the widest first, then the median and the central case.
func (f frame) drawFan(a axes, years []fanYear) {
	for i, b := range fanBands() {
		top, bottom := edge(years, i), edge(years, len(levels())-1-i)
		a.band(b.fill, top, bottom)
		a.curve(b.edge, 0.7, nil, top)
		a.curve(b.edge, 0.7, nil, bottom)
	}
	a.zero()
	border := float64(f.assumedFrom()) - 0.5
	sourced, assumed := cut(edge(years, median), border)
	a.curve(paper, 3.2, nil, sourced)
	a.curve(paper, 3.2, nil, assumed)
	a.curve(blue, 1.6, nil, sourced)
	a.curve(blue, 1.6, dashed(), assumed)
	for _, m := range edge(years, -1) {
		a.diamond(m, m.year > border)
	}
}

// A mark is a figure in a year.
type mark struct{ year, value float64 }

// edge is one level over the years; −1 is the central case.
func edge(years []fanYear, level int) []mark {
	var marks []mark
	for _, y := range years {
		e := y.central
		if level >= 0 {
			e = y.levels[level]
		}
		marks = append(marks, mark{y.year, e.Value})
	}
	return marks
}

// cut divides a curve at a moment between two years.
func cut(marks []mark, at float64) (before, after []mark) {
	for i, m := range marks {
		if m.year < at {
			before = append(before, m)
			continue
		}
		if i > 0 && len(after) == 0 {
			last := marks[i-1]
			share := (at - last.year) / (m.year - last.year)
			middle := mark{at, last.value + share*(m.value-last.value)}
			before, after = append(before, middle), append(after, middle)
		}
		after = append(after, m)
	}
	return before, after
}

// band fills the area between two curves.
func (a axes) band(color rgb, top, bottom []mark) {
	var outline []vg.Point
	for _, m := range top {
		outline = append(outline, a.at(m.year, m.value))
	}
	for i := len(bottom) - 1; i >= 0; i-- {
		outline = append(outline, a.at(bottom[i].year, bottom[i].value))
	}
	a.FillPolygon(color, outline)
}

func (a axes) curve(color rgb, width vg.Length, dashes []vg.Length, marks []mark) {
	var points []vg.Point
	for _, m := range marks {
		points = append(points, a.at(m.year, m.value))
	}
	if len(points) > 1 {
		a.rule(color, width, dashes, points...)
	}
}

// diamond marks the central case, hollow where it is assumed.
func (a axes) diamond(m mark, hollow bool) {
	const r = 2.9
	at := a.at(m.year, m.value)
	a.spot(orange, hollow, []vg.Point{{X: at.X, Y: at.Y + r}, {X: at.X + r, Y: at.Y}, {X: at.X, Y: at.Y - r},
		{X: at.X - r, Y: at.Y}})
}

// dot marks a figure of a line, hollow where it is assumed.
func (a axes) dot(m mark, color rgb, hollow bool) {
	const r = 2.2
	at := a.at(m.year, m.value)
	a.spot(color, hollow, []vg.Point{{X: at.X - r, Y: at.Y - r}, {X: at.X + r, Y: at.Y - r},
		{X: at.X + r, Y: at.Y + r}, {X: at.X - r, Y: at.Y + r}})
}

// spot fills an outline, with a white rim so that it stands out; a hollow one has a rim of its colour.
func (a axes) spot(color rgb, hollow bool, outline []vg.Point) {
	rim := paper
	if hollow {
		a.FillPolygon(paper, outline)
		rim = color
	} else {
		a.FillPolygon(color, outline)
	}
	a.rule(rim, 0.9, nil, append(outline, outline[0])...)
}
