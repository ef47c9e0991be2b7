package float

import (
	"fmt"
	"math"
	"math/big"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// A Tally counts the cells in which the float64 reader was compared with exact ledgers.
type Tally struct {
	Money   int // cells of money
	Penny   int // of them, bound to agree to the last penny
	Off     int // of them, in which the readers do differ
	Numbers int // cells of numbers
	Tight   int // of them, bound to agree to twelve digits
	Refused int // ledgers that the float64 reader refuses
}

// String is the counts in a line.
func (c Tally) String() string {
	return fmt.Sprintf(
		"%d money cells, %d of them bound to the penny, %d off; %d numbers, %d of them bound to twelve digits; "+
			"%d ledgers refused", c.Money, c.Penny, c.Off, c.Numbers, c.Tight, c.Refused)
}

// Compare runs the ledger's program in float64 and requires that every row is within the ledger's bound in every
// column, and that check rows are exactly zero. A ledger that float64 refuses, after a division by what is next to
// nothing, makes no promise.
func (c *Tally) Compare(t require.TestingT, l *sheet.Ledger) {
	p, bound := l.Program, l.Bound()
	floats, ok := Run(p)
	if !ok {
		c.Refused++
		return
	}
	for i, r := range p.Rows {
		for col := range p.Years {
			exact, _ := l.At(r.Name, col)
			limit, ok := bound.At(r.Name, col)
			require.True(t, ok)
			f := floats[col][p.RowSlot(i)]
			apart := distance(f, exact)
			require.LessOrEqual(t, apart, limit, "%s in %s: float %v, exact %s", r.Name, p.Years[col], f, exact)
			if r.Check {
				require.Zero(t, f, r.Name)
			}
			c.count(r.Unit, exact.Abs().InexactFloat64(), apart, limit)
		}
	}
}

func (c *Tally) count(unit sheet.Unit, size, apart, limit float64) {
	if unit == sheet.Money {
		c.Money++
		c.Penny += one(limit == 0)
		c.Off += one(apart > 0)
		return
	}
	c.Numbers++
	c.Tight += one(limit <= 1e-12*max(1, size))
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// distance is |f − d|, worked out exactly.
func distance(f float64, d decimal.Decimal) float64 {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return math.Inf(1)
	}
	apart, _ := new(big.Rat).Sub(new(big.Rat).SetFloat64(f), d.Rat()).Float64()
	return math.Abs(apart)
}
