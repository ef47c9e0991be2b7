package dist

import (
	"cmp"
	"math"
	"slices"
)

// An outcome is a value and its chance.
type outcome struct{ value, chance float64 }

// ordered are the outcomes that are possible, in rising order, each value once.
func ordered(all []outcome) []outcome {
	all = slices.DeleteFunc(all, func(o outcome) bool { return !(o.chance > 0) })
	slices.SortStableFunc(all, func(a, b outcome) int { return cmp.Compare(a.value, b.value) })
	var each []outcome
	for _, o := range all {
		if n := len(each); n > 0 && each[n-1].value == o.value {
			each[n-1].chance += o.chance
		} else {
			each = append(each, o)
		}
	}
	return each
}

// outcomesOf gives the outcomes of a law with separate values and nothing between them, however it is written; nil for
// any other law.
func outcomesOf(d Distribution) []outcome {
	switch d := d.(type) {
	case Discrete:
		return d.outcomes()
	case Bernoulli:
		return d.outcomes()
	case Mixture:
		return outcomesOfParts(d.parts())
	case Truncated:
		return outcomesWithin(outcomesOf(d.Law), d.Low, d.High)
	}
	if low, high := d.Support(); low == high {
		return []outcome{{low, 1}}
	}
	return nil
}

// outcomesOfParts gives the outcomes of a mixture; nil if a part has values between its outcomes.
func outcomesOfParts(parts []Part) (all []outcome) {
	for _, p := range parts {
		each := outcomesOf(p.Law)
		if each == nil {
			return nil
		}
		for _, o := range each {
			all = append(all, outcome{o.value, float64(p.Weight * o.chance)})
		}
	}
	return ordered(all)
}

// outcomesWithin are the outcomes between two bounds, with chances that add up to 1.
func outcomesWithin(all []outcome, low, high float64) []outcome {
	all = slices.DeleteFunc(all, func(o outcome) bool { return o.value < low || o.value > high })
	if len(all) == 0 {
		return nil
	}
	var mass sum
	for _, o := range all {
		mass.add(o.chance)
	}
	for i := range all {
		all[i].chance /= mass.total()
	}
	return all
}

// momentsOfOutcomes are the mean and the standard deviation.
func momentsOfOutcomes(all []outcome) (mean, sd float64) {
	low := all[0].value
	for _, o := range all {
		mean += float64(o.chance * (o.value - low))
	}
	var variance float64
	for _, o := range all {
		away := (o.value - low) - mean
		variance += float64(o.chance * float64(away*away))
	}
	return low + mean, math.Sqrt(variance)
}

// A sum keeps what each addition rounds away, so that 0.1 added ten times gives exactly 1.
//
// Neumaier, Zeitschrift für Angewandte Mathematik und Mechanik 54 (1974), 39-51.
type sum struct{ rounded, rest float64 }

func (s *sum) add(x float64) {
	next := s.rounded + x
	if math.Abs(s.rounded) >= math.Abs(x) {
		s.rest += (s.rounded - next) + x
	} else {
		s.rest += (x - next) + s.rounded
	}
	s.rounded = next
}

func (s *sum) total() float64 { return s.rounded + s.rest }
