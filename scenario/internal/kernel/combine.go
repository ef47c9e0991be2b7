package kernel

func affine(dst, z []float64, mean, sd float64) {
	z = z[:len(dst)]
	for i := range dst {
		dst[i] = mean + float64(sd*z[i])
	}
}

func step(dst, innovation []float64, persistence, spread float64) {
	innovation = innovation[:len(dst)]
	for i := range dst {
		dst[i] = float64(persistence*dst[i]) + float64(spread*innovation[i])
	}
}
