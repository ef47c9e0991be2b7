package sheet_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
)

// Brackets show the order of work, so that a formula reads back as it was, and stand nowhere else.
func TestWords(t *testing.T) {
	a, b, c := ref("a"), ref("b"), ref("c")
	for want, e := range map[string]sheet.Expr{
		"net cost":                    ref("net_cost"),
		"last(net cost)":              last("net_cost"),
		"ago(net cost, 3)":            ref("net_cost").Ago(3),
		"funding.real_growth":         ref("funding.real_growth"), // a place in a file stays as it is written there
		"last(North: net cost)":       last("bodies.North.net_cost"),
		"North, Acute trust: balance": ref("bodies.North.bodies.Acute trust.balance"),
		"bodies.North.need.growth":    ref("bodies.North.need.growth"), // a place, too
		"bodies in deficit":           ref("bodies_in_deficit"),
		"0.034":                       num(0.034),
		"a + b + c":                   sheet.Sum(a, b, c),
		"a + b − c":                   a.Plus(b).Minus(c),
		"a − (b + c)":                 a.Minus(b.Plus(c)),
		"a − (b − c)":                 a.Minus(b.Minus(c)),
		"a + b × c":                   a.Plus(b.Times(c)),
		"(a + b) × c":                 a.Plus(b).Times(c),
		"a × (b × c)":                 a.Times(b.Times(c)), // whose products are rounded otherwise
		"a × b × c":                   a.Times(b).Times(c),
		"a + (b − c)":                 a.Plus(b.Minus(c)),
		"£400m − £12.5":               sheet.Cash(decimal.New(4, 10), "£").Minus(sheet.Cash(decimal.New(125, 1), "£")),
		"-£1.5bn":                     sheet.Cash(decimal.New(-15, 10), "£"),
		"[hip-replacements]":          ref("hip-replacements"),
		"[0-4 years]":                 ref("0-4_years"),
		"a ÷ (b × c)":                 a.Over(b.Times(c)),
		"a ÷ (b ÷ c)":                 a.Over(b.Over(c)),
		"a ÷ b ÷ c":                   a.Over(b).Over(c),
		"a × (1 − b)":                 a.Times(num(1).Minus(b)),
		"min(a, b, c)":                sheet.Min(a, b, c),
		"max(0, a − b)":               sheet.Max(num(0), a.Minus(b)),
		"min(a, max(b, c))":           sheet.Min(a, sheet.Max(b, c)),
		"if(a ≥ 0, b, c)":             sheet.If(a, b, c),
		"a + if(b ≥ 0, c, a)":         a.Plus(sheet.If(b, c, a)),
		"nothing":                     {},
		"add":                         sheet.Of(sheet.Node{Op: sheet.OpAdd}), // a step with parts missing
		"min":                         sheet.Of(sheet.Node{Op: sheet.OpMin, Args: []sheet.Expr{a}}),
		"operation 99":                sheet.Of(sheet.Node{Op: 99}),
	} {
		assert.Equal(t, want, e.Words())
	}
}

func TestNodesCanBeTakenApartAndPutTogether(t *testing.T) {
	var rebuild func(e sheet.Expr) sheet.Expr
	rebuild = func(e sheet.Expr) sheet.Expr {
		n, ok := e.Node()
		assert.True(t, ok)
		for i, arg := range n.Args {
			n.Args[i] = rebuild(arg)
		}
		return sheet.Of(n)
	}
	e := sheet.If(ref("a"), sheet.Min(last("b"), num(2).Times(ref("a"))),
		sheet.Sum(ref("a"), num(0.5), ref("c").Over(ref("a"))))
	assert.Equal(t, e.Words(), rebuild(e).Words())
	_, ok := sheet.Expr{}.Node()
	assert.False(t, ok)
}

// excelWriter writes the text of formulas as Excel reads them. It stands for any reader that somebody else writes: it
// sees the tree through Expr.Node and the units through the program, and nothing else.
type excelWriter struct {
	p   *sheet.Program
	row map[string]int // the line of each row and input
}

func excelOf(p *sheet.Program) excelWriter {
	w := excelWriter{p, map[string]int{}}
	for _, in := range p.Inputs {
		w.row[in.Name] = len(w.row) + 2
	}
	for _, r := range p.Rows {
		w.row[r.Name] = len(w.row) + 2
	}
	return w
}

// cell is the formula of a row in a column; the opening year stands in column B.
func (w excelWriter) cell(r sheet.Row, col int) string {
	e := r.Formula
	if col == 0 {
		e = r.Opening
	}
	if e.IsZero() {
		return "=0"
	}
	return "=" + w.rounded(e, col)
}

// rounded ends a chain of × and ÷ that lands in money.
func (w excelWriter) rounded(e sheet.Expr, col int) string {
	n, _ := e.Node()
	if text := w.text(e, col); w.unit(e) != sheet.Money || n.Op != sheet.OpMul && n.Op != sheet.OpDiv {
		return text
	} else {
		return "ROUND(" + text + ",0)"
	}
}

func (w excelWriter) text(e sheet.Expr, col int) string {
	n, _ := e.Node()
	part := w.rounded
	if n.Op == sheet.OpMul || n.Op == sheet.OpDiv {
		part = w.text
	}
	var parts []string
	for _, arg := range n.Args {
		parts = append(parts, part(arg, col))
	}
	infix := func(sign string) string { return "(" + parts[0] + sign + parts[1] + ")" }
	switch n.Op {
	case sheet.OpConst:
		return n.Value.String()
	case sheet.OpRef:
		if n.Lag > col {
			return "0"
		}
		return fmt.Sprintf("%c%d", 'B'+col-n.Lag, w.row[n.Name])
	case sheet.OpIf:
		return fmt.Sprintf("IF(%s>=0,%s,%s)", parts[0], parts[1], parts[2])
	case sheet.OpMin, sheet.OpMax:
		return strings.ToUpper(n.Op.String()) + "(" + strings.Join(parts, ",") + ")"
	}
	return infix(map[sheet.Op]string{sheet.OpAdd: "+", sheet.OpSub: "-", sheet.OpMul: "*", sheet.OpDiv: "/"}[n.Op])
}

// unit is the unit of a formula that compiles: money if anything in it is, unless money is divided by money.
func (w excelWriter) unit(e sheet.Expr) sheet.Unit {
	n, _ := e.Node()
	switch n.Op {
	case sheet.OpConst:
		return sheet.Number
	case sheet.OpRef:
		slot, _ := w.p.Slot(n.Name)
		return w.p.Unit(slot)
	case sheet.OpDiv:
		if w.unit(n.Args[1]) == sheet.Money {
			return sheet.Number
		}
		return w.unit(n.Args[0])
	}
	args := n.Args
	if n.Op == sheet.OpIf {
		args = args[1:]
	}
	return max(w.unit(args[0]), w.unit(args[1])) // Money sorts after Number
}

func TestAReaderOutsideWritesExcel(t *testing.T) {
	s := &sheet.Sheet{Years: years(2), Inputs: []sheet.Input{
		given("baseline", sheet.Money, 11_460_000_000_000), given("growth", sheet.Number, 0.034),
		given("share", sheet.Number, 0.05),
	}}
	funding, leakage := ref("funding"), num(0.6)
	s.Add(
		sheet.Row{Name: "funding", Unit: sheet.Money, Opening: ref("baseline"),
			Formula: last("funding").Times(num(1).Plus(ref("growth")))},
		money("planned", sheet.Max(num(0), ref("share").Times(funding.Minus(ref("baseline"))))),
		money("diverted", sheet.Min(leakage.Times(ref("planned")), ref("pressure"))),
		money("pressure", sheet.If(ref("growth"), funding.Times(num(0.01)).Over(num(2)), num(0)).
			Minus(funding.Ago(2).Over(num(100)))),
		rate("part", ref("diverted").Over(ref("planned")).Times(num(100))),
	)
	w := excelOf(compile(t, s))
	var b strings.Builder
	for _, r := range w.p.Rows {
		fmt.Fprintf(&b, "%s: %s | %s | %s\n", r.Name, w.cell(r, 0), w.cell(r, 1), w.cell(r, 2))
	}
	assert.Equal(t, `funding: =B2 | =ROUND((B5*(1+C3)),0) | =ROUND((C5*(1+D3)),0)
planned: =0 | =MAX(0,ROUND((C4*(C5-C2)),0)) | =MAX(0,ROUND((D4*(D5-D2)),0))
diverted: =0 | =MIN(ROUND((0.6*C6),0),C8) | =MIN(ROUND((0.6*D6),0),D8)
pressure: =0 | =(IF(C3>=0,ROUND(((C5*0.01)/2),0),0)-ROUND((0/100),0)) | =(IF(D3>=0,ROUND(((D5*0.01)/2),0),0)-ROUND((B5/100),0))
part: =0 | =((C7/C6)*100) | =((D7/D6)*100)
`, b.String())
}
