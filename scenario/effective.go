package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/shopspring/decimal"
)

// effective lists a scenario's inputs as the run uses them; m may be nil.
func effective(s Scenario, p *sheet.Program, m *finance.Model) []EffectiveInput {
	var all []EffectiveInput
	for _, in := range p.Inputs {
		e := EffectiveInput{Scenario: s.Name, Input: in.Name, Money: in.Unit == sheet.Money, Source: in.Source,
			Default: strings.HasPrefix(in.Source, "default")}
		for _, v := range in.Values {
			e.Values = append(e.Values, figure(v, in.Unit))
		}
		if m != nil {
			n := m.Notes[in.Name]
			if !e.Default {
				e.Source, e.Note, e.Place = n.Source, n.Remark, n.Place
			}
			e.Owner, e.Quality = n.Owner, string(n.Quality)
			if n.AssumedFrom != 0 {
				e.AssumedFrom = m.Label(n.AssumedFrom)
			}
		}
		for _, d := range s.Drivers {
			if d.Input == in.Name {
				e.Law, e.Process = joinWords(e.Law, lawInWords(d, in.Unit)),
					words.Process(d.Process, in.Unit == sheet.Money)
			}
		}
		all = append(all, e)
	}
	return all
}

// ownInputs is a copy with lists of its own.
func ownInputs(inputs []EffectiveInput) []EffectiveInput {
	own := slices.Clone(inputs)
	for i := range own {
		own[i].Values = slices.Clone(own[i].Values)
	}
	return own
}

// figure writes an exact number: money in the currency's unit.
func figure(v decimal.Decimal, u sheet.Unit) string {
	if u == sheet.Money {
		return v.Shift(-2).StringFixed(2)
	}
	return v.String()
}

func joinWords(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// lawInWords says how uncertain a driver is: "normal, p10 0.028, p50 0.033, p90 0.038".
func lawInWords(d Driver, u sheet.Unit) string {
	year := ""
	if d.Year != "" {
		year = d.Year + ": "
	}
	if d.Law == nil {
		return fmt.Sprintf("%sfollows %s, times %v", year, d.Follows, d.Times)
	}
	return year + words.Spread(d.Law, u == sheet.Money)
}
