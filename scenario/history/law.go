package history

import (
	"math"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
)

// A law is one kind of distribution that can be fitted. To add a law, write its file and a line in laws.
type law struct {
	name string // as a key of scenario files
	// support gives the bounds that all values must be between, not on; ends are the ends of [Options].
	support func(ends ends) ends
	// fit finds the parameters, by their names in scenario files, of values that are within the support and not all
	// alike.
	fit func(values []float64, ends ends) (map[string]float64, error)
	// density is a law of this kind in gonum's form.
	density func(d dist.Distribution) density
	// note, if there is one, says what a reader should know about certain fitted numbers; empty for others.
	note func(values map[string]float64) string
	// names are the parameters that are fitted, in order.
	names []string
}

// density is what fitting needs of a law. Draws use the engine's own functions; fits use gonum's.
type density interface {
	LogProb(x float64) float64
	CDF(x float64) float64
}

// ends are a lower and an upper bound.
type ends struct{ low, high float64 }

// laws lists the laws that can be fitted.
func laws() []law { return []law{normal(), lognormal(), gamma(), beta(), studentT()} }

// Laws names the laws that can be fitted, as keys of scenario files.
func Laws() []string {
	var names []string
	for _, l := range laws() {
		names = append(names, l.name)
	}
	return names
}

// lawNamed finds a law by name; an empty name means the normal law.
func lawNamed(name string) (law, error) {
	for _, l := range laws() {
		if l.name == name || (name == "" && l.name == "normal") {
			return l, nil
		}
	}
	return law{}, fault.Unknown.Found("%s is not a law that can be fitted", fault.Quote(name)).
		Want("there are %s", strings.Join(Laws(), ", "))
}

// kind is the law's line in the table of distributions.
func (l law) kind() dist.Kind {
	kinds := dist.Kinds()
	i := slices.IndexFunc(kinds, func(k dist.Kind) bool { return strings.ReplaceAll(k.Name, " ", "_") == l.name })
	if i < 0 {
		return dist.Kind{}
	}
	return kinds[i]
}

// sameUnit reports whether a parameter is in the unit of the values, not a pure number.
func (l law) sameUnit(parameter string) bool {
	return slices.ContainsFunc(l.kind().Parameters, func(p dist.Parameter) bool {
		return p.Name == parameter && p.SameUnit
	})
}

// build makes the law that a scenario file would have from these parameters.
func (l law) build(parameters map[string]float64) (dist.Distribution, error) {
	d, faults := l.kind().New(dist.Values{Numbers: parameters})
	if len(faults) > 0 {
		f := faults[0]
		return nil, f.Fault().In("the best %s law", l.name)
	}
	return d, nil
}

// anywhere is the support of a law without ends.
func anywhere(ends) ends { return ends{math.Inf(-1), math.Inf(1)} }

// aboveZero is the support of a positive law.
func aboveZero(ends) ends { return ends{0, math.Inf(1)} }

// logs are the logarithms of values.
func logs(values []float64) []float64 {
	var all []float64
	for _, x := range values {
		all = append(all, math.Log(x))
	}
	return all
}
