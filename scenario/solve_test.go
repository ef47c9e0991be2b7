package scenario

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/num"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reserve is a sheet with one row, x − z with z standard normal: it is zero or more with the chance Φ(x).
func reserve() *Model {
	s := &sheet.Sheet{Years: []string{"before", "year"}}
	for _, name := range []string{"x", "z"} {
		s.AddInput(sheet.Input{Name: name, Values: []decimal.Decimal{decimal.Zero}})
	}
	s.Add(sheet.Row{Name: "balance", Formula: sheet.Ref("x").Minus(sheet.Ref("z"))})
	return &Model{Baseline: Scenario{Model: s, Drivers: []Driver{{Input: "z", Law: dist.Normal{SD: 1}}}}}
}

func TestSolveFindsAQuantile(t *testing.T) {
	for _, chance := range []float64{0.2, 0.5, 0.8, 0.95} {
		got, err := Solve(context.Background(), reserve(), Options{Paths: 200_000, Seed: 7},
			Search{Input: "x", Low: -3, High: 3, Figure: ChanceOf("balance_in_year", "year"), Target: chance})
		require.NoError(t, err)
		want := num.Quantile(chance)
		se := got.Value.HalfWidth() / z95
		assert.Less(t, math.Abs(got.Value.Value-want), 4.75*se, "%v: %v, want %v", chance, got.Value, want)
		assert.Less(t, se, 0.01)
	}
	got, err := Solve(context.Background(), reserve(), Options{Paths: 100_000},
		Search{Input: "x", Low: -1, High: 3, Figure: MeanOf("balance", "year"), Target: 1.5})
	require.NoError(t, err)
	assert.InDelta(t, 1.5, got.Value.Value, 4.75*got.Value.HalfWidth()/z95)
	got, err = Solve(context.Background(), reserve(), Options{Paths: 100_000},
		Search{Input: "x", Low: -1, High: 3, Figure: PercentileOf("balance", "year", 0.1), Target: 0})
	require.NoError(t, err)
	assert.InDelta(t, 1.2816, got.Value.Value, 4.75*got.Value.HalfWidth()/z95)
}

func TestSolveSaysWhatItCannotFind(t *testing.T) {
	figure := ChanceOf("balance_in_year", "year")
	for _, tt := range []struct {
		search Search
		fault  string
	}{
		{Search{Input: "x", Low: -3, High: 3, Target: 0.5}, "the search has no figure to look at"},
		{Search{Input: "x", Low: 3, High: -3, Figure: figure}, "the search goes from 3 to -3; it must go up"},
		{Search{Input: "x", Low: 0, High: math.Inf(1), Figure: figure},
			"the search goes from 0 to +Inf; it must go up"},
		{Search{Input: "x", Low: 0, High: 1, Figure: figure, Target: math.NaN()}, "NaN is not a target"},
		{Search{Input: "z", Low: 0, High: 1, Figure: figure},
			"z is uncertain in the baseline; a search is for an input that is decided"},
		{Search{Input: "x", Low: 4, High: 5, Figure: figure, Target: 0.5},
			"every value of x from 4 to 5 is at 0.5 or above: the figure is 1 at the first and 1 at the last"},
		{Search{Input: "x", Low: -6, High: -5, Figure: figure, Target: 0.5},
			"no value of x from -6 to -5 reaches 0.5: the figure is 0 at the first and 0 at the last"},
		{Search{Input: "x", Low: 0, High: 1, Figure: ChanceOf("no_such", "year")},
			"the run does not have the figure that the search looks at"},
		{Search{Input: "y", Low: 0, High: 1, Figure: figure},
			`scenario "y = 0": driver y: there is no such input on the sheet`},
	} {
		got, err := Solve(context.Background(), reserve(), Options{Paths: 1000}, tt.search)
		require.Error(t, err)
		assert.Contains(t, err.Error(), tt.fault)
		assert.Nil(t, got)
	}
}

func ExampleSolve() {
	s, err := Solve(context.Background(), reserve(), Options{},
		Search{Input: "x", Low: 0, High: 3, Figure: ChanceOf("balance_in_year", "year"), Target: 0.8})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f\n", s.Value.Value)
	// Output:
	// 0.8
}
