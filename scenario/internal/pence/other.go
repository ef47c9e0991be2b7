package pence

import (
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// An other is an importer's law in another unit, by what it gives.
type other struct {
	dist.Distribution
	way way
}

func (o other) Transform() dist.Transform { return &transform{o.Distribution.Transform(), o.way} }

func (o other) Moments() (mean, sd float64) {
	mean, sd = o.Distribution.Moments()
	return o.way.of(mean), o.way.of(sd)
}

func (o other) Support() (low, high float64) {
	low, high = o.Distribution.Support()
	return o.way.of(low), o.way.of(high)
}

// A transform gives the values of another in another unit.
type transform struct {
	dist.Transform
	way way
}

func (t *transform) At(z float64) float64 { return t.way.of(t.Transform.At(z)) }

func (t *transform) Apply(dst, z []float64) {
	t.Transform.Apply(dst, z)
	t.way.all(dst)
}

// A stated gives the values of a chain in another unit.
type stated struct {
	transform
	in process.Stated
}

func newStated(in process.Stated, w way) *stated { return &stated{transform{in, w}, in} }

func (s *stated) ApplyIn(dst, z, state []float64) {
	s.in.ApplyIn(dst, z, state)
	s.way.all(dst)
}

// A chain is an importer's, which adds or reads values in the unit that the law was stated in.
type chain struct {
	process.Chain
	way way
}

func (c chain) Over(law dist.Transform) process.Stated {
	return newStated(c.Chain.Over(&transform{law, !c.way}), c.way)
}

// A drift is an importer's, which moves a law to a centre in the unit that the law was stated in.
type drift struct {
	process.Drift
	way way
}

func (d drift) InYear(law dist.Transform, year int) dist.Transform {
	return &transform{d.Drift.InYear(&transform{law, !d.way}, year), d.way}
}

// A drifting chain is an importer's that does both.
type driftingChain struct {
	chain
	drift drift
}

func (d driftingChain) InYear(law dist.Transform, year int) dist.Transform {
	return d.drift.InYear(law, year)
}

// otherProcess is an importer's process. Scores have no unit, so it stays as it is unless it meets values.
func otherProcess(p process.Process, w way) process.Process {
	c, isChain := p.(process.Chain)
	d, isDrift := p.(process.Drift)
	switch {
	case isChain && isDrift:
		return driftingChain{chain{c, w}, drift{d, w}}
	case isChain:
		return chain{c, w}
	case isDrift:
		return drift{d, w}
	}
	return p
}
