package parquet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/parquet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	pq "github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Records in Parquet are those of JSON and CSV, bit for bit, and the file says what they are of.
func TestWriteRecords(t *testing.T) {
	spec, err := file.Read("../../examples/system/system.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m,
		scenario.Options{Paths: 2000, Lines: []string{"balance", "bodies.Council.balance"}})
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, parquet.WriteRecords(&file, r, report.Options{}))

	read, err := pq.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	require.NoError(t, err)
	text, _ := read.Lookup("envelope")
	var about struct {
		Name, Answer, Result_hash string
		Comparisons               [][2]string
		Lines                     []string
	}
	require.NoError(t, json.Unmarshal([]byte(text), &about))
	assert.Equal(t, r.Name, about.Name)
	assert.Equal(t, r.Hash, about.Result_hash)
	assert.Equal(t, report.Answer(r, report.Options{}), about.Answer)
	assert.Equal(t, [2]string{"savings at 60%", "as planned"}, about.Comparisons[0])

	type row struct {
		Scenario string   `parquet:"scenario"`
		Versus   string   `parquet:"versus"`
		Body     string   `parquet:"body"`
		Line     string   `parquet:"line"`
		Year     string   `parquet:"year"`
		Stat     string   `parquet:"stat"`
		Value    float64  `parquet:"value"`
		Lo       *float64 `parquet:"lo"`
	}
	rows, err := pq.Read[row](bytes.NewReader(file.Bytes()), int64(file.Len()))
	require.NoError(t, err)
	records, chances := r.Records(), r.ChanceRecords()
	require.Len(t, rows, len(records)+len(chances))
	for i, want := range records {
		got := rows[i]
		assert.Equal(t, []any{want.Scenario, want.Versus, want.Body, want.Line, want.Year, want.Stat, want.Value,
			want.Lo},
			[]any{got.Scenario, got.Versus, got.Body, got.Line, got.Year, got.Stat, got.Value, got.Lo})
	}
	assert.Equal(t, chances[0].Probability, rows[len(records)].Value)
	assert.Equal(t, "probability", rows[len(records)].Stat)
}

// The records of a run have its manifest beside them, and are otherwise the same.
func TestWriteRun(t *testing.T) {
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	spec, err = spec.With(scenario.Setting{Path: "funding.real_growth", Value: "4%"})
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 100, Lines: []string{"balance"}})
	require.NoError(t, err)
	var run bytes.Buffer
	require.NoError(t, parquet.WriteRun(&run, spec, r, report.Options{}))
	read, err := pq.OpenFile(bytes.NewReader(run.Bytes()), int64(run.Len()))
	require.NoError(t, err)
	assert.EqualValues(t, len(r.Records())+len(r.ChanceRecords()), read.NumRows())
	text, _ := read.Lookup("envelope.manifest")
	manifest, err := file.ReadManifest(strings.NewReader(text))
	require.NoError(t, err)
	_, again, err := manifest.Again(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Equal(t, r.Hash, again.Hash)
	assert.Error(t, parquet.WriteRun(&run, nil, r, report.Options{}))
}
