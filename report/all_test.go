package report

import (
	"bytes"
	"context"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const county = `
schema: 1
name: A county
years: 2018/19 to 2021/22
funding:
  baseline: £1.2bn
  real_growth: 3.4%
opening:
  before_support: -£20m
need:
  real_growth: {p10: 2.8%, p90: 3.8%}
earmark:
  share: 5%
  leakage: 100%
not_modelled: [Capital]
`

func TestWriteAll(t *testing.T) {
	spec, err := file.Load("county.yaml", []byte(county))
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 2000})
	require.NoError(t, err)

	folder := filepath.Join(t.TempDir(), "out")
	require.NoError(t, WriteAll(context.Background(), folder, spec, r, ChartOptions{}))
	testkit.Alone(t, folder, "results.json", "results.csv", "ledger.csv", "assumptions.csv", "manifest.json",
		"balance.svg", "balance.png", "chance.svg", "chance.png", "earmark.svg", "earmark.png")
	carriesTheHash(t, folder, r)
	ledgerIsReadAgain(t, filepath.Join(folder, "ledger.csv"), r)
	for _, scenarioName := range r.Scenarios {
		for _, line := range r.Lines {
			c, err := Fan(r, scenarioName, line.Name, ChartOptions{})
			pictured(t, c, err).tidy(t)
		}
		c, err := EarmarkChart(r, scenarioName, ChartOptions{})
		pictured(t, c, err).tidy(t)
	}

	for _, name := range []string{"results.csv", "Balance.SVG", "../out.csv", "manifest.json", "."} {
		nothing := File{Name: name, Write: func(context.Context, io.Writer) error { return nil }}
		assert.Error(t, WriteAll(context.Background(), folder, spec, r, ChartOptions{}, nothing), name)
	}
	assert.ErrorContains(t, WriteAll(context.Background(), folder, nil, r, ChartOptions{}), "no run")
	occupied := filepath.Join(folder, "results.csv")
	assert.Error(t, WriteAll(context.Background(), occupied, spec, r, ChartOptions{}),
		"a file stands where the folder should be")
	_, err = os.Stat(occupied)
	require.NoError(t, err)
}

// carriesTheHash checks that what has a place for it says of which run it is, and is still read by others.
func carriesTheHash(t *testing.T, folder string, r *scenario.Result) {
	t.Helper()
	for _, name := range []string{"results.json", "balance.svg", "balance.png", "chance.svg", "chance.png",
		"earmark.svg", "earmark.png"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		assert.Equal(t, 1, bytes.Count(text, []byte(r.Hash)), name)
		switch filepath.Ext(name) {
		case ".png":
			picture, err := png.Decode(bytes.NewReader(text))
			require.NoError(t, err, name)
			assert.Equal(t, 1800, picture.Bounds().Dx(), "two dots for each pixel")
		case ".svg":
			assert.Contains(t, string(text), "<metadata>result_hash "+r.Hash+"</metadata>")
		}
	}
}

// ledgerIsReadAgain checks that the ledger is a table like any other: every figure plain, and the exact one.
func ledgerIsReadAgain(t *testing.T, path string, r *scenario.Result) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	got := table.Read(text, table.Limits{Bytes: len(text), Rows: 10_000, Columns: 50})
	require.Empty(t, got.Faults)
	l, ok := r.Ledger(r.Scenarios[0])
	require.True(t, ok)
	require.Len(t, got.Rows, len(l.Program.Rows)*len(r.Scenarios))
	for i, row := range l.Program.Rows {
		assert.Equal(t, row.Name, got.Rows[i][1].Text)
		for column := range r.Years {
			cell := got.Rows[i][4+column].Text
			require.Empty(t, strings.Trim(cell, "-.0123456789"), "plain digits")
			back, err := decimal.NewFromString(cell)
			require.NoError(t, err)
			exact, _ := l.At(row.Name, column)
			if row.Unit == sheet.Money {
				back = back.Shift(2)
			}
			require.True(t, exact.Equal(back), "%s: %s", row.Name, cell)
		}
	}
}
