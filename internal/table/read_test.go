package table_test

import (
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// figures are the numbers of a table's column, or the first fault.
func figures(text, column string) (all []string) {
	got := table.Read([]byte(text), limits())
	if len(got.Faults) > 0 {
		return []string{got.Faults[0].Problem()}
	}
	i := got.Find(column)
	for _, row := range got.Rows {
		all = append(all, got.Figure(row[i]))
	}
	return all
}

// A number is the same, whatever spreadsheets make of it; text that is none stays as it is.
func TestFigures(t *testing.T) {
	for text, want := range map[string]string{
		"1.2%": "1.2%", "(1.2%)": "-1.2%", "(1.2)%": "-1.2%", "(£20m)": "-£20m", "£(20)": "-£20", "( 20 )": "-20",
		"-1.2%": "-1.2%", "−1.2": "−1.2", `"1,200.5%"`: "1200.5%", `"£57,112,542"`: "£57112542", "1 200": "1200",
		"1\u00a0200\u202f300": "1200300", "1'200": "1200", "1E-2": "0.01", "2.5E-02": "0.025", "3e-2": "0.03",
		"1e+11": "100000000000", "£1.1258355672e+11": "£112583556720", "-2.55e+09": "-2550000000",
		"5.8e-16": "0.00000000000000058", "1.5e0": "1.5", "0e5": "0", "1e99": "1e99", "1e": "1e", "(1": "(1",
		"((1))": "((1))", "(-1)": "(-1)", "-(1)": "-(1)", "1 (2)": "1 (2)", "(a)": "(a)", "a": "a", `"1,2"`: "1,2",
		"12 34": "12 34", `"0,800"`: "0,800", `"1,20,000"`: "1,20,000", "NaN": "NaN", "0x10": "0x10", "1.2.3": "1.2.3",
		"n/a": "n/a",
	} {
		assert.Equal(t, []string{want}, figures("x\n"+text+"\n", "x"), text)
	}
}

// Between semicolons and tabs a comma may mark the decimals. One number that can be read in one way only says it for
// all.
func TestDecimalCommas(t *testing.T) {
	for text, want := range map[string]string{
		"x;y\n0,8%;a\n":                         "0.8%",
		"x;y\n1.200,5;a\n":                      "1200.5",
		"x\ty\n1,200.5\ta\n":                    "1200.5",
		"x;y\n1,200;a\n0,5;a\n":                 "1.200 0.5",
		"x;y\n1,200;a\n0.5;a\n":                 "1200 0.5",
		"x;y\n1.200;2,5%\n":                     "1200",
		"x;y\n1.200;2.5%\n":                     "1.200",
		"x;y\n(1,2%);a\n":                       "-1.2%",
		"x;y\n1,2E-02;a\n":                      "0.012",
		"x;y\n31.12.2015;a\n":                   "31.12.2015",
		"x;y\n0,8%;see version 1.2 of the note": "0.8%",
		"x;y\n1,200;a\n":                        `"1,200" is 1200 or 1.200, and nothing in the table says which; separate the cells by commas, with numbers such as 1200 and 0.8%`,
		"x;y\n1.200;a\n":                        `"1.200" is 1.200 or 1200, and nothing in the table says which; separate the cells by commas, with numbers such as 1200 and 0.8%`,
		"x;y\n1,5;a\n1.5;a\n":                   `"1.5" and "1,5" in line 2 do not write their decimals alike; write all numbers with a point, 0.8%, or all with a comma, 0,8%`,
	} {
		assert.Equal(t, want, strings.Join(figures(text, "x"), " "), text)
	}
}

// What separates cells, and where they stand, whatever it is.
func TestSeparators(t *testing.T) {
	for text, want := range map[string][]string{
		"a,b;c\n1,2\n":           {"a", "b;c"},
		"a;b,c\n1;2\n":           {"a", "b,c"},
		"\"a;b\",c\n1,2\n":       {"a;b", "c"},
		"\"a,\nb\";c\n1;2\n":     {"a,\nb", "c"},
		"\n\n a\tb\n1\t2\n":      {"a", "b"},
		"sep=;\na,b;c\n1;2\n":    {"a,b", "c"},
		"SEP=,\r\na;b,c\n1,2\n":  {"a;b", "c"},
		"\"sep=\t\"\na\tb\n1\t2": {"a", "b"},
		"a\n1\n":                 {"a"},
		"sepsis,b\n1,2\n":        {"sepsis", "b"},
	} {
		got := table.Read([]byte(text), limits())
		require.Empty(t, got.Faults, text)
		var names []string
		for _, c := range got.Names {
			names = append(names, c.Text)
		}
		assert.Equal(t, want, names, text)
		require.Len(t, got.Rows, 1)
		last := got.Rows[0][len(names)-1]
		line := strings.Split(text, "\n")[last.Line-1]
		assert.Equal(t, last.Text, line[last.Column-1:][:1], "lines keep their numbers: %q", text)
	}
	assert.Equal(t, []string{`the first line says that cells end with ""; separate them by commas, semicolons or tabs`},
		figures("sep=\na,b\n", "a"))
}

// A row that a comma makes too long is never taken for a shorter one, though cells on its right are empty.
func TestARowIsAsLongAsItsHeading(t *testing.T) {
	for text, says := range map[string]string{
		"year,x,note\n2015,0,8%,\n":                           `the row has 4 cells; the heading has 3; a comma within a number ends its cell: write 0.8%, and "1,200" in quotation marks`,
		"year,x\n2015,1,200\n2016,1,300\n2017,1%\n2018,1,1\n": "the row has 3 cells; the heading has 2, and so on 2 further lines; a comma within a number",
		"year,x\n2015,1%,see below\n":                         `the row has 3 cells; the heading has 2; give the cell "see below" a name in the heading, or take it out`,
		"year,x,y\n2015,1%\n":                                 "the row has 2 cells; the heading has 3; leave a cell empty, with what separates it, where there is no figure",
		"year,x,\n2015,1%,a\n":                                "a column has no name",
	} {
		got := table.Read([]byte(text), limits())
		require.Len(t, got.Faults, 1, text)
		assert.Contains(t, got.Faults[0].Problem(), says)
	}
	got := table.Read([]byte("year,x,,\n2015,1%,,\n,,,\n,,\n"), limits())
	assert.Empty(t, got.Faults)
	assert.Len(t, got.Names, 2)
	assert.Len(t, got.Rows, 1)
	assert.Len(t, got.Rows[0], 2)
}

// A number written as spreadsheets of one country write it is the number that those of another write.
func TestEveryCountryWritesTheSameNumbers(t *testing.T) {
	testkit.Check(t, 20_000, func(t *rapid.T) {
		whole, decimals := rapid.StringMatching(`[1-9][0-9]{0,8}`).Draw(t, "whole"),
			rapid.StringMatching(`[0-9]{1,2}|[0-9]{4}`).Draw(t, "decimals")
		grouped := func(by string) string {
			out := ""
			for i, r := range whole {
				if i > 0 && (len(whole)-i)%3 == 0 {
					out += by
				}
				out += string(r)
			}
			return out
		}
		want := []string{whole + "." + decimals}
		for _, by := range []string{",", " ", "\u00a0", ""} {
			require.Equal(t, want, figures("x,y\n\""+grouped(by)+"."+decimals+"\",a\n", "x"), by)
		}
		for _, by := range []string{".", " ", "\u202f", ""} {
			require.Equal(t, want, figures("x;y\n"+grouped(by)+","+decimals+";a\n", "x"), by)
		}
	})
}
