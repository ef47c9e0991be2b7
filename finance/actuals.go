package finance

import (
	"maps"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// Actuals are figures of a plan's first year as they came out, by the names of the sheet's rows: "funding",
// "services.ward.cost", "debt.loans.interim", "bodies.Acute trust.debt". Each body that has them needs two:
//
//	funding         its own settlement, with grants
//	recurrent_cost  what the next year's cost grows from: without one-off savings and what came back of last year's
//	                unmet need, with all that lasting savings save in a whole year. With services, their costs give it
//
// "support" is that inside the funding. With "balance" what the year had once, and no later year has, is what is left:
// "one_offs". What is not given is taken as it was planned. Rows that no later year starts from are compared and no
// more.
type Actuals map[string]Amount

// A Rolled is a plan opened a year later, and how its first year came out.
type Rolled struct {
	// Model is the later plan.
	Model *Model
	// Figures are those that it opens at, and then those that were given besides, body by body.
	Figures []Figure
	// Opened are the numbers of the model that are other ones than before, by their paths.
	Opened []Opened
}

// A Figure is a row of a plan's first year, planned and as it came out. What was not given is taken as planned.
type Figure struct {
	Line    string // as in [Actuals]
	Planned Amount // by the plan
	Actual  Amount // as it came out
	Given   bool   // and not taken as planned
}

// An Opened is a number that a later plan opens at, in the place of the earlier plan's.
type Opened struct {
	Path string // as in a scenario file: "bodies.Acute trust.opening.cost", "rows.unmet_need"
	// Amounts are one amount, or one for each year; none of a number that is left out, and of a row that opens as
	// Formula says.
	Amounts []Amount
	Formula string // of a row
	Given   bool   // among the actual figures, and not taken as planned
}

// RollForward is the model opened a year later: the first year of the plan becomes the opening year, with the figures
// as they came out, and the plan for the years after it stands. New money is still measured from the base it was
// measured from, and transformation before the new opening year still gives back what it was to give, in cash at the
// inflation of the model. Loans are still repaid as parts of what they were. Own rows, and rows that formulas read a
// year later, open at the year's figures. Prices are those of the new opening year. The model itself is not changed. It
// fails with [Faults] when the model is not sound or the figures do not fit it, and like [Project] when the model
// cannot be worked out.
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
	planned, err := m.rolled(l, Actuals{}, nil) // for what a plan of these figures would have had once
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

// rolls reports what a later opening cannot take along, in the model and its bodies.
func (v *validator) rolls(m *Model, prefix string) {
	no := func(path string, found Fault) { v.fault(prefix+path, found) }
	lost := func(path, why, want string) { no(path, fault.Misplaced.Found("%s", why).Want("%s", want)) }
	if v.m.horizon() < 2 && prefix == "" {
		v.fault("years", fault.OutOfRange.Found(
			"%s is the last year of the plan, so there is no year to roll forward to", m.Label(m.Last)))
	}
	if m.Funding.TopUp.Delay > 0 {
		lost("funding.top_up.delay", "what is topped up later for the year's surprise would be lost",
			"give the later years' funding as cash")
	}
	if len(m.Funding.TopUp.Share) > 0 && len(m.Funding.Cash) > 0 {
		lost("funding.top_up", "what was topped up in "+v.m.Label(v.m.First+1)+" is in no later year's cash",
			"leave it out, and give the later years' cash with it")
	}
	if e := m.Debt.Equity; e.given() && e.Year == v.m.First+1 {
		lost("debt.equity", "the charge on what is converted in "+v.m.Label(e.Year)+" would be lost",
			"leave the conversion out, and give the charge as cost")
	}
	if len(m.Funding.Phasing) > 0 {
		lost("funding.phasing", "what is left of it would not add up to zero", "give the later years' funding as cash")
	}
	for _, merger := range m.Mergers {
		if merger.Year == v.m.First+1 {
			lost("mergers."+merger.Body, "the body has merged by the end of "+v.m.Label(merger.Year),
				"put its figures into those of the body that it is part of, and leave it out")
		}
	}
	for _, s := range m.Spills {
		if s.Lag > 1 {
			lost("spills."+s.Name+".lag", "what spills later than a year after would be lost", "give a lag of 1")
		}
	}
	if m.Funding.CouncilTax.given() {
		lost("funding.council_tax", "a council sets its tax each year, on the base of that year",
			"give the later plan its base and band D, and its own opening figures")
	}
	for _, p := range m.Pressures {
		if p.begun(v.m.First + 1) {
			lost(p.path(), "it has begun by "+v.m.Label(v.m.First+1)+", so it is in the figures of that year",
				"leave it out, and count what recurs of it in the cost")
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
	asked    map[string]bool // lines that there are to give
	figures  []Figure
	opened   []Opened
	faults   Faults
	once     map[string]Amount // what is planned to be had once, by body; nil while that is found out
	marginal map[string]bool   // bodies that are paid for activity, by the beginning of their rows' names
	leaves   []string          // the bodies that are no systems, by the beginning of their rows' names
	position map[string]Amount // what each of them opens at without that
}

// rolled opens the model on the figures, and knows of those that do not fit.
func (m *Model) rolled(l *Ledger, a Actuals, once map[string]Amount) (*roller, error) {
	r := &roller{m: m, next: m.later(), ledger: l, actual: a, asked: map[string]bool{}, once: once,
		marginal: map[string]bool{}, position: map[string]Amount{}}
	r.model(m, r.next, "")
	r.unknown()
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	if err := r.lagged(); err != nil {
		return nil, err
	}
	return r, r.settle()
}

// at is a row of the plan in the year that came out; zero if there is none.
func (r *roller) at(row string) Amount {
	a, _ := r.ledger.Amount(row, r.next.First)
	return a
}

// has reports whether the plan has a row.
func (r *roller) has(row string) bool {
	_, ok := r.ledger.At(row, 1)
	return ok
}

// figure is a line as it came out: as given, or as planned.
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
	r.opened = append(r.opened, Opened{Path: path, Amounts: []Amount{a}, Given: given})
}

// leave takes a number out of the later plan.
func (r *roller) leave(path string, was *Amount) {
	if *was != 0 {
		*was = 0
		r.opened = append(r.opened, Opened{Path: path})
	}
}

// opens makes a row of the model's open at a figure.
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
	r.opened = append(r.opened, Opened{Path: path, Formula: formula, Given: given})
}

// words is money as formulas write it.
func (r *roller) words(a Amount) string {
	sign := ""
	if a < 0 {
		sign, a = "−", -a
	}
	return sign + r.m.Symbol() + strings.TrimSuffix(a.Decimal().StringFixed(2), ".00")
}

// unknown reports figures that are no line of the plan.
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

// compare lists the figures that were given and that no later year starts from.
func (r *roller) compare() {
	for _, line := range sortedLines(r.actual) {
		if !r.asked[line] {
			r.figures = append(r.figures, Figure{line, r.at(line), r.actual[line], true})
		}
	}
}

// note says of the numbers that the later plan opens at where they come from.
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

// Source says where the number comes from, of the year that opens the plan. forecast says of figures that the year is
// not over yet: "at month 9"; empty if it is.
func (o Opened) Source(year, forecast string) string {
	switch {
	case o.Given && forecast != "":
		return "Forecast outturn of " + year + " " + forecast
	case o.Given:
		return "Outturn of " + year
	}
	return "As planned for " + year + ", without an actual figure"
}
