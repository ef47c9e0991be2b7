package report

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/plot/vg"
	"pgregory.net/rapid"
)

func TestSpreadKeepsLabelsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const gap, low, high = 10, 0, 300
		wanted := rapid.SliceOfN(rapid.Float64Range(low, high), 1, 12).Draw(t, "wanted")
		slices.SortFunc(wanted, func(a, b float64) int { return int(math.Copysign(1, b-a)) })
		var lengths []vg.Length
		for _, y := range wanted {
			lengths = append(lengths, vg.Length(y))
		}
		places := spread(lengths, gap, low, high)
		assert.Len(t, places, len(wanted))
		for i, y := range places {
			assert.True(t, y >= low-1e-9 && y <= high+1e-9)
			if i > 0 {
				assert.GreaterOrEqual(t, places[i-1]-y, vg.Length(gap-1e-9), "in their order")
			}
		}
	})
}

func TestSpreadLeavesLabelsThatFit(t *testing.T) {
	assert.Equal(t, []vg.Length{90, 50, 10}, spread([]vg.Length{90, 50, 10}, 10, 0, 100))
	assert.Equal(t, []vg.Length{55, 45}, spread([]vg.Length{50, 50}, 10, 0, 100), "two in one place share it")
}

// Where there is no room for all, the least important go.
func TestLabelsWithoutRoomAreLeftOut(t *testing.T) {
	labels := []endLabel{{0, "third", 3, labelText()}, {1, "first", 0, labelText()}, {2, "second", 1, labelText()}}
	kept := fitting(labels, 2.5*labelText().height())
	assert.Equal(t, "first", kept[0].text)
	assert.Equal(t, "second", kept[1].text)
	assert.Len(t, kept, 2)
	assert.Len(t, labels, 3)
}

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		values    []float64
		decimals  int
	}{
		{-20.3, 12.1, []float64{-20, -15, -10, -5, 0, 5, 10}, 0},
		{0, 3.97, []float64{0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5}, 1},
		{112, 194, []float64{120, 140, 160, 180}, 0},
	} {
		values, decimals := extent{c.low, c.high}.ticks(4)
		assert.InDeltaSlice(t, c.values, values, 1e-9)
		assert.Equal(t, c.decimals, decimals)
	}
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(-1e6, 1e6).Draw(t, "low")
		size := math.Pow(10, rapid.Float64Range(-6, 9).Draw(t, "log of the size"))
		wanted := rapid.IntRange(1, 6).Draw(t, "wanted")
		values, _ := extent{low, low + size}.ticks(wanted)
		assert.GreaterOrEqual(t, len(values), wanted)
		assert.LessOrEqual(t, float64(len(values)), 2.5*float64(wanted)+1)
	})
}

func TestCurvesAreCutBetweenYears(t *testing.T) {
	marks := []mark{{0, 0}, {1, 10}, {2, 30}}
	before, after := cut(marks, 1.5)
	assert.Equal(t, []mark{{0, 0}, {1, 10}, {1.5, 20}}, before)
	assert.Equal(t, []mark{{1.5, 20}, {2, 30}}, after)
	before, after = cut(marks, 9)
	assert.Equal(t, marks, before)
	assert.Empty(t, after)
	before, after = cut(marks, -0.5)
	assert.Empty(t, before)
	assert.Equal(t, marks, after)
}
