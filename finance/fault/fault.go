// Package fault is how every package of the library reports bad input: one [Fault] for each thing that is wrong. Its
// kind, its place, what was found and what would be right are separate fields, so that a program can act on a fault and
// a person can read it. Only this package makes the sentence.
//
//	fault.OutOfRange.Found("%d is not a month", m.FirstMonth).Want("write 1 to 12").At("first_month")
//
// Tell errors apart by what they wrap, never by their words:
//
//	var f fault.Fault
//	switch {
//	case errors.Is(err, context.Canceled): // asked to stop
//	case errors.Is(err, fault.TooLarge):   // beyond a limit: paths, memory, bodies, keys and values
//	case errors.As(err, &f):               // bad input
//	default:                               // a panic (scenario.PanicError), a disk that is full, …
//	}
package fault

import (
	"fmt"
	"strings"
)

// A Fault is one thing wrong with an input: its place, what was found, and what would be right. It is an error, and
// wraps its kind.
type Fault struct {
	Kind Kind `json:"kind"` // what sort of fault it is
	// Path is the place, as in a scenario file: "earmark.share", or "funding.real_growth[2021/22]" for one year of a
	// series. It is empty for the whole.
	Path string `json:"path"`
	// Key is the entry of the list or mapping at Path that the fault is about; empty if it is about the whole of it.
	Key string `json:"key,omitempty"`
	// Also lists the other places that the fault is about, if there are several: another fault at one of them may be
	// its cause. Then a place below Path counts only if it is in Also.
	Also []string `json:"also,omitempty"`
	// Where says in words what the path does not say about the place: "in scenario \"low growth\"", "line 3 of
	// \"costs.csv\"". Mostly empty.
	Where string `json:"where,omitempty"`
	// Found says what was found: "13 is not a month".
	Found string `json:"found,omitempty"`
	// Wanted says what would be right: "write 1 to 12".
	Wanted string `json:"wanted,omitempty"`
	// Suggestion is what was perhaps meant, as it would be written: "real_growth", "3.4%". Empty if nothing is near.
	Suggestion string `json:"suggestion,omitempty"`
}

// Found is a fault of the kind, with what was found.
func (k Kind) Found(format string, args ...any) Fault {
	return Fault{Kind: k, Found: fmt.Sprintf(format, args...)}
}

// Want is a fault of the kind, with what would be right.
func (k Kind) Want(format string, args ...any) Fault {
	return Fault{Kind: k, Wanted: fmt.Sprintf(format, args...)}
}

// Want is the fault with what would be right.
func (f Fault) Want(format string, args ...any) Fault {
	f.Wanted = fmt.Sprintf(format, args...)
	return f
}

// Suggest is the fault with what was perhaps meant; empty for nothing.
func (f Fault) Suggest(meant string) Fault {
	f.Suggestion = meant
	return f
}

// At is the fault at a place.
func (f Fault) At(path string) Fault {
	f.Path = path
	return f
}

// Of is the fault, about one entry of the list or mapping at its path.
func (f Fault) Of(key string) Fault {
	f.Key = key
	return f
}

// With is the fault, about other places too.
func (f Fault) With(paths ...string) Fault {
	f.Also = append(f.Also[:len(f.Also):len(f.Also)], paths...)
	return f
}

// In is the fault, with more words about its place; they go before the words already there.
func (f Fault) In(format string, args ...any) Fault {
	where := fmt.Sprintf(format, args...)
	if f.Where != "" && where != "" {
		where += ": "
	}
	f.Where = where + f.Where
	return f
}

// Below is the fault of a part as a fault of the whole: the prefix goes before each of its paths.
func (f Fault) Below(prefix string) Fault {
	f.Path = prefix + f.Path
	also := make([]string, len(f.Also))
	for i, path := range f.Also {
		also[i] = prefix + path
	}
	if f.Also != nil {
		f.Also = also
	}
	return f
}

// Problem is the fault in a sentence on one line, without its path: "3.4 is 340%; did you mean 3.4%?".
func (f Fault) Problem() string {
	text := ""
	for _, part := range []string{Visible(f.Found), Visible(f.Wanted), Visible(f.meant())} {
		switch {
		case part == "" || text == "":
		case strings.HasSuffix(text, "?"):
			text += " "
		default:
			text += "; "
		}
		text += part
	}
	if f.Where != "" {
		return Visible(f.Where) + ": " + text
	}
	return text
}

// meant asks whether the suggestion was meant. Names are quoted, numbers are not.
func (f Fault) meant() string {
	switch {
	case f.Suggestion == "":
		return ""
	case f.Kind == Unknown:
		return "did you mean " + Quote(f.Suggestion) + "?"
	}
	return "did you mean " + f.Suggestion + "?"
}

// Error is the path and the problem, on one line: "earmark.share: 3.4 is 340%; did you mean 3.4%?".
func (f Fault) Error() string {
	if f.Path == "" {
		return f.Problem()
	}
	return Visible(f.Path) + ": " + f.Problem()
}

// Unwrap is the kind, for errors.Is.
func (f Fault) Unwrap() error { return f.Kind }
