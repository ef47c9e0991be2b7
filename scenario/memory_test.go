package scenario_test

import (
	"context"
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
