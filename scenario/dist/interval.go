package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// ScoreOfP90 is Φ⁻¹(0.9): the score that one future in ten lies above.
const ScoreOfP90 = 1.2815515655446004

// NormalFromInterval returns the normal law with the given tenth and ninetieth percentile, p10 < p90. An interval of a
// rate means this law. Its median is halfway between them.
func NormalFromInterval(p10, p90 float64) Normal {
	return Normal{Mean: (p10 + p90) / 2, SD: (p90 - p10) / (2 * ScoreOfP90)}
}

// LognormalFromInterval returns the lognormal law with the given tenth and ninetieth percentile, 0 < p10 < p90. An
// interval of an amount means this law. Its median is their geometric mean. A p10 of zero or less gives a law with
// faults.
func LognormalFromInterval(p10, p90 float64) Lognormal {
	if !(p10 > 0) {
		return Lognormal{Median: math.NaN(), Sigma: math.NaN()}
	}
	return Lognormal{
		Median: math.Sqrt(float64(p10 * p90)),
		Sigma:  num.Log(p90/p10) / (2 * ScoreOfP90),
	}
}

// RateInterval describes the form {p10: 1%, p90: 2%} of a rate, which makes a
// [Normal]. It is not among [Kinds] because files do not name it.
func RateInterval() Kind {
	return newKind("interval", intervalParameters(), func(v map[string]float64) (Distribution, []Fault) {
		return NormalFromInterval(v["p10"], v["p90"]), intervalFaults(v, (*checks).finite)
	})
}

// AmountInterval describes the form {p10: 90m, p90: 120m} of an amount, which makes a
// [Lognormal].
func AmountInterval() Kind {
	return newKind("interval", intervalParameters(), func(v map[string]float64) (Distribution, []Fault) {
		return LognormalFromInterval(v["p10"], v["p90"]), intervalFaults(v, (*checks).positive)
	})
}

func intervalParameters() []Parameter {
	return []Parameter{
		{Name: "p10", Meaning: "the value that one future in ten lies below", SameUnit: true},
		{Name: "p90", Meaning: "the value that one future in ten lies above", SameUnit: true},
	}
}

// intervalFaults checks an interval; checkLow checks its lower value.
func intervalFaults(v map[string]float64, checkLow func(c *checks, parameter string, x float64) bool) []Fault {
	var c checks
	p10, p90 := v["p10"], v["p90"]
	lowSound, highSound := checkLow(&c, "p10", p10), c.finite("p90", p90)
	if lowSound && highSound {
		c.require(p10 < p90, "p10", p10, "below {}", Limit{"p90", p90})
	}
	return c
}
