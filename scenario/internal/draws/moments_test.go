package draws

import (
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
)

// paths and a group of four years make a quarter of a million normals.
const paths = 1 << 16

// groups is a million normals, or a hundred million under -deep.
func groups() uint32 { return uint32(testkit.Count(400)) }

// eachNormal hands over the normals of an input, group by group, and returns their number.
func eachNormal(key Key, visit func(x float64)) float64 {
	c := columns(paths)
	for group := range groups() {
		Normals(c, key, 0, group, 0)
		for _, column := range c {
			for _, x := range column {
				visit(x)
			}
		}
	}
	return float64(groups()) * 4 * paths
}

// TestMoments: the first four moments; the standard errors are those of xᵏ for a
// standard normal x, √1, √2, √15 and √96 over the root of the number of draws.
func TestMoments(t *testing.T) {
	var sum [5]float64
	n := eachNormal(NewKey(20190401, "moments"), func(x float64) {
		sum[1] += x
		sum[2] += x * x
		sum[3] += x * x * x
		sum[4] += x * x * x * x
	})
	testkit.Z(t, "mean", sum[1]/n, 0, math.Sqrt(1/n))
	testkit.Z(t, "variance", sum[2]/n, 1, math.Sqrt(2/n))
	testkit.Z(t, "skewness", sum[3]/n, 0, math.Sqrt(15/n))
	testkit.Z(t, "kurtosis", sum[4]/n, 3, math.Sqrt(96/n))
}

// TestTails: as many normals beyond each half point as there should be, on either side.
func TestTails(t *testing.T) {
	const points = 11 // 0, 0.5 … 5
	var above, below [points]float64
	n := eachNormal(NewKey(20190401, "tails"), func(x float64) {
		beyond := &above
		if x < 0 {
			beyond = &below
		}
		for k := min(int(math.Abs(x)*2), points-1); k >= 0; k-- {
			beyond[k]++
		}
	})
	for k := range points {
		p := math.Erfc(float64(k)/2/math.Sqrt2) / 2
		if n*p < 50 {
			break // too few for a normal limit
		}
		testkit.Z(t, fmt.Sprint("share above ", float64(k)/2), above[k]/n, p, math.Sqrt(p*(1-p)/n))
		testkit.Z(t, fmt.Sprint("share below ", -float64(k)/2), below[k]/n, p, math.Sqrt(p*(1-p)/n))
	}
}

// sample returns the normals of an input by year, over groups of four years.
func sample(key Key, purpose uint16, groups uint32) [][]float64 {
	var all [][]float64
	for group := range groups {
		c := columns(paths)
		Normals(c, key, 0, group, purpose)
		all = append(all, c[:]...)
	}
	return all
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
			var values, squares, n float64
			for k := range min(len(p[0]), len(p[1])) {
				for i := range min(len(p[0][k]), len(p[1][k])) {
					x, y := p[0][k][i], p[1][k][i]
					values += x * y
					squares += (x*x - 1) * (y*y - 1)
					n++
				}
			}
			testkit.Z(t, "values", values/n, 0, math.Sqrt(1/n))
			testkit.Z(t, "squares", squares/n, 0, math.Sqrt(4/n))
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
