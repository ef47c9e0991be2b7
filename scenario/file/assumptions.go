package file

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// keyAssumption names a shared number that is used in a place: {assumption: pay award, times: 1.2, plus: 0.5%}.
const keyAssumption = "assumption"

// assumptions reads the numbers that several places share. Their own text says whether they are rates or money.
func (d *decoder) assumptions(s *section) {
	s.each("assumptions", func(name string, n *node, path string) {
		if other := n.child(keyAssumption); other != nil {
			d.fault(n.at, path, fault.Misplaced.Found("an assumption is a number, and this one takes another").
				Want("write the number, or use the other in the places of this one"))
			return
		}
		a, u := finance.Assumption{Name: name}, d.rateOrAmount(n)
		before := len(d.drafts)
		at := slot{path: path, unit: u}
		if l := d.limitsOfUses()[name]; l.share() && !u.money {
			at.limits = l
		}
		xs := d.series(n, at)
		for _, x := range xs {
			if u.money {
				a.Amount = append(a.Amount, finance.Amount(x))
			} else {
				a.Rate = append(a.Rate, finance.Rate(x))
			}
		}
		d.into.Assumptions = append(d.into.Assumptions, a)
		if d.shares == nil {
			d.shares = map[string]assumed{}
		}
		d.shares[path] = assumed{path: path, unit: u, values: xs, uncertain: len(d.drafts) > before}
	})
}

// limitsOfUses are the limits that the places of assumptions have, by their names.
func (d *decoder) limitsOfUses() map[string]limits {
	if d.uses == nil {
		d.uses = limitsOfUses(d.root)
	}
	return d.uses
}

// rateOrAmount is the unit of a number whose place does not tell the unit: an amount if its text has a currency or a
// unit of money, else a rate, as 0 alone is.
func (d *decoder) rateOrAmount(n *node) unit {
	if n.kind == nodeAsked {
		return unit{name: "rate or amount"}
	}
	if text := firstNumber(n); text != "" && !strings.HasSuffix(text, "%") {
		_, err := finance.ParseAmount(text, d.model.Symbol())
		if err == nil && strings.Trim(text, "+-0.") != "" || strings.Contains(text, d.model.Symbol()) {
			return d.amount()
		}
	}
	return rate()
}

// firstNumber is the first text with a digit in it that belongs to the number itself and not to the notes about it.
func firstNumber(n *node) string {
	if n.kind == nodeText && strings.ContainsAny(n.text, "0123456789") {
		return n.text
	}
	for _, item := range n.items {
		if text := firstNumber(item); text != "" {
			return text
		}
	}
	for _, f := range n.fields {
		if slices.Contains([]string{"source", "note", "owner", "quality"}, f.key.text) {
			continue
		}
		if text := firstNumber(f.value); text != "" {
			return text
		}
	}
	return ""
}

// An assumed is an assumption that was read.
type assumed struct {
	path      string
	unit      unit
	values    []float64
	uncertain bool
}

// A use is an assumption in the place of a number: the assumption times a factor, plus another number.
type use struct {
	assumed
	name        string
	times, plus float64
}

// use reads an assumption in the place of a number; not ok where it cannot be used there, which is reported.
func (d *decoder) use(s *section, at slot) (u use, ok bool) {
	u = use{name: s.text(keyAssumption), times: 1}
	times, plus := reading{ok: true, central: 1}, reading{ok: true}
	if n := s.get("times"); n != nil {
		times = d.number(n, slot{path: join(at.path, "times"), unit: pure(), certain: structural()})
	}
	if n := s.get("plus"); n != nil {
		plus = d.number(n, slot{path: join(at.path, "plus"), unit: at.unit, certain: structural()})
	}
	u.times, u.plus = times.central, plus.central
	found, known := d.assumedIn(at.path, u.name)
	u.assumed = found
	switch {
	case s.faulty || !times.ok || !plus.ok:
	case u.name == "":
		d.fault(s.n.child(keyAssumption).at, join(at.path, keyAssumption),
			fault.Missing.Found("there is no name").Want("name the assumption"))
	case !known:
		if !d.suspectedAnywhere("assumptions") {
			unknown := fault.Unknown.Found("there is no assumption %s", fault.Quote(u.name)).
				Want("write it under assumptions, or a number here")
			d.fault(s.n.at, at.path, d.faults.meant(unknown, u.name, d.assumedFrom(at.path)))
		}
	case d.suspected(u.path):
	case u.unit.money != at.unit.money || at.unit.name == span().name:
		d.fault(s.n.at, at.path,
			fault.Conflict.Found("the assumption %s is %s", fault.Quote(u.name), inUnit(u.unit.money)).
				Want("write %s here", at.unit.wants))
	case u.times == 0:
		d.fault(s.n.at, join(at.path, "times"), fault.OutOfRange.Found("0 times an assumption is nothing").
			Want("leave the assumption out"))
	case at.year != "":
		d.fault(s.n.at, at.path, fault.Misplaced.Found("an assumption is for all years").
			Want("write the list in the assumption, and {assumption: %s} in the place of this one", u.name))
	default:
		return u, true
	}
	d.suspect(at.path)
	return u, false
}

// assumedIn finds an assumption by its name: of the body that a path leads to, or of a body around it.
func (d *decoder) assumedIn(path, name string) (assumed, bool) {
	for _, scope := range scopesOf(path) {
		if a, ok := d.shares[scope+"assumptions."+name]; ok {
			return a, true
		}
	}
	return assumed{}, false
}

// assumedFrom are the names of the assumptions that a place can use; none if the list of faults is full, as nobody
// would read them.
func (d *decoder) assumedFrom(path string) (names []string) {
	if d.faults.full() {
		return nil
	}
	scopes := scopesOf(path)
	for at := range d.shares {
		for _, scope := range scopes {
			if name, ok := strings.CutPrefix(at, scope+"assumptions."); ok {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// scopesOf are the path prefixes of the bodies that a path leads through, the innermost first and the whole last.
func scopesOf(path string) []string {
	scopes := []string{""}
	for {
		own := strings.TrimPrefix(path, scopes[0])
		name, _, deeper := strings.Cut(strings.TrimPrefix(own, "bodies."), ".")
		if !strings.HasPrefix(own, "bodies.") || !deeper {
			return scopes
		}
		scopes = slices.Insert(scopes, 0, scopes[0]+"bodies."+name+".")
	}
}

// assumption puts an assumption into the place of a number by year: a formula that reads it.
func (d *decoder) assumption(n *node, at slot) {
	s := d.section(n, at.path)
	d.note(s, at)
	u, ok := d.use(s, at)
	s.done()
	if !ok {
		return
	}
	_, place := sheet.BodyOf(at.path)
	note := d.model.Notes[at.path].Remark
	if note == "" {
		note = "the assumption " + u.name
	}
	d.into.Rows = append(d.into.Rows, finance.Row{Name: place, Formula: u.formula(d.model.Symbol()), Note: note})
}

// formula writes the use in the words of formulas.
func (u use) formula(symbol string) string {
	text := "[assumptions." + u.name + "]"
	if u.times != 1 {
		text += " × " + decimal.NewFromFloat(u.times).String()
	}
	if plus := u.added(); !plus.IsZero() {
		text += " + "
		if u.unit.money {
			text += symbol
		}
		text += plus.String()
	}
	return text
}

// added is the number that is added, in pounds if it is money.
func (u use) added() decimal.Decimal {
	if u.unit.money {
		return decimal.New(int64(u.plus), -2)
	}
	return decimal.NewFromFloat(u.plus)
}

// knownUse puts an assumption into the place of a number that cannot be uncertain: its value.
func (d *decoder) knownUse(s *section, at slot) reading {
	u, ok := d.use(s, at)
	switch {
	case !ok:
		return reading{at: s.n.at}
	case u.uncertain:
		d.fault(s.n.at, at.path,
			fault.Misplaced.Found("the assumption %s is uncertain, and this number cannot be", fault.Quote(u.name)).
				Want("write %s here", at.unit.wants))
		return reading{at: s.n.at}
	case len(u.values) != 1:
		d.fault(s.n.at, at.path,
			fault.Conflict.Found("the assumption %s has a value for each year, and this number is one",
				fault.Quote(u.name)).
				Want("write %s here", at.unit.wants))
		return reading{at: s.n.at}
	}
	x := decimal.NewFromFloat(u.values[0]).Mul(decimal.NewFromFloat(u.times)).Add(decimal.NewFromFloat(u.plus))
	if u.unit.money {
		x = x.Round(0)
	}
	return reading{central: x.InexactFloat64(), ok: true, at: s.n.at}
}
