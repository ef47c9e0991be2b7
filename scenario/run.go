package scenario

import (
	"context"
	"errors"
	"fmt"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// Run plans a model, runs all paths and makes the result. It stops within a tenth of a second when the context ends,
// with the context's error.
func Run(ctx context.Context, m *Model, o Options) (*Result, error) {
	ctx = door.Context(ctx)
	return guarded(o.Seed, func() (*Result, error) { return new(structures).run(ctx, m, o) })
}

// Run runs all paths of the plan and makes the result, as the function [Run] does, with its errors; a plan that
// [NewPlan] did not make is a [fault.Missing] fault. It is faster than a part of all paths ([Plan.RunPart]), because it
// keeps the figures that need a second look.
func (p *Plan) Run(ctx context.Context) (*Result, error) {
	ctx = door.Context(ctx)
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	return guarded(p.seed, func() (*Result, error) { return p.first().all(ctx, nil) })
}

// run plans a model and runs all its paths, the pilot's first.
func (k *structures) run(ctx context.Context, m *Model, o Options) (*Result, error) {
	p, begun, err := k.newPlan(ctx, m, o)
	if err != nil {
		return nil, err
	}
	return p.all(ctx, begun)
}

// all runs all paths, and goes on from a beginning if there is one.
func (p *Plan) all(ctx context.Context, begun *beginning) (*Result, error) {
	k := p.keptWith(begun)
	part, err := p.part(ctx, 0, p.paths, begun, k)
	if err != nil {
		return nil, err
	}
	r, err := p.result(ctx, part)
	p.giveBack(k)
	return r, err
}

// A PathError is a path that could not be worked out, or that broke an identity, with what is needed to replay it. If
// an importer's law, process or measure panicked, Scenario and Row are empty, Path is the first of the paths under way,
// and the error wraps a [PanicError].
type PathError struct {
	Scenario, Row, Year string // by their names
	Seed, Path          uint64 // for [Plan.Replay]
	Message             string // with the inputs to look at and their places in the file

	panicked error
}

// Unwrap is the panic, if there was one.
func (e *PathError) Unwrap() error {
	e = door.Or(e)
	return e.panicked
}

// Error names the figure and the path.
func (e *PathError) Error() string {
	e = door.Or(e)
	if e.Row == "" {
		return fmt.Sprintf("%s: %s (seed %d, path %d)", e.Year, e.Message, e.Seed, e.Path)
	}
	return fmt.Sprintf("%s in %s, scenario %q: %s (seed %d, path %d)", sheet.Label(e.Row), e.Year, e.Scenario,
		e.Message, e.Seed, e.Path)
}

// explain adds names to a fault of the engine, and says which inputs to mend.
func (p *Plan) explain(err error) error {
	var f *engine.Fault
	if !errors.As(err, &f) {
		return err
	}
	e := &PathError{Row: f.Row, Seed: p.seed, Path: f.Path, Message: f.Message,
		Year: p.engine.Scenarios[0].Program.Years[f.Column]}
	if f.Row != "" {
		e.Scenario = p.scenarios[f.Scenario].Name
		e.Message = p.lookAt(f)
	}
	if f.Panic != nil {
		e.panicked = &PanicError{Value: f.Panic.Value, Stack: f.Panic.Stack, Seed: p.seed}
	}
	return e
}

// lookAt is a fault's message with the inputs to mend, found in the path's own ledger.
func (p *Plan) lookAt(f *engine.Fault) string {
	program := p.engine.Scenarios[f.Scenario].Program
	if _, ok := program.Input(f.Row); ok {
		return f.Message + "; look at " + f.Row
	}
	values, err := p.drawn(f.Scenario, f.Path)
	if err != nil {
		return f.Message
	}
	l, err := program.Exact(values)
	var cell *sheet.CellError
	switch {
	case err == nil:
		return f.Message + l.LookAt(f.Row, f.Column)
	case !errors.As(err, &cell):
		return f.Message
	case cell.Row == f.Row && cell.Year == program.Years[f.Column]:
		return cell.Problem()
	}
	return f.Message + "; " + cell.Error() // the exact reader stops earlier
}

// PartPaths is the number that the paths of a part must be a multiple of.
const PartPaths = sketch.ChunkPaths

// RunPart computes the paths from ≤ path < to. Both ends must be multiples of [PartPaths], or the end of the run. Parts
// computed anywhere, with any number of workers, merge to the same bits. Other ends are a [fault.OutOfRange] fault, and
// a plan that [NewPlan] did not make is a [fault.Missing] fault. Other errors are those of [Run].
func (p *Plan) RunPart(ctx context.Context, from, to uint64) (*Partial, error) {
	ctx = door.Context(ctx)
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	if from%PartPaths != 0 || (to%PartPaths != 0 && to != p.paths) || from > to || to > p.paths {
		return nil, fault.OutOfRange.Found("a part from %d to %d", from, to).
			Want("both must be multiples of %d, or the end, %d", PartPaths, p.paths)
	}
	return guarded(p.seed, func() (*Partial, error) {
		if p.later != nil {
			return p.later.part(ctx, p, from, to)
		}
		part, err := p.part(ctx, from, to, nil, p.newKept(to-from, p.carries))
		if err == nil {
			part.lighten()
		}
		return part, err
	})
}

// part is the first pass: it computes a part's summary, goes on from a beginning if there is one, and keeps the figures
// of the cells to keep.
func (p *Plan) part(ctx context.Context, from, to uint64, begun *beginning, kept *kept) (*Partial, error) {
	q := &pool{plan: p, code: p.code, from: from, to: to, begun: begun, total: to - from}
	if begun != nil && p.twice() {
		q.total *= 2
	}
	var parts []*Partial
	if begun != nil {
		parts = append(parts, begun.part)
	}
	for len(parts) < p.hands(to-from) {
		parts = append(parts, newPartial(p))
	}
	into, taken := make([]gatherer, len(parts)), p.takings(kept)
	for i, part := range parts {
		part.wait()
		into[i] = &taker{Partial: part, taken: taken, kept: kept}
	}
	if err := q.run(ctx, into); err != nil {
		return nil, err
	}
	for _, part := range parts {
		part.settle()
	}
	whole := parts[0]
	for _, part := range parts[1:] {
		if err := whole.add(part); err != nil {
			return nil, err
		}
	}
	whole.same(to - from)
	whole.spans, whole.values = spanned(from, to), kept.values
	return whole, nil
}
