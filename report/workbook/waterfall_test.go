package workbook

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// The steps of the waterfall lead from one balance of the ledger to the other, each from where the last one ended; the
// formulas give the figures that stand beside them, and the bars are as high as the steps.
func TestWaterfall(t *testing.T) {
	for _, path := range []string{"../../examples/settlement/settlement.yaml", "../../examples/system/system.yaml"} {
		b, data := bookOf(t, resultOf(t, path))
		w, ok := b.waterfallOf()
		require.True(t, ok, path)
		f, err := excelize.OpenReader(bytes.NewReader(data))
		require.NoError(t, err)
		figure := func(column, row int) (cached, calculated float64) {
			cell := fmt.Sprintf("%s%d", letter(column), row)
			text, err := f.GetCellValue(waterfallSheet, cell, excelize.Options{RawCellValue: true})
			require.NoError(t, err)
			cached, err = strconv.ParseFloat(text, 64)
			require.NoError(t, err, cell)
			text, err = f.CalcCellValue(waterfallSheet, cell, excelize.Options{RawCellValue: true})
			require.NoError(t, err, cell)
			calculated, err = strconv.ParseFloat(text, 64)
			require.NoError(t, err, cell)
			return cached, calculated
		}
		ended := 0.0
		for i, s := range w.steps {
			row := waterfallTable + 1 + i
			by, formula := figure(2, row)
			assert.InDelta(t, by, formula, 1e-5, "%s: %s", filepath.Base(path), s.name)
			if s.line == nil && filepath.Base(path) == "settlement.yaml" {
				assert.Zero(t, by, "there is nothing else in the balance of one body")
			}
			before, _ := figure(3, row)
			after, _ := figure(4, row)
			if i > 0 && !s.whole {
				assert.InDelta(t, ended, before, 1e-5, s.name)
			}
			height := 0.0
			for c := 2; c < len(waterfallParts()); c++ {
				if s.whole == (c < 4) {
					v, calculated := figure(waterfallHelpers+c, row)
					assert.InDelta(t, v, calculated, 1e-5, s.name)
					height += max(v, -v)
				}
			}
			assert.InDelta(t, max(by, -by), height, 1e-5, s.name)
			if i == len(w.steps)-1 {
				assert.InDelta(t, ended, after, 1e-5, "the last step ends at the balance")
				assert.InDelta(t, b.inUnit(w.balance, w.to), after, 1e-9)
			}
			ended = after
		}
	}
}
