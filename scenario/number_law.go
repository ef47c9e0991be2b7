package scenario

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/scenario/dist"
)

// maxLaws is the most distributions that a file may describe.
const maxLaws = 1_000

// A madeLaw is a distribution that was made from the file, with its median; without one if it was refused.
type madeLaw struct {
	law    dist.Distribution
	median float64
}

// intervalOf picks the distribution that p10 and p90 stand for: normal, or lognormal for amounts above zero.
func intervalOf(n *node, u unit) dist.Kind {
	kind := dist.RateInterval()
	if u.money && n.has("p10") && n.has("p90") {
		low, err := u.read(n.child("p10").text)
		high, err2 := u.read(n.child("p90").text)
		if err == nil && err2 == nil && low > 0 && high > 0 {
			kind = dist.AmountInterval()
		}
	}
	kind.Name = formInterval
	return kind
}

// A described is a distribution or process as the file describes it: parameters by name, in a mapping.
type described struct {
	n    *node
	kind dist.Kind
	path string
	unit unit // of the parameters that are in the unit of the number
}

// law reads the parameters of a distribution and makes it, once for all scenarios that share them.
func (d *decoder) law(n *node, kind dist.Kind, at slot) reading {
	key := lawKey{n, at.unit.money}
	made, known := d.laws[key]
	if !known {
		made = d.makeLaw(n, kind, at)
		d.laws[key] = made
	}
	if made.law == nil {
		d.suspect(at.path)
		return reading{form: kind.Name, at: n.at}
	}
	central := made.median
	if at.unit.money {
		central = math.Round(central)
	}
	return reading{central: central, ok: true, law: made.law, form: kind.Name, at: n.at}
}

// makeLaw makes a distribution from its parameters and reports what is wrong with them.
func (d *decoder) makeLaw(n *node, kind dist.Kind, at slot) madeLaw {
	if len(d.laws) >= maxLaws {
		d.fault(n.at, at.path, "the file has more than %d distributions; the most is %d", maxLaws, maxLaws)
		return madeLaw{}
	}
	l := described{n, kind, join(at.path, kind.Name), at.unit}
	if kind.Name == formInterval {
		l.path = at.path
	}
	values, ok := d.parameters(l)
	if !ok {
		return madeLaw{}
	}
	law, faults := kind.New(values)
	for _, f := range faults {
		d.lawFault(l, f, values)
	}
	if len(faults) > 0 || law == nil {
		return madeLaw{}
	}
	median := dist.Median(law)
	if math.IsNaN(median) || math.IsInf(median, 0) {
		d.fault(n.at, l.path, "the distribution has no median that could be computed; give it less extreme numbers")
		return madeLaw{}
	}
	return madeLaw{law, median}
}

// parameters reads the numbers of a distribution or process by name.
func (d *decoder) parameters(l described) (values map[string]float64, ok bool) {
	s := d.section(l.n, l.path)
	values, ok = map[string]float64{}, l.n.kind == nodeMapping
	for _, p := range l.kind.Parameters {
		given := s.get(p.Name)
		if given == nil {
			ok = ok && !s.n.has(p.Name)
			continue
		}
		parameter := slot{path: join(l.path, p.Name), unit: pure()}
		if p.SameUnit {
			parameter.unit = l.unit
		}
		if given.kind != nodeText {
			d.wrongKind(given, parameter.path, parameter.unit.wants)
			ok = false
			continue
		}
		r := d.plain(given, parameter)
		values[p.Name], ok = r.central, ok && r.ok
	}
	if l.kind.Name != formInterval {
		s.done()
	}
	return values, ok && !s.faulty
}

// lawFault reports a parameter in the words of the file.
func (d *decoder) lawFault(l described, f dist.Fault, values map[string]float64) {
	parameter := l.n.child(f.Parameter)
	switch {
	case parameter != nil:
		d.fault(parameter.at, join(l.path, f.Parameter), "%s is %s; it must be %s", f.Parameter, quoted(parameter), inWords(f.Want, l.n, values))
	case f.Found == "nothing":
		d.fault(l.n.at, l.path, "%s is missing: %s", f.Parameter, f.Want)
	default:
		d.fault(l.n.at, l.path, "found %s; give %s", f.Found, f.Want)
	}
}

// quoted is a number as the file has it.
func quoted(n *node) string { return cut(n.text, maxQuoted) }

// inWords puts the numbers in a sentence as the file has them: 1%, not 0.01.
func inWords(sentence string, n *node, values map[string]float64) string {
	words := strings.Fields(sentence)
	names := slices.Sorted(maps.Keys(values))
	for i, word := range words {
		bare, comma := strings.CutSuffix(word, ",")
		for _, name := range names {
			if bare == strconv.FormatFloat(values[name], 'g', -1, 64) {
				words[i] = quoted(n.child(name))
				if comma {
					words[i] += ","
				}
				break
			}
		}
	}
	return strings.Join(words, " ")
}
