package scenario_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// results.csv opens right by a double click and is a table like any other: Excel sees its pound signs, every figure is
// a plain number with the record's own bits, and an amount can be pasted into a scenario file.
func TestCSVIsReadAgain(t *testing.T) {
	text, err := os.ReadFile("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	spec, err := file.Load("s.yaml", text)
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 1000, Seed: 1})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, r.WriteCSV(&b))
	assert.True(t, strings.HasPrefix(b.String(), "\ufeffschema_version,"))

	got := table.Read(b.Bytes(), table.Limits{Bytes: b.Len(), Rows: 100_000, Columns: 20})
	require.Empty(t, got.Faults)
	records := r.Records()
	require.Len(t, got.Rows, len(records)+len(r.ChanceRecords()))
	figure := func(row []table.Cell, column string) float64 {
		cell := row[got.Column(column)].Text
		require.Empty(t, strings.Trim(cell, "-.0123456789"), "plain digits")
		x, err := strconv.ParseFloat(cell, 64)
		require.NoError(t, err)
		return x
	}
	for i, want := range records {
		row := got.Rows[i]
		require.Equal(t, math.Float64bits(want.Value), math.Float64bits(figure(row, "value")))
		if want.Lo != nil {
			require.Equal(t, math.Float64bits(*want.Lo), math.Float64bits(figure(row, "lo")))
		}
		if want.Unit == "£" && want.Stat == "central" {
			a, err := finance.ParseAmount(strings.Replace("£"+row[got.Column("value")].Text, "£-", "-£", 1), "£")
			require.NoError(t, err)
			require.Equal(t, want.Value, float64(a)/finance.Pound)
		}
	}
}

// No door takes more paths than [scenario.MostPaths], and a manifest no fewer than one. In Go zero is the default.
func TestPathsHaveOneLimit(t *testing.T) {
	spec, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	_, err = scenario.NewPlan(context.Background(), m, scenario.Options{Paths: scenario.MostPaths + 1})
	require.EqualError(t, err, "a run of 1000000001 paths; the most is 1000000000")
	for _, paths := range []uint64{1, scenario.MostPaths} {
		p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: paths})
		require.NoError(t, err)
		assert.Equal(t, paths, p.Paths())
	}
	p, err := scenario.NewPlan(context.Background(), m, scenario.Options{})
	require.NoError(t, err)
	assert.EqualValues(t, scenario.DefaultPaths, p.Paths())
	for _, paths := range []string{"0", "10000000000000"} {
		_, err := file.ReadManifest(strings.NewReader(`{"schema_version": 1, "scenario_file": "schema: 1", "paths": ` +
			paths + `}`))
		require.EqualError(t, err, "the manifest says "+paths+" paths; a run has 1 to 1000000000")
	}
}
