package kernel

func scale(dst, a []float64, weight float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = float64(weight * a[i])
	}
}

func addScaled(dst, a []float64, weight float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] += float64(weight * a[i])
	}
}

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
