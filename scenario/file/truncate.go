package file

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// keyTruncate is written beside a distribution: {p10: 1%, p90: 3%, truncate: {low: 0%}}.
const keyTruncate = "truncate"

// truncation reads the bounds beside a distribution and truncates it to them.
func (d *decoder) truncation(s *section, at slot, r *reading) {
	n := s.get(keyTruncate)
	switch path := join(at.path, keyTruncate); {
	case n == nil:
	case r.process != nil: // a process that the form brought
		d.fault(n.at, path, fault.Misplaced.Found("truncate sets bounds to a distribution").
			Want("it cannot stand beside %s", r.form))
	case r.law != nil:
		key := lawKey{n: r.described, truncate: n, money: at.unit.money}
		made, known := d.laws[key]
		if !known {
			made = d.truncate(r.law, n, path, at.unit)
			d.laws[key] = made
		}
		*r = d.drawn(made, *r, at)
	case s.n.has(formValue):
		field, _ := s.n.field(keyTruncate)
		d.fault(field.key.at, path,
			fault.Misplaced.Found("truncate sets bounds to a distribution, but there is none here").
				Want("give it p10 and p90 or a distribution, or leave truncate out"))
	}
}

// truncate makes the distribution of values between the bounds and reports what is wrong with them.
func (d *decoder) truncate(law dist.Distribution, n *node, path string, u unit) madeLaw {
	l := described{n, truncateKind(), path, u}
	values, ok := d.parameters(l)
	if !ok {
		return madeLaw{}
	}
	if len(values) == 0 {
		d.fault(n.at, path, fault.Missing.Found("low and high are both missing").
			Want("give one of them or both, or leave truncate out"))
		return madeLaw{}
	}
	cut := dist.Truncated{Law: law, Low: math.Inf(-1), High: math.Inf(1)}
	if low, given := values["low"]; given {
		cut.Low = low
	}
	if high, given := values["high"]; given {
		cut.High = high
	}
	faults := cut.Faults()
	for _, f := range faults {
		if f.Parameter == keyTruncate {
			p := words.Percentiles(law, u.money)
			f.Want += fmt.Sprintf("; its p10 is %s and its p90 %s", p[0], p[2])
		}
		d.lawFault(l, f)
	}
	if len(faults) > 0 {
		return madeLaw{}
	}
	return d.withMedian(cut, l)
}

// truncateKind is the form of the bounds.
func truncateKind() dist.Kind {
	return dist.Kind{Name: keyTruncate, Parameters: []dist.Parameter{
		{Name: "low", Optional: true, SameUnit: true},
		{Name: "high", Optional: true, SameUnit: true},
	}}
}
