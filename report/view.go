package report

import (
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// figures are the methods of a [scenario.Result] that pages and charts use.
type figures interface {
	Cell(scenario, line, year string) (scenario.Cell, bool)
	Difference(of, versus, line, year string) (scenario.Cell, bool)
	Chance(scenario, condition, year string) (scenario.Chance, bool)
	ChanceDifference(of, versus, condition, year string) (scenario.Chance, bool)
	Pairing(of, versus, line, year string) (times float64, ok bool)
	PairingOfChance(of, versus, condition, year string) (times float64, ok bool)
}

// source is a result: its description and its figures. Tests give other figures.
type source struct {
	figures
	about *scenario.Result
}

func of(r *scenario.Result) source { return source{r, r} }

// view is a result with the choices that every page and chart makes: the year asked about and the unit.
type view struct {
	source
	body  string
	asked int // index in about.Years
	money scale
	unit  finance.DisplayUnit
	given bool // the unit was asked for
}

// look makes the choices of a view.
func look(s source, year string, unit finance.DisplayUnit) (view, error) {
	r := s.about
	if r == nil || len(r.Years) == 0 || len(r.Scenarios) == 0 {
		return view{}, fault.Missing.Found("the result is empty: it has no years or no scenarios")
	}
	v := view{source: s, body: clean(r.Body), asked: askedYear(r), unit: unit}
	if year != "" {
		if v.asked = slices.Index(r.Years, year); v.asked < 0 {
			return view{}, fault.Unknown.Found("there is no year %q in this result", year).
				Want("it has %s", list(r.Years))
		}
	}
	if v.given = v.unit.Size > 0 && v.unit.Decimals >= 0; !v.given {
		v.unit = finance.DisplayUnitFor(v.size(), clean(r.Currency))
	}
	v.money = scaleIn(v.unit)
	return v, nil
}

// forBodies is the view in the unit of an equal share of the envelope for each body, unless a unit was asked for.
func (v view) forBodies() view {
	if n := len(v.bodies()); n > 0 && !v.given {
		v.unit = finance.DisplayUnitFor(v.size()/finance.Amount(n), clean(v.about.Currency))
		v.money = scaleIn(v.unit)
	}
	return v
}

// scaleIn is the scale of a unit.
func scaleIn(u finance.DisplayUnit) scale {
	return scale{size: float64(u.Size) / finance.Pound, decimals: int(u.Decimals)}
}

// askedYear is the index of the year that the main question is about, or else of the last year.
func askedYear(r *scenario.Result) int {
	if year := slices.Index(r.Years, r.MainYear); year >= 0 {
		return year
	}
	return len(r.Years) - 1
}

// size is the size of the envelope: its first known funding, even if that is not among the lines; without such a line,
// the largest central amount.
func (v view) size() finance.Amount {
	if l, ok := v.about.Ledger(v.about.Scenarios[0]); ok {
		for column := range v.about.Years {
			if pence, ok := l.At("funding", column); ok && !pence.IsZero() {
				return finance.Amount(pence.IntPart())
			}
		}
	}
	for _, year := range v.about.Years {
		if c, ok := v.Cell(v.about.Scenarios[0], "funding", year); ok && c.Central != 0 {
			return amount(c.Central)
		}
	}
	largest := 0.0
	for _, line := range v.about.Lines {
		for _, year := range v.about.Years {
			if c, ok := v.Cell(v.about.Scenarios[0], line.Name, year); ok && line.Money {
				largest = math.Max(largest, math.Abs(c.Central))
			}
		}
	}
	return amount(largest)
}

// amount is a float in the currency's unit as an amount, kept within the limits of a model.
func amount(value float64) finance.Amount {
	pence := math.Round(value * finance.Pound)
	if !(math.Abs(pence) <= float64(finance.MaxAmount)) {
		return finance.MaxAmount
	}
	return finance.Amount(pence)
}

func (v view) year() string { return v.about.Years[v.asked] }

// assumedFrom is the index of the first assumed year, or the number of years if there is none.
func (v view) assumedFrom() int {
	if i := slices.Index(v.about.Years, v.about.AssumedFrom); i >= 0 {
		return i
	}
	return len(v.about.Years)
}

// line is the description of a line; ok is false if the result has no such line.
func (v view) line(name string) (scenario.Line, bool) {
	i := slices.IndexFunc(v.about.Lines, func(l scenario.Line) bool { return l.Name == name })
	if i < 0 {
		return scenario.Line{}, false
	}
	return v.about.Lines[i], true
}

// scaleOf is how figures of the line are written: money in the unit, all else as a percentage.
func (v view) scaleOf(line scenario.Line) scale {
	if line.Money {
		return v.money
	}
	return percent(1)
}

// unitOf names the unit in which figures of the line are written.
func (v view) unitOf(line scenario.Line) string {
	if line.Money {
		return v.unit.Name
	}
	return "%"
}

// pounds writes an amount for a sentence: −£2.1bn.
func (v view) pounds(e scenario.Estimate) string {
	return v.sized(v.money.write(e), clean(v.about.Currency))
}

// sized puts the currency sign before a figure and the unit's size after it.
func (v view) sized(figure, symbol string) string {
	size, ok := strings.CutPrefix(v.unit.Name, symbol)
	if !ok {
		symbol, size = "", " "+v.unit.Name
	}
	if size == "000" {
		size = " thousand"
	}
	return minus(prefixed(symbol, figure)) + size
}

// inWords writes a figure of a line for a sentence.
func (v view) inWords(line scenario.Line, e scenario.Estimate) string {
	if line.Money {
		return v.pounds(e)
	}
	return minus(percent(1).write(e)) + "%"
}

// prefixed puts a currency sign before the digits, after sign and tilde.
func prefixed(symbol, number string) string {
	at := strings.IndexAny(number, "0123456789?")
	if at < 0 {
		return number
	}
	return number[:at] + symbol + number[at:]
}

// minus writes negative numbers with a minus sign, for prose and charts; tables keep the hyphen, which can be copied
// into a spreadsheet. A tilde is taken for a minus in small print, so a word replaces it.
func minus(number string) string {
	return strings.Replace(strings.Replace(number, "~", "about ", 1), "-", "−", 1)
}

// Below reports whether a figure of a document is below zero, as a table shows it: −12 or about −12.
func Below(figure string) bool { return strings.HasPrefix(strings.TrimPrefix(figure, "about "), "−") }
