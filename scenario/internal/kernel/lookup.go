package kernel

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

func lookup(dst, z []float64, t *num.Table, low, width, high float64) (done int) {
	z = z[:len(dst)]
	for i := range dst {
		if !(math.Abs(z[i]) < num.TableEnd) {
			return i
		}
		y := low + float64(width*t.At(z[i]))
		if !(y < high) {
			y = high
		}
		dst[i] = y
	}
	return len(dst)
}
