package dist

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAGammaOfMeanAndSD: the standard deviation is from 1% of the mean to 316% of it, whose square is ten.
func TestAGammaOfMeanAndSD(t *testing.T) {
	for sd, sound := range map[float64]bool{0.1: true, 0.101: true, 0.099: false, 2: true, 9.8: true,
		10: true, 15: true, 31.6: true, 31.63: false, 31.7: false,
		0.099998: false, 0: false, -1: false} {
		_, faults := newGamma(map[string]float64{"mean": 10, "sd": sd})
		assert.Equal(t, sound, len(faults) == 0, "sd %v: %v", sd, faults)
	}
	law, faults := newGamma(map[string]float64{"mean": 10, "sd": 5})
	require.Empty(t, faults)
	mean, sd := law.Moments()
	assert.Equal(t, []float64{10, 5}, []float64{mean, sd})
	for _, wrong := range []map[string]float64{{"mean": 0, "sd": 1}, {"mean": -1, "sd": 1},
		{"mean": 1, "sd": math.NaN()}} {
		_, faults := newGamma(wrong)
		assert.Len(t, faults, 1, "%v", wrong)
	}
	_, faults = newGamma(map[string]float64{"mean": -1, "sd": 0})
	assert.Len(t, faults, 2, "both at once")
}

// TestAMixtureMayBeFull: it has room for so many parts, and uses all of them.
func TestAMixtureMayBeFull(t *testing.T) {
	var parts []Part
	for i := range MostParts {
		parts = append(parts, Part{Weight: 1.0 / MostParts, Law: Uniform{Low: float64(i), High: float64(i + 1)}})
	}
	d := MixtureOf(parts...)
	assert.Empty(t, d.Faults())
	assert.Equal(t, parts, d.parts())
	mean, _ := d.Moments()
	assert.InDelta(t, MostParts/2.0, mean, 1e-12)
	assert.InDelta(t, float64(MostParts)-0.5, Percentile(d, 1-0.5/MostParts), 1e-6, "the median of the last part")
}

// TestSumsOfTenths: ten times 0.1 are 1, and so are four quarters between a large number and its opposite.
func TestSumsOfTenths(t *testing.T) {
	for _, order := range [][]float64{slices.Repeat([]float64{0.1}, 10), {1e17, 0.25, 0.25, 0.25, 0.25, -1e17}} {
		var s sum
		for _, x := range order {
			s.add(x)
		}
		assert.Equal(t, 1.0, s.total(), fmt.Sprint(order))
	}
}

// TestAnAmountsIntervalIsAboveZero: no lognormal law has a percentile of zero or less.
func TestAnAmountsIntervalIsAboveZero(t *testing.T) {
	for _, p10 := range []float64{0, -1, math.NaN()} {
		d := LognormalFromInterval(p10, 5)
		assert.True(t, math.IsNaN(d.Median) && math.IsNaN(d.Sigma), "%v", p10)
		assert.NotEmpty(t, d.Faults())
	}
	assert.Empty(t, LognormalFromInterval(1e-300, 5).Faults())
}

// TestTheScoreOfAValueIsTheWayBack: from a score to the value and back, for every law whose scores are known, wherever
// it lies and however wide it is.
func TestTheScoreOfAValueIsTheWayBack(t *testing.T) {
	for _, d := range scored() {
		law := d.Transform()
		known := 0
		for _, z := range []float64{-2, -0.5, 0.25, 1.75} {
			score, ok := scoreOf(law, law.At(z))
			if ok {
				known++
				assert.InDelta(t, z, score, 1e-6, "%+v", d)
			}
		}
		assert.Equal(t, 4, known, "%+v", d)
	}
}

// scored are laws that say the score of a value.
func scored() []Distribution {
	inf := math.Inf(1)
	return []Distribution{
		Normal{Mean: 3, SD: 2.5}, Lognormal{Median: 3, Sigma: 0.7}, Uniform{Low: -1, High: 5},
		Triangular{Low: -1, Mode: 2, High: 9}, PERT{Low: -1, Mode: 2, High: 9},
		Beta{Low: -1, High: 4, Alpha: 2, Beta: 5}, Gamma{Shape: 3, Scale: 2.5}, StudentT{Centre: 3, Scale: 2.5, DF: 5},
		Truncated{Law: Normal{Mean: 3, SD: 2.5}, Low: 1, High: 7},
		Truncated{Law: StudentT{Centre: 3, Scale: 2.5, DF: 5}, Low: -inf, High: 7},
		Empirical{Values: NumbersOf(1, 2, 4, 8, 16)},
		Mixture{{0.5, Normal{Mean: -1, SD: 1}}, {0.5, Uniform{Low: 0, High: 3}}},
	}
}
