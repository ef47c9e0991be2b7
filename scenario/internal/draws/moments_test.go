package draws

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// limit is the |z| a check may reach: 1e-3 for all of 500 checks together. Seeds
// are fixed, so a check that passes keeps passing.
const limit = 4.75

// A million normals are four groups of years of these paths.
const paths = 1 << 16

// sample returns the normals of an input over groups of four years.
func sample(key Key, purpose uint16, groups uint32) [][]float64 {
	var all [][]float64
	for group := range groups {
		c := columns(paths)
		Normals(c, key, 0, group, purpose)
		all = append(all, c[:]...)
	}
	return all
}

// score adds up value over pairs of columns and returns the sum in standard
// deviations, given the variance of one value, whose mean is 0.
func score(xs, ys [][]float64, variance float64, value func(x, y float64) float64) float64 {
	var sum float64
	var n int
	for k := range min(len(xs), len(ys)) {
		x, y := xs[k], ys[k]
		for i := range min(len(x), len(y)) {
			sum += value(x[i], y[i])
			n++
		}
	}
	return sum / math.Sqrt(variance*float64(n))
}

// TestMoments: the first four moments of a million normals; the variances are those
// of xᵏ − E xᵏ for a standard normal.
func TestMoments(t *testing.T) {
	all := sample(NewKey(20190401, "moments"), 0, 4)
	for _, c := range []struct {
		name     string
		variance float64
		value    func(x, _ float64) float64
	}{
		{"mean", 1, func(x, _ float64) float64 { return x }},
		{"variance", 2, func(x, _ float64) float64 { return x*x - 1 }},
		{"skewness", 15, func(x, _ float64) float64 { return x * x * x }},
		{"kurtosis", 96, func(x, _ float64) float64 { return x*x*x*x - 3 }},
	} {
		z := score(all, all, c.variance, c.value)
		t.Logf("%s: %.2f sd", c.name, z)
		assert.Less(t, math.Abs(z), limit, c.name)
	}
}

// TestTails: as many normals beyond each point, on either side, as there should be.
func TestTails(t *testing.T) {
	all := sample(NewKey(20190401, "tails"), 0, 4)
	for point := 0.5; point <= 4.5; point += 0.5 {
		p := math.Erfc(point/math.Sqrt2) / 2
		for side, sign := range map[string]float64{"above": 1, "below": -1} {
			z := score(all, all, p*(1-p), func(x, _ float64) float64 {
				if sign*x > point {
					return 1 - p
				}
				return -p
			})
			assert.Less(t, math.Abs(z), limit, "%s %v", side, point)
		}
	}
}

// TestIndependence: normals with different addresses have no correlation, and
// neither do their squares, which a faulty Box-Muller pair would give away.
func TestIndependence(t *testing.T) {
	base := sample(NewKey(20190401, "base"), 0, 4)
	pairs := map[string][2][][]float64{
		"other name":    {base, sample(NewKey(20190401, "base2"), 0, 1)},
		"other seed":    {base, sample(NewKey(20190402, "base"), 0, 1)},
		"other purpose": {base, sample(NewKey(20190401, "base"), 1, 1)},
	}
	for lag := 1; lag <= 8; lag++ {
		pairs[fmt.Sprint("years apart: ", lag)] = [2][][]float64{base, base[lag:]}
	}
	for _, lag := range []int{1, 2, 3, 4, 8, 64, 512} {
		pairs[fmt.Sprint("paths apart: ", lag)] = [2][][]float64{base, later(base, lag)}
	}
	for name, p := range pairs {
		t.Run(name, func(t *testing.T) {
			z := score(p[0], p[1], 1, func(x, y float64) float64 { return x * y })
			assert.Less(t, math.Abs(z), limit, "values")
			z = score(p[0], p[1], 4, func(x, y float64) float64 { return (x*x - 1) * (y*y - 1) })
			assert.Less(t, math.Abs(z), limit, "squares")
		})
	}
}

// later drops the first paths of every column.
func later(columns [][]float64, lag int) [][]float64 {
	shifted := make([][]float64, len(columns))
	for k, c := range columns {
		shifted[k] = c[lag:]
	}
	return shifted
}
