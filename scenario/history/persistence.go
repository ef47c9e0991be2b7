package history

import (
	"math"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario/evidence"
)

// mostPersistence is the largest persistence that is looked for, positive or negative.
const mostPersistence = 0.99

// carried is the part of a score that is kept over some years, and the spread of the new part that keeps the variance
// at one.
func carried(persistence float64, years finance.Year) (keep, fresh float64) {
	keep = math.Pow(persistence, float64(years))
	return keep, math.Sqrt(1 - keep*keep)
}

// persistenceLikelihood is the log-likelihood of scores under a persistence, less that of independent ones: the density
// of the Gaussian copula of [process.EachYear]. Years that are missing count as more than one step.
func persistenceLikelihood(points []evidence.Point, scores []float64, persistence float64) (sum float64) {
	for i := 1; i < len(points); i++ {
		keep, fresh := carried(persistence, points[i].Year-points[i-1].Year)
		before, now := scores[i-1], scores[i]
		news := (now - keep*before) / fresh
		sum += (now*now-news*news)/2 - math.Log(fresh)
	}
	return sum
}

// fitPersistence finds the most likely persistence: the best of a coarse grid, then a search around it by the golden
// section.
func fitPersistence(points []evidence.Point, scores []float64) float64 {
	likelihood := func(p float64) float64 { return persistenceLikelihood(points, scores, p) }
	const step = 0.03
	best := 0.0
	for p := -mostPersistence; p <= mostPersistence; p += step {
		if likelihood(p) > likelihood(best) {
			best = p
		}
	}
	return highest(math.Max(best-step, -mostPersistence), math.Min(best+step, mostPersistence), likelihood)
}

// highest is where a function has its only maximum between low and high.
func highest(low, high float64, f func(float64) float64) float64 {
	const golden = 0.6180339887498949 // (√5 − 1)/2
	left, right := high-golden*(high-low), low+golden*(high-low)
	atLeft, atRight := f(left), f(right)
	for range 50 {
		if atLeft >= atRight {
			high, right, atRight = right, left, atLeft
			left = high - golden*(high-low)
			atLeft = f(left)
		} else {
			low, left, atLeft = left, right, atRight
			right = low + golden*(high-low)
			atRight = f(right)
		}
	}
	return low + (high-low)/2
}
