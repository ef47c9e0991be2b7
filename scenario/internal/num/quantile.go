package num

import "math"

// horner returns c[0] + c[1]·x + … + c[7]·x⁷, from the highest power down.
func horner(x float64, c *[8]float64) float64 {
	p := FMA(c[7], x, c[6])
	p = FMA(p, x, c[5])
	p = FMA(p, x, c[4])
	p = FMA(p, x, c[3])
	p = FMA(p, x, c[2])
	p = FMA(p, x, c[1])
	return FMA(p, x, c[0])
}

// The three rational approximations of algorithm AS241, lowest power first:
// numerator and denominator for the centre, the near tail and the far tail.
var (
	centreTop = [8]float64{
		0x1.b18d91e9eef75p+1, 0x1.0a4888b1a436ep+7, 0x1.ece5d2213c0ccp+10, 0x1.ad1d8cd4ee71dp+13,
		0x1.66c3e869b752ap+15, 0x1.06c1c55b78f20p+16, 0x1.052d26b2e45e4p+15, 0x1.39a296f7d925ep+11,
	}
	centreBottom = [8]float64{
		1, 0x1.5281b386e1ab5p+5, 0x1.5797efdc8b3f7p+9, 0x1.512322e75c89fp+12,
		0x1.4b772d5d65266p+14, 0x1.3317caa64f4bep+15, 0x1.c0e457cb1ae76p+14, 0x1.46a7eca984b69p+12,
	}
	nearTop = [8]float64{
		0x1.6c665fde9526ap+0, 0x1.2857748cab19bp+2, 0x1.713f71462256ap+2, 0x1.d2ecb1a3d02c4p+1,
		0x1.453cc085375b2p+0, 0x1.ef2abb9b85c37p-3, 0x1.744eb6c45ec67p-6, 0x1.9615ac0b7ace9p-11,
	}
	nearBottom = [8]float64{
		1, 0x1.06cefbb46a449p+1, 0x1.ad278e6526633p+0, 0x1.61292f23385c9p-1,
		0x1.2f5123394f040p-3, 0x1.f207a7eab17bfp-7, 0x1.1f18cbfdf2728p-11, 0x1.20d3f686439e4p-30,
	}
	farTop = [8]float64{
		0x1.aa1b1c13ee526p+2, 0x1.5daea6e875003p+2, 0x1.c8ea6461fa445p+0, 0x1.2fad9315255cfp-2,
		0x1.b2b41193b4ee7p-6, 0x1.45c1908425345p-10, 0x1.c6ec6cc59e02ap-16, 0x1.afb74d693bf93p-23,
	}
	farBottom = [8]float64{
		1, 0x1.331d34fc7d77fp-1, 0x1.186eb183443fbp-3, 0x1.e76f93215462ap-7,
		0x1.9c8bc979dc5d7p-11, 0x1.35c2c496374bfp-16, 0x1.31446f740b9e0p-23, 0x1.269bff1f8c190p-49,
	}
)

// Quantile returns Φ⁻¹(p), the z with CDF(z) = p, for a probability p in [0, 1];
// −Inf at 0, +Inf at 1, NaN outside. Relative error below 1e-15.
//
// Wichura, Algorithm AS241 (PPND16), Applied Statistics 37 (1988), 477-484.
func Quantile(p float64) float64 {
	q := p - 0.5
	switch {
	case math.IsNaN(p) || p < 0 || p > 1:
		return math.NaN()
	case p == 0:
		return math.Inf(-1)
	case p == 1:
		return math.Inf(1)
	case math.Abs(q) <= 0.425:
		r := 0.180625 - float64(q*q)
		return float64(q*horner(r, &centreTop)) / horner(r, &centreBottom)
	}
	return math.Copysign(quantileTail(min(p, 1-p)), q)
}

// quantileTail returns −Φ⁻¹(p) for 0 < p < 0.075.
func quantileTail(p float64) float64 {
	r := math.Sqrt(-Log(p))
	if r <= 5 {
		return horner(r-1.6, &nearTop) / horner(r-1.6, &nearBottom)
	}
	return horner(r-5, &farTop) / horner(r-5, &farBottom)
}
