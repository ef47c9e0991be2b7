package scenario_test

import (
	"context"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// All that a run allocates, garbage included, is no more for a million paths (deep, for 10⁸; short, for 400,000) than
// for 200,000, within a tenth: no path is kept and none allocates. So the peak cannot grow either. With fewer paths
// histograms cannot tell percentiles well enough, and figures are kept.
func TestMemoryDoesNotGrowWithPaths(t *testing.T) {
	paths := uint64(testkit.Deep(100_000_000, 1_000_000))
	if testing.Short() {
		paths = 400_000
	}
	for name, m := range map[string]struct {
		model *scenario.Model
		o     scenario.Options
	}{
		"R1":         {r1(), r1Questions(0, 2)},
		"settlement": {question(finance.Billion), scenario.Options{Seed: 1, Workers: 2}},
	} {
		few, many := m.o, m.o
		few.Paths, many.Paths = 200_000, paths
		a, b := allocated(t, m.model, few), allocated(t, m.model, many)
		for again := 2; again > 0 && float64(b) > 1.1*float64(a); again-- {
			a = max(a, allocated(t, m.model, few)) // a worker that gets no processor allocates nothing
		}
		t.Logf("%s: %d bytes for %d paths, %d for %d", name, a, few.Paths, b, many.Paths)
		assert.LessOrEqual(t, float64(b), 1.1*float64(a), name)
	}
}

// allocated is what running a plan and reading its results allocates, in bytes.
func allocated(t *testing.T, m *scenario.Model, o scenario.Options) uint64 {
	t.Helper()
	p, err := scenario.NewPlan(context.Background(), m, o)
	require.NoError(t, err)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	runPlan(t, p)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// The estimate of memory is within a fifth, or a megabyte, of what a run of any example holds beside its model, garbage
// left out, at the moment when it holds most: with histograms alone, with all figures kept, and with exact percentiles.
func TestCostTellsMemory(t *testing.T) {
	testkit.NotForRaces(t)
	files, err := filepath.Glob("../examples/*/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	asked := []scenario.Options{{Workers: 1}, {Paths: 10_000, Workers: 2},
		{Paths: uint64(testkit.Deep(200_000, 20_000)), Workers: 2, ExactPercentiles: true}}
	for i, f := range files {
		m := modelIn(t, f)
		for j, o := range asked {
			if (i+j)%testkit.Deep(1, 2) != 0 {
				continue
			}
			p, err := scenario.NewPlan(context.Background(), m, o)
			require.NoError(t, err)
			c, err := p.Cost()
			require.NoError(t, err)
			held := heldBy(t, m, o)
			for again := 2; again > 0 && c.Memory > held+max(held/5, 1<<20); again-- {
				held = max(held, heldBy(t, m, o)) // a worker that gets no processor holds nothing
			}
			t.Logf("%s, %d paths, %d workers, exact %t: %d kB estimated, %d held", filepath.Base(f), p.Paths(),
				o.Workers, o.ExactPercentiles, c.Memory>>10, held>>10)
			assert.InDelta(t, float64(held), float64(c.Memory), max(float64(held)/5, 1<<20), "%s: %+v", f, o)
		}
	}
}

// heldBy is the most memory that a run holds, garbage left out, when it tells of progress.
func heldBy(t *testing.T, m *scenario.Model, o scenario.Options) (most uint64) {
	t.Helper()
	held := func() uint64 {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		return now.HeapAlloc
	}
	before, told := held(), 0
	o.Progress = func(done, total uint64) {
		if told++; told%16 == 1 || done == total {
			most = max(most, held()-before)
		}
	}
	_, err := scenario.Run(context.Background(), m, o)
	require.NoError(t, err)
	return most
}

// With exact percentiles a run of any number of paths holds no more than its ceiling: what does not fit is worked out
// again, and the figures stay the same.
func TestExactMemoryIsBounded(t *testing.T) {
	testkit.NotForRaces(t)
	m := modelIn(t, "../examples/settlement/settlement.yaml")
	o := scenario.Options{Paths: uint64(testkit.Deep(2_000_000, 240_000)), Workers: 2, ExactPercentiles: true,
		Lines: []string{"balance"}}
	without := heldBy(t, m, o)
	free := run(t, m, o)
	o.MaxMemory = 24 << 20
	held := heldBy(t, m, o)
	t.Logf("%d kB held, %d below a ceiling of %d", without>>10, held>>10, o.MaxMemory>>10)
	assert.Greater(t, without, o.MaxMemory, "there is something to leave out")
	assert.LessOrEqual(t, held, o.MaxMemory)
	assert.Equal(t, free.Hash, run(t, m, o).Hash)
}
