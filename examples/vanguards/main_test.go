package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example as a user runs it: the page is golden, the folders are complete.
func TestVanguards(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	var page bytes.Buffer
	require.NoError(t, run(context.Background(), &page, folder))
	testkit.Golden(t, "testdata/page.txt", strings.ReplaceAll(page.String(), folder, "out"))
	for _, of := range []string{"fund", "vanguards"} {
		for _, name := range []string{"balance.png", "earmark.png", "ledger.csv", "manifest.json", "results.csv",
			"results.json"} {
			assert.FileExists(t, filepath.Join(folder, of, name))
		}
	}
}

// record is a table on record without its first line.
func record(t *testing.T, name string) [][]string {
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err)
	return rows[1:]
}

func millions(t *testing.T, text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err)
	return n
}

func simulated(t *testing.T, name string) *scenario.Result {
	r, err := simulate(context.Background(), &bytes.Buffer{}, name, t.TempDir())
	require.NoError(t, err)
	return r
}

// The fund that is simulated is the fund on record, on every path, and what is left is planned less taken.
func TestTheFundIsTheOneOnRecord(t *testing.T) {
	r := simulated(t, "fund")
	for _, row := range record(t, "fund.csv") {
		planned, taken, left := millions(t, row[1]), millions(t, row[2]), millions(t, row[3])
		assert.Equal(t, planned-taken, left, row[0])
		assert.Contains(t, []string{"read", "derived"}, row[4])
		for line, want := range map[string]float64{"earmark_planned": planned, "diverted": taken,
			"transformation": left} {
			c, ok := r.Cell("as recorded", line, row[0])
			require.True(t, ok)
			assert.Equal(t, [2]float64{want * 1e6, want * 1e6}, [2]float64{c.Min, c.Max}, "%s in %s", line, row[0])
		}
	}
}

// The vanguards by hand: £329m and £60m make £389m, of which the plan of £2.2bn has £112m + £20m and £97m + £20m; at
// £324m on £389m, what was paid by 2017/18 saves £324m three years later.
func TestTheVanguardsAreThoseOnRecord(t *testing.T) {
	on := map[string]float64{}
	for _, row := range record(t, "vanguards.csv") {
		on[row[0]+", "+row[3]] = millions(t, row[1])
		assert.Contains(t, []string{"read", "derived"}, row[4])
	}
	direct, central := on["Direct vanguard funding actually paid, 2015/16-2017/18"],
		on["Central NHS England support, 2015/16-2017/18"]
	first, second := on["Vanguard transformation funding, without Greater Manchester, 2015/16"],
		on["Vanguard transformation funding, without Greater Manchester, 2016/17"]
	third := on["What is left of the direct funding, 2017/18"]
	assert.Equal(t, 389.0, direct+central)
	assert.Equal(t, on["Paid in all, 2015/16-2017/18"], direct+central)
	assert.Equal(t, direct-first-second, third)

	r := simulated(t, "vanguards")
	cell := func(name, line, year string) float64 {
		c, ok := r.Cell(name, line, year)
		require.True(t, ok)
		assert.Equal(t, c.Min, c.Max, "the same on all paths")
		return c.Min / 1e6
	}
	assert.Equal(t, second+central/3, cell("as recorded", "transformation", "2016/17"))
	assert.Equal(t, third+central/3, cell("as recorded", "transformation", "2017/18"))
	planned := 0.0
	for _, year := range r.Years[1:] {
		planned += cell("as recorded", "earmark_planned", year)
	}
	assert.Equal(t, on["Early planning assumption for new care models, 2016/17-2020/21"], planned)
	assert.Equal(t, direct+central, cell("as recorded", "paid so far", "2020/21"))
	assert.InDelta(t, on["Forecast net savings a year, by 2020/21"], cell("savings as forecast", "benefit", "2020/21"),
		0.001, "the return has eight digits")
	assert.InDelta(t, 0.9, on["Forecast net savings a year, by 2020/21"]/on["Expected net savings a year, by 2020/21"],
		1e-9)
}

// Ctrl-C leaves nothing behind.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	folder := filepath.Join(t.TempDir(), "out")
	assert.ErrorIs(t, run(ctx, &bytes.Buffer{}, folder), context.Canceled)
	assert.NoDirExists(t, folder)
}
