package ask_test

import (
	"testing"

	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The curve of a figure has the percentiles that are asked for one by one, and the figure asked for is a point of it.
func TestCurve(t *testing.T) {
	s := example(t, "settlement", 2000)
	a := asked(t, s, "p10 of balance in 2023/24")
	require.NotNil(t, a.Curve)
	assert.Equal(t, ask.SCurve, a.Picture)
	assert.Equal(t, "settlement, stand still", a.Curve.Name)
	require.Len(t, a.Curve.Points, 99)
	for i, name := range map[int]string{4: "p5", 9: "p10", 49: "median", 98: "p99"} {
		p := a.Curve.Points[i]
		assert.InDelta(t, float64(i+1)/100, p.Chance.Value, 1e-12)
		assert.Equal(t, asked(t, s, name+" of balance in 2023/24").Value, p.Figure, name)
	}
	assert.Equal(t, a.Value, a.Curve.Asked.Figure)
	for i, p := range a.Curve.Points[1:] {
		assert.GreaterOrEqual(t, p.Figure.Value, a.Curve.Points[i].Figure.Value)
	}

	versus := asked(t, s, "mean of balance in 2023/24 for four percent, improve versus settlement, improve")
	assert.Equal(t, "four percent, improve versus settlement, improve", versus.Curve.Name)
	assert.Greater(t, versus.Curve.Points[0].Figure.Value, 0.0, "more money is never worse")
}

// A chance is a point of the curve of its line: what lies below the level. Where many paths are at the level itself,
// those below and those at or below differ, and the curve says which it means.
func TestCurveOfAChance(t *testing.T) {
	s := example(t, "settlement", 2000)
	for _, tt := range []struct {
		figure string
		less   bool
		rest   bool // what is asked is the rest
	}{
		{"chance that balance >= 0 in 2023/24", true, true},
		{"chance that balance < 0 in 2023/24", true, false},
		{"chance that balance > 0 in 2023/24", false, true},
		{"chance that balance <= 0 in 2023/24", false, false},
	} {
		a := asked(t, s, tt.figure)
		require.NotNil(t, a.Curve, tt.figure)
		below := a.Curve.Asked.Chance
		assert.Equal(t, tt.less, a.Curve.Less, tt.figure)
		want := a.Value.Value
		if tt.rest {
			want = 1 - want
		}
		assert.InDelta(t, want, below.Value, 1e-12, tt.figure)
		assert.True(t, below.Lo <= below.Value && below.Value <= below.Hi, tt.figure)
		assert.Zero(t, a.Curve.Asked.Figure.Value)
		assert.Equal(t, ask.Money, a.Curve.Points[0].Figure.Unit)
	}
	less := asked(t, s, "chance that balance < 0 in 2023/24").Curve.Asked.Chance.Value
	atMost := asked(t, s, "chance that balance <= 0 in 2023/24").Curve.Asked.Chance.Value
	assert.Greater(t, atMost, less+0.05, "diversion ends many years at exactly nothing")
}

// What is not about one line in one year, or the same on all paths, has no curve.
func TestNoCurve(t *testing.T) {
	s := example(t, "settlement", 200)
	for _, figure := range []string{"first year of balance", "chance that balance in every year to 2023/24",
		"chance that balance >= 0 in 2022/23 and balance >= 0 in 2023/24", "mean of funding in 2023/24",
		"chance that balance in 2023/24 for four percent, improve versus settlement, improve"} {
		a := asked(t, s, figure)
		assert.Nil(t, a.Curve, figure)
		assert.NotEqual(t, ask.SCurve, a.Picture, figure)
	}
}
