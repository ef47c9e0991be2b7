package history

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// beta is fitted by maximum likelihood between two ends that are given, not fitted: a short series says nothing about
// values beyond its own range. Johnson, Kotz and Balakrishnan, volume 2 (1995), §25.4.
func beta() law {
	return law{
		name: "beta", names: []string{"alpha", "beta"}, fit: fitBeta,
		support: func(e ends) ends { return e },
		density: func(d dist.Distribution) density {
			b := d.(dist.Beta)
			return betaDensity{distuv.Beta{Alpha: b.Alpha, Beta: b.Beta}, ends{b.Low, b.High}}
		},
	}
}

// betaDensity is a beta law stretched from one end to the other.
type betaDensity struct {
	unit distuv.Beta
	ends ends
}

// within is a value as a share of the way from the low end to the high end.
func (e ends) within(x float64) float64 { return (x - e.low) / (e.high - e.low) }

func (b betaDensity) LogProb(x float64) float64 {
	return b.unit.LogProb(b.ends.within(x)) - math.Log(b.ends.high-b.ends.low)
}

func (b betaDensity) CDF(x float64) float64 { return b.unit.CDF(b.ends.within(x)) }

func fitBeta(values []float64, e ends) (map[string]float64, error) {
	var parts, rests []float64
	for _, x := range values {
		parts, rests = append(parts, e.within(x)), append(rests, 1-e.within(x))
	}
	alpha, beta, err := mostLikelyBeta(parts, stat.Mean(logs(parts), nil), stat.Mean(logs(rests), nil))
	return map[string]float64{"low": e.low, "high": e.high, "alpha": alpha, "beta": beta}, err
}

// mostLikelyBeta finds the shapes at which the likelihood is flat. It takes Newton's steps, starting from the shapes
// with the mean and variance of parts. The likelihood has one maximum; steps that would overshoot it are cut.
func mostLikelyBeta(parts []float64, meanLog, meanLogRest float64) (a, b float64, err error) {
	mean, variance := stat.MeanVariance(parts, nil)
	sum := math.Max(mean*(1-mean)/variance-1, 0.1)
	a, b = sum*mean, sum*(1-mean)
	for range 200 {
		both, bend := mathext.Digamma(a+b), trigamma(a+b)
		slopeA, slopeB := mathext.Digamma(a)-both-meanLog, mathext.Digamma(b)-both-meanLogRest
		bendA, bendB := trigamma(a)-bend, trigamma(b)-bend
		determinant := bendA*bendB - bend*bend
		stepA := (bendB*slopeA + bend*slopeB) / determinant
		stepB := (bend*slopeA + bendA*slopeB) / determinant
		cut := 1 / math.Max(1, 2*math.Max(math.Abs(stepA)/a, math.Abs(stepB)/b)) // a step is at most half of a shape
		a, b = a-cut*stepA, b-cut*stepB
		if math.Abs(stepA) <= 1e-11*a && math.Abs(stepB) <= 1e-11*b {
			return a, b, nil
		}
	}
	return 0, 0, fault.OutOfRange.Found("no beta law could be fitted to these values").Want("try normal")
}

// trigamma is the derivative of the digamma function, by Hurwitz's zeta function.
func trigamma(x float64) float64 { return mathext.Zeta(2, x) }
