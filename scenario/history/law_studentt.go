package history

import (
	"math"

	"github.com/openenvelope/envelope/scenario/dist"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// studentT is fitted by maximum likelihood, with 2.05 to 100 degrees of freedom: fewer have no standard deviation, more
// cannot be told from a normal law. A short series says little about them.
func studentT() law {
	return law{
		name: "student_t", names: []string{"centre", "scale", "df"}, support: anywhere, fit: fitStudentT,
		note: noteOnDF, density: func(d dist.Distribution) density {
			t := d.(dist.StudentT)
			return distuv.StudentsT{Mu: t.Centre, Sigma: t.Scale, Nu: t.DF}
		},
	}
}

const leastDF, mostDF = 2.05, 100

// noteOnDF says what it means if the degrees of freedom are at an end of their range.
func noteOnDF(values map[string]float64) string {
	switch values["df"] {
	case leastDF:
		return "The degrees of freedom are the fewest that a law with a standard deviation can have: a few values lie far out of the others' way, and no law of this kind allows for them."
	case mostDF:
		return "There is no sign of long tails: a normal law says the same with one number less."
	}
	return ""
}

// fitStudentT looks for the degrees of freedom at which the likelihood is flat, always with the best centre and scale
// for them.
func fitStudentT(values []float64, _ ends) (map[string]float64, error) {
	slope := func(logDF float64) float64 {
		df := math.Exp(logDF)
		centre, scale := centreAndScale(values, df)
		return slopeOfDF(values, centre, scale, df)
	}
	df := float64(mostDF)
	if slope(math.Log(leastDF)) <= 0 {
		df = leastDF
	} else if slope(math.Log(mostDF)) < 0 {
		df = math.Exp(bisect(math.Log(leastDF), math.Log(mostDF), slope))
	}
	centre, scale := centreAndScale(values, df)
	return map[string]float64{"centre": centre, "scale": scale, "df": df}, nil
}

// centreAndScale maximises the likelihood for given degrees of freedom, in rounds: values further out get less weight
// (Kent, Tyler and Vardi, Communications in Statistics, 1994).
func centreAndScale(values []float64, df float64) (centre, scale float64) {
	centre, scale = stat.MeanStdDev(values, nil)
	weights := make([]float64, len(values))
	for range 1000 {
		var sum float64
		for i, x := range values {
			t := (x - centre) / scale
			weights[i] = (df + 1) / (df + t*t)
			sum += weights[i]
		}
		next := stat.Mean(values, weights)
		var squares float64
		for i, x := range values {
			squares += weights[i] * (x - next) * (x - next)
		}
		wide := math.Sqrt(squares / sum)
		done := math.Abs(next-centre)+math.Abs(wide-scale) <= 1e-13*wide
		centre, scale = next, wide
		if done {
			break
		}
	}
	return centre, scale
}

// slopeOfDF is twice the derivative of the log-likelihood by the degrees of freedom.
func slopeOfDF(values []float64, centre, scale, df float64) float64 {
	var sum float64
	for _, x := range values {
		t := (x - centre) / scale
		ratio := t * t / df
		sum += (df+1)/df*ratio/(1+ratio) - math.Log1p(ratio)
	}
	each := mathext.Digamma((df+1)/2) - mathext.Digamma(df/2) - 1/df
	return sum + float64(len(values))*each
}
