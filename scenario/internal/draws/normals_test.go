package draws

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// columns returns four columns of n paths.
func columns(n int) *[4][]float64 {
	var c [4][]float64
	for y := range c {
		c[y] = make([]float64, n)
	}
	return &c
}

// TestWordsFollowTheLayout spells out the counter of doc.go.
func TestWordsFollowTheLayout(t *testing.T) {
	const key, path, group, purpose = Key(0x0123456789abcdef), uint64(0xfffffffe), 5, 7
	c := columns(4)
	words(c, key, path, group, Stream<<16|purpose)
	for i := range uint64(4) {
		p := path + i
		block := Philox([4]uint32{uint32(p), uint32(p >> 32), group, 1<<16 | purpose},
			[2]uint32{0x89abcdef, 0x01234567})
		for y, w := range block {
			assert.Equal(t, uint64(w), math.Float64bits(c[y][i]), "path %d word %d", p, y)
		}
	}
}

// TestAddress: a path has the same normals alone, among a thousand, and however
// the thousand is cut into blocks.
func TestAddress(t *testing.T) {
	const n, first = 1000, uint64(1)<<32 - 500 // crosses into the high word
	key := NewKey(1, "growth")
	whole := columns(n)
	Normals(whole, key, first, 2, 0)

	alone := columns(1)
	Normals(alone, key, first+7, 2, 0)
	for y := range 4 {
		assert.Equal(t, whole[y][7], alone[y][0])
	}
	for _, size := range []int{1, 3, 8, 64, 511, 999} {
		t.Run(fmt.Sprint("blocks of ", size), func(t *testing.T) {
			for start := 0; start < n; start += size {
				part := columns(min(size, n-start))
				Normals(part, key, first+uint64(start), 2, 0)
				for y := range 4 {
					require.Equal(t, whole[y][start:start+len(part[y])], part[y])
				}
			}
		})
	}
}

// TestEveryPartOfTheAddressCounts: changing any one part gives other normals.
func TestEveryPartOfTheAddressCounts(t *testing.T) {
	draw := func(key Key, path uint64, group uint32, purpose uint16) float64 {
		c := columns(1)
		Normals(c, key, path, group, purpose)
		return c[0][0]
	}
	key := NewKey(1, "growth")
	seen := map[float64]string{}
	for what, z := range map[string]float64{
		"base":       draw(key, 7, 2, 3),
		"other seed": draw(NewKey(2, "growth"), 7, 2, 3),
		"other name": draw(NewKey(1, "growth "), 7, 2, 3),
		"path":       draw(key, 8, 2, 3),
		"path, high": draw(key, 7+1<<32, 2, 3),
		"group":      draw(key, 7, 3, 3),
		"purpose":    draw(key, 7, 2, 4),
		"swapped":    draw(key, 7, 3, 2),
	} {
		assert.NotContains(t, seen, z, what)
		seen[z] = what
	}
}

func TestNoPathsAndNoAllocation(t *testing.T) {
	Normals(columns(0), 1, 0, 0, 0)
	Normals(&[4][]float64{}, 1, 0, 0, 0)
	c := columns(64)
	assert.Zero(t, testing.AllocsPerRun(10, func() { Normals(c, 1, 0, 0, 0) }))
}

func BenchmarkNormals(b *testing.B) {
	const paths = 512
	c := columns(paths)
	for i := range uint64(b.N) {
		Normals(c, 1, i*paths, 0, 0)
	}
	perNormal(b, 4*paths)
}

func BenchmarkWords(b *testing.B) {
	const paths = 512
	c := columns(paths)
	for i := range uint64(b.N) {
		words(c, 1, i*paths, 0, 0)
	}
	perNormal(b, 4*paths)
}

// perNormal reports the time of one value of a benchmark that makes count a round.
func perNormal(b *testing.B, count int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(count), "ns/value")
}
