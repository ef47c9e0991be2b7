package words

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario/dist"
)

// Percentiles are the tenth, the middle and the ninetieth percentile: amounts, or rates to four digits.
func Percentiles(law dist.Distribution, money bool) (words [3]string) {
	t := law.Transform()
	for i, score := range [3]float64{-dist.ScoreOfP90, 0, dist.ScoreOfP90} {
		words[i] = Value(t.At(score), money)
	}
	return words
}

// Value is an amount, or a rate to four digits.
func Value(x float64, money bool) string {
	if money {
		return finance.Amount(x).String()
	}
	return fmt.Sprintf("%.4g%%", 100*x)
}

// Bounds says between what a distribution lies if it is truncated: " between 0% and 5%", " above 0%".
func Bounds(law dist.Distribution, money bool) string {
	cut, ok := law.(dist.Truncated)
	if !ok {
		return ""
	}
	low, high := Value(cut.Low, money), Value(cut.High, money)
	switch {
	case math.IsInf(cut.Low, -1) && math.IsInf(cut.High, 1):
		return ""
	case math.IsInf(cut.High, 1):
		return " above " + low
	case math.IsInf(cut.Low, -1):
		return " below " + high
	}
	return " between " + low + " and " + high
}
