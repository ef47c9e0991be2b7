package engine

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// revalued gives some inputs of a plan other values, also to several scenarios alike, and some drivers other laws.
func revalued(plan *Plan, rng *rand.Rand) *Plan {
	p := *plan
	p.Scenarios = slices.Clone(p.Scenarios)
	same := rng.IntN(2) == 0
	values := func() decimal.Decimal { return decimal.NewFromInt([]int64{0, 1, 2, 5, -5, 7, 1 << 52}[rng.IntN(7)]) }
	input, value := rng.IntN(len(p.Scenarios[0].Program.Inputs)), values()
	for i, s := range p.Scenarios {
		program := *s.Program
		program.Inputs = slices.Clone(program.Inputs)
		if !same {
			input, value = rng.IntN(len(program.Inputs)), values()
		}
		program.Inputs[input].Values = []decimal.Decimal{value}
		p.Scenarios[i].Program, p.Scenarios[i].Drivers = &program, slices.Clone(s.Drivers)
		driver := &p.Scenarios[i].Drivers[rng.IntN(len(s.Drivers))]
		if _, stated := driver.Transform.(process.Stated); !stated {
			driver.Transform = dist.Normal{Mean: float64(rng.IntN(3)), SD: float64(1 + rng.IntN(2))}.Transform()
		}
	}
	return &p
}

// decidedByScalars has rows that are certain, or a fault, by whether an input is zero or what its sign is.
func decidedByScalars(t *testing.T) *Plan {
	x, plus, rate, none := sheet.Ref("x"), sheet.Ref("plus"), sheet.Ref("rate"), sheet.Ref("nil")
	money := func(name string, formula sheet.Expr) sheet.Row {
		return sheet.Row{Name: name, Unit: sheet.Money, Formula: formula}
	}
	rows := []sheet.Row{
		money("product", x.Times(rate)), money("limited", sheet.Min(none, sheet.Max(x, none))),
		money("quotient", x.Plus(plus.Over(rate))), money("chosen", sheet.If(rate, plus, x)),
		money("at least", sheet.Max(x, none).Plus(plus)),
	}
	p := amounts(t, rows...)
	plan := uncertain(p)
	for row := range rows {
		plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(row)})
		plan.Questions = append(plan.Questions, Question{Versus: -1, Slot: p.RowSlot(row), Measure: measure.InYear{}})
	}
	return plan
}

// Whatever a compiler keeps, its code is that of a plan compiled from the start: instruction by instruction, scalar by
// scalar, with all that is certain.
func TestKeptCodeIsTheSame(t *testing.T) {
	sound := planOfEveryKind(t)
	sound.Sound = true
	for name, plan := range map[string]*Plan{"every kind": planOfEveryKind(t), "sound": sound,
		"draws": drawPlan(t, 5, dist.Normal{Mean: 2, SD: 3}), "drivers of years": driversOfYears(t),
		"zeros and signs": decidedByScalars(t)} {
		rng := rand.New(rand.NewPCG(1, 5))
		var k Compiler
		plans := testkit.Deep(3000, 150)
		for at := plan; plans > 0; plans-- {
			if at = revalued(at, rng); rng.IntN(5) == 0 {
				at = plan
			}
			c, err := k.Compile(t.Context(), at)
			require.NoError(t, err)
			require.Equal(t, listed(t, at), listedCode(t, at, c), name)
			assert.LessOrEqual(t, len(k.shapes), mostShapes)
		}
		t.Logf("%s: %d with a structure of their own", name, k.Whole())
	}
}

func TestACompilerStops(t *testing.T) {
	var k Compiler
	ctx, cancel := context.WithCancel(t.Context())
	_, err := k.Compile(ctx, planOfEveryKind(t))
	require.NoError(t, err)
	cancel()
	_, err = k.Compile(ctx, planOfEveryKind(t))
	assert.ErrorIs(t, err, context.Canceled)
}

// A compiler makes a structure once, as long as it is among those used last.
func TestACompilerKeepsWhatItUsedLast(t *testing.T) {
	var k Compiler
	used := func(p *Plan) int {
		_, err := k.Compile(t.Context(), p)
		require.NoError(t, err)
		return k.Whole()
	}
	structures := []*Plan{planOfEveryKind(t)}
	for range mostShapes {
		other := *structures[len(structures)-1]
		other.Values = other.Values[1:]
		structures = append(structures, &other)
	}
	for i, p := range structures[:mostShapes] {
		assert.Equal(t, i+1, used(p))
		assert.Equal(t, i+1, used(p), "kept")
	}
	assert.Equal(t, mostShapes, used(structures[0]), "kept, and now the one used last")
	assert.Equal(t, mostShapes+1, used(structures[mostShapes]))
	assert.Equal(t, mostShapes+1, used(structures[0]), "still kept")
	assert.Equal(t, mostShapes+1, used(structures[2]), "and so is the last of them")
	assert.Equal(t, mostShapes+2, used(structures[1]), "the one used least recently was forgotten")
}
