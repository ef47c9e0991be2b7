package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

// Ledger writes the exact ledger of a model for a terminal: its lines year by year, without chance, and whether every
// check is exactly zero. It takes the unit, the width, the colour, the case and the lines from the options. It is a
// fault if there is no ledger, or if the ledger does not have a line; other errors are the writer's.
func Ledger(w io.Writer, m *finance.Model, l *finance.Ledger, o Options) error {
	if m == nil || l == nil || l.Ledger == nil {
		return fault.Missing.Found("there is no ledger")
	}
	names, err := ledgerLines(l, o.Lines)
	if err != nil {
		return err
	}
	p := page{out: &bytes.Buffer{}, columns: o.columns(), ink: ink(o.Color)}
	p.about = &scenario.Result{Description: scenario.Description{Name: m.Name, Currency: m.Symbol(),
		Years: l.Program.Years, AssumedFrom: assumedYear(m)}}
	p.unit = o.Unit
	if p.unit.Size <= 0 || p.unit.Decimals < 0 {
		size, _ := l.Amount("funding", m.First)
		p.unit = finance.DisplayUnitFor(size, clean(m.Symbol()))
	}
	p.ledger(m, l, names, cmp.Or(clean(o.Case), "Central case"))
	_, err = w.Write(p.out.Bytes())
	return err
}

// ledger writes the page.
func (p page) ledger(m *finance.Model, l *finance.Ledger, names []string, of string) {
	var rows section
	for _, name := range names {
		rows = append(rows, p.ledgerRow(m, l, name))
	}
	p.title(clean(m.Name))
	p.grid(p.heading(of+", exact to the penny and rounded here"), p.headers(), []section{rows})
	p.paragraph("", checks(l))
	if from := p.assumedFrom(); from < len(p.about.Years) {
		p.paragraph("", assumedNote(p.about.Years[from], nil))
	}
}

// ledgerLines are the rows asked for, else those of the envelope that the ledger has.
func ledgerLines(l *finance.Ledger, asked []string) ([]string, error) {
	var known, usual []string
	for _, row := range l.Program.Rows {
		known = append(known, row.Name)
	}
	names, err := choose("row", asked, known)
	if err != nil || len(asked) > 0 {
		return names, err
	}
	for _, name := range envelopeLines() {
		if _, ok := l.Program.Slot(name); ok {
			usual = append(usual, name)
		}
	}
	return usual, nil
}

func (p page) ledgerRow(m *finance.Model, l *finance.Ledger, name string) block {
	_, isMoney := l.Amount(name, m.First)
	line := scenario.Line{Name: name, Money: isMoney}
	var cells []string
	for column := range p.about.Years {
		d, _ := l.At(name, column)
		cells = append(cells, p.exactly(line, d))
	}
	return block{p.name(line), []row{{cells: cells}}}
}

// exactly writes a figure of the ledger: money in the unit, all else as a percentage.
func (p page) exactly(line scenario.Line, d decimal.Decimal) string {
	if line.Money {
		return finance.Amount(d.IntPart()).In(p.unit)
	}
	return commas(d.Shift(2).StringFixed(1))
}

// checks says how many identities hold, or names one that does not.
func checks(l *finance.Ledger) string {
	held := 0
	for _, row := range l.Program.Rows {
		if !row.Check {
			continue
		}
		for column, year := range l.Program.Years {
			if d, ok := l.At(row.Name, column); !ok || !d.IsZero() {
				return fmt.Sprintf("%s in %s is not 0: %s", sentence(label(row.Name)), clean(year), clean(row.Note))
			}
			held++
		}
	}
	return fmt.Sprintf("%d checks, all exactly 0.", held)
}

// assumedYear is the first year for which some number is an assumption beyond its source; empty if there is none.
func assumedYear(m *finance.Model) string {
	if first := m.AssumedFrom(nil); first != 0 {
		return m.Label(first)
	}
	return ""
}
