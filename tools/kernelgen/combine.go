package main

// combinations are sums of products, each product rounded before the sum, as in the Go loops.
func (g *generator) combinations() {
	g.affine()
	g.step()
}

func (g *generator) affine() {
	g.function("affine", "func(dst, z []float64, mean, sd float64)", "is mean + sd × z.")
	dst, z, mean, sd := g.column("dst"), g.column("z"), g.broadcast("mean"), g.broadcast("sd")
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			x := g.vector()
			g.VMULPD(p.operand(z, u), sd, x)
			g.VADDPD(mean, x, x)
			p.store(x, dst, u)
		}
	})
	g.finish()
}

func (g *generator) step() {
	g.function("step", "func(dst, innovation []float64, persistence, spread float64)",
		"is persistence × dst + spread × innovation.")
	dst, innovation := g.column("dst"), g.column("innovation")
	persistence, spread := g.broadcast("persistence"), g.broadcast("spread")
	g.loop("dst", unroll, func(p place) {
		for u := range p.count {
			x, e := g.vector(), g.vector()
			g.VMULPD(p.operand(dst, u), persistence, x)
			g.VMULPD(p.operand(innovation, u), spread, e)
			g.VADDPD(e, x, x)
			p.store(x, dst, u)
		}
	})
	g.finish()
}
