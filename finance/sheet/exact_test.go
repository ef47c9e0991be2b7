package sheet_test

import (
	"math"
	"sync"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func exact(t testing.TB, s *sheet.Sheet) *sheet.Ledger {
	t.Helper()
	l, err := compile(t, s).Exact(nil)
	require.NoError(t, err)
	return l
}

// figures are a row's cells as text, the opening year first.
func figures(t testing.TB, l *sheet.Ledger, name string) (cells []string) {
	t.Helper()
	for col := range l.Program.Years {
		v, ok := l.At(name, col)
		require.True(t, ok, name)
		cells = append(cells, v.String())
	}
	return cells
}

func TestBeforeTheOpeningYearEverythingIsZero(t *testing.T) {
	s := &sheet.Sheet{Years: years(4), Inputs: []sheet.Input{
		given("flat", sheet.Money, 3),
		given("yearly", sheet.Money, 10, 20, 30, 40),
	}}
	s.Add(
		sheet.Row{Name: "level", Unit: sheet.Money, Opening: ref("flat"), Formula: last("level").Plus(ref("yearly"))},
		money("no opening", ref("yearly")),
		money("last", last("level")),
		money("three ago", ref("level").Ago(3)),
		money("flat ago", ref("flat").Ago(2)),
		money("change", ref("level").Minus(ref("flat")).Ago(1)),
		money("far", ref("level").Ago(math.MaxInt)),
	)
	l := exact(t, s)
	for name, want := range map[string][]string{
		"flat":       {"3", "3", "3", "3", "3"},     // one value is the same in every year
		"yearly":     {"0", "10", "20", "30", "40"}, // one a year starts after the opening year
		"level":      {"3", "13", "33", "63", "103"},
		"no opening": {"0", "10", "20", "30", "40"},
		"last":       {"0", "3", "13", "33", "63"},
		"three ago":  {"0", "0", "0", "3", "13"},
		"flat ago":   {"0", "0", "3", "3", "3"},
		"change":     {"0", "0", "10", "30", "60"}, // Ago moves every row of a formula
		"far":        {"0", "0", "0", "0", "0"},
	} {
		assert.Equal(t, want, figures(t, l, name), name)
	}
}

func TestAgoAddsUp(t *testing.T) {
	e := ref("a").Plus(last("b").Times(num(2)))
	assert.Equal(t, "ago(a, 3) + ago(b, 4) × 2", e.Ago(1).Ago(2).Words())
	assert.Equal(t, e.Words(), e.Ago(0).Words())
	assert.True(t, sheet.Expr{}.Ago(1).IsZero())
	assert.Equal(t, "a + last(b) × 2", e.Words(), "an expression does not change")
}

// Half a penny goes away from zero, on both sides, as Excel's ROUND has it.
func TestMoneyIsRoundedHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		pence, factor float64
		want          string
	}{
		{1, 0.5, "1"}, {-1, 0.5, "-1"}, {1, -0.5, "-1"}, {3, 0.5, "2"}, {-3, 0.5, "-2"}, {5, 0.5, "3"}, {-5, 0.5, "-3"},
		{1, 0.4999999999999999, "0"}, {-1, 0.4999999999999999, "0"}, {1, 0.5000000000000001, "1"}, {100, 0.005, "1"},
		{100, 0.0049, "0"},
		// 14.499999999999998 and 100.49999999999999 in float64
		{100, 0.145, "15"}, {100, 1.005, "101"}, {100, -1.005, "-101"},
		{2251799813685247, 0.5, "1125899906842624"},
	} {
		s := &sheet.Sheet{Years: years(1),
			Inputs: []sheet.Input{given("x", sheet.Money, c.pence), given("r", sheet.Number, c.factor)}}
		s.Add(money("product", ref("x").Times(ref("r"))))
		assert.Equal(t, c.want, figures(t, exact(t, s), "product")[1], "%v × %v", c.pence, c.factor)
	}
	for _, c := range []struct {
		pence, divisor float64
		want           string
	}{{1, 2, "1"}, {-1, 2, "-1"}, {1, 3, "0"}, {2, 3, "1"}, {-2, 3, "-1"}, {7, -2, "-4"}, {10, 4, "3"}} {
		s := &sheet.Sheet{Years: years(1),
			Inputs: []sheet.Input{given("x", sheet.Money, c.pence), given("r", sheet.Number, c.divisor)}}
		s.Add(money("quotient", ref("x").Over(ref("r"))))
		assert.Equal(t, c.want, figures(t, exact(t, s), "quotient")[1], "%v ÷ %v", c.pence, c.divisor)
	}
}

// A chain of × and ÷ that lands in money is rounded once, where it ends; a sum, a minimum or a choice ends it.
func TestAChainIsRoundedOnce(t *testing.T) {
	half := num(0.5)
	s := &sheet.Sheet{Years: years(1), Inputs: []sheet.Input{given("x", sheet.Money, 1), given("y", sheet.Money, 8)}}
	s.Add(
		money("chain", ref("x").Times(half).Times(half).Times(num(4))),
		money("either way", half.Times(half.Times(ref("x"))).Times(num(4))),
		money("divided", ref("x").Over(num(4)).Times(num(2))),
		money("sum ends it", ref("x").Times(half).Plus(num(0)).Times(half).Times(num(4))),
		money("sum of two", ref("x").Times(half).Plus(ref("x").Times(half))),
		money("minimum ends it", sheet.Min(ref("x").Times(half), ref("y")).Times(num(4))),
		money("choice ends it", sheet.If(ref("x"), ref("x").Times(half), num(0)).Times(num(4))),
		money("row ends it", ref("halved").Times(num(4))),
		money("halved", ref("x").Times(half)),
		rate("ratio is not rounded", ref("x").Times(half).Over(ref("y"))),
		money("condition is rounded", sheet.If(ref("x").Times(num(-0.1)), ref("x"), ref("y"))),
	)
	l := exact(t, s)
	for name, want := range map[string]string{
		"chain": "1", "either way": "1", "divided": "1", "sum ends it": "2", "sum of two": "2", "minimum ends it": "4",
		"choice ends it": "4", "row ends it": "4", "ratio is not rounded": "0.0625", "condition is rounded": "1",
	} {
		assert.Equal(t, want, figures(t, l, name)[1], name)
	}
}

func TestNumbersKeepEighteenDecimals(t *testing.T) {
	s := &sheet.Sheet{Years: years(1), Inputs: []sheet.Input{given("three", sheet.Number, 3)}}
	s.Add(rate("third", num(1).Over(ref("three"))), rate("two thirds", num(2).Over(ref("three"))),
		rate("ninth", ref("third").Times(ref("third"))), rate("shifted", ref("two thirds").Minus(num(1))))
	l := exact(t, s)
	assert.Equal(t, "0.333333333333333333", figures(t, l, "third")[1])
	assert.Equal(t, "0.666666666666666667", figures(t, l, "two thirds")[1])
	assert.Equal(t, "0.111111111111111111", figures(t, l, "ninth")[1])
	assert.Equal(t, "-0.333333333333333333", figures(t, l, "shifted")[1])
}

func TestOperations(t *testing.T) {
	s := &sheet.Sheet{Years: years(1), Inputs: []sheet.Input{
		given("five", sheet.Money, 5), given("eight", sheet.Money, 8), given("zero", sheet.Money, 0),
		given("less", sheet.Money, -1)}}
	five, eight, zero, less := ref("five"), ref("eight"), ref("zero"), ref("less")
	s.Add(
		money("sum", sheet.Sum(five, eight, less)), money("sum of nothing", sheet.Sum()),
		money("difference", five.Minus(eight)), rate("ratio", eight.Over(five)),
		money("smallest", sheet.Min(five, eight, less, zero)), money("largest", sheet.Max(five, eight, less, zero)),
		money("only one", sheet.Min(five)),
		money("above", sheet.If(five, eight, less)), money("below", sheet.If(less, eight, five)),
		money("a tie takes the first", sheet.If(zero, eight, less)), // ≥ 0
		money("a tie from below", sheet.If(five.Minus(five), eight, less)),
	)
	l := exact(t, s)
	for name, want := range map[string]string{
		"sum": "12", "sum of nothing": "0", "difference": "-3", "ratio": "1.6", "smallest": "-1", "largest": "8",
		"only one": "5", "above": "8", "below": "5",
		"a tie takes the first": "8", "a tie from below": "8",
	} {
		assert.Equal(t, want, figures(t, l, name)[1], name)
	}
}

// Minimum and maximum keep their first argument on a tie: readers that follow a derivative rely on it.
func TestTiesOfMinAndMaxKeepTheFirst(t *testing.T) {
	s := &sheet.Sheet{Years: years(1), Inputs: []sheet.Input{given("a", sheet.Number, 1), given("b", sheet.Number, 1)}}
	s.Inputs[0].Values[0] = decimal.New(1, 0)   // 1
	s.Inputs[1].Values[0] = decimal.New(10, -1) // the same number, told apart by its exponent
	s.Add(rate("min", sheet.Min(ref("a"), ref("b"))), rate("max", sheet.Max(ref("a"), ref("b"))),
		rate("min turned", sheet.Min(ref("b"), ref("a"))), rate("max turned", sheet.Max(ref("b"), ref("a"))))
	l := exact(t, s)
	for name, want := range map[string]int32{"min": 0, "max": 0, "min turned": -1, "max turned": -1} {
		v, _ := l.At(name, 1)
		assert.Equal(t, want, v.Exponent(), name)
	}
}

func TestDivisionByZeroNamesTheRowAndTheYear(t *testing.T) {
	s := &sheet.Sheet{Years: years(3),
		Inputs: []sheet.Input{given("x", sheet.Money, 5), given("activity", sheet.Number, 2, 0, 1)}}
	s.Add(money("unit_cost", ref("x").Over(ref("activity")).Plus(ref("x"))))
	_, err := compile(t, s).Exact(nil)
	var cell *sheet.CellError
	require.ErrorAs(t, err, &cell)
	assert.Equal(t, &sheet.CellError{Row: "unit_cost", Year: "2020/21",
		Message: "division by zero, as activity is zero there", Inputs: []string{"activity"}}, cell)
	assert.EqualError(t, err, "unit cost in 2020/21: division by zero, as activity is zero there; look at activity")
}

func TestMoneyBeyondTwoToThe51IsRefused(t *testing.T) {
	const limit = sheet.MaxPence
	at := func(pence, more float64) error {
		s := &sheet.Sheet{Years: years(2),
			Inputs: []sheet.Input{given("x", sheet.Money, pence), given("more", sheet.Money, 0, more)}}
		s.Add(money("fits", ref("x")), money("total", ref("x").Plus(ref("more"))))
		_, err := compile(t, s).Exact(nil)
		return err
	}
	assert.NoError(t, at(limit, 0))
	assert.NoError(t, at(-limit, 0))
	assert.EqualError(t, at(limit, 1), "total in 2020/21: the amount is beyond ±2⁵¹ pence (about £22,500bn); look at x")
	assert.EqualError(t, at(-limit, -1),
		"total in 2020/21: the amount is beyond ±2⁵¹ pence (about £22,500bn); look at x")
}

func TestANumberThatRunsAwayIsRefused(t *testing.T) {
	s := &sheet.Sheet{Years: make([]string, 101)}
	s.Add(sheet.Row{Name: "index", Unit: sheet.Number, Opening: num(10), Formula: last("index").Times(last("index"))})
	_, err := compile(t, s).Exact(nil)
	assert.EqualError(t, err, "index in : the number is beyond ±10¹⁰⁰")
	s.Rows[0].Formula = last("index").Over(num(1e-60))
	_, err = compile(t, s).Exact(nil)
	assert.EqualError(t, err, "index in : the number is beyond ±10¹⁰⁰")
}

func TestValuesReplaceInputs(t *testing.T) {
	s := &sheet.Sheet{Years: years(2),
		Inputs: []sheet.Input{given("x", sheet.Money, 100), given("r", sheet.Number, 0.5)}}
	s.Add(money("y", ref("x").Times(ref("r"))))
	p := compile(t, s)
	d := decimal.RequireFromString
	for _, c := range []struct {
		values sheet.Values
		want   []string
	}{
		{nil, []string{"0", "50", "50"}},
		{sheet.Values{"r": {d("0.25")}}, []string{"0", "25", "25"}},
		{sheet.Values{"r": {d("0.25"), d("2")}, "x": {d("10")}}, []string{"0", "3", "20"}},
	} {
		l, err := p.Exact(c.values)
		require.NoError(t, err)
		assert.Equal(t, c.want, figures(t, l, "y"))
	}
	for _, c := range []struct {
		values sheet.Values
		want   string
	}{
		{sheet.Values{"y": {d("1")}}, `row "y": is not an input of this sheet`},
		{sheet.Values{"r": {d("1"), d("2"), d("3")}}, `row "r": has 3 values, want 1 or 2`},
		{sheet.Values{"r": nil}, `row "r": has 0 values, want 1 or 2`},
		{sheet.Values{"x": {d("0.5")}}, `row "x": 0.5 is not a number of whole pence within ±2⁵¹`},
		{sheet.Values{"x": {d("18446744073709551616")}},
			`row "x": 18446744073709551616 is not a number of whole pence within ±2⁵¹`},
	} {
		_, err := p.Exact(c.values)
		assert.EqualError(t, err, c.want)
	}
}

func TestBreaksNameTheChecksThatAreNotZero(t *testing.T) {
	s := &sheet.Sheet{Years: years(2),
		Inputs: []sheet.Input{given("in", sheet.Money, 100), given("out", sheet.Money, 100, 99)}}
	s.Add(money("paid", ref("out")))
	s.AddCheck("check_sources", "what comes in goes out", ref("in").Minus(ref("paid")))
	l := exact(t, s)
	var said []string
	for _, err := range l.Breaks() {
		said = append(said, err.Error())
	}
	assert.Equal(t, []string{"check sources in 2018/19: must be zero and is 100 pence; look at in",
		"check sources in 2020/21: must be zero and is 1 pence; look at in or out"}, said)
}

// Many readers may work one program out at the same time (run with -race).
func TestAProgramIsSafeForConcurrentUse(t *testing.T) {
	s := &sheet.Sheet{Years: years(5),
		Inputs: []sheet.Input{given("x", sheet.Money, 101), given("r", sheet.Number, 0.145)}}
	s.Add(money("y", last("y").Times(num(1).Plus(ref("r"))).Plus(ref("x"))))
	p := compile(t, s)
	want := figures(t, exact(t, s), "y")
	ledgers := make([]*sheet.Ledger, 8)
	var readers sync.WaitGroup
	for i := range ledgers {
		readers.Go(func() {
			if l, err := p.Exact(nil); err == nil {
				l.Bound()
				ledgers[i] = l
			}
		})
	}
	readers.Wait()
	for _, l := range ledgers {
		require.NotNil(t, l)
		assert.Equal(t, want, figures(t, l, "y"))
	}
}

func TestAtHasNoCellOutsideTheSheet(t *testing.T) {
	s := &sheet.Sheet{Years: years(1)}
	s.Add(rate("one", num(1)))
	l := exact(t, s)
	for _, c := range []struct {
		name string
		col  int
	}{{"one", -1}, {"one", 2}, {"two", 0}} {
		_, ok := l.At(c.name, c.col)
		assert.False(t, ok, c)
		_, ok = l.Bound().At(c.name, c.col)
		assert.False(t, ok, c)
	}
}
