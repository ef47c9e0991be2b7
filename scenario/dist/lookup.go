package dist

import (
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// lookUp is low + width × the table's figure at a score, at most high; the law itself is asked beyond the table's ends.
func lookUp(dst, z []float64, table *num.Table, low, width, high float64, law interface{ At(z float64) float64 }) {
	z = z[:len(dst)]
	for {
		n := kernel.Lookup(dst, z, table, low, width, high)
		if n == len(dst) {
			return
		}
		dst[n] = law.At(z[n])
		dst, z = dst[n+1:], z[n+1:]
	}
}
