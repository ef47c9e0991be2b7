package finance

import (
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Pressure is a cost with a name and a date, from the list that finance teams keep: a ward that opens, a strike that
// must be covered, a contract that ends. It adds to cost. With Returns it is a business case, whose returns reduce
// cost; a case with returns only has no Amount.
type Pressure struct {
	Name string // its name in rows and paths
	// From is the first year that has it; zero is the first after the opening year.
	From Year
	// Until is the last year that has it, which may be after the plan; zero means the last year of the plan, or From if
	// it is OneOff.
	Until Year
	// Amount is the cost of a year: one value, or one for each year of the plan; values outside From and Until do not
	// count. Below zero it is a saving.
	Amount []Amount
	// Grows is what becomes of it after From.
	Grows Grows
	// OneOff says that it does not recur: it is not in the underlying position.
	OneOff bool
	// Returns are the savings that it brings.
	Returns PressureReturns
}

// PressureReturns are the savings of a business case, in the same form as the cost of a [Pressure].
type PressureReturns struct {
	// From is the first year that has them; zero is the first after the opening year.
	From Year
	// Until is the last year that has them, which may be after the plan; zero means the last year of the plan.
	Until Year
	// Amount is the saving of a year: one value, or one for each year of the plan. Below zero it is a loss.
	Amount []Amount
	// Grows is what becomes of it after From.
	Grows Grows
}

// A dated is money in some years: the cost of a pressure, or its returns.
type dated struct {
	path, note  string
	from, until Year
	amount      []Amount
	grows       Grows
	once        bool
}

// cost is the cost of the pressure as a dated; returns is its returns.
func (p Pressure) cost() dated {
	return dated{p.path(), "what the pressure costs", p.From, p.Until, p.Amount, p.Grows, p.OneOff}
}

func (p Pressure) returns() dated {
	r := p.Returns
	return dated{p.path() + ".returns", "what the business case gives back", r.From, r.Until, r.Amount, r.Grows, false}
}

// costs, returns and recurs report whether the pressure belongs to each of the sums.
func (p Pressure) costs() bool     { return len(p.Amount) > 0 }
func (p Pressure) givesBack() bool { return len(p.Returns.Amount) > 0 }
func (p Pressure) once() bool      { return p.costs() && p.OneOff }

// path is the place of a pressure in a scenario file, and the name of its row.
func (p Pressure) path() string { return "pressures." + p.Name }

// A pressureSum is the sum of some pressures' costs, or of their returns.
type pressureSum struct {
	row, note string
	has       func(Pressure) bool
	of        func(Pressure) dated
}

// The sums of pressures.
func pressuresCost() pressureSum {
	return pressureSum{"pressures_cost", "what named pressures cost", Pressure.costs, Pressure.cost}
}

func pressuresReturned() pressureSum {
	return pressureSum{"pressures_returned", "what business cases give back", Pressure.givesBack, Pressure.returns}
}

func oneOffPressures() pressureSum {
	return pressureSum{"one_off_pressures", "the part of what pressures cost that does not recur", Pressure.once,
		Pressure.cost}
}

// given reports whether there is anything to add up.
func (s pressureSum) given(m *Model) bool { return slices.ContainsFunc(m.Pressures, s.has) }

// addedTo is an expression with the sum added, if there is one.
func (s pressureSum) addedTo(e sheet.Expr, m *Model) sheet.Expr {
	if s.given(m) {
		e = e.Plus(sheet.Ref(s.row))
	}
	return e
}

// takenOff is an expression less the sum, if there is one.
func (s pressureSum) takenOff(e sheet.Expr, m *Model) sheet.Expr {
	if s.given(m) {
		e = e.Minus(sheet.Ref(s.row))
	}
	return e
}

// pressureRows: each pressure and its returns, and their sums.
func pressureRows(w *layout) {
	for _, p := range w.m.Pressures {
		if p.costs() {
			w.dated(p.cost())
		}
		if p.givesBack() {
			w.dated(p.returns())
		}
	}
	for _, s := range []pressureSum{pressuresCost(), pressuresReturned(), oneOffPressures()} {
		var all []sheet.Expr
		for _, p := range w.m.Pressures {
			if s.has(p) {
				all = append(all, sheet.Ref(s.of(p).path))
			}
		}
		switch sum := sheet.Sum(all...); {
		case len(all) > 0 && w.m.begun():
			w.moneyAlways(s.row, s.note, sum)
		case len(all) > 0:
			w.money(s.row, s.note, sum)
		}
	}
}

// opensAt reports whether the model says what a row opens at.
func (m *Model) opensAt(row string) bool {
	return slices.ContainsFunc(m.Rows, func(r Row) bool { return r.opens() && asWritten(r.Name) == asWritten(row) })
}

// begun reports whether some pressure began before the plan, and opens at a figure.
func (m *Model) begun() bool {
	return slices.ContainsFunc(m.Pressures, func(p Pressure) bool {
		return m.opensAt(p.cost().path) || m.opensAt(p.returns().path)
	})
}

// dated adds the row of money in some years.
func (w *layout) dated(d dated) {
	first, until := max(d.from, w.m.First+1), d.until
	switch {
	case until == 0 && d.once:
		until = first
	case until == 0:
		until = w.m.Last
	}
	money := w.amounts(d.path+".amount", d.amount...).Times(w.years(d.path+".years", first, until))
	if d.grows == WithPrices {
		later := first + 1
		if d.from != 0 && d.from <= w.m.First {
			later = first // its first year is past
		}
		prices, after := d.path+".prices", w.years(d.path+".later_years", later, w.m.Last)
		w.number(sheet.Num(1), prices, "index of inflation since its first year",
			sheet.Last(prices).Times(plusOne(sheet.Ref("outturn_inflation").Times(after))))
		money = money.Times(sheet.Ref(prices))
	}
	w.money(d.path, d.note, money)
}

// years adds the input that is 1 in the years of a pressure.
func (w *layout) years(path string, from, until Year) sheet.Expr {
	e := w.during(path, from, until, "the years of a pressure are part of the model's structure")
	w.sourced("default: 1 in its years")
	return e
}

// pressureLines are the lines of a report: the sums, and each pressure with its returns.
func (m *Model) pressureLines() (lines []string) {
	for _, s := range []pressureSum{pressuresCost(), pressuresReturned()} {
		if !s.given(m) {
			continue
		}
		lines = append(lines, s.row)
		for _, p := range m.Pressures {
			if s.has(p) {
				lines = append(lines, s.of(p).path)
			}
		}
	}
	return lines
}

// pressures checks the dates of pressures, and that each has an amount.
func (v *validator) pressures() {
	seen := map[string]bool{}
	for _, p := range v.m.Pressures {
		v.name("pressures", p.Name, seen)
		if len(p.Amount)+len(p.Returns.Amount) == 0 {
			v.fault(p.path(), fault.Missing.Found("there is no amount").
				Want("give amount, what a year costs, or returns with an amount"))
			continue
		}
		v.dated(p.cost())
		v.dated(p.returns())
		if p.OneOff && len(p.Amount) == 0 {
			v.fault(p.path()+".recurrent", fault.Misplaced.Found("there is no amount that could recur or not").
				Want("leave it out"))
		}
	}
}

// dated checks that the years are in the plan, and that dates have money.
func (v *validator) dated(d dated) {
	m := v.m
	begun := d.from != 0 && d.from <= m.First && m.opensAt(d.path)
	if d.from != 0 && (d.from <= m.First || d.from > m.Last) && m.yearsFit() && !begun {
		v.fault(d.path+".from", fault.OutOfRange.Found("%s is not a year of the plan", m.Label(d.from)).
			Want("it has %s to %s; what began before is in the opening cost", m.Label(m.First+1), m.Label(m.Last)).
			With("years"))
	}
	switch {
	case begun && d.until >= d.from:
	case d.until != 0 && d.until < max(d.from, m.First+1):
		v.fault(d.path+".until", fault.Conflict.Found("%s is before %s, its first year", m.Label(d.until),
			m.Label(max(d.from, m.First+1))).With(d.path+".from", "years"))
	case len(d.amount) == 0 && (d.from != 0 || d.until != 0 || d.grows != InCash):
		v.fault(d.path, fault.Missing.Found("there is no amount for the years given").Want("give amount"))
	}
	if d.grows != InCash && d.grows != WithPrices {
		v.fault(d.path+".grows", fault.OutOfRange.Found("%d is no way to grow", d.grows).
			Want("use InCash or WithPrices"))
	}
}
