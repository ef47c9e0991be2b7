package report

import (
	"io"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

// LedgerCSV writes the exact central ledger of every scenario: a line for each row of the sheet, a column for each
// year, money in the currency's unit to the penny, with a sentence on the row. It is written as
// [scenario.Result.WriteCSV] writes. The error is the writer's own; no writer is a fault.
func LedgerCSV(w io.Writer, r *scenario.Result) error {
	r = door.Or(r)
	t := table.NewWriter(w)
	t.Row("scenario", "row", "unit", "meaning", r.Years)
	for _, name := range r.Scenarios {
		l, ok := r.Ledger(name)
		if !ok {
			continue
		}
		for _, row := range l.Program.Rows {
			cells := []any{name, row.Name, row.Unit.String(), row.Note}
			for column := range r.Years {
				v, _ := l.At(row.Name, column)
				cells = append(cells, exactFigure(row.Unit, v))
			}
			t.Row(cells...)
		}
	}
	return t.Flush()
}

// exactFigure writes a figure without an exponent.
func exactFigure(u sheet.Unit, v decimal.Decimal) table.Figure {
	if u == sheet.Money {
		return table.Figure(v.Shift(-2).StringFixed(2))
	}
	return table.Figure(v.String())
}
