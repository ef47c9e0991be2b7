package file_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/history"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The tables that people have, exported, typed by hand, saved by spreadsheets of many countries, are read alike by all
// who take one: a number's observations, its history, and a fit. Order in the file is nothing: a history is in the
// order of its years.
func TestEveryDoorReadsATableAlike(t *testing.T) {
	for _, c := range []struct {
		name, text string
		percent    []float64 // in the order of years
	}{
		{"as it should be", "year,growth\n2016,1%\n2017,2%\n2018,3%\n", []float64{1, 2, 3}},
		{"newest first", "year,growth\n2018,3%\n2017,2%\n2016,1%\n", []float64{1, 2, 3}},
		{"in no order", "year,growth\n2018,4%\n2016,2%\n2017,3%\n2015,1%\n", []float64{1, 2, 3, 4}},
		{"fiscal years", "year,growth\n2015/16,1%\n2016/17,2%\n", []float64{1, 2}},
		{"fiscal years with a hyphen", "year,growth\n2016-17,2%\n2015-16,1%\n", []float64{1, 2}},
		{"fractions", "year,growth\n2015,0.01\n2016,0.02\n", []float64{1, 2}},
		{"a byte order mark", "\ufeffyear,growth\n2015,1%\n2016,2%\n", []float64{1, 2}},
		{"a byte order mark before the figures", "\ufeffgrowth,year\n1%,2015\n2%,2016\n", []float64{1, 2}},
		{"line ends of Windows", "year,growth\r\n2015,1%\r\n2016,2%\r\n", []float64{1, 2}},
		{"space around cells", " year , growth \n2015, 1% \n2016,  \"2%\"\n", []float64{1, 2}},
		{"empty lines", "year,growth\n2015,1%\n\n\n2016,2%\n\n", []float64{1, 2}},
		{"minus signs", "year,growth\n2015,−1%\n2016,-2%\n", []float64{-1, -2}},
		{"semicolons", "year;growth\n2015;1.2%\n2016;2.0%\n", []float64{1.2, 2}},
		{"semicolons and decimal commas", "year;growth\n2015;1,2%\n2016;−2,0%\n", []float64{1.2, -2}},
		{"semicolons, commas and thousands", "year;growth;people\n2015;0,8%;57.112.542\n2016;0,2%;1.200\n",
			[]float64{0.8, 0.2}},
		{"tabs", "year\tnote\tgrowth\n2015\t\t1.2%\n2016\ta\t2%\n", []float64{1.2, 2}},
		{"a line for Excel", "sep=,\nyear,growth\n2015,1%\n2016,2%\n", []float64{1, 2}},
		{"a line for Excel, otherwise", "\ufeff\"sep=;\"\r\nyear;growth\r\n2015;1,5%\r\n2016;2%\r\n",
			[]float64{1.5, 2}},
		{"brackets for a minus", "year,growth\n2016,2%\n2015,(1.2%)\n", []float64{-1.2, 2}},
		{"brackets before the sign", "year,growth\n2016,2%\n2015,(1.2)%\n", []float64{-1.2, 2}},
		{"exponents", "year,growth\n2015,1E-2\n2016,2.5E-02\n2017,3e-2\n", []float64{1, 2.5, 3}},
		{"all digits that a program writes", "year,growth\n2015,0.010000000000000009\n2016,1.2345678901234567e-02\n",
			[]float64{1.0000000000000009, 1.2345678901234567}},
		{"empty rows and columns of a spreadsheet", "year,growth,,\n2015,1%,,\n,,,\n2016,2%,,\n,\n,,,,\n",
			[]float64{1, 2}},
		{"other columns", "year,growth,note\n2015,1%,\"a, b\"\n2016,2%,\n", []float64{1, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			observed, err := tableLaw(t, c.text, "{empirical: {csv: t.csv, column: growth}}")
			require.NoError(t, err)
			past, err := tableLaw(t, c.text, "{bootstrap: {history: {csv: t.csv, column: growth}, block: 2}}")
			require.NoError(t, err)
			fitted, err := history.Read("t.csv", []byte(c.text), "growth")
			require.NoError(t, err)
			assert.InDeltaSlice(t, c.percent, inPercent(past.([]float64)), 1e-12)
			assert.InDeltaSlice(t, c.percent, inPercent(fitted.Values()), 1e-12)
			assert.ElementsMatch(t, fitted.Values(), observed.(dist.Empirical).Values.Slice())
		})
	}
}

// What is not a sound table is refused by all of them in the same words, with its line: none takes one thing for
// another.
func TestEveryDoorRefusesATableAlike(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		says       string
	}{
		{"decimal commas", "year,growth\n2015,0,8%\n2016,0,2%\n", 2, "the row has 3 cells; the heading has 2, and so on 1 further line; a comma within a number ends its cell: write 0.8%"},
		{"decimal commas before a note", "year,growth,note\n2015,0,8%,\n2016,0,2%,\n", 2, "the row has 4 cells"},
		{"a note typed behind", "year,growth\n2015,1.2%\n2016,2.0%,note\n", 3,
			`the row has 3 cells; the heading has 2; give the cell "note" a name in the heading, or take it out`},
		{"a short row", "year,growth\n2015\n2016,2.0%\n", 2, "the row has 1 cell"},
		{"a decimal comma in quotation marks", "year,growth\n2015,1%\n2016,\"0,8%\"\n", 3,
			`growth[2016]: "0,8%" is not a rate; did you mean 0.8%?`},
		{"commas and points", "year;growth\n2015;1,2%\n2016;2.5%\n", 3, `"2.5%" and "1,2%" in line 2 do not write their decimals alike; write all numbers with a point, 0.8%, or all with a comma, 0,8%`},
		{"commas of nobody knows what", "year;growth\n2015;1,200%\n2016;2%\n", 2,
			`"1,200%" is 1200 or 1.200, and nothing in the table says which; separate the cells by commas`},
		{"another separator", "year|growth\n2015|1.2%\n2016|2.0%\n", 0,
			`the heading is one cell, "year|growth"; separate the cells by commas`},
		{"a line for Excel that says otherwise", "sep=|\nyear|growth\n2015|1%\n", 1,
			`the first line says that cells end with "|"; separate them by commas, semicolons or tabs`},
		{"a year twice", "year,growth\n2015,1.2%\n2016,1.5%\n2016,1.9%\n", 4, "year: 2016 is in line 3 already"},
		{"a year twice, written otherwise", "year,growth\n2015/16,1.2%\n2015-16,1.5%\n", 3,
			"year: 2015/16 is in line 2 already"},
		{"years of two kinds", "year,growth\n2015,1.2%\n2016/17,1.5%\n", 3,
			`year: "2016/17" is a fiscal year, unlike the first`},
		{"a year that is none", "year,growth\n2015,1.2%\n16/17,1.5%\n", 3, `year: "16/17" is not a year`},
		{"a column twice", "year,growth,growth\n2015,1.2%,5%\n2016,2.0%,5%\n", 1,
			"growth: a second column of this name"},
		{"another column twice", "year,growth,note,note\n2015,1.2%,a,b\n2016,2.0%,a,b\n", 1,
			"note: a second column of this name"},
		{"a year without its century", "year,growth\n2015/16,1.2%\n16/17,1.5%\n", 3,
			`year: "16/17" is not a year; did you mean 2016/17?`},
		{"a column without a name", "year,growth,\n2015,1.2%,x\n2016,2%,\n", 1, "a column has no name"},
		{"no number", "year,growth\n2015,1%\n2016,NaN\n", 3, `growth[2016]: "NaN" is not a rate`},
		{"no end", "year,growth\n2015,1%\n2016,Inf\n", 3, `growth[2016]: "Inf" is not a rate`},
		{"a spreadsheet's error", "year,growth\n2015,#DIV/0!\n2016,2%\n", 2,
			`growth[2015]: "#DIV/0!" is what a spreadsheet shows when a formula fails; mend it there, and write the number`},
		{"words", "year,growth\n2015,1%\n2016,n/a\n", 3, `growth[2016]: "n/a" is not a rate`},
		{"percentages without their sign", "year,growth\n2015,1.2\n2016,2.0\n", 2,
			"growth[2015]: 1.2 is 120%; did you mean 1.2%?"},
		{"commas of thousands without quotation marks", "year,growth\n2015,1,200.5%\n2016,2%\n", 2,
			`the row has 3 cells; the heading has 2; a comma within a number ends its cell: write 0.8%, and "1,200" in quotation marks`},
		{"carriage returns alone", "year,growth\r2015,1.2%\r2016,2.0%\r", 1,
			"the line ends with a carriage return alone"},
		{"Latin 1", "year,growth,co\xfbt\n2015,1.2%,1\n", 1,
			"the bytes here are not UTF-8 text, but û in Windows-1252; save it as CSV in UTF-8"},
		{"a workbook", "PK\x03\x04xl/workbook.xml", 1,
			"the file is an Excel workbook (.xlsx), not text; save it as CSV in UTF-8"},
		{"UTF-16", "\xff\xfey\x00e\x00", 1, "the file is in UTF-16; save it as CSV in UTF-8"},
		{"UTF-16 without its mark", "y\x00e\x00a\x00r\x00", 1, "the file is in UTF-16; save it as CSV in UTF-8"},
		{"what cannot be seen", "year,growth\n2015,1.2%\n2016,2\u200b%\n", 3, "the character U+200B cannot be seen"},
		{"a quotation mark", "year,growth\n2015,\"1.2%\n", 2, "a quotation mark is out of place"},
		{"nothing", "", 1, "the file is empty"},
		{"a heading alone", "year,growth\n", 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, asObserved := tableLaw(t, c.text, "{empirical: {csv: t.csv, column: growth}}")
			_, asHistory := tableLaw(t, c.text, "{bootstrap: {history: {csv: t.csv, column: growth}, block: 1}}")
			_, asFit := history.Read("t.csv", []byte(c.text), "growth")
			inTable, inFit := c.says, c.says
			if c.line > 0 {
				inTable = fmt.Sprintf("line %d of \"t.csv\": %s", c.line, c.says)
				require.ErrorContains(t, asFit, fmt.Sprintf("t.csv:%d:", c.line))
			}
			require.ErrorContains(t, asObserved, inTable)
			require.ErrorContains(t, asHistory, inTable)
			require.ErrorContains(t, asFit, inFit)
		})
	}
}

// Tables as people have them, with the answer that each door gives: the figures in the order of the years, or what is
// wrong, in one line for one cause.
func TestTablesOfStrangers(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "tables", "*.csv"))
	require.NoError(t, err)
	require.Len(t, paths, 32)
	var answers strings.Builder
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		column := "growth"
		if bytes.Contains(text, []byte("co\xfbt")) {
			column = "coût"
		}
		fitted, err := history.Read("t.csv", text, column)
		fmt.Fprintf(&answers, "%s\n  fit: %s\n", filepath.Base(path), figuresOr(fitted.Values(), err))
		for _, form := range []string{"empirical: {csv: t.csv, column: %s}",
			"bootstrap: {history: {csv: t.csv, column: %s}, block: 1}"} {
			values, err := tableLaw(t, string(text), fmt.Sprintf("{"+form+"}", column))
			if law, ok := values.(dist.Empirical); ok {
				values = law.Values.Slice()
			}
			numbers, _ := values.([]float64)
			name, _, _ := strings.Cut(form, ":")
			fmt.Fprintf(&answers, "  %s: %s\n", name, figuresOr(numbers, err))
		}
	}
	testkit.Golden(t, filepath.Join("testdata", "tables", "answers.txt"), answers.String())
}

// figuresOr is figures in percent, or what is wrong.
func figuresOr(fractions []float64, err error) string {
	if err != nil {
		return strings.ReplaceAll(err.Error(), "\n", "\n    ")
	}
	var percent []string
	for _, x := range fractions {
		percent = append(percent, finance.Rate(x).String())
	}
	return strings.Join(percent, " ")
}

// Observations are in no order, so that a gap in their years is none of theirs. What follows one another in a history
// did so in time: it has a column of years, without gaps.
func TestAHistoryHasItsYears(t *testing.T) {
	for text, says := range map[string]string{
		"year,growth\n2015,1.2%\n2017,0.8%\n2018,1%\n": `line 3 of "t.csv": year: there is no 2016: the year before 2017 is 2015; years follow one another without a gap`,
		"year,growth\n2020/21,1%\n2015/16,1.2%\n":      `line 2 of "t.csv": year: there is no 2016/17 to 2019/20`,
		"growth\n1%\n2%\n":                             `line 1 of "t.csv": there is no column "year", which says in what order the rows of a history are; the columns are growth`,
		"Year,growth\n2018,1%\n2017,2%\n":              "did you mean \"Year\"?",
	} {
		observed, err := tableLaw(t, text, "{empirical: {csv: t.csv, column: growth}}")
		require.NoError(t, err, text)
		assert.IsType(t, dist.Empirical{}, observed)
		_, err = tableLaw(t, text, "{bootstrap: {history: {csv: t.csv, column: growth}, block: 2}}")
		require.ErrorContains(t, err, says)
	}
	blank := "year,growth\n2015,1.2%\n2016,\n2017,0.8%\n"
	for _, form := range []string{"{empirical: {csv: t.csv, column: growth}}",
		"{bootstrap: {history: {csv: t.csv, column: growth}, block: 2}}"} {
		_, err := tableLaw(t, blank, form)
		require.ErrorContains(t, err,
			`line 3 of "t.csv": growth[2016]: the cell is empty; every row of the table has a figure`)
	}
	fitted, err := history.Read("t.csv", []byte(blank), "growth")
	require.NoError(t, err, "a fit knows which years have no figure")
	assert.Len(t, fitted.Points, 2)
}

// A history's years after one another are the same whichever way round the table stands: so are the figures.
func TestATableNewestFirstGivesTheSameRun(t *testing.T) {
	var hashes []string
	for _, table := range []string{"year,growth\n2016,1%\n2017,2%\n2018,3%\n2019,4%\n2020,5%\n",
		"year,growth\n2020,5%\n2019,4%\n2018,3%\n2017,2%\n2016,1%\n"} {
		text := "schema: 1\nyears: 2024/25 to 2026/27\nfunding: {baseline: £100bn, real_growth: 3.4%}\n" +
			"need: {real_growth: {bootstrap: {history: {csv: t.csv, column: growth}, block: 2}}}\nnot_modelled: []\n"
		spec, err := file.LoadIn(fstest.MapFS{"t.csv": {Data: []byte(table)}}, "plan.yaml", []byte(text))
		require.NoError(t, err)
		m, err := spec.Model()
		require.NoError(t, err)
		r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 500})
		require.NoError(t, err)
		hashes = append(hashes, r.Hash)
	}
	assert.Equal(t, hashes[0], hashes[1])
}

// Only a history may stand in a table, and no other list.
func TestOtherListsAreNoTables(t *testing.T) {
	_, err := tableLaw(t, "year,growth\n2015,1%\n",
		"{p10: 1%, p90: 2%, shock: {chance: 10%, sizes: {csv: t.csv, column: growth}}}")
	require.ErrorContains(t, err, "a list of numbers such as [2.1%, -0.4%]")
	assert.NotContains(t, err.Error(), "csv: FILE")
}

// tableLaw is what a scenario file reads in a table: the law of observations, or the values of a history.
func tableLaw(t *testing.T, table, form string) (any, error) {
	t.Helper()
	text := "schema: 1\nyears: 2018/19 to 2020/21\nfunding: {baseline: £100m, real_growth: 3%}\nneed: {real_growth: " +
		form + "}\nnot_modelled: []\n"
	spec, err := file.LoadIn(fstest.MapFS{"t.csv": {Data: []byte(table)}}, "plan.yaml", []byte(text))
	require.NoError(t, err)
	m, err := spec.Model()
	if err != nil {
		return nil, err
	}
	driver := m.Baseline.Drivers[0]
	if b, ok := driver.Process.(process.Bootstrap); ok {
		return b.History, nil
	}
	return driver.Law, nil
}

// inPercent turns fractions into percentages.
func inPercent(fractions []float64) (percent []float64) {
	for _, x := range fractions {
		percent = append(percent, 100*x)
	}
	return percent
}
