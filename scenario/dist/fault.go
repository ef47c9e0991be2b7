package dist

import (
	"strings"

	"fmt"
	"math"
	"strconv"

	"github.com/openenvelope/envelope/finance/fault"
)

// A Fault is one thing wrong with a parameter. It is an error, and wraps its kind.
type Fault struct {
	Kind fault.Kind `json:"kind"` // what sort of mistake it is
	// its name in scenario files: "sd"; the name of the law where several parameters are at fault together
	Parameter string `json:"parameter"`
	Found     string `json:"found,omitempty"` // what was given: "-0.01"; "" where it is missing
	// Want is what would be right, with {} where each of the Limits goes: "at most {}".
	Want   string  `json:"want"`
	Limits []Limit `json:"limits,omitempty"` // in the order of Want
}

// A Limit is a number that a parameter is compared with, in the unit of the input and finite. Code that shows it writes
// it as the input is written: 0.01 as 1%, pence as pounds.
type Limit struct {
	Parameter string  `json:"parameter,omitempty"` // the parameter whose value it is; empty for none
	Value     float64 `json:"value"`               // in the unit of the input
}

// String is the limit as a plain number: "high, 0.01".
func (l Limit) String() string {
	if l.Parameter == "" {
		return number(l.Value)
	}
	return l.Parameter + ", " + number(l.Value)
}

// Wanted is what would be right, in words, with each limit written by write.
func (f Fault) Wanted(write func(Limit) string) string {
	text := f.Want
	for _, l := range f.Limits {
		before, after, _ := strings.Cut(text, "{}")
		text = before + write(l) + after
	}
	return text
}

// Fault is the same fault as the rest of the library reports faults, with limits as plain numbers.
func (f Fault) Fault() fault.Fault {
	wanted := f.Wanted(Limit.String)
	found := "found " + f.Found
	if f.Found == "" {
		found = "missing"
	}
	return f.Kind.Found("%s: %s", f.Parameter, found).Want("wanted: %s", wanted).Of(f.Parameter)
}

// Error is the fault as a sentence: "sd: found -0.01; wanted: zero or more, and finite".
func (f Fault) Error() string { return f.Fault().Problem() }

// Unwrap is the kind, for errors.Is.
func (f Fault) Unwrap() error { return f.Kind }

// checks collects the faults of one law.
type checks []Fault

// require records a fault unless ok, and returns ok.
func (c *checks) require(ok bool, parameter string, found float64, want string, limits ...Limit) bool {
	if !ok {
		kind := fault.OutOfRange
		if len(limits) > 0 {
			kind = fault.Conflict
		}
		*c = append(*c, Fault{kind, parameter, number(found), want, limits})
	}
	return ok
}

func (c *checks) finite(parameter string, x float64) bool {
	return c.require(finite(x), parameter, x, "a finite number")
}

func (c *checks) notNegative(parameter string, x float64) bool {
	return c.require(finite(x) && x >= 0, parameter, x, "zero or more, and finite")
}

func (c *checks) positive(parameter string, x float64) bool {
	return c.require(finite(x) && x > 0, parameter, x, "above zero, and finite")
}

// count checks how many entries a list has.
func (c *checks) count(list string, n, least, most int) bool {
	if n > most {
		*c = append(*c, Fault{Kind: fault.TooLarge, Parameter: list, Found: strconv.Itoa(n),
			Want: fmt.Sprintf("from %d to %d of them", least, most)})
		return false
	}
	return c.require(n >= least, list, float64(n), fmt.Sprintf("from %d to %d of them", least, most))
}

// sumWithin is how far chances and weights may be from adding up to 1.
const sumWithin = 1e-9

// whole checks that shares add up to 1.
func (c *checks) whole(parameter, shares string, sum float64) {
	if !(math.Abs(sum-1) <= sumWithin) {
		*c = append(*c, Fault{Kind: fault.Conflict, Parameter: parameter,
			Found: fmt.Sprintf("a total of %.9g%%", float64(100*sum)), Want: shares + " that add up to 100%"})
	}
}

// ends checks the ends of a bounded law and reports whether they are sound. Ends farther apart than the largest float64
// are not sound.
func (c *checks) ends(low, high float64) bool {
	lowFinite, highFinite := c.finite("low", low), c.finite("high", high)
	return lowFinite && highFinite &&
		c.require(low <= high, "low", low, "at most {}", Limit{"high", high}) &&
		c.require(finite(high-low), "high", high, "a finite distance from {}", Limit{"low", low})
}

// threePoints checks the parameters of a law with ends and a mode.
func (c *checks) threePoints(low, mode, high float64) {
	endsSound, modeFinite := c.ends(low, high), c.finite("mode", mode)
	if endsSound && modeFinite {
		c.require(low <= mode && mode <= high, "mode", mode,
			"between {}, and {}", Limit{"low", low}, Limit{"high", high})
	}
}

// number writes x in the shortest form that reads back as x.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
