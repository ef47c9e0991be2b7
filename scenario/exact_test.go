package scenario_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Without uncertainty the run is the exact ledger: every cell to the penny, except within the bound that the sheet
// computes, and always within £1. It is so for systems too.
func TestNoUncertaintyIsTheLedger(t *testing.T) {
	models := map[string]*finance.Model{
		"£bn": settlement(finance.Billion), "£m": settlement(finance.Million), "£000": settlement(finance.Thousand),
		"a system":            modelOf(t, "../examples/system/system.yaml"),
		"systems in a system": modelOf(t, "file/testdata/good/systems.yaml"),
	}
	for name, m := range models {
		t.Run(name, func(t *testing.T) { agreesWithTheLedger(t, m) })
	}
}

// modelOf is the model of a file's baseline.
func modelOf(t *testing.T, path string) *finance.Model {
	t.Helper()
	return modelIn(t, path).Baseline.Model.(*finance.Model)
}

// modelIn is a scenario file's model.
func modelIn(t testing.TB, path string) *scenario.Model {
	t.Helper()
	s, err := file.Read(path)
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	return m
}

func agreesWithTheLedger(t *testing.T, m *finance.Model) {
	l, err := finance.Project(m)
	require.NoError(t, err)
	bound := l.Bound()
	r := run(t, &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: m}},
		scenario.Options{Paths: 100, Lines: rowsOf(l.Program)})
	exactCells, cells := 0, 0
	for _, row := range l.Program.Rows {
		for col, year := range r.Years {
			c, ok := r.Cell("s", row.Name, year)
			require.True(t, ok)
			assert.True(t, c.Exact, "%s in %s", row.Name, year)
			allowed, _ := bound.At(row.Name, col)
			unitOfRow := 1.0
			if slot, _ := l.Program.Slot(row.Name); l.Program.Unit(slot).String() == "money" {
				unitOfRow = 100
			}
			if !row.Check { // its bound adds up those of all that it compares
				assert.LessOrEqual(t, allowed/unitOfRow, 1.0, "within £1: %s in %s", row.Name, year)
			}
			assert.InDelta(t, c.Central, c.Mean.Value, allowed/unitOfRow+1e-12, "%s in %s", row.Name, year)
			cells++
			if allowed == 0 {
				exactCells++
				assert.Equal(t, c.Central, c.Mean.Value, "%s in %s must agree to the penny", row.Name, year)
			}
		}
	}
	assert.Greater(t, exactCells, max(100, cells/2), "the bound must not excuse everything")
}

// rowsOf are the names of a program's rows, checks too.
func rowsOf(p *sheet.Program) (rows []string) {
	for _, row := range p.Rows {
		rows = append(rows, row.Name)
	}
	return rows
}

// With deficits first, the probability of balance is that of a decimal replay, path by path, in £bn, £m and £000. The
// full count of 10⁴ paths runs deep.
func TestChanceMatchesADecimalReplay(t *testing.T) {
	for _, unit := range []finance.Amount{finance.Billion, finance.Million, finance.Thousand} {
		paths := uint64(testkit.Count(10_000))
		p, err := scenario.NewPlan(context.Background(), question(unit), scenario.Options{Paths: paths, Seed: 11})
		require.NoError(t, err)
		part, err := p.RunPart(context.Background(), 0, paths)
		require.NoError(t, err)
		r, err := p.Result(context.Background(), part)
		require.NoError(t, err)
		for _, name := range r.Scenarios {
			balanced := make([]int, len(r.Years))
			for path := range paths {
				l, err := p.Replay(name, path)
				require.NoError(t, err)
				require.Empty(t, l.Breaks())
				for col := range r.Years {
					if balance, _ := l.At("balance", col); !balance.IsNegative() {
						balanced[col]++
					}
				}
			}
			for col, year := range r.Years[1:] {
				c, ok := r.Chance(name, "balance_in_year", year)
				require.True(t, ok)
				assert.Equal(t, float64(balanced[col+1])/float64(paths), c.Probability.Value, "%s in %s", name, year)
			}
		}
	}
}

// The three questions of balance nest: every year so far implies this year; and balanced by a replay's own arithmetic.
func TestConditionsNest(t *testing.T) {
	r := run(t, question(finance.Billion), scenario.Options{Paths: 20_000, Seed: 5})
	for _, name := range r.Scenarios {
		last := 1.0
		for _, year := range r.Years[1:] {
			in, _ := r.Chance(name, "balance_in_year", year)
			every, _ := r.Chance(name, "balance_every_year", year)
			sum, _ := r.Chance(name, "balance_cumulatively", year)
			assert.LessOrEqual(t, every.Probability.Value, in.Probability.Value)
			assert.LessOrEqual(t, every.Probability.Value, sum.Probability.Value)
			assert.LessOrEqual(t, every.Probability.Value, last, "every year so far can only fall")
			last = every.Probability.Value
		}
	}
}
