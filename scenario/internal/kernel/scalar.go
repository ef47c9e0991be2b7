package kernel

// Operations with one figure for all paths.

func addScalar(dst, a []float64, x float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + x
	}
}

func addProduct(dst, a, b []float64, weight float64) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + float64(weight*b[i])
	}
}

func scale(dst, a []float64, weight float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = float64(weight * a[i])
	}
}

func subScalar(dst, a []float64, x float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] - x
	}
}

func subFromScalar(dst, a []float64, x float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = x - a[i]
	}
}

func divScalar(dst, a []float64, x float64) (bad int) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] / x
	}
	if x == 0 && len(dst) > 0 {
		return 0
	}
	return -1
}

func divIntoScalar(dst, a []float64, x float64) (bad int) {
	a = a[:len(dst)]
	bad = -1
	for i := range dst {
		if a[i] == 0 && bad < 0 {
			bad = i
		}
		dst[i] = x / a[i]
	}
	return bad
}

func minScalar(dst, a []float64, x float64) {
	a = a[:len(dst)]
	for i := range dst {
		y := a[i]
		if x < y {
			y = x
		}
		dst[i] = y
	}
}

func minOfScalar(dst, a []float64, x float64) {
	a = a[:len(dst)]
	for i := range dst {
		y := x
		if a[i] < y {
			y = a[i]
		}
		dst[i] = y
	}
}

func maxScalar(dst, a []float64, x float64) {
	a = a[:len(dst)]
	for i := range dst {
		y := a[i]
		if x > y {
			y = x
		}
		dst[i] = y
	}
}

func maxOfScalar(dst, a []float64, x float64) {
	a = a[:len(dst)]
	for i := range dst {
		y := x
		if a[i] > y {
			y = a[i]
		}
		dst[i] = y
	}
}
