package sheet

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

// Words writes the formula as a person would read it: names with spaces, × and ÷, last(x) and ago(x, 2) for earlier
// years. [Vocabulary.Parse] reads it back.
func (e Expr) Words() string { return e.write(nameInWords, constantInWords) }

func nameInWords(name string, lag int) string {
	name = written(name)
	switch lag {
	case 0:
		return name
	case 1:
		return "last(" + name + ")"
	}
	return fmt.Sprintf("ago(%s, %d)", name, lag)
}

// written is a row's name as a formula writes it: its label, in brackets if it could be read as more than a name.
func written(name string) string {
	label := Label(name)
	if !plain(label) {
		return "[" + label + "]"
	}
	return label
}

// plain reports whether a label is only words, without anything that has a meaning in formulas. The commas in the name
// of a body do not count: "North, Acute trust: balance".
func plain(label string) bool {
	signs := " _."
	if strings.Contains(label, ": ") {
		signs += ",:"
	}
	for i, r := range label {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && !strings.ContainsRune(signs, r)) {
			return false
		}
	}
	return label != "" && !strings.HasSuffix(label, " ")
}

func constantInWords(n *Node) string {
	switch {
	case !tame(n.Value):
		return fmt.Sprintf("%se%d", n.Value.Coefficient(), n.Value.Exponent())
	case n.Currency != "":
		return cashInWords(n.Value, n.Currency)
	}
	return n.Value.String()
}

// cashInWords writes whole pence in the largest fitting unit: £400m, -£12.5.
func cashInWords(pence decimal.Decimal, currency string) string {
	sign := ""
	if pence.IsNegative() {
		sign = "-"
	}
	for _, u := range []struct {
		name  string
		scale int32
	}{{"bn", 11}, {"m", 8}} {
		if size := pence.Abs(); size.GreaterThanOrEqual(decimal.New(1, u.scale)) {
			return sign + currency + size.Shift(-u.scale).String() + u.name
		}
	}
	return sign + currency + pence.Abs().Shift(-2).String()
}

// Label is a row's name as people read it: "net_cost" is "net cost", and "bodies.North.bodies.Acute trust.balance" is
// "North, Acute trust: balance". Any other name with a dot is a place in a scenario file and stays as it is.
func Label(name string) string {
	body, row := BodyOf(name)
	if strings.Contains(row, ".") {
		return name
	}
	row = strings.ReplaceAll(row, "_", " ")
	if body == "" {
		return row
	}
	return BodyLabel(body) + ": " + row
}

// BodyLabel is the path of a body as people read it: "North, Acute trust".
func BodyLabel(path string) string { return strings.ReplaceAll(path, ".", ", ") }

// BodyOf splits the name of a row or input into the path of the body that it belongs to ("North.Acute trust", empty for
// the whole sheet) and its name there. The rows of a body have its name before theirs: "bodies.North.bodies.Acute
// trust.balance".
func BodyOf(name string) (body, row string) {
	for strings.HasPrefix(name, bodies) {
		inner, rest, ok := strings.Cut(strings.TrimPrefix(name, bodies), ".")
		if !ok {
			break
		}
		if body != "" {
			body += "."
		}
		body, name = body+inner, rest
	}
	return body, name
}

// bodies is how the names of bodies' rows begin.
const bodies = "bodies."

func words(n *Node) string { return Expr{n}.Words() }

// write prints the formula with the given ways to print references and constants.
func (e Expr) write(ref func(name string, lag int) string, constant func(*Node) string) string {
	if e.n == nil {
		return "nothing"
	}
	n := e.n
	if want := n.Op.parts(); want > 0 && len(n.Args) != want {
		return n.Op.String()
	}
	part := func(i, strength int) string {
		s := n.Args[i].write(ref, constant)
		if n.Args[i].strength() < strength {
			return "(" + s + ")"
		}
		return s
	}
	switch n.Op {
	case OpConst:
		return constant(n)
	case OpRef:
		return ref(n.Name, n.Lag)
	case OpAdd:
		return part(0, 1) + " + " + part(1, 2)
	case OpSub:
		return part(0, 1) + " − " + part(1, 2)
	case OpMul:
		return part(0, 2) + " × " + part(1, 3)
	case OpDiv:
		return part(0, 2) + " ÷ " + part(1, 3)
	case OpIf:
		return fmt.Sprintf("if(%s ≥ 0, %s, %s)", part(0, 0), part(1, 0), part(2, 0))
	case OpMin, OpMax:
		args := e.flatten(n.Op)
		texts := make([]string, len(args))
		for i, a := range args {
			texts[i] = a.write(ref, constant)
		}
		return fmt.Sprintf("%s(%s)", n.Op, strings.Join(texts, ", "))
	}
	return n.Op.String()
}

// flatten undoes the left fold of a minimum or maximum of several.
func (e Expr) flatten(op Op) []Expr {
	if e.n == nil || e.n.Op != op || len(e.n.Args) != 2 {
		return []Expr{e}
	}
	return append(e.n.Args[0].flatten(op), e.n.Args[1])
}

// strength orders operators by how tightly they bind.
func (e Expr) strength() int {
	if e.n == nil {
		return 3
	}
	switch e.n.Op {
	case OpAdd, OpSub:
		return 1
	case OpMul, OpDiv:
		return 2
	}
	return 3
}
