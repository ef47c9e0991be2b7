package scenario

import (
	"context"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/shopspring/decimal"
)

// Replay works out one path of a scenario again as an exact ledger, to the penny: the same draws, in decimals. The
// empty name means the baseline. A scenario that the plan does not have is a [fault.Unknown] fault; a figure that
// cannot be worked out on this path is a [sheet.CellError].
func (p *Plan) Replay(scenario string, path uint64) (*sheet.Ledger, error) {
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	return guarded(p.seed, func() (*sheet.Ledger, error) { return p.replay(scenario, path) })
}

func (p *Plan) replay(scenario string, path uint64) (*sheet.Ledger, error) {
	i := p.number(scenario)
	if i < 0 {
		return nil, fault.Unknown.Found("there is no scenario %s", fault.Quote(scenario))
	}
	values, err := p.drawn(i, path)
	if err != nil {
		return nil, p.explain(err)
	}
	return p.engine.Scenarios[i].Program.Exact(values)
}

// drawn finds the values of a scenario's driven inputs on a path. The error is the engine's own.
func (p *Plan) drawn(scenario int, path uint64) (sheet.Values, error) {
	s := p.engine.Scenarios[scenario]
	plan := p.engine
	plan.Scenarios = withoutRows(plan.Scenarios)
	plan.Questions, plan.Values, plan.Reported = nil, nil, nil
	for _, d := range s.Drivers {
		plan.Values = append(plan.Values, engine.Value{Of: scenario, Versus: -1, Slot: s.Program.InputSlot(d.Input)})
	}
	code, err := engine.Compile(context.Background(), &plan)
	if err != nil {
		return nil, err
	}
	figure := func(place, column int) int { return place*plan.Columns + column }
	k := &keeper{figure: figure, columns: make([][]float64, len(plan.Values)*plan.Columns)}
	if err := engine.NewWorker(code).Run(context.Background(), path, 1, k); err != nil {
		return nil, err
	}
	values := sheet.Values{}
	for v, d := range s.Drivers {
		at := func(column int) decimal.Decimal { return exact(k.columns[figure(code.Place(v), column)][0], d.Money) }
		switch {
		case d.Column != 0:
			setValue(values, s.Program, d, at(d.Column))
		case !plan.Yearly(d.Latent):
			setValue(values, s.Program, d, at(1))
		default:
			var each []decimal.Decimal
			for column := 1; column < plan.Columns; column++ {
				each = append(each, at(column))
			}
			values[s.Program.Inputs[d.Input].Name] = each
		}
	}
	return values, nil
}

// withoutRows are the scenarios with their inputs only. With them a path's draws can be found even if its rows cannot
// be worked out.
func withoutRows(scenarios []engine.Scenario) []engine.Scenario {
	bare := slices.Clone(scenarios)
	for i, s := range bare {
		program := *s.Program
		program.Rows, program.Opening, program.Year = nil, nil, nil
		bare[i].Program = &program
	}
	return bare
}
