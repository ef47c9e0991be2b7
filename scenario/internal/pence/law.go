package pence

import "github.com/openenvelope/envelope/scenario/dist"

// A Law is a law of money that was made in pence. Its methods give pounds.
type Law struct {
	InPence dist.Distribution
}

// Kind is that of the law.
func (l Law) Kind() string { return l.InPence.Kind() }

// Faults are those of the law; their numbers are in pence.
func (l Law) Faults() []dist.Fault { return l.InPence.Faults() }

// Transform gives pounds.
func (l Law) Transform() dist.Transform { return &transform{l.InPence.Transform(), toPounds} }

// Moments are in pounds.
func (l Law) Moments() (mean, sd float64) {
	mean, sd = l.InPence.Moments()
	return Pounds(mean), Pounds(sd)
}

// Support is in pounds.
func (l Law) Support() (low, high float64) {
	low, high = l.InPence.Support()
	return Pounds(low), Pounds(high)
}

// OfLaw is a law of money in pence: what is within a [Law], and any other law taken from pounds by its parameters.
func OfLaw(d dist.Distribution) dist.Distribution { return convert(d, toPence) }

// LawInPounds is a law that was made in pence as a Go program would state it.
func LawInPounds(d dist.Distribution) dist.Distribution { return convert(d, toPounds) }

// convert takes a law to another unit. The library's laws are converted by their parameters, so that they stay what
// they are to those who ask; an importer's law, whose parameters nobody knows, by what it gives.
func convert(d dist.Distribution, w way) dist.Distribution {
	switch d := d.(type) {
	case nil:
		return nil
	case Law:
		if w == toPounds {
			return d
		}
		return d.InPence
	case dist.Normal:
		return dist.Normal{Mean: w.of(d.Mean), SD: w.of(d.SD)}
	case dist.Lognormal:
		return dist.Lognormal{Median: w.of(d.Median), Sigma: d.Sigma}
	case dist.Uniform:
		return dist.Uniform{Low: w.of(d.Low), High: w.of(d.High)}
	case dist.Triangular:
		return dist.Triangular{Low: w.of(d.Low), Mode: w.of(d.Mode), High: w.of(d.High)}
	case dist.PERT:
		return dist.PERT{Low: w.of(d.Low), Mode: w.of(d.Mode), High: w.of(d.High)}
	case dist.Metalog:
		return dist.Metalog{P10: w.of(d.P10), P50: w.of(d.P50), P90: w.of(d.P90)}
	case dist.Beta:
		return dist.Beta{Low: w.of(d.Low), High: w.of(d.High), Alpha: d.Alpha, Beta: d.Beta}
	case dist.Gamma:
		return dist.Gamma{Shape: d.Shape, Scale: w.of(d.Scale)}
	case dist.StudentT:
		return dist.StudentT{Centre: w.of(d.Centre), Scale: w.of(d.Scale), DF: d.DF}
	case dist.Bernoulli:
		return dist.Bernoulli{Chance: d.Chance, Size: w.of(d.Size)}
	case dist.Discrete:
		return dist.Discrete{Values: list(d.Values, w), Chances: d.Chances}
	case dist.Empirical:
		return dist.Empirical{Values: list(d.Values, w)}
	case dist.Percentiles:
		return dist.Percentiles{Levels: d.Levels, Values: list(d.Values, w)}
	case dist.Mixture:
		for i, part := range d {
			d[i].Law = convert(part.Law, w)
		}
		return d
	case dist.Truncated:
		return dist.Truncated{Law: convert(d.Law, w), Low: w.of(d.Low), High: w.of(d.High)}
	}
	return other{d, w}
}

func list(numbers dist.Numbers, w way) dist.Numbers {
	return dist.NumbersOf(w.list(numbers.Slice())...)
}
