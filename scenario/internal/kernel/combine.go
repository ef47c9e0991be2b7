package kernel

// AddScaled is dst + weight × a.
func AddScaled(dst, a []float64, weight float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] += float64(weight * a[i])
	}
}

// Scale is weight × a.
func Scale(dst, a []float64, weight float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = float64(weight * a[i])
	}
}
