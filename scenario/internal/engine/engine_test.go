package engine

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// scalar evaluates one path of a program, one figure at a time: the plainest reading of the instructions.
type scalar struct {
	p     *sheet.Program
	cells [][]float64 // by column, by slot
}

func (s *scalar) run(inputs [][]float64) {
	for col := range s.p.Years {
		cells := make([]float64, s.p.Slots())
		s.cells = append(s.cells, cells)
		for i, c := range s.p.Consts {
			cells[i] = c.InexactFloat64()
		}
		for i := range s.p.Inputs {
			cells[s.p.InputSlot(i)] = inputs[i][col]
		}
		code := s.p.Year
		if col == 0 {
			code = s.p.Opening
		}
		for _, in := range code {
			cells[in.Dst] = s.step(in, col)
		}
	}
}

func (s *scalar) step(in sheet.Inst, col int) float64 {
	cells := s.cells[col]
	a, b, c := cells[in.A], cells[in.B], cells[in.C]
	switch in.Op {
	case sheet.OpAdd:
		return a + b
	case sheet.OpSub:
		return a - b
	case sheet.OpMul:
		return float64(a * b)
	case sheet.OpMin:
		if b < a {
			return b
		}
	case sheet.OpMax:
		if b > a {
			return b
		}
	case sheet.OpIf:
		if a >= 0 {
			return b
		}
		return c
	case sheet.OpRound:
		return math.Trunc(a + math.Copysign(0.5, a))
	case sheet.OpLag:
		if col < int(in.Lag) {
			return 0
		}
		return s.cells[col-int(in.Lag)][in.A]
	}
	return a
}

// A figureSink keeps what the worker reports.
type figureSink map[[2]int][]float64

func (k figureSink) Take(v, column int, figures []float64) {
	k[[2]int{v, column}] = append(k[[2]int{v, column}], figures...)
}
func (k figureSink) TakeSame(v, column int, figure float64, n int) {
	for range n {
		k[[2]int{v, column}] = append(k[[2]int{v, column}], figure)
	}
}
func (figureSink) Count(int, int, int, int, int) {}

// randomSheet draws a sheet with money and numbers, lags, choices and driven inputs.
func randomSheet(t *rapid.T) (*sheet.Sheet, []Driver) {
	years := rapid.IntRange(2, 9).Draw(t, "years")
	s := &sheet.Sheet{}
	for y := range years {
		s.Years = append(s.Years, fmt.Sprint(y))
	}
	var drivers []Driver
	names := map[sheet.Unit][]string{}
	for i := range rapid.IntRange(1, 4).Draw(t, "inputs") {
		unit := sheet.Money // the first input at least, so that money formulas have a leaf
		if i > 0 {
			unit = sheet.Unit(rapid.IntRange(0, 1).Draw(t, "unit"))
		}
		name := fmt.Sprintf("in%d", i)
		values := []decimal.Decimal{decimal.NewFromInt(int64(i + 2))}
		if years > 2 && rapid.Bool().Draw(t, "by year") {
			values = nil
			for y := 1; y < years; y++ {
				values = append(values, decimal.NewFromInt(int64(y)))
			}
		}
		s.AddInput(sheet.Input{Name: name, Unit: unit, Values: values})
		names[unit] = append(names[unit], name)
		if rapid.Bool().Draw(t, "driven") {
			latent := rapid.IntRange(0, len(latents())-1).Draw(t, "latent")
			drivers = append(drivers, Driver{Latent: latent, Input: i, Money: unit == sheet.Money,
				Transform: over(latents()[latent].Process, dist.Normal{Mean: 2, SD: 1 + 9*float64(unit)})})
		}
	}
	rows := rapid.IntRange(1, 12).Draw(t, "rows")
	for i := range rows {
		unit := sheet.Unit(rapid.IntRange(0, 1).Draw(t, "unit"))
		g := exprs{t, names}
		row := sheet.Row{Name: fmt.Sprintf("row%d", i), Unit: unit, Formula: g.of(unit, 3)}
		if rapid.Bool().Draw(t, "opening") {
			row.Opening = g.of(unit, 1)
		}
		s.Add(row)
		names[unit] = append(names[unit], row.Name)
	}
	return s, drivers
}

// exprs draws formulas of a unit from the names known so far; products of money go through small rates, so that
// no figure leaves the limit.
type exprs struct {
	t     *rapid.T
	names map[sheet.Unit][]string
}

func (g exprs) of(u sheet.Unit, depth int) sheet.Expr {
	choice := rapid.IntRange(0, 8).Draw(g.t, "op")
	if depth == 0 || choice < 2 {
		return g.leaf(u)
	}
	a, b := g.of(u, depth-1), g.of(u, depth-1)
	switch choice {
	case 2:
		return a.Plus(b)
	case 3:
		return a.Minus(b)
	case 4:
		return sheet.Min(a, b)
	case 5:
		return sheet.Max(a, b)
	case 6:
		return sheet.If(g.of(sheet.Unit(rapid.IntRange(0, 1).Draw(g.t, "unit")), depth-1), a, b)
	}
	small := sheet.Min(sheet.Num(1), sheet.Max(sheet.Num(-1), g.of(sheet.Number, depth-1).Times(sheet.Num(0.1))))
	return a.Times(small)
}

func (g exprs) leaf(u sheet.Unit) sheet.Expr {
	if u == sheet.Number && (len(g.names[u]) == 0 || rapid.IntRange(0, 5).Draw(g.t, "constant") == 0) {
		return sheet.Num(rapid.SampledFrom([]float64{0, 1, 0.25, -3}).Draw(g.t, "value"))
	}
	return sheet.Ref(rapid.SampledFrom(g.names[u]).Draw(g.t, "name")).
		Ago(rapid.SampledFrom([]int{0, 0, 1, 2, 4}).Draw(g.t, "lag"))
}

// A variant is the same sheet with one input changed, or one driver gone, or nothing at all: a scenario beside the
// baseline.
func variant(t *rapid.T, s *sheet.Sheet, drivers []Driver) (*sheet.Sheet, []Driver) {
	other := &sheet.Sheet{Years: s.Years, Inputs: slices.Clone(s.Inputs), Rows: s.Rows}
	switch rapid.IntRange(0, 2).Draw(t, "change") {
	case 1:
		in := &other.Inputs[rapid.IntRange(0, len(other.Inputs)-1).Draw(t, "changed")]
		in.Values = []decimal.Decimal{decimal.NewFromInt(17)}
	case 2:
		if len(drivers) > 0 {
			drivers = drivers[1:]
		}
	}
	return other, drivers
}

// latents are one of every kind of process, on an innovation held, one that moves and one that is correlated with it:
// several on one, as scenarios have them.
func latents() []Latent {
	return []Latent{
		{0, process.Once{}}, {1, process.EachYear{Persistence: 0.5}}, {1, process.AR1{Persistence: 0.8}},
		{2, process.RandomWalk{}},
		{2, process.MeanReverting{Start: 1, Speed: 0.3}}, {0, process.Shock{Chance: 0.2, Sizes: []float64{2, 3}}},
		{1, process.Shock{Chance: 0.1, Sizes: []float64{-4}, On: process.EachYear{Persistence: 0.5}}},
		{1, process.Regime{Enter: 0.2, Leave: 0.5, Crisis: dist.Uniform{Low: -4, High: -3}}},
		{2, process.Regime{Enter: 0.2, Leave: 0.5, Shift: 5, Stationary: true}},
		{1, process.Bootstrap{History: []float64{1, 2.5, -3, 4, 4}, Block: 3}},
		{2, otherwise{process.Shock{Chance: 0.3, Sizes: []float64{1}, On: process.EachYear{}}}},
	}
}

// Otherwise is an importer's process that has gained a shock by embedding it, and moves in its own way.
type otherwise struct{ process.Shock }

func (otherwise) Next(state, innovation []float64, year int) {
	for i := range state {
		state[i] = -innovation[i]
	}
}

// over is a law as a latent's inputs read it.
func over(move process.Process, law dist.Distribution) dist.Transform {
	if chain, ok := move.(process.Chain); ok {
		return chain.Over(law.Transform())
	}
	return law.Transform()
}

// planFor is a plan of a sheet without scenarios.
func planFor(s *sheet.Sheet) *Plan {
	return &Plan{
		Innovations: []Innovation{{Key: draws.NewKey(1, "a")}, {Key: draws.NewKey(1, "b"), Yearly: true},
			{Key: draws.NewKey(1, "c"), Yearly: true}},
		Groups:  []Group{{Members: []int{1, 2}, Factor: [][]float64{{1}, {0.6, 0.8}}}},
		Latents: latents(),
		Columns: len(s.Years),
	}
}

// Every kind of process is among them.
func TestEveryProcessIsRun(t *testing.T) {
	for _, kind := range process.Kinds() {
		assert.True(t, slices.ContainsFunc(latents(), func(l Latent) bool {
			return l.Process.Kind() == kind.Name
		}), kind.Name)
	}
}

// Whatever the kernels and the size of a block, and whether faults are looked for, the bits are the same, and so is
// what is counted.
func TestKernelsAndBlocksAgree(t *testing.T) {
	testkit.Check(t, 10_000, func(rt *rapid.T) {
		s, drivers := randomSheet(rt)
		p, err := s.Compile()
		require.NoError(t, err)
		plan := planFor(s)
		plan.Scenarios = []Scenario{{Program: p, Drivers: drivers}}
		for row := range p.Rows {
			plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(row)})
			for _, m := range measure.Kinds() {
				plan.Questions = append(plan.Questions, Question{Versus: -1, Slot: p.RowSlot(row), Measure: m})
			}
		}
		results := map[string]tally{}
		for _, name := range kernel.Names() {
			restore, ok := kernel.Use(name)
			if !ok {
				continue
			}
			for _, size := range []int{0, 100_000, cache} {
				k := tally{figureSink{}, map[[2]int]int{}}
				require.NoError(t, NewWorker(compiled(t, plan, size)).Run(context.Background(), 7, 300, k))
				results[fmt.Sprintf("%s, %d bytes", name, size)] = k
			}
			again, k := *plan, tally{figureSink{}, map[[2]int]int{}}
			again.Sound = true
			require.NoError(t, NewWorker(compiled(t, &again, cache)).Run(context.Background(), 7, 300, k))
			results[name+", sound"] = k
			restore()
		}
		want := results["go, 0 bytes"]
		for name, got := range results {
			require.Equal(rt, want.counts, got.counts, name)
			for place, figures := range want.figureSink {
				for i, x := range figures {
					if math.Float64bits(x) != math.Float64bits(got.figureSink[place][i]) {
						rt.Fatalf("%s: value %d, column %d, path %d: %v, not %v", name, place[0], place[1], i,
							got.figureSink[place][i], x)
					}
				}
			}
		}
	})
}

// A tally keeps figures and counts answers.
type tally struct {
	figureSink
	counts map[[2]int]int
}

func (k tally) Count(q, column int, yes, _, _ int) { k.counts[[2]int{q, column}] += yes }

// Column by column or figure by figure, the bits are the same: lags, rings, fused rounding, reused temporaries, rows
// worked out beforehand and rows shared between scenarios change nothing. 10⁵ sheets deep.
func TestBlocksAgreeWithScalars(t *testing.T) {
	testkit.Check(t, 100_000, func(rt *rapid.T) {
		s, drivers := randomSheet(rt)
		plan := planFor(s)
		type place struct {
			scenario int
			slot     int32
		}
		at := map[place]int{}
		for i := range 2 {
			if i == 1 {
				s, drivers = variant(rt, s, drivers)
			}
			p, err := s.Compile()
			require.NoError(t, err)
			plan.Scenarios = append(plan.Scenarios, Scenario{Program: p, Drivers: drivers})
			for slot := range p.RowSlot(len(p.Rows)) {
				at[place{i, slot}] = len(plan.Values)
				plan.Values = append(plan.Values, Value{Of: i, Versus: -1, Slot: slot})
			}
		}
		const n = 9
		sink := figureSink{}
		code := compiled(t, plan, cache)
		require.NoError(t, NewWorker(code).Run(context.Background(), 3, n, sink))
		for i, scenario := range plan.Scenarios {
			p := scenario.Program
			figure := func(slot int32, col, path int) float64 {
				return sink[[2]int{code.Place(at[place{i, slot}]), col}][path]
			}
			for path := range n {
				inputs := make([][]float64, len(p.Inputs))
				for k := range inputs {
					for col := range p.Years {
						inputs[k] = append(inputs[k], figure(p.InputSlot(k), col, path))
					}
				}
				reference := &scalar{p: p}
				reference.run(inputs)
				for slot := range p.RowSlot(len(p.Rows)) {
					for col := range p.Years {
						if want, got := reference.cells[col][slot],
							figure(slot, col, path); math.Float64bits(want) != math.Float64bits(got) {
							rt.Fatalf("scenario %d, slot %d, column %d: %v by columns, %v by figures", i, slot, col,
								got, want)
						}
					}
				}
			}
		}
	})
}

// Where one driver holds for all years and another decides one of them, the second counts in that year, and only there,
// whatever way the two are computed.
func TestALaterDriverDecidesItsYear(t *testing.T) {
	s := &sheet.Sheet{Years: []string{"0", "1", "2", "3"}}
	value := []decimal.Decimal{decimal.NewFromInt(1)}
	s.AddInput(sheet.Input{Name: "x", Values: slices.Concat(value, value, value)})
	s.Add(sheet.Row{Name: "row", Formula: sheet.Ref("x").Plus(sheet.Ref("x").Ago(1).Times(sheet.Num(0)))})
	p, err := s.Compile()
	require.NoError(t, err)
	high, low := dist.Normal{Mean: 100, SD: 1}, dist.Normal{Mean: -100, SD: 1}
	uneven := dist.PERT{Low: 90, Mode: 100, High: 120}
	for _, c := range []struct {
		latent int
		law    dist.Distribution
	}{{0, high}, {0, uneven}, {1, high}, {1, uneven}} {
		plan := planFor(s)
		plan.Scenarios = []Scenario{{Program: p, Drivers: []Driver{
			{Latent: c.latent, Transform: c.law.Transform()}, {Latent: 1, Column: 2, Transform: low.Transform()}}}}
		plan.Values = []Value{{Versus: -1, Slot: p.RowSlot(0)}}
		sink := figureSink{}
		require.NoError(t, NewWorker(compiled(t, plan, cache)).Run(context.Background(), 0, 1100, sink))
		for col := 1; col < 4; col++ {
			for _, x := range sink[[2]int{0, col}] {
				if col == 2 {
					x = -x
				}
				require.Greater(t, x, 50.0, "latent %d, %s, column %d", c.latent, c.law.Kind(), col)
			}
		}
	}
}

// What no change touches stands once; what nobody asked for, and what no driver reaches, is not computed at all.
func TestScenariosShare(t *testing.T) {
	build := func(growth int64) *sheet.Program {
		s := &sheet.Sheet{Years: []string{"0", "1", "2"}}
		s.AddInput(sheet.Input{Name: "growth", Values: []decimal.Decimal{decimal.NewFromInt(growth)}},
			sheet.Input{Name: "need", Values: []decimal.Decimal{decimal.NewFromInt(1)}})
		s.Add(sheet.Row{Name: "funding", Opening: sheet.Num(1),
			Formula: sheet.Last("funding").Times(sheet.Ref("growth"))},
			sheet.Row{Name: "cost", Opening: sheet.Num(1), Formula: sheet.Last("cost").Times(sheet.Ref("need"))},
			sheet.Row{Name: "unasked", Formula: sheet.Ref("cost").Times(sheet.Ref("cost"))},
			sheet.Row{Name: "balance", Formula: sheet.Ref("funding").Minus(sheet.Ref("cost"))})
		p, err := s.Compile()
		require.NoError(t, err)
		return p
	}
	plan := &Plan{Innovations: []Innovation{{Key: 1, Yearly: true}}, Latents: []Latent{{0, process.EachYear{}}},
		Columns: 3}
	for i := range 50 {
		p := build(int64(i + 1))
		plan.Scenarios = append(plan.Scenarios,
			Scenario{Program: p, Drivers: []Driver{{Input: 1, Transform: dist.Normal{Mean: 1, SD: 0.1}.Transform()}}})
		balance, _ := p.Slot("balance")
		plan.Values = append(plan.Values, Value{Of: i, Versus: -1, Slot: balance})
	}
	c := compiled(t, plan, cache)
	assert.Len(t, c.drivers, 1)
	assert.Equal(t, 2+50, c.Steps(), "cost once, a lag and a product, and a balance for each")
}

// A worker allocates nothing once it is made.
func TestNoAllocationPerBlock(t *testing.T) {
	s := &sheet.Sheet{Years: []string{"0", "1", "2", "3", "4", "5"}}
	s.AddInput(sheet.Input{Name: "x", Values: []decimal.Decimal{decimal.NewFromInt(1)}})
	s.Add(sheet.Row{Name: "sum", Formula: sheet.Last("sum").Plus(sheet.Ref("x"))})
	p, err := s.Compile()
	require.NoError(t, err)
	w := NewWorker(compiled(t, &Plan{
		Innovations: []Innovation{{Key: 1, Yearly: true}}, Latents: []Latent{{0, process.EachYear{Persistence: 0.5}}},
		Columns: 6, Scenarios: []Scenario{{Program: p, Drivers: []Driver{{Transform: dist.Normal{SD: 1}.Transform()}}}},
		Values: []Value{{Versus: -1, Slot: p.RowSlot(0)}},
	}, cache))
	assert.Zero(t, testing.AllocsPerRun(20, func() { _ = w.Run(context.Background(), 0, BlockPaths, nothing{}) }))
}

type nothing struct{}

func (nothing) Take(int, int, []float64)        {}
func (nothing) TakeSame(int, int, float64, int) {}
func (nothing) Count(int, int, int, int, int)   {}

// compiled is a plan's code.
func compiled(t testing.TB, p *Plan, cache int) *Code {
	t.Helper()
	c, err := compile(context.Background(), p, cache)
	require.NoError(t, err)
	return c
}
