package finance_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// An oracle works a body out again, in plain decimals, from the text of the package documentation ("To the penny") and
// not from the formulas of the library: one function for each part of it, one year after the other.
type oracle struct {
	m    *finance.Model
	y    int // the year, counted from the opening year
	rows map[string][]decimal.Decimal
}

// workedOut gives every row of a body but its checks, money in pence.
func workedOut(m *finance.Model) map[string][]decimal.Decimal {
	o := &oracle{m: m, rows: map[string][]decimal.Decimal{}}
	for range m.Years() {
		o.givenByFormula()
		o.prices()
		o.funding()
		o.demand()
		o.charges()
		o.benefit()
		o.pressures()
		o.cost()
		o.savings()
		o.planned()
		o.support(o.netCost())
		o.gap()
		o.causes()
		o.reserve()
		o.diverted()
		o.balance()
		o.leftOfFund()
		o.required()
		o.positions()
		o.repayment()
		o.owed()
		o.ownFigures()
		o.realTerms()
		o.y++
	}
	return o.rows
}

// In every model the library comes to the oracle's figures, to the penny and to the eighteenth decimal, and each of the
// two has every row of the other. The models give every field of a body, and leave it out, and make every choice.
func TestProjectAgreesWithTheOracle(t *testing.T) {
	said, all := map[string]bool{}, fields()
	testkit.CheckSome(t, 100_000, 1_000, func(t *rapid.T) {
		m := drawBody(t, largest)
		agrees(t, m)
		for _, what := range says(m, all) {
			said[what] = true
		}
	})
	for _, f := range slices.DeleteFunc(all, func(f field) bool { return !oneBody(f) }) {
		assert.True(t, said[f.path+" is given"], "no model that is drawn gives %s", f.path)
		assert.True(t, said[f.path+" is left out"], "every model that is drawn gives %s", f.path)
		for _, value := range f.choices() {
			assert.True(t, said[fmt.Sprintf("%s is choice %d", f.path, value)],
				"no model that is drawn has choice %d of %s", value, f.path)
		}
	}
}

// agrees compares the library with the oracle.
func agrees(t *rapid.T, m *finance.Model) {
	l := project(t, m)
	require.Empty(t, l.Breaks())
	want := workedOut(m)
	for _, r := range l.Program.Rows {
		for col, year := range l.Program.Years {
			got, _ := l.At(r.Name, col)
			if known := want[r.Name]; !r.Check && (known == nil || !got.Equal(known[col])) {
				t.Fatalf("%s in %s: the library has %s, the oracle %v", r.Name, year, got, known)
			}
		}
		delete(want, r.Name)
	}
	require.Empty(t, slices.Collect(maps.Keys(want)), "the library has no such rows")
}

// penny rounds money, half away from zero.
func penny(x decimal.Decimal) decimal.Decimal { return x.Round(0) }

// product multiplies numbers from left to right, each product rounded by itself.
func product(first decimal.Decimal, more ...decimal.Decimal) decimal.Decimal {
	for _, x := range more {
		first = first.Mul(x).Round(18)
	}
	return first
}

// over divides; what comes of it keeps eighteen decimals.
func over(a, b decimal.Decimal) decimal.Decimal { return a.DivRound(b, 18) }

func number64(x float64) decimal.Decimal {
	return decimal.RequireFromString(strconv.FormatFloat(x, 'f', -1, 64))
}

func plus1(x decimal.Decimal) decimal.Decimal { return one.Add(x) }
func less1(x decimal.Decimal) decimal.Decimal { return one.Sub(x) }

var one, nothing = decimal.NewFromInt(1), decimal.Zero

// positive is x, if it is above zero.
func positive(x decimal.Decimal) decimal.Decimal { return decimal.Max(nothing, x) }

// set is what a row is this year; before and beside that it is zero.
func (o *oracle) set(row string, x decimal.Decimal) decimal.Decimal {
	if o.rows[row] == nil {
		o.rows[row] = make([]decimal.Decimal, len(o.m.Years()))
	}
	o.rows[row][o.y] = x
	return x
}

// later is a row that begins in the year after the opening year.
func (o *oracle) later(row string, x func() decimal.Decimal) decimal.Decimal {
	if o.y == 0 {
		return o.set(row, nothing)
	}
	return o.set(row, x())
}

// from is a row that opens at a figure of its own.
func (o *oracle) from(opening decimal.Decimal, row string, x func() decimal.Decimal) decimal.Decimal {
	if o.y == 0 {
		return o.set(row, opening)
	}
	return o.set(row, x())
}

func (o *oracle) now(row string) decimal.Decimal  { return o.ago(row, 0) }
func (o *oracle) last(row string) decimal.Decimal { return o.ago(row, 1) }

// ago is a row some years earlier; zero before the opening year, and where there is no such row.
func (o *oracle) ago(row string, years int) decimal.Decimal {
	if o.rows[row] == nil || years > o.y {
		return nothing
	}
	return o.rows[row][o.y-years]
}

// rate is a series' value this year.
func (o *oracle) rate(series []finance.Rate, otherwise float64) decimal.Decimal {
	switch {
	case len(series) == 0:
		return number64(otherwise)
	case len(series) == 1:
		return number64(float64(series[0]))
	}
	return number64(float64(series[o.y-1]))
}

// amount is a series' sum this year, in pence.
func (o *oracle) amount(series []finance.Amount) decimal.Decimal {
	switch {
	case len(series) == 0:
		return nothing
	case len(series) == 1:
		return money(series[0])
	}
	return money(series[o.y-1])
}

func money(a finance.Amount) decimal.Decimal { return decimal.NewFromInt(int64(a)) }
