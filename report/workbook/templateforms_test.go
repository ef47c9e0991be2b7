package workbook_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/report/workbook"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// systemForms is the input workbook of the starter of a system.
func systemForms(t *testing.T) *excelize.File {
	t.Helper()
	text, err := os.ReadFile("../../cmd/envelope/starters/system.yaml")
	require.NoError(t, err)
	s, err := file.Load("system.yaml", text)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, workbook.WriteTemplate(context.Background(), &b, s))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, f.Close()) })
	return f
}

// columnOf is the column of a heading in row 4.
func columnOf(t *testing.T, f *excelize.File, sheet, head string) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	require.NoError(t, err)
	for i, h := range rows[3] {
		if h == head {
			name, err := excelize.ColumnNumberToName(i + 1)
			require.NoError(t, err)
			return name
		}
	}
	require.Fail(t, "no heading", "%s in %s", head, sheet)
	return ""
}

// A name is typed in one place, at the head of its rows, and all else on the sheets follows it: rows, contracts, and
// the list from which contracts choose.
func TestNamesAreTypedOnce(t *testing.T) {
	f := systemForms(t)
	rows, err := f.GetRows("Bodies")
	require.NoError(t, err)
	unit := columnOf(t, f, "Bodies", "Unit")
	var names []string
	for n := 5; n <= len(rows); n++ {
		at, err := f.GetCellFormula("Bodies", cellAt("A", n))
		require.NoError(t, err)
		has, err := f.GetCellValue("Bodies", cellAt(unit, n))
		require.NoError(t, err)
		if has == "" {
			assert.Empty(t, at, "row %d is that of a name", n)
			names = append(names, rows[n-1][0])
			continue
		}
		assert.Equal(t, cellAt("A", n-1), at, "row %d follows", n)
	}
	assert.Equal(t, []string{"Commissioner", "Acute trust", "Community trust", "Council"}, names)
	for i, want := range append(names, "") {
		got, err := f.GetCellValue("Bodies", cellAt(columnOf(t, f, "Bodies", "List of bodies"), 5+i))
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for cell, want := range map[string]string{"D6": "'Bodies'!$A$5", "D7": "'Bodies'!$A$10"} {
		got, err := f.GetCellFormula("Contracts", cell)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// Contracts choose from the list of the sheet of bodies as it is, not as it was in the example.
func TestContractsChooseFromTheSheetOfBodies(t *testing.T) {
	f := systemForms(t)
	list := columnOf(t, f, "Bodies", "List of bodies")
	for _, sheet := range []string{"Contracts", "Spill-overs"} {
		all, err := f.GetDataValidations(sheet)
		require.NoError(t, err)
		found := 0
		for _, v := range all {
			if strings.Contains(v.Formula1, "Bodies!") {
				found++
				assert.Equal(t, "Bodies!$"+list+"$5:$"+list+"$32", v.Formula1)
			}
			assert.NotContains(t, v.Formula1, "Acute trust")
		}
		assert.Positive(t, found, sheet)
	}
}

// Amounts of a workbook have one unit, where it shows them whole.
func TestAmountsHaveOneUnit(t *testing.T) {
	f := systemForms(t)
	for _, sheet := range []string{"Bodies", "Contracts", "Pools"} {
		unit := columnOf(t, f, sheet, "Unit")
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		for n := 5; n <= len(rows); n++ {
			got, err := f.GetCellValue(sheet, cellAt(unit, n))
			require.NoError(t, err)
			assert.Contains(t, []string{"", "%", "£m", "text", "years"}, got, "%s, row %d", sheet, n)
		}
	}
	value, err := f.GetCellValue("Bodies", "D6", excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	assert.Equal(t, "1000", value)

	s, err := file.Load("small.yaml", []byte(`schema: 2
years: 2025/26 to 2027/28
funding: {baseline: £12.50, real_growth: 1%}
opening: {support: £3m, position: £4m}
need: {real_growth: 2%}
`))
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, workbook.WriteTemplate(context.Background(), &b, s))
	small, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	defer small.Close()
	got, err := small.GetCellValue("Assumptions", "B6")
	require.NoError(t, err)
	assert.Equal(t, "£", got, "what £m would show as nothing keeps its own")
}

// Every number that may differ from year to year has cells for it.
func TestYearsCanBeFilled(t *testing.T) {
	f := systemForms(t)
	year := columnOf(t, f, "Bodies", "Year 1")
	for row, want := range map[int]bool{6: false, 7: true, 9: true, 11: false} {
		at, err := f.GetCellStyle("Bodies", cellAt(year, row))
		require.NoError(t, err)
		assert.Equal(t, want, at != 0, "row %d", row)
	}
}

func cellAt(column string, row int) string {
	at, err := excelize.JoinCellName(column, row)
	if err != nil {
		return err.Error()
	}
	return at
}
