package scenario

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// leadersMovedAlone warns of a scenario that moves the centre of a number, but not the centres of the numbers that
// follow its draw: these keep their own, so a change that was meant for all reaches only one.
func (p *Plan) leadersMovedAlone(scenario int, l *look) {
	s := p.scenarios[scenario]
	var leaders []string
	stay, seen := map[string][]string{}, map[string]bool{}
	for _, d := range s.Drivers {
		leader, _, _ := strings.Cut(d.Follows, "[")
		follows := d.Follows != "" && leader != d.Input && !seen[d.Input]
		if !follows || !p.moved(scenario, leader) || p.moved(scenario, d.Input) {
			continue
		}
		if seen[d.Input] = true; stay[leader] == nil {
			leaders = append(leaders, leader)
		}
		stay[leader] = append(stay[leader], d.Input)
	}
	for _, leader := range leaders {
		followers := stay[leader][0]
		if n := len(stay[leader]) - 1; n > 0 {
			followers += " and " + words.Counted(n, "other")
		}
		l.warn("leader", leader, fault.Conflict.Found(
			"is moved here, and what follows its draw stays where it was: %s", followers).
			Want("change that too, or let all take one assumption"))
	}
}

// moved reports whether an input has other central values in a scenario than in the baseline.
func (p *Plan) moved(scenario int, input string) bool {
	values := func(scenario int) []decimal.Decimal {
		program := p.engine.Scenarios[scenario].Program
		if i, ok := program.Input(input); ok {
			return program.Inputs[i].Values
		}
		return nil
	}
	alike := func(a, b decimal.Decimal) bool { return a.Sub(b).Abs().LessThan(decimal.New(1, -12)) } // medians of laws
	return !slices.EqualFunc(values(scenario), values(0), alike)
}
