package kernel

import "github.com/openenvelope/envelope/scenario/internal/num"

func exp(dst, a []float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = num.Exp(a[i])
	}
}

func lognormal(dst, z []float64, median, sigma float64) {
	z = z[:len(dst)]
	for i := range dst {
		dst[i] = float64(median * num.Exp(float64(sigma*z[i])))
	}
}
