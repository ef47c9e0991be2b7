package sheet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// Limits on a formula, so that the time to read it is in proportion to its length, and its tree is not deep.
const (
	MaxFormula = 2_000 // characters
	MaxNesting = 50    // brackets and calls in each other
	maxFaults  = 10    // reported for one formula
)

// A FormulaError is a fault in the text of a formula.
type FormulaError struct {
	Column int         // in characters, from 1
	Fault  fault.Fault // what is wrong, and what would be right
}

// Error names the column first.
func (e *FormulaError) Error() string {
	e = door.Or(e)
	return fmt.Sprintf("column %d: %s", e.Column, e.Fault.Problem())
}

// Unwrap is the fault, for errors.As, and with it the kind, for errors.Is.
func (e *FormulaError) Unwrap() error { return door.Or(e).Fault }

// Parse reads a formula of a row of the given unit, as [Expr.Words] writes it: + − × ÷ (or - * /), brackets, min, max,
// if(a ≥ b, c, d), last(x), ago(x, 2), names of rows and inputs, numbers, 12% and £3m. body is the path of the body
// that the formula belongs to ("North.Acute trust"), whose names come first; empty is the whole sheet. Names may have
// spaces. Where several known names fit, the longest is meant; put [brackets] round a name that could be read in
// another way. The error is an [Errors] of every [FormulaError], in the order of their columns.
func (v *Vocabulary) Parse(text, body string, unit Unit) (Expr, error) {
	p := &parser{v: door.Or(v), scopes: scopesOf(body), text: text}
	if n := utf8.RuneCountInString(text); n > MaxFormula {
		p.fault(0, fault.TooLarge.Found("the formula has %d characters", n).Want("the most is %d", MaxFormula))
		return Expr{}, p.errs
	}
	whole := p.sum()
	if p.space(); !p.ended() {
		p.fail(fault.Unreadable.Found("%s cannot be here", p.shown()).
			Want("an operation (+ − × ÷) or the end was expected"))
	}
	if _, ok := fits(unit, whole.unit); whole.sound && !ok {
		p.fault(0, fault.Conflict.Found("this is a row of %s, but the formula is %s", unit, whole.unit))
	}
	if len(p.errs) > 0 {
		slices.SortStableFunc(p.errs, func(a, b error) int {
			return a.(*FormulaError).Column - b.(*FormulaError).Column
		})
		return Expr{}, p.errs
	}
	return whole.e, nil
}

// Column is where a formula first names a row, in characters from 1; 1 if it does not.
func (v *Vocabulary) Column(text, body, row string) int {
	p := &parser{v: door.Or(v), scopes: scopesOf(body), text: text, refs: map[string]int{}}
	p.sum()
	return 1 + utf8.RuneCountInString(text[:p.refs[row]])
}

// A parser reads one formula from the left.
type parser struct {
	v      *Vocabulary
	scopes []string
	text   string
	at     int // bytes read
	depth  int
	failed bool // the rest makes no sense
	errs   Errors
	refs   map[string]int // where each row is first named, if that is asked for
}

// An operand is a part of a formula that has been read.
type operand struct {
	e     Expr
	unit  Unit
	sound bool
	at    int // where it begins
	lag   int // the most years that it reads back
}

// fault reports what is wrong at a place.
func (p *parser) fault(at int, f fault.Fault) {
	if len(p.errs) < maxFaults {
		p.errs = append(p.errs, &FormulaError{1 + utf8.RuneCountInString(p.text[:at]), f})
	}
}

// fail reports what is wrong at this place, and reads no further.
func (p *parser) fail(f fault.Fault) operand {
	if !p.failed {
		p.fault(p.at, f)
	}
	p.failed, p.at = true, len(p.text)
	return operand{}
}

func (p *parser) rest() string { return p.text[p.at:] }
func (p *parser) ended() bool  { return p.at == len(p.text) }

func (p *parser) space() {
	p.at = len(p.text) - len(strings.TrimLeftFunc(p.rest(), unicode.IsSpace))
}

// shown is the text at this place, for a message.
func (p *parser) shown() string {
	if p.ended() {
		return "the end"
	}
	const most = 30
	text := []rune(p.rest()[:min(len(p.rest()), 4*most)])
	return strconv.Quote(string(text[:min(len(text), most)]))
}

// sign reads one of the given signs, and returns the first of the signs with the same meaning.
func (p *parser) sign(signs ...string) (string, int) {
	p.space()
	at := p.at
	for _, s := range signs {
		if strings.HasPrefix(p.rest(), s) {
			p.at += len(s)
			return s, at
		}
	}
	return "", at
}

func (p *parser) sum() operand {
	a := p.product()
	for {
		switch s, at := p.sign("+", "−", "-"); s {
		case "+":
			a = p.join(OpAdd, at, a, p.product())
		case "−", "-":
			a = p.join(OpSub, at, a, p.product())
		default:
			return a
		}
	}
}

func (p *parser) product() operand {
	a := p.factor()
	for {
		switch s, at := p.sign("×", "*", "÷", "/"); s {
		case "×", "*":
			a = p.join(OpMul, at, a, p.factor())
		case "÷", "/":
			a = p.join(OpDiv, at, a, p.factor())
		default:
			return a
		}
	}
}

// join is an operation on two operands, whose units have to fit.
func (p *parser) join(op Op, at int, a, b operand) operand {
	whole := operand{e: call(op, a.e, b.e), sound: a.sound && b.sound, at: a.at, lag: max(a.lag, b.lag)}
	if !whole.sound {
		return whole
	}
	if whole.unit, whole.sound = unitOf(op, a.unit, b.unit); !whole.sound {
		p.fault(at, fault.Conflict.Found("%s is %s and %s is %s", p.between(a.at, at), a.unit, p.between(b.at, p.at),
			b.unit).Want("%s", together(op)))
	}
	return whole
}

// unitOf is the unit of an operation on two operands.
func unitOf(op Op, a, b Unit) (Unit, bool) {
	switch op {
	case OpMul:
		return product(a, b)
	case OpDiv:
		return quotient(a, b)
	}
	return fits(a, b)
}

// together says in words which operands an operation takes.
func together(op Op) string {
	switch op {
	case OpMul:
		return "money times money is nothing; multiply by a number"
	case OpDiv:
		return "a number is not divided by money"
	}
	return "both have to be money, or both numbers"
}

// between is a part of the text, for a message.
func (p *parser) between(from, to int) string {
	const most = 40
	text := []rune(strings.TrimSpace(strings.Trim(p.text[from:max(from, to)], " ,")))
	if len(text) > most {
		return string(text[:most-1]) + "…"
	}
	return string(text)
}

// nested reads a part within another part, down to the most nesting.
func (p *parser) nested(read func() operand) operand {
	if p.depth == MaxNesting {
		return p.fail(fault.TooLarge.Found("the formula is nested more than %d deep", MaxNesting))
	}
	p.depth++
	defer func() { p.depth-- }()
	return read()
}

func (p *parser) factor() operand {
	p.space()
	from := p.at
	o := p.leaf()
	o.at = from
	return o
}

func (p *parser) leaf() operand {
	if p.ended() {
		return p.fail(fault.Missing.Found("a number, the name of a row or a bracket is missing"))
	}
	if s, _ := p.sign("(", "[", "-", "−"); s != "" {
		return p.nested(map[string]func() operand{"(": p.bracket, "[": p.bracketed, "-": p.negative,
			"−": p.negative}[s])
	}
	if read := p.function(); read != nil {
		return p.nested(read)
	}
	return p.nameOrNumber()
}

// bracket reads on after a bracket.
func (p *parser) bracket() operand {
	o := p.sum()
	p.expect(")")
	return o
}

// expect reads a sign that must be there.
func (p *parser) expect(sign string) {
	if s, _ := p.sign(sign); s == "" {
		p.fail(fault.Unreadable.Found("%s was expected, found %s", sign, p.shown()))
	}
}

// negative reads on after a minus sign: a negative number, or zero minus any operand.
func (p *parser) negative() operand {
	if p.space(); p.literalLength() > 0 && p.nameLength() <= p.literalLength() {
		o := p.literal()
		if o.sound {
			n := *o.e.n
			n.Value = n.Value.Neg()
			o.e = Of(n)
		}
		return o
	}
	at := p.at
	return p.join(OpSub, at, operand{e: Num(0), unit: anyUnit, sound: true, at: at}, p.factor())
}

// function is the method that reads the call at this place; nil if there is no call.
func (p *parser) function() func() operand {
	word, after, called := strings.Cut(p.rest(), "(")
	calls := map[string]func() operand{"min": p.least, "max": p.most, "if": p.choice, "last": p.last, "ago": p.ago}
	read, known := calls[strings.ToLower(strings.TrimRight(word, " "))]
	if !called || !known { // a row may have such a name
		return nil
	}
	p.at = len(p.text) - len(after)
	return read
}

func (p *parser) least() operand { return p.extreme(OpMin) }
func (p *parser) most() operand  { return p.extreme(OpMax) }

// extreme reads the arguments of a minimum or maximum.
func (p *parser) extreme(op Op) operand {
	a := p.sum()
	p.expect(",")
	for more := true; more && !p.failed; {
		p.space()
		at := p.at
		a = p.join(op, at, a, p.sum())
		var s string
		s, _ = p.sign(",")
		more = s != ""
	}
	p.expect(")")
	return a
}

// choice reads the comparison and the two branches.
func (p *parser) choice() operand {
	x, first := p.comparison()
	p.expect(",")
	p.space()
	a := p.sum()
	p.expect(",")
	p.space()
	at := p.at
	b := p.sum()
	p.expect(")")
	branches := p.join(OpIf, at, a, b)
	if !first {
		a, b = b, a
	}
	branches.sound = branches.sound && x.sound
	branches.e, branches.lag = If(x.e, a.e, b.e), max(branches.lag, x.lag)
	return branches
}

// comparison reads a comparison as x against zero, and whether the first branch is taken if x ≥ 0 or if x < 0.
func (p *parser) comparison() (x operand, first bool) {
	a := p.sum()
	s, at := p.sign("≥", ">=", "≤", "<=", ">", "<")
	if s == "" {
		return p.fail(fault.Unreadable.Found("what is compared?").
			Want("write if(a ≥ b, …, …) with one of ≥ ≤ > <, found %s", p.shown())), true
	}
	b := p.sum()
	above := s == "≥" || s == ">=" || s == "<"
	if !above {
		a, b = b, a
	}
	x = p.join(OpSub, at, a, b)
	if isZero(b.e) && b.unit == anyUnit {
		x.e = a.e
	}
	return x, s != "<" && s != ">"
}

// isZero reports whether a formula is the number nought.
func isZero(e Expr) bool {
	return e.n != nil && e.n.Op == OpConst && e.n.Currency == "" && e.n.Value.IsZero()
}

// last reads on after the name of the call.
func (p *parser) last() operand {
	o := p.sum()
	p.expect(")")
	return p.earlier(o, 1, p.at)
}

func (p *parser) ago() operand {
	o := p.sum()
	p.expect(",")
	p.space()
	at, digits := p.at, p.digits()
	p.at += len(digits)
	years, err := strconv.Atoi(digits)
	if !p.failed && (err != nil || years < 1) {
		p.at = at
		return p.fail(fault.Unreadable.Found("how many years ago?").
			Want("write a whole number from 1 to %d, found %s", p.v.years, p.shown()))
	}
	p.expect(")")
	return p.earlier(o, years, at)
}

// earlier is an operand some years earlier, within the years of the sheet.
func (p *parser) earlier(o operand, years, at int) operand {
	if p.failed {
		return operand{}
	}
	if o.lag += years; o.lag > p.v.years {
		p.fault(at, fault.OutOfRange.Found("%d years ago is before the first year in every year", o.lag).
			Want("the last is %d years after it", p.v.years))
		o.sound = false
	}
	if o.sound {
		o.e = o.e.Ago(years)
	}
	return o
}
