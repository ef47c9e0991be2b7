package dist

// Solved is a mixture's quantile function without its table, which takes most of the time that a transform takes to
// make.
func Solved(d Mixture) func(z float64) float64 {
	if all := outcomesOf(d); all != nil {
		return stepsThrough(all).At
	}
	return newMixing(d, whole).at
}

// Within is what bounds leave of a mixture.
func Within(d Mixture, low, high float64) Mixture { return d.within(low, high) }
