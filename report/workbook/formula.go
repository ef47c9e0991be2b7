package workbook

import (
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// An addresser says where the cell of a row or input stands that a formula reads so many years back, as the sheet at
// hand writes it; where everything is zero, that is zero.
type addresser func(name string, column, lag int) string

// text is the formula in a column.
func (s step) text(column int, at addresser) string {
	part := func(i, strength int) string {
		t := s.args[i].text(column, at)
		if s.args[i].strength() < strength {
			return "(" + t + ")"
		}
		return t
	}
	switch s.op {
	case constant:
		if s.unit == sheet.Money {
			return s.value.Shift(-2).String()
		}
		return s.value.String()
	case reference:
		return at(s.name, column-s.lag, s.lag)
	case sum:
		return s.chain(part, 1, "+", "-")
	case product:
		return s.chain(part, 2, "*", "/")
	case choice:
		return "IF(" + part(0, 1) + ">=0," + part(1, 0) + "," + part(2, 0) + ")"
	case rounded:
		return "ROUND(" + part(0, 0) + ",2)"
	case grown:
		return "ROUND(IF(" + part(1, 1) + ">=0," + part(0, 1) + "+ROUND(" + part(0, 2) + "*" + part(1, 2) + ",2)," +
			part(2, 0) + "),2)"
	}
	texts := make([]string, len(s.args))
	for i := range s.args {
		texts[i] = part(i, 0)
	}
	return map[op]string{least: "MIN(", most: "MAX("}[s.op] + strings.Join(texts, ",") + ")"
}

// chain writes a sum or product from left to right; its strength is that of its first part.
func (s step) chain(part func(i, strength int) string, strength int, with, against string) string {
	var b strings.Builder
	for i := range s.args {
		switch {
		case s.against[i]:
			b.WriteString(against)
		case i > 0:
			b.WriteString(with)
		}
		if i > 0 || s.against[i] {
			b.WriteString(part(i, strength+1))
		} else {
			b.WriteString(part(i, strength))
		}
	}
	return b.String()
}

// strength orders steps by how tightly they bind.
func (s step) strength() int {
	switch {
	case s.op == sum, s.op == constant && s.value.IsNegative():
		return 1
	case s.op == product:
		return 2
	}
	return 3
}

// depth is how deeply functions stand in each other.
func (s step) depth() int {
	deepest := 0
	for _, a := range s.args {
		deepest = max(deepest, a.depth())
	}
	switch s.op {
	case grown:
		return deepest + 3
	case choice, rounded, least, most:
		return deepest + 1
	}
	return deepest
}

// widest is the most arguments that a function has.
func (s step) widest() int {
	widest := 0
	if s.op == least || s.op == most {
		widest = len(s.args)
	}
	for _, a := range s.args {
		widest = max(widest, a.widest())
	}
	return widest
}

// Limits of Excel on a formula.
const (
	mostCharacters = 8192
	mostDepth      = 64
	mostArguments  = 255
)
