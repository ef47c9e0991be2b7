package ask_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// z95 turns a half-width into a standard error.
const z95 = 1.959963984540054

// near holds an estimate to a known value: |z| < 4.75.
func near(t *testing.T, want float64, e scenario.Estimate, about ...any) {
	t.Helper()
	se := e.HalfWidth() / z95
	assert.Less(t, math.Abs(e.Value-want), 4.75*se+1e-12, "%v: %v, want %v", about, e, want)
}

// A curve is a law given by its quantiles, of the score's probability.
type curve struct {
	name      string
	quantile  func(u float64) float64
	low, high float64
}

func (c curve) Kind() string                 { return c.name }
func (c curve) Faults() []dist.Fault         { return nil }
func (c curve) Transform() dist.Transform    { return c }
func (c curve) Support() (low, high float64) { return c.low, c.high }
func (c curve) Moments() (mean, sd float64) {
	const n = 1 << 14
	var sum, squares float64
	for i := range n {
		x := c.quantile((float64(i) + 0.5) / n)
		sum, squares = sum+x, squares+float64(x*x)
	}
	return sum / n, math.Sqrt(squares/n - float64(sum/n)*float64(sum/n))
}
func (c curve) At(z float64) float64 { return c.quantile(0.5 * math.Erfc(-z/math.Sqrt2)) }
func (c curve) Apply(dst, z []float64) {
	for i, x := range z {
		dst[i] = c.At(x)
	}
}

// study is one of a sheet with one row, y, of one year.
func study(t testing.TB, paths uint64, y sheet.Expr, correlated []scenario.Correlation,
	drivers ...scenario.Driver) *ask.Study {
	t.Helper()
	s := &sheet.Sheet{Years: []string{"before", "year"}}
	for _, d := range drivers {
		s.AddInput(sheet.Input{Name: d.Input, Values: []decimal.Decimal{decimal.Zero}})
	}
	s.Add(sheet.Row{Name: "y", Formula: y})
	m := &scenario.Model{Baseline: scenario.Scenario{Name: "base", Model: s, Drivers: drivers}, Correlation: correlated,
		AskedYear: "year"}
	study, err := ask.New(context.Background(), ask.Of(m), scenario.Options{Paths: paths, Seed: 1})
	require.NoError(t, err)
	return study
}

// asked is a figure's answer.
func asked(t testing.TB, s *ask.Study, text string) *ask.Answer {
	t.Helper()
	f, err := s.Figure(text)
	require.NoError(t, err)
	a, err := s.Value(context.Background(), f)
	require.NoError(t, err)
	return a
}

func driver(name string, law dist.Distribution) scenario.Driver {
	return scenario.Driver{Input: name, Law: law}
}

// cell is a row's cell in a column, by their names.
func cell(t testing.TB, a *ask.Answer, row, column string) scenario.Estimate {
	t.Helper()
	for i, name := range a.Columns {
		for _, r := range a.Rows {
			if name == column && r.Name == row && i < len(r.Cells) {
				return r.Cells[i].Estimate
			}
		}
	}
	t.Fatalf("no cell %s of %s in %v", column, row, a.Columns)
	return scenario.Estimate{}
}

// The average of the worst 5% of a standard normal is −φ(1.645)/0.05; the standard deviation, the mean and the
// percentiles are known too, and so is the chance that two correlated normals are both positive: 1/4 + asin(r)/2π.
func TestNormal(t *testing.T) {
	s := study(t, 200_000, sheet.Ref("x"), nil, driver("x", dist.Normal{SD: 1}))
	for text, want := range map[string]float64{
		"worst 5% of y":                       -2.062712807507,
		"best 5% of y":                        2.062712807507,
		"mean of y":                           0,
		"sd of y":                             1,
		"p10 of y":                            -1.2815515655446,
		"p97.5 of y":                          1.959963984540054,
		"chance that y > 0":                   0.5,
		"chance that y < -164.4853626951473%": 0.05,
	} {
		near(t, want, asked(t, s, text).Value.Estimate, text)
	}
	const r = 0.6
	pair := []scenario.Correlation{{Drivers: []string{"x", "z"}, Matrix: [][]float64{{1, r}, {r, 1}}}}
	both := study(t, 200_000, sheet.Min(sheet.Ref("x"), sheet.Ref("z")), pair, driver("x", dist.Normal{SD: 1}),
		driver("z", dist.Normal{SD: 1}))
	near(t, 0.25+math.Asin(r)/(2*math.Pi), asked(t, both, "chance that x > 0 and z > 0").Value.Estimate, "orthant")
}

// Ishigami's function, sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ with x uniform on ±π: its parts are given here as the laws
// that they have.
func TestIshigami(t *testing.T) {
	sine := curve{"sine", func(u float64) float64 { return math.Sin(math.Pi * (u - 0.5)) }, -1, 1}
	square := curve{"square", func(u float64) float64 { x := math.Sin(math.Pi / 2 * u); return x * x }, 0, 1}
	fourth := curve{"fourth", func(u float64) float64 { return math.Pow(math.Pi*u, 4) }, 0, math.Pow(math.Pi, 4)}
	a, b, c := sheet.Ref("a"), sheet.Ref("b"), sheet.Ref("c")
	y := sheet.Sum(a, b.Times(sheet.Num(7)), c.Times(a).Times(sheet.Num(0.1)))
	s := study(t, 100_000, y, nil, driver("a", sine), driver("b", square), driver("c", fourth))
	f, err := s.Figure("mean of y")
	require.NoError(t, err)
	found, err := s.Drivers(context.Background(), f)
	require.NoError(t, err)
	for name, want := range map[string][2]float64{"a": {.31391, .55759}, "b": {.44241, .44241}, "c": {0, .24368}} {
		near(t, want[0], cell(t, found, name, "share alone"), name, "alone")
		near(t, want[1], cell(t, found, name, "share in all"), name, "in all")
	}
}

// Sobol's g-function of eight inputs, with a = 0, 1, 4.5, 9, 99, 99, 99, 99, and Bratley's of eight.
func TestFunctionsOfEight(t *testing.T) {
	one := sheet.Num(1)
	var drivers []scenario.Driver
	g, bratley, product := one, sheet.Num(0), one
	for i, a := range []float64{0, 1, 4.5, 9, 99, 99, 99, 99} {
		name := fmt.Sprintf("x%d", i+1)
		drivers = append(drivers, driver(name, dist.Uniform{Low: 0, High: 1}))
		x, by := sheet.Ref(name), sheet.Num(a)
		g = g.Times(sheet.Sum(x, x, by).Over(sheet.Sum(one, by)))
		if product = product.Times(x); i%2 == 0 {
			bratley = bratley.Minus(product)
		} else {
			bratley = bratley.Plus(product)
		}
	}
	for name, c := range map[string]struct {
		y    sheet.Expr
		want []float64
	}{
		"g":       {g, []float64{.71619, .17905, .02368, .00716}},
		"bratley": {bratley, []float64{.66338, .16977, .04049}},
	} {
		s := study(t, 50_000, c.y, nil, drivers...)
		f, err := s.Figure("mean of y")
		require.NoError(t, err)
		found, err := s.Drivers(context.Background(), f)
		require.NoError(t, err)
		for i, want := range c.want {
			near(t, want, cell(t, found, fmt.Sprintf("x%d", i+1), "share alone"), name, i+1)
		}
	}
}

// Two correlated normals, y = x + 2z with standard deviations 1 and 0.5: Shapley effects in closed form (half of what
// each explains alone and half of what it adds to the other), and a swing that takes the other along.
func TestCorrelatedNormals(t *testing.T) {
	const r = 0.6
	pair := []scenario.Correlation{{Drivers: []string{"x", "z"}, Matrix: [][]float64{{1, r}, {r, 1}}}}
	s := study(t, 100_000, sheet.Sum(sheet.Ref("x"), sheet.Ref("z"), sheet.Ref("z"), sheet.Ref("w")), pair,
		driver("x", dist.Normal{SD: 1}), driver("z", dist.Normal{SD: 0.5}), driver("w", dist.Normal{SD: 1}))
	f, err := s.Figure("mean of y")
	require.NoError(t, err)
	a, err := s.Drivers(context.Background(), f)
	require.NoError(t, err)
	variance := 1 + 1 + 2*r + 1.0
	explained := (1 + r) * (1 + r) // by either of x and z alone
	pairs := 2 + 2*r
	near(t, pairs/2/variance, cell(t, a, "x", "Shapley share"))
	near(t, pairs/2/variance, cell(t, a, "z", "Shapley share"))
	near(t, 1/variance, cell(t, a, "w", "Shapley share"))
	assert.InDelta(t, explained, (1+r)*(1+r), 1e-12)
	near(t, 2*1.2815515655446*(1+r), cell(t, a, "x", "swing"))
	near(t, 2*1.2815515655446*(1+r), cell(t, a, "z", "swing"))
	near(t, 2*1.2815515655446, cell(t, a, "w", "swing"))
}
