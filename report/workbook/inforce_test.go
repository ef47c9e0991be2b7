package workbook

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"strconv"
	"testing"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// switched is a workbook of an example, with what was brought, and a way to choose a scenario in it.
func switched(t *testing.T, path string, brought report.Brought) (b *book, f *excelize.File, choose func(k int)) {
	t.Helper()
	var out bytes.Buffer
	r, o := resultOf(t, path), report.Options{Brought: brought}
	require.NoError(t, Write(context.Background(), &out, nil, r, o))
	b, err := newBook(context.Background(), r, o)
	require.NoError(t, err)
	f, err = excelize.OpenReader(&out)
	require.NoError(t, err)
	return b, f, func(k int) {
		require.NoError(t, f.SetCellValue(controlSheet, fmt.Sprintf("B%d", scenarioRow), b.scenarios[k]))
		require.NoError(t, f.SetCellValue(controlSheet, fmt.Sprintf("B%d", scenarioRow+1), k+1))
	}
}

// calculatedAt is a cell as it is worked out; empty text is not ok.
func calculatedAt(t *testing.T, f *excelize.File, sheet string, column, row int) (v float64, ok bool) {
	t.Helper()
	text, err := f.CalcCellValue(sheet, fmt.Sprintf("%s%d", letter(column), row), excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	if text == "" {
		return 0, false
	}
	v, err = strconv.ParseFloat(text, 64)
	require.NoError(t, err)
	return v, true
}

// cachedAt is a cell's figure as it is written, which is shown where nothing is worked out.
func cachedAt(t *testing.T, f *excelize.File, sheet string, column, row int) float64 {
	t.Helper()
	text, err := f.GetCellValue(sheet, fmt.Sprintf("%s%d", letter(column), row), excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	v, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err, text)
	return v
}

// The page of results that prints has the figures of the scenario that is chosen, line by line.
func TestThePrintedResultsFollowTheScenario(t *testing.T) {
	b, f, choose := switched(t, "../../examples/settlement/settlement.yaml", report.Brought{})
	scenarios, _ := b.sides()
	found := b.findings(b.result.Lines, scenarios)
	require.Greater(t, len(found), 2)
	for k := range found {
		choose(k)
		for i := 0; i < len(found[k]); i += 7 {
			row := 5 + i
			name, err := f.CalcCellValue(resultsSheet, fmt.Sprintf("A%d", row))
			require.NoError(t, err)
			assert.Equal(t, b.scenarios[k], name)
			line, err := f.GetCellValue(resultsSheet, fmt.Sprintf("C%d", row))
			require.NoError(t, err)
			assert.Equal(t, found[k][i].line, line)
			for column, want := range found[k][i].years {
				got, ok := calculatedAt(t, f, resultsSheet, 6+column, row)
				if ok {
					assert.InDelta(t, want, got, 1e-9*max(1, math.Abs(want)), "%s, %s", line, found[k][i].figure)
					if k == 0 {
						assert.InDelta(t, got, cachedAt(t, f, resultsSheet, 6+column, row), 1e-9, "as it is written")
					}
				} else {
					assert.NotEqual(t, want, want, "only what is not known is empty: %s", line)
				}
			}
		}
	}
}

// The table of the tornado has the swings of the scenario that is chosen, and its bars begin at the mean with nothing
// held.
func TestTornado(t *testing.T) {
	const path = "../../examples/settlement/settlement.yaml"
	spec, err := file.Read(path)
	require.NoError(t, err)
	studied, err := report.StudyBalance(context.Background(), spec, "2023/24", scenario.Options{Paths: 500})
	require.NoError(t, err)
	b, f, choose := switched(t, path, report.Brought{Studied: studied})
	for k, a := range studied.Drivers {
		choose(k)
		require.NotEmpty(t, a.Rows)
		for i, r := range a.Rows {
			row, size := tornadoTable+1+i, float64(b.unit.Size)/100
			name, err := f.CalcCellValue(tornadoSheet, fmt.Sprintf("A%d", row))
			require.NoError(t, err)
			assert.Equal(t, sentence(report.Plainly(r.Name, false)), name)
			low, high, base := r.Cells[0].Value/size, r.Cells[1].Value/size, a.Value.Value/size
			for column, want := range map[int]float64{2: low, 3: high, 4: high - low, 5: base,
				tornadoHelpers: low - base, tornadoHelpers + 1: high - base} {
				got, ok := calculatedAt(t, f, tornadoSheet, column, row)
				assert.True(t, ok)
				assert.InDelta(t, want, got, 1e-9, "%s, column %d", name, column)
				if k == 0 {
					assert.InDelta(t, want, cachedAt(t, f, tornadoSheet, column, row), 1e-9, "as it is written")
				}
			}
		}
	}
}

// Without answers there is no sheet of a tornado.
func TestNoTornado(t *testing.T) {
	_, f, _ := switched(t, "../../examples/settlement/settlement.yaml", report.Brought{})
	assert.NotContains(t, f.GetSheetList(), tornadoSheet)
}
