// Package interval has the 95% Monte Carlo intervals of what independent paths come to, for a run's results and for
// questions alike.
package interval

import "math"

// Z is the normal quantile of 0.975: a 95% interval is ± Z standard errors.
const Z = 1.959963984540054

// Around is the interval of an estimate with a standard error.
func Around(x, standardError float64) (lo, hi float64) {
	half := float64(Z * standardError)
	return x - half, x + half
}

// SD is the standard error of a standard deviation, σ√((κ−1)/4n): Kendall and Stuart, The Advanced Theory of
// Statistics, volume 1, section 10.8.
func SD(sd, kurtosis, n float64) float64 {
	return float64(sd * math.Sqrt(max(kurtosis-1, 0)/float64(4*n)))
}

// Ranks are the ranks of a percentile and of its interval's ends among n figures, from 0: the rank of a percentile is
// binomial, np ± z√(np(1−p)) (order-statistic interval).
func Ranks(p, n float64) [3]float64 {
	rank, width := float64(p*(n-1)), float64(Z*math.Sqrt(float64(n*float64(p*(1-p)))))
	return [3]float64{rank, rank - width, rank + width}
}

// Proportion is the score interval of a proportion with a correction for continuity (Newcombe, Statistics in Medicine
// 17, 1998, method 4), so that it covers rare events as often as it says; it stays within 0 and 1 and has width at both
// ends.
func Proportion(p, n float64) (lo, hi float64) {
	z2 := float64(Z * Z)
	middle, scale := float64(2*float64(n*p))+z2, float64(2*(n+z2))
	spread, tilt := z2-1/n+float64(4*float64(n*float64(p*(1-p)))), float64(4*p)-2
	lo, hi = 0, 1
	if p > 0 {
		lo = max(0, (middle-float64(Z*math.Sqrt(max(spread+tilt, 0)))-1)/scale)
	}
	if p < 1 {
		hi = min(1, (middle+float64(Z*math.Sqrt(max(spread-tilt, 0)))+1)/scale)
	}
	return lo, hi
}

// Paired is the interval of a difference of two proportions on the same n paths, of which so many answer yes to one
// only: Bonett and Price's (Journal of Educational and Behavioral Statistics 37, 2012), which adds a path to each side
// and so has width even where no path tells the two apart.
func Paired(onlyOf, onlyVersus, n float64) (lo, hi float64) {
	more, less := (onlyOf+1)/(n+2), (onlyVersus+1)/(n+2)
	centre, d := more-less, (onlyOf-onlyVersus)/n
	half := float64(Z * math.Sqrt((more+less-float64(centre*centre))/(n+2)))
	return min(d, centre-half), max(d, centre+half)
}
