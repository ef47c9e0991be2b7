package sketch

import (
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Values wait to be counted while there is room for another chunk of them, and no longer.
func TestWhatWaits(t *testing.T) {
	x := sample(ChunkPaths, laws()["normal"])
	for _, c := range []struct{ room, chunks, waiting int }{
		{roomAlone, 1, 0}, {ChunkPaths, 1, 0}, {2*ChunkPaths - 1, 1, 0}, {2 * ChunkPaths, 1, ChunkPaths},
		{2 * ChunkPaths, 2, 0}, {3 * ChunkPaths, 2, 2 * ChunkPaths}, {3 * ChunkPaths, 3, 0},
		{3*ChunkPaths - 1, 2, 0}, {3 * ChunkPaths, 4, ChunkPaths},
	} {
		s := New(pilotOf(x))
		s.Wait(make([]uint16, c.room))
		for range c.chunks {
			s.Add(x)
			s.Flush()
		}
		assert.Equal(t, c.waiting, len(s.bins), "room for %d, %d chunks", c.room, c.chunks)
		counted := uint64(0)
		for bin := range s.counts {
			counted += s.in(bin)
		}
		assert.Equal(t, uint64(c.chunks*ChunkPaths-c.waiting), counted)
		s.Wait(nil)
		assert.Equal(t, 0, cap(s.bins), "nothing waits, and the room is given back")
		require.NoError(t, s.grid.Check(s.State(), uint64(c.chunks*ChunkPaths)))
	}
}

// A bin beyond 16 bits loses nothing, however many values wait and whatever it holds besides: values in one bin, which
// are no atom, come again and again.
func TestNoCountComesRound(t *testing.T) {
	g := pilotOf(sample(ChunkPaths, laws()["normal"]))
	require.Empty(t, g.atoms)
	one := slices.Repeat([]float64{g.shift}, ChunkPaths)
	for _, room := range []int{roomAlone, ChunkPaths, 20 * ChunkPaths, 31 * ChunkPaths, 40 * ChunkPaths} {
		s := New(g)
		s.Wait(make([]uint16, room))
		for chunk := range 100 {
			some := one
			if chunk%7 == 3 { // some chunks are shorter
				some = one[:ChunkPaths-1]
			}
			s.Add(some)
			s.Flush()
		}
		s.Count()
		assert.Equal(t, uint64(86*ChunkPaths+14*(ChunkPaths-1)), s.in(g.bin(g.shift)), "room for %d", room)
	}
}

// Counts stay in 16 bits until a bin is more than half full, so that a histogram is read in half the time.
func TestWhenCountsAge(t *testing.T) {
	g := pilotOf(sample(ChunkPaths, laws()["normal"]))
	part := func(in float64, chunks int) *Sketch {
		s := New(g)
		for range chunks {
			s.Add(slices.Concat(slices.Repeat([]float64{g.shift}, int(in*ChunkPaths)),
				slices.Repeat([]float64{g.shift + 10}, ChunkPaths-int(in*ChunkPaths))))
			s.Flush()
		}
		return s
	}
	assert.Nil(t, part(1, 30).older, "61,440 values in one bin fit")
	assert.NotNil(t, part(1, 32).older)
	assert.Nil(t, part(0.5, 32).older, "32,768 values of 65,536 in each of two bins")
	assert.NotNil(t, part(0.75, 32).older)
}

// Sketches that are made in a row count for themselves, each on its own grid.
func TestSketchesInARowCountForThemselves(t *testing.T) {
	var grids []*Grid
	var columns [][]float64
	for _, name := range []string{"normal", "30% atom", "two-valued", "uniform"} {
		x := sample(3*ChunkPaths, laws()[name])
		grids, columns = append(grids, pilotOf(x)), append(columns, x)
	}
	all := NewAll(grids)
	for i := range all {
		for chunk := range slices.Chunk(columns[i], ChunkPaths) {
			all[i].Add(chunk)
			all[i].Flush()
		}
	}
	for i := range all {
		assert.Equal(t, filled(grids[i], columns[i]).State(), all[i].State())
	}
}

// A sketch takes as much memory as its grid says.
func TestASketchTakesWhatItsGridSays(t *testing.T) {
	for name, law := range laws() {
		g := pilotOf(sample(ChunkPaths, law))
		s := New(g)
		assert.Equal(t, unsafe.Sizeof(*s)+uintptr(cap(s.atoms))*unsafe.Sizeof(repeat{})+
			uintptr(cap(s.counts))*unsafe.Sizeof(s.counts[0]), uintptr(g.Bytes()), name)
	}
}
