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
	return fmt.Sprintf("%.4g%%", float64(100*x))
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

// Spread says how a law is spread; one without spread is its value.
func Spread(law dist.Distribution, money bool) string {
	if low, high := law.Support(); low == high {
		return "always " + Value(low, money)
	}
	p := Percentiles(law, money)
	return fmt.Sprintf("%s%s, p10 %s, p50 %s, p90 %s", law.Kind(), Bounds(law, money), p[0], p[1], p[2])
}
