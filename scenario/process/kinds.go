package process

import (
	"math"
	"strconv"

	"github.com/openenvelope/envelope/scenario/dist"
)

// A Kind describes one kind of process to those who read and write scenario files.
type Kind struct {
	Name       string
	Parameters []dist.Parameter

	// New makes a process from parameter values by name. When anything is wrong it
	// returns nil and every fault that can be told.
	New func(values map[string]float64) (Process, []dist.Fault)
}

// Kinds returns the kinds in the order in which help texts list them. To add one,
// write its file and its line here; the tests take it from this table.
func Kinds() []Kind {
	return []Kind{
		onceKind(),
		eachYearKind(),
		ar1Kind(),
	}
}

// newKind completes a kind: New checks the names, builds the process and checks that.
func newKind(name string, parameters []dist.Parameter, build func(map[string]float64) Process) Kind {
	return Kind{Name: name, Parameters: parameters, New: func(values map[string]float64) (Process, []dist.Fault) {
		if faults := dist.MissingOrUnknown(parameters, values); len(faults) > 0 {
			return nil, faults
		}
		p := build(values)
		if faults := p.Faults(); len(faults) > 0 {
			return nil, faults
		}
		return p, nil
	}}
}

// persistenceFaults returns the fault of a persistence that is not sound.
func persistenceFaults(persistence float64, sound bool, want string) []dist.Fault {
	if sound {
		return nil
	}
	found := strconv.FormatFloat(persistence, 'g', -1, 64)
	return []dist.Fault{{Parameter: "persistence", Found: found, Want: want}}
}

// stationarySpread returns √(1 − ρ²), the share of an innovation that keeps the
// variance at one, without loss for a ρ near one.
func stationarySpread(persistence float64) float64 {
	return math.Sqrt(float64((1 - persistence) * (1 + persistence)))
}
