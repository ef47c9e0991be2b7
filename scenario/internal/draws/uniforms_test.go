package draws

import (
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
)

// The uniforms of the words of TestGoldenWords, (w + ½)/2³².
func TestGoldenUniforms(t *testing.T) {
	c := columns(3)
	Uniforms(c, NewKey(20190401, "demand.growth"), 0, 0, 0)
	var got [3][4]float64
	for y := range c {
		for i := range got {
			got[i][y] = c[y][i]*0x1p32 - 0.5
		}
	}
	assert.Equal(t, [3][4]float64{
		{0x1ef60e04, 0x8c6f4f29, 0x5213385, 0x8524c05e},
		{0x3716f313, 0x5822d583, 0x6e175f94, 0x2c3358f5},
		{0xe626b79, 0xd91b52d, 0x1eebd813, 0x49d1ab60},
	}, got, "by path, then word")
	Uniforms(c, NewKey(20190401, "demand.growth"), 0, 0, Chances)
	assert.Equal(t, []float64{0.9836874388856813, 0.2670876221964136, 0.4858049185713753}, c[0])
}

// Purposes are part of the layout of draws: none is used twice.
func TestPurposesAreFrozen(t *testing.T) {
	assert.EqualValues(t, 0, Scores)
	assert.EqualValues(t, 1, Chances)
}

// Never 0 and never 1, and so never a chance of 0 that comes true.
func TestUniformsStayInside(t *testing.T) {
	assert.Equal(t, 0x1p-33, uniform(0))
	assert.Equal(t, 1-0x1p-33, uniform(math.MaxUint32))
}

// uniformSample returns the uniforms of an input by year.
func uniformSample(key Key, purpose uint16, groups uint32) [][]float64 {
	var all [][]float64
	for group := range groups {
		c := columns(paths)
		Uniforms(c, key, 0, group, purpose)
		all = append(all, c[:]...)
	}
	return all
}

// TestUniformMoments: of u, mean ½, variance 1/12 and fourth central moment 1/80; and every sixteenth of the line has
// its share.
func TestUniformMoments(t *testing.T) {
	var sum, squares, n float64
	var shares [16]float64
	for _, column := range uniformSample(NewKey(20190401, "moments"), Chances, 4) {
		for _, u := range column {
			sum += u - 0.5
			squares += (u - 0.5) * (u - 0.5)
			shares[int(16*u)]++
			n++
		}
	}
	testkit.Z(t, "mean", sum/n, 0, math.Sqrt(1/(12*n)))
	testkit.Z(t, "variance", squares/n, 1.0/12, math.Sqrt((1.0/80-1.0/144)/n))
	for k, count := range shares {
		testkit.Z(t, fmt.Sprint("share of sixteenth ", k), count/n, 1.0/16, math.Sqrt(15.0/256/n))
	}
}

// TestUniformsAreIndependent: of those of other years, other inputs, and of the normals of the same input and year.
func TestUniformsAreIndependent(t *testing.T) {
	key := NewKey(20190401, "base")
	base := uniformSample(key, Chances, 4)
	others := map[string][][]float64{
		"other name": uniformSample(NewKey(20190401, "base2"), Chances, 4),
		"normals":    sample(key, Scores, 4),
	}
	for lag := 1; lag <= 4; lag++ {
		others[fmt.Sprint("years apart: ", lag)] = base[lag:]
	}
	for _, lag := range []int{1, 4, 512} {
		others[fmt.Sprint("paths apart: ", lag)] = later(base, lag)
	}
	for name, other := range others {
		mean, variance := 0.5, 1.0/12
		if name == "normals" {
			mean, variance = 0, 1
		}
		var sum, n float64
		for y := range other {
			for i, x := range other[y] {
				sum += (base[y][i] - 0.5) * (x - mean)
				n++
			}
		}
		testkit.Z(t, name, sum/n, 0, math.Sqrt(variance/12/n))
	}
}

func TestUniformsAllocateNothing(t *testing.T) {
	Uniforms(columns(0), 1, 0, 0, 0)
	Uniforms(&[4][]float64{}, 1, 0, 0, 0)
	c := columns(64)
	assert.Zero(t, testing.AllocsPerRun(10, func() { Uniforms(c, 1, 0, 0, 0) }))
}
