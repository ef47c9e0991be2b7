package workbook

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/report"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exactly works a step out in decimals, as a spreadsheet of unlimited digits would; money is in pence.
func exactly(l *sheet.Ledger, s step, column int) decimal.Decimal {
	part := func(i int) decimal.Decimal { return exactly(l, s.args[i], column) }
	switch s.op {
	case constant:
		return s.value
	case reference:
		d, _ := l.At(s.name, column-s.lag)
		return d
	case rounded:
		return part(0).Round(0)
	case choice:
		if part(0).IsNegative() {
			return part(2)
		}
		return part(1)
	case grown:
		if part(1).IsNegative() {
			return part(2).Round(0)
		}
		return part(0).Add(part(0).Mul(part(1)).Round(0))
	}
	value, unit := part(0), s.args[0].unit
	if s.op == sum && s.against[0] {
		value = value.Neg()
	}
	for i, a := range s.args[1:] {
		x := part(i + 1)
		switch {
		case s.op == least:
			value = decimal.Min(value, x)
		case s.op == most:
			value = decimal.Max(value, x)
		case s.op == sum && s.against[i+1]:
			value = value.Sub(x)
		case s.op == sum:
			value = value.Add(x)
		case s.against[i+1]:
			unit, value = times(unit, a.unit, true), value.DivRound(x, sheet.Places)
		default:
			if unit, value = times(unit, a.unit, false), value.Mul(x); unit != sheet.Money {
				value = value.Round(sheet.Places)
			}
		}
	}
	return value
}

// With all digits the formulas of a workbook give the ledger, in every cell of every scenario of all files that there
// are.
func TestFormulasAreTheLedger(t *testing.T) {
	more, err := filepath.Glob("../../scenario/file/testdata/good/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, more)
	cells := 0
	for _, path := range append(examples(t), more...) {
		b, err := newBook(context.Background(), resultOf(t, path), report.Options{})
		require.NoError(t, err)
		assert.Empty(t, b.values, path)
		for k, l := range b.ledgers {
			for _, r := range l.Program.Rows {
				for column := range b.years {
					want, _ := l.At(r.Name, column)
					got := exactly(l, b.stepOf(k, b.lines[r.Name], column), column)
					cells++
					require.True(t, want.Equal(got), "%s: %s in %s: %s, want %s", path, r.Name, b.years[column], got,
						want)
				}
			}
		}
	}
	t.Logf("%d cells", cells)
}

// tieSheet is a sheet of money that grows by rates of whole per cents from amounts of a few pence, so that half pennies
// are many; rates and amounts are of either sign.
func tieSheet(random *rand.Rand, rows int) *sheet.Sheet {
	s := &sheet.Sheet{Years: []string{"2025/26", "2026/27", "2027/28", "2028/29"}}
	rate := func(name string) {
		var values []decimal.Decimal
		for range 3 {
			values = append(values, decimal.New(random.Int64N(41)-20, -2))
		}
		s.AddInput(sheet.Input{Name: name, Unit: sheet.Number, Values: values, Low: -1, High: 1})
	}
	for i := range rows {
		first, a, b, row := fmt.Sprintf("given.first_%d", i), fmt.Sprintf("given.a_%d", i),
			fmt.Sprintf("given.b_%d", i), fmt.Sprintf("grown_%d", i)
		s.AddInput(sheet.Input{Name: first, Unit: sheet.Money,
			Values: []decimal.Decimal{decimal.NewFromInt(50 * (random.Int64N(41) - 20))}})
		rate(a)
		one := sheet.Num(1)
		formula := sheet.Last(row).Times(one.Plus(sheet.Ref(a)))
		if i%2 == 0 {
			rate(b)
			formula = formula.Times(one.Minus(sheet.Ref(b)))
		}
		s.Add(sheet.Row{Name: row, Unit: sheet.Money, Opening: sheet.Ref(first), Formula: formula})
	}
	return s
}

// Growth as an amount is the product rounded, also for half pennies, where either sign counts.
func TestGrowthOfHalfPennies(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	ties, grew := 0, 0
	for range testkit.Deep(2_000, 100) {
		s := tieSheet(random, 20)
		p, err := s.Compile()
		require.NoError(t, err)
		l, err := p.Exact(nil)
		require.NoError(t, err)
		read := newReader(p)
		for _, r := range p.Rows {
			f := read.cell(r.Formula)
			require.Equal(t, grown, f.op)
			for column := 1; column < len(p.Years); column++ {
				want, _ := l.At(r.Name, column)
				require.True(t, want.Equal(exactly(l, f, column)), r.Name)
				product := exactly(l, f.args[2], column)
				if product.Sub(product.Truncate(0)).Abs().Equal(decimal.New(5, -1)) {
					ties++
					if !exactly(l, f.args[1], column).IsNegative() {
						grew++
					}
				}
			}
		}
	}
	assert.Greater(t, grew, 50, "half pennies of growth")
	assert.Greater(t, ties-grew, 50, "half pennies of decline")
}

// round15 is a spreadsheet's ROUND(x, 2), in pence: of 15 digits, half away from zero.
func round15(x float64) int64 {
	d, err := decimal.NewFromString(strconv.FormatFloat(x, 'e', 14, 64))
	if err != nil {
		panic(err)
	}
	return d.Shift(2).Round(0).IntPart()
}

// At £100bn an amount that is added is rounded to the wrong side of a half penny far less often than a product.
func TestGrowthFlipsSeldom(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	products, amounts := 0, 0
	const cases = 40_000
	for range cases {
		last := 1e12 + float64(random.Int64N(9e12)) + 1e13 // pence: £100bn and more
		a, b := decimal.New(random.Int64N(900), -4), decimal.New(random.Int64N(500), -4)
		one := decimal.NewFromInt(1)
		want := decimal.NewFromFloat(last).Mul(one.Add(a)).Mul(one.Add(b)).Round(0).IntPart()
		fa, fb := a.InexactFloat64(), b.InexactFloat64()
		pounds := last / 100
		if round15(pounds*(1+fa)*(1+fb)) != want {
			products++
		}
		if int64(last)+round15(pounds*(fa+fb+float64(fa*fb))) != want {
			amounts++
		}
	}
	t.Logf("of %d: %d products, %d amounts", cases, products, amounts)
	assert.Greater(t, products, cases/100)
	assert.Less(t, 15*amounts, products)
}

// A bound says where 15 digits may not reach: never in a sum of whole pence, perhaps beside half a penny, and beyond a
// choice that a penny decides.
func TestBounds(t *testing.T) {
	s := &sheet.Sheet{Years: []string{"0", "1"}}
	money := func(name string, pence int64) {
		s.AddInput(sheet.Input{Name: name, Unit: sheet.Money, Values: []decimal.Decimal{decimal.NewFromInt(pence)}})
	}
	money("large", 11_460_000_000_001)
	money("tie", 50)
	s.AddInput(sheet.Input{Name: "percent", Unit: sheet.Number, Values: []decimal.Decimal{decimal.New(1, -2)}})
	s.AddInput(sheet.Input{Name: "third", Unit: sheet.Number,
		Values: []decimal.Decimal{decimal.RequireFromString("0.333333333333333333")}})
	add := func(name string, e sheet.Expr) { s.Add(sheet.Row{Name: name, Unit: sheet.Money, Formula: e}) }
	add("sum", sheet.Ref("large").Plus(sheet.Ref("tie")).Minus(sheet.Ref("large")))
	add("half", sheet.Ref("tie").Times(sheet.Ref("percent")))
	add("after", sheet.Ref("half").Plus(sheet.Ref("half")))
	add("decided", sheet.If(sheet.Ref("half").Minus(sheet.Ref("half_too")), sheet.Ref("large"), sheet.Num(0)))
	add("half_too", sheet.Ref("tie").Times(sheet.Ref("percent")))
	add("certain", sheet.If(sheet.Ref("tie").Minus(sheet.Ref("tie")), sheet.Ref("large"), sheet.Num(0)))
	add("share", sheet.Ref("large").Times(sheet.Ref("third")))
	r := resultOfSheets(t, []string{"by hand"}, s)
	b, _ := bookOf(t, r)
	got := map[string]float64{}
	for _, row := range s.Rows {
		got[row.Name] = b.bounds[0].of(row.Name, 1)
	}
	assert.InEpsilon(t, 11_460_000_000_001, got["decided"], 1e-5)
	delete(got, "decided")
	assert.Equal(t, map[string]float64{"sum": 0, "half": 1, "after": 2, "half_too": 1, "certain": 0, "share": 0}, got)
	assert.Equal(t, []cell{{"decided", 1}}, b.bounds[0].branches)
	assert.Equal(t, []string{"Envelope!D15, decided"}, b.digits(0).branches)
}
