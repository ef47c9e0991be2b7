package history

import (
	"math"

	"github.com/openenvelope/envelope/scenario/dist"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// normal is fitted by the mean and the standard deviation with the divisor n − 1 (Excel's STDEV.S). Maximum likelihood
// divides by n, which makes the bands of a short series too narrow.
func normal() law {
	return law{
		name: "normal", names: []string{"mean", "sd"}, support: anywhere,
		fit: func(values []float64, _ ends) (map[string]float64, error) {
			mean, sd := stat.MeanStdDev(values, nil)
			return map[string]float64{"mean": mean, "sd": sd}, nil
		},
		density: func(d dist.Distribution) density {
			n := d.(dist.Normal)
			return distuv.Normal{Mu: n.Mean, Sigma: n.SD}
		},
	}
}

// lognormal is the same on logarithms.
func lognormal() law {
	return law{
		name: "lognormal", names: []string{"median", "sigma"}, support: aboveZero,
		fit: func(values []float64, _ ends) (map[string]float64, error) {
			mu, sigma := stat.MeanStdDev(logs(values), nil)
			return map[string]float64{"median": math.Exp(mu), "sigma": sigma}, nil
		},
		density: func(d dist.Distribution) density {
			n := d.(dist.Lognormal)
			return distuv.LogNormal{Mu: math.Log(n.Median), Sigma: n.Sigma}
		},
	}
}
