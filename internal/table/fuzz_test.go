package table_test

import (
	"testing"

	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/require"
)

// FuzzRead reads any text as a table with a column of years: its rows are as long as its heading, and every fault has a
// place.
func FuzzRead(f *testing.F) {
	for _, text := range tables {
		f.Add([]byte(text))
	}
	f.Fuzz(readTable)
}

// tables are good and bad ones.
var tables = []string{"year,value\n2013/14,1%\n2014/15,2%\n", "year;value\n2013;1%\n",
	"\ufeffyear,value\r\n2014,\"1,200\"\r\n2013,\"x\ny\"\r\n", "year,year\n", "year,value\n2013/14,0,8%\n",
	"sep=;\nyear;value\n2013;(1.200,5E-02)\n2014;0,8%\n;;\n", "year\tvalue\n2013\t£(1,200.5)m\n", "year\n2013\n2015\n",
	"\xff\xfey\x00", "a,\"b\nc", ",,\n", ""}

// Many tables that are changes of those: a million under -deep.
func TestMutatedTables(t *testing.T) {
	var texts [][]byte
	for _, text := range tables {
		texts = append(texts, []byte(text))
	}
	testkit.Mutated(t, testkit.Count(1_000_000), texts, readTable)
}

// readTable holds of any text.
func readTable(t *testing.T, text []byte) {
	got := table.Read(text, limits())
	for _, row := range got.Rows {
		require.Len(t, row, len(got.Names))
		for _, c := range row {
			require.True(t, c.Line >= 1 && c.Column >= 1, "%+v", c)
			require.Less(t, len(got.Figure(c)), len(c.Text)+50)
		}
	}
	rows := len(got.Rows)
	if i := got.Column("year"); i >= 0 {
		years, calendar := got.Years(i)
		require.Len(t, years, rows)
		got.InOrder(i, years, calendar)
		require.Len(t, got.Rows, rows)
	}
	for _, fault := range got.Faults {
		require.True(t, fault.Line >= 1 && fault.Column >= 1 && fault.Problem() != "" &&
			len(fault.Problem()) < 10_000, "%+v", fault)
	}
	require.True(t, len(got.Names) > 0 || len(got.Faults) > 0, "nothing read and nothing said")
}
