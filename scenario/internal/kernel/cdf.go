package kernel

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// A Triangle is a triangular law: its ends, their distance, and the probabilities below and above its mode.
type Triangle struct{ Low, High, Width, Below, Above float64 }

func uniform(dst, z []float64, low, high float64) {
	z = z[:len(dst)]
	for i := range dst {
		below, above := num.Tails(z[i])
		dst[i] = max(low, min(float64(low*above)+float64(high*below), high))
	}
}

func triangular(dst, z []float64, t *Triangle) {
	z = z[:len(dst)]
	for i := range dst {
		below, above := num.Tails(z[i])
		if below < t.Below {
			dst[i] = min(t.Low+float64(t.Width*math.Sqrt(float64(below*t.Below))), t.High)
		} else {
			dst[i] = max(t.High-float64(t.Width*math.Sqrt(float64(above*t.Above))), t.Low)
		}
	}
}
