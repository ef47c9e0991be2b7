package engine

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// amounts is a sheet of three years with the rows given and the inputs x, y and share, which are driven, plus, minus
// and nil, which are 5, −5 and 0, and rate, which is 2. Share and rate are numbers, the others money.
func amounts(t testing.TB, rows ...sheet.Row) *sheet.Program {
	t.Helper()
	s := &sheet.Sheet{Years: []string{"0", "1", "2"}}
	for _, in := range []struct {
		name  string
		unit  sheet.Unit
		value int64
	}{{"x", sheet.Money, 1}, {"y", sheet.Money, 1}, {"share", sheet.Number, 1}, {"plus", sheet.Money, 5},
		{"minus", sheet.Money, -5}, {"nil", sheet.Money, 0}, {"rate", sheet.Number, 2}} {
		s.AddInput(sheet.Input{Name: in.name, Unit: in.unit, Values: []decimal.Decimal{decimal.NewFromInt(in.value)}})
	}
	s.Add(rows...)
	p, err := s.Compile()
	require.NoError(t, err)
	return p
}

// uncertain is a plan of programs in which x, y and share are driven, by latents of their own.
func uncertain(programs ...*sheet.Program) *Plan {
	plan := planFor(&sheet.Sheet{Years: make([]string, 3)})
	for _, p := range programs {
		var drivers []Driver
		for i := range 3 {
			drivers = append(drivers,
				Driver{Input: i, Latent: i + 1, Money: i < 2, Transform: dist.Normal{Mean: 100, SD: 30}.Transform()})
		}
		plan.Scenarios = append(plan.Scenarios, Scenario{Program: p, Drivers: drivers})
	}
	return plan
}

// What no driver reaches is certain, and so is what zero and the signs of amounts decide, whatever a driver says.
func TestWhatIsCertain(t *testing.T) {
	x, y, plus, minus, none := sheet.Ref("x"), sheet.Ref("y"), sheet.Ref("plus"), sheet.Ref("minus"), sheet.Ref("nil")
	rate, share := sheet.Ref("rate"), sheet.Ref("share")
	for name, c := range map[string]struct {
		formula sheet.Expr
		certain bool
	}{
		"a driver":                   {x, false},
		"a sum with it":              {x.Plus(plus), false},
		"no driver":                  {plus.Plus(minus), true},
		"zero times it":              {x.Times(sheet.Num(0)), true},
		"twice it":                   {x.Times(rate), false},
		"zero over it":               {none.Over(share), true},
		"its half":                   {x.Over(rate), false},
		"it over zero times two":     {x.Plus(none.Times(rate)), false},
		"the lesser of it and zero":  {sheet.Min(x, none), false},
		"the greater of it and zero": {sheet.Max(x, none), false},
		"the lesser of zero and what is not below":   {sheet.Min(none, sheet.Max(x, none)), true},
		"the lesser of what is not below and zero":   {sheet.Min(sheet.Max(x, none), none), true},
		"the lesser of zero and a sum not below":     {sheet.Min(none, sheet.Max(x, none).Plus(plus)), true},
		"the lesser of zero and a product not below": {sheet.Min(none, sheet.Max(x, none).Times(rate)), true},
		"the lesser of zero and a sum that may be":   {sheet.Min(none, sheet.Max(x, none).Plus(minus)), false},
		"the lesser of zero and a product that may be": {sheet.Min(none, sheet.Max(x, none).Times(sheet.Num(-2))),
			false},
		"the lesser of zero and a rest":                 {sheet.Min(none, sheet.Max(x, none).Minus(none)), true},
		"the lesser of zero and a rest that may be":     {sheet.Min(none, sheet.Max(x, none).Minus(plus)), false},
		"the lesser of zero and two that are not below": {sheet.Min(none, sheet.Min(sheet.Max(x, none), plus)), true},
		"the lesser of zero and the lesser of it":       {sheet.Min(none, sheet.Min(x, plus)), false},
		"the lesser of zero and the greater of it":      {sheet.Min(none, sheet.Max(x, plus)), true},
		"the lesser of zero and a choice not below":     {sheet.Min(none, sheet.If(x, sheet.Max(y, none), plus)), true},
		"the lesser of zero and a choice that may be": {sheet.Min(none, sheet.If(x, sheet.Max(y, none), minus)),
			false},
		"a choice by it":                {sheet.If(x, plus, minus), false},
		"a choice between zeroes":       {sheet.If(x, none, none), true},
		"a choice that is made":         {sheet.If(plus, minus, x), true},
		"a choice that is made by zero": {sheet.If(none, minus, x), true},
		"a choice of it":                {sheet.If(plus, x, minus), false},
		"a choice against it":           {sheet.If(minus, x, plus), false},
		"zeroes added":                  {none.Plus(x.Times(sheet.Num(0))), true},
		"zeroes taken away":             {x.Times(sheet.Num(0)).Minus(none), true},
		"it taken from zero":            {none.Minus(x), false},
		"zero taken from it":            {x.Minus(none), false},
		"the greater of zeroes":         {sheet.Max(none, x.Times(sheet.Num(0))), true},
	} {
		p := amounts(t, sheet.Row{Name: "row", Unit: sheet.Money, Formula: c.formula})
		plan := uncertain(p)
		plan.Values = []Value{{Versus: -1, Slot: p.RowSlot(0)}}
		for _, m := range measure.Kinds() {
			plan.Questions = append(plan.Questions, Question{Versus: -1, Slot: p.RowSlot(0), Measure: m})
		}
		code := compiled(t, plan, cache)
		for col := 1; col < 3; col++ {
			assert.Equal(t, c.certain, code.Certain(0, col), "%s, in column %d", name, col)
			for q := range plan.Questions {
				assert.Equal(t, c.certain, code.CertainAnswer(q, col), "%s, question %d in column %d", name, q, col)
			}
		}
	}
}

// What is carried from year to year is certain until a driver reaches it; a question of every year so far rests on all
// of them.
func TestCertaintyEndsWhenADriverComes(t *testing.T) {
	p := amounts(t, sheet.Row{Name: "sum", Unit: sheet.Money, Formula: sheet.Ref("x").Plus(sheet.Ref("plus"))},
		sheet.Row{Name: "sum before", Unit: sheet.Money, Formula: sheet.Last("sum").Plus(sheet.Ref("plus"))})
	plan := uncertain(p)
	plan.Scenarios[0].Drivers = plan.Scenarios[0].Drivers[:1]
	plan.Scenarios[0].Drivers[0].Column = 1
	at := p.InputSlot(0)
	plan.Values = []Value{{Versus: -1, Slot: at}, {Versus: -1, Slot: p.RowSlot(0)}, {Versus: -1, Slot: p.RowSlot(1)}}
	for _, m := range measure.Kinds() {
		plan.Questions = append(plan.Questions, Question{Versus: -1, Slot: at, Measure: m})
	}
	code := compiled(t, plan, cache)
	certain := func(v int) []bool { return []bool{code.Certain(v, 0), code.Certain(v, 1), code.Certain(v, 2)} }
	assert.Equal(t, []bool{true, false, true}, certain(0), "driven in one year")
	assert.Equal(t, []bool{true, false, true}, certain(1))
	assert.Equal(t, []bool{true, true, false}, certain(2), "a year later")
	require.Equal(t, "in_year", measure.Kinds()[0].Kind())
	assert.True(t, code.CertainAnswer(0, 2), "of the year alone")
	assert.False(t, code.CertainAnswer(1, 2), "of every year so far")
	assert.False(t, code.CertainAnswer(2, 2), "of the sum of the years")
}

// A difference of two amounts is certain when what is uncertain in them cancels: sums, differences, copies and what was
// a year ago, of the same amounts as often.
func TestDifferencesThatAreCertain(t *testing.T) {
	x, y, plus, minus := sheet.Ref("x"), sheet.Ref("y"), sheet.Ref("plus"), sheet.Ref("minus")
	long := x
	for range 100 {
		long = long.Plus(x)
	}
	for name, c := range map[string]struct {
		of, versus sheet.Expr
		certain    bool
	}{
		"more of what is certain":  {x.Plus(plus), x.Plus(minus), true},
		"the other way round":      {x.Plus(y).Plus(plus), y.Plus(x), true},
		"less of what is certain":  {x.Minus(plus), x.Minus(minus), true},
		"twice against once":       {x.Plus(x), x.Plus(plus), false},
		"twice against twice":      {x.Plus(x).Plus(plus), x.Plus(y).Plus(x).Minus(y), true},
		"added against taken away": {plus.Plus(x), plus.Minus(x), false},
		"taken away from both":     {plus.Minus(x), minus.Minus(x), true},
		"one against the other":    {x.Plus(plus), y.Plus(plus), false},
		"with one more":            {x.Plus(plus), x.Plus(y), false},
		"with one less":            {x.Plus(y), x.Plus(plus), false},
		"a year ago":               {x.Ago(1).Plus(plus), sheet.Last("x").Plus(minus), true},
		"now against a year ago":   {x.Plus(plus), x.Ago(1).Plus(plus), false},
		"one certain":              {x.Plus(plus), plus.Plus(plus), false},
		"both certain":             {plus.Plus(plus), plus.Plus(minus), true},
		"rounded apart":            {x.Times(sheet.Num(0.5)), x.Times(sheet.Num(0.25)), false},
		"rounded alike, and more": {x.Times(sheet.Num(0.5)).Plus(plus), x.Times(sheet.Num(0.5)).Plus(minus),
			false},
		"a hundred times the same":      {long.Plus(plus), long.Plus(minus), true},
		"the greater of it and another": {sheet.Max(x, plus), sheet.Max(x, minus), false},
	} {
		p := amounts(t, sheet.Row{Name: "of", Unit: sheet.Money, Formula: c.of},
			sheet.Row{Name: "versus", Unit: sheet.Money, Formula: c.versus})
		plan := uncertain(p, p)
		plan.Values = []Value{{Of: 0, Versus: 1, Slot: p.RowSlot(0), VersusSlot: p.RowSlot(1)}}
		plan.Questions = []Question{{Of: 0, Versus: 1, Slot: p.RowSlot(0), VersusSlot: p.RowSlot(1),
			Measure: measure.InYear{}},
			{Of: 0, Versus: 1, Slot: p.RowSlot(0), VersusSlot: p.RowSlot(0), Measure: measure.InYear{}}}
		code := compiled(t, plan, cache)
		assert.Equal(t, c.certain, code.Certain(0, 2), name)
		assert.True(t, code.CertainAnswer(1, 2), "a row against itself")
		ofCertain := name == "both certain"
		assert.Equal(t, ofCertain, code.CertainAnswer(0, 2), "%s: an answer is certain when both rows are", name)
	}
}

// randomPair is a plan of two random sheets that are alike, with all their rows, differences and questions.
func randomPair(rt *rapid.T, t *testing.T) *Plan {
	s, drivers := randomSheet(rt)
	plan := besideVariant(rt, t, s, drivers)
	program := plan.Scenarios[0].Program
	for row := range program.Rows {
		slot := program.RowSlot(row)
		plan.Values = append(plan.Values, Value{Versus: -1, Slot: slot},
			Value{Of: 1, Versus: 0, Slot: slot, VersusSlot: slot})
		for _, m := range measure.Kinds() {
			plan.Questions = append(plan.Questions, Question{Versus: -1, Slot: slot, Measure: m})
		}
	}
	return plan
}

// besideVariant is a plan of a sheet and of one that is much like it.
func besideVariant(rt *rapid.T, t *testing.T, s *sheet.Sheet, drivers []Driver) *Plan {
	plan := planFor(s)
	for i := range 2 {
		if i == 1 {
			s, drivers = variant(rt, s, drivers)
		}
		p, err := s.Compile()
		require.NoError(t, err)
		plan.Scenarios = append(plan.Scenarios, Scenario{Program: p, Drivers: drivers})
	}
	return plan
}

// What is said to be certain is the same on all paths drawn, figures, differences and answers: over random sheets.
func TestWhatIsCertainIsTheSameOnEveryPath(t *testing.T) {
	testkit.Check(t, 20_000, func(rt *rapid.T) {
		plan := randomPair(rt, t)
		const n = 60
		sink := tally{figureSink{}, map[[2]int]int{}}
		code := compiled(t, plan, cache)
		require.NoError(t, NewWorker(code).Run(context.Background(), 5, n, sink))
		for v := range plan.Values {
			for col := range plan.Columns {
				figures := sink.figureSink[[2]int{code.Place(v), col}]
				for _, x := range figures {
					if code.Certain(v, col) && x != figures[0] {
						rt.Fatalf("value %d, column %d is certain: %v and %v", v, col, figures[0], x)
					}
				}
			}
		}
		for q := range plan.Questions {
			for col := 1; col < plan.Columns; col++ {
				if yes := sink.counts[[2]int{q, col}]; code.CertainAnswer(q, col) && yes != 0 && yes != n {
					rt.Fatalf("question %d, column %d is certain: yes on %d of %d paths", q, col, yes, n)
				}
			}
		}
	})
}

// Values with one core go apart by one amount on all paths drawn, or mirror one another, and all of them are certain or
// none: over random sheets.
func TestValuesWithOneCore(t *testing.T) {
	shared := 0
	testkit.Check(t, 20_000, func(rt *rapid.T) {
		plan := randomPair(rt, t)
		sink := figureSink{}
		code := compiled(t, plan, cache)
		require.NoError(t, NewWorker(code).Run(context.Background(), 5, 60, sink))
		first := map[int]seen{}
		for v := range plan.Values {
			for col := range plan.Columns {
				core, at := code.Core(v, col), [2]int{code.Place(v), col}
				of, ok := first[core.Number]
				if !ok || of.at == at {
					first[core.Number] = seen{at, core.Opposite}
					continue
				}
				shared++
				if !core.Whole {
					rt.Fatalf("value %d, column %d shares a core, but is not whole", v, col)
				}
				sign := 1.0
				if core.Opposite != of.opposite {
					sign = -1
				}
				if a, b := sink[of.at], sink[at]; !apart(a, b, sign) {
					rt.Fatalf("value %d, column %d: %v and %v do not have one core", v, col, a, b)
				}
			}
		}
	})
	assert.Positive(t, shared)
}

// A seen is the first value that had a core.
type seen struct {
	at       [2]int
	opposite bool
}

// apart reports whether figures are sign × others and one number more.
func apart(figures, others []float64, sign float64) bool {
	for i, x := range figures {
		if x-float64(sign*others[i]) != figures[0]-float64(sign*others[0]) {
			return false
		}
	}
	return true
}

// An amount, itself and more, what is left of another amount, a copy of last year's and differences of scenarios have
// one core; twice the amount, a product and a rate have others.
func TestWhatHasOneCore(t *testing.T) {
	x, y, plus, rate := sheet.Ref("x"), sheet.Ref("y"), sheet.Ref("plus"), sheet.Ref("rate")
	p := amounts(t,
		sheet.Row{Name: "more", Unit: sheet.Money, Formula: x.Plus(plus)},
		sheet.Row{Name: "left", Unit: sheet.Money, Formula: plus.Minus(sheet.Ref("more"))},
		sheet.Row{Name: "with y", Unit: sheet.Money, Formula: y.Plus(x)},
		sheet.Row{Name: "without y", Unit: sheet.Money, Formula: sheet.Ref("with y").Minus(y)},
		sheet.Row{Name: "twice", Unit: sheet.Money, Formula: x.Plus(x)},
		sheet.Row{Name: "product", Unit: sheet.Money, Formula: x.Times(rate)},
		sheet.Row{Name: "apart", Unit: sheet.Money, Formula: x.Minus(y)},
		sheet.Row{Name: "the other way", Unit: sheet.Money, Formula: y.Minus(x)},
		sheet.Row{Name: "ratio", Formula: x.Over(y)},
		sheet.Row{Name: "same ratio", Formula: x.Over(y)},
		sheet.Row{Name: "before", Unit: sheet.Money, Formula: sheet.Last("more")},
		sheet.Row{Name: "nothing", Unit: sheet.Money, Formula: x.Minus(x)},
	)
	plan := uncertain(p)
	for row := range p.Rows {
		plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(row)})
	}
	code := compiled(t, plan, cache)
	core := func(row string, col int) int {
		for v := range p.Rows {
			if p.Rows[v].Name == row {
				c := code.Core(v, col)
				assert.Equal(t, p.Rows[v].Unit == sheet.Money, c.Whole, row)
				return c.Number
			}
		}
		t.Fatalf("there is no row %s", row)
		return 0
	}
	for _, same := range [][2]string{{"more", "left"}, {"more", "without y"}, {"apart", "the other way"}} {
		assert.Equal(t, core(same[0], 2), core(same[1], 2), same)
	}
	for _, other := range []string{"with y", "twice", "product", "apart", "ratio", "same ratio", "nothing"} {
		assert.NotEqual(t, core("more", 2), core(other, 2), other)
	}
	assert.NotEqual(t, core("ratio", 2), core("same ratio", 2), "what is not whole has a core of its own")
	assert.Equal(t, core("more", 1), core("before", 2), "last year's")
	assert.NotEqual(t, core("more", 1), core("more", 2), "each year's")
	assert.True(t, code.Certain(len(p.Rows)-1, 2), "what cancels out")
}

// Sums of numbers are rounded, so that what is added and taken away again may leave something: they are not certain.
func TestSumsOfNumbersAreNotExact(t *testing.T) {
	share, rate := sheet.Ref("share"), sheet.Ref("rate")
	p := amounts(t, sheet.Row{Name: "row", Formula: share.Plus(rate).Minus(share).Minus(rate)})
	plan := uncertain(p)
	plan.Values = []Value{{Versus: -1, Slot: p.RowSlot(0)}}
	assert.False(t, compiled(t, plan, cache).Certain(0, 1))
}
