package report

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// plainFrame is the frame of a chart of a caller's figures. Its caption names the run that they are from; r may be nil.
func plainFrame(r *scenario.Result, title, words string, o ChartOptions) frame {
	f := frame{title: clean(title), subtitle: clean(words), bare: o.Bare}
	if o.Title != "" {
		f.title = clean(o.Title)
	}
	if f.view.about = r; r == nil {
		f.view.about = &scenario.Result{}
	}
	f.caption = func(most int) string {
		switch {
		case r != nil:
			return f.view.caption(o.Source, most)
		case o.Source != "":
			return "Source: " + clean(o.Source)
		}
		return ""
	}
	return f
}

// drawable reports a figure that no chart can show.
func drawable(what string, values ...float64) error {
	for _, v := range values {
		if !finite(v) || math.Abs(v) > 1e15 {
			return fault.OutOfRange.Found("%s holds %v, which cannot be drawn", what, v)
		}
	}
	return nil
}

// figuresBelow labels the horizontal axis with round figures, with light lines up from them and a darker one at zero.
func (a axes) figuresBelow(unit string) {
	values, labels := a.ticksThatFit()
	for i, v := range values {
		a.rule(hairline, 0.6, nil, vg.Point{X: a.x(v), Y: a.Min.Y}, vg.Point{X: a.x(v), Y: a.Max.Y})
		a.write(labelText(), vg.Point{X: a.x(v), Y: a.Min.Y - 6}, anchor{draw.XCenter, draw.YTop}, labels[i])
	}
	a.write(labelText(), vg.Point{X: a.Max.X, Y: a.Min.Y - 18}, anchor{draw.XRight, draw.YTop}, unit)
	if a.left <= 0 && a.right >= 0 {
		a.rule(black, 0.8, nil, vg.Point{X: a.x(0), Y: a.Min.Y}, vg.Point{X: a.x(0), Y: a.Max.Y})
	}
}

// ticksThatFit are round figures of the horizontal axis, as many as there is room for their labels.
func (a axes) ticksThatFit() (values []float64, labels []string) {
	for wanted := 6; ; wanted-- {
		var decimals int
		values, decimals = extent{a.left, a.right}.ticks(wanted)
		labels = labels[:0]
		widest := vg.Length(0)
		for _, v := range values {
			labels = append(labels, minus(scale{1, decimals}.round(v, decimals)))
			widest = max(widest, a.textWidth(labelText(), labels[len(labels)-1]))
		}
		if wanted == 1 || len(values) < 2 || a.x(values[1])-a.x(values[0]) > widest+10 {
			return values, labels
		}
	}
}
