package scenario_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pathPlan is a plan of the settlement example, with differences that paths leave out.
func pathPlan(t *testing.T, workers int) *scenario.Plan {
	t.Helper()
	spec, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: 20_001, Workers: workers,
		Lines: []string{"balance", "debt", "savings_required_share"}, Years: []string{"2019/20", "2023/24"}})
	require.NoError(t, err)
	return p
}

// The figures of all paths have the mean, least and greatest figure that the run reports, and the same paths have the
// same figures whatever the workers and wherever the blocks begin.
func TestEachPathGivesWhatARunSummarises(t *testing.T) {
	p := pathPlan(t, 3)
	columns := p.PathColumns()
	require.Len(t, columns, 4*3*2)
	assert.Equal(t, scenario.PathColumn{Scenario: "settlement, stand still", Line: "balance", Year: "2019/20",
		Money: true}, columns[0])
	all := make([][]float64, len(columns))
	next := uint64(0)
	require.NoError(t, p.EachPath(context.Background(), 0, p.Paths(), func(b scenario.PathBlock) error {
		assert.Equal(t, next, b.First)
		for c, figures := range b.Columns {
			all[c] = append(all[c], figures...)
		}
		next += uint64(len(b.Columns[0]))
		return nil
	}))
	assert.Equal(t, p.Paths(), next)

	part, err := p.RunPart(context.Background(), 0, p.Paths())
	require.NoError(t, err)
	r, err := p.Result(context.Background(), part)
	require.NoError(t, err)
	for c, column := range columns {
		cell, ok := r.Cell(column.Scenario, column.Line, column.Year)
		require.True(t, ok)
		assert.Equal(t, cell.Min, slices.Min(all[c]))
		assert.Equal(t, cell.Max, slices.Max(all[c]))
		sum := 0.0
		for _, x := range all[c] {
			sum += x
		}
		assert.InEpsilon(t, cell.Mean.Value, sum/float64(len(all[c])), 1e-9, "%v", column)
	}

	one := pathPlan(t, 1)
	require.NoError(t, one.EachPath(context.Background(), 777, 1905, func(b scenario.PathBlock) error {
		for c, figures := range b.Columns {
			for i, x := range figures {
				assert.Equal(t, math.Float64bits(all[c][b.First+uint64(i)]), math.Float64bits(x))
			}
		}
		return nil
	}))
}

// Progress comes with the paths handed over, and ends with all that were asked for.
func TestEachPathTellsHowFarItIs(t *testing.T) {
	spec, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	var told [][2]uint64
	p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: 20_000, Lines: []string{"balance"},
		Progress: func(done, total uint64) { told = append(told, [2]uint64{done, total}) }})
	require.NoError(t, err)
	told = nil // what the pilot said
	given := uint64(0)
	require.NoError(t, p.EachPath(context.Background(), 1000, 18_000, func(b scenario.PathBlock) error {
		given += uint64(len(b.Columns[0]))
		return nil
	}))
	require.NotEmpty(t, told)
	assert.Equal(t, [2]uint64{17_000, 17_000}, told[len(told)-1])
	assert.Equal(t, uint64(17_000), given)
}

// It stops at once and leaves nothing running: when the caller has enough, when its function panics, and when the
// context ends.
func TestEachPathStops(t *testing.T) {
	p := pathPlan(t, 2)
	before := runtime.NumGoroutine()
	enough := errors.New("enough")
	calls := 0
	assert.ErrorIs(t, p.EachPath(context.Background(), 0, p.Paths(),
		func(scenario.PathBlock) error { calls++; return enough }), enough)
	assert.Equal(t, 1, calls)
	assert.ErrorContains(t, p.EachPath(context.Background(), 0, p.Paths(),
		func(scenario.PathBlock) error { panic("ouch") }), "stopped unexpectedly: ouch")
	ctx, cancel := context.WithCancel(context.Background())
	assert.ErrorIs(t, p.EachPath(ctx, 0, p.Paths(), func(scenario.PathBlock) error { cancel(); return nil }),
		context.Canceled)
	assert.EqualError(t, p.EachPath(context.Background(), 0, p.Paths()+1, nil),
		"there are no paths 0 to 20002; the plan has 20001")
	assertGoroutines(t, before, "paths")
}
