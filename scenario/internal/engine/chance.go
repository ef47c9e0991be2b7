package engine

import (
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/process"
)

// A chances holds what processes with a state need besides scores: uniform numbers from an innovation's key, drawn for
// this purpose only, and the states that they move. Scenarios with different chances share the uniforms.
type chances struct {
	chains     []process.Chain // by latent; nil for one without a state
	states     []int           // by latent: which state it is
	allStates  int
	uniforms   []int // by innovation: which uniforms they are; -1 for none
	allUniform int
}

func newChances(p *Plan) chances {
	c := chances{states: make([]int, len(p.Latents)), uniforms: make([]int, len(p.Innovations))}
	for i := range c.uniforms {
		c.uniforms[i] = -1
	}
	for l, latent := range p.Latents {
		chain, ok := latent.Process.(process.Chain)
		c.chains = append(c.chains, chain)
		if !ok {
			continue
		}
		c.states[l] = c.allStates
		c.allStates++
		if c.uniforms[latent.Innovation] < 0 {
			c.uniforms[latent.Innovation] = c.allUniform
			c.allUniform++
		}
	}
	return c
}

// has tells whether a latent has a state.
func (c *chances) has(latent int) bool { return c.chains[latent] != nil }

// columns is how many columns they need: one for each state, and four years of uniforms.
func (c *chances) columns() int { return c.allStates + 4*c.allUniform }

// chain is the place of a latent's state of the year.
func (c *Code) chain(latent int) int32 { return c.place(c.ownChances() + c.chances.states[latent]) }

// uniform is the place of an innovation's uniforms, for one year of the four.
func (c *Code) uniform(innovation, remainder int) int32 {
	return c.place(c.ownChances() + c.chances.allStates + 4*c.chances.uniforms[innovation] + remainder)
}

// chance moves every state to a year.
func (w *Worker) chance(year int) {
	c := w.code
	for i, in := range c.plan.Innovations {
		if c.chances.uniforms[i] < 0 || year%4 != 0 {
			continue
		}
		for k := range w.quad {
			w.quad[k] = w.column(c.uniform(i, k), w.n)
		}
		draws.Uniforms(&w.quad, in.Key, w.firstPath, uint32(year/4), draws.Chances)
	}
	for l, chain := range c.chances.chains {
		if chain != nil {
			chain.Move(w.column(c.chain(l), w.n), w.column(c.uniform(c.plan.Latents[l].Innovation, year%4), w.n), year)
		}
	}
}
