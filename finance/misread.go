package finance

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/shopspring/decimal"
)

// misreadAmount is the fault of a text that is not an amount of money in the currency, with its probable meaning.
func misreadAmount(text, symbol string) fault.Fault {
	f := misread(text)
	written := respelt(text)
	if other := currencyIn(written); other != "" && other != currencyIn(symbol) && symbol != "" {
		return fault.Unreadable.Found("%s is in %s, and the currency here is %s", fault.Quote(text), other, symbol).
			Want("write it in %s, or all of the file in %s with currency: %s", symbol, other, other)
	} else if other != "" {
		written = symbolFirst(written, symbol)
	}
	if f.Kind == "" {
		f = fault.Unreadable.Found("%s is not an amount of money", fault.Quote(text))
	}
	if strings.HasSuffix(written, "%") {
		if _, bad := rateIn(written); bad.Kind == "" {
			f.Found = fault.Quote(text) + " is a rate, not an amount of money"
		}
	}
	if meant := unitRespelt(written); meant != text {
		if _, bad := amountIn(meant, symbol); bad.Kind == "" {
			if strings.HasPrefix(strings.TrimSpace(text), "(") {
				f = fault.Unreadable.Found("%s is in brackets",
					fault.Quote(text)).Want("write a negative amount with a minus sign")
			}
			return f.Suggest(meant)
		}
	}
	if f.Wanted != "" {
		return f
	}
	return f.Want("write %s114.6bn, %s250m, %s30k or %s12.50", symbol, symbol, symbol, symbol)
}

// misreadRate is the fault of a text that is not a rate, with its probable meaning.
func misreadRate(text string) fault.Fault {
	f := misread(text)
	if f.Kind == "" {
		f = fault.Unreadable.Found("%s is not a rate", fault.Quote(text))
	}
	written := respelt(text)
	if meant := percentRespelt(written); meant != text {
		if _, bad := rateIn(meant); bad.Kind == "" {
			return f.Suggest(meant)
		}
	}
	if symbol := currencyIn(written); symbol != "" && f.Wanted == "" {
		if _, bad := amountIn(written, symbol); bad.Kind == "" {
			f.Found = fault.Quote(text) + " is an amount of money, not a rate"
		}
	}
	if f.Wanted != "" {
		return f
	}
	return f.Want("write 3.4%%")
}

// misread is the fault of a text that a spreadsheet shows or holds in place of a number; a fault without a kind if the
// text is nothing known.
func misread(text string) fault.Fault {
	text = strings.TrimSpace(text)
	upper := strings.ToUpper(text)
	switch {
	case strings.HasPrefix(text, "="):
		return fault.Unreadable.Found("%s is a formula of a spreadsheet",
			fault.Quote(text)).Want("write the number it gives")
	case len(text) > 1 && text[0] == '#' && unicode.IsUpper(rune(text[1])), strings.HasPrefix(upper, "ERR:"):
		return fault.Unreadable.Found("%s is what a spreadsheet shows when a formula fails", fault.Quote(text)).
			Want("mend it there, and write the number")
	case isRange(text):
		return fault.Unreadable.Found("%s is two numbers", fault.Quote(text)).
			Want("write one, or where the number may be uncertain its ends: {p10: …, p90: …}")
	}
	return fault.Fault{}
}

// isRange reports whether a text is two numbers: "2% to 5%", "2-5%", "£1m–£2m".
func isRange(text string) bool {
	for _, between := range []string{" to ", "-", "–", "…", ".."} {
		low, high, found := strings.Cut(text, between)
		if found && digitsOf(low) && digitsOf(high) && strings.ContainsAny(text, "%£€$bmk ") {
			return true
		}
	}
	return false
}

// digitsOf reports whether a text is one number, whatever its unit.
func digitsOf(text string) bool {
	text = strings.Trim(text, "£€$%bnmk ")
	return strings.Trim(text, "0123456789.") == "" && strings.ContainsAny(text, "0123456789")
}

// respelt writes a number in the form of this library, if its meaning is clear: it mends quotation marks of word
// processors, a dash or brackets for a minus, a decimal comma, spaces between thousands, an exponent.
func respelt(text string) string {
	text = strings.TrimFunc(strings.Join(strings.Fields(text), " "), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`“”„‘’"'`, r)
	})
	for _, dash := range []string{"−", "–", "—", "‐", "‑"} {
		text = strings.Replace(text, dash, "-", 1)
	}
	if inside := strings.Trim(text, "()"); "("+inside+")" == text && !strings.HasPrefix(inside, "-") {
		text = "-" + inside
	}
	text = strings.TrimPrefix(text, "+")
	from := strings.IndexAny(text, "0123456789")
	if from < 0 {
		return text
	}
	if from > 0 && text[from-1] == '.' {
		text = text[:from-1] + "0." + text[from:]
		from--
	}
	number := text[from:]
	if end := strings.IndexFunc(number, func(r rune) bool {
		return !unicode.IsDigit(r) && !unicode.IsSpace(r) && r != '.' && r != ','
	}); end >= 0 {
		number = number[:end]
	}
	number = strings.TrimRightFunc(number, unicode.IsSpace)
	after := text[from+len(number):]
	if plain, rest, ok := powered(number, after); ok {
		return text[:from] + plain + rest
	}
	return text[:from] + pointed(together(number)) + after
}

// together is a number without the spaces between its thousands.
func together(number string) string {
	parts := strings.Fields(number)
	if spaced := strings.Join(parts, ","); len(parts) > 1 {
		if _, err := plainNumber(spaced); err != nil {
			return number
		}
	}
	return strings.Join(parts, "")
}

// pointed is a number with a point before its decimals where it has a comma: 4,0 is 4.0 and 1.200,5 is 1,200.5.
func pointed(number string) string {
	if _, err := plainNumber(number); err == nil {
		return number
	}
	swapped := strings.Map(func(r rune) rune {
		switch r {
		case ',':
			return '.'
		case '.':
			return ','
		}
		return r
	}, number)
	if _, err := plainNumber(swapped); err == nil {
		return swapped
	}
	return number
}

// powered writes a number with an exponent in full: 1E-2 is 0.01.
func powered(number, after string) (plain, rest string, ok bool) {
	if after == "" || after[0] != 'e' && after[0] != 'E' {
		return "", "", false
	}
	end := 1 + len(after[1:]) - len(strings.TrimLeft(after[1:], "+-0123456789"))
	d, err := decimal.NewFromString(number + after[:end])
	if err != nil || d.Exponent() < -maxText || d.Exponent() > maxText {
		return "", "", false
	}
	return d.String(), after[end:], true
}

// percentRespelt writes the words and signs for percent as %: "4 percent", "4pc", "4% a year".
func percentRespelt(text string) string {
	lower := strings.ToLower(text)
	for _, year := range []string{" a year", " per year", " per annum", " pa", " p.a."} {
		lower = strings.TrimSuffix(lower, year)
	}
	for _, word := range []string{"percent", "per cent", "pct", "pc", "%", "p.c."} {
		if number, ok := strings.CutSuffix(lower, word); ok {
			return strings.TrimSpace(number) + "%"
		}
	}
	return lower
}

// unitRespelt writes the other names and capitals of the units of money: £900M is £900m.
func unitRespelt(text string) string {
	end := strings.LastIndexAny(text, "0123456789")
	if end < 0 {
		return text
	}
	unit := strings.ToLower(strings.Trim(text[end+1:], " ."))
	for _, u := range []struct{ name, others string }{
		{"m", " m mn mln mio mil mill million millions "}, {"bn", " b bn bln billion billions "},
		{"k", " k th thousand thousands "},
	} {
		if unit != "" && strings.Contains(u.others, " "+unit+" ") {
			return text[:end+1] + u.name
		}
	}
	return text
}

func currencyCodes() []string { return []string{"GBP", "EUR", "USD"} }

// currencyIn is the sign of the currency that a text names before or after its number; empty if it names none.
func currencyIn(text string) string {
	text = strings.Trim(text, "-+()0123456789., ")
	for i, code := range currencyCodes() {
		if strings.HasPrefix(text, code) || strings.HasSuffix(text, code) {
			return [...]string{"£", "€", "$"}[i]
		}
	}
	for _, end := range []func(string) (rune, int){utf8.DecodeRuneInString, utf8.DecodeLastRuneInString} {
		if r, _ := end(text); unicode.Is(unicode.Sc, r) {
			return string(r)
		}
	}
	return ""
}

// symbolFirst writes an amount that has another sign, or the sign after its number, in the form of the currency: "900m
// €" is £900m.
func symbolFirst(text, symbol string) string {
	if strings.Count(text, "-") > 1 {
		return text
	}
	negative := strings.Contains(text, "-")
	text = strings.Trim(strings.ReplaceAll(text, "-", ""), " ")
	for _, code := range currencyCodes() {
		text = strings.ReplaceAll(text, code, "")
	}
	text = strings.TrimFunc(strings.Join(strings.Fields(text), " "), func(r rune) bool {
		return unicode.Is(unicode.Sc, r) || r == ' '
	})
	if negative {
		return "-" + symbol + text
	}
	return symbol + text
}
