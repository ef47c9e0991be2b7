package file

import (
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// A unit says what a number measures and how its text is read.
type unit struct {
	name  string // "rate", "amount", "years", "number"
	money bool
	// read gives a fraction, whole pence or a count. An error says what was found and what would be right.
	read  func(text string) (float64, error)
	wants string // an example: "a rate such as 3.4%"
}

// rate reads percentages and fractions.
func rate() unit {
	return unit{name: "rate", wants: "a rate such as 3.4%", read: func(text string) (float64, error) {
		if err := zeroes(text); err != nil {
			return 0, err
		}
		r, err := finance.ParseRate(text)
		return float64(r), err
	}}
}

// amount reads money in the model's currency.
func (d *decoder) amount() unit {
	symbol := d.model.Symbol()
	return unit{name: "amount", money: true, wants: "an amount such as " + symbol + "250m",
		read: func(text string) (float64, error) {
			if err := zeroes(text); err != nil {
				return 0, err
			}
			a, err := finance.ParseAmount(text, symbol)
			return float64(a), err // exact: amounts are within ±2⁵¹ pence
		}}
}

// span reads a number of years, at least one.
func span() unit {
	return unit{name: "years", wants: "a whole number of years", read: func(text string) (float64, error) {
		const most = 100
		x, _ := strconv.ParseUint(text, 10, 7) // 0 where it is no number, and 127 where it is larger
		if x < 1 || x > most || text[0] == '0' {
			return 0, fault.Unreadable.Found("%s is not a whole number of years from 1 to %d", fault.Quote(text), most)
		}
		return float64(x), nil
	}}
}

// counted reads a count, which may have commas between its thousands.
func counted() unit {
	return unit{name: "number", wants: "a number such as 98,765.4", read: func(text string) (float64, error) {
		whole, decimals, point := strings.Cut(text, ".")
		parts := strings.Split(whole, ",")
		apart := true
		for i, part := range parts {
			apart = apart && (i == 0 || len(part) == len("000"))
		}
		if whole = strings.Join(parts, ""); point {
			whole += "." + decimals
		}
		if x, err := pure().read(whole); apart && err == nil {
			return x, nil
		}
		if err := zeroes(text); err != nil {
			return 0, err
		}
		return 0, fault.Unreadable.Found("%s is not a number", fault.Quote(text)).Want("write digits such as 98,765.4")
	}}
}

// pure reads a plain number, which may be written as a percentage.
func pure() unit {
	return unit{name: "number", wants: "a number such as 0.5", read: func(text string) (float64, error) {
		digits, percent := strings.CutSuffix(text, "%")
		bare := strings.TrimPrefix(digits, "-")
		if bare == "" || len(bare) > 20 || strings.Trim(bare, "0123456789.") != "" || strings.HasPrefix(bare, ".") {
			return 0, fault.Unreadable.Found("%s is not a number", fault.Quote(text)).Want("write digits such as 0.5")
		}
		if err := zeroes(text); err != nil {
			return 0, err
		}
		x, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			return 0, fault.Unreadable.Found("%s is not a number", fault.Quote(text)).Want("write digits such as 0.5")
		}
		if percent {
			x /= 100
		}
		return x + 0, nil // −0 becomes 0
	}}
}

// zeroes refuses a number with an extra zero at the beginning: some programs read 010 as eight.
func zeroes(text string) error {
	digits := strings.TrimLeft(text, "-−£€$ ")
	if len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' {
		right := strings.TrimLeft(digits, "0")
		if right == "" || right[0] < '0' || right[0] > '9' {
			right = "0" + right
		}
		return fault.Unreadable.Found("%s begins with a zero too many", fault.Quote(text)).
			Want("write %s", fault.Quote(text[:len(text)-len(digits)]+right))
	}
	return nil
}
