package sheet

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// Unit says what a row measures. It decides which formulas make sense and where results are rounded.
type Unit uint8

const (
	// Number is a pure number: a rate as a fraction (0.034 is 3.4%), an index, a share, a ratio.
	Number Unit = iota
	// Money is whole pence (hundredths of the currency's unit). Every product or quotient that is money is rounded to
	// the penny, half away from zero.
	Money
	// anyUnit is the unit of the constant zero, which fits with both units.
	anyUnit
)

// String returns "number" or "money".
func (u Unit) String() string {
	switch u {
	case Number:
		return "number"
	case Money:
		return "money"
	}
	return "any"
}

// MaxPence is the largest magnitude of a money cell, 2⁵¹ pence (about £22,500bn): sums of a few such
// cells are still exact in a float64.
const MaxPence = 1 << 51

// maxExponent bounds the decimal exponent of a given number, well beyond the exponent of any float64: the decimal
// library would write out a number with a larger one digit by digit.
const maxExponent = 400

func tame(d decimal.Decimal) bool { return d.Exponent() >= -maxExponent && d.Exponent() <= maxExponent }

// refuses says what is wrong with a given number; empty if nothing.
func (u Unit) refuses(d decimal.Decimal) string {
	switch {
	case !tame(d):
		return fmt.Sprintf("a number has the exponent %d, beyond ±%d", d.Exponent(), maxExponent)
	case u == Money && (!d.IsInteger() || d.Abs().GreaterThan(maxPence())):
		return d.String() + " is not a number of whole pence within ±2⁵¹"
	}
	return ""
}

// fits reports whether two operands of a sum, minimum or choice fit together, and their unit.
func fits(a, b Unit) (Unit, bool) {
	switch {
	case a == b || b == anyUnit:
		return a, true
	case a == anyUnit:
		return b, true
	}
	return a, false
}

// product is the unit of a × b: money × number is money, money × money has no unit here.
func product(a, b Unit) (Unit, bool) {
	a, b = settled(a), settled(b)
	if a == Money && b == Money {
		return Number, false
	}
	return max(a, b), true
}

// quotient is the unit of a ÷ b: money ÷ money is a number, number ÷ money has no unit here.
func quotient(a, b Unit) (Unit, bool) {
	a, b = settled(a), settled(b)
	switch {
	case a == b:
		return Number, true
	case b == Money:
		return Number, false
	}
	return Money, true
}

func settled(u Unit) Unit {
	if u == anyUnit {
		return Number
	}
	return u
}
