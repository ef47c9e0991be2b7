package scenario

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/shopspring/decimal"
)

// A central is the central case, worked out when it is first asked for: a process that computes a part of a run never
// asks.
type central struct {
	mu      sync.Mutex
	ledgers []*sheet.Ledger  // by scenario; nil until they are worked out
	warned  []Warning        // that the plan gives, found with the ledgers
	inputs  []EffectiveInput // of every scenario
}

// of gives every scenario's exact ledger with each driver at its median.
func (c *central) of(ctx context.Context, p *Plan) ([]*sheet.Ledger, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ledgers != nil {
		return c.ledgers, nil
	}
	var ledgers []*sheet.Ledger
	for i, s := range p.engine.Scenarios {
		l, err := p.kept.central(ctx, i, s)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("scenario %q: central case: %w", p.scenarios[i].Name, err)
		}
		breaks := l.Breaks()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(breaks) > 0 {
			return nil, fmt.Errorf("scenario %q: central case: %w", p.scenarios[i].Name, breaks[0])
		}
		ledgers = append(ledgers, l)
	}
	c.ledgers, c.warned, c.inputs = ledgers, p.warnings(ledgers), p.inputs()
	return ledgers, nil
}

// Central is the exact ledger of a scenario with every driver at its median; the empty name means the baseline.
func (p *Plan) Central(scenario string) (*sheet.Ledger, bool) {
	p = door.Or(p)
	i := p.number(scenario)
	if i < 0 || i >= len(p.engine.Scenarios) {
		return nil, false
	}
	ledgers, err := p.central.of(context.Background(), p)
	if err != nil {
		return nil, false
	}
	return ledgers[i], true
}

// number is the place of the scenario with a name; the empty name means the baseline. It is −1 if there is no such
// scenario.
func (p *Plan) number(scenario string) int {
	if scenario == "" {
		return 0
	}
	return slices.IndexFunc(p.scenarios, func(s Scenario) bool { return s.Name == scenario })
}

// centralValues sets each driven input to the median of its law.
func centralValues(s engine.Scenario) sheet.Values {
	values := sheet.Values{}
	for _, d := range s.Drivers {
		setValue(values, s.Program, d, exact(d.Transform.At(0), d.Money))
	}
	return values
}

// setValue puts a driver's value into its year, or into all years.
func setValue(values sheet.Values, p *sheet.Program, d engine.Driver, v decimal.Decimal) {
	in := p.Inputs[d.Input]
	if d.Column == 0 {
		values[in.Name] = []decimal.Decimal{v}
		return
	}
	each, ok := values[in.Name]
	if !ok {
		each = in.Values
	}
	if len(each) == 1 {
		one := each[0]
		each = nil
		for range len(p.Years) - 1 {
			each = append(each, one)
		}
	} else {
		each = append([]decimal.Decimal{}, each...)
	}
	each[d.Column-1] = v
	values[in.Name] = each
}

// exact is a driver's value for the exact reader: the shortest decimal of its float64, whole pence for money.
func exact(x float64, money bool) decimal.Decimal {
	d := decimal.NewFromFloat(x)
	if money {
		return d.Round(0)
	}
	return d
}
