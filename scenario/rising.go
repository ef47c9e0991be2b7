package scenario

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// The scores at which a law is tried before a run: in steps of an eighth from -8 to 8. Hardly any path goes beyond
// these.
const (
	triedTo      = 8
	triedPerUnit = 8
)

// rises tries out an importer's law, also a law in crisis: its values must be numbers, and must never fall as the score
// rises, except by rounding. Otherwise percentiles and correlations would mean nothing.
func rises(d Driver, t dist.Transform) error {
	if p, ok := d.Process.(process.Regime); ok && p.Crisis != nil {
		if err := risesAlone(p.Crisis.Transform()); err != nil {
			return fmt.Errorf("in a crisis %w", err)
		}
	}
	return risesAlone(t)
}

func risesAlone(t dist.Transform) error {
	before := math.Inf(-1)
	for i := -triedTo * triedPerUnit; i <= triedTo*triedPerUnit; i++ {
		z := float64(i) / triedPerUnit
		x := t.At(z)
		switch slack := 1e-9 * math.Max(math.Abs(before), math.Abs(x)); {
		case math.IsNaN(x):
			return fault.OutOfRange.Found("the distribution's value at the score %v is not a number (NaN)", z)
		case x < before-slack && !math.IsInf(before, -1):
			return fault.Conflict.Found(
				"the distribution's values fall as the score rises, from %.6g to %.6g at the score %v", before, x, z).
				Want("a quantile function never falls")
		}
		before = x
	}
	return nil
}
