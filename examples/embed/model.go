package main

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// model is a small service's envelope, invented, for a growth of its funding and a part of it that is held back.
func model(growth, heldBack finance.Rate) *scenario.Model {
	m := &finance.Model{
		Name: "An invented service", First: 2025, Last: 2030,
		Deflator: finance.Deflator{Planned: []finance.Rate{0.02}},
		Funding:  finance.Settlement{Baseline: 850 * finance.Million, RealGrowth: []finance.Rate{growth}},
		Opening:  finance.Opening{Position: -12 * finance.Million},
		Need:     finance.Need{RealGrowth: []finance.Rate{0.032}},
		Savings:  finance.Savings{Planned: []finance.Rate{0.015}, Recurrent: []finance.Rate{0.7}},
		Rules:    []finance.Rule{contingency(heldBack)},
	}
	return &scenario.Model{Name: m.Name,
		Baseline: scenario.Scenario{Name: "as asked", Model: m, Drivers: []scenario.Driver{
			{Input: "need.real_growth", Law: dist.NormalFromInterval(0.025, 0.039),
				Process: process.EachYear{Persistence: 0.6}},
			{Input: "savings.delivery", Law: dist.Triangular{Low: 0.4, Mode: 0.8, High: 1.05}},
		}}}
}

// contingency is a rule of our own: a part of funding is held back, and what is left of the balance without it. A rule
// reads any row of the library's by name, and is ordered, checked, projected and explained as theirs are.
func contingency(part finance.Rate) finance.Rule {
	return func(s *sheet.Sheet) {
		s.Add(
			sheet.Row{Name: "contingency", Unit: sheet.Money, Note: "a part of funding, held back",
				Formula: sheet.Ref("funding").Times(sheet.Num(float64(part)))},
			sheet.Row{Name: "balance_without_contingency", Unit: sheet.Money, Note: "the balance if all of it is kept",
				Formula: sheet.Ref("balance").Minus(sheet.Ref("contingency"))},
		)
	}
}

// NotTwice is a measure of our own: no two years in a row below zero.
type NotTwice struct{}

// Kind names it in records.
func (NotTwice) Kind() string { return "never_twice_in_a_row" }

// Words says the question.
func (NotTwice) Words(line string) string { return line + " is never below zero two years in a row" }

// The states of a path.
const (
	fine   = 1
	once   = 0  // below zero this year, which is still a yes
	broken = -1 // for good
)

// Next judges a year: two years below zero break a path for good.
func (NotTwice) Next(state, figures []float64, year int) {
	for i, x := range figures {
		switch {
		case year > 0 && state[i] == broken:
		case x >= 0:
			state[i] = fine
		case year > 0 && state[i] == once:
			state[i] = broken
		default:
			state[i] = once
		}
	}
}
