package process

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
)

// A Kind describes one kind of process for code that reads and writes scenario files.
type Kind struct {
	Name       string      // in words: "random walk"
	Parameters []Parameter // in the order of help texts

	// New makes a process from what a file gives. If anything is wrong it returns nil and every fault that it can find.
	New func(given Given) (Process, []dist.Fault)

	// OnTop says that the process goes on top of another: a [Shock].
	OnTop bool

	// Law finds the input's law where the kind brings its own, from sound parameters. It is nil for a kind that moves
	// any law the input has.
	Law func(given Given) dist.Distribution
}

// A Parameter is one thing that a kind needs.
type Parameter struct {
	dist.Parameter
	Takes Form     // the zero value is a number
	Words []string // the words to choose from, where it takes a word
}

// A Form is what a parameter takes.
type Form int

// The forms.
const (
	Number Form = iota
	List        // of numbers
	Law         // a distribution
	Word
)

// String is the form in the words of faults.
func (f Form) String() string {
	return [...]string{"a number", "a list of numbers", "a distribution", "a word"}[f]
}

// Given is what a file gives for the parameters of a kind, by name.
type Given struct {
	Numbers map[string]float64           // by parameter
	Lists   map[string][]float64         // by parameter
	Laws    map[string]dist.Distribution // by parameter
	Words   map[string]string            // by parameter
}

// Kinds returns the kinds in the order in which help texts list them. To add a kind, write its file and a line here;
// the tests take it from this table.
func Kinds() []Kind {
	return []Kind{
		onceKind(),
		eachYearKind(),
		ar1Kind(),
		randomWalkKind(),
		meanRevertingKind(),
		shockKind(),
		regimeKind(),
		bootstrapKind(),
	}
}

// newKind completes a kind: its New checks the names, builds the process and checks the process.
func newKind(name string, parameters []Parameter, build func(Given) (Process, []dist.Fault)) Kind {
	return Kind{Name: name, Parameters: parameters, New: func(given Given) (Process, []dist.Fault) {
		if faults := given.missingOrUnknown(parameters); len(faults) > 0 {
			return nil, faults
		}
		p, faults := build(given)
		if len(faults) == 0 {
			faults = p.Faults()
		}
		if len(faults) > 0 {
			return nil, faults
		}
		return p, nil
	}}
}

// missingOrUnknown compares what is given with the parameters, by name and form.
func (g Given) missingOrUnknown(parameters []Parameter) []dist.Fault {
	forms := g.forms()
	values := map[string]float64{}
	maps.Copy(values, g.Numbers)
	var plain []dist.Parameter
	var otherwise []dist.Fault
	for _, p := range parameters {
		plain = append(plain, p.Parameter)
		form, given := forms[p.Name]
		if given && form != p.Takes {
			otherwise = append(otherwise,
				dist.Fault{Kind: fault.Unreadable, Parameter: p.Name, Found: form.String(), Want: p.Takes.String()})
		}
		if given {
			values[p.Name] = 0
		}
		delete(forms, p.Name)
	}
	faults := append(dist.MissingOrUnknown(plain, values), otherwise...)
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		if forms[name] != Number {
			faults = append(faults, dist.Fault{Kind: fault.Unknown, Parameter: name, Found: forms[name].String(),
				Want: "no such parameter"})
		}
	}
	return faults
}

// forms gives the form of each name that is given.
func (g Given) forms() map[string]Form {
	forms := map[string]Form{}
	for name := range g.Words {
		forms[name] = Word
	}
	for name := range g.Laws {
		forms[name] = Law
	}
	for name := range g.Lists {
		forms[name] = List
	}
	for name := range g.Numbers {
		forms[name] = Number
	}
	return forms
}

// chanceFaults returns the fault of a chance outside 0 to 1.
func chanceFaults(name string, chance float64) []dist.Fault {
	if chance >= 0 && chance <= 1 {
		return nil
	}
	return []dist.Fault{{Kind: fault.OutOfRange, Parameter: name, Found: number(chance), Want: "a chance, from 0 to 1"}}
}

// listFaults returns the fault of the first value of a list that is not finite.
func listFaults(name string, values []float64) []dist.Fault {
	for _, x := range values {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return []dist.Fault{{Kind: fault.OutOfRange, Parameter: name, Found: number(x), Want: "finite numbers"}}
		}
	}
	return nil
}

// persistenceFaults returns the fault of a persistence that is not sound.
func persistenceFaults(persistence float64, sound bool, want string) []dist.Fault {
	if sound {
		return nil
	}
	return []dist.Fault{{Kind: fault.OutOfRange, Parameter: "persistence", Found: number(persistence), Want: want}}
}

// stationarySpread returns √(1 − ρ²), the share of an innovation that keeps the variance at one, without loss of digits
// for a ρ near one.
func stationarySpread(persistence float64) float64 {
	return math.Sqrt(float64((1 - persistence) * (1 + persistence)))
}

// number writes x in the shortest form that reads back as x.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// eitherOr is the kind of the fault where one of two parameters is wanted, and both or neither are given.
func eitherOr(both bool) fault.Kind {
	if both {
		return fault.Conflict
	}
	return fault.Missing
}

// bothOrNeither says what was found where one of two parameters is wanted.
func bothOrNeither(both bool, names string) string {
	if both {
		return "both " + names
	}
	return "neither " + strings.Replace(names, " and ", " nor ", 1)
}
