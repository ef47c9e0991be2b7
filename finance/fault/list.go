package fault

import (
	"errors"

	"strings"
)

// A List is all faults of one thing, in the order of its parts.
type List []Fault

// Error lists the faults, one a line.
func (l List) Error() string { return Lines(l) }

// Unwrap lets errors.As and errors.Is look at each fault.
func (l List) Unwrap() []error { return Errors(l) }

// More is the last entry of a list that has no room for all faults.
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

// Errors turns a list of one type of error into a list of errors.
func Errors[E error](all []E) []error {
	errs := make([]error, len(all))
	for i, err := range all {
		errs[i] = err
	}
	return errs
}

// Of is an error as a fault; an error that is not a fault becomes one of kind Unreadable, in the error's own words.
func Of(err error) Fault {
	var f Fault
	if errors.As(err, &f) {
		return f
	}
	return Unreadable.Found("%v", err)
}
