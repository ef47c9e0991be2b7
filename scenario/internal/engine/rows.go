package engine

import (
	"iter"

	"github.com/openenvelope/envelope/finance/sheet"
)

// rowsOf cuts code into the steps of one row each; the last of them gives the row.
func rowsOf(code []step) iter.Seq[[]step] {
	return func(yield func([]step) bool) {
		from := 0
		for i := range code {
			if !code[i].isRow {
				continue
			}
			if !yield(code[from : i+1]) {
				return
			}
			from = i + 1
		}
	}
}

// readsOf are the slots of inputs and rows that the steps of a row read.
func readsOf(row []step) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i := range row {
			for _, operand := range operands(row[i].Inst) {
				if operand >= 0 && !yield(operand) {
					return
				}
			}
		}
	}
}

// untilStill goes over all rows, opening year and later, again and again until a whole round changes nothing: rows
// read each other across years, in circles.
func (m *merger) untilStill(change func(row []step) bool) {
	for changed := true; changed && !m.stopped(); {
		changed = false
		for part := range m.code {
			for row := range rowsOf(m.code[part]) {
				changed = change(row) || changed
			}
		}
	}
}

// uncertain is the slots that some driver reaches.
func (m *merger) uncertain() []bool {
	reached := make([]bool, len(m.names))
	for _, d := range m.drivers {
		reached[d.slot] = true
	}
	m.untilStill(func(row []step) bool {
		dst := row[len(row)-1].Dst
		if reached[dst] {
			return false
		}
		for slot := range readsOf(row) {
			if reached[slot] {
				reached[dst] = true
				return true
			}
		}
		return false
	})
	return reached
}

// operands are the slots that an instruction reads.
func operands(in sheet.Inst) []int32 {
	switch in.Op {
	case sheet.OpRound, sheet.OpLag, sheet.OpCopy:
		return []int32{in.A}
	case sheet.OpIf:
		return []int32{in.A, in.B, in.C}
	}
	return []int32{in.A, in.B}
}
