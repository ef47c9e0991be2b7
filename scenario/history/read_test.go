package history_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/history"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func read(t *testing.T, text, column string) evidence.Series {
	t.Helper()
	s, err := history.Read("h.csv", []byte(text), column)
	require.NoError(t, err)
	return s
}

// What a column holds: rates as fractions, money in pounds, in order of years, an empty cell left out.
func TestRead(t *testing.T) {
	text := "\ufeffyear,growth,spent,note\r\n2014/15,1.4%,-£1.5bn,\"a, b\"\r\n2013/14,0.0193,£0.01,\"two\nlines\"\r\n2015-16,,0,=1+1\r\n"
	growth := read(t, text, "growth")
	assert.Equal(t, evidence.Series{File: "h.csv", Name: "growth", Points: []evidence.Point{
		{Year: 2013, Value: 0.0193, Line: 3, Column: 9}, {Year: 2014, Value: 0.014, Line: 2, Column: 9},
	}}, growth)
	assert.Equal(t, []float64{0.0193, 0.014}, growth.Values())
	assert.Equal(t, "2013/14 to 2014/15", growth.Span())

	spent := read(t, text, "spent")
	assert.True(t, spent.Money)
	assert.Equal(t, "£", spent.Symbol)
	assert.Equal(t, []float64{0.01, -1.5e9, 0}, spent.Values())

	calendar := read(t, "year,x\n2012,2%\n2013,0\n", "x")
	assert.True(t, calendar.Calendar)
	assert.Equal(t, "2012 to 2013", calendar.Span())
	assert.Equal(t, []float64{0.02}, calendar.Until(2012).Values())
	assert.Len(t, calendar.Points, 2, "the series itself is left as it was")
	assert.Empty(t, calendar.Until(2000).Span())

	euros := read(t, "year,x\n2012,0\n2013,EUR 5m\n", "x")
	assert.Equal(t, "EUR", euros.Symbol)
	assert.Equal(t, []float64{0, 5e6}, euros.Values())
}

// Every fault at once, each at its place.
func TestReadFaults(t *testing.T) {
	for _, c := range []struct{ name, text, says string }{
		{"several", "year,x,y\n2013,1%,\n2013,2%,\n2014/15,3%,\nlast,4%,\n2016,3.4,\n2017,1%\n2018,£5m,", `
			h.csv:3:1: year: 2013 is in line 2 already
			h.csv:4:1: year: "2014/15" is a fiscal year, unlike the first; a table has years of one kind
			h.csv:5:1: year: "last" is not a year; write 2019/20, or 2019 for a calendar year
			h.csv:6:6: x[2016]: 3.4 is 340%; did you mean 3.4%?
			h.csv:7:1: the row has 2 cells; the heading has 3; leave a cell empty, with what separates it, where there is no figure
			h.csv:8:6: x[2018]: "£5m" is an amount of money, not a rate; write 3.4%`},
		{"money that is none", "year,x\n2013,£5m\n2014,5%\n2015,5\n2016,£1.234\n2017,NaN", `
			h.csv:3:6: x[2014]: "5%" is a rate, not an amount of money; write £114.6bn, £250m, £30k or £12.50
			h.csv:4:6: x[2015]: "5" has no unit; did you mean £5bn, £5m or £5?
			h.csv:5:6: x[2016]: "£1.234" is not a whole number of pence
			h.csv:6:6: x[2017]: "NaN" is not an amount of money; write £114.6bn, £250m, £30k or £12.50`},
		{"a column misspelt", "year,growth\n2013,1%",
			`h.csv:1:1: there is no column "x"; the columns are year, growth`},
		{"no year", "Year,x\n2013,1%", `h.csv:1:1: there is no column "year"; did you mean "Year"?`},
		{"names", "year,x,x,\n2013,1%,,note", `
			h.csv:1:8: x: a second column of this name
			h.csv:1:10: a column has no name`},
		{"characters count, not bytes", "note,year,x\n£££,2013,y",
			`h.csv:2:10: x[2013]: "y" is not a rate; write 3.4%`},
		{"a quotation mark", "year,x\n2013,\"1%\n", `h.csv:2:10: a quotation mark is out of place; put the whole cell in quotation marks and double those inside it`},
		{"what cannot be seen", "year,x\n2013,1\x00%\n2014,\u202e1%\n2015,", `
			h.csv:2:7: the character U+0000 cannot be seen; delete it
			h.csv:3:6: the character U+202E cannot be seen; delete it`},
		{"letters of Windows", "year,x\n2013,1\x00%\n2014,\xa31\n2015,\xa32",
			`h.csv:3:6: the bytes here are not UTF-8 text, but £ in Windows-1252, and so on 1 further line; save it as CSV in UTF-8`},
		{"nothing", "", `h.csv:1:1: the file is empty; begin with a heading such as year,value`},
		{"a heading alone", "year,x\n", `h.csv:1:6: x: the column has no figures`},
		{"not a currency", "year,x\n2013,abc5m\n", `h.csv:2:6: x[2013]: "abc5m" is not a rate; write 3.4%`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := history.Read("h.csv", []byte(c.text), "x")
			var faults file.Faults
			require.ErrorAs(t, err, &faults)
			assert.Equal(t, strings.ReplaceAll(strings.TrimSpace(c.says), "\t", ""), err.Error())
		})
	}
}

// Limits on size are faults, and a file of nonsense gets an answer of readable length.
func TestReadLimits(t *testing.T) {
	_, err := history.Read("h.csv", make([]byte, history.MaxFile+1), "x")
	assert.ErrorContains(t, err, "more than 256 kB")
	_, err = history.Read("h.csv", []byte("year,x"+strings.Repeat(",", 60)+"\n"), "x")
	assert.ErrorContains(t, err, "62 columns; the most is 50")
	_, err = history.Read("h.csv", []byte("year,x\n"+strings.Repeat("y,y\n", 2500)), "x")
	assert.ErrorContains(t, err, "there are more faults, some 900; these are the first 100 found")
	_, err = history.Read("h.csv", []byte("year,x,z\n"+strings.Repeat("2013,1%,\n", 2001)), "q")
	assert.ErrorContains(t, err, "more than 2000 rows")
	_, err = history.Read("h.csv", []byte("year,x\n2013,"+strings.Repeat("9", 5000)), "x")
	assert.Less(t, len(err.Error()), 300, "a message repeats no more than a little of the file")
}

// Whatever the bytes, a series that is read is sound; what is not is refused with places inside the file.
func FuzzRead(f *testing.F) {
	f.Add([]byte("year,x\n2013/14,1%\n2014/15,-2.5%\n"), "x")
	f.Add([]byte("year,x\n2013,£5m\n2014,\"£1,200\"\n"), "x")
	f.Add([]byte("row,year,value,source\nbalance,2014/15,£5m,me\n"), "value")
	f.Add([]byte("\"year\n\",x\n\"2013\"\"\n,5"), "x")
	f.Fuzz(func(t *testing.T, text []byte, column string) {
		s, err := history.Read("f", text, column)
		sound(t, text, err)
		for i, p := range s.Points {
			require.False(t, math.IsNaN(p.Value) || math.IsInf(p.Value, 0))
			require.True(t, i == 0 || s.Points[i-1].Year < p.Year)
		}
		o, err := history.ReadOutturns("f", text)
		sound(t, text, err)
		for _, out := range o.All {
			require.NotEmpty(t, out.Line)
			require.NotEmpty(t, out.Source)
		}
	})
}

// sound checks that an error is a list of faults inside the file.
func sound(t *testing.T, text []byte, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var faults file.Faults
	require.ErrorAs(t, err, &faults)
	lines := strings.Count(string(text), "\n") + 1
	for _, f := range faults {
		require.NotEmpty(t, f.Problem())
		require.True(t, f.Line >= 1 && f.Line <= lines && f.Column >= 1, fmt.Sprint(f))
	}
}
