package fault

import (
	"errors"

	"strings"
)

// A List is everything wrong with one thing, in the order of its parts.
type List []Fault

// Error lists the faults, one a line.
func (l List) Error() string { return Lines(l) }

// Unwrap lets errors.As and errors.Is look at each fault.
func (l List) Unwrap() []error { return Errors(l) }

// More is what stands at the end of a list that has no room for all faults.
func More(more, listed int) Fault {
	return TooLarge.Found("there are more faults, some %d", more).Want("these are the first %d found", listed)
}

// Lines are the texts of errors, one a line.
func Lines[E error](all []E) string {
	lines := make([]string, len(all))
	for i, err := range all {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Errors is a list of one type of error as errors.
func Errors[E error](all []E) []error {
	errs := make([]error, len(all))
	for i, err := range all {
		errs[i] = err
	}
	return errs
}

// Of is an error as a fault; one that is none becomes an unreadable thing, in its own words.
func Of(err error) Fault {
	var f Fault
	if errors.As(err, &f) {
		return f
	}
	return Unreadable.Found("%v", err)
}
