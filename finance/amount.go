package finance

import (
	"math/big"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
)

// An Amount is a sum of money in whole pence (hundredths of the currency's unit), signed: a deficit is negative.
// Because the units below are untyped constants, a literal such as 114.6 * finance.Billion is exact, and
// one that is not whole pence does not compile.
type Amount int64

// Units of money, in pence, for an [Amount]. Money in a float64, for a law or a search, is in the currency's unit:
// there £90m is 90e6, not 90 * Million.
const (
	Penny    = 1
	Pound    = 100 * Penny
	Thousand = 1_000 * Pound
	Million  = 1_000 * Thousand
	Billion  = 1_000 * Million
)

// MaxAmount is the largest magnitude of an Amount in a model, 2⁵¹ pence (about £22,500bn).
const MaxAmount Amount = sheet.MaxPence

// Decimal is the amount in the currency's unit (pounds), exactly.
func (a Amount) Decimal() decimal.Decimal { return decimal.New(int64(a), -2) }

// pence is the amount as the sheet holds it.
func (a Amount) pence() decimal.Decimal { return decimal.NewFromInt(int64(a)) }

// String writes the amount in the currency's unit with thousands separators: -2,550,000,000.00.
func (a Amount) String() string { return group(a.Decimal().StringFixed(2)) }

// group puts commas between thousands of a plain decimal number.
func group(number string) string {
	sign := ""
	if strings.HasPrefix(number, "-") {
		sign, number = "-", number[1:]
	}
	whole, fraction, _ := strings.Cut(number, ".")
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return sign + b.String()
}

// Split shares out the amount in proportion to weights, to the penny, by largest remainder (Hamilton's method): every
// share is rounded down, and the remaining pence go, one each, to the largest remainders; in a tie to the one listed
// first. A negative amount is split as its absolute value. Zero weights get zero. Adding a weight can move a penny
// between two others (the Alabama paradox). It is an error if a weight is negative or if none is positive.
func (a Amount) Split(weights []int64) ([]Amount, error) {
	total := new(big.Int)
	for i, w := range weights {
		if w < 0 {
			return nil, fault.OutOfRange.Found("weight %d is %d", i+1, w).Want("weights must be zero or more")
		}
		total.Add(total, big.NewInt(w))
	}
	if total.Sign() == 0 {
		return nil, fault.Missing.Found("no weight is above zero, so there is nothing to split by")
	}
	sign := Amount(1)
	if a < 0 {
		sign = -1
	}
	shares := make([]Amount, len(weights))
	remainders := make([]*big.Int, len(weights))
	left := new(big.Int).Abs(big.NewInt(int64(a)))
	for i, w := range weights {
		product := new(big.Int).Mul(new(big.Int).Abs(big.NewInt(int64(a))), big.NewInt(w))
		share := new(big.Int)
		share, remainders[i] = share.QuoRem(product, total, new(big.Int))
		shares[i] = sign * Amount(share.Int64())
		left.Sub(left, share)
	}
	for range left.Int64() {
		i := largest(remainders)
		shares[i] += sign
		remainders[i].SetInt64(-1)
	}
	return shares, nil
}

// largest is the index of the first largest number.
func largest(numbers []*big.Int) int {
	best := 0
	for i, n := range numbers {
		if n.Cmp(numbers[best]) > 0 {
			best = i
		}
	}
	return best
}
