package kernel

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// libm is the transform written with package math, in the order of the formula.
func libm(first, second uint32) (float64, float64) {
	radius := math.Sqrt(-2 * math.Log((float64(first)+0.5)*0x1p-32))
	x := (float64(second&0x7fffffff)+0.5)*0x1p-31 - 0.5
	sin, cos := math.Sincos(math.Pi * x)
	if second>>31 == 1 {
		cos = -cos
	}
	return radius * sin, radius * cos
}

// box puts words into a column as [Words] does.
func box(words ...uint32) []float64 {
	column := make([]float64, len(words))
	for i, w := range words {
		column[i] = math.Float64frombits(uint64(w))
	}
	return column
}

// extremeWords are those at which a careless uniform is 0 or 1, and those on either side of every seam of the
// transform.
func extremeWords() (first, second []uint32) {
	words := []uint32{0, 1, 2, 0x3fffffff, 0x40000000, 0x40000001, 0x7fffffff, 0x80000000, 0x80000001,
		0xbfffffff, 0xc0000000, 0xc0000001, 0xf7ffffff, 0xf8000000, 0xfffffffe, 0xffffffff}
	for _, a := range words {
		for _, b := range words {
			first, second = append(first, a), append(second, b)
		}
	}
	return first, second
}

func TestTransformAgreesWithLibm(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		var worst float64
		for i := range uint32(200_000) {
			w := Philox([4]uint32{i}, [2]uint32{1, 2})
			first, second := box(w[0]), box(w[1])
			s.BoxMuller(first, second)
			x, y := libm(w[0], w[1])
			worst = max(worst, math.Abs(first[0]-x), math.Abs(second[0]-y))
		}
		t.Logf("largest difference %.2g", worst)
		assert.Less(t, worst, 1e-11)
	})
}

func TestExtremeWords(t *testing.T) {
	each(t, func(t *testing.T, s Set) {
		a, b := extremeWords()
		first, second := box(a...), box(b...)
		s.BoxMuller(first, second)
		for i := range a {
			x, y := libm(a[i], b[i])
			require.InDelta(t, x, first[i], 1e-10, "sine of words %#x %#x", a[i], b[i])
			require.InDelta(t, y, second[i], 1e-10, "cosine of words %#x %#x", a[i], b[i])
		}
	})
	ends := box(0, 0xffffffff)
	radii(ends)
	assert.InDelta(t, math.Sqrt(2*33*math.Ln2), ends[0], 1e-14, "word 0 is 2⁻³³, not zero")
	assert.InEpsilon(t, math.Sqrt(0x1p-32), ends[1], 1e-5, "the last word is 1 − 2⁻³³, not one")
}
