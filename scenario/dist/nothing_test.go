package dist

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// TestALawOfNothingHasNoNumbers: one that was not filled in is at fault, and whatever is asked of it all the same is no
// number, without a panic.
func TestALawOfNothingHasNoNumbers(t *testing.T) {
	for _, d := range []Distribution{Discrete{}, Empirical{}, Mixture{}, Truncated{}} {
		name := d.Kind()
		assert.NotEmpty(t, d.Faults(), name)
		mean, sd := d.Moments()
		low, high := d.Support()
		for what, x := range map[string]float64{"mean": mean, "sd": sd, "low": low, "high": high, "median": Median(d),
			"percentile": Percentile(d, 0.1), "value": d.Transform().At(1)} {
			assert.True(t, math.IsNaN(x), "%s of %s: %v", what, name, x)
		}
	}
	assert.True(t, math.IsNaN(Truncated{}.Share()))
	assert.True(t, math.IsNaN(Logit{High: 1}.Transform().At(1)), "a logit law without its score's")
	for _, place := range []int{-2, -1, 2, 3} {
		assert.True(t, math.IsNaN(NumbersOf(5, 6).At(place)), place)
	}
}

// TestASparseMixtureFillsAColumnToo: it is asked for single scores, and gives a column of them the same values.
func TestASparseMixtureFillsAColumnToo(t *testing.T) {
	sparse := MixtureOf(Part{0.5, Normal{SD: 1}}, Part{0.5, Normal{Mean: 3, SD: 1}}).transform(sparse)
	z, x := []float64{-30, -9, -1, 0, 1, 9, 30}, make([]float64, 7)
	sparse.Apply(x, z)
	for i := range z {
		assert.Equal(t, sparse.At(z[i]), x[i])
	}
	assert.IsIncreasing(t, x)
}

// TestAsManyPercentilesAsMayBe: a law has a coefficient for each, and meets them all.
func TestAsManyPercentilesAsMayBe(t *testing.T) {
	for n := 2; n <= mostPercentiles; n++ {
		var levels, values []float64
		for i := range n {
			y := (float64(i) + 0.5) / float64(n)
			levels, values = append(levels, y), append(values, 10+num.Log(y)-num.Log(1-y))
		}
		d := Percentiles{Levels: NumbersOf(levels...), Values: NumbersOf(values...)}
		require.Empty(t, d.Faults(), n)
		for i, y := range levels {
			assert.InDelta(t, values[i], Percentile(d, y), 1e-9, "%d of %d", i, n)
		}
	}
}

// TestTooManyPercentiles: one more than there may be is a fault, whatever they are.
func TestTooManyPercentiles(t *testing.T) {
	var levels, values []float64
	for i := range mostPercentiles + 1 {
		levels, values = append(levels, float64(i+1)/(mostPercentiles+2)), append(values, float64(i))
	}
	faults := Percentiles{Levels: NumbersOf(levels...), Values: NumbersOf(values...)}.Faults()
	require.Len(t, faults, 1)
	assert.Equal(t, "11 percentiles", faults[0].Found)
}

// TestAMetalogOfOnePoint: percentiles that are the same are not below one another.
func TestAMetalogOfOnePoint(t *testing.T) {
	faults := Metalog{P10: 1, P50: 1, P90: 1}.Faults()
	require.NotEmpty(t, faults)
	assert.Equal(t, "p10", faults[0].Parameter)
}

// TestPartsOfAMixtureAreNotTooFarApart: all but a millionth of a billionth of each lies at a finite distance.
func TestPartsOfAMixtureAreNotTooFarApart(t *testing.T) {
	both := func(sd float64) Mixture {
		return MixtureOf(Part{0.5, Normal{SD: sd}}, Part{0.5, Normal{SD: sd}})
	}
	const most = math.MaxFloat64 / 16 // from score −8 to 8
	assert.Empty(t, both(0.99*most).Faults())
	assert.NotEmpty(t, both(1.01*most).Faults())
}

// TestPercentilesThatTakeMoreThanOne: where leaving out one does not help, the fault is at the first percentile that
// is not below where the law falls most, which may be the last.
func TestPercentilesThatTakeMoreThanOne(t *testing.T) {
	told := map[int]bool{}
	for _, values := range [][]float64{
		{1, 1.001, 1.002, 2, 2.001, 2.002, 3}, {1, 2, 2.001, 2.002, 2.003, 2.004, 3},
		{1, 1.001, 5, 5.001, 5.002, 9, 9.001},
	} {
		levels := []float64{0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95}
		d := Percentiles{Levels: NumbersOf(levels...), Values: NumbersOf(values...)}
		for i := range levels {
			_, rest := d.without(i).terms().leastRise()
			require.LessOrEqual(t, rest, enoughRise, "without %d of %v", i, values)
		}
		y, _ := d.terms().leastRise()
		want := 1
		for want < len(levels)-1 && levels[want] < y {
			want++
		}
		told[want] = true
		faults := d.Faults()
		require.Len(t, faults, 1)
		assert.Equal(t, percentileName(levels[want]), faults[0].Parameter, "falls at %v", y)
		assert.True(t, strings.Contains(faults[0].Want, "leave it out"))
	}
	assert.Greater(t, len(told), 1, "not the same one each time")
}

// TestPartsOfAMixtureStandTogether: one after a gap is told, at its place, and so is what has a weight and no law.
func TestPartsOfAMixtureStandTogether(t *testing.T) {
	half := Part{0.5, Normal{SD: 1}}
	for _, d := range []Mixture{{half, half, {}, half}, {half, half, {}, {Weight: 0.1}},
		{half, half, {}, {Law: Normal{SD: 1}}}} {
		assert.Equal(t, []string{"mixture[4]"}, parametersOf(d.Faults()), "%+v", d)
	}
}
