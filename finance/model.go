package finance

import (
	"context"
	"time"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// A Model is an envelope over several years: the money promised, the need, the deficit there already, and the purpose
// of the money. It is a plain value, written as a literal; the zero value of a part means that the model does not have
// it. Series hold one value for every year, or one for each year after First. Its methods only read it, so goroutines
// may share one that nobody changes.
type Model struct {
	Name string // whose envelope it is
	// First is the opening year, whose figures are known; Last is the last year of the plan.
	First, Last Year
	// FirstMonth starts the fiscal year; zero is April.
	FirstMonth time.Month
	// Currency is the sign shown before amounts; empty is "£".
	Currency string

	// Assumptions are numbers that several places share.
	Assumptions []Assumption

	Deflator  Deflator   // general inflation: planned, and the surprise
	Funding   Settlement // the settlement
	Opening   Opening    // the opening year's figures
	Need      Need       // one need from the top down,
	Services  []Service  // or services from the bottom up, not both
	Pressures []Pressure // costs with a name and a date, and business cases
	Savings   Savings    // the savings plan
	Earmark   Earmark    // new money set aside for transformation
	Earmarks  []Earmark  // several instead, each with a name; deficits take the first one first
	Unmet     Unmet      // need that the money does not reach
	Positions Positions  // what stands between the reported and the underlying position
	Support   Support    // deficit support on top of funding
	Debt      Debt       // how deficits are financed
	// Causes are all that makes the need grow, by name, in the order in which they are counted: each adds to cost on
	// top of those before it, and the last takes the pennies that the others leave. Each has a row of what it has added
	// since the opening year, and one of its part of the funding gap. They are the names of components and of services'
	// prices, real_growth of a need, productivity of services, spills from other bodies, and prices of a need and of
	// services without prices of their own. Empty means no such rows.
	Causes []string
	// RiskReserve is held back from services against the year's deficit.
	RiskReserve RiskReserve
	// RealTerms names money rows to show also in the prices of one year; funding is always shown in them.
	RealTerms []string
	// Prices is the year whose prices they are, of the plan or before it; zero is the opening year. A year before the
	// plan takes Deflator.Before.
	Prices Year

	// Bodies make the model a system, which nets them: it has no need, savings, earmark, support, reserve or debt of
	// its own. Each body is a model, may be a system itself, and has the years, currency and deflator of this model. A
	// body's notes are in the system's Notes, under "bodies.NAME.".
	Bodies     []Model
	Transfers  []Transfer // money that bodies pay each other
	Pools      []Pool     // budgets that bodies share
	Spills     []Spill    // unmet need that becomes demand elsewhere
	Allocation Allocation // how the own settlement is divided among the bodies
	Mergers    []Merger   // bodies that become part of others

	// Rows are the model's own formulas: rows that it adds, and formulas that replace its numbers.
	Rows []Row
	// Rules are the importer's own rules: each adds rows to the sheet, and may read any row by name.
	Rules []Rule
	// Notes say where numbers come from, by their path ("funding.real_growth").
	Notes map[string]Note

	links links // set while a system lays the model out as one of its bodies
	// rooms are the rows that replace a number, by its path, and unplaced the faults of rows that cannot; set while the
	// model is laid out.
	rooms    map[string]int
	unplaced Faults
}

// A Rule adds rows and inputs to a sheet. The library's own rules and an importer's are of the same kind. It is called
// each time that a model's sheet is laid out, by several goroutines at once if they all do so; it must change nothing
// but the sheet that it is given.
type Rule func(s *sheet.Sheet)

// A Note is what is known about a number.
type Note struct {
	Source  string  // who published it, where
	Remark  string  // what to mind
	Owner   string  // who is responsible for it
	Quality Quality // how well it is supported
	// AssumedFrom is the first year for which the number is an assumption beyond its source; zero if none.
	AssumedFrom Year
	// Place is where the number is in its file ("settlement.yaml:12:5"); empty for a literal.
	Place string
}

// AssumedFrom is the first year for which a number is an assumption beyond its source, among the numbers whose path
// fits such; nil fits all. It is zero if there is none.
func (m *Model) AssumedFrom(such func(path string) bool) (first Year) {
	m = door.Or(m)
	for path, n := range m.Notes {
		if n.AssumedFrom != 0 && (first == 0 || n.AssumedFrom < first) && (such == nil || such(path)) {
			first = n.AssumedFrom
		}
	}
	return first
}

// Quality rates the support of a number as red, amber or green.
type Quality string

// The ratings. A number without a note is unrated, and listed as unsupported.
const (
	Unrated Quality = ""
	Red     Quality = "red"
	Amber   Quality = "amber"
	Green   Quality = "green"
)

// Years lists the opening year and every year of the plan.
func (m *Model) Years() []Year {
	m = door.Or(m)
	var years []Year
	for y := m.First; y <= m.Last && len(years) <= maxYears; y++ {
		years = append(years, y)
	}
	return years
}

// maxYears bounds the horizon, so that a mistyped year is a fault and not a huge sheet.
const maxYears = 100

// horizon is the number of years after the opening year.
func (m *Model) horizon() int { return int(m.Last - m.First) }

// Symbol is the currency sign, "£" if none is given.
func (m *Model) Symbol() string {
	m = door.Or(m)
	if m.Currency == "" {
		return "£"
	}
	return m.Currency
}

// Label writes a year of the model.
func (m *Model) Label(y Year) string {
	m = door.Or(m)
	return y.Label(m.FirstMonth)
}

// Sheet lays out the model as rows of formulas. The error is [Faults] if the model is not sound.
func (m *Model) Sheet() (*sheet.Sheet, error) { return m.SheetContext(context.Background()) }

// SheetContext is [Model.Sheet], and stops with the context's error when the context ends.
func (m *Model) SheetContext(ctx context.Context) (*sheet.Sheet, error) {
	m, ctx = door.Or(m), door.Context(ctx)
	w, faults := m.lay(&layout{ctx: ctx})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, faults
	}
	for _, rule := range m.Rules {
		rule(w.Sheet)
	}
	return w.Sheet, nil
}

// Draft lays out the model as far as possible, sound or not. The names, units and bounds of inputs and rows are those
// of a sound model of the same shape. It is for code that checks other things against the sheet. It cannot be worked
// out, because the rows of bodies have no formulas and the inputs no sources; for that use [Model.Sheet]. The faults
// are those of [Model.Validate].
func (m *Model) Draft() (*sheet.Sheet, Faults) {
	m = door.Or(m)
	w, faults := m.lay(&layout{ctx: context.Background(), draft: true})
	return w.Sheet, faults
}

// lay applies the rules of a year, and reports the faults of numbers that they find. It stops when the context ends.
func (m *Model) lay(w *layout) (*layout, Faults) {
	if m.bodiesFit() && m.hasRows() {
		m = m.withRooms()
		w.draft = false // a circle of formulas may go through the rows of bodies
	}
	w.Sheet, w.m, w.notes, w.near, w.read = &sheet.Sheet{}, m, m.Notes, &sheet.Suggester{}, map[int]bool{}
	laid := *m
	laid.links.near = w.near
	if w.faults = laid.structure(); len(w.faults) > 0 && (!m.fits() || m.large()) {
		return w, w.faults
	}
	if m.fewestRows() > MaxRows {
		w.fault("bodies", tooManyRows())
		return w, w.faults
	}
	w.doubtful = misplaced(w.faults)
	for _, y := range m.Years() {
		w.Years = append(w.Years, m.Label(y))
	}
	deflatorRows(w)
	baseRows(w)
	w.rules()
	w.readFormulas()
	return w, w.faults
}

// rules lays out the rules of a year, for a system or for a body.
func (w *layout) rules() {
	rules := bodyRules()
	if len(w.m.Bodies) > 0 {
		rules = systemRules()
	}
	for _, rule := range rules {
		if w.ctx.Err() != nil {
			return
		}
		rule(w)
	}
	w.unread()
}

// bodyRules are the rules of a year in the order of the sheet, one file each.
func bodyRules() []func(*layout) {
	return []func(*layout){
		assumptionRows, fundingRows, incomeRows, openingRows, needRows, serviceRows, pressureRows, demandRows,
		savingsRows, earmarkRows, supportRows, joinRows, unmetRows, reserveRows, deficitRows, leftRows, causeRows,
		positionRows, debtRows, conservationRows, ownRows, realTermsRows,
	}
}

// Lines names the rows that a report of the whole shows, in its order: the money of a year from funding to debt; for a
// system also how many of its bodies are in deficit, and each body's balance; then the model's own rows and its rows in
// real terms. Rows of an importer's [Rule] are not among them: name those where lines are asked for.
func (m *Model) Lines() []string {
	m = door.Or(m)
	if m.bodiesFit() && m.hasRows() {
		m = m.withRooms()
	}
	lines := []string{
		"funding", "net_cost", "funding_gap", "earmark_planned", "diverted", "transformation", "balance",
		"cumulative_balance", "debt", "reported_position", "underlying_position", "savings_required",
		"savings_required_share", "unfunded_inflation",
	}
	if len(m.Bodies) > 0 {
		lines = append(lines, m.systemLines()...)
	}
	lines = append(lines, m.deficitLines()...)
	lines = append(lines, m.chosenLines()...)
	lines = append(lines, m.pressureLines()...)
	lines = append(lines, m.causeLines()...)
	for _, r := range m.Rows {
		if !r.gives() && !r.opens() {
			lines = append(lines, r.Name)
		}
	}
	for _, line := range m.realLines() {
		for _, view := range m.views() {
			lines = append(lines, line+view.suffix)
		}
	}
	return lines
}

// chosenLines are optional rows that this model has and that its report shows.
func (m *Model) chosenLines() (lines []string) {
	for _, choice := range []struct {
		made  bool
		lines []string
	}{
		{m.Funding.CouncilTax.given(), []string{"council_tax"}},
		{m.Unmet.ReservesFirst, []string{"unmet_need", "reserve"}},
		{len(m.withheld()) > 1, []string{"held_back"}},
		{true, m.earmarkLines()},
		{m.setsAside(), []string{"left_of_fund"}},
		{len(m.Savings.Fill) > 0, []string{"savings_cliff"}},
		{m.Savings.Required == RequiredForUnderlying,
			[]string{"recurrent_savings_required", "recurrent_savings_required_share"}},
	} {
		if choice.made {
			lines = append(lines, choice.lines...)
		}
	}
	return lines
}
