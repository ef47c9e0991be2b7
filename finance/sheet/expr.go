package sheet

import (
	"math"

	"github.com/shopspring/decimal"
)

// An Expr is a formula: an immutable tree over rows of this year or earlier ones. The zero Expr is no
// formula at all. Expressions are built from [Ref], [Last] and [Num] with the methods below, and may
// be shared between rows.
type Expr struct{ n *Node }

// A Node is one step of a formula, for readers of the tree (a printer, an Excel writer, a test that
// mutates formulas). Name and Lag belong to OpRef, Value and Currency to OpConst, Args to every other Op.
type Node struct {
	Op    Op              // what it does
	Name  string          // the row or input that it reads
	Lag   int             // how many years ago; 0 is the same year
	Value decimal.Decimal // whole pence where there is a Currency
	// Currency is the sign of a constant of money ("£"); empty for a number.
	Currency string
	Args     []Expr // the operands, left to right
	bad      bool   // a constant that is not a finite number
}

// Of makes an expression from a node; with [Expr.Node] it is how tools rewrite formulas.
func Of(n Node) Expr { return Expr{&n} }

// Node returns a copy of the expression's top step; ok is false for the zero Expr.
func (e Expr) Node() (n Node, ok bool) {
	if e.n == nil {
		return Node{}, false
	}
	return *e.n, true
}

// IsZero reports whether e is no formula.
func (e Expr) IsZero() bool { return e.n == nil }

// Ref is the row or input of that name, this year.
func Ref(name string) Expr { return Of(Node{Op: OpRef, Name: name}) }

// Last is the row or input of that name, one year earlier. Before the opening year every row reads as zero.
func Last(name string) Expr { return Ref(name).Ago(1) }

// Num is a constant: the shortest decimal that reads back as x. Zero fits beside money and numbers
// alike, any other constant is a number. NaN and infinities are refused by Compile.
func Num(x float64) Expr {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Of(Node{Op: OpConst, bad: true})
	}
	return Of(Node{Op: OpConst, Value: decimal.NewFromFloat(x)})
}

// Dec is a constant given as a decimal.
func Dec(d decimal.Decimal) Expr { return Of(Node{Op: OpConst, Value: d}) }

// Cash is a constant of money in whole pence, with the sign that is written before it ("£").
func Cash(pence decimal.Decimal, currency string) Expr {
	return Of(Node{Op: OpConst, Value: pence, Currency: currency})
}

// Plus is e + x.
func (e Expr) Plus(x Expr) Expr { return call(OpAdd, e, x) }

// Minus is e − x.
func (e Expr) Minus(x Expr) Expr { return call(OpSub, e, x) }

// Times is e × x. If the result of its whole chain of × and ÷ is money, that is rounded to the penny.
func (e Expr) Times(x Expr) Expr { return call(OpMul, e, x) }

// Over is e ÷ x, rounded like Times. Dividing by zero is an error that names the row and the year.
func (e Expr) Over(x Expr) Expr { return call(OpDiv, e, x) }

// Min is the smallest of its arguments; a tie takes the first.
func Min(first Expr, rest ...Expr) Expr { return fold(OpMin, first, rest) }

// Max is the largest of its arguments; a tie takes the first.
func Max(first Expr, rest ...Expr) Expr { return fold(OpMax, first, rest) }

// Sum adds its arguments from left to right; the sum of nothing is zero.
func Sum(terms ...Expr) Expr {
	if len(terms) == 0 {
		return Num(0)
	}
	return fold(OpAdd, terms[0], terms[1:])
}

// If is then where x ≥ 0 and otherwise where x < 0: the one choice a formula can make.
func If(x, then, otherwise Expr) Expr { return call(OpIf, x, then, otherwise) }

// Ago is the same formula n years earlier: every row in it is read n years further back.
func (e Expr) Ago(n int) Expr {
	if e.n == nil || n == 0 {
		return e
	}
	earlier := *e.n
	if earlier.Op == OpRef {
		earlier.Lag += n
	}
	earlier.Args = make([]Expr, len(e.n.Args))
	for i, a := range e.n.Args {
		earlier.Args[i] = a.Ago(n)
	}
	return Expr{&earlier}
}

func call(op Op, args ...Expr) Expr { return Of(Node{Op: op, Args: args}) }

func fold(op Op, first Expr, rest []Expr) Expr {
	for _, x := range rest {
		first = call(op, first, x)
	}
	return first
}

// refs calls f for every reference in e, left to right.
func (e Expr) refs(f func(name string, lag int)) {
	if e.n == nil {
		return
	}
	if e.n.Op == OpRef {
		f(e.n.Name, e.n.Lag)
	}
	for _, a := range e.n.Args {
		a.refs(f)
	}
}
