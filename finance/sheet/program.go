package sheet

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/internal/door"
)

// An Op is an instruction of a Program, or a step of a formula. The set is unstable: new ones may be added.
type Op uint8

// The operations. A formula uses OpConst and OpRef for its leaves; a program has slots instead, reads
// earlier years with OpLag and rounds to the penny with OpRound.
const (
	OpConst Op = iota // a constant
	OpRef             // a row or input
	OpAdd             // A + B
	OpSub             // A − B
	OpMul             // A × B
	OpDiv             // A ÷ B
	OpMin             // B if B < A, else A
	OpMax             // B if B > A, else A
	OpIf              // B if A ≥ 0, else C
	OpRound           // A to whole pence, half away from zero
	OpLag             // slot A, Lag years earlier; zero before the opening year
	OpCopy            // A
)

// String returns the operation's name in lower case.
func (o Op) String() string {
	names := [...]string{"const", "ref", "add", "sub", "mul", "div", "min", "max", "if", "round", "lag", "copy"}
	if int(o) >= len(names) {
		return fmt.Sprintf("operation %d", uint8(o))
	}
	return names[o]
}

// parts is the number of parts of a formula's step; zero for leaves and for operations of programs only.
func (o Op) parts() int {
	switch o {
	case OpAdd, OpSub, OpMul, OpDiv, OpMin, OpMax:
		return 2
	case OpIf:
		return 3
	}
	return 0
}

// An Inst is one step of a Program over slots: Dst = Op(A, B, C). Unused operands are zero.
type Inst struct {
	Op           Op    // what it does
	Unit         Unit  // unit of the result
	Dst, A, B, C int32 // slots
	Lag          int32 // for OpLag, in years
}

// A Program is a compiled sheet: flat, immutable, safe for concurrent use. Slots are numbered constants first, then
// inputs, rows and temporaries; within a year every instruction reads only slots already written in that year, or
// earlier years through OpLag. It is documented for readers of programs, and may change.
type Program struct {
	Years   []string          // labels of the columns
	Consts  []decimal.Decimal // constants of all formulas, each once
	Inputs  []Input           // in the order of the sheet
	Rows    []Row             // in the order of the sheet
	Temps   int               // temporaries; they live within one row of one year
	Opening []Inst            // the opening year's column
	Year    []Inst            // every later column

	index map[string]int32
}

// Slots is the number of slots.
func (p *Program) Slots() int {
	p = door.Or(p)
	return len(p.Consts) + len(p.Inputs) + len(p.Rows) + p.Temps
}

// InputSlot is the slot of input i.
func (p *Program) InputSlot(i int) int32 {
	p = door.Or(p)
	return int32(len(p.Consts) + i)
}

// RowSlot is the slot of row i.
func (p *Program) RowSlot(i int) int32 {
	p = door.Or(p)
	return int32(len(p.Consts) + len(p.Inputs) + i)
}

// Slot finds a row or an input by name.
func (p *Program) Slot(name string) (int32, bool) {
	p = door.Or(p)
	s, ok := p.index[name]
	return s, ok
}

// Unit is the unit of a row, input or constant by its slot.
func (p *Program) Unit(slot int32) Unit {
	p = door.Or(p)
	i := int(slot) - len(p.Consts)
	switch {
	case i < 0:
		return Number
	case i < len(p.Inputs):
		return p.Inputs[i].Unit
	case i < len(p.Inputs)+len(p.Rows):
		return p.Rows[i-len(p.Inputs)].Unit
	}
	return anyUnit
}

// Row finds the index of a row by name.
func (p *Program) Row(name string) (int, bool) {
	p = door.Or(p)
	s, ok := p.index[name]
	i := int(s) - len(p.Consts) - len(p.Inputs)
	return i, ok && i >= 0
}

// Input finds the index of an input by name.
func (p *Program) Input(name string) (int, bool) {
	p = door.Or(p)
	s, ok := p.index[name]
	i := int(s) - len(p.Consts)
	return i, ok && i < len(p.Inputs)
}

// Column finds the column of a year by its label.
func (p *Program) Column(year string) (int, bool) {
	p = door.Or(p)
	for i, y := range p.Years {
		if y == year {
			return i, true
		}
	}
	return 0, false
}

// name is the name of a slot in messages; temporaries have no name.
func (p *Program) name(slot int32) string {
	i := int(slot) - len(p.Consts)
	switch {
	case i < 0:
		return "constant"
	case i < len(p.Inputs):
		return p.Inputs[i].Name
	case i < len(p.Inputs)+len(p.Rows):
		return p.Rows[i-len(p.Inputs)].Name
	}
	return "a step"
}

// RowOf names the row whose formula the instruction at position i of code belongs to: the first row
// written at or after it.
func (p *Program) RowOf(code []Inst, i int) string {
	p = door.Or(p)
	first, end := p.RowSlot(0), p.RowSlot(len(p.Rows))
	for i = max(i, 0); i < len(code); i++ {
		if d := code[i].Dst; d >= first && d < end {
			return p.name(d)
		}
	}
	return "no row"
}
