package engine

import (
	"context"
	"math"
	"slices"
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

// A difference is the one scenario's figure less the other's, on every path and in every year: where both are
// uncertain, where one is, and where neither is in that year.
func TestDifferencesAreDifferences(t *testing.T) {
	testkit.Check(t, 20_000, func(rt *rapid.T) {
		s, drivers := randomSheet(rt)
		for i := range drivers {
			drivers[i].Column = rapid.IntRange(0, len(s.Years)-1).Draw(rt, "column")
		}
		plan := besideVariant(rt, t, s, drivers)
		p := plan.Scenarios[0].Program
		slots := p.RowSlot(len(p.Rows))
		for slot := range slots {
			plan.Values = append(plan.Values, Value{Versus: -1, Slot: slot}, Value{Of: 1, Versus: -1, Slot: slot},
				Value{Of: 1, Versus: 0, Slot: slot, VersusSlot: slot})
		}
		sink := figureSink{}
		code := compiled(t, plan, cache)
		require.NoError(t, NewWorker(code).Run(context.Background(), 0, 5, sink))
		for slot := range slots {
			for col := range plan.Columns {
				figures := func(v int) []float64 { return sink[[2]int{code.Place(3*int(slot) + v), col}] }
				for path := range 5 {
					if want, got := figures(1)[path]-figures(0)[path], figures(2)[path]; want != got {
						rt.Fatalf("slot %d, column %d, path %d: %v, not %v", slot, col, path, got, want)
					}
				}
			}
		}
	})
}

// The first input of a sheet may be uncertain, and so is a row of nothing else, and the row less the input.
func TestTheFirstInputMayBeUncertain(t *testing.T) {
	s := &sheet.Sheet{Years: []string{"0", "1"}}
	s.AddInput(sheet.Input{Name: "x", Unit: sheet.Money, Values: []decimal.Decimal{decimal.NewFromInt(1)}})
	twice := sheet.Ref("x").Plus(sheet.Ref("x"))
	s.Add(sheet.Row{Name: "row", Unit: sheet.Money, Opening: twice, Formula: twice})
	p, err := s.Compile()
	require.NoError(t, err)
	plan := planFor(s)
	plan.Scenarios = []Scenario{{Program: p, Drivers: []Driver{{Transform: dist.Normal{Mean: 70}.Transform()}}}}
	plan.Values = []Value{{Versus: -1, Slot: p.RowSlot(0)}, {Slot: p.RowSlot(0), VersusSlot: p.InputSlot(0)}}
	code := compiled(t, plan, cache)
	sink := figureSink{}
	require.NoError(t, NewWorker(code).Run(context.Background(), 0, 2, sink))
	assert.Equal(t, []float64{140, 140}, sink[[2]int{0, 1}])
	assert.Equal(t, []float64{70, 70}, sink[[2]int{1, 1}], "the row less the input")
	assert.False(t, code.Certain(0, 1))
}

// A long row takes few columns, because one is used again when nothing reads it any more; and rows that nobody asked
// for, and what only they read, are not computed.
func TestWhatARunTakes(t *testing.T) {
	x := sheet.Ref("x")
	rows := []sheet.Row{{Name: "beside", Unit: sheet.Money, Formula: x.Plus(x)},
		{Name: "unasked", Unit: sheet.Money, Formula: sheet.Ref("beside").Minus(sheet.Ref("y"))},
		{Name: "asked", Unit: sheet.Money, Formula: x.Plus(sheet.Ref("plus"))}}
	plan := with(t, 1, 1, rows...)
	plan.Values = plan.Values[2:]
	assert.Equal(t, 1, compiled(t, plan, cache).Steps(), "one sum")

	deep := x
	for range 7 {
		deep = sheet.Max(deep.Plus(x), deep.Minus(x))
	}
	code := compiled(t, with(t, 1, 1, sheet.Row{Name: "row", Unit: sheet.Money, Formula: deep}), cache)
	assert.Less(t, code.layout.columns, 12, "of some 20 figures")
}

// asking notes the years that a measure is asked about.
type asking struct {
	measure.Measure
	years *[]int
}

func (a asking) Next(state, figures []float64, year int) {
	*a.years = append(*a.years, year)
	a.Measure.Next(state, figures, year)
}

// A measure that remembers is asked of every year in turn, from the first after the opening year on, whatever is
// reported.
func TestMeasuresAreAskedYearByYear(t *testing.T) {
	for _, reported := range [][]bool{nil, {false, false, true}} {
		plan := with(t, 1, 1,
			sheet.Row{Name: "row", Unit: sheet.Money, Formula: sheet.Ref("x").Plus(sheet.Ref("plus"))})
		plan.Reported = reported
		var years []int
		plan.Questions = []Question{{Versus: -1, Slot: plan.Scenarios[0].Program.RowSlot(0),
			Measure: asking{measure.EveryYear{}, &years}}}
		require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(context.Background(), 0, 3, nothing{}))
		assert.Equal(t, []int{0, 1}, years)
	}
}

// Normals that are held are the same on all paths, year by year; the last of them holds for all later years.
func TestHeldNormals(t *testing.T) {
	for _, held := range [][]float64{{0.25}, {0.25, -1, 2}, {1, 2, 3, 4, 5}} {
		plan := grouped(t, 0, 0, 7, true)
		plan.Groups, plan.Innovations[0].Held = nil, held
		for column := 1; column <= 7; column++ {
			a, b := scoresOf(t, plan, 0, 100, column)
			want := held[min(column, len(held))-1]
			assert.Equal(t, slices.Repeat([]float64{want}, 100), a, "year %d of %v", column, held)
			assert.NotEqual(t, b[0], b[1], "the other is drawn")
		}
	}
}

// A group with a t copula on scores that are held has one score for all years.
func TestHeldScoresAreTheSameEveryYear(t *testing.T) {
	for _, df := range []float64{0, 4} {
		plan := grouped(t, df, 0.5, 3, false)
		first, second := scoresOf(t, plan, 0, 100, 1)
		again, secondAgain := scoresOf(t, plan, 0, 100, 3)
		assert.Equal(t, first, again, "df %v", df)
		assert.Equal(t, second, secondAgain, "df %v", df)
		assert.False(t, math.IsNaN(first[0]))
		assert.NotEqual(t, first[0], first[1])
	}
}

// countdown is a context that ends when it has been asked so often.
type countdown struct {
	context.Context
	left *int
}

func (c countdown) Err() error {
	if *c.left--; *c.left < 0 {
		return context.Canceled
	}
	return nil
}

// Wherever the context ends, compiling gives either a whole code or the context's error.
func TestCompilingStopsAnywhere(t *testing.T) {
	plan := with(t, 1, 1, sheet.Row{Name: "row", Unit: sheet.Money, Formula: sheet.Ref("x").Plus(sheet.Ref("plus"))},
		sheet.Row{Name: "check", Unit: sheet.Money, Check: true, Formula: sheet.Ref("plus").Plus(sheet.Ref("minus"))})
	asked := 0
	for ; ; asked++ {
		left := asked
		c, err := Compile(countdown{context.Background(), &left}, plan)
		if err == nil {
			require.NotNil(t, c, "asked %d times", asked)
			break
		}
		require.ErrorIs(t, err, context.Canceled)
	}
	assert.Greater(t, asked, 10, "it asks often")
}

// Rows that no driver reaches are worked out beforehand, with every operation that a formula may have.
func TestRowsThatAreForeseen(t *testing.T) {
	plus, minus, rate, none := sheet.Ref("plus"), sheet.Ref("minus"), sheet.Ref("rate"), sheet.Ref("nil")
	for name, c := range map[string]struct {
		unit    sheet.Unit
		formula sheet.Expr
		want    float64
	}{
		"sum": {sheet.Money, plus.Plus(minus).Plus(plus), 5}, "difference": {sheet.Money, plus.Minus(minus), 10},
		"product":  {sheet.Number, rate.Times(sheet.Num(0.75)), 1.5},
		"quotient": {sheet.Number, rate.Over(sheet.Num(8)), 0.25}, "ratio": {sheet.Number, minus.Over(plus), -1},
		"rounded up": {sheet.Money, plus.Over(rate), 3}, "rounded down": {sheet.Money, minus.Over(rate), -3},
		"rounded product":    {sheet.Money, plus.Times(sheet.Num(0.25)), 1},
		"lesser":             {sheet.Money, sheet.Min(plus, minus), -5},
		"lesser, the other":  {sheet.Money, sheet.Min(minus, plus), -5},
		"greater":            {sheet.Money, sheet.Max(plus, minus), 5},
		"greater, the other": {sheet.Money, sheet.Max(minus, plus), 5},
		"choice above":       {sheet.Number, sheet.If(plus, rate, sheet.Num(7)), 2},
		"choice at zero":     {sheet.Number, sheet.If(none, rate, sheet.Num(7)), 2},
		"choice below":       {sheet.Number, sheet.If(minus, rate, sheet.Num(7)), 7},
		"a year ago":         {sheet.Money, plus.Ago(1), 5},
	} {
		plan := with(t, 1, 1, sheet.Row{Name: "row", Unit: c.unit, Formula: c.formula})
		code := compiled(t, plan, cache)
		sink := figureSink{}
		require.NoError(t, NewWorker(code).Run(context.Background(), 0, 1, sink))
		assert.Equal(t, []float64{c.want}, sink[[2]int{0, 2}], name)
		assert.Zero(t, code.Steps(), "%s: nothing is left to the run", name)
	}
}

// A rounding becomes part of the product or quotient just before it, if that is what it rounds and nothing else reads
// it.
func TestRoundingBecomesPartOfTheProduct(t *testing.T) {
	does := func(op sheet.Op, dst, a int32) step { return step{Inst: sheet.Inst{Op: op, Dst: dst, A: a}} }
	for name, c := range map[string]struct {
		before step
		rounds bool
	}{
		"a product": {does(sheet.OpMul, -1, 1), true}, "a quotient": {does(sheet.OpDiv, -1, 1), true},
		"a sum": {does(sheet.OpAdd, -1, 1), false}, "another figure": {does(sheet.OpMul, -2, 1), false},
		"a row": {does(sheet.OpMul, 4, 1), false},
	} {
		m := &merger{}
		m.append(0, c.before)
		round := does(sheet.OpRound, 5, -1)
		if c.before.Dst >= 0 {
			round.A = c.before.Dst
		}
		m.append(0, round)
		if c.rounds {
			require.Len(t, m.code[0], 1, name)
			assert.Equal(t, []any{true, int32(5)}, []any{m.code[0][0].rounds, m.code[0][0].Dst}, name)
			m.append(0, round)
			assert.Len(t, m.code[0], 2, "%s is rounded once", name)
		} else {
			assert.Len(t, m.code[0], 2, name)
		}
	}
	alone := &merger{}
	alone.append(1, does(sheet.OpRound, 5, 3))
	assert.Len(t, alone.code[1], 1, "with nothing before it")
}

// An input with a figure for each year reads as zero in the opening year, however few years there are; one with a
// single figure has it in all.
func TestInputsByYear(t *testing.T) {
	for years := 2; years <= 4; years++ {
		s := &sheet.Sheet{Years: make([]string, years+1)}
		want := []float64{0}
		var values []decimal.Decimal
		for y := range years {
			s.Years[y+1] = string(rune('a' + y))
			values = append(values, decimal.NewFromInt(int64(y+3)))
			want = append(want, float64(y+3))
		}
		s.AddInput(sheet.Input{Name: "by year", Values: values}, sheet.Input{Name: "single", Values: values[:1]})
		s.Add(sheet.Row{Name: "row", Formula: sheet.Ref("by year")})
		p, err := s.Compile()
		require.NoError(t, err)
		plan := planFor(s)
		plan.Scenarios = []Scenario{{Program: p}}
		plan.Values = []Value{{Versus: -1, Slot: p.InputSlot(0)}, {Versus: -1, Slot: p.InputSlot(1)}}
		sink := figureSink{}
		require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(context.Background(), 0, 1, sink))
		for col, x := range want {
			assert.Equal(t, []float64{x}, sink[[2]int{0, col}])
			assert.Equal(t, []float64{3}, sink[[2]int{1, col}])
		}
	}
}
