package report

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bridge is a bridge from a reported to an underlying position.
func bridge() Waterfall {
	return Waterfall{Title: "Two thirds of the underlying deficit is hidden", Words: "From reported to underlying, £m.",
		Unit: "£m", Steps: []Step{
			{Name: "Reported position", By: -827, Total: true, Text: "-827"},
			{Name: "Non-recurrent savings, which fall away next year and are not found again", By: -1100,
				Text: "-1,100"},
			{Name: "Deficit support", By: -700, Text: "-700"},
			{Name: "Technical items", By: 77, Text: "+77"},
			{Name: "Underlying position", By: -2550, Total: true, Text: "-2,550"},
		}}
}

func drivers() Tornado {
	return Tornado{Title: "Need moves the balance most", Words: "Balance in 2023/24 with each input at p10 and p90.",
		Unit: "£bn", Base: -3, BaseText: "-3.0", Bars: []Bar{
			{Name: "deflator surprise", Low: -2.1, High: -4, LowText: "-2.1", HighText: "-4.0"},
			{Name: "need: real growth", Low: 0.3, High: -8, LowText: "0.3", HighText: "-8.0"},
			{Name: "earmark share", Low: -3, High: -3, LowText: "-3.0", HighText: "-3.0"},
			{Name: "one-sided", Low: -3.4, High: -3.9, LowText: "-3.4", HighText: "-3.9"},
		}}
}

func grid() Heat {
	h := Heat{Title: "Only growth above 4% makes balance likely", Words: "Chance of balance in 2023/24, %.",
		Down: "real growth", Across: "earmark share", Rows: []string{"3.0%", "3.4%", "4.0%", "4.5%"},
		Columns: []string{"0%", "2%", "5%", "10%", "15%"}}
	for i := range h.Rows {
		var cells []HeatCell
		for k := range h.Columns {
			v := float64(20*i+4*k) + 3
			cells = append(cells, HeatCell{Value: v, Text: fmt.Sprintf("%.0f", v), Bold: i == 1 && k == 2})
		}
		h.Cells = append(h.Cells, cells)
	}
	h.Cells[3][4].Value = math.NaN()
	return h
}

func curves() SCurve {
	points := func(shift float64) (all []Quantile) {
		for _, p := range []float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95} {
			v := 20*p - 14 + shift
			all = append(all, Quantile{P: p, Value: v, Lo: v - 0.3, Hi: v + 0.3})
		}
		return all
	}
	return SCurve{Title: "4% moves the whole range", Words: "Balance in 2023/24.", Unit: "£bn", Curves: []Curve{
		{"settlement, stand still", points(0), []Mark{{0.7, 0, "70% have less than 0"}}},
		{Name: "settlement, improve", Points: points(-6)}, {Name: "four percent", Points: points(5)},
		{Name: "a fourth with quite a long name", Points: points(6)}}}
}

// A chart of figures that a caller brings.
type plainChart interface {
	Chart(o ChartOptions) (*Chart, error)
}

func plainCharts() map[string]plainChart {
	return map[string]plainChart{"waterfall": bridge(), "tornado": drivers(), "heat": grid(), "scurve": curves()}
}

// Every kind is tidy at every size, says its title and its source, and is the same bytes each time. With
// ENVELOPE_PICTURES set to a folder the pictures are left there to be looked at.
func TestPlainCharts(t *testing.T) {
	for name, kind := range plainCharts() {
		for _, o := range []ChartOptions{{}, {Width: 480, Height: 320}, {Width: 1400, Height: 900}, {Bare: true},
			{Source: "A source", Title: "Another title"}} {
			c, err := kind.Chart(o)
			p := pictured(t, c, err)
			p.tidy(t)
			if !o.Bare {
				assert.Contains(t, p.svg, "<title>"+c.Title()+"</title>", name)
			}
			if o.Source != "" {
				assert.Equal(t, "Another title", c.Title())
				assert.True(t, p.holds("Source: A source"), name)
			}
			var again bytes.Buffer
			require.NoError(t, c.WriteSVG(&again))
			assert.Equal(t, p.svg, again.String(), name)
			if folder := os.Getenv("ENVELOPE_PICTURES"); folder != "" && o.Width == 0 && !o.Bare {
				require.NoError(t, c.SavePNG(filepath.Join(folder, name+".png")))
			}
		}
	}
}

// A picture without its words stands on a page that has them.
func TestBareCharts(t *testing.T) {
	f := settlement()
	for name, draw := range map[string]func(ChartOptions) (*Chart, error){
		"fan":     func(o ChartOptions) (*Chart, error) { return fan(f.source(), stand, "balance", o) },
		"chance":  func(o ChartOptions) (*Chart, error) { return chanceChart(f.source(), stand, o) },
		"earmark": func(o ChartOptions) (*Chart, error) { return earmark(f.source(), stand, o) },
	} {
		c, err := draw(ChartOptions{Bare: true})
		p := pictured(t, c, err)
		p.tidy(t)
		assert.NotEmpty(t, c.Title(), name)
		assert.NotEmpty(t, c.Words(), name)
		assert.Contains(t, c.Caption(), "100,000 paths", name)
		for _, w := range p.texts {
			assert.NotContains(t, w.text, "Seed", name)
			assert.NotEqual(t, c.Title(), w.text, name)
		}
		assert.NotContains(t, p.svg, "style=", "a page that allows no styles of its parts may hold it")
	}
}

// The chances of balance stand beside those with the money intact, of every body too where there are bodies.
func TestChanceChart(t *testing.T) {
	for _, f := range []*fake{settlement(), system(6, 6, "as planned", "savings at 60%")} {
		name := f.about.Scenarios[0]
		c, err := chanceChart(f.source(), name, ChartOptions{Beside: f.about.Scenarios[1:]})
		p := pictured(t, c, err)
		p.tidy(t)
		assert.Contains(t, c.Title(), "The chance of balance in "+f.about.Years[askedYear(f.about)]+" is ")
		assert.True(t, p.holds("100"), "the axis reaches certainty")
	}
	f := settlement()
	f.chances = nil
	_, err := chanceChart(f.source(), stand, ChartOptions{})
	assert.ErrorIs(t, err, fault.Missing)
}

// What cannot be drawn is said, not drawn wrong.
func TestPlainChartsRefuse(t *testing.T) {
	wrong, many := bridge(), bridge()
	wrong.Steps[4].By = -2500
	many.Steps = make([]Step, 41)
	ragged, tall, twisted := grid(), grid(), curves()
	ragged.Cells[2] = ragged.Cells[2][:1]
	tall.Rows = make([]string, 61)
	twisted.Curves = []Curve{{"x", []Quantile{{P: 0.1, Value: 2}, {P: 0.9, Value: 1}}, nil}}
	for _, c := range []struct {
		chart plainChart
		want  string
	}{
		{Waterfall{}, "no steps"},
		{wrong, `come to -2550, and it says -2500`},
		{many, "41 steps does not fit"},
		{Waterfall{Steps: []Step{{Name: "x", By: math.Inf(1)}}}, "cannot be drawn"},
		{Tornado{}, "no bars"},
		{Tornado{Base: math.NaN(), Bars: []Bar{{}}}, "cannot be drawn"},
		{Tornado{Bars: []Bar{{Name: "x", Low: math.NaN()}}}, "cannot be drawn"},
		{Heat{}, "0 rows and 0 columns"},
		{ragged, "1 cells for 5 columns"},
		{tall, "61 × 5 cells does not fit"},
		{Heat{Rows: []string{"a"}, Columns: []string{"b"}}, "1 rows and cells for 0"},
		{SCurve{}, "0 curves"},
		{SCurve{Curves: make([]Curve, 5)}, "5 curves"},
		{SCurve{Curves: make([]Curve, 1)}, "0 points"},
		{twisted, "falls from 2 to 1"},
		{SCurve{Curves: []Curve{{"x", []Quantile{{P: -1, Value: 2}, {P: 0.9, Value: 3}}, nil}}}, "chance of -1"},
	} {
		_, err := c.chart.Chart(ChartOptions{})
		assert.ErrorContains(t, err, c.want)
	}
	for name, kind := range plainCharts() {
		_, err := kind.Chart(ChartOptions{Width: 100})
		assert.ErrorIs(t, err, fault.OutOfRange, name)
	}
}

// The longest bar comes first, and of many the shortest are left out, which is said.
func TestTornadoIsSorted(t *testing.T) {
	c, err := drivers().Chart(ChartOptions{})
	order := func(p picture, names ...string) {
		last := math.Inf(1)
		for _, name := range names {
			for _, w := range p.texts {
				if w.text == name {
					assert.Less(t, float64(w.bottom), last, name)
					last = float64(w.bottom)
				}
			}
		}
		assert.False(t, math.IsInf(last, 1))
	}
	order(pictured(t, c, err), "need: real growth", "deflator surprise", "one-sided", "earmark share")

	var many Tornado
	for i := range 33 {
		many.Bars = append(many.Bars, Bar{Name: fmt.Sprintf("input %d", i), High: float64(i)})
	}
	c, err = many.Chart(ChartOptions{})
	p := pictured(t, c, err)
	p.tidy(t)
	order(p, "input 32", "input 13", "and 13 more")
	assert.False(t, p.holds("input 12"))
}

// The steps of a waterfall hang together: each begins where the one before it ends.
func TestWaterfallRows(t *testing.T) {
	w := bridge()
	c, err := w.Chart(ChartOptions{Width: 1400})
	p := pictured(t, c, err)
	for _, s := range w.Steps {
		assert.True(t, p.holds(s.Name), s.Name)
		assert.True(t, p.holds(strings.ReplaceAll(s.Text, "-", "−")), s.Text)
	}
}

// A long text of an SVG has its length, and so stays in the picture where a reader has other fonts; short ones have
// none.
func TestLongTextsKeepTheirLength(t *testing.T) {
	c, err := curves().Chart(ChartOptions{Title: "A title that is long enough to run out & over the edge", Source: "S"})
	p := pictured(t, c, err)
	assert.Regexp(t, ` textLength="[0-9.]+" lengthAdjust="spacingAndGlyphs">A title that is long enough to run out &amp; over`,
		p.svg)
	assert.NotRegexp(t, `textLength="[0-9.]+"[^>]*>100<`, p.svg)
	for _, part := range strings.Split(p.svg, `textLength="`)[1:] {
		length, _, _ := strings.Cut(part, `"`)
		points, err := strconv.ParseFloat(length, 64)
		require.NoError(t, err)
		assert.True(t, points > 0 && points < 675, length)
	}
}
