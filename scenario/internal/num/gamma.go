package num

// halfLogTwoPi is ½ ln 2π.
const halfLogTwoPi = 0x1.d67f1c864beb5p-1

// The coefficients B₂ₖ/(2k(2k−1)) of Stirling's series, DLMF 5.11.1.
const (
	stirling1 = 0x1.5555555555555p-4
	stirling2 = -0x1.6c16c16c16c17p-9
	stirling3 = 0x1.a01a01a01a01ap-11
	stirling4 = -0x1.3813813813814p-11
	stirling5 = 0x1.b951e2b18ff23p-11
	stirling6 = -0x1.f6ab0d9993c7dp-10
	stirling7 = 0x1.a41a41a41a41ap-8
)

// logGamma returns ln Γ(x) for x > 0, with an error below 1e-14 of the larger of
// 1 and |ln Γ(x)|. Stirling's series from 12 upwards; below, Γ(x+1) = x·Γ(x)
// raises the argument first.
func logGamma(x float64) float64 {
	shift := 1.0
	for x < 12 {
		shift = float64(shift * x)
		x++
	}
	return float64((x-0.5)*Log(x)) - x + halfLogTwoPi + stirlingRest(x) - Log(shift)
}

// stirlingRest is the part of ln Γ(x) that vanishes as x grows.
func stirlingRest(x float64) float64 {
	inverse := 1 / x
	y := float64(inverse * inverse)
	s := FMA(stirling7, y, stirling6)
	s = FMA(s, y, stirling5)
	s = FMA(s, y, stirling4)
	s = FMA(s, y, stirling3)
	s = FMA(s, y, stirling2)
	s = FMA(s, y, stirling1)
	return float64(s * inverse)
}

// logBeta returns ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a+b).
func logBeta(a, b float64) float64 {
	return logGamma(a) + logGamma(b) - logGamma(a+b)
}
