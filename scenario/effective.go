package scenario

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/openenvelope/envelope/scenario/process"
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
				e.Law, e.Process = joinWords(e.Law, lawInWords(d, in.Unit)), processInWords(d.Process, in.Unit == sheet.Money)
			}
		}
		all = append(all, e)
	}
	return all
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
	return year + spreadInWords(d.Law, u == sheet.Money)
}

// spreadInWords says how a law is spread; one without spread is its value.
func spreadInWords(law dist.Distribution, money bool) string {
	if low, high := law.Support(); low == high {
		return "always " + words.Value(low, money)
	}
	p := words.Percentiles(law, money)
	return fmt.Sprintf("%s%s, p10 %s, p50 %s, p90 %s", law.Kind(), words.Bounds(law, money), p[0], p[1], p[2])
}

// processInWords says how a driver moves: "drawn each year, persistence 0.5".
func processInWords(move process.Process, money bool) string {
	switch p := move.(type) {
	case nil, process.Once:
		return "drawn once"
	case process.EachYear:
		if p.Persistence == 0 {
			return "drawn each year"
		}
		return fmt.Sprintf("drawn each year, persistence %v", p.Persistence)
	case process.AR1:
		return fmt.Sprintf("AR(1) from zero, persistence %v", p.Persistence)
	case process.RandomWalk:
		return "a random walk"
	case process.MeanReverting:
		return fmt.Sprintf("from %s back to its long-run level, half of the way every %.4g years", words.Value(p.Start, money), math.Ln2/p.Speed)
	case process.Shock:
		return fmt.Sprintf("%s; each year with chance %v a shock of %s", processInWords(p.On, money), p.Chance, sizesInWords(p.Sizes, money))
	case process.Regime:
		return regimeInWords(p, money)
	case process.Bootstrap:
		return fmt.Sprintf("blocks of %s out of %s of history", words.Counted(p.Block, "year"), words.Counted(len(p.History), "year"))
	}
	return move.Kind()
}

// sizesInWords says how large a shock is in its years: "-3% for 2 years", "2.4%, then 3.6%".
func sizesInWords(sizes []float64, money bool) string {
	if n := len(sizes); slices.Min(sizes) == slices.Max(sizes) {
		return fmt.Sprintf("%s for %s", words.Value(sizes[0], money), words.Counted(n, "year"))
	}
	var each []string
	for _, x := range sizes {
		each = append(each, words.Value(x, money))
	}
	return strings.Join(each, ", then ")
}

func regimeInWords(p process.Regime, money bool) string {
	start := "from calm"
	if p.Stationary {
		start = "from the long-run shares"
	}
	crisis := "moved by " + words.Value(p.Shift, money)
	if p.Crisis != nil {
		crisis = spreadInWords(p.Crisis, money)
	}
	return fmt.Sprintf("drawn each year; a crisis begins with chance %v and ends with chance %v, %s; in a crisis %s", p.Enter, p.Leave, start, crisis)
}
