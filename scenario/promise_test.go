package scenario_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lumpy are files whose balance takes few values, or values that lie in spikes: one of five growths, a history drawn
// again, two laws of three values, programmes that fail.
func lumpy() map[string]string {
	const plan = "schema: 1\nname: t\nyears: 2024/25 to 2027/28\nfunding: {baseline: £10bn, real_growth: 3%}\nnot_modelled: []\n"
	return map[string]string{
		"five values": plan +
			"need: {real_growth: {discrete: {values: [1%, 2%, 3%, 4%, 5%], chances: [20%, 20%, 20%, 20%, 20%]}}}\n",
		"a history": plan + "need: {real_growth: {bootstrap: {history: [1%, 4%, 3%, 2%, 6%], block: 2}}}\n",
		"a shock":   plan + "need: {real_growth: {p10: 2%, p90: 4%, shock: {chance: 10%, size: 3%}}}\n",
		"an event": plan +
			"need: {real_growth: 3%}\nsavings: {planned: 1%, delivery: {bernoulli: {chance: 0.4%, size: 100%}}}\n",
		"earmark": plan + "need: {real_growth: {p10: 2%, p90: 5%}}\nearmark: {share: 40%, leakage: 100%}\n" +
			"changes: {more: {funding.real_growth: 3.5%}}\n",
	}
}

// Percentiles and the ends of their intervals lie between the order statistics 0.02% of the paths below and above their
// ranks, at any number of paths, and in a difference too; and a run in parts says the same to the bit.
func TestPercentilesAreThoseOfThePaths(t *testing.T) {
	for name, text := range lumpy() {
		t.Run(name, func(t *testing.T) {
			spec, err := file.Load("f.yaml", []byte(text))
			require.NoError(t, err)
			model, err := spec.Model()
			require.NoError(t, err)
			for _, paths := range []uint64{1, 11, 51, 501, 2_001, 20_000, uint64(testkit.Deep(1_000_000, 100_000))} {
				o := scenario.Options{Paths: paths, Seed: 3, Lines: []string{"balance", "net_cost"}}
				if paths > 20_000 && testing.Short() {
					continue
				}
				r := run(t, model, o)
				parts, err := inParts(t, model, o)
				require.NoError(t, err)
				assert.Equal(t, r.Hash, parts.Hash, "%d paths in parts", paths)
				assert.Equal(t, r.Run.Refined, parts.Run.Refined)
				keepsThePromise(t, model, o, r)
			}
		})
	}
}

// keepsThePromise compares every cell of a run with its paths.
func keepsThePromise(t *testing.T, model *scenario.Model, o scenario.Options, r *scenario.Result) {
	t.Helper()
	p, err := scenario.NewPlan(context.Background(), model, o)
	require.NoError(t, err)
	columns := p.PathColumns()
	all := make([][]float64, len(columns))
	require.NoError(t, p.EachPath(context.Background(), 0, o.Paths, func(b scenario.PathBlock) error {
		for i, c := range b.Columns {
			all[i] = append(all[i], c...)
		}
		return nil
	}))
	for i, c := range columns {
		cell, _ := r.Cell(c.Scenario, c.Line, c.Year)
		ranked(t, fmt.Sprintf("%s of %s in %s, %d paths", c.Line, c.Scenario, c.Year, o.Paths), cell, all[i])
		for j, other := range columns {
			if d, ok := r.Difference(c.Scenario, other.Scenario, c.Line, c.Year); ok && other.Line == c.Line &&
				other.Year == c.Year {
				figures := make([]float64, o.Paths)
				for path := range figures {
					figures[path] = all[i][path] - all[j][path]
				}
				ranked(t, fmt.Sprintf("difference of %s in %s, %d paths", c.Line, c.Year, o.Paths), d, figures)
			}
		}
	}
}

// ranked checks a cell's percentiles against figures, to a hundredth of a penny.
func ranked(t *testing.T, what string, c scenario.Cell, figures []float64) {
	t.Helper()
	x := slices.Sorted(slices.Values(figures))
	n, last := float64(len(x)), float64(len(x)-1)
	at := func(rank float64) float64 { return x[int(max(0, min(rank, last)))] }
	for _, p := range c.Percentiles {
		rank, width := p.P*last, 1.959963984540054*math.Sqrt(n*p.P*(1-p.P))
		for _, q := range []struct{ rank, value float64 }{{rank, p.Value}, {rank - width, p.Lo}, {rank + width, p.Hi}} {
			low, high := at(math.Floor(q.rank-n/5000)), at(math.Ceil(q.rank+n/5000))
			assert.True(t, low-1e-4 <= q.value && q.value <= high+1e-4, "p%v of %s: %v is not from %v to %v", 100*p.P,
				what, q.value, low, high)
		}
	}
}
