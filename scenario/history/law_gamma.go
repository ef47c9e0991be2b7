package history

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// gamma is fitted by maximum likelihood: with k the shape, ln k − ψ(k) = ln(mean) − mean(ln x), which falls as k rises;
// the scale is mean/k. Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, volume 1 (1994), §17.7.
func gamma() law {
	return law{
		name: "gamma", names: []string{"shape", "scale"}, support: aboveZero, fit: fitGamma,
		density: func(d dist.Distribution) density {
			g := d.(dist.Gamma)
			return distuv.Gamma{Alpha: g.Shape, Beta: 1 / g.Scale}
		},
	}
}

// shapes that the engine's table is good for, see [dist.Gamma].
const leastShape, mostShape = 0.1, 10_000

func fitGamma(values []float64, _ ends) (map[string]float64, error) {
	mean := stat.Mean(values, nil)
	want := math.Log(mean) - stat.Mean(logs(values), nil)
	excess := func(logShape float64) float64 { return logShape - mathext.Digamma(math.Exp(logShape)) - want }
	low, high := math.Log(leastShape), math.Log(mostShape)
	if !(excess(low) > 0) || !(excess(high) < 0) {
		return nil, fault.OutOfRange.Found("no gamma law of a shape from %v to %v is like these values", leastShape,
			mostShape).
			Want("try normal or lognormal")
	}
	shape := math.Exp(bisect(low, high, excess))
	return map[string]float64{"shape": shape, "scale": mean / shape}, nil
}

// bisect finds where a function that is positive at low and negative at high crosses zero.
func bisect(low, high float64, f func(float64) float64) float64 {
	for range 60 {
		middle := low + (high-low)/2
		if f(middle) > 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return low + (high-low)/2
}
