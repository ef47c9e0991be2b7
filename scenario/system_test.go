package scenario_test

import (
	"context"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// systems are files of systems: one system, and systems inside a system with everything that a system can have.
func systems() []string {
	return []string{"../examples/system/system.yaml", "file/testdata/good/systems.yaml"}
}

// allRows asks for every row of a file's sheet, checks too.
func allRows(t *testing.T, m *scenario.Model, paths uint64) scenario.Options {
	t.Helper()
	l, err := finance.Project(m.Baseline.Model.(*finance.Model))
	require.NoError(t, err)
	return scenario.Options{Paths: paths, Seed: 3, Lines: rowsOf(l.Program)}
}

// Every check row of every body is exactly zero on every path of every scenario, and what is drawn moves the rest.
func TestChecksOfSystemsAreZeroOnEveryPath(t *testing.T) {
	testkit.NotForRaces(t)
	for _, path := range systems() {
		m := modelIn(t, path)
		r := run(t, m, allRows(t, m, 10_000))
		checks, moving := 0, 0
		for _, name := range r.Scenarios {
			for _, line := range r.Lines {
				for _, year := range r.Years {
					c, ok := r.Cell(name, line.Name, year)
					require.True(t, ok)
					_, row := sheet.BodyOf(line.Name)
					if strings.HasPrefix(row, "check_") {
						checks++
						assert.Zero(t, c.Min, "%s in %s of %s", line.Name, year, name)
						assert.Zero(t, c.Max, "%s in %s of %s", line.Name, year, name)
					} else if c.Min < c.Max {
						moving++
					}
				}
			}
		}
		assert.Greater(t, checks, 200, path)
		assert.Greater(t, moving, 1000, path)
	}
}

// Any kernels and any number of workers give the same bits in every row of a system.
func TestOneHashOfSystems(t *testing.T) {
	for _, path := range systems() {
		m := modelIn(t, path)
		o := allRows(t, m, 1_000)
		o.Years = []string{"2029/30"}
		hashes := map[string][]string{}
		for _, name := range kernel.Names() {
			restore, ok := kernel.Use(name)
			if !ok {
				continue
			}
			for _, o.Workers = range []int{1, 3} {
				hash := run(t, m, o).Hash
				hashes[hash] = append(hashes[hash], name)
			}
			restore()
		}
		assert.Len(t, hashes, 1, path)
	}
}

// A path of a system replayed in decimals breaks no check, and how many bodies are in deficit on it is what the run
// counts.
func TestBodiesInDeficitMatchADecimalReplay(t *testing.T) {
	const paths = 20
	for _, file := range []*scenario.Model{modelIn(t, systems()[0]), modelIn(t, systems()[1])} {
		p, err := scenario.NewPlan(context.Background(), file,
			scenario.Options{Paths: paths, Lines: []string{"bodies_in_deficit"}})
		require.NoError(t, err)
		r := runPlan(t, p)
		for _, name := range r.Scenarios {
			sums := make([]float64, len(r.Years))
			for path := range uint64(paths) {
				l, err := p.Replay(name, path)
				require.NoError(t, err)
				require.Empty(t, l.Breaks())
				for col := range r.Years {
					short, _ := l.At("bodies_in_deficit", col)
					sums[col] += short.InexactFloat64()
				}
			}
			for col, year := range r.Years {
				c, _ := r.Cell(name, "bodies_in_deficit", year)
				assert.InDelta(t, sums[col]/paths, c.Mean.Value, 1e-12, "%s in %s", name, year)
			}
		}
	}
}
