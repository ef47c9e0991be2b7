package engine

import (
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/stretchr/testify/assert"
)

// Values are reported segment by segment, each once, and their columns are used again: but for the first scenario's,
// which differences read, many need no more than a few.
func TestSegmentsShareColumns(t *testing.T) {
	const rows = 160
	few, many := manyValues(t, 1), manyValues(t, rows)
	assert.Less(t, many.layout.columns, rows+few.layout.columns+2*segmentValues)
	for col := range many.years {
		segments, reported := many.years[col].segments, map[int]int{}
		assert.GreaterOrEqual(t, len(segments), 10)
		for _, s := range segments {
			assert.LessOrEqual(t, len(s.reports), 2*segmentValues)
			for _, r := range s.reports {
				reported[r.value]++
			}
		}
		assert.Len(t, reported, len(many.values))
		for v, times := range reported {
			assert.Equal(t, 1, times, "value %d", v)
		}
	}
}

// manyValues is the code of a plan of two scenarios with so many rows, each a value, and so is the difference of the
// two in each.
func manyValues(t *testing.T, rows int) *Code {
	var first, second []sheet.Row
	for i := range rows {
		share := sheet.Num(float64(i + 1)).Times(sheet.Ref("x"))
		first = append(first, sheet.Row{Name: fmt.Sprint("row ", i), Unit: sheet.Money, Formula: share})
		second = append(second, sheet.Row{Name: fmt.Sprint("row ", i), Unit: sheet.Money,
			Formula: share.Times(sheet.Ref("share"))})
	}
	plan := uncertain(amounts(t, first...), amounts(t, second...))
	for i := range rows {
		slot := plan.Scenarios[0].Program.RowSlot(i)
		plan.Values = append(plan.Values, Value{Of: 0, Versus: -1, Slot: slot}, Value{Of: 1, Versus: -1, Slot: slot},
			Value{Of: 1, Versus: 0, Slot: slot, VersusSlot: slot})
	}
	return compiled(t, plan, cache)
}
