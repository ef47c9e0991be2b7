package finance

import "strings"

// A Fault is one thing wrong with a model: where it stands, what was found, and what would be right.
type Fault struct {
	// Path is the number's place in the model, as in a scenario file: "earmark.share", or
	// "funding.real_growth[2021/22]" for one year of a series.
	Path string
	// Problem says in plain words what was found and what would be right.
	Problem string
}

// Error is the path and the problem.
func (f Fault) Error() string { return f.Path + ": " + f.Problem }

// Faults is every fault of a model, in the order of its parts.
type Faults []Fault

// Error lists the faults, one a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.Error()
	}
	return strings.Join(lines, "\n")
}
