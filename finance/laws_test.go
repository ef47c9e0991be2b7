package finance_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/internal/testkit/float"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// largest is the largest envelope that the laws draw: more than all public spending of the United Kingdom in a year.
const largest = 1500 * finance.Billion

// project works a sound model out.
func project(t require.TestingT, m *finance.Model) *finance.Ledger {
	l, err := finance.Project(m)
	require.NoError(t, err)
	return l
}

// row is a row's figures in pence, the opening year first.
func row(t require.TestingT, l *finance.Ledger, m *finance.Model, name string) (figures []finance.Amount) {
	for _, y := range m.Years() {
		a, ok := l.Amount(name, y)
		require.True(t, ok, name)
		figures = append(figures, a)
	}
	return figures
}

// A sound model can be worked out, and every check row is zero to the penny. No other row is zero in all of the models.
func TestEveryCheckIsZeroInEveryModel(t *testing.T) {
	alive := map[string]bool{}
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		require.Empty(t, m.Validate())
		l := project(t, m)
		require.Empty(t, l.Breaks())
		for _, r := range l.Program.Rows {
			v, _ := l.At(r.Name, len(l.Program.Years)-1)
			if r.Name == "one_offs" {
				v, _ = l.At(r.Name, 0)
			}
			alive[r.Name] = alive[r.Name] || r.Check || !v.IsZero()
		}
	})
	if testing.Short() {
		return // too few models for every row to be used
	}
	for name, is := range alive {
		assert.True(t, is, name)
	}
}

// Every pound of every year's cash is owed, held, handed back, or owed no more because it has become equity.
func TestBalancesAreConserved(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		l := project(t, m)
		balance, cash, lapsed := row(t, l, m, "balance"), row(t, l, m, "cash_position"), row(t, l, m, "lapsed")
		debt, reserve := row(t, l, m, "debt"), row(t, l, m, "reserve")
		var balances, cashes, handedBack, equity finance.Amount
		for i := 1; i < len(balance); i++ {
			balances += balance[i]
			cashes += cash[i]
			handedBack += lapsed[i]
			require.GreaterOrEqual(t, debt[i], finance.Amount(0))
			require.GreaterOrEqual(t, reserve[i], finance.Amount(0))
		}
		end := len(balance) - 1
		if m.Debt.Equity.Share > 0 {
			equity = row(t, l, m, "equity")[end]
		}
		require.Equal(t, cashes, debt[0]-debt[end]-equity+reserve[end]-reserve[0]+handedBack)
		require.Equal(t, balances, row(t, l, m, "cumulative_balance")[end])
	})
}

func TestARingFenceNeverDiverts(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		eachEarmark(m, func(e *finance.Earmark) {
			e.Leakage, e.Recorded, e.OnlyWhenBalanced = []finance.Rate{0}, nil, false
		})
		l := project(t, m)
		for _, diverted := range row(t, l, m, "diverted") {
			require.Zero(t, diverted)
		}
		require.Equal(t, row(t, l, m, "earmark_planned"), row(t, l, m, "transformation"))
	})
}

// With deficits first a deficit is left only when nothing is left to transform, and the balance is exactly zero
// where the earmark covers the pressure in part.
func TestDeficitsFirstLeaveNothingToTransform(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		eachEarmark(m, func(e *finance.Earmark) {
			e.Leakage, e.Cover, e.Floor, e.Recorded = []finance.Rate{1}, nil, nil, nil
			// what one holds back may be more than the deficit, beside others that are spent
			e.OnlyWhenBalanced = e.OnlyWhenBalanced && len(m.Earmarks) == 0
		})
		l := project(t, m)
		balance, transformation, diverted := row(t, l, m, "balance"), row(t, l, m, "transformation"),
			row(t, l, m, "diverted")
		for i := range balance {
			if balance[i] < 0 {
				require.Zero(t, transformation[i])
			}
			if transformation[i] > 0 && diverted[i] > 0 {
				require.Zero(t, balance[i])
			}
		}
	})
}

// Deficits leave the floor alone, as far as the planned earmark reaches, and take no more than the part of them that
// may be covered.
func TestAFloorIsKeptAndACoverIsNotExceeded(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		eachEarmark(m, func(e *finance.Earmark) { e.Recorded = nil })
		l := project(t, m)
		pressure := row(t, l, m, "pressure")
		for _, e := range (&oracle{m: m}).earmarks() {
			planned, diverted := row(t, l, m, e.row("earmark_planned")), row(t, l, m, e.row("diverted"))
			for i, transformation := range row(t, l, m, e.row("transformation")) {
				if i > 0 && len(e.Floor) > 0 {
					floor := e.Floor[min(i, len(e.Floor))-1]
					require.GreaterOrEqual(t, transformation, min(floor, planned[i]))
				}
				if i > 0 && len(e.Cover) > 0 {
					cover := float64(e.Cover[min(i, len(e.Cover))-1])
					require.LessOrEqual(t, float64(diverted[i]), cover*float64(pressure[i])+0.51)
				}
			}
		}
		for i, diverted := range row(t, l, m, "diverted") {
			require.LessOrEqual(t, diverted, pressure[i])
		}
	})
}

// More leakage moves money from transformation to the balance, pound for pound. It holds in every year where the
// past does not answer back: without returns, and without interest.
func TestLeakageIsMonotone(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		m.Debt = finance.Debt{Surplus: m.Debt.Surplus}
		eachEarmark(m, func(e *finance.Earmark) {
			e.Returns.PerPound, e.OnlyWhenBalanced, e.Recorded = nil, false, nil
			if len(m.Earmarks) > 0 {
				e.Cover = nil // half a penny of it goes either way
			}
		})
		tight, loose := *m, *m
		low := rapid.Float64Range(0, 1).Draw(t, "tight")
		high := rapid.Float64Range(low, 1).Draw(t, "loose")
		eachEarmark(&tight, func(e *finance.Earmark) { e.Leakage = []finance.Rate{finance.Rate(low)} })
		eachEarmark(&loose, func(e *finance.Earmark) { e.Leakage = []finance.Rate{finance.Rate(high)} })
		less, more := project(t, &tight), project(t, &loose)
		for i, diverted := range row(t, less, m, "diverted") {
			moved := row(t, more, m, "diverted")[i] - diverted
			require.GreaterOrEqual(t, moved, finance.Amount(0))
			require.Equal(t, moved, row(t, more, m, "balance")[i]-row(t, less, m, "balance")[i])
			require.Equal(t, moved, row(t, less, m, "transformation")[i]-row(t, more, m, "transformation")[i])
		}
	})
}

// The settlement fixes the cash: an inflation surprise moves costs and never funding. Without one no inflation is
// unfunded, but for a penny a year where the 18th decimal of a rate tips half a penny to the other side.
func TestASurpriseDoesNotMoveTheCash(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		m.Funding.TopUp = finance.TopUp{}
		calm := *m
		calm.Deflator.Surprise = nil
		surprised, planned := project(t, m), project(t, &calm)
		require.Equal(t, row(t, planned, m, "funding"), row(t, surprised, m, "funding"))
		require.Equal(t, row(t, planned, m, "demand_as_planned"), row(t, surprised, m, "demand_as_planned"))
		for i, unfunded := range row(t, planned, m, "unfunded_inflation") {
			require.LessOrEqual(t, max(unfunded, -unfunded), finance.Amount(i))
		}
	})
}

// A reader in float64 agrees to the last penny nearly everywhere, and says where it may not.
func TestAFloatReaderStandsWithinTheBoundInEveryModel(t *testing.T) {
	var cells float.Tally
	testkit.Check(t, 100_000, func(t *rapid.T) { cells.Compare(t, project(t, drawModel(t, largest)).Ledger) })
	t.Log(cells)
	assert.Greater(t, float64(cells.Penny), 0.96*float64(cells.Money), "most money must agree to the last penny")
	assert.Greater(t, float64(cells.Tight), 0.99*float64(cells.Numbers), "most numbers must agree to twelve digits")
	assert.Zero(t, cells.Refused, "no model runs out of what float64 can hold")
}

// A year's figures do not depend on how long the plan goes on, of a body and of a system.
func TestNoYearReadsALaterOne(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) { noYearReadsALaterOne(t, drawModel(t, largest)) })
}

func TestNoYearOfASystemReadsALaterOne(t *testing.T) {
	testkit.CheckSome(t, 20_000, 50, func(t *rapid.T) { noYearReadsALaterOne(t, drawSystem(t, largest)) })
}

func noYearReadsALaterOne(t *rapid.T, m *finance.Model) {
	if m.Last == m.First+1 || mergesIn(m, m.Last) {
		t.Skip("one year, or a merger in the last")
	}
	m.Funding.Phasing = nil            // it adds up to zero over the whole plan
	m.Prices = min(m.Prices, m.Last-1) // a view in a later year's prices reads that year
	long, short := figures(project(t, m).Ledger), figures(project(t, shortened(m)).Ledger)
	for name, cells := range short {
		require.Equal(t, cells, long[name][:len(cells)], name)
	}
}

// mergesIn reports whether bodies of the model, or of one inside it, merge in a year.
func mergesIn(m *finance.Model, y finance.Year) bool {
	return slices.ContainsFunc(m.Mergers, func(merger finance.Merger) bool { return merger.Year == y }) ||
		slices.ContainsFunc(m.Bodies, func(b finance.Model) bool { return mergesIn(&b, y) })
}

// A surprise made good in full and at once leaves the settlement what it was planned to be worth.
func TestATopUpInFullKeepsTheWorth(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := withCore(drawModel(t, largest))
		m.Funding.TopUp = finance.TopUp{Share: []finance.Rate{1}}
		core := "funding"
		if len(m.Funding.Grants) > 0 || m.Funding.CouncilTax.Base > 0 {
			core = "core_funding"
		}
		l := project(t, m)
		for y := m.First; y <= m.Last; y++ {
			index, _ := l.Number("top_up_prices", y)
			planned, _ := l.Number("planned_prices", y)
			outturn, _ := l.Number("outturn_prices", y)
			require.InEpsilon(t, outturn, planned*index, 1e-12)
		}
		funding, settled, topUp := row(t, l, m, core), row(t, l, m, "settled"), row(t, l, m, "top_up")
		for i := 1; i < len(funding); i++ {
			require.Equal(t, funding[i], settled[i]+topUp[i])
		}
	})
}

// shortened is the model without its last year.
func shortened(m *finance.Model) *finance.Model {
	s := *m
	cut(reflect.ValueOf(&s).Elem(), int(m.Last-m.First))
	s.Last--
	until(&s, s.Last)
	return &s
}

// until takes the conversions, the pressures and the returns that begin after a year out of a model and its bodies.
func until(m *finance.Model, last finance.Year) {
	if m.Debt.Equity.Year > last {
		m.Debt.Equity = finance.Equity{}
	}
	var begun []finance.Pressure
	for _, p := range m.Pressures {
		if p.From > last {
			p = finance.Pressure{Name: p.Name, Returns: p.Returns}
		}
		if p.Returns.From > last {
			p.Returns = finance.PressureReturns{}
		}
		if len(p.Amount)+len(p.Returns.Amount) > 0 {
			begun = append(begun, p)
		}
	}
	m.Pressures = begun
	for i := range m.Bodies {
		until(&m.Bodies[i], last)
	}
}

// cut copies what a value holds and drops the last of one number a year; one number for all years stays.
func cut(v reflect.Value, years int) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				cut(v.Field(i), years)
			}
		}
	case reflect.Slice:
		n := v.Len()
		if kind := v.Type().Elem().Kind(); n == years && (kind == reflect.Float64 || kind == reflect.Int64) {
			n--
		}
		short := reflect.MakeSlice(v.Type(), n, n)
		reflect.Copy(short, v)
		v.Set(short)
		for i := range n {
			cut(v.Index(i), years)
		}
	}
}

// A thousand times the money gives a thousand times the figures, but for the pence that are rounded in between.
func TestMoneyScales(t *testing.T) {
	const k = 1000
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := withCore(drawModel(t, finance.Billion))
		m.Support.Target = nil // a penny can decide whether it is reached
		// a penny of deficit holds all of it back
		eachEarmark(m, func(e *finance.Earmark) { e.OnlyWhenBalanced = false })
		untaxed(m) // a penny of tax is paid by every dwelling
		small, large := project(t, m), project(t, scaled(m, k))
		for _, r := range small.Program.Rows {
			for i, y := range m.Years() {
				a, money := small.Amount(r.Name, y)
				b, _ := large.Amount(r.Name, y)
				if !money {
					continue
				}
				// Up to three dozen roundings a year reach a figure, each of half a penny, and grow with it.
				// Prices of another year round the opening year too.
				tolerance := float64(k * (30*i + 1))
				require.InDelta(t, float64(k*a), float64(b), tolerance, "%s in %s", r.Name, y)
			}
		}
	})
}

// scaled is the model with all its money multiplied.
func scaled(m *finance.Model, k finance.Amount) *finance.Model {
	s := *m
	multiply(reflect.ValueOf(&s).Elem(), k)
	return &s
}

// multiply multiplies every amount that a value holds; its lists are copied.
func multiply(v reflect.Value, k finance.Amount) {
	switch {
	case v.Type() == reflect.TypeFor[finance.Amount]():
		v.SetInt(v.Int() * int64(k))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				multiply(v.Field(i), k)
			}
		}
	case v.Kind() == reflect.Slice && !v.IsNil():
		n := v.Len()
		own := reflect.MakeSlice(v.Type(), n, n)
		reflect.Copy(own, v)
		v.Set(own)
		for i := range n {
			multiply(v.Index(i), k)
		}
	}
}

// One service whose only component is the need's growth is that need, in every figure.
func TestOneServiceIsATopDownNeed(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		d := &drawer{t: t, years: int(m.Last - m.First), size: finance.Billion}
		growth, more := d.given("growth", -0.05, 0.1), d.rates("more", -0.02, 0.03)
		position := d.part("position", -0.1, 0.1)
		withCore(m).Funding.CouncilTax = finance.CouncilTax{}
		m.Funding.Baseline, m.Funding.Grants = finance.Billion+position, nil
		eachEarmark(m, func(e *finance.Earmark) { e.Baseline = 0 })
		m.Opening.Position, m.Opening.Cost, m.Opening.BeforeSupport = position, 0, 0
		m.Causes = rapid.Permutation([]string{"real_growth", "more", "prices"}).Draw(t, "order of causes")
		top, bottom := *m, *m
		top.Services, bottom.Need = nil, finance.Need{}
		top.Need = finance.Need{RealGrowth: growth, Components: []finance.Component{{Name: "more", Growth: more}}}
		bottom.Services = []finance.Service{{Name: "all", Baseline: finance.Billion,
			Volume: []finance.Component{{Name: "real_growth", Growth: growth}, {Name: "more", Growth: more}}}}
		want, got := figures(project(t, &top).Ledger), figures(project(t, &bottom).Ledger)
		for name, cells := range want {
			require.Equal(t, cells, got[name], name)
		}
	})
}
