package scenario_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A run whose pilot is all of it has exact percentiles however it is asked: at once, of a kept plan, twice of one part,
// of a part sent as bytes, of a plan sent as bytes, and by --exact. All have one hash, in every good file.
func TestFewPathsHaveOneHash(t *testing.T) {
	ctx := context.Background()
	files, err := filepath.Glob("file/testdata/good/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for i, name := range files {
		spec, err := file.Read(name)
		require.NoError(t, err)
		m, err := spec.Model()
		require.NoError(t, err)
		paths := []uint64{1, 2, 3, 100, 999, 1000, 1024}[i%7]
		t.Run(fmt.Sprint(filepath.Base(name), " ", paths), func(t *testing.T) {
			o := scenario.Options{Paths: paths, Workers: 1 + i%3}
			want := run(t, m, o)
			same := func(r *scenario.Result, err error) {
				t.Helper()
				require.NoError(t, err)
				assert.Equal(t, want.Hash, r.Hash)
			}
			p, err := scenario.NewPlan(ctx, m, o)
			require.NoError(t, err)
			for range 3 { // the later ones in the room of those before
				same(p.Run(ctx))
			}
			part, err := p.RunPart(ctx, 0, paths)
			require.NoError(t, err)
			data, err := part.MarshalBinary()
			require.NoError(t, err)
			same(p.Result(ctx, part))
			same(p.Result(ctx, part))
			next, err := p.Next(ctx, part)
			require.NoError(t, err)
			assert.Nil(t, next, "there is nothing to look for again")

			sent, err := p.MarshalBinary()
			require.NoError(t, err)
			again, err := scenario.ReadPlan(ctx, m, o, sent)
			require.NoError(t, err)
			read, err := again.ReadPartial(data)
			require.NoError(t, err)
			same(again.Result(ctx, read))
			same(again.Run(ctx))

			o.ExactPercentiles = true
			same(scenario.Run(ctx, m, o))
		})
	}
}

// Runs of few paths of one structure leave their room to each other: kept plans of two models in many hands at once,
// and of two numbers of paths one after the other, have the results of plans of their own.
func TestFewPathsInManyHands(t *testing.T) {
	ctx := context.Background()
	m := modelIn(t, "../examples/settlement/settlement.yaml")
	for _, paths := range []uint64{1000, 300} {
		o := scenario.Options{Paths: paths, Workers: 2}
		one, err := m.Only([]string{"four percent, improve"})
		require.NoError(t, err)
		want := map[*scenario.Model]string{m: run(t, m, o).Hash, one: run(t, one, o).Hash}
		first, err := scenario.NewPlan(ctx, m, o)
		require.NoError(t, err)
		plans := map[*scenario.Model]*scenario.Plan{m: first}
		plans[one], err = first.With(ctx, one)
		require.NoError(t, err)
		var wg sync.WaitGroup
		for range 4 {
			for m, p := range plans {
				wg.Go(func() {
					for range 4 {
						r, err := p.Run(ctx)
						if assert.NoError(t, err) {
							assert.Equal(t, want[m], r.Hash)
						}
					}
				})
			}
		}
		wg.Wait()
	}
}

// At 1,024 paths the figures are those of the sorted paths, and from 1,025 on nearly: the two ways agree within what a
// histogram promises.
func TestFewPathsAreThePathsThemselves(t *testing.T) {
	m := modelIn(t, "../examples/settlement/settlement.yaml")
	for _, paths := range []uint64{1024, 1025} {
		exact := run(t, m, scenario.Options{Paths: paths, ExactPercentiles: true})
		counted := run(t, m, scenario.Options{Paths: paths})
		year := exact.MainYear
		for _, line := range exact.Lines {
			a, _ := exact.Cell("", line.Name, year)
			b, _ := counted.Cell("", line.Name, year)
			for i, p := range a.Percentiles {
				if paths == 1024 {
					assert.Equal(t, p, b.Percentiles[i], line.Name)
				} else {
					assert.InDelta(t, p.Value, b.Percentiles[i].Value, a.SD.Value/100, "%s p%v", line.Name, p.P)
				}
			}
		}
	}
}
