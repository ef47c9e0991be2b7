package workbook

import (
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
)

// growing writes money that grows as last + ROUND(last × growth, 2). A spreadsheet rounds what has 15 digits: of an
// increment they reach further down than of the whole amount, so a half penny falls on the other side some twenty times
// less often. Half a penny is rounded away from zero, so that is the same only where the increment has the sign of what
// grows; elsewhere the product stands as it is.
func (r *reader) growing(s step) (g step, ok bool) {
	if s.op != product || !s.plain() {
		return step{}, false
	}
	at := slices.IndexFunc(s.args, func(a step) bool { return a.unit == sheet.Money })
	if at < 0 || s.args[at].op != reference {
		return step{}, false
	}
	by, ok := r.by(slices.Delete(slices.Clone(s.args), at, at+1))
	if !ok {
		return step{}, false
	}
	return step{op: grown, unit: sheet.Money, args: []step{s.args[at], alone(by), s}}, true
}

// by is how much factors that are each one and a bit come to above one: a + b + a × b. ok is false where one of them is
// another kind of number.
func (r *reader) by(factors []step) (by step, ok bool) {
	for i, f := range factors {
		bit, ok := r.bit(f)
		if !ok {
			return step{}, false
		}
		if i == 0 {
			by = bit
			continue
		}
		both := step{op: product, args: []step{alone(by), alone(bit)}, against: []bool{false, false}}
		by = step{op: sum, args: slices.Concat(by.args, bit.args, []step{both}),
			against: slices.Concat(by.against, bit.against, []bool{false})}
	}
	return by, len(factors) > 0
}

// alone is a sum of one part as that part.
func alone(s step) step {
	if len(s.args) == 1 && s.plain() {
		return s.args[0]
	}
	return s
}

// bit is what a factor is above one, as a sum; ok is false where it is not meant as one and a bit.
func (r *reader) bit(f step) (bit step, ok bool) {
	switch f.op {
	case sum:
		at := slices.IndexFunc(f.args, isOne)
		if at < 0 || f.against[at] || len(f.args) == 1 {
			return step{}, false
		}
		return step{op: sum, args: slices.Delete(slices.Clone(f.args), at, at+1),
			against: slices.Delete(slices.Clone(f.against), at, at+1)}, true
	case product:
		if !f.plain() {
			return step{}, false
		}
		return r.by(f.args)
	case reference:
		if !r.grows(f.name) {
			return step{}, false
		}
		one := step{op: constant, unit: sheet.Number, value: decimal.NewFromInt(1)}
		return step{op: sum, args: []step{f, one}, against: []bool{false, true}}, true
	}
	return step{}, false
}

func isOne(s step) bool {
	return s.op == constant && s.unit == sheet.Number && s.value.Equal(decimal.NewFromInt(1))
}

// grows reports whether a row of numbers is worked out as one and a bit.
func (r *reader) grows(name string) bool {
	known, seen := r.growth[name]
	i, isRow := r.program.Row(name)
	if seen || !isRow {
		return known
	}
	r.growth[name] = false // for a row that reads itself
	_, ok := r.bit(r.cell(r.program.Rows[i].Formula))
	r.growth[name] = ok
	return ok
}
