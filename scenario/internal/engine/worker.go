package engine

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// BlockPaths is the most paths in a block.
const BlockPaths = kernel.MaxPaths

// A Worker computes blocks. It is for one goroutine.
type Worker struct {
	plan      *Plan
	code      *Code
	memory    kernel.Memory // all columns
	n         int           // paths drawn and computed in the block under way, whole strips
	firstPath uint64
	quad      [4][]float64 // the columns being drawn
	divided   []float64    // what a measure gets of a row in a unit
}

// NewWorker allocates the columns of a worker.
func NewWorker(c *Code) *Worker {
	return &Worker{plan: c.plan, code: c, memory: kernel.Memory{Slab: make([]float64, c.Bytes()/8)}}
}

// Worker lends a worker, whose columns may be those of one that was given back.
func (k *Compiler) Worker(c *Code) *Worker {
	if slab, ok := k.slabs.Get().(*[]float64); ok && uint64(len(*slab)) == c.Bytes()/8 {
		return &Worker{plan: c.plan, code: c, memory: kernel.Memory{Slab: *slab}}
	}
	return NewWorker(c)
}

// Back takes a worker back, which must not be used any more.
func (k *Compiler) Back(w *Worker) {
	slab := w.memory.Slab
	w.memory.Slab = nil
	k.slabs.Put(&slab)
}

// Run computes n paths from first on, block by block and column by column, and hands every figure to the sink. The
// error is a [*Fault] when a path meets a figure that cannot be, or when a law, process or measure panics; else that of
// a context that has ended.
func (w *Worker) Run(ctx context.Context, first uint64, n int, sink Sink) error {
	for n > 0 {
		some := min(n, w.code.layout.block)
		if err := w.block(ctx, first, some, sink); err != nil {
			return err
		}
		first, n = first+uint64(some), n-some
	}
	return nil
}

// block computes at most a block's paths. Strips of tapes are always whole, and so are draws: what is beyond n are the
// paths that come next, so that nothing odd is computed.
func (w *Worker) block(ctx context.Context, first uint64, n int, sink Sink) (err error) {
	w.firstPath, w.n = first, (n+kernel.StripPaths-1)/kernel.StripPaths*kernel.StripPaths
	year := 1 // the first draws are those of the first year
	defer func() {
		if r := recover(); r != nil {
			err = panicked(first, n, year, r)
		}
	}()
	w.draw(0)
	for col := range w.plan.Columns {
		if err := ctx.Err(); err != nil {
			return err
		}
		year = col
		if col > 1 {
			w.draw(col - 1)
		}
		f := w.compute(col, n, sink)
		if f == nil {
			f = w.judge(col, n)
		}
		if f != nil {
			f.Path, f.Column = first+uint64(f.index), col
			return f
		}
		w.answer(col, n, sink)
	}
	return nil
}

// compute works out one column, and hands its figures to the sink if it is reported.
func (w *Worker) compute(col, n int, sink Sink) *Fault {
	y := &w.code.years[col]
	for _, d := range y.drives {
		driver := &w.code.drivers[d.driver]
		dst, z := w.column(d.at, w.n), w.column(w.code.scores(driver.latent, max(col-1, 0)), w.n)
		if driver.stated != nil {
			driver.stated.ApplyIn(dst, z, w.column(w.code.chain(driver.latent), w.n))
		} else {
			driver.transform.Apply(dst, z)
		}
	}
	for i := range y.segments {
		s := &y.segments[i]
		if f := s.run(&w.memory, y.scalars, n); f != nil {
			return f
		}
		for _, r := range s.reports {
			sink.Take(r.value, col, w.column(r.at, n))
		}
	}
	return nil
}

func (w *Worker) column(at int32, n int) []float64 { return w.memory.Slab[at : int(at)+n] }

// answer hands a column's answers to the sink, and figures that are the same on all paths, if it is reported.
func (w *Worker) answer(col, n int, sink Sink) {
	if !w.plan.reports(col) {
		return
	}
	for v, value := range w.code.values {
		if value.figures != nil {
			sink.TakeSame(v, col, value.figures[col], n)
		}
	}
	if col == 0 {
		return
	}
	y := &w.code.years[col]
	for q, a := range w.code.answers {
		of := w.judged(y, a[0], n)
		if a[1] < 0 {
			sink.Count(q, col, kernel.ZeroOrMore(of), 0, 0)
			continue
		}
		onlyOf, onlyVersus := kernel.Apart(of, w.judged(y, a[1], n))
		sink.Count(q, col, kernel.ZeroOrMore(of), onlyOf, onlyVersus)
	}
}

// judge takes every measure to this year. One that gives no number on a path is at fault: the answer there would be no.
func (w *Worker) judge(col, n int) *Fault {
	for i, j := range w.code.judged {
		if j.alone || !w.plan.judges(j.question, col) {
			continue
		}
		state := w.column(w.code.state(i), n)
		q := w.plan.Questions[j.question]
		q.Measure.Next(state, w.inUnit(w.column(w.code.years[col].judged[i], n), q.Unit), col-1)
		if path := noNumber(state); path >= 0 {
			return &Fault{Scenario: j.scenario, Row: w.rowOf(j), index: path,
				Message: fmt.Sprintf(judgedNaN, q.Measure.Kind())}
		}
	}
	return nil
}

// inUnit divides figures by a unit, in a column of the worker's own, so that the row keeps its own.
func (w *Worker) inUnit(figures []float64, unit float64) []float64 {
	if unit == 0 || unit == 1 {
		return figures
	}
	w.divided = w.divided[:0]
	for _, x := range figures {
		w.divided = append(w.divided, x/unit)
	}
	return w.divided
}

// noNumber finds the first figure that is not a number; -1 if all are.
func noNumber(figures []float64) int {
	for i, x := range figures {
		if x != x {
			return i
		}
	}
	return -1
}

// rowOf is the name of a judged row.
func (w *Worker) rowOf(j judged) string {
	program := w.plan.Scenarios[j.scenario].Program
	for _, row := range program.Rows {
		if slot, ok := program.Slot(row.Name); ok && slot == j.own {
			return row.Name
		}
	}
	return ""
}

// judged are the figures that answer a question.
func (w *Worker) judged(y *year, i, n int) []float64 {
	if w.code.judged[i].alone {
		return w.column(y.judged[i], n)
	}
	return w.column(w.code.state(i), n)
}
