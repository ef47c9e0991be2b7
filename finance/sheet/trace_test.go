package sheet_test

import (
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// traced is a small ledger: £1,000 grows, a share of what is new is earmarked, and a balance is left.
func traced(t testing.TB) *sheet.Ledger {
	s := &sheet.Sheet{Years: years(2)}
	s.AddInput(given("baseline", sheet.Money, 100_000), given("funding.growth", sheet.Number, 0.034, -0.02),
		given("spend", sheet.Money, 99_990))
	s.Inputs[0].Source = "the accounts of 2018/19"
	s.Inputs[1].Source = "plan.yaml:4:3; the settlement"
	s.Add(
		sheet.Row{Name: "funding", Unit: sheet.Money, Note: "the envelope in cash", Opening: ref("baseline"),
			Formula: last("funding").Times(num(1).Plus(ref("funding.growth")))},
		money("new_money", ref("funding").Minus(last("funding"))),
		money("earmark", sheet.Max(num(0), num(0.5).Times(ref("new_money")))),
		money("balance", ref("funding").Minus(ref("earmark")).Minus(ref("spend"))),
		money("balance so far", last("balance so far").Plus(ref("balance"))),
		money("three years on", last("balance").Plus(ref("balance").Ago(3))),
	)
	return exact(t, s)
}

func TestATraceGoesDownToTheSources(t *testing.T) {
	step, err := traced(t).Trace("balance so far", 2, nil)
	require.NoError(t, err)
	testkit.Golden(t, filepath.Join("testdata", "trace.txt"), step.Text(nil))
}

func TestAStepHoldsItsFormulaItsNumbersAndWhatItReads(t *testing.T) {
	l := traced(t)
	step, err := l.Trace("new_money", 2, nil)
	require.NoError(t, err)
	assert.Equal(t, "new_money", step.Name)
	assert.Equal(t, "2020/21", step.Year)
	assert.Equal(t, "funding − last(funding)", step.Formula)
	assert.Equal(t, "1013.32 − 1034.00", step.Numbers)
	assert.Equal(t, "-2068", step.Value.String())
	require.Len(t, step.Reads, 2)
	assert.Equal(t, "the envelope in cash", step.Reads[0].Note)
	assert.Same(t, step.Reads[1], step.Reads[0].Reads[0], "a cell that is read twice is one step")

	step, err = l.Trace("balance", 2, nil)
	require.NoError(t, err)
	assert.Equal(t, "1013.32 − 0.00 − 999.90", step.Numbers)

	step, err = l.Trace("balance so far", 0, nil)
	require.NoError(t, err)
	assert.Equal(t, "nothing before the first year of the plan", step.Formula)
	assert.Equal(t, "0", step.Numbers)
	assert.Empty(t, step.Reads)

	step, err = l.Trace("funding", 0, nil)
	require.NoError(t, err)
	assert.Equal(t, "baseline", step.Formula, "the opening year has its own formula")

	step, err = l.Trace("three years on", 2, nil)
	require.NoError(t, err)
	assert.Equal(t, "17.10 + 0.00", step.Numbers, "before the opening year everything is zero")
	assert.Len(t, step.Reads, 1, "and there is no cell to read")
}

func TestAnInputIsItsOwnExplanation(t *testing.T) {
	step, err := traced(t).Trace("funding.growth", 1, nil)
	require.NoError(t, err)
	assert.Empty(t, step.Formula)
	assert.Equal(t, "funding.growth 2019/20 = 0.034  [input: plan.yaml:4:3; the settlement]\n", step.Text(nil))
	step, err = traced(t).Trace("spend", 1, nil)
	require.NoError(t, err)
	assert.Equal(t, "spend 2019/20 = 999.90  [input: no source given]\n", step.Text(nil))
}

func TestATraceIsPrintedAsItsReaderLikes(t *testing.T) {
	format := func(u sheet.Unit, value decimal.Decimal) string {
		if u == sheet.Money {
			return "£" + value.Shift(-2).StringFixed(0)
		}
		return value.Shift(2).String() + "%"
	}
	step, err := traced(t).Trace("new_money", 2, format)
	require.NoError(t, err)
	assert.Equal(t, "£1013 − £1034", step.Numbers)
	assert.Contains(t, step.Text(format), "new money 2020/21 = £-21\n")
	assert.Contains(t, step.Text(format), "funding.growth 2020/21 = -2%")
	step, err = traced(t).Trace("earmark", 2, format)
	require.NoError(t, err)
	assert.Equal(t, "max(0, 0.5 × (£-21))", step.Numbers, "a negative figure stands in brackets")
}

// A trace can be cut at a depth. What is cut off there is explained where it comes up again with room below it.
func TestATraceStopsAtItsLevels(t *testing.T) {
	step, err := traced(t).Trace("new_money", 2, nil)
	require.NoError(t, err)
	assert.Equal(t, "new money 2020/21 = -20.68\n  = funding − last(funding)\n  = 1013.32 − 1034.00\n",
		step.TextTo(1, nil))
	assert.Equal(t, `new money 2020/21 = -20.68
  = funding − last(funding)
  = 1013.32 − 1034.00
  funding 2020/21 = 1013.32
    = last(funding) × (1 + funding.growth)
    = 1034.00 × (1 + (-0.02))
    funding 2019/20 = 1034.00
      = last(funding) × (1 + funding.growth)
      = 1000.00 × (1 + 0.034)
    funding.growth 2020/21 = -0.02  [input: plan.yaml:4:3; the settlement]
  funding 2019/20 = 1034.00
    = last(funding) × (1 + funding.growth)
    = 1000.00 × (1 + 0.034)
    funding 2018/19 = 1000.00
      = baseline
      = 1000.00
    funding.growth 2019/20 = 0.034  [input: plan.yaml:4:3; the settlement]
`, step.TextTo(3, nil))
	assert.Equal(t, step.Text(nil), step.TextTo(0, nil))
	assert.Equal(t, step.Text(nil), step.TextTo(99, nil))
}

func TestATraceOfNothingIsAnError(t *testing.T) {
	l := traced(t)
	_, err := l.Trace("balanse", 1, nil)
	assert.EqualError(t, err, `row "balanse": is not on the sheet`)
	_, err = l.Trace("balance", 3, nil)
	assert.EqualError(t, err, `row "balance": has no column 3`)
	_, err = l.Trace("balance", -1, nil)
	assert.EqualError(t, err, `row "balance": has no column -1`)
}
