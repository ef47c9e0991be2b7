package scenario

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/shopspring/decimal"
)

// defaultConditions are the conditions of a run that gives none: whether the whole balances in the year, in every year
// so far, and over the years added up; if a deficit may take money that is set aside, whether it balances in the year
// with that money intact; for a system, whether every body balances; for each body whose balance is reported, whether
// it balances; and for each body whose reserve pays for deficits first, whether the reserve has been enough so far.
func (p *Plan) defaultConditions() []Condition {
	if p.everywhere("balance") != nil {
		return nil
	}
	var all []Condition
	for _, m := range measure.Kinds() {
		all = append(all, Condition{"balance", m})
	}
	if p.everywhere("core_position") == nil && slices.ContainsFunc(p.engine.Scenarios, atStake) {
		all = slices.Insert(all, 1, Condition{"core_position", measure.InYear{}})
	}
	if p.everywhere("lowest_balance") == nil {
		all = append(all, Condition{"lowest_balance", measure.InYear{}})
	}
	return append(append(all, p.bodyConditions()...), p.reserveConditions()...)
}

// reserveConditions ask whether reserves that pay first have been enough in every year so far: a reserve is exhausted
// in the first year in which this fails.
func (p *Plan) reserveConditions() (all []Condition) {
	for _, r := range p.engine.Scenarios[0].Program.Rows {
		if _, line := sheet.BodyOf(r.Name); line == "reserve_margin" && p.everywhere(r.Name) == nil {
			all = append(all, Condition{r.Name, measure.EveryYear{}})
		}
	}
	return all
}

// bodyConditions ask for every body whose balance is reported whether it balances in the year.
func (p *Plan) bodyConditions() (all []Condition) {
	for _, l := range p.lines {
		if body, line := sheet.BodyOf(l.Name); body != "" && line == "balance" {
			all = append(all, Condition{l.Name, measure.InYear{}})
		}
	}
	return all
}

// atStake reports whether a deficit may take money that a scenario sets aside: an earmark that leaks or is only
// released when the year balances, or a risk reserve, of any body. It looks at what the numbers can be, not at what
// they were on some paths.
func atStake(s engine.Scenario) bool {
	return slices.ContainsFunc(s.Program.Rows, func(r sheet.Row) bool {
		_, line := sheet.BodyOf(r.Name)
		if line != "earmark_planned" {
			return false
		}
		body := strings.TrimSuffix(r.Name, line)
		_, released := s.Program.Row(body + "held_back")
		takes := released || some(s, body+"earmark.leakage")
		planned := some(s, body+"earmark.share") || some(s, body+"earmark.amount")
		return planned && takes || some(s, body+"risk_reserve.share")
	})
}

// some reports whether a number of a scenario can be other than zero: an input, or the result of a formula.
func some(s engine.Scenario, name string) bool {
	i, ok := s.Program.Input(name)
	if !ok {
		_, formula := s.Program.Row(name)
		return formula
	}
	driven := slices.ContainsFunc(s.Drivers, func(d engine.Driver) bool { return d.Input == i })
	return driven || slices.ContainsFunc(s.Program.Inputs[i].Values,
		func(x decimal.Decimal) bool { return !x.IsZero() })
}
