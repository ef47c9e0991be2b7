package sheet_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A program and a ledger that are made like others are those that are made from the start, with figures written alike,
// whichever values differ, and so are their errors.
func TestLikeIsTheSameAsFromTheStart(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	base := likeSheet(100, 50, 25)
	p := compile(t, base)
	like, err := p.Exact(nil)
	require.NoError(t, err)
	kept := 0
	for range 300 {
		s := likeSheet(float64(rng.IntN(3)*50), float64(rng.IntN(3)*25), float64(rng.IntN(5)-1))
		if rng.IntN(4) == 0 {
			s.Rows[rng.IntN(len(s.Rows))].Formula = sheet.Ref("x").Plus(sheet.Ref("z"))
		}
		if rng.IntN(8) == 0 {
			s.Inputs[0].Values[0] = decimal.RequireFromString("0.5") // is no whole penny
		}
		fresh, freshErr := s.Compile()
		again, err := s.CompileLike(context.Background(), p)
		require.Equal(t, freshErr, err)
		if err != nil {
			continue
		}
		require.Equal(t, fresh, again)
		if &again.Year[0] == &p.Year[0] {
			kept++
		}
		want, wantErr := fresh.Exact(nil)
		got, err := again.ExactLike(context.Background(), nil, like)
		require.Equal(t, wantErr, err)
		for _, row := range fresh.Rows {
			for col := 0; err == nil && col < len(fresh.Years); col++ {
				a, _ := want.At(row.Name, col)
				b, _ := got.At(row.Name, col)
				require.True(t, a.Equal(b) && a.Exponent() == b.Exponent(), "%s in %d: %s and %s", row.Name, col, a, b)
			}
		}
	}
	assert.Greater(t, kept, 100)
}

// likeSheet has lags, choices, and a quotient that may be by zero.
func likeSheet(x, y, z float64) *sheet.Sheet {
	s := &sheet.Sheet{Years: years(4), Inputs: []sheet.Input{given("x", sheet.Money, x),
		given("y", sheet.Money, y, y, 1, y), given("z", sheet.Number, z), given("r", sheet.Number, 0.3)}}
	s.Add(
		money("sum", ref("x").Plus(ref("y"))), money("carried", last("carried").Plus(ref("sum"))),
		money("part", ref("x").Times(ref("r"))), money("alone", last("alone").Plus(ref("part"))),
		money("choice", sheet.If(ref("x").Minus(ref("y")), ref("x"), ref("carried"))),
		rate("third", sheet.If(ref("r").Minus(sheet.Num(1)), ref("r"), ref("z"))),
		money("two ago", ref("choice").Ago(2)), rate("ratio", ref("r").Over(ref("z"))),
	)
	return s
}

func TestLikeStopsAndTakesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := compile(t, likeSheet(1, 1, 1))
	_, err := likeSheet(2, 1, 1).CompileLike(ctx, p)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = p.ExactLike(ctx, nil, exact(t, likeSheet(1, 1, 1)))
	assert.ErrorIs(t, err, context.Canceled)
	var none context.Context
	_, err = (*sheet.Sheet)(nil).CompileLike(none, nil)
	assert.ErrorContains(t, err, "a sheet needs an opening year")
	l, err := (*sheet.Program)(nil).ExactLike(none, nil, nil)
	assert.NoError(t, err)
	assert.Equal(t, new(sheet.Program), l.Program)
}
