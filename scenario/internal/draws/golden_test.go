package draws

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The values in this file must never change unless Stream is raised: a change
// means that no stored result can be reproduced from its seed.

func TestGoldenKeys(t *testing.T) {
	assert.EqualValues(t, 1, Stream)
	assert.Equal(t, Key(0xf7d921f7ab21d418), NewKey(0, ""))
	assert.Equal(t, Key(0xa777ac09c722d239), NewKey(20190401, "demand.growth"))
	assert.Equal(t, Key(0x1f83c7f37338cba9), NewKey(1<<63, "überlauf"))
}

func TestGoldenWords(t *testing.T) {
	c := columns(3)
	words(c, NewKey(20190401, "demand.growth"), 0, 0, Stream<<16)
	var got [3][4]uint64
	for y := range c {
		for i := range got {
			got[i][y] = math.Float64bits(c[y][i])
		}
	}
	assert.Equal(t, [3][4]uint64{
		{0x1ef60e04, 0x8c6f4f29, 0x5213385, 0x8524c05e},
		{0x3716f313, 0x5822d583, 0x6e175f94, 0x2c3358f5},
		{0xe626b79, 0xd91b52d, 0x1eebd813, 0x49d1ab60},
	}, got, "by path, then word")
}

func TestGoldenNormals(t *testing.T) {
	c := columns(3)
	Normals(c, NewKey(20190401, "demand.growth"), 0, 0, 0)
	assert.Equal(t, [4][]float64{
		{-1.9604669146324212, 0.9786849650584156, -2.2677466523289658},
		{-0.6176227734223202, 1.4541688474867567, 0.7844642424041438},
		{-2.774219237180916, -0.6067572420096625, 0.49072270821737984},
		{-0.35209532536260174, 1.1487299314656685, 1.996661661457422},
	}, *c, "by year, then path")
}

// TestGoldenHash fixes the bits of a quarter of a million normals.
func TestGoldenHash(t *testing.T) {
	h := sha256.New()
	c := columns(1 << 10)
	for group := range uint32(64) {
		Normals(c, NewKey(20190401, "demand.growth"), 1<<32-512, group, 9)
		for _, column := range c {
			for _, z := range column {
				h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(z)))
			}
		}
	}
	assert.Equal(t, "d51e7d5c234968d0b290136afa1e0c1fb85dfbf063a342ed88ff4f3993d291bb", hex.EncodeToString(h.Sum(nil)))
}
