package scenario

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// The scores at which a law is tried before a run: every eighth from -8 to 8, beyond which hardly a path comes.
const (
	triedTo      = 8
	triedPerUnit = 8
)

// rises tries a law of the importer's own: its values are numbers, and never fall as the score rises, but for rounding.
// Else percentiles and correlations would be those of another law, and say nothing. A law in crisis is tried too.
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
