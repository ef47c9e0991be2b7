package ask

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// randomSheet has rows of all operations over three inputs, rows above and earlier years.
func randomSheet(r *rand.Rand) *sheet.Sheet {
	s := &sheet.Sheet{Years: []string{"2025/26", "2026/27", "2027/28", "2028/29"}}
	for i := range 3 {
		x := sheet.Input{Name: fmt.Sprintf("x%d", i), Unit: sheet.Number}
		for range 1 + 2*r.IntN(2) {
			x.Values = append(x.Values, decimal.NewFromFloat(0.5+r.Float64()))
		}
		s.AddInput(x)
	}
	pick := func(rows int) sheet.Expr {
		switch k := r.IntN(3 + 2*rows); {
		case k < 3:
			return sheet.Ref(fmt.Sprintf("x%d", k))
		case k < 3+rows:
			return sheet.Ref(fmt.Sprintf("r%d", k-3))
		default:
			return sheet.Ref(fmt.Sprintf("r%d", k-3-rows)).Ago(1 + r.IntN(2))
		}
	}
	for i := range 8 {
		a, b, c := pick(i), pick(i), pick(i)
		one := sheet.Num(1)
		forms := []sheet.Expr{a.Plus(b), a.Minus(b), a.Times(b), sheet.Min(a, b), sheet.Max(a, b),
			a.Over(one.Plus(b.Times(b))), sheet.If(a.Minus(b), a, b), a.Times(b.Plus(c)).Minus(c.Times(one.Plus(a)))}
		s.Add(sheet.Row{Name: fmt.Sprintf("r%d", i), Unit: sheet.Number, Opening: one,
			Formula: forms[r.IntN(len(forms))]})
	}
	return s
}

// The derivative of a row is what a little more of an input in all years adds and a little less takes off, over random
// programs. Where the two differ a path sits near a bend, which few do.
func TestSlopesAreDifferences(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 16))
	bent, all := 0, 0
	for range testkit.Deep(1000, 200) {
		program, err := randomSheet(r).Compile()
		require.NoError(t, err)
		place := codeOf(program, program.Year).at[program.RowSlot(7)]
		at := func(input int, by float64) float64 {
			moved := newTape(program, 3, 1)
			for year := range moved.values {
				if year > 0 || len(program.Inputs[input].Values) == 1 {
					moved.values[year][len(program.Consts)+input][0] += by
				}
			}
			moved.forward()
			return moved.values[3][place][0]
		}
		back := newTape(program, 3, 1)
		back.forward()
		back.back(place, false)
		for input := range program.Inputs {
			const h = 1e-5
			now := at(input, 0)
			more, less := (at(input, h)-now)/h, (now-at(input, -h))/h
			all++
			if math.Abs(more-less) > 1e-2*max(1, math.Abs(more)) {
				bent++
				continue
			}
			slope := 0.0
			for year := range back.slopes {
				if i := len(program.Consts) + input; back.reached[year][i] &&
					(year > 0 || len(program.Inputs[input].Values) == 1) {
					slope += back.slopes[year][i][0]
				}
			}
			assert.InDelta(t, (more+less)/2, slope, 1e-2*max(1, math.Abs(slope)), "input %d", input)
		}
	}
	assert.Less(t, 20*bent, all)
}

// In the shipped examples the derivative is nearly what a run with a little more of the number says.
func TestSlopesAreNearPairedDifferences(t *testing.T) {
	for _, name := range []string{"settlement", "board", "today", "system"} {
		spec, err := file.Read("../../examples/" + name + "/" + name + ".yaml")
		require.NoError(t, err)
		s, err := New(context.Background(), spec, scenario.Options{Paths: 4000})
		require.NoError(t, err)
		m, err := s.vary(variation{})
		require.NoError(t, err)
		inputs, err := m.Inputs()
		require.NoError(t, err)
		f, err := s.Figure("mean of balance")
		require.NoError(t, err)
		q := &gradient{Study: s, figure: f}
		q.base, err = s.each(context.Background(), f, variation{})
		require.NoError(t, err)
		nudges, err := q.slopes(context.Background(), m, inputs)
		require.NoError(t, err)
		derived := 0
		for _, n := range nudges {
			if n.paired {
				continue
			}
			derived++
			more, ok, err := q.more(context.Background(), n.number)
			require.NoError(t, err)
			require.True(t, ok)
			got := n.sum.estimate()
			assert.InDelta(t, more.Value, got.Value, 0.05*math.Abs(more.Value)+2*more.HalfWidth()+1, "%s: %s", name,
				n.number.Input)
		}
		assert.Greater(t, derived, 5, name)
		t.Logf("%s: %d of %d from one pass", name, derived, len(nudges))
	}
}
