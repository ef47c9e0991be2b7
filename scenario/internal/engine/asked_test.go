package engine

import (
	"context"
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// counts keeps what a sink is told of questions.
type counts map[[2]int][3]int

func (counts) Take(int, int, []float64)        {}
func (counts) TakeSame(int, int, float64, int) {}
func (k counts) Count(q, column, yes, onlyOf, onlyVersus int) {
	before := k[[2]int{q, column}]
	k[[2]int{q, column}] = [3]int{before[0] + yes, before[1] + onlyOf, before[2] + onlyVersus}
}

// answered are the answers to a measure by year and path, from figures by column.
func answered(m measure.Measure, figures [][]float64) [][]bool {
	state := make([]float64, len(figures[1]))
	var answers [][]bool
	for year, column := range figures[1:] {
		m.Next(state, column, year)
		var yes []bool
		for _, x := range state {
			yes = append(yes, x >= 0)
		}
		answers = append(answers, yes)
	}
	return answers
}

// Answers are counted as the measure gives them on the figures of the rows, and for two scenarios also the paths on
// which one alone says yes: over random sheets.
func TestAnswersAreCounted(t *testing.T) {
	testkit.Check(t, 2_000, func(rt *rapid.T) {
		s, drivers := randomSheet(rt)
		plan := besideVariant(rt, t, s, drivers)
		slots := plan.Scenarios[0].Program
		kinds := measure.Kinds()
		for row := range slots.Rows {
			slot := slots.RowSlot(row)
			plan.Values = append(plan.Values, Value{Versus: -1, Slot: slot}, Value{Of: 1, Versus: -1, Slot: slot})
			for _, m := range kinds {
				plan.Questions = append(plan.Questions, Question{Versus: -1, Slot: slot, Measure: m},
					Question{Of: 1, Versus: 0, Slot: slot, VersusSlot: slot, Measure: m},
					Question{Of: 0, Versus: 1, Slot: slot, VersusSlot: slot, Measure: m})
			}
		}
		const n = 20
		sink, asked := figureSink{}, counts{}
		code := compiled(t, plan, cache)
		require.NoError(t, NewWorker(code).Run(context.Background(), 0, n, sink))
		require.NoError(t, NewWorker(code).Run(context.Background(), 0, n, asked))
		for row := range slots.Rows {
			var figures [2][][]float64
			for i := range figures {
				for col := range plan.Columns {
					figures[i] = append(figures[i], sink[[2]int{code.Place(2*row + i), col}])
				}
			}
			for k, m := range kinds {
				first, second := answered(m, figures[0]), answered(m, figures[1])
				for year := range plan.Columns - 1 {
					yes, both, other := 0, 0, 0
					for path := range n {
						a, b := first[year][path], second[year][path]
						yes, other, both = yes+count(a), other+count(b), both+count(a && b)
					}
					q := 3 * (row*len(kinds) + k)
					got := [3][3]int{}
					for i := range got {
						got[i] = asked[[2]int{q + i, year + 1}]
					}
					require.Equal(rt, [3][3]int{{yes, 0, 0}, {other, other - both, yes - both},
						{yes, yes - both, other - both}}, got, "row %d, %s, year %d", row, m.Kind(), year)
				}
			}
		}
	})
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// noting is a measure that keeps the figures that it is given.
type noting struct {
	measure.Measure
	figures *[][]float64
}

func (a noting) Next(state, figures []float64, year int) {
	*a.figures = append(*a.figures, append([]float64(nil), figures...))
	a.Measure.Next(state, figures, year)
}

// A measure gets the figures of each year in the unit of its question; the row keeps its own.
func TestMeasuresGetFiguresInTheirUnit(t *testing.T) {
	for _, unit := range []float64{0, 1, 100} {
		plan := with(t, 3, 1, sheet.Row{Name: "row", Unit: sheet.Money,
			Formula: sheet.Ref("x").Plus(sheet.Last("row"))})
		var got [][]float64
		plan.Questions = []Question{{Versus: -1, Slot: plan.Scenarios[0].Program.RowSlot(0), Unit: unit,
			Measure: noting{measure.EveryYear{}, &got}}}
		sink := figureSink{}
		require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(context.Background(), 0, 64, sink))
		require.Len(t, got, 2)
		for year, want := range []float64{3, 6} {
			assert.Equal(t, want, sink[[2]int{0, year + 1}][63])
			require.Len(t, got[year], 64)
			if unit > 0 {
				want /= unit
			}
			assert.Equal(t, want, got[year][0])
			assert.Equal(t, want, got[year][63])
		}
	}
}

// visited is a process that notes the years to which it is taken.
type visited struct {
	process.Process
	years *[]int
}

func (v visited) Next(state, innovation []float64, year int) {
	*v.years = append(*v.years, year)
	copy(state, innovation)
}

// A process is taken to each year once, in turn, in every block.
func TestProcessesAreTakenYearByYear(t *testing.T) {
	var years []int
	plan := drawPlan(t, 3, dist.Normal{SD: 1}, Latent{1, visited{process.Once{}, &years}})
	require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(context.Background(), 0, 2*BlockPaths, nothing{}))
	assert.Equal(t, []int{0, 1, 2, 0, 1, 2}, years)
}

// An input that is drawn once has one figure in all years, the opening year included, whatever its law and its process.
func TestWhatIsDrawnOnceStays(t *testing.T) {
	for _, law := range []dist.Distribution{dist.Normal{Mean: 2, SD: 3}, dist.PERT{Low: 1, Mode: 2, High: 6}} {
		plan := drawPlan(t, 3, law, Latent{0, process.Once{}}, Latent{0, process.EachYear{Persistence: 1}})
		for i := range plan.Values {
			plan.Values[i].Slot = plan.Scenarios[0].Program.InputSlot(i)
		}
		sink := figureSink{}
		require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(context.Background(), 0, 70, sink))
		for v := range plan.Values {
			first := sink[[2]int{v, 0}]
			assert.NotEqual(t, first[0], first[69])
			for col := 1; col < plan.Columns; col++ {
				assert.Equal(t, first, sink[[2]int{v, col}], "%s, value %d, column %d", law.Kind(), v, col)
			}
		}
	}
}

// A difference that is asked for alone has what it needs of both scenarios, and one of figures that are known is known.
func TestADifferenceAlone(t *testing.T) {
	x, plus, minus := sheet.Ref("x"), sheet.Ref("plus"), sheet.Ref("minus")
	p := amounts(t, sheet.Row{Name: "row", Unit: sheet.Money, Formula: x.Plus(plus)})
	q := amounts(t, sheet.Row{Name: "row", Unit: sheet.Money, Formula: x.Plus(x).Plus(minus)})
	plan := uncertain(p, q)
	slot := func(name string) int32 {
		slot, _ := p.Slot(name)
		return slot
	}
	plan.Values = []Value{{Of: 0, Versus: 1, Slot: slot("row"), VersusSlot: slot("row")},
		{Of: 0, Versus: 0, Slot: slot("plus"), VersusSlot: slot("minus")}}
	plan.Scenarios[0].Drivers[0].Transform = dist.Normal{Mean: 30}.Transform()
	plan.Scenarios[1].Drivers[0].Transform = dist.Normal{Mean: 30}.Transform()
	code := compiled(t, plan, cache)
	sink := figureSink{}
	require.NoError(t, NewWorker(code).Run(context.Background(), 0, 1, sink))
	assert.Equal(t, []float64{-20}, sink[[2]int{0, 1}])
	assert.Equal(t, []float64{10}, sink[[2]int{1, 1}])
	assert.Equal(t, []float64{10, 10, 10}, code.values[1].figures)
}

// A worker takes what its code says, no more and no less.
func TestAWorkerTakesWhatItsCodeSays(t *testing.T) {
	code := compiled(t, planOfEveryKind(t), cache)
	assert.Equal(t, code.Bytes(), 8*uint64(len(NewWorker(code).memory.Slab)))
}

// The sum of two forms, or their difference, is the form of the sum: whatever the amounts are, in the order of places,
// and without terms that cancel.
func TestFormsAdd(t *testing.T) {
	assert.Equal(t, form{{1, 3}, {4, -2}}, plus(form{{1, 3}, {2, 5}}, form{{2, 5}, {4, 2}}, -1))
	testkit.Check(t, 2_000, func(rt *rapid.T) {
		draw := func(name string) (f form) {
			place := -1
			for range rapid.IntRange(0, 5).Draw(rt, name) {
				place += rapid.IntRange(1, 3).Draw(rt, "step")
				if times := rapid.IntRange(-3, 3).Draw(rt, "times"); times != 0 {
					f = append(f, term{place, times})
				}
			}
			return f
		}
		a, b := draw("a"), draw("b")
		for _, sign := range []int{1, -1} {
			sum := plus(a, b, sign)
			by := map[int]int{}
			for _, x := range a {
				by[x.place] += x.times
			}
			for _, x := range b {
				by[x.place] += sign * x.times
			}
			before := -1
			for _, x := range sum {
				require.Greater(rt, x.place, before, "%v", sum)
				require.NotZero(rt, x.times)
				require.Equal(rt, by[x.place], x.times)
				before = x.place
				delete(by, x.place)
			}
			for place, times := range by {
				require.Zero(rt, times, "place %d is missing", place)
			}
		}
	})
}

// Amounts of up to so many others cancel; with one more an amount stands for itself, and nothing is said of the rest.
func TestHowManyAmountsCancel(t *testing.T) {
	for n := mostTerms; n <= mostTerms+1; n++ {
		s := &sheet.Sheet{Years: []string{"0", "1"}}
		sum := sheet.Ref("in0")
		var drivers []Driver
		for i := range n {
			name := fmt.Sprint("in", i)
			s.AddInput(sheet.Input{Name: name, Unit: sheet.Money, Values: []decimal.Decimal{decimal.NewFromInt(1)}})
			drivers = append(drivers, Driver{Latent: 1, Input: i, Money: true,
				Transform: dist.Normal{Mean: float64(i), SD: 1}.Transform()})
			if i > 0 {
				sum = sum.Plus(sheet.Ref(name))
			}
		}
		s.Add(sheet.Row{Name: "sum", Unit: sheet.Money, Formula: sum},
			sheet.Row{Name: "again", Unit: sheet.Money, Formula: sheet.Ref("in0").Plus(sum).Minus(sheet.Ref("in0"))})
		p, err := s.Compile()
		require.NoError(t, err)
		plan := planFor(s)
		plan.Scenarios = []Scenario{{Program: p, Drivers: drivers}}
		plan.Values = []Value{{Versus: 0, Slot: p.RowSlot(0), VersusSlot: p.RowSlot(1)}}
		assert.Equal(t, n <= mostTerms, compiled(t, plan, cache).Certain(0, 1), "%d amounts", n)
	}
}

// What was before the first year is zero, and certain.
func TestBeforeTheFirstYear(t *testing.T) {
	x, none := sheet.Ref("x"), sheet.Ref("nil")
	p := amounts(t, sheet.Row{Name: "row", Unit: sheet.Money, Formula: x.Plus(none)},
		sheet.Row{Name: "before", Unit: sheet.Money, Formula: sheet.Min(none, sheet.Ref("row").Ago(2)).Plus(none)},
		sheet.Row{Name: "times", Unit: sheet.Money, Formula: sheet.Ref("row").Ago(2).Times(sheet.Ref("share"))})
	plan := uncertain(p)
	for row := range p.Rows {
		plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(row)})
	}
	code := compiled(t, plan, cache)
	for v := 1; v < 3; v++ {
		assert.Equal(t, []bool{true, true}, []bool{code.Certain(v, 0), code.Certain(v, 1)}, "value %d", v)
	}
}

// toldOf are the columns of which a sink is told anything.
type toldOf map[int]bool

func (k toldOf) Take(_, column int, _ []float64)          { k[column] = true }
func (k toldOf) TakeSame(_, column int, _ float64, _ int) { k[column] = true }
func (k toldOf) Count(_, column int, _, _, _ int)         { k[column] = true }

// Only of columns that are reported is anything told: figures, what is the same on all paths, and answers.
func TestOnlyWhatIsReportedIsTold(t *testing.T) {
	for column := range 3 {
		plan := planOfEveryKind(t)
		plan.Reported = make([]bool, 3)
		plan.Reported[column] = true
		told := toldOf{}
		require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(t.Context(), 0, 10, told))
		assert.Equal(t, toldOf{column: true}, told)
	}
}
