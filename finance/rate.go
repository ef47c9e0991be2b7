package finance

import (
	"math"

	"github.com/shopspring/decimal"
)

// A Rate is a fraction: 0.034 is 3.4%. Growth rates are per year. In exact arithmetic it is the shortest decimal that
// reads back as the same float64, so 0.034 is exactly 0.034.
type Rate float64

// decimal is the rate in exact arithmetic; zero for a rate that is not finite (Validate reports it).
func (r Rate) decimal() decimal.Decimal {
	if !r.finite() {
		return decimal.Zero
	}
	return decimal.NewFromFloat(float64(r))
}

func (r Rate) finite() bool { return !math.IsNaN(float64(r)) && !math.IsInf(float64(r), 0) }

// String writes the rate as a percentage: 3.4%.
func (r Rate) String() string {
	if !r.finite() {
		return "not a number"
	}
	return r.decimal().Shift(2).String() + "%"
}

// decimals turns a series into exact numbers, money in pence.
func decimals[T interface{ exact() decimal.Decimal }](values []T) []decimal.Decimal {
	d := make([]decimal.Decimal, len(values))
	for i, v := range values {
		d[i] = v.exact()
	}
	return d
}

func (r Rate) exact() decimal.Decimal   { return r.decimal() }
func (a Amount) exact() decimal.Decimal { return a.pence() }
