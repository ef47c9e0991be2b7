package fault

// A Kind says what sort of thing is wrong, for programs to act on. It is an error, so that errors.Is finds it in
// whatever wraps a fault of the kind: errors.Is(err, fault.TooLarge).
type Kind string

// The kinds. The list is short, and closed: what is said of a fault besides stands in its sentence.
const (
	Missing    Kind = "missing"      // something that is needed is not there
	Unknown    Kind = "unknown"      // a name is that of nothing that could be meant
	Duplicate  Kind = "duplicate"    // something is there twice
	Conflict   Kind = "conflict"     // two things do not go together, or do not add up
	Misplaced  Kind = "misplaced"    // something has no business where it stands
	Unreadable Kind = "unreadable"   // something cannot be read as what its place takes: a number, a list, a file
	OutOfRange Kind = "out_of_range" // a number is not one of those possible: negative, above 100%, not a month
	Circle     Kind = "circle"       // something leads back to itself
	// there is more of something than a limit allows: paths, memory, bodies, characters
	TooLarge Kind = "too_large"
)

// Kinds are all of them.
func Kinds() []Kind {
	return []Kind{Missing, Unknown, Duplicate, Conflict, Misplaced, Unreadable, OutOfRange, Circle, TooLarge}
}

// Error is the kind in words: "out of range".
func (k Kind) Error() string {
	switch k {
	case OutOfRange:
		return "out of range"
	case TooLarge:
		return "too large"
	}
	return string(k)
}
