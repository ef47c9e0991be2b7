package num

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// awkward are matrices of correlations that cannot all hold, but for the last.
var awkward = [][][]float64{
	{{1, 1, 0}, {1, 1, 1}, {0, 1, 1}},
	{{1, 0.9, -0.9}, {0.9, 1, 0.9}, {-0.9, 0.9, 1}},
	{{1, -0.55, -0.15, -0.1}, {-0.55, 1, 0.9, 0.9}, {-0.15, 0.9, 1, 0.9}, {-0.1, 0.9, 0.9, 1}},
	{{1, -1, -1, -1}, {-1, 1, -1, -1}, {-1, -1, 1, -1}, {-1, -1, -1, 1}},
	{{1, 0.5}, {0.5, 1}},
}

// TestEigen: the eigenvalues are gonum's, and with the vectors they make the matrix.
func TestEigen(t *testing.T) {
	for _, a := range awkward {
		n := len(a)
		values, v := Eigen(a)
		var flat []float64
		for _, row := range a {
			flat = append(flat, row...)
		}
		var eig mat.EigenSym
		require.True(t, eig.Factorize(mat.NewSymDense(n, flat), false))
		assert.ElementsMatch(t, inTwelve(eig.Values(nil)), inTwelve(values))
		for i := range a {
			for j := range a {
				var made, unit float64
				for k := range values {
					made += v[i][k] * values[k] * v[j][k]
					unit += v[k][i] * v[k][j]
				}
				assert.InDelta(t, a[i][j], made, 1e-14)
				assert.InDelta(t, map[bool]float64{true: 1}[i == j], unit, 1e-14)
			}
		}
	}
}

func inTwelve(x []float64) []float64 {
	x = slices.Clone(x)
	for i := range x {
		x[i] = math.Round(x[i]*1e12) / 1e12
	}
	return x
}

// TestNearestCorrelation against the example of Higham (2002), section 4, and by what makes it nearest: no step towards
// another correlation matrix comes nearer.
func TestNearestCorrelation(t *testing.T) {
	nearest := NearestCorrelation(awkward[0])
	for i, want := range [][]float64{{1, 0.7607, 0.1573}, {0.7607, 1, 0.7607}, {0.1573, 0.7607, 1}} {
		assert.InDeltaSlice(t, want, nearest[i], 5e-5)
	}
	for _, a := range awkward {
		near := NearestCorrelation(a)
		_, err := Cholesky(near)
		require.NoError(t, err)
		for i := range near {
			assert.Equal(t, 1.0, near[i][i])
			for j := range near {
				assert.Equal(t, near[i][j], near[j][i])
				assert.Equal(t, math.Round(near[i][j]*1e9)/1e9, near[i][j])
			}
		}
		for _, towards := range awkward {
			if len(towards) != len(a) {
				continue
			}
			other := NearestCorrelation(towards)
			var slope float64 // of the distance from near to the other
			for i := range a {
				for j := range a {
					slope += (near[i][j] - a[i][j]) * (other[i][j] - near[i][j])
				}
			}
			assert.GreaterOrEqual(t, slope, -1e-7)
		}
	}
	assert.Equal(t, awkward[4], NearestCorrelation(awkward[4]), "a matrix that holds stays")
}

// TestStudentTScore against gonum's distribution function, and an exact case: with one degree of freedom x = tan π(p −
// ½).
func TestStudentTScore(t *testing.T) {
	for _, df := range []float64{1, 2.5, 4, 100, 1000} {
		law := distuv.StudentsT{Sigma: 1, Nu: df}
		for _, x := range []float64{0, 1e-9, 0.01, 0.5, 1, 3, 20} {
			assert.InDelta(t, -distuv.UnitNormal.Quantile(law.Survival(x)), StudentTScore(df, x), 2e-9, "df %v, x %v",
				df, x)
			assert.Equal(t, -StudentTScore(df, x), StudentTScore(df, -x))
		}
	}
	for _, p := range []float64{0.5, 0.7, 0.99, 1 - 0x1p-20} {
		assert.InDelta(t, Quantile(p), StudentTScore(1, math.Tan(math.Pi*(p-0.5))), 1e-8)
	}
	assert.False(t, math.IsNaN(StudentTScore(4, 1e300)))
	assert.True(t, math.IsNaN(StudentTScore(4, math.NaN())))
}
