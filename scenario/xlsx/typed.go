package xlsx

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/shopspring/decimal"
)

// figures are digits as people type and paste them: with thousands separators, all of one kind, or without.
var figures = regexp.MustCompile(`^([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}( [0-9]{3})+|[0-9]+)(\.[0-9]+)?$`)

// separators are what stands between thousands.
var separators = strings.NewReplacer(",", "", " ", "")

// longest is how many bytes a figure has at most, with all that may stand around it.
const longest = 100

// typed is a text in the place of a number, which spreadsheets keep where a figure is pasted or a cell has the format
// of text, as the number would be said: -28.4, (28.4), £1,480 and 1 480 in a row of £m are of that unit. What is not of
// that kind is left as it is, for it may be another form of a number: £28.4m, as delivery, {p10: 2%, p90: 4%}.
func typed(said, unit string) (string, fault.Fault) {
	if slices.Contains([]string{"-", "–", "—", "nil", "n/a", "na", "none", "tbc", "tbd", "?"}, strings.ToLower(said)) {
		return "", fault.Unreadable.Found("%s is no figure", fault.Quote(said)).
			Want("write 0 for none, or leave the cell empty")
	}
	if len(said) > longest {
		return said, fault.Fault{}
	}
	prefix, _, money := sized(unit)
	minus, plain := signed(said, prefix)
	plain, percent := strings.CutSuffix(plain, "%")
	plain = strings.TrimSpace(plain)
	if !figures.MatchString(plain) || percent && money {
		return said, fault.Fault{}
	}
	d, err := decimal.NewFromString(minus + separators.Replace(plain))
	switch {
	case err != nil || d.NumDigits() > digits: // beyond those of a spreadsheet, so that no person typed them there
		return said, fault.Fault{}
	case percent:
		return d.String() + "%", fault.Fault{}
	case money:
		return ofMoney(d, unit), fault.Fault{}
	}
	return d.String(), fault.Fault{}
}

// signed takes the sign and the currency from a figure: brackets are a minus, as accountants write it.
func signed(said, currency string) (minus, plain string) {
	plain = said
	if inner, ok := strings.CutPrefix(said, "("); ok && strings.HasSuffix(inner, ")") {
		minus, plain = "-", strings.TrimSuffix(inner, ")")
	}
	for _, before := range []string{"-", "−", strings.TrimSpace(currency), "-", "−"} {
		rest, ok := strings.CutPrefix(plain, before)
		if sign := before == "-" || before == "−"; !ok || sign && minus != "" {
			continue
		} else if sign {
			minus = "-"
		}
		plain = strings.TrimSpace(rest)
	}
	return minus, plain
}

// sized is a unit of money in its parts: the sign of the currency, and by how many thousands its numbers are; false for
// any other unit.
func sized(unit string) (prefix string, thousands int, ok bool) {
	size := strings.TrimSpace(unit)
	if i := strings.LastIndexAny(size, " £€$"); i >= 0 {
		prefix, size = size[:i+lengthAt(size, i)], size[i+lengthAt(size, i):]
	}
	switch strings.Trim(size, "'’") {
	case "000":
		size = "k"
	case "000,000", "million":
		size = "m"
	case "billion":
		size = "bn"
	}
	thousands = slices.Index(sizes, size)
	return prefix, thousands, prefix != "" && thousands >= 0
}

// sizes are those of money, each a thousand times the one before.
var sizes = []string{"", "k", "m", "bn"}

// ofMoney is an amount in a unit of money, as text of a scenario file.
func ofMoney(d decimal.Decimal, unit string) string {
	prefix, thousands, _ := sized(unit)
	d = d.Round(int32(2 + 3*thousands))
	sign := ""
	if d.IsNegative() {
		sign = "-"
	}
	return sign + strings.TrimSpace(prefix) + d.Abs().String() + sizes[thousands]
}
