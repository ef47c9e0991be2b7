package engine

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

// A tape reads no column that it stores only later, but for inputs that it rounds where they are: carried out again, to
// find the path at fault, it gives the same.
func TestTapesGiveTheSameAgain(t *testing.T) {
	for name, c := range map[string]*Code{"every kind": compiled(t, planOfEveryKind(t), cache),
		"many values": manyValues(t, 160), "a chain": chain(t, 160)} {
		for _, y := range c.years {
			for _, s := range y.segments {
				read, stored := map[int]bool{}, map[int]bool{}
				for line := range strings.Lines(s.tape.String()) {
					for _, word := range strings.Fields(line) {
						place, ok := strings.CutPrefix(word, "@")
						if !ok {
							continue
						}
						at, err := strconv.Atoi(place)
						require.NoError(t, err)
						if !strings.HasPrefix(line, "store") {
							read[at] = read[at] || !stored[at]
							continue
						}
						stored[at] = true
						require.False(t, read[at] && at >= c.layout.lasting*c.layout.stride, "%s: %s", name, line)
					}
				}
			}
		}
	}
}

// A column that a later segment is the last to read is used again after that.
func TestColumnsAcrossSegmentsAreUsedAgain(t *testing.T) {
	assert.Equal(t, chain(t, 160).layout.columns, chain(t, 480).layout.columns)
}

// chain is the code of rows that each read the one before, and that of twenty before, all of them values.
func chain(t *testing.T, rows int) *Code {
	var all []sheet.Row
	for i := range rows {
		f := sheet.Ref("x").Times(sheet.Num(float64(i + 1)))
		for _, before := range []int{1, 20} {
			if i >= before {
				f = f.Plus(sheet.Ref(fmt.Sprint("row ", i-before)).Times(sheet.Num(0.001)))
			}
		}
		all = append(all, sheet.Row{Name: fmt.Sprint("row ", i), Unit: sheet.Money, Formula: f})
	}
	p := amounts(t, all...)
	plan := uncertain(p)
	for row := range rows {
		plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(row)})
	}
	return compiled(t, plan, cache)
}
