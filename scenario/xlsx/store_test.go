package xlsx

import (
	"math"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Cells come out of a store as they went in, whatever stands before and behind them: numbers, texts of their own and
// shared ones, formulas, and cells larger than a piece.
func TestCellsAreKeptAsTheyAre(t *testing.T) {
	testkit.CheckSome(t, 20_000, 200, func(t *rapid.T) {
		s := store{texts: []string{"a", "", strings.Repeat("shared ", 400)}}
		sizes := rapid.SampledFrom([]int{0, 1, 127, 128, 5_000, pieceSize - 20, pieceSize, pieceSize + 5_000})
		said := func(what string) string { return strings.Repeat("x", sizes.Draw(t, what)) }
		var cells []cell
		var places []place
		for range rapid.IntRange(1, 40).Draw(t, "cells") {
			c, shared := cell{kind: rapid.SampledFrom([]kind{nothing, text, number, failed}).Draw(t, "kind")}, -1
			c.format = format{percent: rapid.Bool().Draw(t, "percent"), date: rapid.Bool().Draw(t, "date")}
			switch {
			case c.kind == number:
				c.number = rapid.SampledFrom([]float64{0, -1.5, 3e300, math.Inf(1), 0.1}).Draw(t, "number")
			case c.kind == text && rapid.Bool().Draw(t, "shared"):
				shared = rapid.IntRange(0, len(s.texts)-1).Draw(t, "number of the text")
				c.text = s.texts[shared]
			default:
				c.text = said("text")
			}
			if c.live = rapid.Bool().Draw(t, "live"); c.live {
				c.formula = said("formula")
			}
			cells = append(cells, c)
			places = append(places, s.keep(c, []byte(c.text), []byte(c.formula), shared))
		}
		for i, c := range cells {
			require.Equal(t, c, s.cell(places[i]))
		}
	})
}
