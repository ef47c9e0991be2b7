package ask

import (
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A number is a number as people write it: the sign before it, the digits, and the letters after it.
type number struct {
	before, after string
	value         float64
}

// parseNumber reads "£1.5bn", "-£20m", "3.4%" or "0.5".
func parseNumber(text string) (n number, err error) {
	text = strings.TrimSpace(text)
	digits := strings.ReplaceAll(text, ",", "")
	sign := 1.0
	for _, minus := range []string{"-", "−"} {
		if rest, ok := strings.CutPrefix(digits, minus); ok {
			sign, digits = -1, rest
		}
	}
	start := strings.IndexAny(digits, "0123456789.-")
	end := strings.LastIndexAny(digits, "0123456789.") + 1
	if start < 0 || end <= start {
		return n, fault.Unreadable.Found("%s is not a number", fault.Quote(text)).Want("write it as in 3.4%% or £1bn")
	}
	n.before, n.after = digits[:start], digits[end:]
	x, err := strconv.ParseFloat(digits[start:end], 64)
	if err != nil {
		return n, fault.Unreadable.Found("%s is not a number", fault.Quote(text)).Want("write it as in 3.4%% or £1bn")
	}
	n.value = sign * x
	return n, nil
}

// size is what the letters after a number multiply it by.
func (n number) size() (float64, bool) {
	size, ok := map[string]float64{"": 1, "%": 0.01, "k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}[n.after]
	return size, ok
}

// rangeOf reads the two ends of a range, and writes both amounts in the size of the upper end.
func rangeOf(from, to string) (low, high number, err error) {
	if low, err = parseNumber(from); err != nil {
		return low, high, err
	}
	if high, err = parseNumber(to); err != nil {
		return low, high, err
	}
	was, known := low.size()
	is, also := high.size()
	switch {
	case low.before != high.before:
	case low.after == high.after:
		return low, high, nil
	case low.value == 0 || known && also && low.before != "":
		low.value, low.after = low.value*was/is, high.after
		return low, high, nil
	case high.after == "%" && low.after == "":
		return low, high, fault.Conflict.Found("%s is %s%%", from, number{}.at(low.value*100)).Suggest(from + "%")
	}
	return low, high, fault.Conflict.Found("%s and %s are not in one unit", fault.Quote(from), fault.Quote(to))
}

// at writes another value in the same way, with nine significant digits.
func (n number) at(x float64) string {
	sign := ""
	if x < 0 {
		sign, x = "-", -x
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 9, 64), 64)
	if err != nil {
		short = x
	}
	if short == 0 {
		sign = ""
	}
	return sign + n.before + strconv.FormatFloat(short, 'f', -1, 64) + n.after
}
