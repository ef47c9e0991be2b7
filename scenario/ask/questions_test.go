package ask_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A figure is that of a run of the same file, as far as the run has it.
func TestFiguresAreThoseOfARun(t *testing.T) {
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 5000, ExactPercentiles: true})
	require.NoError(t, err)
	s := example(t, "settlement", 5000)
	for _, name := range r.Scenarios {
		c, ok := r.Cell(name, "balance", "2023/24")
		require.True(t, ok)
		mean := asked(t, s, "mean of balance in 2023/24 for "+name).Value
		assert.InEpsilon(t, c.Mean.Value, mean.Value, 1e-9, name)
		assert.InEpsilon(t, c.Mean.Lo, mean.Lo, 1e-6, name)
		for _, p := range c.Percentiles {
			f, err := s.Figure("p50 of balance in 2023/24 for " + name)
			require.NoError(t, err)
			f.Statistic.Share = p.P
			a, err := s.Value(context.Background(), f)
			require.NoError(t, err)
			assert.InDelta(t, p.Value, a.Value.Value, 0.01, "%s p%v", name, p.P)
			assert.InDelta(t, p.Lo, a.Value.Lo, 0.01)
			assert.InDelta(t, p.Hi, a.Value.Hi, 0.01)
		}
		chance, ok := r.Chance(name, "balance_in_year", "2023/24")
		require.True(t, ok)
		assert.Equal(t, chance.Probability, asked(t, s, "chance that balance in 2023/24 for "+name).Value.Estimate)
	}
	pair := r.Comparisons[0]
	d, ok := r.Difference(pair.Of, pair.Versus, "balance", "2023/24")
	require.True(t, ok)
	versus := asked(t, s, "mean of balance in 2023/24 for "+pair.Of+" versus "+pair.Versus)
	assert.InEpsilon(t, d.Mean.Value, versus.Value.Value, 1e-9)
}

// The parts of a bridge add up to the penny, in the order of the changes and shared out over all orders.
func TestBridgesAddUp(t *testing.T) {
	s := example(t, "settlement", 2000)
	for _, text := range []string{"mean of balance", "p10 of net cost", "chance that balance", "worst 5% of balance"} {
		f, err := s.Figure(text + " for four percent, improve")
		require.NoError(t, err)
		a, err := s.Bridge(context.Background(), f)
		require.NoError(t, err)
		require.Len(t, a.Rows, 4)
		for column := range a.Columns {
			sum := 0.0
			for _, r := range a.Rows[1 : len(a.Rows)-1] {
				sum += r.Cells[column].Value
				if r.Cells[column].Unit == ask.Money {
					assert.Equal(t, math.Round(r.Cells[column].Value*100)/100, r.Cells[column].Value, "whole pence")
				}
			}
			change := a.Rows[3].Cells[column].Value - a.Rows[0].Cells[column].Value
			assert.InDelta(t, change, sum, 0.006, "%s, %s", text, a.Columns[column])
		}
	}
	_, err := s.Bridge(context.Background(), ask.Figure{Line: "balance", Year: "2023/24"})
	assert.ErrorContains(t, err, "nothing differs")
}

// Whatever two cases differ in, the parts of the bridge between them add up to the penny. The cases are random settings
// of the shipped examples' numbers.
func TestRandomBridgesAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 16))
	names := []string{"settlement", "system", "today", "board"}
	studies := map[string]*ask.Study{}
	for _, name := range names {
		studies[name] = example(t, name, 64)
	}
	added := 0
	for range testkit.Deep(1000, 30) {
		s := studies[names[r.IntN(len(names))]]
		var steps []ask.Step
		for i := range 1 + r.IntN(5) {
			in := s.Inputs()[r.IntN(len(s.Inputs()))]
			value := fmt.Sprintf("%.2f%%", r.Float64()*6)
			if _, err := s.Level(ask.Figure{Line: in}, "£1m"); err == nil {
				value = fmt.Sprintf("£%.2fm", r.Float64()*500)
			}
			steps = append(steps,
				ask.Step{Name: fmt.Sprint(i, in), Settings: []scenario.Setting{{Path: in, Value: value}}})
		}
		years := s.Years()
		f, err := s.Figure("mean of balance in " + years[r.IntN(len(years))])
		require.NoError(t, err)
		a, err := s.Steps(context.Background(), f, steps)
		if err != nil {
			continue // a number that the file cannot have
		}
		added++
		for column := range a.Columns {
			sum := 0.0
			for _, row := range a.Rows[:len(a.Rows)-1] {
				sum += row.Cells[column].Value
			}
			assert.InDelta(t, a.Rows[len(a.Rows)-1].Cells[column].Value, sum, 0.011, "%v", steps)
		}
	}
	assert.Greater(t, 2*added, testkit.Deep(1000, 30), "most have a bridge")
}

// A search finds the quantile of a normal law: x − z is zero or more with the chance Φ(x).
func TestSolve(t *testing.T) {
	s := study(t, 200_000, sheet.Ref("x").Minus(sheet.Ref("z")), nil, driver("z", dist.Normal{SD: 1}),
		driver("x", dist.Normal{SD: 0.1}))
	for text, c := range map[string]struct{ target, want float64 }{
		"chance that y":  {0.8, 0.8416212335729143},
		"p10 of y":       {0, 1.2815515655446004},
		"mean of y":      {1.5, 1.5},
		"worst 5% of y":  {0, 2.0627128075074},
		"chance that y ": {0.2, -0.8416212335729143},
	} {
		f, err := s.Figure(text)
		require.NoError(t, err)
		got, err := s.Solve(context.Background(), f, ask.Lever{Place: "x", Low: "-90%", High: "300%"}, c.target)
		require.NoError(t, err, text)
		near(t, c.want, got.Value.Estimate, text)
		assert.Less(t, got.Value.HalfWidth(), 0.02, text)
	}
	f, err := s.Figure("chance that y")
	require.NoError(t, err)
	for _, c := range []struct {
		lever  ask.Lever
		target float64
		says   string
	}{
		{ask.Lever{Place: "x", Low: "400%", High: "500%"}, 0.5, "every value of x from 400% to 500% is at the target"},
		{ask.Lever{Place: "x", Low: "-600%", High: "-500%"}, 0.5, "no value of x from -600% to -500% reaches"},
		{ask.Lever{Place: "x", Low: "3%", High: "1%"}, 0.5, "it must go up"},
		{ask.Lever{Place: "x", Low: "3", High: "5%"}, 0.5, "3 is 300%; did you mean 3%?"},
		{ask.Lever{Place: "nothing", Low: "1%", High: "5%"}, 0.5, `there is no number "nothing"`},
		{ask.Lever{Place: "x", Low: "1%", High: "5%"}, math.NaN(), "NaN is not a target"},
	} {
		_, err := s.Solve(context.Background(), f, c.lever, c.target)
		assert.ErrorContains(t, err, c.says)
	}
}

// Funding is in proportion to its baseline, and a little more of k takes 1 − Φ(k) times as much off E max(0, x − k),
// with x standard normal.
func TestGradient(t *testing.T) {
	s := example(t, "board", 20_000)
	f, err := s.Figure("mean of funding in 2029/30")
	require.NoError(t, err)
	a, err := s.Gradient(context.Background(), f)
	require.NoError(t, err)
	funding := asked(t, s, "mean of funding in 2029/30").Value.Value
	assert.InDelta(t, funding/780, cell(t, a, "funding.baseline, £1m more", "adds").Value, 0.05, "but for pence")
	assert.Zero(t, cell(t, a, "savings.planned, 0.1 points more", "adds").Value)
	for i := range a.Rows[1:] {
		assert.GreaterOrEqual(t, math.Abs(a.Rows[i].Cells[0].Value), math.Abs(a.Rows[i+1].Cells[0].Value), "most first")
	}

	option := &sheet.Sheet{Years: []string{"before", "year"}}
	option.AddInput(sheet.Input{Name: "x", Values: []decimal.Decimal{decimal.Zero}},
		sheet.Input{Name: "k", Values: []decimal.Decimal{decimal.NewFromFloat(0.5)}})
	option.Add(sheet.Row{Name: "y", Formula: sheet.Max(sheet.Num(0), sheet.Ref("x").Minus(sheet.Ref("k")))})
	m := &scenario.Model{AskedYear: "year", Baseline: scenario.Scenario{Model: option,
		Drivers: []scenario.Driver{driver("x", dist.Normal{SD: 1})}}}
	s, err = ask.New(context.Background(), ask.Of(m), scenario.Options{Paths: 200_000, Seed: 1})
	require.NoError(t, err)
	f, err = s.Figure("mean of y")
	require.NoError(t, err)
	a, err = s.Gradient(context.Background(), f)
	require.NoError(t, err)
	near(t, -0.001*0.5*math.Erfc(0.5/math.Sqrt2), cell(t, a, "k, 0.1 points more", "adds"))
}

// What every future would have needed: x − z is zero at x = z, whose percentiles are known.
func TestBreakEven(t *testing.T) {
	s := study(t, 50_000, sheet.Ref("x").Minus(sheet.Ref("z")), nil, driver("z", dist.Normal{SD: 0.1}),
		driver("x", dist.Normal{SD: 0.1}))
	f, err := s.Figure("mean of y")
	require.NoError(t, err)
	a, err := s.BreakEven(context.Background(), f, ask.Lever{Place: "x", Low: "-90%", High: "90%"}, 0)
	require.NoError(t, err)
	near(t, 0.12815515655446, cell(t, a, "enough in 90% of futures", "x"))
	near(t, 0, cell(t, a, "enough in 50% of futures", "x"))
}

// The future at a percentile has that figure, to the penny, and the draws that are said.
func TestReplay(t *testing.T) {
	s := example(t, "settlement", 1001)
	f, err := s.Figure("p90 of balance in 2023/24")
	require.NoError(t, err)
	r, err := s.Replay(context.Background(), f)
	require.NoError(t, err)
	exact := asked(t, s, "p90 of balance in 2023/24").Value.Value // rank 900 of 0 to 1000
	column, ok := r.Ledger.Program.Column("2023/24")
	require.True(t, ok)
	got, ok := r.Ledger.At("balance", column)
	require.True(t, ok)
	assert.InDelta(t, exact*100, got.InexactFloat64(), 0.5)
	assert.NotEmpty(t, r.Answer.Rows)
}

// Until a figure is known: the answer is that of a run of as many paths, and no wider than was asked.
func TestUntil(t *testing.T) {
	s := example(t, "settlement", 100)
	f, err := s.Figure("chance that balance in 2023/24")
	require.NoError(t, err)
	width, err := s.Width(f, "1 point")
	require.NoError(t, err)
	a, err := s.Until(context.Background(), f, width)
	require.NoError(t, err)
	assert.LessOrEqual(t, a.Value.HalfWidth(), 0.01)
	assert.Equal(t, asked(t, example(t, "settlement", a.Run.Paths), f.String()).Value, a.Value)
}

// A table has what asking for each cell gives, whatever the order.
func TestTable(t *testing.T) {
	s := example(t, "settlement", 1000)
	rows, err := ask.ParseAxis("funding.real_growth=3%..4%/3")
	require.NoError(t, err)
	assert.Equal(t, []string{"3%", "3.5%", "4%"}, rows.Values)
	columns, err := ask.ParseAxis("earmark.share=0%, 5%")
	require.NoError(t, err)
	f, err := s.Figure("p10 of balance")
	require.NoError(t, err)
	table, err := s.Table(context.Background(), f, rows, columns)
	require.NoError(t, err)
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	for i, r := range rows.Values {
		for j, c := range columns.Values {
			set, err := spec.With(scenario.Setting{Path: rows.Place, Value: r},
				scenario.Setting{Path: columns.Place, Value: c})
			require.NoError(t, err)
			alone, err := ask.New(context.Background(), set, scenario.Options{Paths: 1000})
			require.NoError(t, err)
			assert.Equal(t, asked(t, alone, "p10 of balance").Value, table.Rows[i].Cells[j], "%s, %s", r, c)
		}
	}
}

// A line that falls as the number rises has no value that is enough from there on.
func TestBreakEvenOfAFallingLine(t *testing.T) {
	s := example(t, "board", 200)
	f, err := s.Figure("mean of balance")
	require.NoError(t, err)
	_, err = s.BreakEven(context.Background(), f, ask.Lever{Place: "demand", Low: "0%", High: "5%"}, 0)
	assert.ErrorContains(t, err, "falls as assumptions.demand rises")
}

// Several figures of a sweep are those asked one by one.
func TestSweepOfSeveralFigures(t *testing.T) {
	s := example(t, "board", 500)
	var figures []ask.Figure
	for _, text := range []string{"mean of balance in 2029/30", "chance that balance in every year",
		"p10 of net cost in 2027/28 for a bad year", "mean of balance for a bad year versus ring-fenced"} {
		f, err := s.Figure(text)
		require.NoError(t, err)
		figures = append(figures, f)
	}
	settings := []scenario.Setting{{Path: "funding.real_growth", Value: "3%"}}
	together := func(figures []ask.Figure) (all []scenario.Estimate) {
		require.NoError(t, s.Sweep(context.Background(), figures, [][]scenario.Setting{settings},
			func(_ int, e []scenario.Estimate) error {
				all = append(all, e...)
				return nil
			}))
		return all
	}
	all := together(figures)
	for i, f := range figures {
		assert.Equal(t, together([]ask.Figure{f})[0], all[i], f.String())
	}
}

// A number that is correlated in the file may be decided in a scenario: the others stay as they were drawn.
func TestDriversOfAScenarioThatDecidesACorrelatedNumber(t *testing.T) {
	text, err := os.ReadFile("../../examples/board/board.yaml")
	require.NoError(t, err)
	spec, err := file.Load("board.yaml", []byte(strings.Replace(string(text), "scenarios:\n",
		"scenarios:\n  high: [pay settles high]\n", 1)))
	require.NoError(t, err)
	s, err := ask.New(context.Background(), spec, scenario.Options{Paths: 500})
	require.NoError(t, err)
	f, err := s.Figure("mean of balance for high")
	require.NoError(t, err)
	a, err := s.Drivers(context.Background(), f)
	require.NoError(t, err)
	assert.NotContains(t, fmt.Sprint(a.Rows), "pay award")
	assert.NotZero(t, cell(t, a, "savings.delivery", "swing").Value)

	m, err := spec.Model()
	require.NoError(t, err)
	whole, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 500})
	require.NoError(t, err)
	only, err := m.Only([]string{"high"})
	require.NoError(t, err)
	alone, err := scenario.Run(context.Background(), only, scenario.Options{Paths: 500})
	require.NoError(t, err)
	in, _ := whole.Cell("high", "balance", "2029/30")
	by, ok := alone.Cell("high", "balance", "2029/30")
	require.True(t, ok)
	assert.Equal(t, in.Mean, by.Mean, "the same in any company")
}
