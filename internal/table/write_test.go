package table_test

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func limits() table.Limits { return table.Limits{Bytes: 1 << 20, Rows: 1000, Columns: 50} }

// written is a table of one heading and one row.
func written(t require.TestingT, cells ...any) string {
	var b bytes.Buffer
	w := table.NewWriter(&b)
	w.Row("name", "value")
	w.Row(cells...)
	require.NoError(t, w.Flush())
	return b.String()
}

// Every figure is a plain number, which reads back to the same bits; the smallest and the largest become long.
func TestFiguresReadBackToTheSameBits(t *testing.T) {
	check := func(t require.TestingT, x float64) {
		text := written(t, "x", x)
		require.NotContains(t, strings.TrimPrefix(text, "name,value\n"), "e")
		got := table.Read([]byte(text), limits())
		require.Empty(t, got.Faults)
		back, err := strconv.ParseFloat(got.Rows[0][1].Text, 64)
		require.NoError(t, err)
		require.Equal(t, math.Float64bits(x), math.Float64bits(back), text)
	}
	for _, x := range []float64{0, math.Copysign(0, -1), 1e11, 1.1258355672e11, -2.55e9, 5.8e-16, 1. / 3,
		math.SmallestNonzeroFloat64, math.MaxFloat64} {
		check(t, x)
	}
	testkit.Check(t, 10_000, func(t *rapid.T) { check(t, rapid.Float64().Draw(t, "x")) })
	assert.Equal(t, "name,value\nx,100000000000\n", written(t, "x", 1e11))
	assert.Equal(t, "name,value\nx,0.00000000000000058\n", written(t, "x", 5.8e-16))
}

// Cells of each kind, and text that a spreadsheet would run. A figure that is negative stays a figure.
func TestCells(t *testing.T) {
	x := -0.5
	assert.Equal(t, "name,value\na,-0.5,,7,true,-1.50,'-1.50,1,2,'=b,c\n",
		written(t, "a", &x, (*float64)(nil), 7, true, table.Figure("-1.50"), "-1.50", []float64{1, 2},
			[]string{"=b", "c"}))
	for _, formula := range []string{"=1+1", "+1", "-1", "@a", "\tx", "\rx"} {
		assert.Contains(t, written(t, formula, 1), "'"+formula[:1])
	}
}

// A mark stands before a table with a byte that is not ASCII, once, and before no other: of a table written in pieces
// the first piece decides. It is no part of what is read.
func TestAByteOrderMarkWhereExcelNeedsIt(t *testing.T) {
	assert.True(t, strings.HasPrefix(written(t, "a", "£"), "\ufeffname,"))
	assert.True(t, strings.HasPrefix(written(t, "a", "$"), "name,"))
	assert.Equal(t, "name", table.Read([]byte(written(t, "a", "£")), limits()).Names[0].Text)

	var b bytes.Buffer
	w := table.NewWriter(&b)
	w.Row("path", "£m")
	require.NoError(t, w.Flush())
	w.Row(1, 2.5)
	require.NoError(t, w.Flush())
	assert.Equal(t, "\ufeffpath,£m\n1,2.5\n", b.String())
}

// Whatever is written is read again: the same texts without the space around them, those of a formula with their
// apostrophe. A row of nothing is none.
func TestWhatIsWrittenIsRead(t *testing.T) {
	testkit.Check(t, 2_000, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringOf(rapid.SampledFrom([]rune("aé£ ,;\"'\n=-0."))), 2, 2).Draw(t, "texts")
		got := table.Read([]byte(written(t, texts[0], texts[1])), limits())
		require.Empty(t, got.Faults)
		if strings.TrimSpace(texts[0]+texts[1]) == "" {
			require.Empty(t, got.Rows)
			return
		}
		require.Len(t, got.Rows, 1)
		for i, text := range texts {
			if text != "" && strings.Contains("=-", text[:1]) {
				text = "'" + text
			}
			require.Equal(t, strings.TrimSpace(text), got.Rows[0][i].Text)
		}
	})
}
