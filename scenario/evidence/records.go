package evidence

import (
	"io"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/table"
)

// WriteCSV writes every hit in long form with a heading: figures as they are, money in the currency's unit, the rank
// and its 95% Monte Carlo interval as fractions, and whether the outturn is inside the band. It is written as
// [scenario.Result.WriteCSV] writes. The error is the writer's own; no writer is a fault.
func (c *Calibration) WriteCSV(w io.Writer) error {
	c, w = door.Or(c), door.Writer(w)
	t := table.NewWriter(w)
	t.Row("line", "year", "unit", "outturn", "p10", "p50", "p90", "rank", "rank_lo", "rank_hi", "inside", "source")
	for _, h := range c.Hits {
		unit := "fraction"
		if h.Money {
			unit = c.Currency
		}
		t.Row(h.Line, h.Year, unit, h.Outturn, h.P10.Value, h.P50.Value, h.P90.Value, h.Rank.Value, h.Rank.Lo,
			h.Rank.Hi, h.Inside, h.Source)
	}
	return t.Flush()
}
