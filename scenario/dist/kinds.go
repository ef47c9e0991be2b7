package dist

import (
	"maps"
	"slices"
	"strings"
)

// A Kind describes one kind of distribution to those who read and write scenario
// files, in which a law stands as {triangular: {low: 1%, mode: 2%, high: 4%}}.
type Kind struct {
	Name       string
	Parameters []Parameter

	// New makes a distribution from parameter values by name, in the unit of the
	// input. When anything is wrong it returns nil and every fault that can be told.
	New func(values map[string]float64) (Distribution, []Fault)
}

// A Parameter is one number that a kind needs.
type Parameter struct {
	Name    string
	Meaning string // a phrase for help texts

	// Optional parameters may be left out; the Meaning says when.
	Optional bool

	// SameUnit parameters are in the unit of the input, and may be written as
	// percentages or money where the input is; others are pure numbers.
	SameUnit bool
}

// Kinds returns the kinds in the order in which help texts list them. To add one,
// write its file and its line here; the tests take it from this table.
func Kinds() []Kind {
	return []Kind{
		normalKind(),
		lognormalKind(),
		uniformKind(),
		triangularKind(),
		pertKind(),
		metalogKind(),
		betaKind(),
		gammaKind(),
		studentTKind(),
		bernoulliKind(),
	}
}

// newKind completes a kind: New checks the names, builds the law and checks that.
func newKind(name string, parameters []Parameter, build func(map[string]float64) (Distribution, []Fault)) Kind {
	return Kind{Name: name, Parameters: parameters, New: func(values map[string]float64) (Distribution, []Fault) {
		if faults := MissingOrUnknown(parameters, values); len(faults) > 0 {
			return nil, faults
		}
		d, faults := build(values)
		if len(faults) == 0 {
			faults = d.Faults()
		}
		if len(faults) > 0 {
			return nil, faults
		}
		return d, nil
	}}
}

// MissingOrUnknown compares the names of values with those of parameters: a fault
// for each required parameter without a value, in the order of parameters, then one
// for each value without a parameter, by name.
func MissingOrUnknown(parameters []Parameter, values map[string]float64) []Fault {
	var faults []Fault
	var known []string
	for _, p := range parameters {
		known = append(known, p.Name)
		if _, given := values[p.Name]; !given && !p.Optional {
			faults = append(faults, Fault{Parameter: p.Name, Found: "nothing", Want: p.Meaning})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			faults = append(faults, Fault{Parameter: name, Found: number(values[name]), Want: wanted(known)})
		}
	}
	return faults
}

// wanted says which names are known.
func wanted(known []string) string {
	if len(known) == 0 {
		return "no parameter"
	}
	return "only " + strings.Join(known, ", ")
}

// endParameters are those of a law between two ends.
func endParameters() []Parameter {
	return []Parameter{
		{Name: "low", Meaning: "the lowest value possible", SameUnit: true},
		{Name: "high", Meaning: "the highest value possible", SameUnit: true},
	}
}

// threePointParameters are those of a law between two ends with a mode.
func threePointParameters() []Parameter {
	return slices.Insert(endParameters(), 1,
		Parameter{Name: "mode", Meaning: "the most likely value", SameUnit: true})
}
