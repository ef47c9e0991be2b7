package dist

import (
	"fmt"
	"math"
	"strconv"
)

// A Fault is one thing wrong with a parameter, in words for the person who wrote it.
type Fault struct {
	Parameter string // its name in scenario files: "sd"; the kind's where several are at fault together
	Found     string // what was given: "-0.01", or "nothing"
	Want      string // what would be right: "zero or more"
}

// String gives the fault as a phrase: "sd: -0.01 found, zero or more wanted".
func (f Fault) String() string {
	return fmt.Sprintf("%s: %s found, %s wanted", f.Parameter, f.Found, f.Want)
}

// checks collects the faults of one law.
type checks []Fault

// require records a fault unless ok, and returns ok.
func (c *checks) require(ok bool, parameter string, found float64, want string) bool {
	if !ok {
		*c = append(*c, Fault{Parameter: parameter, Found: number(found), Want: want})
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
	return c.require(n >= least && n <= most, list, float64(n), fmt.Sprintf("from %d to %d of them", least, most))
}

// sumWithin is how far chances and weights may be from adding up to 1.
const sumWithin = 1e-9

// whole checks what shares add up to.
func (c *checks) whole(parameter, shares string, sum float64) {
	if !(math.Abs(sum-1) <= sumWithin) {
		*c = append(*c, Fault{parameter, fmt.Sprintf("a total of %.9g%%", float64(100*sum)), shares + " that add up to 100%"})
	}
}

// ends checks the ends of a bounded law and reports whether they are sound. Ends
// whose distance exceeds the largest float64 are not.
func (c *checks) ends(low, high float64) bool {
	lowFinite, highFinite := c.finite("low", low), c.finite("high", high)
	return lowFinite && highFinite &&
		c.require(low <= high, "low", low, "at most high, "+number(high)) &&
		c.require(finite(high-low), "high", high, "a finite distance from low, "+number(low))
}

// threePoints checks the parameters of a law with ends and a mode.
func (c *checks) threePoints(low, mode, high float64) {
	endsSound, modeFinite := c.ends(low, high), c.finite("mode", mode)
	if endsSound && modeFinite {
		c.require(low <= mode && mode <= high, "mode", mode,
			"between low, "+number(low)+", and high, "+number(high))
	}
}

// number writes x in the shortest form that reads back as x.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
