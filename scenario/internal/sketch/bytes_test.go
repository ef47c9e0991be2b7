package sketch

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/scenario/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Grids of all laws, for few values and many, come back from bytes as they were, and nothing is left over. No shorter
// bytes are a grid.
func TestGridsComeBack(t *testing.T) {
	for name, law := range selectionLaws() {
		for _, n := range []int{1, 300, 50_000} {
			x := law(n)
			g := pilotOf(x)
			b := g.Append(nil)
			r := wire.NewReader(append(b, 1))
			got, err := ReadGrid(r)
			require.NoError(t, err, name)
			assert.Equal(t, g, got, name)
			assert.Equal(t, 1, r.Left(), name)
			for short := range b {
				_, err := ReadGrid(wire.NewReader(b[:short]))
				require.EqualError(t, err, "it ends too early", "%s, %d bytes of %d", name, short, len(b))
			}
		}
	}
}

// Layouts at the edge of what a plan lays out are read, and those beyond it refused.
func TestGridsThatNoPlanLaysOut(t *testing.T) {
	even := Grid{low: -1, perUnit: 2, bins: 4, atoms: []float64{-1, 1}, repeated: []float64{0, 2}}
	stretched := Grid{stretched: true, offset: 1, cut: 40, side: 3}
	atoms, repeated := make([]float64, maxAtoms), make([]float64, PilotPaths)
	nan, inf := math.NaN(), math.Inf(1)
	for name, c := range map[string]struct {
		from   Grid
		change func(g *Grid)
		sound  bool
	}{
		"two bins":              {even, func(g *Grid) { g.bins = 2 }, true},
		"one bin":               {even, func(g *Grid) { g.bins = 1 }, false},
		"as many as any":        {even, func(g *Grid) { g.bins = 2 * sideBins }, true},
		"one bin more":          {even, func(g *Grid) { g.bins = 2*sideBins + 1 }, false},
		"no width":              {even, func(g *Grid) { g.perUnit = 0 }, true},
		"a width below nothing": {even, func(g *Grid) { g.perUnit = -1 }, false},
		"a width that is none":  {even, func(g *Grid) { g.perUnit = nan }, false},
		"no lower end":          {even, func(g *Grid) { g.low = -inf }, false},
		"no typical value":      {even, func(g *Grid) { g.shift = nan }, false},
		"as many atoms as any":  {even, func(g *Grid) { g.atoms = atoms }, true},
		"an atom more":          {even, func(g *Grid) { g.atoms = append(slices.Clone(atoms), 1) }, false},
		"atoms that fall":       {even, func(g *Grid) { g.atoms = []float64{1, -1} }, false},
		"an atom without end":   {even, func(g *Grid) { g.atoms = []float64{inf} }, false},
		"as many repeated":      {even, func(g *Grid) { g.repeated = repeated }, true},
		"a repeated one more":   {even, func(g *Grid) { g.repeated = append(slices.Clone(repeated), 1) }, false},
		"repeated that fall":    {even, func(g *Grid) { g.repeated = []float64{2, 0} }, false},
		"few places":            {even, func(g *Grid) { g.places = -mostPlaces }, true},
		"many places":           {even, func(g *Grid) { g.places = mostPlaces }, true},
		"a place more":          {even, func(g *Grid) { g.places = mostPlaces + 1 }, false},
		"a bin to a side":       {stretched, func(g *Grid) { g.side = 1 }, true},
		"none to a side":        {stretched, func(g *Grid) { g.side = 0 }, false},
		"the most to a side":    {stretched, func(g *Grid) { g.side = sideBins }, true},
		"one more to a side":    {stretched, func(g *Grid) { g.side = sideBins + 1 }, false},
		"no offset":             {stretched, func(g *Grid) { g.offset = 0 }, false},
		"no centre":             {stretched, func(g *Grid) { g.centre = nan }, false},
		"the least cut":         {stretched, func(g *Grid) { g.cut = 32 }, true},
		"a bit less cut":        {stretched, func(g *Grid) { g.cut = 31 }, false},
		"the most cut":          {stretched, func(g *Grid) { g.cut = 52 }, true},
		"a bit more cut":        {stretched, func(g *Grid) { g.cut = 53 }, false},
	} {
		g := c.from
		c.change(&g)
		got, err := ReadGrid(wire.NewReader(g.Append(nil)))
		if c.sound {
			require.NoError(t, err, name)
			bins := g.bins
			if g.stretched {
				bins = 2 * g.side
			}
			assert.Equal(t, []int{bins, g.side, g.places}, []int{got.bins, got.side, got.places}, name)
		} else {
			assert.EqualError(t, err, "a histogram is not one that a plan lays out", name)
		}
	}
	b := even.Append(nil)
	b[0] |= 1 << len(even.flags())
	_, err := ReadGrid(wire.NewReader(b))
	assert.EqualError(t, err, "a histogram is not one that a plan lays out", "a fifth yes")
}

// Values come back in order, each as often as it occurs, and −0 as 0.
func TestValuesComeBack(t *testing.T) {
	for name, law := range selectionLaws() {
		x := law(3000)
		s := filled(pilotOf(x), x)
		b := AppendValues(nil, x)
		got, err := s.grid.ReadValues(wire.NewReader(b), s.State())
		require.NoError(t, err, name)
		assert.Equal(t, NewSorted(x), Sorted(got), name)
		for _, short := range []int{0, 1, len(b) / 2, len(b) - 1} {
			_, err := s.grid.ReadValues(wire.NewReader(b[:short]), s.State())
			assert.ErrorIs(t, err, errOtherValues, name)
		}
		state := s.State()
		r := wire.NewReader(s.grid.AppendState(nil, state))
		back := s.grid.ReadState(r, state.N)
		assert.Zero(t, r.Left())
		back.Counts, back.Overflow = state.Counts, state.Overflow
		if len(state.Atoms) == 0 {
			back.Atoms = state.Atoms
		}
		assert.Equal(t, state, back, name)
	}
}

// Values that a state does not count are refused: beyond its extremes, or written twice.
func TestValuesThatAStateDoesNotCount(t *testing.T) {
	s := New(NewGrid([]float64{1, 2, 3}, 4, asked()))
	s.Add([]float64{1, 2, 2, 3})
	s.Flush()
	one, two, three := key(1), key(2), key(3)
	for name, c := range map[string]struct {
		numbers []uint64
		ok      bool
	}{
		"all":                {[]uint64{one, 1, two - one, 2, three - two, 1}, true},
		"below the least":    {[]uint64{one - 1, 1, two - one + 1, 2, three - two, 1}, false},
		"above the greatest": {[]uint64{one, 1, two - one, 2, three - two + 1, 1}, false},
		"twice":              {[]uint64{one, 1, two - one, 1, 0, 1, three - two, 1}, false},
		"no times":           {[]uint64{one, 1, 1, 0, two - one - 1, 2, three - two, 1}, false},
		"too often":          {[]uint64{one, 1, two - one, 3}, false},
	} {
		var b []byte
		for _, k := range c.numbers {
			b = binary.AppendUvarint(b, k)
		}
		_, err := s.grid.ReadValues(wire.NewReader(b), s.State())
		assert.Equal(t, c.ok, err == nil, name)
	}
}

// A column of one atom alone counts as its values do, one by one.
func TestColumnsOfAnAtom(t *testing.T) {
	pilot := make([]float64, PilotPaths)
	for i := range pilot {
		pilot[i] = float64(7 * (i % 2))
	}
	seven, zero := slices.Repeat([]float64{7}, 256), make([]float64, 256)
	x := slices.Concat(seven, seven, zero, seven)
	s := filled(NewGrid(pilot, 1<<20, asked()), x)
	assert.Equal(t, 7*0.75, s.Mean())
	assert.InDelta(t, 7*math.Sqrt(0.75*0.25*1024/1023), s.SD(), 1e-12)
	assert.Equal(t, []uint64{256, 768}, s.State().Atoms)
}

// parted passes values in parts, each to a selection of its own, as several machines do.
func parted(s *Selection, values []float64, ready func(part *Selection, values uint64)) (parts []*Selection) {
	for part := range slices.Chunk(values, 7000) {
		z := s.Again()
		ready(z, uint64(len(part)))
		pass(z, part)
		parts = append(parts, z)
	}
	return parts
}

// counted has every part count, and sends what it counts as bytes to the one that narrows.
func counted(t *testing.T, s *Selection, values []float64) {
	total := make([]uint64, s.Tallies())
	for _, part := range parted(s, values, func(z *Selection, _ uint64) { z.Tally() }) {
		var splits wire.Splits
		b := part.AppendTallied(nil, part.Tallied(), &splits)
		for _, piece := range splits.Pieces() {
			b = append(b, piece...)
		}
		r := wire.NewReader(b)
		totals, err := s.ReadTotals(r, uint64(len(values)))
		require.NoError(t, err)
		reader := r.Splits()
		counts, err := s.ReadTallied(reader, totals)
		require.NoError(t, err)
		require.NoError(t, reader.Ended())
		require.Equal(t, part.Tallied(), counts)
		for i, c := range counts {
			total[i] += c
		}
	}
	s.SetTallied(total)
	require.NoError(t, s.Narrow())
}

// Passes over parts of the values, sent as bytes, find what one pass over all of them does.
func TestPartsFindTheSame(t *testing.T) {
	for name, law := range selectionLaws() {
		x := law(20_000)
		sketch := filled(pilotOf(x), x)
		one, _ := found(t, sketch, x, 100)
		s := NewSelection(sketch, someRanks(len(x)))
		for s.Count() > 100 {
			counted(t, s, x)
		}
		var all []float64
		for _, part := range parted(s, x, (*Selection).KeepSome) {
			kept, err := part.Kept()
			require.NoError(t, err, name)
			got, err := s.ReadKept(wire.NewReader(AppendKept(nil, kept)), uint64(len(x)))
			require.NoError(t, err, name)
			require.Equal(t, NewSorted(kept), Sorted(got), name)
			all = append(all, got...)
		}
		s.SetKept(all)
		clear(all) // which the selection has of its own
		require.NoError(t, s.Settle(never), name)
		for _, r := range someRanks(len(x)) {
			require.Equal(t, math.Float64bits(one.At(r)), math.Float64bits(s.At(r)), "%s, rank %v", name, r)
		}
	}
}

// What a part cannot have kept or counted is refused.
func TestPartsOfOtherValues(t *testing.T) {
	x := sample(20_000, laws()["normal"])
	s := NewSelection(filled(pilotOf(x), x), someRanks(len(x)))
	z := s.Again()
	z.KeepSome(uint64(len(x)))
	pass(z, x)
	kept, err := z.Kept()
	require.NoError(t, err)
	sorted, n := NewSorted(kept), s.Count()
	read := func(values []float64, most uint64) error {
		_, err := s.ReadKept(wire.NewReader(AppendKept(nil, values)), most)
		return err
	}
	require.NoError(t, read(sorted, n))
	assert.ErrorIs(t, read(sorted, n-1), errOtherValues, "more than the pass was over")
	assert.ErrorIs(t, read(append(slices.Clone(sorted), sorted[0]), n+1), errOtherValues, "more than there are")
	between := keyed(s.spans[0].last + 1)
	require.Nil(t, s.spanOf(key(between), 0), "spans 0 and 1 are apart")
	for name, other := range map[string]float64{"below all spans": s.min - 1, "above all spans": s.max + 1,
		"between spans": between} {
		values := slices.Clone(sorted)
		values[0] = other
		assert.ErrorIs(t, read(values, n), errOtherValues, name)
	}
	assert.NoError(t, read(slices.Repeat(sorted[:1], int(s.spans[0].count)), n), "as often as its span has values")
	assert.ErrorIs(t, read(slices.Repeat(sorted[:1], int(s.spans[0].count)+1), n), errOtherValues, "once more")
	first := key(sorted[0])
	for name, numbers := range map[string][]uint64{
		"a value no times": {2, first, 0, 1, 2}, "a value again": {2, first, 1, 0, 1},
		"more times than are left":         {3, first, 2, 1, 2},
		"more times than there are values": {2, first, 3}, "keys that come round": {2, first, 1, ^first + 1, 1},
	} {
		b := []byte(nil)
		for _, k := range numbers {
			b = binary.AppendUvarint(b, k)
		}
		_, err := s.ReadKept(wire.NewReader(b), n)
		assert.ErrorIs(t, err, errOtherValues, name)
	}
	totals := binary.AppendUvarint(nil, s.spans[0].count+1)
	_, err = s.ReadTotals(wire.NewReader(totals), uint64(len(x)))
	assert.ErrorIs(t, err, errOtherValues, "more counted than the span has")
	_, err = s.ReadTotals(wire.NewReader(totals), s.spans[0].count)
	assert.ErrorIs(t, err, errOtherValues, "more counted than the pass was over")
	z.KeepSome(uint64(len(x)))
	pass(z, x)
	again, err := z.Kept()
	require.NoError(t, err)
	assert.Len(t, again, len(kept), "a pass begins anew")
	z.KeepSome(1)
	pass(z, x)
	_, err = z.Kept()
	assert.ErrorIs(t, err, errOther, "more to keep than there is room for")
}

// A sum takes as few bytes as its number has, the sign among them, and comes back.
func TestSumsTakeFewBytes(t *testing.T) {
	for _, c := range []struct {
		sum   wide
		bytes int
	}{
		{wide{}, 0}, {wide{1}, 1}, {wide{127}, 1}, {wide{128}, 2}, {wide{1 << 62}, 8}, {wide{1 << 63}, 9},
		{wide{0, 1}, 9}, {wide{0, 0, 1 << 55}, 24}, {wide{0, 0, 1 << 62}, 24},
		{wide{0, 0, 1 << 63}, 24},
		{wide{1}.negated(), 1}, {wide{128}.negated(), 1}, {wide{129}.negated(), 2}, {wide{1 << 63}.negated(), 8},
		{wide{0, 1}.negated(), 9},
	} {
		b := c.sum.append(nil)
		assert.Len(t, b, 1+c.bytes, "%x", c.sum)
		r := wire.NewReader(b)
		assert.Equal(t, c.sum, readWide(r))
		assert.False(t, r.Failed())
	}
	r := wire.NewReader(append([]byte{25}, make([]byte, 25)...))
	readWide(r)
	assert.True(t, r.Failed(), "a sum has 24 bytes at most")
}

// Counts that do not add up to their totals are refused.
func TestTalliesThatDoNotAddUp(t *testing.T) {
	x := sample(20_000, laws()["normal"])
	s := NewSelection(filled(pilotOf(x), x), someRanks(len(x)))
	z := s.Again()
	z.Tally()
	pass(z, x)
	var splits wire.Splits
	part := z.AppendTallied(nil, z.Tallied(), &splits)
	var counts []byte
	for _, piece := range splits.Pieces() {
		counts = append(counts, piece...)
	}
	totals, err := s.ReadTotals(wire.NewReader(part), uint64(len(x)))
	require.NoError(t, err)
	got, err := s.ReadTallied(wire.NewReader(counts).Splits(), totals)
	require.NoError(t, err)
	require.Equal(t, z.Tallied(), got)
	for i := range totals {
		other := slices.Clone(totals)
		other[i] = 1 << 33 // beyond what can be counted
		_, err := s.ReadTallied(wire.NewReader(counts).Splits(), other)
		assert.Error(t, err, "span %d", i)
	}
}

// The bins between the least and the greatest value are those that hold something; without values there are none.
func TestBetween(t *testing.T) {
	x := sample(1000, laws()["normal"])
	g := pilotOf(x)
	for _, values := range [][]float64{x[:1], x[:2], x} {
		state := filled(g, values).State()
		lowest, highest, err := occupied(state.Counts, uint64(len(values)))
		require.NoError(t, err)
		from, to, ok := g.Between(state)
		assert.Equal(t, []int{lowest, highest + 1}, []int{from, to}, "%d values", len(values))
		assert.True(t, ok)
	}
	_, _, ok := g.Between(New(g).State())
	assert.False(t, ok)
}

// The keys of values that are read go up to the last there is, and no count is taken twice.
func TestReadValuesAtTheEnds(t *testing.T) {
	far := []float64{-math.MaxFloat64, 0, math.MaxFloat64}
	s := filled(pilotOf(far), far)
	got, err := s.grid.ReadValues(wire.NewReader(AppendValues(nil, far)), s.State())
	require.NoError(t, err)
	assert.Equal(t, far, got)
	s = filled(NewGrid([]float64{1, 2, 3}, 4, asked()), []float64{1, 1, 3})
	one, other := key(1), key(math.Nextafter(1, 2)) // in one bin, which holds two values
	require.Equal(t, s.grid.bin(1), s.grid.bin(keyed(other)))
	for name, numbers := range map[string][]uint64{
		"three in the bin of two":          {one, 2, other - one, 1},
		"more than are left":               {one, 2, key(3) - one, 2},
		"the first value again":            {one, 1, 0, 1, key(3) - one, 1},
		"a key beyond the last":            {one, 2, ^one + 1, 1},
		"the last key, which is no number": {one, 2, ^one, 1},
	} {
		var b []byte
		for _, k := range numbers {
			b = binary.AppendUvarint(b, k)
		}
		_, err := s.grid.ReadValues(wire.NewReader(b), s.State())
		assert.ErrorIs(t, err, errOtherValues, name)
	}
}
