package engine

import (
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// others is how many columns a worker has beside those of the program: four years of every innovation's normals, this
// year's correlated ones, every latent's scores, and what a measure keeps of every row that it judges.
func (c *Code) others() int { return 5*len(c.plan.Innovations) + len(c.plan.Latents) + len(c.judged) }

// The places of these columns in the slab, which lie behind those of the program.

func (c *Code) normals(innovation, remainder int) int32 { return c.place(4*innovation + remainder) }
func (c *Code) mixed(innovation int) int32              { return c.place(4*len(c.plan.Innovations) + innovation) }
func (c *Code) scores(latent int) int32                 { return c.place(5*len(c.plan.Innovations) + latent) }
func (c *Code) state(judged int) int32 {
	return c.place(5*len(c.plan.Innovations) + len(c.plan.Latents) + judged)
}

func (c *Code) place(column int) int32 { return int32((c.layout.columns + column) * c.layout.stride) }

// A mix correlates the innovations of a year: member i of a group becomes the sum of the weighted members up to it.
type mix struct {
	tape    *kernel.Tape
	weights []float64
	grouped []bool // by innovation: it is a member
}

func (c *Code) mix(year int) mix {
	m := mix{grouped: make([]bool, len(c.plan.Innovations))}
	var code []kernel.Instruction
	for _, g := range c.plan.Groups {
		for i, member := range g.Members {
			m.grouped[member] = true
			if year > 0 && !c.plan.Innovations[member].Yearly {
				continue
			}
			for j := range i + 1 {
				at, weight := uint32(c.normals(g.Members[j], year%4)), uint32(len(m.weights))
				m.weights = append(m.weights, g.Factor[i][j])
				if j == 0 {
					code = append(code, kernel.Instruction{Op: kernel.OpLoad, A: at}, kernel.Instruction{Op: kernel.OpMul, Scalar: true, A: weight})
					continue
				}
				code = append(code, kernel.Instruction{Op: kernel.OpAddProduct, A: at, B: weight})
			}
			code = append(code, kernel.Instruction{Op: kernel.OpStore, A: uint32(c.mixed(member))})
		}
	}
	m.tape = kernel.NewTape(code)
	return m
}

// draw makes the scores of a year (0 is the first after the opening year).
func (w *Worker) draw(year int) {
	c := w.code
	for i, in := range c.plan.Innovations {
		if (in.Yearly && year%4 == 0) || year == 0 {
			for k := range w.quad {
				w.quad[k] = w.column(c.normals(i, k), w.n)
			}
			draws.Normals(&w.quad, in.Key, w.firstPath, uint32(year/4), 0)
		}
	}
	m := &c.mixes[0]
	if year > 0 {
		m = &c.mixes[1+year%4]
	}
	m.tape.Run(&w.memory, m.weights, w.n)
	for i, l := range c.plan.Latents {
		in := l.Innovation
		if year > 0 && !c.plan.Innovations[in].Yearly {
			continue
		}
		innovation := c.normals(in, year%4)
		if m.grouped[in] {
			innovation = c.mixed(in)
		}
		l.Process.Next(w.column(c.scores(i), w.n), w.column(innovation, w.n), year)
	}
}
