package engine

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Plans that differ in values alone are alike: in those of inputs, in laws, in the sizes of processes and of
// correlations, and in draws. Any other change makes other tapes.
func TestWhatMakesPlansAlike(t *testing.T) {
	program := func(p *Plan) *sheet.Program { return p.Scenarios[0].Program }
	driver := func(p *Plan) *Driver { return &p.Scenarios[0].Drivers[0] }
	two := decimal.NewFromInt(2)
	kinds := measure.Kinds()
	other := kinds[len(kinds)-1]
	for name, change := range map[string]func(p *Plan){
		"nothing":                  func(*Plan) {},
		"values of an input":       func(p *Plan) { program(p).Inputs[0].Values = []decimal.Decimal{two} },
		"a law":                    func(p *Plan) { driver(p).Transform = dist.Normal{SD: 7}.Transform() },
		"the size of a process":    func(p *Plan) { p.Latents[1].Process = process.EachYear{Persistence: 0.1} },
		"the size of a dependence": func(p *Plan) { p.Groups[0].Factor = [][]float64{{1}, {0, 1}} },
		"the key of draws":         func(p *Plan) { p.Innovations[0].Key++ },
		"draws that are held":      func(p *Plan) { p.Innovations[0].Held = []float64{1} },
	} {
		p := planOfEveryKind(t)
		change(p)
		assert.True(t, planOfEveryKind(t).alike(p), "%s", name)
	}
	for name, change := range map[string]func(p *Plan){
		"a year more":           func(p *Plan) { p.Columns++ },
		"that it is sound":      func(p *Plan) { p.Sound = true },
		"what is reported":      func(p *Plan) { p.Reported = []bool{true, true, true} },
		"that a list says what": func(p *Plan) { p.Reported = []bool{} },
		"a value less":          func(p *Plan) { p.Values = p.Values[1:] },
		"which value":           func(p *Plan) { p.Values[0].Slot++ },
		"a measure":             func(p *Plan) { p.Questions[0].Measure = other },
		"a unit":                func(p *Plan) { p.Questions[0].Unit = 100 },
		"when it is drawn":      func(p *Plan) { p.Innovations[0].Yearly = true },
		"an innovation more":    func(p *Plan) { p.Innovations = append(p.Innovations, Innovation{}) },
		"what a latent moves":   func(p *Plan) { p.Latents[0].Innovation = 1 },
		"a state":               func(p *Plan) { p.Latents[0].Process = process.Shock{Sizes: []float64{1}} },
		"a scenario less":       func(p *Plan) { p.Scenarios = p.Scenarios[:1] },
		"a driver less":         func(p *Plan) { p.Scenarios[0].Drivers = p.Scenarios[0].Drivers[1:] },
		"a driver's latent":     func(p *Plan) { driver(p).Latent++ },
		"a driver's input":      func(p *Plan) { driver(p).Input++ },
		"a driver's year":       func(p *Plan) { driver(p).Column++ },
		"that it is money":      func(p *Plan) { driver(p).Money = false },
		"temporaries":           func(p *Plan) { program(p).Temps++ },
		"an opening formula":    func(p *Plan) { program(p).Opening = program(p).Opening[1:] },
		"a formula":             func(p *Plan) { program(p).Year = program(p).Year[1:] },
		"a constant":            func(p *Plan) { program(p).Consts[0] = two },
		"an input's name":       func(p *Plan) { program(p).Inputs[0].Name = "other" },
		"an input's unit":       func(p *Plan) { program(p).Inputs[0].Unit = sheet.Number },
		"a row's name":          func(p *Plan) { program(p).Rows[0].Name = "other" },
		"a row's unit":          func(p *Plan) { program(p).Rows[0].Unit = sheet.Number },
		"a check":               func(p *Plan) { program(p).Rows[0].Check = true },
	} {
		p := planOfEveryKind(t)
		change(p)
		assert.False(t, planOfEveryKind(t).alike(p), "%s", name)
		assert.False(t, p.alike(planOfEveryKind(t)), "%s, the other way round", name)
	}
}

// Figures have the same signs if they are below zero, zero, and above in the same places. Only then is the same
// certain.
func TestSameSigns(t *testing.T) {
	figures := []float64{-2, -1, math.Copysign(0, -1), 0, 1, 2}
	for _, a := range figures {
		for _, b := range figures {
			same := (a < 0) == (b < 0) && (a > 0) == (b > 0)
			assert.Equal(t, same, sameSigns([][]float64{{a}}, [][]float64{{b}}), "%v and %v", a, b)
			assert.Equal(t, same, sameSigns([][]float64{nil, {5, 0}, {1, a}}, [][]float64{nil, {6, 0}, {2, b}}))
		}
	}
}

// Classes are numbered by where they first stand, over all scenarios.
func TestClassesAreNumbered(t *testing.T) {
	assert.Equal(t, []int{0, 1, 0, 1, 4, 0},
		numbered([][]string{{"a", "b", "a"}, {"b", "c", "a"}}))
	assert.Empty(t, numbered(nil))
}

// A compiler whose context has ended gives nothing, whether it has kept something or not.
func TestACompilerGivesNothingOnceStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var fresh, used Compiler
	_, err := used.Compile(t.Context(), planOfEveryKind(t))
	require.NoError(t, err)
	for _, k := range []*Compiler{&fresh, &used} {
		before := k.Whole()
		c, err := k.Compile(ctx, planOfEveryKind(t))
		assert.Nil(t, c)
		assert.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, before, k.Whole())
	}
}

// A worker that is lent has the columns of its code, whatever was given back before, and those of another worker where
// they are as many. One that was given back has none.
func TestWorkersAreLent(t *testing.T) {
	var k Compiler
	small, large := compiled(t, drawPlan(t, 2, dist.Normal{SD: 1}), cache), compiled(t, planOfEveryKind(t), cache)
	require.NotEqual(t, small.Bytes(), large.Bytes())
	again := 0
	for i := range 200 { // the pool may forget what it was given
		c := []*Code{small, large}[i/100]
		w := k.Worker(c)
		require.Equal(t, c.Bytes(), 8*uint64(len(w.memory.Slab)))
		if w.memory.Slab[0] == math.Pi {
			again++
		}
		w.memory.Slab[0] = math.Pi
		k.Back(w)
		require.Nil(t, w.memory.Slab)
		require.Equal(t, c.Bytes(), 8*uint64(len(NewWorker(c).memory.Slab)))
	}
	assert.Greater(t, again, 50)
}

// A difference from the zero that every program has is the value itself, and is as certain. Only differences of two
// amounts have a part in common with others.
func TestADifferenceFromZeroIsTheValue(t *testing.T) {
	plan := planOfEveryKind(t)
	alone := slices.DeleteFunc(plan.Values, func(v Value) bool { return v.Versus >= 0 })
	plan.Values = nil
	for _, v := range alone {
		less := v
		less.Versus, less.VersusSlot = 0, 0
		plan.Values = append(plan.Values, v, less)
	}
	require.True(t, plan.Scenarios[0].Program.Consts[0].IsZero())
	for _, values := range [][]Value{plan.Values, only(plan.Values, 1)} { // beside the values, and alone
		p, sink := *plan, figureSink{}
		p.Values = values
		c := compiled(t, &p, cache)
		require.NoError(t, NewWorker(c).Run(t.Context(), 0, 20, sink))
		own := figureSink{}
		require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(t.Context(), 0, 20, own))
		first := compiled(t, plan, cache)
		for i, v := range values {
			if v.Versus < 0 {
				continue
			}
			at := slices.Index(plan.Values, v) - 1
			for col := range plan.Columns {
				require.Equal(t, own[[2]int{first.Place(at), col}], sink[[2]int{c.Place(i), col}], "value %d", i)
				if c.values[c.distinct[i]].figures == nil {
					assert.Equal(t, first.Certain(at, col), c.Certain(i, col), "value %d, column %d", i, col)
					assert.False(t, c.Core(i, col).Whole)
				}
			}
		}
	}
}

// only are every second of some values, from one on.
func only(values []Value, from int) (some []Value) {
	for i := from; i < len(values); i += 2 {
		some = append(some, values[i])
	}
	return some
}

// Inputs that are drawn from one latent move together, each by its own law, whichever innovation it is on.
func TestInputsOfOneLatentMoveTogether(t *testing.T) {
	walk, steady := process.RandomWalk{}, process.AR1{Persistence: 0.8}
	for _, latent := range []Latent{{0, process.Once{}}, {1, steady}, {2, walk}} {
		plan := drawPlan(t, 5, dist.Normal{Mean: 2, SD: 3}, latent, latent, latent)
		for i, law := range []dist.Normal{{Mean: 2, SD: 3}, {Mean: -5, SD: 0.5}, {Mean: 100, SD: 20}} {
			plan.Scenarios[0].Drivers[i].Latent, plan.Scenarios[0].Drivers[i].Transform = 0, law.Transform()
		}
		sink := figureSink{}
		require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(t.Context(), 0, 100, sink))
		for col := 1; col < plan.Columns; col++ {
			for path, x := range sink[[2]int{0, col}] {
				z := (x - 2) / 3
				assert.InDelta(t, -5+0.5*z, sink[[2]int{1, col}][path], 1e-12)
				assert.InDelta(t, 100+20*z, sink[[2]int{2, col}][path], 1e-11)
			}
		}
	}
}

// What a compiler has kept is made ready for other values only while the context lasts: every loop asks again, and what
// is not whole is not given.
func TestKeptCodeIsMadeReadyOnlyWhileItMay(t *testing.T) {
	plan, other := decidedByScalars(t), decidedByScalars(t)
	for i := range other.Scenarios[0].Program.Inputs { // other signs, so that what is certain is found anew
		other.Scenarios[0].Program.Inputs[i].Values = []decimal.Decimal{decimal.Zero}
	}
	var k Compiler
	kept := func(p *Plan, left int) (*Code, *questioned, error) {
		k = Compiler{}
		_, err := k.Compile(t.Context(), plan)
		require.NoError(t, err)
		q := &questioned{Context: context.Background(), left: left, asked: map[string]int{}}
		c, err := k.Compile(q, p)
		return c, q, err
	}
	_, all, err := kept(other, 1<<30)
	require.NoError(t, err)
	total := 0
	for _, n := range all.asked {
		total += n
	}
	_, again, err := kept(plan, 1<<30)
	require.NoError(t, err)
	require.Equal(t, 1, k.Whole(), "the same values need no other structure")
	assert.GreaterOrEqual(t, again.asked["again"], plan.Columns)
	assert.GreaterOrEqual(t, again.asked["forecast"], plan.Columns)
	for at := range total {
		c, q, err := kept(other, at)
		require.ErrorIs(t, err, context.Canceled, "asked %d times", at)
		require.LessOrEqual(t, q.after, 16, "asked %d times: %v", at, q.asked)
		require.Nil(t, c)
	}
}

// A figure less itself is zero: that is known, and told as what is the same on all paths, once.
func TestAFigureLessItselfIsToldOnce(t *testing.T) {
	x := sheet.Ref("x")
	p := amounts(t, sheet.Row{Name: "row", Unit: sheet.Money, Formula: x.Plus(sheet.Ref("y"))},
		sheet.Row{Name: "number", Formula: sheet.Ref("share").Plus(sheet.Ref("rate"))})
	for row := range 2 {
		plan, slot := uncertain(p, p), p.RowSlot(row)
		plan.Values = []Value{{Versus: -1, Slot: slot}, {Of: 0, Versus: 1, Slot: slot, VersusSlot: slot}}
		sink, c := figureSink{}, compiled(t, plan, cache)
		require.NoError(t, NewWorker(c).Run(t.Context(), 0, 3, sink))
		for col := range plan.Columns {
			assert.Equal(t, []float64{0, 0, 0}, sink[[2]int{c.Place(1), col}], "column %d", col)
			assert.Len(t, sink[[2]int{c.Place(0), col}], 3)
			assert.True(t, c.Certain(1, col))
		}
	}
}

// Inputs of two scenarios are one only if their drivers have the same latent and the same law; a law alone, or a latent
// alone, makes them two.
func TestInputsAreOneOnlyIfLatentAndLawAre(t *testing.T) {
	p := amounts(t, sheet.Row{Name: "row", Formula: sheet.Ref("share").Times(sheet.Num(1))})
	law := func(mean float64) dist.Transform { return dist.Normal{Mean: mean, SD: 1}.Transform() }
	for _, c := range []struct {
		name   string
		latent int
		mean   float64
		values int
	}{{"the same", 1, 5, 1}, {"another law", 1, 6, 2}, {"another latent", 2, 5, 2}, {"both others", 2, 6, 2}} {
		plan := uncertain(p, p)
		for i := range plan.Scenarios {
			plan.Scenarios[i].Drivers = []Driver{{Latent: 1, Input: 2, Transform: law(5)}}
			plan.Values = append(plan.Values, Value{Of: i, Versus: -1, Slot: p.RowSlot(0)})
		}
		plan.Scenarios[1].Drivers = []Driver{{Latent: c.latent, Input: 2, Transform: law(c.mean)}}
		code, sink := compiled(t, plan, cache), figureSink{}
		assert.Equal(t, c.values, code.Distinct(), c.name)
		require.NoError(t, NewWorker(code).Run(t.Context(), 0, 500, sink))
		sum := 0.0
		for _, x := range sink[[2]int{code.Place(1), 1}] {
			sum += x
		}
		assert.InDelta(t, c.mean, sum/500, 4.75/math.Sqrt(500), c.name)
	}
}

// Of two scenarios it is counted on how many paths only the one, and only the other, says yes, whichever was asked
// first.
func TestOnlyOneOfTwoSaysYes(t *testing.T) {
	x := sheet.Ref("x")
	row := func(formula sheet.Expr) *sheet.Program {
		return amounts(t, sheet.Row{Name: "row", Unit: sheet.Money, Formula: formula})
	}
	// yes on all paths, on none, and on all again
	plan := uncertain(row(x), row(sheet.Ref("minus").Minus(x)), row(x.Plus(sheet.Ref("plus"))))
	slot := plan.Scenarios[0].Program.RowSlot(0)
	for i := range plan.Scenarios {
		plan.Scenarios[i].Drivers[0].Transform = dist.Normal{Mean: 1000, SD: 1}.Transform()
		plan.Questions = append(plan.Questions, Question{Of: i, Versus: -1, Slot: slot, Measure: measure.InYear{}})
	}
	for _, two := range [][2]int{{0, 1}, {1, 0}, {0, 2}, {2, 1}} {
		plan.Questions = append(plan.Questions, Question{Of: two[0], Versus: two[1], Slot: slot, VersusSlot: slot,
			Measure: measure.InYear{}})
	}
	asked := counts{}
	require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(t.Context(), 0, 10, asked))
	for q, want := range [][3]int{{10, 0, 0}, {0, 0, 0}, {10, 0, 0}, {10, 10, 0}, {0, 0, 10}, {10, 0, 0}, {10, 10, 0}} {
		assert.Equal(t, want, asked[[2]int{q, 1}], "question %d", q)
	}
}

// Code that was compiled before stays what it was when a compiler makes that of other values from what it has kept.
func TestCodeStaysWhenOtherIsMade(t *testing.T) {
	plan, other := planOfEveryKind(t), planOfEveryKind(t)
	for i := range other.Scenarios {
		inputs := other.Scenarios[i].Program.Inputs
		for k := range inputs {
			inputs[k].Values = []decimal.Decimal{inputs[k].Values[0].Mul(decimal.NewFromInt(3))}
		}
	}
	var k Compiler
	first, err := k.Compile(t.Context(), plan)
	require.NoError(t, err)
	before := listedCode(t, plan, first)
	second, err := k.Compile(t.Context(), other)
	require.NoError(t, err)
	require.Equal(t, 1, k.Whole(), "made from what was kept")
	assert.Equal(t, before, listedCode(t, plan, first))
	assert.NotEqual(t, before, listedCode(t, other, second))
}

// A group that gets a t copula, or loses it, takes other columns: its code is that of a plan compiled from the start.
func TestACopulaMakesOtherColumns(t *testing.T) {
	normal, studentT := planOfEveryKind(t), planOfEveryKind(t)
	studentT.Groups[0].T = NewStudentT(studentT.Innovations[1].Key, 4)
	for _, plans := range [][2]*Plan{{normal, studentT}, {studentT, normal}} {
		var k Compiler
		for _, p := range plans {
			c, err := k.Compile(t.Context(), p)
			require.NoError(t, err)
			assert.Equal(t, listed(t, p), listedCode(t, p, c))
		}
		assert.Equal(t, 2, k.Whole(), "nothing is kept")
	}
}

// A choice between figures that are the same on all paths is made once, and may be any of the two.
func TestAChoiceBetweenScalars(t *testing.T) {
	x, plus, minus := sheet.Ref("x"), sheet.Ref("plus"), sheet.Ref("minus")
	p := amounts(t, sheet.Row{Name: "yes", Unit: sheet.Money, Formula: x.Plus(sheet.If(plus, plus, minus))},
		sheet.Row{Name: "no", Unit: sheet.Money, Formula: x.Plus(sheet.If(minus, plus, minus))},
		sheet.Row{Name: "zero", Unit: sheet.Money, Formula: x.Plus(sheet.If(sheet.Ref("nil"), plus, minus))})
	plan := uncertain(p)
	for row := range 3 {
		plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(row)})
	}
	plan.Scenarios[0].Drivers[0].Transform = dist.Normal{Mean: 100}.Transform()
	sink := figureSink{}
	require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(t.Context(), 0, 1, sink))
	assert.Equal(t, [][]float64{{105}, {95}, {105}},
		[][]float64{sink[[2]int{0, 1}], sink[[2]int{1, 1}], sink[[2]int{2, 1}]})
}

// A panic names the first path that may have caused it, and how many others may have.
func TestWhoMayHavePanicked(t *testing.T) {
	for n, want := range map[int]string{
		1: "stopped unexpectedly: why", 2: "stopped unexpectedly on this path or one of the 1 after it: why",
		512: "stopped unexpectedly on this path or one of the 511 after it: why",
	} {
		f := panicked(7, n, 3, "why")
		assert.Equal(t, []any{want, uint64(7), 3, "why"}, []any{f.Message, f.Path, f.Column, f.Panic.Value})
	}
}

// A difference of two figures that are certain in the opening year alone is worked out again for other values.
func TestADifferenceThatIsCertainAtFirst(t *testing.T) {
	x, plus, minus := sheet.Ref("x"), sheet.Ref("plus"), sheet.Ref("minus")
	plan := func(value int64) *Plan {
		p := amounts(t, sheet.Row{Name: "a", Unit: sheet.Money, Opening: plus, Formula: x},
			sheet.Row{Name: "b", Unit: sheet.Money, Opening: minus, Formula: sheet.Ref("y")})
		p.Inputs[3].Values = []decimal.Decimal{decimal.NewFromInt(value)}
		plan := uncertain(p)
		plan.Values = []Value{{Slot: p.RowSlot(0), VersusSlot: p.RowSlot(1)}}
		return plan
	}
	var k Compiler
	for _, value := range []int64{5, 7, 100} {
		c, err := k.Compile(t.Context(), plan(value))
		require.NoError(t, err)
		require.Equal(t, 1, k.Whole())
		sink := figureSink{}
		require.NoError(t, NewWorker(c).Run(t.Context(), 0, 1, sink))
		assert.Equal(t, []float64{float64(value + 5)}, sink[[2]int{0, 0}])
	}
}
