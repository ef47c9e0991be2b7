package finance

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance/fault"
)

// maxText is the longest text of a number that is read; it keeps hostile input from the decimal library.
const maxText = 40

// maxDigits is how many significant digits a rate may have, so that it survives as a float64. A rate with more digits
// may be a float64 as a program writes it; then it survives too.
const maxDigits = 15

// ParseAmount reads money: "£114.6bn", "-2.55bn", "£250m", "£1,200k", "£3.70". symbol is the currency's sign or code,
// which may come before the number. A number without unit or symbol is refused, except 0.
func ParseAmount(text, symbol string) (Amount, error) {
	if len(text) > maxText {
		return 0, fault.TooLarge.Found("%s is longer than %d characters", fault.Quote(text), maxText)
	}
	a, f := amountIn(text, symbol)
	switch {
	case f.Kind == "":
		return a, nil
	case f.Found == "":
		return 0, misreadAmount(text, symbol)
	}
	return 0, f
}

// amountIn reads money. If the text is not money, the fault has only its kind.
func amountIn(text, symbol string) (Amount, fault.Fault) {
	rest := strings.ReplaceAll(strings.TrimSpace(text), "−", "-")
	negative := strings.HasPrefix(rest, "-")
	rest, marked := strings.CutPrefix(strings.TrimPrefix(rest, "-"), symbol)
	marked = marked && symbol != ""
	if !negative && marked {
		rest, negative = strings.CutPrefix(strings.TrimSpace(rest), "-")
	}
	digits, scale, unit := cutUnit(strings.TrimSpace(rest))
	d, err := plainNumber(digits)
	if err != nil {
		return 0, fault.Fault{Kind: fault.Unreadable}
	}
	pence := d.Mul(decimal.NewFromInt(scale))
	if !pence.IsInteger() {
		return 0, fault.Unreadable.Found("%s is not a whole number of pence", fault.Quote(text))
	}
	if pence.GreaterThan(MaxAmount.pence()) {
		return 0, fault.OutOfRange.Found("%s is more than the largest amount, about %s22,500bn", fault.Quote(text),
			symbol)
	}
	if unit == "" && !marked && !d.IsZero() {
		if negative {
			symbol = "-" + symbol
		}
		return 0, fault.Unreadable.Found("%s has no unit", fault.Quote(text)).Suggest(inUnits(symbol, d))
	}
	if negative {
		pence = pence.Neg()
	}
	return Amount(pence.IntPart()), fault.Fault{}
}

// inUnits lists what a number without a unit may mean; a number of a million or more is written out in full.
func inUnits(symbol string, d decimal.Decimal) string {
	amount := symbol + group(d.String())
	if d.GreaterThanOrEqual(decimal.NewFromInt(Million / Pound)) {
		return amount
	}
	return amount + "bn, " + amount + "m or " + amount
}

// cutUnit takes the unit off the end of an amount and gives its size in pence.
func cutUnit(text string) (digits string, scale int64, unit string) {
	for _, u := range []struct {
		name  string
		scale int64
	}{
		{"billion", Billion}, {"bn", Billion}, {"million", Million}, {"m", Million}, {"thousand", Thousand},
		{"k", Thousand},
	} {
		if digits, ok := strings.CutSuffix(text, u.name); ok {
			return strings.TrimSpace(digits), u.scale, u.name
		}
	}
	return text, Pound, ""
}

// plainNumber reads digits with an optional fraction and optional commas between thousands; nothing else, so no sign,
// no exponent, no hexadecimal, no infinity.
func plainNumber(text string) (decimal.Decimal, error) {
	bad := fault.Unreadable.Found("%s is not a plain number", fault.Quote(text))
	whole, fraction, dotted := strings.Cut(text, ".")
	if groups := strings.Split(whole, ","); len(groups) > 1 {
		for i, g := range groups {
			if len(g) == 0 || len(g) > 3 || (i > 0 && len(g) != 3) {
				return decimal.Zero, bad
			}
		}
		whole = strings.Join(groups, "")
	}
	if !allDigits(whole) || (dotted && !allDigits(fraction)) || len(whole)+len(fraction) > maxText {
		return decimal.Zero, bad
	}
	if dotted {
		whole += "." + fraction
	}
	return decimal.NewFromString(whole)
}

func allDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// survives reports whether a number is the shortest that reads back as its float64, which is what programs write.
func survives(d decimal.Decimal) bool { return decimal.NewFromFloat(d.InexactFloat64()).Equal(d) }

// ParseRate reads a rate: "3.4%" or the fraction "0.034". A bare number above 1 in size is refused, with the question
// whether a percentage was meant; above 100, which would not be a rate as a percentage either, without the question.
func ParseRate(text string) (Rate, error) {
	if len(text) > maxText {
		return 0, fault.TooLarge.Found("%s is longer than %d characters", fault.Quote(text), maxText)
	}
	r, f := rateIn(text)
	switch {
	case f.Kind == "":
		return r, nil
	case f.Found == "":
		return 0, misreadRate(text)
	}
	return 0, f
}

// rateIn reads a rate. If the text is not a rate, the fault has only its kind.
func rateIn(text string) (Rate, fault.Fault) {
	rest := strings.ReplaceAll(strings.TrimSpace(text), "−", "-")
	rest, negative := strings.CutPrefix(rest, "-")
	digits, percent := strings.CutSuffix(rest, "%")
	d, err := plainNumber(strings.TrimSpace(digits))
	if err != nil {
		return 0, fault.Fault{Kind: fault.Unreadable}
	}
	if negative {
		d = d.Neg()
	}
	if !percent && d.Abs().GreaterThan(decimal.NewFromInt(100)) {
		return 0, fault.OutOfRange.Found("%s is %s%%", d, d.Shift(2)).Want("write a rate such as 3.4%%")
	}
	if !percent && d.Abs().GreaterThan(decimal.NewFromInt(1)) {
		return 0, fault.OutOfRange.Found("%s is %s%%", d, d.Shift(2)).Suggest(d.String() + "%")
	}
	if percent {
		d = d.Shift(-2)
	}
	if d.NumDigits() > maxDigits && !survives(d) {
		return 0, fault.Unreadable.Found("%s has more than %d significant digits", fault.Quote(text), maxDigits)
	}
	return Rate(d.InexactFloat64()), fault.Fault{}
}
