package ask

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// names are what a question may name.
type names struct {
	opening   string   // the opening year
	years     []string // the years after it
	main      string   // the year that the main question is about
	currency  string
	scenarios []string
	inputs    []string        // the baseline's
	rows      map[string]row  // of the baseline, by their names on the sheet and in words, in small letters
	bodies    map[string]body // likewise
	units     map[string]sheet.Unit
	most      int // the number of words in the longest name
}

type (
	row  string // its name on the sheet
	body string // what the names of its rows begin with: "bodies.Acute trust."
)

// namesIn lists what a model has.
func namesIn(m *scenario.Model, about *scenario.Description) (n names, err error) {
	laid, err := m.Baseline.Model.Sheet()
	if err != nil {
		return n, err
	}
	n = names{opening: about.Years[0], years: about.Years[1:], main: about.MainYear, currency: about.Currency,
		scenarios: about.Scenarios, rows: map[string]row{}, bodies: map[string]body{}, units: map[string]sheet.Unit{}}
	program, err := laid.Compile()
	if err != nil {
		return n, err
	}
	lasts := map[string]body{} // keyed by the last part of a body's path
	for i, r := range program.Rows {
		n.units[r.Name] = program.Unit(program.RowSlot(i))
		of, line := sheet.BodyOf(r.Name)
		if of != "" {
			prefix := body(strings.TrimSuffix(r.Name, line))
			learn(&n, n.bodies, sheet.BodyLabel(of), prefix)
			learn(&n, n.bodies, of, prefix)
			last := of[strings.LastIndex(of, ".")+1:]
			if other, taken := lasts[last]; taken && other != prefix {
				prefix = "" // two bodies have this name, so it is no name of either
			}
			lasts[last] = prefix
		}
		learn(&n, n.rows, r.Name, row(r.Name))
		learn(&n, n.rows, sheet.Label(r.Name), row(r.Name))
	}
	for last, prefix := range lasts {
		if _, taken := n.bodies[strings.ToLower(last)]; !taken && prefix != "" {
			learn(&n, n.bodies, last, prefix)
		}
	}
	for _, in := range program.Inputs {
		n.units[in.Name] = in.Unit
		n.inputs = append(n.inputs, in.Name)
		learn(&n, n.rows, in.Name, row(in.Name))
	}
	for _, s := range n.scenarios {
		n.most = max(n.most, len(strings.Fields(s)))
	}
	return n, nil
}

// learn notes a name.
func learn[T any](n *names, all map[string]T, name string, is T) {
	n.most = max(n.most, len(strings.Fields(name)))
	all[strings.ToLower(name)] = is
}

// nearest is the known name with almost the same spelling; empty if there is none.
func (n names) nearest(name string, known []string) string {
	near, _ := sheet.Nearest(name, known)
	return near
}

// row finds a row of the whole, or of a body, by its name.
func (n names) row(line string, of body) (name string, err error) {
	if of == "" {
		if r, ok := n.rows[strings.ToLower(line)]; ok {
			return string(r), nil
		}
		return "", n.noLine(line)
	}
	name = string(of) + strings.ReplaceAll(line, " ", "_")
	if r, ok := n.rows[strings.ToLower(name)]; ok {
		return string(r), nil
	}
	label, _ := sheet.BodyOf(string(of) + "x")
	return "", fault.Unknown.Found("%s has no line %s", fault.Quote(sheet.BodyLabel(label)), fault.Quote(line))
}

func (n names) noLine(line string) error {
	var known []string
	for name, r := range n.rows {
		known = append(known, name, string(r))
	}
	slices.Sort(known)
	return fault.Unknown.Found("%s is not a line", fault.Quote(line)).Suggest(n.nearest(line, known))
}

// everyBody gives a line's row in each body just below the whole.
func (n names) everyBody(line string) (rows []string, err error) {
	for _, prefix := range n.bodies {
		of, _ := sheet.BodyOf(string(prefix) + "x")
		if strings.Contains(of, ".") {
			continue
		}
		name := string(prefix) + strings.ReplaceAll(line, " ", "_")
		if r, ok := n.rows[strings.ToLower(name)]; ok && !slices.Contains(rows, string(r)) {
			rows = append(rows, string(r))
		}
	}
	if len(rows) == 0 {
		return nil, fault.Unknown.Found("no body has a line %s", fault.Quote(line))
	}
	slices.Sort(rows)
	return rows, nil
}

// unit is the unit of a row or an input.
func (n names) unit(line string) Unit {
	if n.units[line] == sheet.Money {
		return Money
	}
	return Rate
}

// level reads the level that a line is compared with.
func (n names) level(line, text string) (float64, error) {
	if n.units[line] != sheet.Money {
		r, err := finance.ParseRate(text)
		return float64(r), err
	}
	if text == "0" {
		return 0, nil
	}
	a, err := finance.ParseAmount(text, n.currency)
	return a.Decimal().InexactFloat64(), err
}
