package ask

import (
	"context"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// Underlying tells what lies between the reported and the underlying position of a year, item by item: one-off savings,
// deficit support, money taken from the earmark and what else does not recur. The figure is the mean of the reported
// position; of a system, the items of its bodies are added up by name. On every path the items add up to the
// difference; so do the amounts shown, in whole pence. The year goes before the figure's, and may be the opening year.
// Any other figure is a fault, and so is a year that the plan does not have.
func (s *Study) Underlying(ctx context.Context, f Figure, year string) (*Answer, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	if years := append([]string{s.names.opening}, s.names.years...); !slices.Contains(years, year) {
		return nil, fault.Unknown.Found("%s is not a year of the plan", fault.Quote(year)).
			Want("there are %s to %s", years[0], years[len(years)-1])
	}
	f.Year = year
	body, row := sheet.BodyOf(f.Line)
	if f.Event != nil || f.Statistic.Kind != Mean || f.Versus != "" || row != "reported_position" {
		return nil, fault.Misplaced.Found("the bridge to the underlying position is of the mean of the reported one").
			Want("ask as in mean of reported_position in %s", s.names.main)
	}
	v, m, err := s.whole(f.Scenario)
	if err != nil {
		return nil, err
	}
	laid, err := m.Baseline.Model.Sheet()
	if err != nil {
		return nil, err
	}
	prefix := f.Line[:len(f.Line)-len(row)]
	items, lines := finance.BridgeItems(laid.Rows, prefix), []string{f.Line, prefix + "underlying_position"}
	for _, t := range items {
		lines = append(lines, t.Name)
	}
	c, err := s.draw(ctx, v, lines, []string{f.Year})
	if err != nil {
		return nil, err
	}
	return s.underlying(f, c, items, prefix, body), nil
}

// underlying is the answer in words and rows.
func (s *Study) underlying(f Figure, c columns, items []sheet.Term, prefix, body string) *Answer {
	reported, underlying := c.of(f.Line, f.Year), c.of(prefix+"underlying_position", f.Year)
	whole := apart(underlying, reported)
	first, last := f.Statistic.of(reported), f.Statistic.of(underlying)
	causes := make([]cause, len(items))
	for i, t := range items {
		causes[i] = cause{row: t.Name, times: -float64(t.Sign)}
	}
	parts := together(c, causes, func(k cause) []float64 { return c.of(k.row, f.Year) })
	a := s.answer("What lies between the reported and the underlying position in "+f.Year+"?", uint64(len(whole)))
	a.Columns, a.Picture = []string{"change"}, Waterfall
	a.Value = Quantity{influenced(last.Value-first.Value, whole), Money}
	a.Rows = append(a.Rows, Row{"reported position", []Quantity{{first, Money}}})
	a.Rows = append(a.Rows, rowsOf(parts, a.Value.Value)...)
	a.Rows = append(a.Rows, Row{"underlying position", []Quantity{{last, Money}}})
	whose := ""
	if body != "" {
		whose = " of " + sheet.BodyLabel(body)
	}
	a.Sentence = says("In "+f.Year+" the mean reported position"+whose+" of ", Quantity{first, Money},
		" is an underlying position of ", Quantity{last, Money}, ".")
	return a
}
