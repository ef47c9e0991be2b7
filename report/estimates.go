package report

import "github.com/openenvelope/envelope/scenario"

// levels are the percentiles of a fan from the top down. The widest band is between the first and the last, the next
// between the second and the last but one, and so on.
func levels() []float64 { return []float64{0.95, 0.90, 0.75, 0.50, 0.25, 0.10, 0.05} }

// shrink is an estimate in units of size.
func shrink(e scenario.Estimate, size float64) scenario.Estimate {
	return scenario.Estimate{Value: e.Value / size, Lo: e.Lo / size, Hi: e.Hi / size}
}

// medianOf is the middle path's figure.
func medianOf(c scenario.Cell) scenario.Estimate {
	if e, ok := c.P(0.50); ok && constant(c) == "" {
		return e
	}
	return surely(c.Mean.Value)
}

// ends are the smallest and the largest estimate.
func ends(all []scenario.Estimate) (low, high scenario.Estimate) {
	low, high = all[0], all[0]
	for _, e := range all {
		if e.Value < low.Value {
			low = e
		}
		if e.Value > high.Value {
			high = e
		}
	}
	return low, high
}
