package finance_test

import (
	"slices"
	"testing"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pence are a row's figures in the years of the plan.
func pence(t testing.TB, m *finance.Model, name string) []finance.Amount {
	t.Helper()
	return row(t, project(t, m), m, name)[1:]
}

// A model of nothing but funding and a need: everything that is left out is none of it, and inflation is nil.
func TestWhatIsLeftOutIsNoneOfIt(t *testing.T) {
	m := plain()
	m.Opening.Position = 0
	l := project(t, m)
	assert.Equal(t, []finance.Amount{100 * finance.Million, 103_400_000_00, 106_915_600_00, 110_550_730_40},
		row(t, l, m, "funding"))
	assert.Equal(t, []finance.Amount{100 * finance.Million, 103_300_000_00, 106_708_900_00, 110_230_293_70},
		row(t, l, m, "demand"))
	assert.Equal(t, []finance.Amount{0, 100_000_00, 206_700_00, 320_436_70}, row(t, l, m, "balance"))
	assert.Equal(t, row(t, l, m, "balance")[1:], row(t, l, m, "lapsed")[1:], "a surplus lapses")
	for _, name := range []string{"savings", "earmark_planned", "transformation", "benefit", "interest", "debt",
		"reserve", "unfunded_inflation", "support", "technical"} {
		assert.Equal(t, []finance.Amount{0, 0, 0, 0}, row(t, l, m, name), name)
	}
	for _, name := range []string{"demand", "net_cost", "cost"} {
		assert.Equal(t, row(t, l, m, "demand"), row(t, l, m, name), name)
	}
}

// Of funding, cost and position two are given and the third follows.
func TestOpeningFollowsFromTwoOfThree(t *testing.T) {
	const funding, cost, position = 100 * finance.Million, 102 * finance.Million, -2 * finance.Million
	for name, m := range map[string]*finance.Model{
		"funding and position": {Funding: finance.Settlement{Baseline: funding},
			Opening: finance.Opening{Position: position}},
		"funding and cost":  {Funding: finance.Settlement{Baseline: funding}, Opening: finance.Opening{Cost: cost}},
		"cost and position": {Opening: finance.Opening{Cost: cost, Position: position}},
		"all three": {Funding: finance.Settlement{Baseline: funding},
			Opening: finance.Opening{Cost: cost, Position: position}},
		"the position before support": {Funding: finance.Settlement{Baseline: funding},
			Opening: finance.Opening{BeforeSupport: -5 * finance.Million, Support: 3 * finance.Million}},
		"position, support and before": {Funding: finance.Settlement{Baseline: funding},
			Opening: finance.Opening{Position: position, BeforeSupport: -5 * finance.Million,
				Support: 3 * finance.Million}},
	} {
		m.First, m.Last, m.Need.RealGrowth, m.Funding.CashGrowth = 2018, 2019, []finance.Rate{0.033},
			[]finance.Rate{0.034}
		l := project(t, m)
		for line, want := range map[string]finance.Amount{"funding": funding, "cost": cost, "balance": position} {
			assert.Equal(t, want, row(t, l, m, line)[0], "%s: %s", name, line)
		}
		assert.Empty(t, l.Breaks(), name)
	}
	m := plain()
	services(m, finance.Service{Name: "ward", Baseline: 60 * finance.Million},
		finance.Service{Name: "clinic", Baseline: 42 * finance.Million})
	assert.Equal(t, finance.Amount(position), row(t, project(t, m), m, "balance")[0], "services give the cost")
}

// £10m is transformed in the first year and never again, at ten pence a year in the pound: what comes back shows how
// lag, ramp and fade work.
func TestReturnsOfWhatIsSpentOnce(t *testing.T) {
	const full = 1 * finance.Million
	for _, c := range []struct {
		name    string
		returns finance.Returns
		want    []finance.Amount
	}{
		{"the year after, for ever", finance.Returns{}, []finance.Amount{0, full, full, full, full, full}},
		{"after three years", finance.Returns{Lag: 3}, []finance.Amount{0, 0, 0, full, full, full}},
		{"phased in over two years", finance.Returns{Ramp: 2}, []finance.Amount{0, 0.5 * full, full, full, full, full}},
		{"after two years, over three", finance.Returns{Lag: 2, Ramp: 3},
			[]finance.Amount{0, 0, 333_333.33 * finance.Pound, 666_666.66 * finance.Pound, 999_999.99 * finance.Pound,
				999_999.99 * finance.Pound}},
		{"fading by a tenth", finance.Returns{Fade: []finance.Rate{0.1}},
			[]finance.Amount{0, full, 0.9 * full, 0.81 * full, 0.729 * full, 0.6561 * full}},
		{"what has phased in fades", finance.Returns{Ramp: 2, Fade: []finance.Rate{0.1}},
			[]finance.Amount{0, 0.5 * full, 0.95 * full, 0.855 * full, 0.7695 * full, 0.69255 * full}},
		{"gone after a year", finance.Returns{Fade: []finance.Rate{1}}, []finance.Amount{0, full, 0, 0, 0, 0}},
	} {
		m := plain()
		m.Last = 2024
		m.Earmark = finance.Earmark{Amount: []finance.Amount{10 * finance.Million, 0, 0, 0, 0, 0}, Returns: c.returns}
		m.Earmark.Returns.PerPound = []finance.Rate{0.1}
		assert.Equal(t, c.want, pence(t, m, "benefit"), c.name)
	}
}

func TestRowsAreReadByNameAndYear(t *testing.T) {
	m := plain()
	m.FirstMonth = time.January
	l := project(t, m)
	assert.Equal(t, []string{"2018", "2019", "2020", "2021"}, l.Program.Years)
	assert.Equal(t, []finance.Year{2018, 2019, 2020, 2021}, m.Years())
	a, ok := l.Amount("funding", 2019)
	assert.True(t, ok)
	assert.Equal(t, finance.Amount(103_400_000_00), a)
	x, ok := l.Number("planned_prices", 2019)
	assert.True(t, ok)
	assert.Equal(t, 1.0, x)
	x, ok = l.Number("funding", 2019)
	assert.True(t, ok)
	assert.Equal(t, 103_400_000.0, x, "money is in pounds")
	a, ok = l.Amount("opening.position", 2018)
	assert.True(t, ok, "an input of money is a row too")
	assert.Equal(t, finance.Amount(-2*finance.Million), a)
	for _, c := range []struct {
		row  string
		year finance.Year
	}{{"planned_prices", 2019}, {"nowhere", 2019}, {"funding", 2017}, {"funding", 2022}} {
		_, ok = l.Amount(c.row, c.year)
		assert.False(t, ok, c)
	}
	_, ok = l.Number("funding", 2022)
	assert.False(t, ok)
}

func TestATraceEndsOnNotesAndDefaults(t *testing.T) {
	m := plain()
	m.Notes = map[string]finance.Note{
		"funding.real_growth": {Source: "the settlement of June 2018", Remark: "a flat path",
			Place: "settlement.yaml:12:5"},
		"need.real_growth": {Remark: "judgement"},
	}
	l := project(t, m)
	for path, want := range map[string]string{
		"funding.real_growth": "the settlement of June 2018; a flat path; settlement.yaml:12:5",
		"need.real_growth":    "judgement",
		"need.pass_through":   "default: 100%",
		"positions.technical": "default: none",
		"funding.baseline":    "",
	} {
		step, err := l.Explain(path, 2019, nil)
		require.NoError(t, err)
		assert.Equal(t, want, step.Source, path)
	}
	_, err := l.Explain("balance", 2022, nil)
	assert.EqualError(t, err, `row "balance": has no column 4`)
}

// What may be uncertain is an input with bounds; what makes the structure is fixed, with the reason.
func TestInputsSayWhatTheyMayBe(t *testing.T) {
	m := plain()
	services(m, finance.Service{Name: "ward", Baseline: 98 * finance.Million,
		Prices: []finance.Price{{Name: "pay", Weight: 1}}})
	s, err := m.Sheet()
	require.NoError(t, err)
	inputs := map[string]sheet.Input{}
	for _, in := range s.Inputs {
		inputs[in.Name] = in
	}
	for name, why := range map[string]string{
		"deflator.planned":                "planned inflation fixes the cash; make deflator.surprise uncertain instead",
		"services.ward.prices.pay.weight": "weights add up to 1 and are part of the model's structure",
		"deflator.surprise":               "", "funding.real_growth": "", "earmark.leakage": "",
	} {
		require.Contains(t, inputs, name)
		assert.Equal(t, why, inputs[name].Fixed, name)
	}
	assert.Equal(t, [2]float64{0, 1}, [2]float64{inputs["earmark.leakage"].Low, inputs["earmark.leakage"].High})
	assert.Equal(t, [2]float64{-1, 1},
		[2]float64{inputs["funding.real_growth"].Low, inputs["funding.real_growth"].High})
	assert.Equal(t, [2]float64{0, 0},
		[2]float64{inputs["earmark.returns.per_pound"].Low, inputs["earmark.returns.per_pound"].High}, "any number")
}

func TestEveryRowSaysWhatItIs(t *testing.T) {
	for _, book := range workbooks(t) {
		s, err := book.model.Sheet()
		require.NoError(t, err)
		for _, r := range s.Rows {
			if r.Name != "bonus" {
				assert.NotEmpty(t, r.Note, r.Name)
			}
		}
	}
}

func TestAModelIsNotChangedByProjectingIt(t *testing.T) {
	book := everythingBook(t)
	before, after := figures(book.ledger(t)), figures(book.ledger(t))
	assert.Equal(t, before, after)
	assert.Equal(t, everythingBook(t).model, book.model)
}

// A report shows lines that every model has.
func TestLinesAreRowsOfTheSheet(t *testing.T) {
	for _, book := range workbooks(t) {
		l := book.ledger(t)
		lines := book.model.Lines()
		for _, line := range lines {
			_, ok := l.Program.Row(line)
			assert.True(t, ok, line)
		}
		assert.Len(t, lines, len(slices.Compact(slices.Sorted(slices.Values(lines)))), "each once")
		assert.Subset(t, lines, []string{"funding", "funding" + finance.AtPlannedPrices, "transformation", "balance"})
	}
}

func TestCurrencyIsPoundsUnlessGiven(t *testing.T) {
	assert.Equal(t, "£", (&finance.Model{}).Symbol())
	assert.Equal(t, "€", (&finance.Model{Currency: "€"}).Symbol())
}
