package dist

import (
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// lookUp sets dst to low + width × the table's figure at each score, at most high. Beyond the table's ends it asks the
// law itself.
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
