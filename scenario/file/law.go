package file

import (
	"math"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// maxLaws is the most distributions that a file may describe.
const maxLaws = 1_000

// A madeLaw is a distribution that was made from the file, with its median; it has no distribution if that was refused.
type madeLaw struct {
	law    dist.Distribution
	median float64
}

// intervalOf picks the distribution that p10 and p90 mean: normal, lognormal for amounts above zero, and logit-normal
// for a share, between its limits, unless the file gives bounds of its own.
func intervalOf(n *node, at slot) dist.Kind {
	kind, u := dist.RateInterval(), at.unit
	if at.limits.share() && !n.has(keyTruncate) {
		kind = dist.ShareInterval(at.limits.low, at.limits.high)
	}
	if p10 := n.child("p10"); u.money && p10 != nil {
		if low, _ := u.read(p10.text); low > 0 { // 0 of what is no amount
			kind = dist.AmountInterval()
		}
	}
	kind.Name = formInterval
	return kind
}

// threePercentiles is the distribution that p10, p50 and p90 mean: the metalog, or for a share the logit-metalog
// between its limits.
func threePercentiles(n *node, at slot) dist.Kind {
	if at.limits.share() && !n.has(keyTruncate) {
		kind := dist.ShareMetalog(at.limits.low, at.limits.high)
		kind.Name = formThree
		return kind
	}
	for _, kind := range dist.Kinds() {
		if kind.Name == "metalog" {
			kind.Name = formThree
			return kind
		}
	}
	return dist.Kind{}
}

// inPlace reports whether a form's parameters are written beside the number's other keys.
func inPlace(form string) bool { return form == formInterval || form == formThree }

// A described is a distribution or process as the file describes it: parameters by name, in a mapping.
type described struct {
	n    *node
	kind dist.Kind
	path string
	unit unit // the unit of the parameters that are in the number's unit
}

// law reads the parameters of a distribution and makes it, once for all scenarios that share them.
func (d *decoder) law(n *node, kind dist.Kind, at slot) reading {
	key := lawKey{n: n, money: at.unit.money, limits: at.limits}
	made, known := d.laws[key]
	if !known {
		made = d.makeLaw(n, kind, at)
		d.laws[key] = made
	}
	return d.drawn(made, reading{form: kind.Name, described: n, at: n.at}, at)
}

// drawn completes a reading with the distribution that was made for it.
func (d *decoder) drawn(made madeLaw, r reading, at slot) reading {
	if made.law == nil {
		d.suspect(at.path)
		r.law, r.ok = nil, false
		return r
	}
	r.law, r.central, r.ok = made.law, made.median, true
	if at.unit.money {
		r.central = math.Round(r.central)
	}
	return r
}

// makeLaw makes a distribution from its parameters and reports what is wrong with them.
func (d *decoder) makeLaw(n *node, kind dist.Kind, at slot) madeLaw {
	if d.tooMany(n, at) {
		return madeLaw{}
	}
	l := described{n, kind, join(at.path, kind.Name), at.unit}
	if inPlace(kind.Name) {
		l.path = at.path
	}
	values, ok := d.holdings(l)
	if !ok {
		return madeLaw{}
	}
	law, faults := kind.New(values)
	for _, f := range faults {
		d.lawFault(l, f)
	}
	if law == nil {
		return madeLaw{}
	}
	return d.withMedian(law, l)
}

// tooMany reports a distribution beyond the most that a file may describe.
func (d *decoder) tooMany(n *node, at slot) bool {
	if len(d.laws) < maxLaws {
		return false
	}
	d.fault(n.at, at.path, fault.TooLarge.Found("the file has more than %d distributions", maxLaws).
		Want("the most is %d", maxLaws))
	return true
}

// withMedian refuses a distribution whose median cannot be computed.
func (d *decoder) withMedian(law dist.Distribution, l described) madeLaw {
	median := dist.Median(law)
	if math.IsNaN(median) || math.IsInf(median, 0) {
		d.fault(l.n.at, l.path, fault.OutOfRange.Found("the distribution has no median that could be computed").
			Want("give it less extreme numbers"))
		return madeLaw{}
	}
	return madeLaw{law, median}
}

// parameters reads the numbers of a distribution or process by name.
func (d *decoder) parameters(l described) (values map[string]float64, ok bool) {
	s := d.section(l.n, l.path)
	values, ok = s.numbers(l)
	if !inPlace(l.kind.Name) {
		s.done()
	}
	return values, ok && !s.faulty
}

// numbers reads the parameters that are numbers.
func (s *section) numbers(l described) (values map[string]float64, ok bool) {
	d := s.decoder
	values, ok = map[string]float64{}, true
	for _, p := range numbersOf(l) {
		given := s.get(p.Name)
		if given == nil {
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
	return values, ok
}

// lawFault reports a parameter in the words of the file.
func (d *decoder) lawFault(l described, f dist.Fault) {
	parameter := l.n.entry(f.Parameter)
	path := join(l.path, f.Parameter)
	if l.n.kind == nodeList { // which is the one parameter
		path = l.path + strings.TrimPrefix(f.Parameter, l.kind.Name)
	}
	wanted := l.wanted(f)
	switch {
	case parameter != nil && parameter.kind == nodeText:
		d.fault(parameter.at, path, f.Kind.Found("%s is %s", f.Parameter, quoted(parameter)).
			Want("it must be %s", wanted))
	case parameter != nil:
		d.fault(parameter.at, path, f.Kind.Found("found %s", f.Found).Want("there must be %s", wanted))
	case f.Found == "":
		d.fault(l.n.at, l.path, f.Kind.Found("%s is missing", f.Parameter).Want("give %s", wanted).Of(f.Parameter))
	default:
		d.fault(l.n.at, l.path, f.Kind.Found("found %s", f.Found).Want("give %s", wanted).Of(f.Parameter))
	}
}

// wanted is what would be right by a fault of a law, with its limits as the file writes them or would write them:
// "high, 1%", not "high, 0.01".
func (l described) wanted(f dist.Fault) string {
	return f.Wanted(func(x dist.Limit) string {
		text := words.Value(x.Value, l.unit.money)
		if given := l.n.child(x.Parameter); given != nil && given.kind == nodeText {
			text = quoted(given)
		}
		if x.Parameter == "" {
			return text
		}
		return x.Parameter + ", " + text
	})
}

// quoted is a number as the file writes it.
func quoted(n *node) string { return fault.Short(n.text) }
