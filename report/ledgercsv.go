package report

import (
	"encoding/csv"
	"io"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

// LedgerCSV writes the exact central ledger of every scenario: a line for each row of the sheet, a column for each year,
// money in the currency's unit to the penny, with what the row is in words.
func LedgerCSV(w io.Writer, r *scenario.Result) error {
	c := csv.NewWriter(w)
	_ = c.Write(append([]string{"scenario", "row", "unit", "meaning"}, r.Years...))
	for _, name := range r.Scenarios {
		l, ok := r.Ledger(name)
		if !ok {
			continue
		}
		for _, row := range l.Program.Rows {
			line := []string{scenario.SafeText(name), scenario.SafeText(row.Name), row.Unit.String(), row.Note}
			for column := range r.Years {
				v, _ := l.At(row.Name, column)
				line = append(line, exactFigure(row.Unit, v))
			}
			_ = c.Write(line)
		}
	}
	c.Flush()
	return c.Error()
}

func exactFigure(u sheet.Unit, v decimal.Decimal) string {
	if u == sheet.Money {
		return v.Shift(-2).StringFixed(2)
	}
	return v.String()
}
