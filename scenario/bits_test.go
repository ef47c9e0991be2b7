package scenario_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The hash of a whole run. It changes only in a commit that says that results change; a different one on
// another processor or build is a bug.
const (
	oneHash  = "3dcd0d08d552d97964f9220360ee36b6739f63473c52f2118d7baed3139a20d4"
	r1Hash   = "644c37489b15fc4fcf92f7aa0cfc4a0846d2dd82929a8a40de4deeab5a03bd17"
	manyHash = "39dda5aab280454a10c4f424937e38be1aefffe91cd29b53cb8d576a647d6174"
)

// One hash for a whole run of 10⁴ paths: any number of workers, any kernels, any processor, any build.
func TestOneHash(t *testing.T) {
	for _, name := range kernel.Names() {
		t.Run(name, func(t *testing.T) {
			restore, ok := kernel.Use(name)
			if !ok {
				t.Skipf("not tested: this processor or build has no %s kernels", name)
			}
			defer restore()
			testOneHash(t)
		})
	}
}

func testOneHash(t *testing.T) {
	for _, workers := range []int{1, 2, 3, 8, 64} {
		r := run(t, question(finance.Billion), scenario.Options{Paths: 10_000, Seed: 7, Workers: workers})
		assert.Equal(t, oneHash, r.Hash, "%d workers on %s", workers, runtime.GOARCH)
	}
	o := r1Options(10_000)
	assert.Equal(t, r1Hash, run(t, r1(), o).Hash, "R1 on %s", runtime.GOARCH)
}

// One hash for 200,000 paths too: draws far out in the tails, which take their own branches, are too few among 10⁴
// paths to show an arithmetic that errs there.
func TestOneHashOfManyPaths(t *testing.T) {
	r := run(t, question(finance.Billion), scenario.Options{Paths: 200_000, Seed: 7})
	assert.Equal(t, manyHash, r.Hash, "on %s", runtime.GOARCH)
	t.Logf("%s/%s: %s", runtime.GOOS, runtime.GOARCH, r.Hash)
}

// The same paths in parts, merged in any order and through bytes, give the same bits as one run.
func TestPartsMergeToTheSameBits(t *testing.T) {
	ctx := context.Background()
	const paths = 3*scenario.PartPaths + 500
	p, err := scenario.NewPlan(ctx, question(finance.Billion), scenario.Options{Paths: paths, Seed: 7})
	require.NoError(t, err)
	whole := run(t, question(finance.Billion), scenario.Options{Paths: paths, Seed: 7})

	last, err := p.RunPart(ctx, 2*scenario.PartPaths, paths)
	require.NoError(t, err)
	first, err := p.RunPart(ctx, 0, scenario.PartPaths)
	require.NoError(t, err)
	middle, err := p.RunPart(ctx, scenario.PartPaths, 2*scenario.PartPaths)
	require.NoError(t, err)

	_, err = p.Result(context.Background(), last)
	assert.ErrorContains(t, err, "not all")
	data, err := middle.MarshalBinary()
	require.NoError(t, err)
	middle, err = p.ReadPartial(data)
	require.NoError(t, err)
	require.NoError(t, last.Merge(first))
	require.NoError(t, last.Merge(middle))
	assert.ErrorContains(t, last.Merge(middle), "in both parts")
	merged, err := p.Result(context.Background(), last)
	require.NoError(t, err)
	assert.Equal(t, whole.Hash, merged.Hash)

	_, err = p.RunPart(ctx, 1, scenario.PartPaths)
	assert.ErrorContains(t, err, "multiples")
	_, err = p.ReadPartial([]byte("not a part"))
	assert.Error(t, err)
}

// A run goes on from the paths of its pilot, of which a part knows nothing; both have the same bits, however few the
// paths are.
func TestARunGoesOnFromItsPilot(t *testing.T) {
	counts := []uint64{1, 77, 1_023, 1_024, 1_025, 2_048, 2_049, 5_000}
	if testkit.Race {
		counts = counts[6:]
	}
	for _, paths := range counts {
		for _, workers := range []int{1, 3} {
			o := scenario.Options{Paths: paths, Seed: 7, Workers: workers}
			p, err := scenario.NewPlan(context.Background(), question(finance.Billion), o)
			require.NoError(t, err)
			assert.Equal(t, runPlan(t, p).Hash, run(t, question(finance.Billion), o).Hash, "%d paths, %d workers",
				paths, workers)
		}
	}
}

// draws maps every input to its mean and extremes: a fingerprint of its draws.
func fingerprints(r *scenario.Result) map[string][3]float64 {
	prints := map[string][3]float64{}
	for _, l := range r.Lines {
		c, _ := r.Cell(r.Scenarios[0], l.Name, r.Years[len(r.Years)-1])
		prints[l.Name] = [3]float64{c.Mean.Value, c.Min, c.Max}
	}
	return prints
}

// Adding, removing and reordering independent inputs leaves every other input's draws as they were, bit for bit.
func TestDrawsBelongToInputs(t *testing.T) {
	years := []string{"0", "1", "2", "3", "4", "5", "6"}
	driver := func(name string) scenario.Driver {
		return scenario.Driver{Input: "in_" + name, Law: dist.Normal{SD: 1},
			Process: process.EachYear{Persistence: 0.3}}
	}
	of := func(names ...string) map[string][3]float64 {
		var ds []scenario.Driver
		for _, n := range names {
			ds = append(ds, driver(n))
		}
		m := &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: inputs(years, names...), Drivers: ds}}
		return fingerprints(run(t, m, scenario.Options{Paths: 5_000, Seed: 3}))
	}
	want := of("a", "b", "c")
	for name, p := range of("c", "x", "b", "a", "y") {
		if w, ok := want[name]; ok {
			assert.Equal(t, w, p, name)
		}
	}
	assert.Equal(t, want["b"], of("b")["b"])
	assert.NotEqual(t, want["a"], want["b"])
}

// Appending to a correlated group, whatever its copula, leaves the earlier members' draws; changing the matrix moves
// only later members.
func TestAppendingToAGroupLeavesTheEarlier(t *testing.T) {
	years := []string{"0", "1", "2"}
	of := func(df float64, matrix [][]float64, names ...string) map[string][3]float64 {
		s := inputs(years, "a", "b", "c", "d")
		m := &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: s}}
		for _, n := range []string{"a", "b", "c", "d"} {
			m.Baseline.Drivers = append(m.Baseline.Drivers,
				scenario.Driver{Input: "in_" + n, Law: dist.Normal{SD: 1}, Process: process.EachYear{}})
		}
		m.Correlation = []scenario.Correlation{{Drivers: names, Matrix: matrix, DF: df}}
		return fingerprints(run(t, m, scenario.Options{Paths: 5_000, Seed: 3}))
	}
	for _, df := range []float64{0, 4} {
		two := of(df, [][]float64{{1, 0.5}, {0.5, 1}}, "in_a", "in_b")
		three := of(df, [][]float64{{1, 0.5, 0.2}, {0.5, 1, -0.4}, {0.2, -0.4, 1}}, "in_a", "in_b", "in_c")
		assert.Equal(t, two["a"], three["a"])
		assert.Equal(t, two["b"], three["b"])
		assert.NotEqual(t, two["c"], three["c"])
		assert.Equal(t, two["d"], three["d"], "outside the group nothing moves")
	}
}

// A scenario's figures are the same alone and in company, and a path is the same among few and among many.
func TestScenariosKeepTheirDraws(t *testing.T) {
	o := scenario.Options{Paths: 5_000, Seed: 7, Lines: []string{"balance", "debt"}}
	both := run(t, question(finance.Billion), o)
	alone, err := question(finance.Billion).Only([]string{"four percent"})
	require.NoError(t, err)
	one := run(t, alone, o)
	for _, year := range both.Years {
		a, _ := both.Cell("four percent", "balance", year)
		b, _ := one.Cell("four percent", "balance", year)
		assert.Equal(t, a, b, year)
	}
	var ledgers []*sheet.Ledger
	for _, paths := range []uint64{10, 1_000_000} {
		p, err := scenario.NewPlan(context.Background(), question(finance.Billion),
			scenario.Options{Paths: paths, Seed: 7})
		require.NoError(t, err)
		l, err := p.Replay("settlement", 7)
		require.NoError(t, err)
		ledgers = append(ledgers, l)
	}
	a, _ := ledgers[0].At("balance", 5)
	b, _ := ledgers[1].At("balance", 5)
	assert.True(t, a.Equal(b), "path 7 is the same among ten and among a million")
}
