package parquet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"testing"

	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/parquet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	pq "github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A file of paths has every path in order, under columns that its metadata describes, with the figures that the run
// reports.
func TestWritePaths(t *testing.T) {
	spec, err := file.Read("../../examples/system/system.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	m.Comparisons = []scenario.Comparison{}
	p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: 5000, Workers: 2,
		Lines: []string{"balance", "bodies.Acute trust.balance", "share_in_deficit"}, Years: []string{"2030/31"}})
	require.NoError(t, err)
	part, err := p.RunPart(context.Background(), 0, p.Paths())
	require.NoError(t, err)
	r, err := p.Result(context.Background(), part)
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, parquet.WritePaths(context.Background(), &file, r, p, 0, p.Paths()))

	read, err := pq.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	require.NoError(t, err)
	assert.Equal(t, int64(5000), read.NumRows())
	text, ok := read.Lookup("envelope")
	require.True(t, ok)
	var note struct {
		Hash    string `json:"result_hash"`
		Columns []struct{ Column, Scenario, Body, Line, Year, Unit string }
	}
	require.NoError(t, json.Unmarshal([]byte(text), &note))
	assert.Equal(t, r.Hash, note.Hash)
	require.Len(t, note.Columns, 3*3)
	first := note.Columns[1]
	assert.Equal(t, "as planned: bodies.Acute trust.balance 2030/31", first.Column)
	assert.Equal(t, []string{"as planned", "Acute trust", "balance", "2030/31", "£"},
		[]string{first.Scenario, first.Body, first.Line, first.Year, first.Unit})

	for _, c := range note.Columns {
		line := c.Line
		if c.Body == "Acute trust" {
			line = "bodies.Acute trust." + line
		}
		cell, ok := r.Cell(c.Scenario, line, c.Year)
		require.True(t, ok, c.Column)
		figures := doubles(t, read, c.Column)
		require.Len(t, figures, 5000)
		sum := 0.0
		for _, x := range figures {
			sum += x
		}
		assert.InDelta(t, cell.Mean.Value, sum/5000, 1e-9*(1+cell.Max-cell.Min), c.Column)
	}
}

// Writing the paths of the settlement with all its lines takes at most 150 MB of the system beside what it held before,
// and no more for more paths; deep, for 400,000.
func TestWritePathsTakesBoundedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("not tested: memory, which other tools than the plain one multiply")
	}
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	paths := uint64(testkit.Deep(400_000, 40_000))
	p, err := scenario.NewPlan(context.Background(), m, scenario.Options{Paths: paths, Workers: 2})
	require.NoError(t, err)
	part, err := p.RunPart(context.Background(), 0, paths)
	require.NoError(t, err)
	r, err := p.Result(context.Background(), part)
	require.NoError(t, err)
	price := testkit.PriceOf(func() { err = parquet.WritePaths(context.Background(), io.Discard, r, p, 0, paths) })
	require.NoError(t, err)
	t.Logf("%d MB held for %d paths", price.Held/1e6, paths)
	assert.LessOrEqual(t, price.Held, uint64(150e6))
}

// The same paths as CSV are the same figures to the bit, under the same names.
func TestWritePathsCSV(t *testing.T) {
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	m.Comparisons = []scenario.Comparison{}
	ctx := context.Background()
	p, err := scenario.NewPlan(ctx, m, scenario.Options{Paths: 3000, Workers: 2, Seed: 1,
		Lines: []string{"balance", "net_cost"}, Years: []string{"2023/24"}})
	require.NoError(t, err)
	part, err := p.RunPart(ctx, 0, p.Paths())
	require.NoError(t, err)
	r, err := p.Result(context.Background(), part)
	require.NoError(t, err)
	var columns, lines bytes.Buffer
	require.NoError(t, parquet.WritePaths(ctx, &columns, r, p, 100, 2500))
	require.NoError(t, report.WritePathsCSV(ctx, &lines, r, p, 100, 2500))
	read, err := pq.OpenFile(bytes.NewReader(columns.Bytes()), int64(columns.Len()))
	require.NoError(t, err)
	got := table.Read(lines.Bytes(), table.Limits{Bytes: lines.Len(), Rows: 3000, Columns: 20})
	require.Empty(t, got.Faults)
	require.Len(t, got.Rows, 2400)
	assert.Equal(t, "100", got.Rows[0][0].Text)
	require.Len(t, got.Names, 1+4*2)
	for c, name := range got.Names[1:] {
		for i, x := range doubles(t, read, name.Text) {
			back, err := strconv.ParseFloat(got.Rows[i][1+c].Text, 64)
			require.NoError(t, err)
			require.Equal(t, math.Float64bits(x), math.Float64bits(back))
		}
	}
}

// doubles are a column's figures.
func doubles(t *testing.T, f *pq.File, column string) (figures []float64) {
	t.Helper()
	leaf, ok := f.Schema().Lookup(column)
	require.True(t, ok, column)
	for _, group := range f.RowGroups() {
		pages := group.ColumnChunks()[leaf.ColumnIndex].Pages()
		for page, err := pages.ReadPage(); err == nil; page, err = pages.ReadPage() {
			values := make([]pq.Value, page.NumValues())
			n, _ := page.Values().ReadValues(values)
			for _, v := range values[:n] {
				figures = append(figures, v.Double())
			}
		}
		require.NoError(t, pages.Close())
	}
	return figures
}
