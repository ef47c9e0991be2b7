package scenario

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// linear is a sheet whose one row is a + 2b + 3c + bc, with standard normal inputs: the variance is
// 1 + 4 + 9 + 1 = 15, of which 1 rests on a, 4 + 1 on b and 9 + 1 on c.
func linear() *Model {
	s := &sheet.Sheet{Years: []string{"before", "year"}}
	m := &Model{Baseline: Scenario{Name: "base", Model: s}}
	for _, name := range []string{"a", "b", "c"} {
		s.AddInput(sheet.Input{Name: name, Values: []decimal.Decimal{decimal.Zero}})
		m.Baseline.Drivers = append(m.Baseline.Drivers, Driver{Input: name, Law: dist.Normal{SD: 1}})
	}
	a, b, c := sheet.Ref("a"), sheet.Ref("b"), sheet.Ref("c")
	s.Add(sheet.Row{Name: "y", Formula: sheet.Sum(a, b.Plus(b), c.Plus(c).Plus(c), b.Times(c))})
	return m
}

func TestVarianceSharesOfALinearSheet(t *testing.T) {
	o := Options{Paths: 400_000, Seed: 3}
	shares, err := VarianceShares(context.Background(), linear(), o, "y", "year", []string{"a"}, []string{"b"},
		[]string{"c"}, []string{"b", "c"})
	require.NoError(t, err)
	for i, want := range []float64{1.0 / 15, 5.0 / 15, 10.0 / 15, 14.0 / 15} {
		got := shares[i].Share
		se := got.HalfWidth() / z95
		assert.Less(t, math.Abs(got.Value-want), 4.75*se, "%v: %v, want %v", shares[i].Inputs, got, want)
		assert.Less(t, se, 0.01)
	}

	// Inputs that are correlated cannot be told apart: they are drawn again together.
	m := linear()
	m.Correlation = []Correlation{{Drivers: []string{"b", "a"}, Matrix: [][]float64{{1, 0.5}, {0.5, 1}}}}
	shares, err = VarianceShares(context.Background(), m, o, "y", "year", []string{"a"})
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, shares[0].Inputs)
	// the variance is now 15 + 2·½·2 = 17, and only c's own 9 does not rest on a and b
	assert.InDelta(t, 8.0/17, shares[0].Share.Value, 4.75*shares[0].Share.HalfWidth()/z95)
}

func TestVarianceSharesSaysWhatItCannotFind(t *testing.T) {
	_, err := VarianceShares(context.Background(), linear(), Options{Paths: 100}, "y", "year", []string{"aa"})
	assert.EqualError(t, err, `"aa" is not a driver with draws of its own; did you mean "a"?`)
	_, err = VarianceShares(context.Background(), linear(), Options{Paths: 100}, "y", "before", []string{"a"})
	assert.EqualError(t, err, "no uncertain input reaches y in before, so nothing of it rests on any")
	_, err = VarianceShares(context.Background(), linear(), Options{Paths: 100}, "y", "year")
	assert.EqualError(t, err, "there is no group of inputs to find the share of")
}

func ExampleVarianceShares() {
	shares, err := VarianceShares(context.Background(), linear(), Options{Paths: 100_000}, "y", "year", []string{"a"},
		[]string{"b", "c"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range shares {
		fmt.Printf("%v %.1f\n", s.Inputs, s.Share.Value)
	}
	// Output:
	// [a] 0.1
	// [b c] 0.9
}
