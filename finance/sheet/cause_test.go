package sheet_test

import (
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What cannot be worked out names the inputs to mend, however many rows lie between: those that made the figure what it
// is, and no other.
func TestWhatCannotBeWorkedOutNamesTheInputs(t *testing.T) {
	share := func(of, by sheet.Expr) sheet.Row { return rate("share", of.Over(by)) }
	always := func(r sheet.Row) sheet.Row { r.Opening = r.Formula; return r }
	for name, c := range map[string]struct {
		inputs []sheet.Input
		rows   []sheet.Row
		want   string
	}{
		"the divisor is an input": {
			[]sheet.Input{given("x", sheet.Number, 5), given("by", sheet.Number, 2, 0, 1, 1, 1, 1)},
			[]sheet.Row{share(ref("x"), ref("by"))},
			"share in 2020/21: division by zero, as by is zero there; look at by"},
		"a factor of a product is zero, in an earlier year": {
			[]sheet.Input{given("x", sheet.Number, 5), given("growth", sheet.Number, -1, 0, 0, 0, 0, 0)},
			[]sheet.Row{
				{Name: "index", Opening: ref("x").Plus(num(1)),
					Formula: last("index").Times(num(1).Plus(ref("growth")))},
				share(ref("x"), last("index"))},
			"share in 2020/21: division by zero, as last(index) is zero there; look at growth"},
		"a factor shrinks an amount to less than a penny": {
			[]sheet.Input{given("pot", sheet.Money, 500), given("need", sheet.Number, 0.01),
				given("falls", sheet.Number, -0.999), given("x", sheet.Money, 5)},
			[]sheet.Row{
				{Name: "cost", Unit: sheet.Money, Opening: ref("pot"),
					Formula: last("cost").Times(num(1).Plus(ref("need"))).Times(num(1).Plus(ref("falls")))},
				share(ref("x"), ref("cost"))},
			"share in 2020/21: division by zero, as cost is zero there; look at falls"},
		"a difference cancels": {
			[]sheet.Input{given("a", sheet.Number, 3), given("b", sheet.Number, 3), given("c", sheet.Number, 8)},
			[]sheet.Row{rate("net", ref("a").Minus(ref("b"))), rate("other", ref("c")),
				share(ref("other"), ref("net"))},
			"share in 2019/20: division by zero, as net is zero there; look at a or b"},
		"the divisor is a formula": {
			[]sheet.Input{given("a", sheet.Number, 3), given("b", sheet.Number, 3)},
			[]sheet.Row{share(num(1), ref("a").Minus(ref("b")))},
			"share in 2019/20: division by zero, as a − b is zero there; look at a or b"},
		"a choice took a bound": {
			[]sheet.Input{given("a", sheet.Number, -3), given("x", sheet.Number, 4)},
			[]sheet.Row{rate("floored", sheet.Max(num(0), ref("a"))), share(ref("x"), ref("floored"))},
			"share in 2019/20: division by zero, as floored is zero there; look at a"},
		"a choice by sign took a branch": {
			[]sheet.Input{given("a", sheet.Number, -3), given("b", sheet.Number, 0), given("x", sheet.Number, 4)},
			[]sheet.Row{share(ref("x"), sheet.If(ref("a"), ref("x"), ref("b")))},
			"share in 2019/20: division by zero, as if(a ≥ 0, x, b) is zero there; look at b"},
		"constants alone": {
			nil, []sheet.Row{share(num(1), num(2).Minus(num(2)))},
			"share in 2019/20: division by zero, as 2 − 2 is zero there"},
		"more than four": {
			[]sheet.Input{given("a", sheet.Number, 0), given("b", sheet.Number, 0), given("c", sheet.Number, 0),
				given("d", sheet.Number, 0), given("e", sheet.Number, 0)},
			[]sheet.Row{share(num(1), sheet.Sum(ref("a"), ref("b"), ref("c"), ref("d"), ref("e")))},
			"share in 2019/20: division by zero, as a + b + c + d + e is zero there; look at a, b, c, d or others that it depends on"},
		"too large an amount": {
			[]sheet.Input{given("pot", sheet.Money, 1<<50), given("crumb", sheet.Money, 5),
				given("times", sheet.Number, 3), given("half", sheet.Number, 0.5)},
			[]sheet.Row{money("total",
				ref("crumb").Plus(ref("pot").Times(ref("times")).Times(ref("half"))).Plus(ref("pot")))},
			"total in 2019/20: the amount is beyond ±2⁵¹ pence (about £22,500bn); look at pot or times"},
		"too large a number": {
			[]sheet.Input{given("seed", sheet.Number, 1000), given("calm", sheet.Number, 1)},
			[]sheet.Row{{Name: "square", Opening: ref("seed"),
				Formula: last("square").Times(last("square")).Times(ref("calm"))}},
			"square in 2024/25: the number is beyond ±10¹⁰⁰; look at seed"},
		"a check that does not hold": {
			[]sheet.Input{given("in", sheet.Money, 100), given("out", sheet.Money, 99), given("aside", sheet.Money, 7)},
			[]sheet.Row{always(money("paid", ref("out"))), money("spare", ref("aside")),
				{Name: "check_sources", Unit: sheet.Money, Check: true, Formula: ref("in").Minus(ref("paid"))}},
			"check sources in 2019/20: must be zero and is 1 pence; look at in or out"},
	} {
		s := &sheet.Sheet{Years: years(6), Inputs: c.inputs}
		s.Add(c.rows...)
		l, err := compile(t, s).Exact(nil)
		if err == nil {
			require.NotEmpty(t, l.Breaks(), name)
			err = l.Breaks()[0]
		}
		assert.EqualError(t, err, c.want, name)
	}
}

// The search for what to mend is quick in a sheet where every row reads all those before it, and last year's, and where
// a product of the largest numbers has a thousand factors.
func TestTheSearchForInputsIsBounded(t *testing.T) {
	s := &sheet.Sheet{Years: years(6), Inputs: []sheet.Input{given("x", sheet.Number, 0)}}
	all := ref("x")
	for i := range 200 {
		name := fmt.Sprintf("r%d", i)
		s.Add(rate(name, all.Plus(last(name))))
		all = all.Plus(ref(name))
	}
	large := ref("x").Plus(num(1))
	for range 1_000 {
		large = large.Times(num(1e99))
	}
	s.Add(rate("share", num(1).Over(all)), rate("large", sheet.Min(num(1), large)))
	_, err := compile(t, s).Exact(nil)
	assert.ErrorContains(t, err, "; look at x")

	s.Rows[len(s.Rows)-2].Formula = num(1)
	_, err = compile(t, s).Exact(nil)
	assert.EqualError(t, err, "large in 2019/20: the number is beyond ±10¹⁰⁰", "constants alone make it large")
}
