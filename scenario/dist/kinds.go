package dist

import (
	"maps"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A Kind describes one kind of distribution for code that reads and writes scenario files, where a law is written as
// {triangular: {low: 1%, mode: 2%, high: 4%}}.
type Kind struct {
	Name       string      // in words: "student t"
	Parameters []Parameter // in the order of help texts

	// New makes a distribution from the values of its parameters, in the unit of the input. If anything is wrong it
	// returns nil and every fault that it can find.
	New func(v Values) (Distribution, []Fault)
}

// Values are the values of a law's parameters, by their names. Most kinds take numbers only.
type Values struct {
	Numbers map[string]float64   // by parameter
	Lists   map[string][]float64 // by parameter
	Parts   []Part               // the parts of a mixture
}

// A Parameter is one thing that a kind needs: a number, unless Takes says otherwise.
type Parameter struct {
	Name    string // as files write it
	Meaning string // a phrase for help texts
	Takes   Takes  // the zero value is a number

	// Optional says that the parameter may be left out; the Meaning says when.
	Optional bool

	// SameUnit says that the parameter is in the unit of the input, and may be written as a percentage or as money
	// where the input may; else it is a pure number.
	SameUnit bool
}

// Takes says what a parameter holds.
type Takes int

// What a parameter may hold.
const (
	// A Number, in Values.Numbers.
	Number Takes = iota
	// A List of numbers, in Values.Lists.
	List
	// Observations are a List that may be as long as a column of a table, and may be read from one.
	Observations
	// PercentileNumbers are any number of Numbers with names such as p5 and p97.5; the parameter's own name is not used
	// in files.
	PercentileNumbers
	// Laws are the Parts of a mixture.
	Laws
)

// Kinds returns the kinds in the order in which help texts list them. To add a kind, write its file and a line here;
// the tests take it from this table.
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
		discreteKind(),
		empiricalKind(),
		percentilesKind(),
		mixtureKind(),
	}
}

// newKind completes a kind that takes numbers only: its New checks the names, builds the law and checks the law.
func newKind(name string, parameters []Parameter, build func(map[string]float64) (Distribution, []Fault)) Kind {
	return newListKind(name, parameters, func(v Values) (Distribution, []Fault) { return build(v.Numbers) })
}

// newListKind completes a kind that takes more than numbers.
func newListKind(name string, parameters []Parameter, build func(Values) (Distribution, []Fault)) Kind {
	return Kind{Name: name, Parameters: parameters, New: func(v Values) (Distribution, []Fault) {
		if faults := v.missingOrUnknown(parameters); len(faults) > 0 {
			return nil, faults
		}
		d, faults := build(v)
		if len(faults) == 0 {
			faults = d.Faults()
		}
		if len(faults) > 0 {
			return nil, faults
		}
		return d, nil
	}}
}

// missingOrUnknown compares the values with what the parameters take.
func (v Values) missingOrUnknown(parameters []Parameter) []Fault {
	var numbers, lists []Parameter
	for _, p := range parameters {
		switch p.Takes {
		case Number:
			numbers = append(numbers, p)
		case List, Observations:
			lists = append(lists, p)
		case PercentileNumbers:
			return v.otherThanPercentiles()
		}
	}
	lengths := map[string]float64{}
	for name, list := range v.Lists {
		lengths[name] = float64(len(list))
	}
	return append(MissingOrUnknown(numbers, v.Numbers), MissingOrUnknown(lists, lengths)...)
}

// otherThanPercentiles gives a fault for each number that is no percentile.
func (v Values) otherThanPercentiles() (c checks) {
	for _, name := range slices.Sorted(maps.Keys(v.Numbers)) {
		if !IsPercentile(name) {
			c = append(c, Fault{Kind: fault.Unknown, Parameter: name, Found: number(v.Numbers[name]),
				Want: "only percentiles, such as p5, p50 and p97.5"})
		}
	}
	return c
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
			faults = append(faults, Fault{Kind: fault.Missing, Parameter: p.Name, Want: p.Meaning})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			faults = append(faults,
				Fault{Kind: fault.Unknown, Parameter: name, Found: number(values[name]), Want: wanted(known)})
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

// endParameters are the parameters of a law between two ends.
func endParameters() []Parameter {
	return []Parameter{
		{Name: "low", Meaning: "the lowest value possible", SameUnit: true},
		{Name: "high", Meaning: "the highest value possible", SameUnit: true},
	}
}

// threePointParameters are the parameters of a law between two ends with a mode.
func threePointParameters() []Parameter {
	return slices.Insert(endParameters(), 1,
		Parameter{Name: "mode", Meaning: "the most likely value", SameUnit: true})
}
