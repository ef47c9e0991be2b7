package fault

// A Kind says what sort of thing is wrong, for programs to act on. It is an error, so that errors.Is finds it in
// whatever wraps a fault of the kind: errors.Is(err, fault.TooLarge).
type Kind string

// The kinds. The list is short, and closed: everything else about a fault is in its sentence.
const (
	Missing    Kind = "missing"      // something that is needed is missing
	Unknown    Kind = "unknown"      // a name that means nothing
	Duplicate  Kind = "duplicate"    // something is there twice
	Conflict   Kind = "conflict"     // two things do not go together, or do not add up
	Misplaced  Kind = "misplaced"    // something does not belong in its place
	Unreadable Kind = "unreadable"   // something cannot be read as what its place needs: a number, a list, a file
	OutOfRange Kind = "out_of_range" // a number is outside its range: negative, above 100%, not a month
	Circle     Kind = "circle"       // something leads back to itself
	// something is more than a limit allows: paths, memory, bodies, characters
	TooLarge Kind = "too_large"
)

// Kinds are all the kinds.
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
