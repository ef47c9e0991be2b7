package finance

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// A Ledger is a model worked out exactly, to the penny, without chance. It is immutable and safe for concurrent use.
type Ledger struct {
	*sheet.Ledger

	model *Model
}

// LedgerOf is a ledger of the model that was worked out elsewhere, such as one path of a run.
func LedgerOf(m *Model, l *sheet.Ledger) *Ledger { return &Ledger{l, m} }

// Project works out the model in exact decimals. The error is [Faults] if the model is not sound, [sheet.Errors] if the
// formulas of a rule are not sound, and a [sheet.CellError] if a figure cannot be worked out.
func Project(m *Model) (*Ledger, error) {
	m = door.Or(m)
	s, err := m.Sheet()
	if err != nil {
		return nil, err
	}
	p, err := s.Compile()
	if err != nil {
		return nil, err
	}
	l, err := p.Exact(nil)
	if err != nil {
		return nil, err
	}
	return &Ledger{l, m}, nil
}

// Amount is a money row's figure in a year; ok is false when there is no such money row or year.
func (l *Ledger) Amount(row string, y Year) (a Amount, ok bool) {
	l = door.Or(l)
	p := door.Or(l.Ledger).Program
	slot, ok := p.Slot(row)
	if !ok || p.Unit(slot) != sheet.Money {
		return 0, false
	}
	d, ok := l.At(row, int(y-door.Or(l.model).First))
	return Amount(d.IntPart()), ok
}

// Number is a row's figure in a year as a float64: a fraction, an index or a number, or for money the currency's unit.
// For money to the penny use [Ledger.Amount]. ok is false when there is no such row or year.
func (l *Ledger) Number(row string, y Year) (x float64, ok bool) {
	l = door.Or(l)
	d, ok := l.At(row, int(y-door.Or(l.model).First))
	if !ok {
		return 0, false
	}
	if slot, known := l.Program.Slot(row); known && l.Program.Unit(slot) == sheet.Money {
		d = d.Shift(-2)
	}
	return d.InexactFloat64(), ok
}

// Explain traces a row's figure in a year down to the inputs and their sources. The error is a [sheet.RowError] if the
// ledger does not have the row or the year.
func (l *Ledger) Explain(row string, y Year, format sheet.Format) (*sheet.Step, error) {
	l = door.Or(l)
	return l.Trace(row, int(y-door.Or(l.model).First), format)
}
