package main

// unroll is how many vectors the loops that wait for memory take at a time.
const unroll = 4

func (g *generator) arithmetic() {
	g.function("add", "func(dst, a, b []float64)", "is a + b.")
	dst, a, b := g.column("dst"), g.column("a"), g.column("b")
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			x := p.load(a, u)
			g.VADDPD(p.operand(b, u), x, x)
			p.store(x, dst, u)
		}
	})
	g.finish()
	g.least()
}

// least describes min. The instruction returns its second source when neither is the smaller or either is not a number
// (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, MINPD); that is a here, as in the Go loop.
func (g *generator) least() {
	g.function("least", "func(dst, a, b []float64)", "is b where b < a, else a.")
	dst, a, b := g.column("dst"), g.column("a"), g.column("b")
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			x, y := p.load(a, u), p.load(b, u)
			g.VMINPD(x, y, x)
			p.store(x, dst, u)
		}
	})
	g.finish()
}

// The predicates of VCMPPD that are used (Software Developer's Manual, volume 2, CMPPD); those that end in a quiet
// comparison with a value that is not a number are false, but for the two that begin with "not".
const (
	equal        = 0x00
	notLess      = 0x15
	notLessEqual = 0x16
	atLeast      = 0x1D
)
