//go:build !lean

package report

import (
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"gonum.org/v1/plot/vg"
)

// EarmarkChart draws what happens to the earmark: for every year of the plan a bar as high as the planned amount. Its
// parts are the amount spent on transformation and the amount that deficits divert, both as means over all paths; a
// whisker shows p10 to p90 of the spent amount. Bars of assumed years are pale with a dashed outline. It reads the
// lines earmark_planned, diverted and transformation. The errors are the faults of [Fan], and a fault if the result
// does not have these lines.
func EarmarkChart(r *scenario.Result, scenario string, o ChartOptions) (*Chart, error) {
	return earmark(of(r), scenario, o)
}

func earmark(s source, name string, o ChartOptions) (*Chart, error) {
	page, err := newFrame(s, name, o)
	if err != nil {
		return nil, err
	}
	var panels []panel
	var shares []scenario.Estimate
	for _, name := range page.titled {
		bars, err := page.bars(name)
		if err != nil {
			return nil, err
		}
		share, ok := page.divertedShare(bars)
		if ok {
			shares = append(shares, share)
		}
		if slices.Contains(page.names, name) {
			panels = append(panels, page.barPanel(name, bars, share, ok))
		}
	}
	page.title, page.subtitle = page.earmarkTitle(shares, o.Title), page.earmarkSubtitle()
	return newChart(o, page, func(p pen) { page.draw(p, panels, true) })
}

// A bar is a year of the earmark, in the chart's unit.
type bar struct {
	year                     int
	planned, diverted, spent scenario.Estimate // means
	low, high                scenario.Estimate // p10 and p90 of the spent amount
}

// bars reads the years after the opening year in which the three lines are known.
func (f frame) bars(name string) ([]bar, error) {
	var bars []bar
	for i, year := range f.about.Years {
		planned, ok1 := f.Cell(name, "earmark_planned", year)
		diverted, ok2 := f.Cell(name, "diverted", year)
		spent, ok3 := f.Cell(name, "transformation", year)
		if i == 0 || !ok1 || !ok2 || !ok3 {
			continue
		}
		b := bar{year: i, planned: f.inUnit(planned.Mean), diverted: f.inUnit(diverted.Mean),
			spent: f.inUnit(spent.Mean)}
		b.low, b.high = b.spent, b.spent
		if low, ok := spent.P(0.10); ok && constant(spent) == "" {
			b.low = f.inUnit(low)
		}
		if high, ok := spent.P(0.90); ok && constant(spent) == "" {
			b.high = f.inUnit(high)
		}
		for _, e := range []scenario.Estimate{b.planned, b.diverted, b.spent, b.low, b.high} {
			if !finite(e.Value) || math.Abs(e.Value) > 1e15 {
				return nil, fault.OutOfRange.Found("the earmark in %s holds %v, which cannot be drawn", year, e.Value)
			}
		}
		bars = append(bars, b)
	}
	if len(bars) == 0 {
		return nil, fault.Missing.Found("the result has no earmark in %q", name).
			Want("it needs the lines earmark_planned, diverted and transformation")
	}
	return bars, nil
}

func (f frame) inUnit(e scenario.Estimate) scenario.Estimate { return shrink(e, f.money.size) }

func (f frame) barPanel(name string, bars []bar, share scenario.Estimate, known bool) panel {
	one := panel{heading: clean(name), unit: f.unit.Name, draw: func(a axes) { f.drawBars(a, bars) }}
	if known {
		one.heading += ": " + percent(0).write(share) + "% diverted"
	}
	for _, b := range bars {
		one.values = append(one.values, b.planned.Value, b.spent.Value+b.diverted.Value, b.low.Value, b.high.Value)
	}
	last := bars[len(bars)-1]
	middle := func(from, height float64) vg.Length { return vg.Length(from + height/2) }
	one.left, one.right = float64(bars[0].year)-0.6, float64(last.year)+barWidth/2+0.1
	one.ends = float64(last.year) + barWidth/2
	one.labels = []endLabel{
		{vg.Length(last.planned.Value), f.barLabel("planned", last.planned), 0, strong(black)},
		{middle(0, last.spent.Value), f.barLabel("spent", last.spent), 1, strong(black)},
	}
	if last.diverted.Value != 0 {
		one.labels = append(one.labels, endLabel{middle(last.spent.Value, last.diverted.Value),
			f.barLabel("diverted", last.diverted), 1, strong(black)})
	}
	return one
}

// barWidth is the share of a year's room that its bar takes.
const barWidth = 0.62

func (f frame) drawBars(a axes, bars []bar) {
	for _, b := range bars {
		assumed := b.year >= f.assumedFrom()
		from := 0.0
		for i, height := range []float64{b.spent.Value, b.diverted.Value} {
			a.box(box{b.year, from, from + height, earmarkUses()[i].color, assumed})
			from += height
		}
		a.whisker(b.year, b.low.Value, b.high.Value)
		a.level(b.year, b.planned.Value)
	}
	a.zero()
}

// A box is a part of a bar.
type box struct {
	year     int
	from, to float64
	color    rgb
	assumed  bool
}

func (a axes) box(b box) {
	if b.from == b.to {
		return
	}
	left, right := a.x(float64(b.year)-barWidth/2), a.x(float64(b.year)+barWidth/2)
	area := vg.Rectangle{Min: vg.Point{X: left, Y: a.y(b.from)}, Max: vg.Point{X: right, Y: a.y(b.to)}}
	if !b.assumed {
		a.fill(b.color, area)
		a.edge(area)
		return
	}
	a.fill(b.color.tint(), area)
	a.rule(b.color, 0.9, []vg.Length{3, 2}, area.Min, vg.Point{X: right, Y: area.Min.Y}, area.Max,
		vg.Point{X: left, Y: area.Max.Y}, area.Min)
}

// edge is the white line between two parts of a bar.
func (a axes) edge(area vg.Rectangle) {
	a.rule(paper, 0.8, nil, area.Min, vg.Point{X: area.Max.X, Y: area.Min.Y})
}

// level is the line across the top of a bar: the planned amount.
func (a axes) level(year int, value float64) {
	const over = 2
	y := a.y(value)
	a.rule(black, 1.4, nil, vg.Point{X: a.x(float64(year)-barWidth/2) - over, Y: y},
		vg.Point{X: a.x(float64(year)+barWidth/2) + over, Y: y})
}

// whisker is a range in a year, with a white rim so that it stands out from the bar.
func (a axes) whisker(year int, low, high float64) {
	if low == high {
		return
	}
	const half = 3.5
	x, bottom, top := a.x(float64(year)), a.y(low), a.y(high)
	for _, line := range []struct {
		color rgb
		width vg.Length
	}{{paper, 2.8}, {blue, 1.2}} {
		a.rule(line.color, line.width, nil, vg.Point{X: x, Y: bottom}, vg.Point{X: x, Y: top})
		for _, y := range []vg.Length{bottom, top} {
			a.rule(line.color, line.width, nil, vg.Point{X: x - half, Y: y}, vg.Point{X: x + half, Y: y})
		}
	}
}
