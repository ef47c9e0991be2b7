package scenario

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
	"github.com/openenvelope/envelope/scenario/internal/wire"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A setup is what a plan is made of, to be varied.
type setup struct {
	finance finance.Model
	drivers []Driver
	model   Model // without its baseline
	options Options
}

// partPaths is a run of two parts.
const partPaths = 2 * PartPaths

func newSetup() *setup {
	return &setup{
		finance: finance.Model{
			First: 2018, Last: 2020,
			Deflator: finance.Deflator{Planned: []finance.Rate{0.018}},
			Funding:  finance.Settlement{Baseline: 114.6 * finance.Billion, RealGrowth: []finance.Rate{0.034}},
			Opening:  finance.Opening{Position: -2.55 * finance.Billion},
			Need:     finance.Need{RealGrowth: []finance.Rate{0.033}},
		},
		drivers: []Driver{
			{Input: "need.real_growth", Law: dist.Truncated{Law: dist.Normal{Mean: 0.033, SD: 0.004}, Low: -0.1,
				High: 0.1}, Process: process.EachYear{}},
			{Input: "funding.real_growth", Law: dist.Normal{Mean: 0.034, SD: 0.001}, Process: process.EachYear{}},
		},
		options: Options{Paths: partPaths, Seed: 1, Workers: 1, Lines: []string{"balance", "debt"}},
	}
}

func (s *setup) plan(t testing.TB) *Plan {
	t.Helper()
	m := s.model
	m.Baseline = Scenario{Name: "baseline", Model: &s.finance, Drivers: s.drivers}
	p, err := NewPlan(context.Background(), &m, s.options)
	require.NoError(t, err)
	return p
}

// planOf is the plan of a setup that a function varies.
func planOf(t testing.TB, vary func(*setup)) *Plan {
	t.Helper()
	s := newSetup()
	vary(s)
	return s.plan(t)
}

func partOf(t testing.TB, p *Plan, from, to uint64) *Partial {
	t.Helper()
	part, err := p.RunPart(context.Background(), from, to)
	require.NoError(t, err)
	return part
}

func bytesOf(t testing.TB, p *Partial) []byte {
	t.Helper()
	b, err := p.MarshalBinary()
	require.NoError(t, err)
	return b
}

// The own law, process and measure of an importer, alike to look at.
type (
	ownLaw struct {
		dist.Normal
		shift float64
	}
	ownTransform struct{ shift float64 }
	ownProcess   struct {
		process.EachYear
		carry *float64
	}
	ownMeasure struct {
		measure.InYear
		floor func() float64
	}
)

func (l ownLaw) Transform() dist.Transform { return ownTransform{l.shift} }

func (t ownTransform) At(z float64) float64 { return 0.033 + 0.004*z + t.shift }

func (t ownTransform) Apply(dst, z []float64) {
	for i := range dst {
		dst[i] = t.At(z[i])
	}
}

func (p ownProcess) Next(state, innovation []float64, year int) {
	for i := range state {
		if year == 0 {
			state[i] = 0
		}
		state[i] = *p.carry*state[i] + innovation[i]
	}
}

func (m ownMeasure) Next(state, figures []float64, _ int) {
	for i := range state {
		state[i] = figures[i] - m.floor()
	}
}

// withOwn sets code of an importer's own.
func withOwn(shift, carry, floor, set float64) func(*setup) {
	return func(s *setup) {
		s.drivers[0].Law, s.drivers[0].Process = ownLaw{dist.Normal{Mean: 0.033, SD: 0.004}, shift},
			ownProcess{carry: &carry}
		s.options.Conditions = []Condition{{"balance", ownMeasure{floor: func() float64 { return floor }}}}
		s.finance.Rules = []finance.Rule{func(w *sheet.Sheet) {
			w.Add(sheet.Row{Name: "set_aside", Unit: sheet.Money, Formula: sheet.Ref("balance").Times(sheet.Num(set)),
				Note: "Set aside."})
		}}
		s.options.Lines = append(s.options.Lines, "set_aside")
	}
}

// A part of a plan whose figures differ in anything is refused by ReadPartial, Merge and Result, and nothing has
// changed; one of a plan made anew from an equal model is taken, whatever does not touch figures.
func TestPartsOfOtherPlansAreRefused(t *testing.T) {
	plain, own := func(*setup) {}, withOwn(0, 0.5, 0, 0.1)
	for name, c := range map[string]struct {
		base, vary func(*setup)
		same       bool
	}{
		"the same":      {plain, plain, true},
		"other workers": {plain, func(s *setup) { s.options.Workers, s.options.MaxMemory = 3, 1<<30 }, true},
		"progress":      {plain, func(s *setup) { s.options.Progress = func(uint64, uint64) {} }, true},
		"a note": {plain, func(s *setup) {
			s.finance.Notes = map[string]finance.Note{"funding.real_growth": {Source: "x"}}
		}, true},
		"a name in file": {plain, func(s *setup) { s.model.Name = "another title" }, true},
		"own":            {own, withOwn(0, 0.5, 0, 0.1), true},

		"seed":  {plain, func(s *setup) { s.options.Seed = 2 }, false},
		"paths": {plain, func(s *setup) { s.options.Paths = 3 * PartPaths }, false},
		"lines": {plain, func(s *setup) { s.options.Lines = []string{"debt", "balance"} }, false},
		"years": {plain, func(s *setup) { s.options.Years = []string{"2020/21"} }, false},
		"conditions": {plain, func(s *setup) {
			s.options.Conditions = []Condition{{"balance", measure.InYear{}}}
		}, false},
		"a rate":  {plain, func(s *setup) { s.finance.Deflator.Planned = []finance.Rate{0.0180001} }, false},
		"a pound": {plain, func(s *setup) { s.finance.Funding.Baseline++ }, false},
		"law":     {plain, func(s *setup) { s.drivers[0].Law = dist.Normal{Mean: 0.033, SD: 0.004} }, false},
		"a far limit": {plain, func(s *setup) {
			s.drivers[0].Law = dist.Truncated{Law: dist.Normal{Mean: 0.033, SD: 0.004}, Low: -0.1, High: 0.1001}
		}, false},
		"process": {plain, func(s *setup) { s.drivers[0].Process = process.EachYear{Persistence: 0.1} }, false},
		"a rare shock": {plain, func(s *setup) {
			s.drivers[0].Process = process.Shock{Chance: 1e-6, Sizes: []float64{0.01}, On: process.EachYear{}}
		}, false},
		"scenario's name": {plain, func(s *setup) {
			s.model.Scenarios = []Scenario{{Name: "x", Model: &s.finance, Drivers: s.drivers}}
		}, false},
		"correlation": {plain, func(s *setup) { s.model.Correlation = []Correlation{correlated(0.5)} }, false},
		"less correlation": {func(s *setup) {
			s.model.Correlation = []Correlation{correlated(0.5)}
		}, func(s *setup) { s.model.Correlation = []Correlation{correlated(0.5000001)} }, false},
		"own law":     {own, withOwn(1e-9, 0.5, 0, 0.1), false},
		"own process": {own, withOwn(0, 0.5000001, 0, 0.1), false},
		"own measure": {own, withOwn(0, 0.5, 1e11, 0.1), false},
		"own rule":    {own, withOwn(0, 0.5, 0, 0.1000001), false},
	} {
		t.Run(name, func(t *testing.T) {
			p, q := planOf(t, c.base), planOf(t, c.vary)
			whole := partOf(t, q, 0, q.Paths())
			first, second := partOf(t, p, 0, PartPaths), partOf(t, q, PartPaths, 2*PartPaths)
			before := bytesOf(t, first)
			read, readErr := p.ReadPartial(bytesOf(t, second))
			_, resultErr := p.Result(context.Background(), whole)
			mergeErr := first.Merge(second)
			if !c.same {
				for _, err := range []error{readErr, mergeErr, resultErr} {
					assert.ErrorContains(t, err, "the part ")
				}
				assert.Nil(t, read)
				assert.True(t, bytes.Equal(before, bytesOf(t, first)), "as it was")
				return
			}
			for _, err := range []error{readErr, mergeErr, resultErr} {
				assert.NoError(t, err)
			}
			assert.True(t, bytes.Equal(bytesOf(t, whole), bytesOf(t, first)), "the same bits in one part and in two")
			assert.ErrorContains(t, first.Merge(read), "in both parts")
		})
	}
}

// correlated is a correlation of the two drivers of a setup.
func correlated(r float64) Correlation {
	return Correlation{Drivers: []string{"need.real_growth", "funding.real_growth"},
		Matrix: [][]float64{{1, r}, {r, 1}}}
}

// Plans made of equal models have equal fingerprints, time and again.
func TestFingerprintsAreStable(t *testing.T) {
	for _, vary := range []func(*setup){func(*setup) {}, withOwn(0, 0.5, 0, 0.1)} {
		first := planOf(t, vary).fingerprint
		assert.NotZero(t, first)
		for range 20 {
			assert.Equal(t, first, planOf(t, vary).fingerprint)
		}
	}
}

// A merge that fails leaves its receiver as it was, and what no plan made is an error, not a panic.
func TestMergesThatFail(t *testing.T) {
	p := newSetup().plan(t)
	whole, first := partOf(t, p, 0, partPaths), partOf(t, p, 0, PartPaths)
	before := bytesOf(t, first)
	var none *Partial
	for name, err := range map[string]error{
		"nil": first.Merge(nil), "zero": first.Merge(&Partial{}), "into nil": none.Merge(first),
		"into zero": new(Partial).Merge(first),
	} {
		assert.Equal(t, errNoPart, err, name)
	}
	assert.EqualError(t, first.Merge(first), "paths 0 to 2047 are in both parts")
	assert.EqualError(t, first.Merge(whole), "paths 0 to 2047 are in both parts")
	assert.True(t, bytes.Equal(before, bytesOf(t, first)), "as it was")
	for _, missing := range []*Partial{nil, {}} {
		_, err := p.Result(context.Background(), missing)
		assert.Equal(t, errNoPart, err)
		_, err = missing.MarshalBinary()
		assert.Equal(t, errNoPart, err)
	}
	_, err := p.Result(context.Background(), first)
	assert.EqualError(t, err, "the parts cover [{0 2048}], not all 4096 paths")

	spans := first.Spans()
	assert.Equal(t, []Span{{0, PartPaths}}, spans)
	spans[0].To = partPaths
	assert.Equal(t, []Span{{0, PartPaths}}, first.Spans(), "a copy")

	empty := partOf(t, p, 0, 0)
	assert.Empty(t, empty.Spans())
	require.NoError(t, empty.Merge(empty))
	read, err := p.ReadPartial(bytesOf(t, empty))
	require.NoError(t, err)
	require.NoError(t, first.Merge(read))
	assert.True(t, bytes.Equal(before, bytesOf(t, first)), "as it was")
}

// No part with a changed, missing or added byte is accepted.
func TestDamagedPartsAreRefused(t *testing.T) {
	p := newSetup().plan(t)
	data := bytesOf(t, partOf(t, p, 0, PartPaths))
	_, err := p.ReadPartial(data)
	require.NoError(t, err)
	rng := rand.New(rand.NewPCG(1, 2))
	n, accepted := testkit.Count(14_663), 0
	for range n {
		other := bytes.Clone(data)
		switch i := rng.IntN(len(data)); rng.IntN(4) {
		case 0:
			other[i] ^= 1 << rng.IntN(8)
		case 1:
			other[i] += byte(1 + rng.IntN(255))
		case 2:
			other = other[:i]
		case 3:
			other = append(other[:i:i], append([]byte{byte(rng.Uint32())}, other[i:]...)...)
		}
		if _, err := p.ReadPartial(other); err == nil {
			accepted++
		}
	}
	assert.Zero(t, accepted, "of %d", n)
	for i := range data[:len(p.head(Version))] { // a bit in every place of the head, whatever the checksum
		other := bytes.Clone(data[:len(data)-32])
		other[i] ^= 1
		_, err := p.ReadPartial(wire.Sum(other))
		assert.Error(t, err, "byte %d", i)
	}
}

// A part whose fields contradict each other is refused although its checksum is right.
func TestForgedPartsAreRefused(t *testing.T) {
	testkit.NotForRaces(t)
	p := planOf(t, func(s *setup) {
		s.model.Scenarios = []Scenario{{Name: "x", Model: &s.finance, Drivers: s.drivers[:1]}}
		s.options.Lines = append(s.options.Lines, "net_cost")
	})
	data := bytesOf(t, partOf(t, p, 0, PartPaths))
	forged, refused := 0, 0
	try := func(what string, forge func(*Partial) bool) {
		other, err := p.ReadPartial(data)
		require.NoError(t, err)
		if !forge(other) {
			return
		}
		forged++
		if _, err := p.ReadPartial(bytesOf(t, other)); assert.Error(t, err, what) {
			refused++
		}
	}
	for i := range p.grids {
		for what, forge := range forgeries() {
			try(fmt.Sprintf("cell %d: %s", i, what), func(part *Partial) bool {
				before, state := part.sketches[i].State(), part.sketches[i].State()
				if forge(&state); assert.ObjectsAreEqual(before, state) {
					return false
				}
				part.sketches[i] = *sketch.New(p.grids[i])
				require.NoError(t, part.sketches[i].Restore(state))
				return true
			})
		}
	}
	for i := range partOf(t, p, 0, 0).counts {
		for j := range 3 {
			try(fmt.Sprintf("answer %d", i), func(part *Partial) bool {
				part.counts[i][j] += PartPaths + 1
				return true
			})
			try(fmt.Sprintf("answer %d", i), func(part *Partial) bool {
				part.counts[i][j] = math.MaxUint64
				return true
			})
		}
	}
	for _, spans := range [][]Span{nil, {{0, partPaths}}, {{PartPaths, 2 * PartPaths}, {0, PartPaths}}, {{0, 1}},
		{{1, PartPaths + 1}}, {{0, PartPaths}, {0, PartPaths}},
		{{PartPaths, 0}}, {{0, math.MaxUint64}}, {{0, 0}}, {{0, PartPaths}, {PartPaths, partPaths}}} {
		try(fmt.Sprint("spans ", spans), func(part *Partial) bool { part.spans = spans; return true })
	}
	assert.GreaterOrEqual(t, forged, 316)
	t.Logf("%d forged, %d refused", forged, refused)
}

// forgeries are changes to a cell that its other fields contradict. Counts that do not add up cannot be written.
func forgeries() map[string]func(*sketch.State) {
	all := map[string]func(*sketch.State){
		"atoms":               func(s *sketch.State) { add(s.Atoms, PartPaths+1) },
		"many atoms":          func(s *sketch.State) { add(s.Atoms, math.MaxUint64/2) },
		"extremes swapped":    func(s *sketch.State) { s.Min, s.Max = s.Max, s.Min },
		"least too small":     func(s *sketch.State) { s.Min -= 1e15 },
		"greatest too large":  func(s *sketch.State) { s.Max += 1e15 },
		"least not a number":  func(s *sketch.State) { s.Min = math.NaN() },
		"greatest not":        func(s *sketch.State) { s.Max = math.NaN() },
		"least infinite":      func(s *sketch.State) { s.Min = math.Inf(-1) },
		"sum of other sign":   func(s *sketch.State) { s.Sum[2] ^= 1 << 63 },
		"sum too large":       func(s *sketch.State) { s.Sum[1] += 1 << 20 },
		"squares too large":   func(s *sketch.State) { s.Squares[2] ^= 1 << 40 },
		"squares of no sign":  func(s *sketch.State) { s.Squares[2] ^= 1 << 63 },
		"an overflow of none": func(s *sketch.State) { s.Overflow = true },
	}
	return all
}

// add adds to every count.
func add(counts []uint64, n uint64) {
	for i := range counts {
		counts[i] += n
	}
}

// Bytes that are no part take no memory to speak of, whatever they promise.
func TestHostilePartsTakeNoMemory(t *testing.T) {
	testkit.NotForRaces(t)
	p := newSetup().plan(t)
	data := bytesOf(t, partOf(t, p, 0, PartPaths))
	endless := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01} // 2⁶⁴−1 spans
	spans, err := wire.Seal(p.head(Version), wire.Text, endless)
	require.NoError(t, err)
	bomb, err := wire.Seal(p.head(Version), wire.Text, make([]byte, 1<<30))
	require.NoError(t, err)
	for name, hostile := range map[string][]byte{
		"junk": bytes.Repeat([]byte("junk"), 1000), "half": data[:len(data)/2], "no checksum": data[:len(data)-32],
		"many spans": spans, "a head": wire.Sum([]byte(p.head(Version))), "damaged": append(bytes.Clone(data), 0),
		"a bomb": bomb,
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := p.ReadPartial(hostile)
		runtime.ReadMemStats(&after)
		assert.Error(t, err, name)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4*len(hostile)+64<<10), name)
	}
}

// Whatever bytes come, with and without the right head and checksum: no panic; and what is accepted is the same part
// when it is written and read again, and makes a result with what is missing.
func FuzzReadPartial(f *testing.F) {
	p, missing, seeds := fuzzedParts(f)
	for _, data := range seeds {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { readPart(t, p, missing, data) })
}

// Many changes of parts: 200,000 under -deep.
func TestMutatedParts(t *testing.T) {
	p, missing, seeds := fuzzedParts(t)
	testkit.Mutated(t, testkit.Count(200_000), seeds, func(t *testing.T, data []byte) { readPart(t, p, missing, data) })
}

// fuzzedParts are a plan, a part of it, and what others of its parts are written as, whole, and their bodies.
func fuzzedParts(t testing.TB) (p *Plan, missing *Partial, seeds [][]byte) {
	p = newSetup().plan(t)
	for _, to := range []uint64{0, PartPaths, partPaths} {
		data := bytesOf(t, partOf(t, p, 0, to))
		seeds = append(seeds, data, slices.Concat(partOf(t, p, 0, to).body()...))
	}
	return p, partOf(t, p, PartPaths, partPaths), seeds
}

// readPart holds of any bytes.
func readPart(t *testing.T, p *Plan, missing *Partial, data []byte) {
	packed, err := wire.Seal(p.head(Version), wire.Text, data)
	require.NoError(t, err)
	for _, b := range [][]byte{data, packed} {
		x, err := p.ReadPartial(b)
		if err != nil {
			continue
		}
		again, err := p.ReadPartial(bytesOf(t, x))
		require.NoError(t, err)
		require.True(t, bytes.Equal(slices.Concat(x.body()...), slices.Concat(again.body()...)), "it is the same part")
		if x.Merge(missing) == nil {
			if _, err := p.Result(context.Background(), x); err != nil {
				require.ErrorContains(t, err, "not all")
			}
		}
	}
}
