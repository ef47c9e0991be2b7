package engine

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// with is a plan of one program in which x is x and share is share, on every path, though a driver says so.
func with(t testing.TB, x, share float64, rows ...sheet.Row) *Plan {
	p := amounts(t, rows...)
	plan := uncertain(p)
	plan.Scenarios[0].Drivers[0].Transform = dist.Normal{Mean: x}.Transform()
	plan.Scenarios[0].Drivers[2].Transform = dist.Normal{Mean: share}.Transform()
	for row := range rows {
		plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(row)})
	}
	return plan
}

// ran is the fault that a plan's run ends with; nil if there is none.
func ran(t testing.TB, plan *Plan, first uint64, n int) *Fault {
	err := NewWorker(compiled(t, plan, cache)).Run(context.Background(), first, n, figureSink{})
	if err == nil {
		return nil
	}
	var f *Fault
	require.ErrorAs(t, err, &f)
	return f
}

// Every amount that is computed is within ±2⁵¹ pence, and every number finite, or the row is named: sums, differences,
// and products and quotients as they are rounded. The limit itself is allowed.
func TestFiguresBeyondTheLimit(t *testing.T) {
	const limit = 1 << 51
	x, share, plus := sheet.Ref("x"), sheet.Ref("share"), sheet.Ref("plus")
	zero := sheet.Ref("rate").Minus(sheet.Num(2))
	for _, c := range []struct {
		name     string
		unit     sheet.Unit
		formula  sheet.Expr
		x, share float64
		message  string
	}{
		{"a sum at the limit", sheet.Money, x.Plus(x), limit / 2, 1, ""},
		{"a sum beyond", sheet.Money, x.Plus(x), limit/2 + 1, 1, beyondLimit},
		{"a sum below", sheet.Money, x.Plus(x), -limit/2 - 1, 1, beyondLimit},
		{"a sum of three beyond on the way", sheet.Money, x.Plus(x).Minus(x), limit/2 + 1, 1, beyondLimit},
		{"a difference at the limit", sheet.Money, x.Minus(plus), -limit + 5, 1, ""},
		{"a difference beyond", sheet.Money, x.Minus(plus), -limit + 4, 1, beyondLimit},
		{"a product at the limit", sheet.Money, x.Times(share), limit / 4, 4, ""},
		{"a product beyond", sheet.Money, x.Times(share), limit/4 + 1, 4, beyondLimit},
		{"a quotient at the limit", sheet.Money, x.Over(share), limit / 4, 0.25, ""},
		{"a quotient beyond", sheet.Money, x.Over(share), limit/4 + 1, 0.25, beyondLimit},
		{"a quotient by zero", sheet.Money, x.Over(share), 1, 0, byZero},
		{"a ratio by zero", sheet.Number, x.Over(x), 0, 1, byZero},
		{"a finite power", sheet.Number, share.Times(share), 1, 1e154, ""},
		{"a power that is not", sheet.Number, share.Times(share), 1, 1e155, notFinite},
		{"a sum that is not", sheet.Number, share.Plus(share), 1, math.MaxFloat64, notFinite},
		{"a quotient of certain figures by zero", sheet.Money, x.Plus(plus.Over(zero)), 1, 1, byZero},
		{"a quotient of certain figures", sheet.Money, x.Plus(plus.Over(sheet.Num(-1))), 1, 1, ""},
		{"a product of certain figures beyond", sheet.Money, x.Plus(plus.Times(sheet.Num(1 << 50))), 1, 1, beyondLimit},
		{"the lesser, at the limit", sheet.Money, sheet.Min(x, plus), -limit, 1, ""},
	} {
		plan := with(t, c.x, c.share, sheet.Row{Name: "first", Unit: sheet.Money, Formula: plus},
			sheet.Row{Name: "row", Unit: c.unit, Formula: c.formula})
		f := ran(t, plan, 3, 9)
		if c.message == "" {
			assert.Nil(t, f, c.name)
			continue
		}
		if assert.NotNil(t, f, c.name) {
			assert.Equal(t, Fault{Path: 3, Column: 1, Row: "row", Message: c.message}, *f, c.name)
			assert.Equal(t, "row on path 3: "+c.message, f.Error())
		}
	}
}

// The path that a fault names has it alone, those before it run through, and so do all if the limit is not reached.
func TestAFaultNamesItsPath(t *testing.T) {
	plan := with(t, 1, 1, sheet.Row{Name: "row", Unit: sheet.Money, Formula: sheet.Ref("x").Plus(sheet.Ref("x"))})
	plan.Scenarios[0].Drivers[0].Transform = dist.Normal{Mean: 1<<50 - 3<<46, SD: 1 << 46}.Transform()
	f := ran(t, plan, 0, 1000)
	require.NotNil(t, f, "beyond three standard deviations")
	assert.Equal(t, "row", f.Row)
	require.Greater(t, f.Path, uint64(0))
	require.Greater(t, f.Column, 0)
	alone := ran(t, plan, f.Path, 1)
	require.NotNil(t, alone)
	assert.Equal(t, f.Error(), alone.Error())
	assert.Equal(t, f.Column, alone.Column)
}

// A check row that is not exactly zero stops the run with its name, be it a sum, a copy, or the same as a row of
// another name; what no driver reaches was checked in the exact ledger.
func TestChecksMustBeZero(t *testing.T) {
	x, plus, none := sheet.Ref("x"), sheet.Ref("plus"), sheet.Ref("nil")
	for name, c := range map[string]struct {
		formula sheet.Expr
		x       float64
		fault   bool
	}{
		"a sum that is zero":      {x.Plus(plus), -5, false},
		"a sum that is not":       {x.Plus(plus), -4, true},
		"a copy of zero":          {x, 0, false},
		"a copy of what is not":   {x, 1, true},
		"the other row's formula": {x.Minus(plus), 4, true},
		"a year ago":              {x.Ago(1), 1, true},
		"no driver":               {none.Plus(plus), 1, false},
		"a choice between zeroes": {sheet.If(x, none, none), 1, false},
	} {
		plan := with(t, c.x, 1, sheet.Row{Name: "other", Unit: sheet.Money, Formula: x.Minus(plus)},
			sheet.Row{Name: "check", Unit: sheet.Money, Check: true, Formula: c.formula},
			sheet.Row{Name: "check again", Unit: sheet.Money, Check: true, Formula: c.formula})
		plan.Values = nil // a check is looked at though nobody asks for it
		f := ran(t, plan, 0, 3)
		if !c.fault {
			assert.Nil(t, f, name)
			continue
		}
		if assert.NotNil(t, f, name) {
			assert.Equal(t, []any{"check", notZero, 0}, []any{f.Row, f.Message, f.Scenario}, name)
		}
	}
}

// A fault of a row that only a later scenario has is that scenario's; one of a row that several have is the first's.
func TestAFaultNamesTheFirstScenarioThatHasTheRow(t *testing.T) {
	x, plus, minus := sheet.Ref("x"), sheet.Ref("plus"), sheet.Ref("minus")
	sound, broken := x.Plus(minus), x.Plus(plus)
	for name, c := range map[string]struct {
		formulas [3]sheet.Expr
		want     int
	}{
		"all":        {[3]sheet.Expr{broken, broken, broken}, 0},
		"the second": {[3]sheet.Expr{sound, broken, broken}, 1},
		"the last":   {[3]sheet.Expr{sound, sound, broken}, 2},
	} {
		for _, check := range []bool{false, true} {
			var programs []*sheet.Program
			for _, formula := range c.formulas {
				row := sheet.Row{Name: "row", Unit: sheet.Money, Formula: formula, Check: check}
				programs = append(programs, amounts(t, row))
			}
			plan := uncertain(programs...)
			value := float64(1<<51 - 2)
			if check {
				value = 5
			}
			for i, p := range programs {
				plan.Values = append(plan.Values, Value{Of: i, Versus: -1, Slot: p.RowSlot(0)})
				plan.Scenarios[i].Drivers[0].Transform = dist.Normal{Mean: value}.Transform()
			}
			f := ran(t, plan, 0, 2)
			if assert.NotNil(t, f, name) {
				assert.Equal(t, c.want, f.Scenario, "%s, check %v", name, check)
				assert.Equal(t, "row", f.Row)
			}
		}
	}
}

// A check that only a later scenario has is that scenario's, though an earlier one works out the same figure in a row
// that need not be zero.
func TestAFaultOfACheckNamesTheScenarioOfTheCheck(t *testing.T) {
	x, plus := sheet.Ref("x"), sheet.Ref("plus")
	var programs []*sheet.Program
	for _, formula := range []sheet.Expr{x.Minus(x), x.Minus(plus)} {
		programs = append(programs, amounts(t, sheet.Row{Name: "other", Unit: sheet.Money, Formula: x.Minus(plus)},
			sheet.Row{Name: "check", Unit: sheet.Money, Check: true, Formula: formula}))
	}
	plan := uncertain(programs...)
	plan.Values = []Value{{Versus: -1, Slot: programs[0].RowSlot(0)}}
	f := ran(t, plan, 0, 2)
	require.NotNil(t, f)
	assert.Equal(t, []any{1, "check", notZero}, []any{f.Scenario, f.Row, f.Message})
}

// brittle panics above 1.
type brittle struct{ dist.Transform }

func (brittle) Apply(dst, z []float64) {
	for i, x := range z {
		if x > 1 {
			panic("too far out")
		}
		dst[i] = x
	}
}

// A law that panics ends the run with what it said, and with the paths that it may have been on.
func TestAPanicSaysWhere(t *testing.T) {
	plan := with(t, 1, 1, sheet.Row{Name: "row", Unit: sheet.Money, Formula: sheet.Ref("x").Plus(sheet.Ref("plus"))})
	plan.Scenarios[0].Drivers[0].Transform = brittle{dist.Normal{SD: 1}.Transform()}
	f := ran(t, plan, 40, 9)
	require.NotNil(t, f)
	assert.Equal(t, "stopped unexpectedly on this path or one of the 8 after it: too far out", f.Message)
	assert.Equal(t, []any{uint64(40), 1, "too far out"}, []any{f.Path, f.Column, f.Panic.Value})
	assert.Contains(t, string(f.Panic.Stack), "brittle")
	f = ran(t, plan, 40, 1)
	require.NotNil(t, f)
	assert.Equal(t, "stopped unexpectedly: too far out", f.Message)
}

// faint is a process that panics when it is taken to a year.
type faint struct {
	process.Process
	year int
}

func (f faint) Next(state, innovation []float64, year int) {
	copy(state, innovation)
	if year == f.year {
		panic("faint")
	}
}

// A process that panics does so in the year that it is taken to: the first is column 1, before which nothing is drawn.
func TestAPanicOfAProcessSaysWhen(t *testing.T) {
	for year, column := range []int{1, 2, 3} {
		f := ran(t, drawPlan(t, 3, dist.Normal{SD: 1}, Latent{1, faint{process.Once{}, year}}), 0, 1)
		require.NotNil(t, f)
		assert.Equal(t, column, f.Column)
	}
}

// doubtful is a measure that has no number from a path on, in one year.
type doubtful struct {
	measure.Measure
	path, year int
}

func (d doubtful) Next(state, figures []float64, year int) {
	copy(state, figures)
	if year == d.year {
		state[d.path] = math.NaN()
	}
}

// A measure that gives no number on a path is at fault there: the answer would be no.
func TestAMeasureGivesNumbers(t *testing.T) {
	for _, path := range []int{0, 5} {
		for year := range 2 {
			plan := with(t, 1, 1, sheet.Row{Name: "other", Formula: sheet.Num(1)},
				sheet.Row{Name: "row", Unit: sheet.Money, Formula: sheet.Ref("x").Plus(sheet.Ref("plus"))})
			row, _ := plan.Scenarios[0].Program.Slot("row")
			plan.Questions = []Question{{Versus: -1, Slot: row, Measure: doubtful{measure.EveryYear{}, path, year}}}
			f := ran(t, plan, 20, 9)
			require.NotNil(t, f)
			assert.Equal(t, []any{"row", uint64(20 + path), year + 1,
				fmt.Sprintf(judgedNaN, measure.EveryYear{}.Kind())},
				[]any{f.Row, f.Path, f.Column, f.Message})
		}
	}
}

// When the context has ended nothing is compiled and nothing run, and the error says so.
func TestAnEndedContextStops(t *testing.T) {
	ended, end := context.WithCancel(context.Background())
	end()
	plan := with(t, 1, 1, sheet.Row{Name: "row", Formula: sheet.Ref("share")})
	_, err := Compile(ended, plan)
	assert.ErrorIs(t, err, context.Canceled)
	sink := figureSink{}
	assert.ErrorIs(t, NewWorker(compiled(t, plan, cache)).Run(ended, 0, 5, sink), context.Canceled)
	assert.Empty(t, sink)
}

// Where an earlier run has found the paths sound no fault is looked for, and rows that only checks read are not worked
// out.
func TestSoundPathsAreNotLookedAt(t *testing.T) {
	x := sheet.Ref("x")
	plan := with(t, 1<<50+1, 1,
		sheet.Row{Name: "beyond", Unit: sheet.Money, Formula: x.Plus(x)},
		sheet.Row{Name: "only checked", Unit: sheet.Money, Formula: x.Minus(sheet.Ref("plus"))},
		sheet.Row{Name: "check", Unit: sheet.Money, Check: true, Formula: sheet.Ref("only checked")})
	plan.Values = plan.Values[:1]
	require.NotNil(t, ran(t, plan, 0, 10))
	looks := compiled(t, plan, cache).Steps()
	plan.Sound = true
	assert.Nil(t, ran(t, plan, 0, 10))
	assert.Less(t, compiled(t, plan, cache).Steps(), looks)
}

// A number that a driver gives is looked at before anything else is done.
func TestTheFirstNumberIsLookedAt(t *testing.T) {
	plan := with(t, 1, math.Inf(1), sheet.Row{Name: "double", Formula: sheet.Num(2).Times(sheet.Ref("share"))})
	plan.Scenarios[0].Drivers = plan.Scenarios[0].Drivers[2:]
	f := ran(t, plan, 0, 1)
	require.NotNil(t, f)
	assert.Equal(t, "share", f.Row)
	assert.Equal(t, notFinite, f.Message)
}
