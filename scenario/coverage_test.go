package scenario_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// coverageCases and coverageLines are the family of figures whose intervals are counted, settled before they were:
// every estimate of these lines in one year (the last where none is named), of every scenario and difference, and every
// chance asked by default.
func coverageCases() []struct{ file, year string } {
	return []struct{ file, year string }{
		{"../examples/settlement/settlement.yaml", "2023/24"},
		{"../examples/today/today.yaml", ""},
		{"../examples/system/system.yaml", ""},
	}
}

// coverageLines are those of the family.
func coverageLines() []string { return []string{"balance", "net_cost"} }

// Printed 95% intervals cover the truth (a long run's figure) in 95% of all seeds, |z| < 4.75: means, spreads and
// percentiles of figures that are continuous there, and at least that often where a value has a probability of its own,
// and chances.
func TestIntervalsCoverAsOftenAsTheySay(t *testing.T) {
	if testing.Short() {
		t.Skip("a count over many runs")
	}
	seeds := testkit.Deep(1_000, 60)
	for _, c := range coverageCases() {
		t.Run(c.file, func(t *testing.T) {
			spec, err := file.Read(c.file)
			require.NoError(t, err)
			model, err := spec.Model()
			require.NoError(t, err)
			o := scenario.Options{Paths: uint64(testkit.Deep(4_000_000, 400_000)), Seed: 1 << 40,
				Lines: coverageLines()}
			if c.year != "" {
				o.Years = []string{c.year}
			} else {
				p, err := scenario.NewPlan(context.Background(), model,
					scenario.Options{Paths: 1, Lines: coverageLines()})
				require.NoError(t, err)
				columns := p.PathColumns()
				o.Years = []string{columns[len(columns)-1].Year}
			}
			truth := run(t, model, o)
			hits, lumpy := map[string]int{}, map[string]bool{}
			o.Paths = 2_000
			for seed := range seeds {
				o.Seed = uint64(seed) + 1
				count(hits, lumpy, truth, run(t, model, o), o.Years[0])
			}
			for name, n := range hits {
				z := (float64(n) - 0.95*float64(seeds)) / math.Sqrt(float64(seeds)*0.95*0.05)
				assert.Greater(t, z, -4.75, "%s is covered by %d of %d", name, n, seeds)
				if !lumpy[name] {
					assert.Less(t, z, 4.75, "%s is covered by %d of %d", name, n, seeds)
				}
			}
		})
	}
}

// count adds the intervals of a run that cover the truth. Lumpy are those that may cover it more often than they say:
// chances, whose counts are whole, and percentiles at a value with a probability of its own.
func count(hits map[string]int, lumpy map[string]bool, truth, r *scenario.Result, year string) {
	one := func(name string, e scenario.Estimate, value float64) {
		if _, ok := hits[name]; !ok {
			hits[name] = 0
		}
		if near := 1e-9 * math.Abs(value); e.Lo-near <= value && value <= e.Hi+near {
			hits[name]++
		}
	}
	cell := func(name string, c, want scenario.Cell) {
		one("mean of "+name, c.Mean, want.Mean.Value)
		one("sd of "+name, c.SD, want.SD.Value)
		for i, p := range c.Percentiles {
			lumpy[fmt.Sprintf("p%v of %s", 100*p.P, name)] = want.Percentiles[i].Lo == want.Percentiles[i].Hi
			one(fmt.Sprintf("p%v of %s", 100*p.P, name), p.Estimate, want.Percentiles[i].Value)
		}
	}
	for _, s := range r.Scenarios {
		for _, line := range coverageLines() {
			c, _ := r.Cell(s, line, year)
			want, _ := truth.Cell(s, line, year)
			cell(line+" of "+s, c, want)
		}
		for _, c := range r.Conditions {
			if chance, ok := r.Chance(s, c.Name(), year); ok {
				want, _ := truth.Chance(s, c.Name(), year)
				lumpy["chance "+c.Name()+" of "+s] = true
				one("chance "+c.Name()+" of "+s, chance.Probability, want.Probability.Value)
			}
		}
	}
	for _, d := range r.Comparisons {
		for _, line := range coverageLines() {
			c, _ := r.Difference(d.Of, d.Versus, line, year)
			want, _ := truth.Difference(d.Of, d.Versus, line, year)
			cell(line+" of "+d.Of+" less "+d.Versus, c, want)
		}
		for _, c := range r.Conditions {
			if chance, ok := r.ChanceDifference(d.Of, d.Versus, c.Name(), year); ok {
				want, _ := truth.ChanceDifference(d.Of, d.Versus, c.Name(), year)
				name := "chance " + c.Name() + " of " + d.Of + " less " + d.Versus
				lumpy[name] = true
				one(name, chance.Probability, want.Probability.Value)
			}
		}
	}
}
