package scenario_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The size of R2: a nation of 42 systems of 5 bodies, over 10 years.
const (
	r2Systems = 42
	r2Bodies  = 5
	r2Years   = 10
)

// r2 is the benchmark workload R2, the size of a national model to the penny: 210 bodies with a sheet each, netted into
// systems and summed into the nation, and every identity looked at on every path. Growth of funding, prices and
// interest are the nation's, demand is each system's, and the delivery of savings each body's: 298 uncertain inputs.
func r2() *scenario.Model {
	n := &nation{s: &sheet.Sheet{}}
	for year := range r2Years + 1 {
		n.s.Years = append(n.s.Years, fmt.Sprint(year))
	}
	n.input("growth", 0.034, dist.Normal{Mean: 0.034, SD: 0.010}, process.AR1{Persistence: 0.5})
	n.input("pay_price", 0.026, dist.Normal{Mean: 0.026, SD: 0.010}, process.AR1{Persistence: 0.6})
	n.input("other_price", 0.022, dist.Normal{Mean: 0.022, SD: 0.012}, process.AR1{Persistence: 0.6})
	n.input("interest_rate", 0.035, dist.Normal{Mean: 0.035, SD: 0.005}, process.EachYear{Persistence: 0.8})
	var systems []string
	for i := range r2Systems {
		systems = append(systems, fmt.Sprintf("_%02d", i+1))
		n.system(systems[i])
	}
	n.sums("", systems)
	return &scenario.Model{
		Name:     "R2",
		Baseline: scenario.Scenario{Name: "R2", Model: n.s, Drivers: n.drivers},
		Correlation: []scenario.Correlation{{Drivers: []string{"growth", "pay_price", "other_price", "interest_rate"},
			Matrix: [][]float64{{1, .3, .3, .2}, {.3, 1, .6, .3}, {.3, .6, 1, .3}, {.2, .3, .3, 1}}}},
	}
}

// r2Options asks for the balances of the nation and of its systems, and whether the nation's is zero or more.
func r2Options(paths uint64, workers int) scenario.Options {
	o := scenario.Options{Paths: paths, Seed: 1, Workers: workers, Lines: []string{"balance"},
		Conditions: []scenario.Condition{{Line: "balance", Measure: measure.InYear{}}}}
	for i := range r2Systems {
		o.Lines = append(o.Lines, fmt.Sprintf("balance_%02d", i+1))
	}
	return o
}

// A nation is a sheet under construction, with the drivers of its inputs.
type nation struct {
	s       *sheet.Sheet
	drivers []scenario.Driver
}

// input adds an uncertain number.
func (n *nation) input(name string, centre float64, law dist.Distribution, move process.Process) {
	n.s.AddInput(sheet.Input{Name: name, Values: []decimal.Decimal{decimal.NewFromFloat(centre)}})
	n.drivers = append(n.drivers, scenario.Driver{Input: name, Law: law, Process: move})
}

// row adds a row of money.
func (n *nation) row(name string, opening, formula sheet.Expr) {
	n.s.Add(sheet.Row{Name: name, Unit: sheet.Money, Opening: opening, Formula: formula})
}

// check adds an identity of the years after the opening one.
func (n *nation) check(name string, zero sheet.Expr) {
	n.s.Add(sheet.Row{Name: name, Unit: sheet.Money, Check: true, Formula: zero})
}

// system adds a system's demand, its bodies and their sums.
func (n *nation) system(of string) {
	n.input("pay_volume"+of, 1.01, dist.Lognormal{Median: 1.01, Sigma: 0.008}, process.AR1{Persistence: 0.3})
	n.s.AddInput(sheet.Input{Name: "other_volume" + of, Values: []decimal.Decimal{decimal.NewFromFloat(1.012)}})
	n.drivers = append(n.drivers, scenario.Driver{Input: "other_volume" + of, Follows: "pay_volume" + of, Times: 0.8})
	var bodies []string
	for i := range r2Bodies {
		body := fmt.Sprintf("%s_%d", of, i+1)
		bodies = append(bodies, body)
		n.body(of, body, int64(100+37*i)*1_000_000_00)
	}
	n.sums(of, bodies)
}

// body adds the sheet of one body that had so many pence to spend in the opening year, and a debt.
func (n *nation) body(system, of string, pence int64) {
	n.input("delivery"+of, 0.8, dist.Normal{Mean: 0.8, SD: 0.15}, process.EachYear{Persistence: 0.4})
	n.s.AddInput(sheet.Input{Name: "baseline" + of, Unit: sheet.Money,
		Values: []decimal.Decimal{decimal.NewFromInt(pence)}})
	ref := func(name string) sheet.Expr { return sheet.Ref(name + of) }
	last := func(name string) sheet.Expr { return sheet.Last(name + of) }
	row := func(name string, opening, formula sheet.Expr) { n.row(name+of, opening, formula) }
	none, zero, one, num := sheet.Expr{}, sheet.Num(0), sheet.Num(1), sheet.Num
	share := func(x float64) sheet.Expr { return ref("baseline").Times(num(x)) }
	costs := func(name, price string) sheet.Expr {
		return last(name).Times(sheet.Ref(name + "_volume" + system)).Times(one.Plus(sheet.Ref(price)))
	}

	row("funding", share(1), last("funding").Times(one.Plus(sheet.Ref("growth"))))
	row("pay", share(0.68), costs("pay", "pay_price"))
	row("other", share(0.34), costs("other", "other_price"))
	row("saved", none, ref("pay").Plus(ref("other")).Times(num(0.01)).Times(ref("delivery")))
	row("savings", none, last("savings").Times(num(0.7)).Plus(ref("saved")))
	row("cost", ref("pay").Plus(ref("other")), ref("pay").Plus(ref("other")).Minus(ref("savings")))
	row("interest", none, last("debt").Times(sheet.Ref("interest_rate")))
	row("earmark", none, sheet.Max(zero, num(0.25).Times(ref("funding").Minus(last("funding")))))
	row("pressure", none, ref("cost").Plus(ref("interest")).Minus(ref("funding").Minus(ref("earmark"))))
	row("diverted", none, sheet.Min(ref("earmark"), num(0.5).Times(sheet.Max(zero, ref("pressure")))))
	row("spent", none, ref("earmark").Minus(ref("diverted")))
	balance := ref("funding").Minus(ref("cost")).Minus(ref("interest")).Minus(ref("spent"))
	row("balance", balance, balance)
	row("deficit", none, sheet.Max(zero, zero.Minus(ref("balance"))))
	row("surplus", none, sheet.Max(zero, ref("balance")))
	row("repaid", none, sheet.Min(last("debt"), ref("surplus")))
	row("debt", share(0.02), last("debt").Plus(ref("deficit")).Minus(ref("repaid")))
	row("reserves", none, last("reserves").Plus(ref("surplus")).Minus(ref("repaid")))

	n.check("check_uses"+of, ref("funding").Plus(ref("deficit")).
		Minus(sheet.Sum(ref("cost"), ref("interest"), ref("spent"), ref("surplus"))))
	n.check("check_earmark"+of, ref("earmark").Minus(ref("diverted")).Minus(ref("spent")))
	n.check("check_debt"+of,
		ref("debt").Minus(last("debt")).Minus(ref("reserves").Minus(last("reserves"))).Plus(ref("balance")))
}

// sums adds the rows of a system or of the nation (no suffix): each the sum over its parts, but for the balance, which
// is worked out from the sums and must be that of the parts.
func (n *nation) sums(of string, parts []string) {
	total := func(name string) sheet.Expr {
		var terms []sheet.Expr
		for _, part := range parts {
			terms = append(terms, sheet.Ref(name+part))
		}
		return sheet.Sum(terms...)
	}
	for _, name := range []string{"funding", "cost", "interest", "spent", "debt", "reserves"} {
		n.row(name+of, total(name), total(name))
	}
	ref := func(name string) sheet.Expr { return sheet.Ref(name + of) }
	last := func(name string) sheet.Expr { return sheet.Last(name + of) }
	balance := ref("funding").Minus(ref("cost")).Minus(ref("interest")).Minus(ref("spent"))
	n.row("balance"+of, balance, balance)
	n.check("check_parts"+of, total("balance").Minus(ref("balance")))
	n.check("check_debt"+of,
		ref("debt").Minus(last("debt")).Minus(ref("reserves").Minus(last("reserves"))).Plus(ref("balance")))
}

// R2 is what it says: its bodies' rows sum to the nation's in the exact ledger, and no identity breaks on any path.
func TestR2HoldsTogether(t *testing.T) {
	p, err := scenario.NewPlan(context.Background(), r2(), r2Options(2_000, 0))
	require.NoError(t, err)
	r := runPlan(t, p)
	assert.Len(t, r.Lines, 1+r2Systems)
	l, ok := p.Central("R2")
	require.True(t, ok)
	total := decimal.Zero
	for i := range r2Systems {
		for k := range r2Bodies {
			x, ok := l.At(fmt.Sprintf("balance_%02d_%d", i+1, k+1), r2Years)
			require.True(t, ok)
			total = total.Add(x)
		}
	}
	national, _ := l.At("balance", r2Years)
	assert.True(t, national.Equal(total), "%v, by bodies %v", national, total)
	assert.Len(t, r2().Baseline.Drivers, 4+2*r2Systems+r2Systems*r2Bodies)
	assert.Equal(t, (r2Years+1)*(3*r2Systems*r2Bodies+2*(r2Systems+1)), r.Run.Checks)
}

// BenchmarkR2 measures R2 without its plan, on as many workers as there are processors: with few paths, and with the
// 10⁵ of the workload, best seen alone and once for its time and its peak memory:
//
//	go test ./scenario -run '^$' -bench 'R2/paths=100000' -benchtime 1x
func BenchmarkR2(b *testing.B) {
	for _, paths := range []uint64{8_192, 100_000} {
		b.Run(fmt.Sprintf("paths=%d", paths), func(b *testing.B) { eachPath(b, r2(), r2Options(paths, 0)) })
	}
}
