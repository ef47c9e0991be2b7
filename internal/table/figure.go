package table

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// Figure is the text of a cell with its number as a scenario file writes it, for all that spreadsheets write
// otherwise: "(1.2%)" is "-1.2%", "1.2E-02" is "0.012", "1,200" is "1200". In a table with semicolons or tabs
// "1.200,5" may be "1200.5". Text that holds no such number stays as it is.
func (t *Table) Figure(c Cell) string {
	text, negative := unbracketed(c.Text)
	n := numeralIn(text)
	digits, ok := n.plain(t.comma)
	if !ok {
		return c.Text
	}
	if power, rest, ok := exponent(n.after); ok {
		digits, n.after = shifted(digits, power), rest
	}
	if negative {
		n.before = "-" + n.before
	}
	return n.before + digits + n.after
}

// unbracketed takes the brackets off a negative number, as accountants write it: "(£20m)", "£(20)", "(1.2)%". Text
// that is no number in brackets stays as it is.
func unbracketed(text string) (inside string, negative bool) {
	before, rest, opens := strings.Cut(text, "(")
	inside, after, closes := strings.Cut(rest, ")")
	sound := opens && closes && !strings.ContainsAny(before+after, digits+"()-−") &&
		strings.ContainsAny(inside, digits) &&
		!strings.HasPrefix(inside, "-") && !strings.HasPrefix(inside, "−")
	if !sound {
		return text, false
	}
	return before + strings.TrimSpace(inside) + after, true
}

const digits = "0123456789"

// A numeral is the first number of a text, with its separators, and what stands around it.
type numeral struct{ before, number, after string }

func numeralIn(text string) numeral {
	from := strings.IndexAny(text, digits)
	if from < 0 {
		return numeral{before: text}
	}
	number := strings.TrimRightFunc(text[from:], func(r rune) bool { return !isDigit(r) })
	if end := strings.IndexFunc(number, func(r rune) bool {
		return !isDigit(r) && r != '.' && r != ',' && !groups(r)
	}); end >= 0 {
		number = strings.TrimRightFunc(number[:end], func(r rune) bool { return !isDigit(r) })
	}
	return numeral{text[:from], number, text[from+len(number):]}
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// groups reports whether a character other than comma and point may stand between thousands.
func groups(r rune) bool { return strings.ContainsRune(" \u00a0\u2009\u202f'’", r) }

// plain is the number without what stands between its thousands, and with a point before its decimals, which a comma
// marks in some tables. A number that is not written like that is none.
func (n numeral) plain(comma bool) (number string, ok bool) {
	mark, between := ".", ","
	if comma {
		mark, between = between, mark
	}
	whole, decimals, marked := strings.Cut(n.number, mark)
	parts := strings.FieldsFunc(whole, func(r rune) bool { return groups(r) || string(r) == between })
	if joined := len(strings.Join(parts, "")); len(parts) == 0 || joined+len(parts)-1 != len([]rune(whole)) {
		return "", false
	}
	for i, part := range parts {
		if !only(part) || len(parts) > 1 && (len(part) > 3 || i > 0 && len(part) < 3 || part[0] == '0' && i == 0) {
			return "", false
		}
	}
	if marked {
		return strings.Join(parts, "") + "." + decimals, only(decimals)
	}
	return strings.Join(parts, ""), true
}

// only reports whether a text is digits alone.
func only(text string) bool { return text != "" && strings.Trim(text, digits) == "" }

// mostPower bounds the exponents that are written out: beyond it a number is too long to be read anyway.
const mostPower = 30

// exponent reads the power of ten that a text begins with: "E-02", "e+11%".
func exponent(text string) (power int, rest string, ok bool) {
	if text == "" || text[0] != 'e' && text[0] != 'E' {
		return 0, text, false
	}
	end := 1
	if end < len(text) && (text[end] == '+' || text[end] == '-') {
		end++
	}
	for end < len(text) && isDigit(rune(text[end])) {
		end++
	}
	power, err := strconv.Atoi(text[1:end])
	return power, text[end:], err == nil && -mostPower <= power && power <= mostPower
}

// shifted moves the point of a number to the right, or to the left where power is negative.
func shifted(number string, power int) string {
	whole, decimals, _ := strings.Cut(number, ".")
	point := len(whole) + power
	all := whole + decimals
	switch {
	case point <= 0:
		return "0." + strings.Repeat("0", -point) + all
	case point >= len(all):
		return cmp.Or(strings.TrimLeft(all+strings.Repeat("0", point-len(all)), "0"), "0")
	}
	return all[:point] + "." + all[point:]
}

// decimals finds out whether commas mark the decimals of a table whose cells do not end with one: the first number
// that can be read in one way only says so for all. What contradicts it, and what nothing decides, is a fault, one
// for the table.
func (t *Table) decimals() {
	var first, open Cell
	for _, row := range t.Rows {
		for _, c := range row {
			text, _ := unbracketed(c.Text)
			n := numeralIn(text)
			point, isPoint := n.plain(false)
			comma, isComma := n.plain(true)
			switch {
			case !n.alone() || point == comma:
			case isPoint && isComma:
				if open.Text == "" {
					open = c
				}
			case first.Text == "":
				first, t.comma = c, isComma
			case t.comma != isComma:
				t.Add(c, "", fault.Conflict.Found("%s and %s in line %d do not write their decimals alike",
					fault.Quote(c.Text), fault.Quote(first.Text), first.Line).
					Want("write all numbers with a point, 0.8%%, or all with a comma, 0,8%%"))
				return
			}
		}
	}
	if first.Text == "" && open.Text != "" {
		point, _ := numeralIn(open.Text).plain(false)
		comma, _ := numeralIn(open.Text).plain(true)
		t.Add(open, "", fault.Unreadable.Found("%s is %s or %s, and nothing in the table says which",
			fault.Quote(open.Text), point, comma).
			Want("separate the cells by commas, with numbers such as 1200 and 0.8%%"))
	}
}

// alone reports whether a text is nothing but a number, with its sign, currency and unit.
func (n numeral) alone() bool {
	return len(n.before) <= len("−EUR ") && len(n.after) <= len(" billion)")
}
