package sheet

import (
	"strings"
	"unicode"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/shopspring/decimal"
)

// nameOrNumber reads the longest name or number at this place.
func (p *parser) nameOrNumber() operand {
	best, shorter := p.v.longest(p.scopes, p.rest())
	if number := p.literalLength(); number > 0 && best.length <= number {
		return p.literal()
	}
	if best.length == 0 {
		return p.unknown(p.run())
	}
	text := p.rest()[:best.length]
	for _, s := range shorter {
		if p.splits(text[s.length:]) {
			p.fault(p.at, fault.Conflict.Found("%s can be one name, or begin with the name %s", text, text[:s.length]).
				Want("write [%s] or [%s]", text, text[:s.length]))
			p.at += best.length
			return operand{}
		}
	}
	return p.named(text, best.names, best.length)
}

// splits reports whether the text after a shorter name can go on as a formula: with a sign and another name or number.
func (p *parser) splits(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	after := strings.TrimLeft(strings.TrimLeft(rest, "-,"), " ")
	if rest == "" || !strings.ContainsAny(rest[:1], "-,") || after == "" {
		return false
	}
	name, _ := p.v.longest(p.scopes, after)
	return name.length > 0 || unicode.IsDigit(rune(after[0]))
}

// nameLength is the length of the longest name at this place.
func (p *parser) nameLength() int {
	best, _ := p.v.longest(p.scopes, p.rest())
	return best.length
}

// bracketed reads on after [, to the ].
func (p *parser) bracketed() operand {
	name, _, closed := strings.Cut(p.rest(), "]")
	if !closed {
		return p.fail(fault.Missing.Found("] is missing after the name %s", p.shown()))
	}
	names := p.v.exactly(p.scopes, name)
	if len(names) == 0 {
		o := p.unknown(name)
		p.sign("]")
		return o
	}
	return p.named(name, names, len(name)+1)
}

// named is a reference to the row with a name; the name must mean exactly one row.
func (p *parser) named(text string, names []string, length int) operand {
	at := p.at
	p.at += length
	if len(names) > 1 {
		p.fault(at, fault.Conflict.Found("%s can be [%s]", text, strings.Join(names, "] or [")).
			Want("write the one that is meant"))
		return operand{}
	}
	if _, seen := p.refs[names[0]]; !seen && p.refs != nil {
		p.refs[names[0]] = at
	}
	return operand{e: Ref(names[0]), unit: p.v.units[names[0]], sound: true}
}

// run is the text from here to the next sign.
func (p *parser) run() string {
	text := p.rest()
	for i, r := range text {
		if strings.ContainsRune("+−×÷*/()[],≥≤<>", r) || r == '-' && i > 0 && text[i-1] == ' ' {
			return strings.TrimSpace(text[:i])
		}
	}
	return strings.TrimSpace(text)
}

// unknown reports a name that no row has.
func (p *parser) unknown(name string) operand {
	at := p.at
	p.at += len(name)
	if rest := strings.TrimLeft(p.rest(), " "); strings.HasPrefix(rest, "(") && name != "" {
		p.at = at
		return p.fail(fault.Unknown.Found("there is no function %s", name).Want("there are min, max, if, last and ago"))
	}
	if name == "" {
		return p.fail(fault.Unreadable.Found("a number, the name of a row or a bracket was expected, found %s",
			p.shown()))
	}
	short := []rune(name)
	short = short[:min(len(short), maxWords)]
	if len(p.errs) < maxFaults {
		p.fault(at, fault.Unknown.Found("there is no row %q%s", string(short), p.v.suggest(p.scopes, name)))
	}
	return operand{}
}

// digits are the digits at this place.
func (p *parser) digits() string { return digitsOf(p.rest()) }

func digitsOf(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
}

// maxDigitsWritten bounds the text of a number; the text of any float64 is shorter.
const maxDigitsWritten = 400

// A literal is a number as it is written.
type literal struct {
	length   int
	digits   string
	currency bool
	scale    int32 // the power of ten of its unit
	unit     string
}

// A scale is a unit that may follow the digits of a number, and its power of ten.
type scale struct {
	name  string
	power int32
}

// scales are the units of money and the percent, the longer first.
func (v *Vocabulary) scales() []scale {
	percent := scale{"%", -2}
	if v.currency == "" {
		return []scale{percent}
	}
	return []scale{{"billion", 9}, {"million", 6}, {"thousand", 3}, {"bn", 9}, {"m", 6}, {"k", 3}, percent}
}

// written reads the number at this place; its length is zero if there is none.
func (p *parser) written() (l literal) {
	text := p.rest()
	after, marked := strings.CutPrefix(text, p.v.currency)
	if l.currency = marked && p.v.currency != ""; l.currency {
		after = strings.TrimLeft(after, " ")
	}
	whole := digitsOf(after)
	if whole == "" {
		return literal{}
	}
	rest := after[len(whole):]
	l.digits = whole
	if fraction := digitsOf(strings.TrimPrefix(rest, ".")); strings.HasPrefix(rest, ".") && fraction != "" {
		l.digits, rest = whole+"."+fraction, rest[1+len(fraction):]
	}
	for _, u := range p.v.scales() {
		if tail, ok := strings.CutPrefix(strings.TrimLeft(rest, " "), u.name); ok && (u.name == "%" || endsName(tail)) {
			l.scale, l.unit, rest = u.power, u.name, tail
			break
		}
	}
	l.length = len(text) - len(rest)
	return l
}

func (p *parser) literalLength() int { return p.written().length }

// literal reads a number: 0.5, 12%, £3m.
func (p *parser) literal() operand {
	l := p.written()
	text, rest := p.rest()[:l.length], p.rest()[l.length:]
	switch {
	case !endsName(rest):
		return p.fail(fault.Unreadable.Found("%s is not a number", p.shown()).
			Want("write 0.5, 12%% or %s3m", p.v.currency))
	case strings.HasPrefix(rest, ",") && len(digitsOf(rest[1:])) == 3:
		return p.fail(fault.Unreadable.Found("is %s%s one number?", text, rest[:4]).
			Want("write it without the comma, or with a space after it"))
	case len(l.digits) > maxDigitsWritten:
		return p.fail(fault.TooLarge.Found("%d digits are too many", len(l.digits)).Want("the most is %d",
			maxDigitsWritten))
	case l.unit == "%" && l.currency:
		return p.fail(fault.Conflict.Found("%s is money and a percentage", text).Want("leave one sign out"))
	}
	at := p.at
	p.at += l.length
	value, err := decimal.NewFromString(l.digits)
	if err != nil {
		return operand{}
	}
	value = value.Shift(l.scale)
	if !l.currency && (l.unit == "" || l.unit == "%") {
		e := Dec(value)
		return operand{e: e, unit: constUnit(e.n), sound: true}
	}
	return p.cash(text, value.Shift(2), at)
}

// cash is a constant of money.
func (p *parser) cash(text string, pence decimal.Decimal, at int) operand {
	if problem := Money.refuses(pence); problem != "" {
		p.fault(at, fault.OutOfRange.Found("%s is not whole pence, or beyond ±2⁵¹ of them", text))
		return operand{}
	}
	e := Cash(pence, p.v.currency)
	return operand{e: e, unit: constUnit(e.n), sound: true}
}
