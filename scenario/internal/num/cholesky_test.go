package num

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// product returns L·Lᵀ.
func product(l [][]float64) [][]float64 {
	p := make([][]float64, len(l))
	for i := range l {
		p[i] = make([]float64, len(l))
		for j := range l {
			p[i][j] = dot(l[i], l[j])
		}
	}
	return p
}

// covariance returns a random positive definite matrix of n rows.
func covariance(n int) [][]float64 {
	r := rand.New(rand.NewPCG(5, 6))
	b := make([][]float64, n)
	for i := range b {
		b[i] = make([]float64, n)
		for j := range b[i] {
			b[i][j] = r.NormFloat64()
		}
		b[i][i] += 3
	}
	return product(b)
}

func TestCholeskyAgreesWithGonum(t *testing.T) {
	for _, n := range []int{0, 1, 2, 5, 20} {
		a := covariance(n)
		l, err := Cholesky(a)
		require.NoError(t, err)
		require.Len(t, l, n)
		if n == 0 {
			continue
		}
		symmetric := mat.NewSymDense(n, nil)
		for i := range n {
			for j := range i + 1 {
				symmetric.SetSym(i, j, a[i][j])
			}
		}
		var c mat.Cholesky
		require.True(t, c.Factorize(symmetric))
		var want mat.TriDense
		c.LTo(&want)
		for i := range n {
			for j := range n {
				assert.InDelta(t, want.At(i, j), l[i][j], 1e-12, "n=%d row %d column %d", n, i, j)
			}
		}
	}
}

// TestCholeskyKeepsEarlierRows: appending a row leaves the factor of the others bit
// for bit, so appending an input moves nobody's draws.
func TestCholeskyKeepsEarlierRows(t *testing.T) {
	a := covariance(6)
	whole, err := Cholesky(a)
	require.NoError(t, err)
	part, err := Cholesky([][]float64{a[0][:4], a[1][:4], a[2][:4], a[3][:4]})
	require.NoError(t, err)
	for i := range part {
		assert.Equal(t, whole[i][:4], part[i])
	}
}

// TestCholeskyOfSingularMatrices: rows that follow from others are allowed.
func TestCholeskyOfSingularMatrices(t *testing.T) {
	for name, a := range map[string][][]float64{
		"equal":     {{1, 1}, {1, 1}},
		"opposite":  {{1, -1}, {-1, 1}},
		"sum":       {{1, 0, 0.6}, {0, 1, 0.8}, {0.6, 0.8, 1}},
		"three":     {{1, 1, 0.3}, {1, 1, 0.3}, {0.3, 0.3, 1}},
		"no spread": {{4, 0, 2}, {0, 0, 0}, {2, 0, 9}},
		"zero":      {{0}},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := Cholesky(a)
			require.NoError(t, err)
			for i, row := range product(l) {
				assert.InDeltaSlice(t, a[i], row, 1e-14)
			}
		})
	}
}

func TestNotPositive(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		a    [][]float64
		want NotPositive
	}{
		"above one": {[][]float64{{1, 1.1}, {1.1, 1}}, NotPositive{Row: 1, With: 0}},
		"contradiction": {[][]float64{{1, 0.9, 0.2}, {0.9, 1, 0.9}, {0.2, 0.9, 1}},
			NotPositive{Row: 2, With: 1}},
		"negative is strong": {[][]float64{{1, 0.8, -0.9}, {0.8, 1, 0.7}, {-0.9, 0.7, 1}},
			NotPositive{Row: 2, With: 0}},
		"strong, not large": {[][]float64{{1e-4, 0, 0.0095}, {0, 1e4, 50}, {0.0095, 50, 1}},
			NotPositive{Row: 2, With: 0}},
		"twins that differ":    {[][]float64{{1, 1, 0.5}, {1, 1, 0.4}, {0.5, 0.4, 1}}, NotPositive{Row: 2, With: 0}},
		"just below":           {[][]float64{{1, 1 + 1e-9}, {1 + 1e-9, 1}}, NotPositive{Row: 1, With: 0}},
		"negative variance":    {[][]float64{{1, 0}, {0, -1}}, NotPositive{Row: 1, With: -1}},
		"first row":            {[][]float64{{-1}}, NotPositive{Row: 0, With: -1}},
		"no number":            {[][]float64{{1, 0, 0}, {0, 1, nan}, {0, nan, 1}}, NotPositive{Row: 2, With: 1}},
		"no number, diagonal":  {[][]float64{{1, 0}, {0, nan}}, NotPositive{Row: 1, With: -1}},
		"infinite":             {[][]float64{{math.Inf(1)}}, NotPositive{Row: 0, With: -1}},
		"link to a fixed row":  {[][]float64{{0, 1}, {1, 1}}, NotPositive{Row: 1, With: 0}},
		"first of equal links": {[][]float64{{1, 0, 0.8}, {0, 1, 0.8}, {0.8, 0.8, 1}}, NotPositive{Row: 2, With: 0}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Cholesky(c.a)
			var got NotPositive
			require.ErrorAs(t, err, &got)
			assert.Equal(t, c.want, got)
			assert.NotEmpty(t, err.Error())
		})
	}
}

func TestCholeskyNeedsASquare(t *testing.T) {
	_, err := Cholesky([][]float64{{1, 0}, {0}})
	assert.ErrorIs(t, err, ErrShape)
	_, err = Cholesky([][]float64{{1, 0}})
	assert.ErrorIs(t, err, ErrShape)
}
