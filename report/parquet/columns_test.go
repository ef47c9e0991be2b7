package parquet

import (
	"bytes"
	"math"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	pq "github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Groups of rows, none, one or several, are read as they were written, whatever the figures and names.
func TestColumnFile(t *testing.T) {
	names := []string{"path", "a: balance 2030/31", "b.c", "ß"}
	for groups := range 4 {
		var out bytes.Buffer
		f, err := newColumnFile(&out, names)
		require.NoError(t, err)
		var want [4][]pq.Value
		for g := range groups {
			rows := 1 + 700*g
			columns := make([][]float64, 3)
			for i := range rows {
				n := 1000*g + i
				want[0] = append(want[0], pq.Int64Value(int64(n)))
				for c := range columns {
					x := math.Sqrt(float64(n)) * float64(c-1)
					columns[c] = append(columns[c], x)
					want[1+c] = append(want[1+c], pq.DoubleValue(x))
				}
			}
			require.NoError(t, f.group(uint64(1000*g), columns))
		}
		require.NoError(t, f.close("key", "a text"))
		assert.Equal(t, int64(out.Len()), f.at)

		read, err := pq.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
		require.NoError(t, err)
		text, ok := read.Lookup("key")
		assert.True(t, ok && text == "a text")
		assert.Equal(t, int64(len(want[0])), read.NumRows())
		require.Len(t, read.RowGroups(), groups)
		for c, name := range names {
			leaf, ok := read.Schema().Lookup(name)
			require.True(t, ok, name)
			var got []pq.Value
			for _, group := range read.RowGroups() {
				chunk := make([]pq.Value, group.NumRows())
				page, err := group.ColumnChunks()[leaf.ColumnIndex].Pages().ReadPage()
				require.NoError(t, err)
				n, _ := page.Values().ReadValues(chunk)
				got = append(got, chunk[:n]...)
			}
			require.Len(t, got, len(want[c]))
			for i := range got {
				require.True(t, pq.Equal(want[c][i], got[i]), "%s %d: %v, not %v", name, i, got[i], want[c][i])
			}
		}
	}
}

// A long run is gathered into groups of one size, wherever its blocks end.
func TestPathRowsFillGroups(t *testing.T) {
	var out bytes.Buffer
	f, err := newColumnFile(&out, []string{"path", "x"})
	require.NoError(t, err)
	rows := &pathRows{file: f, columns: make([][]float64, 1), most: 100}
	figures := make([]float64, 512)
	for first, n := range []int{512, 3, 99, 1} {
		require.NoError(t, rows.add(scenario.PathBlock{First: uint64(1000 * first), Columns: [][]float64{figures[:n]}}))
	}
	require.NoError(t, rows.flush())
	var sizes []int64
	for _, g := range f.groups {
		sizes = append(sizes, g.rows)
	}
	assert.Equal(t, []int64{100, 100, 100, 100, 100, 100, 15}, sizes)
}
