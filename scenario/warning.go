package scenario

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// A Warning is about a number that is well formed but probably not meant. It says what was found and, as what is
// wanted, what is usual. It stops nothing. [Model.Accepted] can accept it, with a reason. It is a value, which
// goroutines may share while nobody changes it.
type Warning struct {
	// ID names the warning, so that it can be accepted: its sort and its place, "scale bodies.ICB.funding.baseline".
	// The same warning in several scenarios has one ID.
	ID string `json:"id"`
	// Place is the place of the number in its file: "plan.yaml:12:5". It is empty for a model that is not from a file.
	Place string `json:"place,omitempty"`
	// Scenario is the first scenario that has it; empty for the baseline.
	Scenario string `json:"scenario,omitempty"`
	fault.Fault
	// Accepted is the reason why it is accepted; empty if it is not.
	Accepted string `json:"accepted,omitempty"`
}

// warningFields are the fields of a warning, without methods.
type warningFields Warning

// MarshalJSON writes the fields, and the whole sentence as text. It does not fail.
func (w Warning) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		warningFields
		Text string `json:"text"`
	}{warningFields(w), w.Error()})
}

// UnmarshalJSON reads a warning. In older records a warning is a text, which becomes what was found. Its errors are
// those of [json.Unmarshal].
func (w *Warning) UnmarshalJSON(data []byte) error {
	w = door.Or(w)
	*w = Warning{}
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &w.Found)
	}
	return json.Unmarshal(data, (*warningFields)(w))
}

// Error is the place, the path and the problem, then the ID or the reason why it is accepted.
func (w Warning) Error() string {
	text := w.Fault.Error()
	if w.Place != "" {
		text = w.Place + ": " + text
	}
	switch {
	case w.Accepted != "":
		return text + " (accepted: " + w.Accepted + ")"
	case w.ID == "":
		return text
	}
	return text + " [" + w.ID + "]"
}

// Unanswered are the warnings that nobody has accepted.
func Unanswered(all []Warning) (open []Warning) {
	for _, w := range all {
		if w.Accepted == "" {
			open = append(open, w)
		}
	}
	return open
}

// warnings finds numbers that are sound but probably not meant: one function for each sort. Without ledgers it leaves
// out what takes the central case.
func (p *Plan) warnings(ledgers []*sheet.Ledger) []Warning {
	var all []Warning
	var base *look
	for i := range p.scenarios {
		l := p.lookOver(i, ledgers)
		if l.base = base; base == nil {
			base = l
		}
		if l.m != nil {
			for _, sort := range []func(*look){(*look).rates, (*look).signs, (*look).scale, (*look).opening,
				(*look).payers, (*look).twice, (*look).outOfReach, (*look).span} {
				sort(l)
			}
		}
		p.leadersMovedAlone(i, l)
		for _, w := range l.found {
			if !slices.ContainsFunc(all, w.repeats) {
				all = append(all, w)
			}
		}
	}
	return p.answered(all)
}

// repeats reports whether another scenario has the same warning.
func (w Warning) repeats(other Warning) bool { return w.ID == other.ID && w.Found == other.Found }

// answered adds the reasons to the warnings that they accept, and warns about reasons without a warning.
func (p *Plan) answered(all []Warning) []Warning {
	m, used := p.model, map[string]bool{}
	for i, w := range all {
		all[i].Accepted = m.Accepted[w.ID]
		used[w.ID] = true
	}
	if m.part || len(m.Set) > 0 {
		return all // the warning may come in another scenario, or without the settings
	}
	for _, id := range slices.Sorted(maps.Keys(m.Accepted)) {
		if !used[id] {
			f := fault.Unknown.Found("there is no warning %s to accept", fault.Quote(id)).Want("leave it out")
			all = append(all, Warning{ID: "accepted " + id, Fault: f.At("accepted")})
		}
	}
	return all
}

// A look is the input of all sorts of warnings: a scenario's model, its numbers and its central case.
type look struct {
	scenario string         // empty for the baseline
	base     *look          // at the baseline; nil for that itself
	m        *finance.Model // nil for a sheet of the importer's own
	ranges   []usual        // if the model says whose figures are usual
	program  *sheet.Program
	inputs   []sheet.Input // the program's
	byName   []int         // places of inputs in the order of their names
	drivers  []Driver
	ledger   *sheet.Ledger // nil if it cannot be worked out
	found    []Warning
}

func (p *Plan) lookOver(scenario int, ledgers []*sheet.Ledger) *look {
	program := p.engine.Scenarios[scenario].Program
	l := &look{ranges: usualIn(p.model.Ranges), program: program, inputs: program.Inputs}
	l.m, _ = p.scenarios[scenario].Model.(*finance.Model)
	l.drivers = p.scenarios[scenario].Drivers
	if scenario > 0 {
		l.scenario = p.scenarios[scenario].Name
	}
	if scenario < len(ledgers) {
		l.ledger = ledgers[scenario]
	}
	return l
}

// warn adds a warning of a sort at a path, each once.
func (l *look) warn(sort, path string, f fault.Fault) {
	w := Warning{ID: sort + " " + path, Scenario: l.scenario, Fault: f.At(path), Place: l.place(path)}
	if l.scenario != "" {
		w.Fault = w.In("in scenario %s", fault.Quote(l.scenario))
	}
	if !slices.ContainsFunc(l.found, func(other Warning) bool { return other.ID == w.ID }) {
		l.found = append(l.found, w)
	}
}

// warnOnce adds a warning that the baseline does not have already.
func (l *look) warnOnce(sort, path string, f fault.Fault) {
	if l.base == nil || !slices.ContainsFunc(l.base.found, func(w Warning) bool { return w.ID == sort+" "+path }) {
		l.warn(sort, path, f)
	}
}

// place is the place of a path in the file, or of the nearest key above it.
func (l *look) place(path string) string {
	for l.m != nil && path != "" {
		if n, ok := l.m.Notes[path]; ok {
			return n.Place
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return ""
}

// stated reports whether the file itself gives a number, so that it does not follow from other numbers. A model that is
// not from a file has no notes that could tell.
func (l *look) stated(path string) bool {
	n, ok := l.m.Notes[path]
	return ok && !strings.HasPrefix(n.Source, "follows from")
}

// input is an input's values as plain numbers, money in pence.
func (l *look) input(name string) []float64 {
	i, ok := l.program.Input(name)
	if !ok {
		return nil
	}
	return numbersOf(l.inputs[i])
}

// under are the inputs whose names begin so, in the order of the sheet.
func (l *look) under(prefix string) (own []sheet.Input) {
	name := func(i int) string { return l.inputs[i].Name }
	if l.byName == nil {
		for i := range l.inputs {
			l.byName = append(l.byName, i)
		}
		slices.SortFunc(l.byName, func(i, j int) int { return strings.Compare(name(i), name(j)) })
	}
	from, _ := slices.BinarySearchFunc(l.byName, prefix, func(i int, p string) int {
		return strings.Compare(name(i), p)
	})
	to := from
	for to < len(l.byName) && strings.HasPrefix(name(l.byName[to]), prefix) {
		to++
	}
	for _, i := range slices.Sorted(slices.Values(l.byName[from:to])) {
		own = append(own, l.inputs[i])
	}
	return own
}

func numbersOf(in sheet.Input) (values []float64) {
	for _, v := range in.Values {
		x, _ := v.Float64()
		values = append(values, x)
	}
	return values
}

// row is a row's central figure in a column; 0 if there is none.
func (l *look) row(name string, column int) float64 {
	if l.ledger == nil {
		return 0
	}
	v, _ := l.ledger.At(name, column)
	x, _ := v.Float64()
	return x
}

// money writes an amount of pence as files do.
func (l *look) money(pence float64) string { return finance.Amount(pence).Short(l.m.Symbol()) }

// A body is a body without bodies of its own, with the prefix of its paths.
type body struct {
	prefix, name string
	m            *finance.Model
	inSystem     bool
}

// bodies are the bodies of the model without bodies of their own: the whole, or the bodies of a system.
func (l *look) bodies() []body { return bodiesBelow(body{m: l.m}) }

func bodiesBelow(b body) (all []body) {
	if len(b.m.Bodies) == 0 {
		return []body{b}
	}
	for i := range b.m.Bodies {
		inner := &b.m.Bodies[i]
		all = append(all, bodiesBelow(body{b.prefix + "bodies." + inner.Name + ".", inner.Name, inner, true})...)
	}
	return all
}

// has is the money that a body has in a year: its funding and its income.
func (l *look) has(b body, column int) float64 {
	return l.row(b.prefix+"funding", column) + l.row(b.prefix+"income", column)
}
