package engine

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// drawPlan has an input for every latent (those given, else one of every kind), with a law that a tape computes or one
// that it does not.
func drawPlan(t testing.TB, years int, law dist.Distribution, moves ...Latent) *Plan {
	s := &sheet.Sheet{}
	for y := range years + 1 {
		s.Years = append(s.Years, fmt.Sprint(y))
	}
	plan := planFor(s)
	if moves != nil {
		plan.Latents = moves
	}
	var drivers []Driver
	for l, latent := range plan.Latents {
		name := fmt.Sprint("in", l)
		s.AddInput(sheet.Input{Name: name, Values: []decimal.Decimal{decimal.NewFromInt(1)}})
		s.Add(sheet.Row{Name: fmt.Sprint("row", l), Formula: sheet.Ref(name)})
		drivers = append(drivers, Driver{Latent: l, Input: l, Transform: over(latent.Process, law)})
	}
	p, err := s.Compile()
	require.NoError(t, err)
	plan.Scenarios = []Scenario{{Program: p, Drivers: drivers}}
	for row := range p.Rows {
		plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(row)})
	}
	return plan
}

// one is a column of one figure.
func one(x float64) []float64 { return []float64{x} }

// plain draws one path of a latent, one figure at a time: the plainest reading of innovations, groups, processes and
// states.
func plain(plan *Plan, latent int, transform dist.Transform, path uint64) (values []float64) {
	normal := func(innovation, year int) float64 {
		var quad [4][]float64
		for k := range quad {
			quad[k] = one(0)
		}
		draws.Normals(&quad, plan.Innovations[innovation].Key, path, uint32(year/4), draws.Scores)
		return quad[year%4][0]
	}
	uniform := func(innovation, year int) float64 {
		var quad [4][]float64
		for k := range quad {
			quad[k] = one(0)
		}
		draws.Uniforms(&quad, plan.Innovations[innovation].Key, path, uint32(year/4), draws.Chances)
		return quad[year%4][0]
	}
	l := plan.Latents[latent]
	score, state, value := one(math.NaN()), one(math.NaN()), one(0)
	for year := range plan.Columns - 1 {
		innovation := normal(l.Innovation, year)
		if factor := plan.Groups[0].Factor; l.Innovation == 2 {
			innovation = float64(factor[1][0]*normal(1, year)) + float64(factor[1][1]*innovation)
		}
		l.Process.Next(score, one(innovation), year)
		if chain, ok := l.Process.(process.Chain); ok {
			chain.Move(state, one(uniform(l.Innovation, year)), year)
			transform.(process.Stated).ApplyIn(value, score, state)
		} else {
			transform.Apply(value, score)
		}
		values = append(values, value[0])
	}
	return values
}

// Tapes, blocks and kernels draw every kind of process with the bits of the plainest reading, path by path, whatever
// stands beside it.
func TestDrawsAgreeWithThePlainReading(t *testing.T) {
	const first, n, years = 1<<32 - 40, 90, 13
	for _, moves := range latentsOfEveryNumber() {
		for _, law := range []dist.Distribution{dist.Normal{Mean: 2, SD: 3}, dist.PERT{Low: 1, Mode: 2, High: 6}} {
			plan := drawPlan(t, years, law, moves...)
			agrees(t, plan, law, first, n)
		}
	}
}

// latentsOfEveryNumber are those of every kind, and on one correlated innovation: a linear one alone, two of them,
// another alone, one of each, and two of each; and one on an innovation that is held.
func latentsOfEveryNumber() [][]Latent {
	walk := process.RandomWalk{}
	other := otherwise{process.Shock{Chance: 0.3, Sizes: []float64{1}, On: process.EachYear{}}}
	return [][]Latent{latents(), {{2, walk}}, {{2, walk}, {2, walk}}, {{2, other}}, {{2, walk}, {2, other}},
		{{2, other}, {2, walk}, {2, other}, {2, walk}}, {{1, walk}}, {{0, process.Once{}}}}
}

// agrees holds the draws of n paths of a plan, on every implementation, against the plainest reading.
func agrees(t *testing.T, plan *Plan, law dist.Distribution, first uint64, n int) {
	t.Helper()
	for _, name := range kernel.Names() {
		restore, ok := kernel.Use(name)
		if !ok {
			continue
		}
		sink := figureSink{}
		require.NoError(t, NewWorker(compiled(t, plan, 100_000)).Run(context.Background(), first, n, sink))
		for l := range plan.Latents {
			for path := range n {
				want := plain(plan, l, plan.Scenarios[0].Drivers[l].Transform, first+uint64(path))
				for year := range plan.Columns - 1 {
					got := sink[[2]int{l, year + 1}][path]
					require.Equal(t, math.Float64bits(want[year]), math.Float64bits(got),
						"%s, %s: %v, path %d, year %d: %v, not %v", name, law.Kind(), plan.Latents[l].Process, path,
						year, got, want[year])
				}
			}
		}
		restore()
	}
}

// A shock, a regime or a history beside others takes nothing of their draws: with it or without it, scores are the
// same.
func TestChancesMoveNoNormal(t *testing.T) {
	figures := func(move process.Process) figureSink {
		plan := drawPlan(t, 6, dist.Normal{Mean: 2, SD: 3})
		plan.Latents[1].Process = move
		plan.Scenarios[0].Drivers[1].Transform = over(move, dist.Normal{Mean: 2, SD: 3})
		sink := figureSink{}
		require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(context.Background(), 0, 700, sink))
		return sink
	}
	steady := process.EachYear{Persistence: 0.5}
	without, with := figures(steady), figures(process.Shock{Chance: 0.2, Sizes: []float64{100}, On: steady})
	shocked := 0
	for place, column := range without {
		for path, x := range column {
			got := with[place][path]
			if place[0] == 1 && got > 50 {
				got, shocked = got-100, shocked+1
				require.InDelta(t, x, got, 1e-12)
				continue
			}
			require.Equal(t, x, got, "value %d, column %d, path %d", place[0], place[1], path)
		}
	}
	require.Greater(t, shocked, 500)
}

// A worker allocates nothing for any kind of process.
func TestProcessesAllocateNothing(t *testing.T) {
	w := NewWorker(compiled(t, drawPlan(t, 6, dist.Normal{Mean: 2, SD: 3}), cache))
	require.Zero(t, testing.AllocsPerRun(20, func() { _ = w.Run(context.Background(), 0, BlockPaths, nothing{}) }))
}
