package finance

import (
	"maps"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// Actuals are actual figures of a plan's first year, by the names of the sheet's rows: "funding", "services.ward.cost",
// "debt.loans.interim", "bodies.Acute trust.debt". Each body that has them needs two:
//
//	funding         its own settlement, with grants
//	recurrent_cost  the cost that the next year's grows from: without one-off savings and the backlog of last year's
//	                unmet need, without named pressures and their returns, which go on by themselves, and with lasting
//	                savings as in a whole year. With services, their costs give it
//
// A council's "council_tax" is its tax, which is inside its funding, and "band_d" that of a dwelling: the dwellings
// follow. "support" is the support inside the funding. If "balance" is given, the rest of it is one-off: items that no
// later year has ("one_offs"). Figures that are not given are taken as planned. Rows that no later year starts from are
// only compared.
type Actuals map[string]Amount

// A Rolled is a plan opened a year later, with the outturn of its first year.
type Rolled struct {
	// Model is the later plan.
	Model *Model
	// Figures are the opening figures of the later plan, then the other figures that were given, body by body.
	Figures []Figure
	// Opened are the numbers of the model that changed, by their paths.
	Opened []Opened
}

// A Figure is a row of a plan's first year, planned and actual. If no actual figure was given, it is taken as planned.
type Figure struct {
	Line    string // as in [Actuals]
	Planned Amount // by the plan
	Actual  Amount // the outturn
	Given   bool   // false if taken as planned
}

// An Opened is an opening number of a later plan that replaces a number of the earlier plan.
type Opened struct {
	Path    string     // as in a scenario file: "bodies.Acute trust.opening.cost", "rows.unmet_need"
	Kind    OpenedKind // what it is
	Amounts []Amount   // of OpenedMoney: one amount, or one for each year
	Text    string     // of the others, as files write it
	Given   bool       // from the actual figures; false if taken as planned
}

// OpenedKind says what an opening number of a later plan is.
type OpenedKind int

// Kinds of opening numbers.
const (
	OpenedMoney  OpenedKind = iota // amounts
	OpenedNumber                   // a rate or a count
	OpenedYear                     // a year, a fact of the plan and not of its figures
	OpenedRow                      // the formula that a row opens at
	OpenedGone                     // nothing: the later plan leaves it out
)

// RollForward is the model opened a year later: the first year of the plan becomes the opening year, with its actual
// figures, and the plan for the years after it stays. New money is still measured from the same base, and
// transformation before the new opening year still brings its returns, in cash at the model's inflation. Loans are
// still repaid as parts of their original amounts. Own rows, and rows that formulas, spills and top-ups read later,
// open at the year's figures, and at those of the year before where they are read from further back. Real terms are in
// the prices of [Model.Prices], or of the new opening year. The model itself is not changed. The error is [Faults] if
// the model is not sound or the figures do not fit it; if the model cannot be worked out, the error of [Project].
func (m *Model) RollForward(a Actuals) (Rolled, error) {
	m = door.Or(m)
	if faults := m.Validate(); len(faults) > 0 {
		return Rolled{}, faults
	}
	v := &validator{m: m, near: &sheet.Suggester{}}
	v.rolls(m, "")
	if len(v.faults) > 0 {
		return Rolled{}, v.faults
	}
	l, err := Project(m)
	if err != nil {
		return Rolled{}, err
	}
	planned, err := m.rolled(l, Actuals{}, nil) // for the one-off items planned with these figures
	if err != nil {
		return Rolled{}, err
	}
	once := map[string]Amount{}
	for _, prefix := range planned.leaves {
		once[prefix] = planned.at(prefix+"balance") - planned.position[prefix]
	}
	r, err := m.rolled(l, a, once)
	if err != nil {
		return Rolled{}, err
	}
	if len(r.faults) > 0 {
		return Rolled{}, r.faults
	}
	r.compare()
	r.note()
	return Rolled{Model: r.next, Figures: r.figures, Opened: r.opened}, nil
}

// rolls reports what a plan opened later cannot have, in the model and its bodies.
func (v *validator) rolls(m *Model, prefix string) {
	no := func(path string, found Fault) { v.fault(prefix+path, found) }
	lost := func(path, why, want string) { no(path, fault.Misplaced.Found("%s", why).Want("%s", want)) }
	if v.m.horizon() < 2 && prefix == "" {
		v.fault("years", fault.OutOfRange.Found(
			"%s is the last year of the plan, so there is no year to roll forward to", m.Label(m.Last)))
	}
	if m.rebased() && m.Prices < m.First || m.Prices == m.First {
		for _, vintage := range m.Deflator.Vintages {
			lost("deflator.vintages."+vintage.Name, "its inflation of "+m.Label(m.First+1)+
				" would be lost, which leads to prices of "+m.Label(m.Prices), "leave it out, or give a later year as prices")
		}
	}
	for i := range m.Bodies {
		v.rolls(&m.Bodies[i], prefix+"bodies."+m.Bodies[i].Name+".")
	}
}

// A roller opens a model a year later.
type roller struct {
	m, next  *Model
	ledger   *Ledger
	actual   Actuals
	asked    map[string]bool // lines that may be given
	figures  []Figure
	opened   []Opened
	faults   Faults
	once     map[string]Amount // planned one-off items, by body; nil while they are worked out
	marginal map[string]bool   // bodies that are paid for activity, by the prefix of their rows
	leaves   []string          // the bodies that are not systems, by the prefix of their rows
	position map[string]Amount // the opening position of each, without one-off items
}

// rolled opens the model with the figures, and reports figures that do not fit.
func (m *Model) rolled(l *Ledger, a Actuals, once map[string]Amount) (*roller, error) {
	r := &roller{m: m, next: m.later(), ledger: l, actual: a, asked: map[string]bool{}, once: once,
		marginal: map[string]bool{}, position: map[string]Amount{}}
	r.model(m, r.next, "")
	r.prices()
	r.unknown()
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	if err := r.lagged(); err != nil {
		return nil, err
	}
	return r, r.settle()
}

// at is the plan's figure of a row in the year of the actuals; zero if there is none.
func (r *roller) at(row string) Amount {
	a, _ := r.ledger.Amount(row, r.next.First)
	return a
}

// has reports whether the plan has a row.
func (r *roller) has(row string) bool {
	_, ok := r.ledger.At(row, 1)
	return ok
}

// figure is the actual figure of a line: as given, or as planned.
func (r *roller) figure(line string, planned Amount, must bool) Amount {
	r.asked[line] = true
	a, given := r.actual[line]
	if !given {
		a = planned
		if must && r.once != nil {
			r.fault("actuals."+line,
				fault.Missing.Found("there is no figure for this").Want("give what the year came to"))
		}
	}
	r.figures = append(r.figures, Figure{line, planned, a, given})
	return a
}

func (r *roller) fault(path string, f Fault) { r.faults = append(r.faults, f.At(path)) }

// open makes a figure a number of the later plan.
func (r *roller) open(path string, to *Amount, a Amount, from string) {
	*to = a
	_, given := r.actual[from]
	r.opened = append(r.opened, Opened{Path: path, Kind: OpenedMoney, Amounts: []Amount{a}, Given: given})
}

// leave removes a number from the later plan.
func (r *roller) leave(path string, was *Amount) {
	if *was != 0 {
		*was = 0
		r.opened = append(r.opened, Opened{Path: path, Kind: OpenedGone})
	}
}

// opens gives a row of the model an opening figure.
func (r *roller) opens(next *Model, prefix, row, formula string, given bool) {
	next.Rows = slices.DeleteFunc(slices.Clone(next.Rows), func(own Row) bool { return own.Name == row && own.opens() })
	i := slices.IndexFunc(next.Rows, func(own Row) bool { return asWritten(own.Name) == asWritten(row) })
	path := prefix + "rows." + row
	if i >= 0 {
		next.Rows[i].Opening = formula
		path = prefix + "rows." + next.Rows[i].Name
	} else {
		next.Rows = append(next.Rows, Row{Name: row, Opening: formula})
	}
	r.opened = append(r.opened, Opened{Path: path, Kind: OpenedRow, Text: formula, Given: given})
}

// words is money as formulas write it.
func (r *roller) words(a Amount) string {
	sign := ""
	if a < 0 {
		sign, a = "−", -a
	}
	return sign + r.m.Symbol() + strings.TrimSuffix(a.Decimal().StringFixed(2), ".00")
}

// unknown reports figures that are not lines of the plan.
func (r *roller) unknown() {
	var names []string
	for _, row := range r.ledger.Program.Rows {
		names = append(names, row.Name)
	}
	for line := range r.asked {
		names = append(names, line)
	}
	slices.Sort(names)
	near := validator{near: &sheet.Suggester{}}
	for _, line := range sortedLines(r.actual) {
		_, known := r.ledger.Amount(line, r.next.First)
		if known || r.asked[line] || slices.ContainsFunc(r.leaves, func(prefix string) bool {
			return line == prefix+"one_offs"
		}) {
			continue
		}
		r.fault("actuals."+line, fault.Unknown.Found("the plan has no such line of money").
			Suggest(near.meant(line, names)))
	}
}

// compare lists the given figures that no later year starts from.
func (r *roller) compare() {
	for _, line := range sortedLines(r.actual) {
		if !r.asked[line] {
			r.figures = append(r.figures, Figure{line, r.at(line), r.actual[line], true})
		}
	}
}

// note says where the opening numbers of the later plan come from.
func (r *roller) note() {
	notes := maps.Clone(r.next.Notes)
	if notes == nil {
		notes = map[string]Note{}
	}
	for _, o := range r.opened {
		notes[o.Path] = Note{Source: o.Source(r.m.Label(r.next.First), "")}
	}
	r.next.Notes = notes
}

// Source says where the number comes from; year is the plan's opening year. forecast says that the year is not over
// yet: "at month 9"; it is empty if it is over.
func (o Opened) Source(year, forecast string) string {
	switch {
	case o.Given && forecast != "":
		return "Forecast outturn of " + year + " " + forecast
	case o.Given:
		return "Outturn of " + year
	}
	return "As planned for " + year + ", without an actual figure"
}
