//go:build !lean

package report

import (
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/shopspring/decimal"
)

// AnswerChart draws an answer as its [ask.Picture] says. It is a fault if the answer is best read as a table, or if the
// picture cannot show it.
func AnswerChart(a *ask.Answer, currency string, o ChartOptions) (*Chart, error) {
	a = door.Or(a)
	v := view{unit: o.Unit}
	if v.given = v.unit.Size > 0; !v.given {
		v.unit = finance.DisplayUnitFor(largest(a), clean(currency))
	}
	v.money = scaleIn(v.unit)
	d := drawing{v, a}
	words := answerInWords(v, a, clean(currency))
	switch a.Picture {
	case ask.Tornado:
		return d.tornado(words).Chart(o)
	case ask.Waterfall:
		return d.waterfall(words).Chart(o)
	case ask.HeatMap:
		return d.heat(words).Chart(o)
	}
	return nil, fault.Misplaced.Found("this answer has no picture").Want("read its table")
}

// A drawing is an answer to be drawn.
type drawing struct {
	view
	answer *ask.Answer
}

// drawn is a quantity in the unit of a picture's axis.
func (d drawing) drawn(q ask.Quantity) float64 {
	switch q.Unit {
	case ask.Money:
		return q.Value / d.money.size
	case ask.Number:
		return q.Value
	}
	return q.Value * 100
}

// axis is the unit beside the axis.
func (d drawing) axis(q ask.Quantity) string {
	switch q.Unit {
	case ask.Money:
		return d.unit.Name
	case ask.Points:
		return "points"
	case ask.Number:
		return "years"
	}
	return "%"
}

func (d drawing) tornado(words string) Tornado {
	t := Tornado{Title: d.title(), Words: words, Unit: d.axis(d.answer.Value),
		Base: d.drawn(d.answer.Value), BaseText: d.cell(d.answer.Value)}
	for _, r := range d.answer.Rows {
		if len(r.Cells) < 2 || !finite(r.Cells[0].Value) || !finite(r.Cells[1].Value) {
			continue
		}
		t.Bars = append(t.Bars, Bar{Name: clean(r.Name), Low: d.drawn(r.Cells[0]), High: d.drawn(r.Cells[1]),
			LowText: d.cell(r.Cells[0]), HighText: d.cell(r.Cells[1])})
	}
	return t
}

func (d drawing) waterfall(words string) Waterfall {
	w := Waterfall{Title: d.title(), Words: words, Unit: d.axis(d.answer.Value)}
	last := len(d.answer.Rows) - 1
	for i, r := range d.answer.Rows {
		w.Steps = append(w.Steps, Step{Name: clean(r.Name), By: d.drawn(r.Cells[0]), Total: i == 0 || i == last,
			Text: d.cell(r.Cells[0])})
	}
	return w
}

func (d drawing) heat(words string) Heat {
	h := Heat{Title: d.title(), Words: words, Columns: shorter(cleaned(d.answer.Columns))}
	for _, r := range d.answer.Rows {
		h.Rows = append(h.Rows, clean(r.Name))
		var cells []HeatCell
		for _, c := range r.Cells {
			cell := HeatCell{Value: math.NaN(), Text: "–"}
			if finite(c.Value) {
				cell = HeatCell{Value: d.drawn(c), Text: d.cell(c)}
			}
			cells = append(cells, cell)
		}
		h.Cells = append(h.Cells, cells)
	}
	h.Rows = shorter(h.Rows)
	return h
}

// title is the question, with the signs of print for those of the keyboard.
func (d drawing) title() string {
	return strings.NewReplacer(">=", "≥", "<=", "≤").Replace(sentence(clean(d.answer.Question)))
}

// shorter are the names of rows or columns with their numbers to two decimals, where they still differ then: steps of
// a third of a point are 1.33% and 2.67%.
func shorter(names []string) []string {
	short := slices.Clone(names)
	for i, name := range names {
		number, percent := strings.CutSuffix(name, "%")
		d, err := decimal.NewFromString(number)
		if err != nil || d.Exponent() >= -2 {
			continue
		}
		if short[i] = d.StringFixed(2); percent {
			short[i] += "%"
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(short)))) < len(names) {
		return names
	}
	return short
}
