package sheet

import "github.com/shopspring/decimal"

// Scaled takes apart a formula that is a row of this year times a number, plus another number: 50% × pay + 1%. It is
// not ok for any other formula, or if the first number is zero.
func (e Expr) Scaled() (name string, times, plus decimal.Decimal, ok bool) {
	s, ok := e.scaled()
	return s.name, s.times, s.plus, ok && s.name != "" && !s.times.IsZero()
}

// A scaled is times × the row with a name, + plus; without a name it is plus alone.
type scaled struct {
	name        string
	times, plus decimal.Decimal
}

func (e Expr) scaled() (s scaled, ok bool) {
	switch {
	case e.n == nil:
		return s, false
	case e.n.Op == OpRef:
		return scaled{name: e.n.Name, times: decimal.NewFromInt(1)}, e.n.Lag == 0
	case e.n.Op == OpConst:
		return scaled{plus: e.n.Value}, e.n.Currency == "" && !e.n.bad
	case e.n.Op != OpAdd && e.n.Op != OpSub && e.n.Op != OpMul && e.n.Op != OpDiv:
		return s, false
	}
	a, fine := e.n.Args[0].scaled()
	b, also := e.n.Args[1].scaled()
	if !fine || !also || a.name != "" && b.name != "" {
		return s, false
	}
	return a.joined(e.n.Op, b)
}

// joined joins two parts of a formula; at most one of them may have a reference.
func (a scaled) joined(op Op, b scaled) (scaled, bool) {
	switch op {
	case OpSub:
		return a.joined(OpAdd, b.by(decimal.NewFromInt(-1)))
	case OpAdd:
		if a.name == "" {
			a, b = b, a
		}
		a.plus = a.plus.Add(b.plus)
		return a, true
	case OpDiv:
		if b.name != "" || b.plus.IsZero() {
			return scaled{}, false
		}
		return a.by(decimal.NewFromInt(1).DivRound(b.plus, Places)), true
	}
	if a.name == "" {
		a, b = b, a
	}
	return a.by(b.plus), b.name == ""
}

// by is the same times a number.
func (a scaled) by(x decimal.Decimal) scaled {
	a.times, a.plus = a.times.Mul(x), a.plus.Mul(x)
	return a
}
