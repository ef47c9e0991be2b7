package engine

import (
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// BlockPaths is the number of paths in a full block.
const BlockPaths = 512

// A Worker computes blocks. It is for one goroutine.
type Worker struct {
	plan      *Plan
	code      *Code
	normals   [][4][]float64 // by innovation: a group of four years
	mixed     [][]float64    // by innovation: this year's, after correlation
	scores    [][]float64    // by latent
	scratch   []float64
	machine   *machine
	states    [][2][]float64 // by question: the measure's state in each scenario
	n         int            // paths in the block under way
	firstPath uint64
}

// NewWorker allocates the columns of a worker.
func NewWorker(c *Code) *Worker {
	w := &Worker{plan: c.plan, code: c, scratch: column(), machine: newMachine(c)}
	for range c.plan.Innovations {
		w.normals = append(w.normals, [4][]float64{column(), column(), column(), column()})
		w.mixed = append(w.mixed, column())
	}
	for range c.plan.Latents {
		w.scores = append(w.scores, column())
	}
	for range c.plan.Questions {
		w.states = append(w.states, [2][]float64{column(), column()})
	}
	return w
}

// Run computes n ≤ [BlockPaths] paths from first on and hands every figure to the sink. The error is a
// [*Fault] when a path meets a figure that cannot be.
func (w *Worker) Run(first uint64, n int, sink Sink) error {
	w.firstPath, w.n = first, n
	w.draw(0)
	for col := range w.plan.Columns {
		if col > 1 {
			w.draw(col - 1)
		}
		if f := w.compute(col); f != nil {
			f.Path, f.Column = first+uint64(f.index), col
			return f
		}
		w.report(col, sink)
	}
	return nil
}

// compute works out one column.
func (w *Worker) compute(col int) *Fault {
	m := w.machine
	m.begin(col, w.n)
	for i := range w.code.drivers {
		if d := &w.code.drivers[i]; m.due(d, col) {
			if f := m.drive(d, w.scores[d.latent][:w.n]); f != nil {
				return f
			}
		}
	}
	return m.run(col)
}

// draw makes the scores of a year (0 is the first after the opening year).
func (w *Worker) draw(year int) {
	p := w.plan
	for i, in := range p.Innovations {
		if (in.Yearly && year%4 == 0) || year == 0 {
			quad := w.normals[i]
			for k := range quad {
				quad[k] = quad[k][:w.n]
			}
			draws.Normals(&quad, in.Key, w.firstPath, uint32(year/4), 0)
		}
		if in.Yearly || year == 0 {
			copy(w.mixed[i][:w.n], w.normals[i][year%4][:w.n])
		}
	}
	for _, g := range p.Groups {
		w.correlate(g, year)
	}
	for i, l := range p.Latents {
		if p.Innovations[l.Innovation].Yearly || year == 0 {
			l.Process.Next(w.scores[i][:w.n], w.mixed[l.Innovation][:w.n], year)
		}
	}
}

// correlate mixes a group's innovations of a year, the last member first so that each still finds those before
// it unmixed.
func (w *Worker) correlate(g Group, year int) {
	if !w.plan.Innovations[g.Members[0]].Yearly && year > 0 {
		return
	}
	for i := len(g.Members) - 1; i >= 0; i-- {
		sum := w.scratch[:w.n]
		kernel.Scale(sum, w.mixed[g.Members[0]][:w.n], g.Factor[i][0])
		for j := 1; j <= i; j++ {
			kernel.AddScaled(sum, w.mixed[g.Members[j]][:w.n], g.Factor[i][j])
		}
		copy(w.mixed[g.Members[i]][:w.n], sum)
	}
}

// report hands a column's figures and answers to the sink.
func (w *Worker) report(col int, sink Sink) {
	for v, value := range w.code.values {
		if value.figures != nil {
			sink.TakeSame(v, col, value.figures[col], w.n)
			continue
		}
		figures := w.machine.cols[value.slot][:w.n]
		if value.versus >= 0 {
			difference := w.scratch[:w.n]
			kernel.Sub(difference, figures, w.machine.cols[value.versus])
			figures = difference
		}
		sink.Take(v, col, figures)
	}
	if col == 0 {
		return
	}
	for q, a := range w.code.answers {
		of := w.answer(q, 0, a.slot, col)
		if a.versus < 0 {
			sink.Count(q, col, kernel.ZeroOrMore(of), 0, 0)
			continue
		}
		onlyOf, onlyVersus := kernel.Apart(of, w.answer(q, 1, a.versus, col))
		sink.Count(q, col, kernel.ZeroOrMore(of), onlyOf, onlyVersus)
	}
}

// answer brings a question's measure up to date for one scenario and returns the figures to be judged.
func (w *Worker) answer(q, side int, slot int32, col int) []float64 {
	state := w.states[q][side][:w.n]
	w.plan.Questions[q].Measure.Next(state, w.machine.cols[slot][:w.n], col-1)
	return state
}
