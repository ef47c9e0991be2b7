package dist

import "math"

// Bernoulli is the law of a single event: the value is Size if it happens and 0 if not. For a Size above zero it
// happens where the score is high,
//
//	x = Size  if Φ(z) > 1 − Chance, else 0,
//
// and for a Size below zero where the score is low, Φ(z) ≤ Chance. So for a Size above zero, the event is not in the
// central case if its chance is a half or less.
//
// Johnson, Kemp and Kotz, Univariate Discrete Distributions, 3rd edition (2005), chapter 3.
type Bernoulli struct {
	Chance float64 // from 0 to 1
	Size   float64 // in the unit of the input
}

func bernoulliKind() Kind {
	parameters := []Parameter{
		{Name: "chance", Meaning: "the chance of the event, from 0 to 1"},
		{Name: "size", Meaning: "the value if it happens; without it the value is zero", SameUnit: true},
	}
	return newKind("bernoulli", parameters, func(v map[string]float64) (Distribution, []Fault) {
		return Bernoulli{Chance: v["chance"], Size: v["size"]}, nil
	})
}

// Kind returns "bernoulli".
func (Bernoulli) Kind() string { return "bernoulli" }

// Faults finds a chance outside 0 to 1 and a size that is not finite.
func (d Bernoulli) Faults() []Fault {
	var c checks
	c.require(d.Chance >= 0 && d.Chance <= 1, "chance", d.Chance, "from 0 to 1")
	c.finite("size", d.Size)
	return c
}

// Moments returns Chance·Size and |Size|·√(Chance·(1 − Chance)).
func (d Bernoulli) Moments() (mean, sd float64) {
	return float64(d.Chance * d.Size), float64(math.Abs(d.Size) * math.Sqrt(float64(d.Chance*(1-d.Chance))))
}

// Support returns 0 and Size, the lower first; if one of them is certain, that one twice.
func (d Bernoulli) Support() (low, high float64) {
	switch d.Chance {
	case 0:
		return 0, 0
	case 1:
		return d.Size, d.Size
	}
	return min(0, d.Size), max(0, d.Size)
}

// Transform finds the score up to which the value is the lower of the two.
func (d Bernoulli) Transform() Transform { return stepsThrough(d.outcomes()) }

// outcomes are the two outcomes: no event, and the event.
func (d Bernoulli) outcomes() []outcome {
	return ordered([]outcome{{0, 1 - d.Chance}, {d.Size, d.Chance}})
}
