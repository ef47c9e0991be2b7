package scenario

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
	"github.com/openenvelope/envelope/scenario/internal/wire"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// passPaths is a run of three parts.
const passPaths = 2*PartPaths + 500

func exactly(s *setup) { s.options.Paths, s.options.ExactPercentiles = passPaths, true }

// elsewhere is what another process makes of a plan that one has written.
func elsewhere(t testing.TB, p *Plan, vary func(*setup)) *Plan {
	t.Helper()
	data, err := p.MarshalBinary()
	require.NoError(t, err)
	q, err := readAgain(vary, data)
	require.NoError(t, err)
	require.Equal(t, p.fingerprint, q.fingerprint)
	require.Equal(t, p.Pass(), q.Pass())
	return q
}

// wholeOf is a pass in parts, each computed by a plan that was read from bytes, and sent as bytes, in falling order.
func wholeOf(t testing.TB, p *Plan, vary func(*setup)) *Partial {
	t.Helper()
	spans, err := p.Parts(3)
	require.NoError(t, err)
	whole := partOf(t, p, 0, 0)
	slices.Reverse(spans)
	for _, span := range spans {
		part, err := p.ReadPartial(bytesOf(t, partOf(t, elsewhere(t, p, vary), span.From, span.To)))
		require.NoError(t, err)
		require.NoError(t, whole.Merge(part))
	}
	return whole
}

// Whatever is looked for in further passes, a run in parts, every pass of it, has the figures and the hash of one
// process: for exact percentiles and for histograms that are too coarse, with as many passes that only count as one
// likes, and with the last passes left to Result.
func TestFurtherPassesInParts(t *testing.T) {
	for name, vary := range map[string]func(*setup){
		"exact":     exactly,
		"few paths": func(s *setup) { s.options.Paths = passPaths },
		"two models": func(s *setup) {
			exactly(s)
			s.model.Scenarios = []Scenario{{Name: "x", Model: &s.finance, Drivers: s.drivers[:1]}}
		},
		"own code": func(s *setup) {
			withOwn(0, 0.5, 0, 0.1)(s)
			exactly(s)
		},
		"no questions": func(s *setup) {
			exactly(s)
			s.options.Conditions = []Condition{{"balance", measure.InYear{}}}
		},
	} {
		for counting := range 3 {
			t.Run(fmt.Sprintf("%s, %d passes that count", name, counting), func(t *testing.T) {
				s := newSetup()
				vary(s)
				m := s.model
				m.Baseline = Scenario{Name: "baseline", Model: &s.finance, Drivers: s.drivers}
				want, err := Run(context.Background(), &m, s.options)
				require.NoError(t, err)
				p := s.plan(t)
				whole := wholeOf(t, p, vary)
				for {
					r, err := p.Result(context.Background(), whole)
					require.NoError(t, err)
					assert.Equal(t, want.Hash, r.Hash, "after pass %d", p.Pass())
					assert.Equal(t, want.Records(), r.Records())
					next, err := p.next(context.Background(), whole, func(uint64) bool { return p.Pass() > counting })
					require.NoError(t, err)
					if next == nil {
						break
					}
					p, whole = next, wholeOf(t, next, vary)
				}
				assert.Equal(t, counting+2, p.Pass())
			})
		}
	}
}

// Next itself keeps the figures where they fit, and gives nil where nothing is to be found.
func TestNext(t *testing.T) {
	ctx := context.Background()
	p := planOf(t, exactly)
	next, err := p.Next(ctx, partOf(t, p, 0, passPaths))
	require.NoError(t, err)
	assert.True(t, next.later.keeps)
	after, err := next.Next(ctx, partOf(t, next, 0, passPaths))
	require.NoError(t, err)
	assert.Nil(t, after)
	certain := planOf(t, func(s *setup) { exactly(s); s.drivers = nil })
	next, err = certain.Next(ctx, partOf(t, certain, 0, passPaths))
	require.NoError(t, err)
	assert.Nil(t, next)

	_, err = p.Next(ctx, partOf(t, p, 0, PartPaths))
	assert.EqualError(t, err, "the parts cover [{0 2048}], not all 4596 paths")
	_, err = new(Plan).Next(ctx, nil)
	assert.Equal(t, errNoPlan, err)
	_, err = p.Next(ctx, nil)
	assert.Equal(t, errNoPart, err)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = p.Next(ended, partOf(t, p, 0, passPaths))
	assert.ErrorIs(t, err, context.Canceled)
}

// A further pass reads what was sorted for it, whatever becomes of the part after Next: another Result of the same part
// sorts its figures anew, in each other's room. The figures of few values are carried; those of the balance are not.
func TestAResultMovesNoFurtherPass(t *testing.T) {
	ctx := context.Background()
	var values, chances []float64
	for i := range 20 {
		values, chances = append(values, 0.03+float64(i)/1000), append(chances, 0.05)
	}
	levels := dist.Discrete{Values: dist.NumbersOf(values...), Chances: dist.NumbersOf(chances...)}
	p := planOf(t, func(s *setup) {
		s.finance.Last = 2021
		s.drivers[1] = Driver{Input: "funding.real_growth", Law: levels, Process: process.EachYear{}}
		s.options.Paths, s.options.Lines = passPaths, []string{"funding", "new_money", "balance"}
	})
	whole := partOf(t, p, 0, passPaths)
	next, err := p.Next(ctx, whole)
	require.NoError(t, err)
	sorted := sortedOf(next)
	require.Greater(t, len(sorted), 1, "cells whose figures the part carries")
	want, err := p.Result(ctx, whole)
	require.NoError(t, err)
	for range 3 {
		_, err := p.Result(ctx, whole)
		require.NoError(t, err)
	}
	r, err := next.Result(ctx, partOf(t, next, 0, passPaths))
	require.NoError(t, err)
	assert.Equal(t, want.Hash, r.Hash)
	assert.Equal(t, want.Records(), r.Records())
	assert.Equal(t, sorted, sortedOf(next))
}

// sortedOf are copies of the figures that were sorted before the plan's pass.
func sortedOf(p *Plan) (all [][]float64) {
	for _, r := range p.later.open.found {
		if figures, ok := r.(sketch.Sorted); ok {
			all = append(all, slices.Clone(figures))
		}
	}
	return all
}

// A pass that keeps figures is not computed above the ceiling of whoever computes a part of it.
func TestPartsOfPassesHaveACeiling(t *testing.T) {
	p := planOf(t, exactly)
	next, err := p.Next(context.Background(), partOf(t, p, 0, passPaths))
	require.NoError(t, err)
	least, err := next.leastSecond()
	require.NoError(t, err)
	next.memory = least + 1<<10
	_, err = next.RunPart(context.Background(), 0, passPaths)
	assert.ErrorContains(t, err, "cut the run into more parts, or raise the ceiling")
}

// passOf is the plan of a further pass of a setup, which keeps figures or counts them.
func passOf(t testing.TB, vary func(*setup), keeps bool) *Plan {
	t.Helper()
	p := planOf(t, vary)
	next, err := p.next(context.Background(), partOf(t, p, 0, p.Paths()), func(uint64) bool { return keeps })
	require.NoError(t, err)
	return next
}

// A part of another pass, of another way to look or of a pass after other figures is refused, and nothing has changed.
func TestPartsOfOtherPassesAreRefused(t *testing.T) {
	seed := func(s *setup) { exactly(s); s.options.Seed = 2 }
	pound := func(s *setup) { exactly(s); s.finance.Funding.Baseline++ }
	first := planOf(t, exactly)
	for _, keeps := range []bool{true, false} {
		p := passOf(t, exactly, keeps)
		begun := partOf(t, p, 0, PartPaths)
		before := bytesOf(t, begun)
		for name, c := range map[string]struct {
			of   *Plan
			says string
		}{
			"the first pass": {first, "the part is of pass 1 over the paths; the plan is of pass 2"},
			"another way":    {passOf(t, exactly, !keeps), "the part belongs to another plan"},
			"another seed":   {passOf(t, seed, keeps), "the part is of seed 2"},
			"another pound":  {passOf(t, pound, keeps), "the part belongs to another plan"},
		} {
			part := partOf(t, c.of, PartPaths, passPaths)
			assert.ErrorContains(t, begun.Merge(part), c.says, name)
			_, err := p.ReadPartial(bytesOf(t, part))
			assert.ErrorContains(t, err, c.says, name)
			_, err = p.Result(context.Background(), partOf(t, c.of, 0, passPaths))
			assert.ErrorContains(t, err, c.says, name)
			assert.True(t, bytes.Equal(before, bytesOf(t, begun)), "as it was")
		}
		assert.EqualError(t, begun.Merge(begun), "paths 0 to 2047 are in both parts")
		_, err := first.ReadPartial(before)
		assert.EqualError(t, err, "the part is of pass 2 over the paths; the plan is of pass 1")
	}
}

// No bit of a part of a further pass, nor of its plan, can be turned unseen.
func TestDamagedPartsOfPasses(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, keeps := range []bool{true, false} {
		p := passOf(t, exactly, keeps)
		part := bytesOf(t, partOf(t, p, 0, PartPaths))
		plan, err := p.MarshalBinary()
		require.NoError(t, err)
		for range testkit.Deep(10_000, 300) {
			turned := bytes.Clone(part)
			turned[r.IntN(len(part))] ^= 1 << r.IntN(8)
			_, err := p.ReadPartial(turned)
			assert.Error(t, err)
		}
		for range testkit.Deep(1_000, 50) {
			turned := bytes.Clone(plan)
			turned[r.IntN(len(plan))] ^= 1 << r.IntN(8)
			if q, err := readAgain(exactly, turned); err == nil { // it may have asked for the other way to look
				assert.NotEqual(t, p.fingerprint, q.fingerprint)
			}
		}
	}
}

// Whatever figures or counts come in a part of a further pass, with the right seal: no panic, what is accepted is the
// same part when it is written and read again, and either makes a result with what is missing or does not fit it.
func TestMutatedPartsOfPasses(t *testing.T) {
	testkit.NotForRaces(t)
	for _, keeps := range []bool{true, false} {
		p := passOf(t, exactly, keeps)
		missing := partOf(t, p, PartPaths, passPaths)
		sound := partOf(t, p, 0, PartPaths)
		whole := partOf(t, p, 0, passPaths)
		accepted, told := 0, 0
		testkit.Mutated(t, testkit.Deep(100_000, 2_000), [][]byte{slices.Concat(sound.body()...)}, func(t *testing.T,
			data []byte) {
			sealed, err := wire.Seal(p.head(Version), wire.Numbers, data)
			require.NoError(t, err)
			x, err := p.ReadPartial(sealed)
			if err != nil {
				return
			}
			accepted++
			again, err := p.ReadPartial(bytesOf(t, x))
			require.NoError(t, err)
			require.Equal(t, x.body(), again.body())
			if x.Merge(missing) != nil {
				told++
				return
			}
			if _, err := p.Result(context.Background(), x); err != nil {
				told++
			}
		})
		t.Logf("%d accepted, of which %d told later", accepted, told)
		most := p.MostPartBytes()
		for _, part := range []*Partial{missing, sound, whole} {
			assert.Less(t, int64(len(bytesOf(t, part))), most)
		}
	}
}
