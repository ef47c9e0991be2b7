package history

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/openenvelope/envelope/scenario"
)

// WriteCSV writes every hit in long form with a heading: figures as they are, money in the currency's unit, the rank and its 95%
// Monte Carlo interval as fractions, and whether the outturn is inside the band. Text that a spreadsheet would take for a
// formula is prefixed with an apostrophe.
func (c *Calibration) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"line", "year", "unit", "outturn", "p10", "p50", "p90", "rank", "rank_lo", "rank_hi", "inside", "source"})
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	for _, h := range c.Hits {
		unit := "fraction"
		if h.Money {
			unit = scenario.SafeText(c.Currency)
		}
		_ = out.Write([]string{scenario.SafeText(h.Line), scenario.SafeText(h.Year), unit, number(h.Outturn), number(h.P10.Value), number(h.P50.Value),
			number(h.P90.Value), number(h.Rank.Value), number(h.Rank.Lo), number(h.Rank.Hi), strconv.FormatBool(h.Inside), scenario.SafeText(h.Source)})
	}
	out.Flush()
	return out.Error()
}
