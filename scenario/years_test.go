package scenario_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A run of some years has the same figures for them as one of all years, and none for the others.
func TestSomeYearsAreReported(t *testing.T) {
	o := scenario.Options{Paths: 3_000, Seed: 4, Lines: []string{"balance", "diverted", "funding"}}
	all := run(t, question(finance.Billion), o)
	o.Years = []string{"2023/24", "2018/19", "2020/21"}
	some := run(t, question(finance.Billion), o)
	assert.Equal(t, []string{"2018/19", "2020/21", "2023/24"}, some.Run.Years)
	assert.Empty(t, all.Run.Years)
	for _, name := range all.Scenarios {
		for _, year := range all.Years {
			asked := year == "2018/19" || year == "2020/21" || year == "2023/24"
			for _, line := range o.Lines {
				want, _ := all.Cell(name, line, year)
				got, ok := some.Cell(name, line, year)
				require.Equal(t, asked, ok, "%s in %s", line, year)
				if asked {
					assert.Equal(t, want, got, "%s in %s", line, year)
				}
			}
			for _, condition := range all.Conditions {
				want, known := all.Chance(name, condition.Name(), year)
				got, ok := some.Chance(name, condition.Name(), year)
				require.Equal(t, asked && known, ok, "%s in %s", condition.Name(), year)
				if ok {
					assert.Equal(t, want, got, "%s in %s: earlier years count, reported or not", condition.Name(), year)
				}
			}
		}
	}
	for _, r := range some.Records() {
		assert.Contains(t, o.Years, r.Year)
	}
	o.Years = []string{"2031/32"}
	_, err := scenario.Run(context.Background(), question(finance.Billion), o)
	assert.ErrorContains(t, err, `there is no year "2031/32"; there are 2018/19 to 2023/24`)
}

// The manifest of such a run says so, and verifies.
func TestManifestOfSomeYears(t *testing.T) {
	text, err := os.ReadFile("file/testdata/good/everything.yaml")
	require.NoError(t, err)
	spec, err := file.Load("everything.yaml", text)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	plan, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: 64})
	require.NoError(t, err)
	ledger, _ := plan.Central(m.Baseline.Name)
	last := ledger.Program.Years[len(ledger.Program.Years)-1]
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 2_000, Years: []string{last}})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, file.NewManifest(spec, r).Write(&b))
	manifest, err := file.ReadManifest(&b)
	require.NoError(t, err)
	assert.Equal(t, []string{last}, manifest.Years)
	differences, err := manifest.Verify(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
}
