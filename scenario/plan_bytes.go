package scenario

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
	"github.com/openenvelope/envelope/scenario/internal/wire"
)

// A plan's findings as bytes: a mark with the version of the encoding, the plan's fingerprint, the sums of its pilot,
// then for every figure a byte and perhaps a float, and for every cell its grid. The byte says how the figure follows
// from its cell: 0 it is the same, 1 it is counted from the float that follows, 2 it is the mirror image from there.
// Then, for every pass before that of the plan, follow 1 if the pass after it keeps figures, else 0; and the whole part
// of that pass, after its length.
const planMark = "envelope found 2\n" // the version is raised when the encoding changes

// How a figure follows from its cell.
const (
	seenPlain = iota
	seenFrom
	seenMirrored
)

// ReadPlan makes a plan again from the bytes that it wrote ([Plan.MarshalBinary]), with an equal model and equal
// options. It does not run the pilot again, and works out the central case only when that is asked for. It checks the
// bytes by the fingerprint, which covers the model and the options, and it works out the first paths again and compares
// their figures. Bytes of another plan, damaged bytes, and a processor or a build that would give other figures are
// faults. Other errors are those of [NewPlan].
func ReadPlan(ctx context.Context, m *Model, o Options, data []byte) (*Plan, error) {
	ctx = door.Context(ctx)
	return guarded(o.Seed, func() (*Plan, error) {
		p, err := new(structures).compiled(ctx, m, o)
		if err != nil {
			return nil, err
		}
		rest, err := p.found(ctx, data)
		if err == nil {
			err = p.firstAgain(ctx)
		}
		if err != nil {
			return nil, err
		}
		p.chooseKept()
		return p.readPasses(ctx, rest)
	})
}

// found reads the findings of an equal plan, and returns what reads the passes after its own.
func (p *Plan) found(ctx context.Context, data []byte) (*wire.Reader, error) {
	rest, ok := bytes.CutPrefix(data, []byte(planMark))
	if !ok {
		return nil, fault.Unreadable.Found("not what a plan has written, or one that another version wrote")
	}
	r := wire.NewReader(rest)
	for _, sum := range [][]byte{p.fingerprint[:], p.piloted.all[:], p.piloted.first[:]} {
		copy(sum, r.Bytes(len(sum)))
	}
	if err := errors.Join(p.readViews(r), p.readGrids(r)); err != nil {
		return nil, fault.Unreadable.Found("the plan cannot be read: %v", err)
	}
	again, err := p.signed(ctx)
	if err == nil && again != p.fingerprint {
		err = fault.Conflict.Found(
			"the plan is another's, or was damaged on its way: its model, laws or options differ")
	}
	return r, err
}

// readViews reads how figures follow from their cells.
func (p *Plan) readViews(r *wire.Reader) error {
	if n := r.Number(); n != uint64(len(p.views)) {
		return fmt.Errorf("it has %d figures, and the model %d", n, len(p.views))
	}
	for f := range p.views {
		v := &p.views[f]
		v.by = 1
		switch r.Byte() {
		case seenPlain:
		case seenFrom:
			v.at = r.Float()
		case seenMirrored:
			v.at, v.by = r.Float(), -1
		default:
			return errors.New("a figure is seen in no known way")
		}
		if math.IsNaN(v.at) || math.IsInf(v.at, 0) {
			return errors.New("a figure is seen from what is no number")
		}
	}
	return nil
}

// readGrids reads the grid of every cell.
func (p *Plan) readGrids(r *wire.Reader) error {
	if n := r.Number(); n != uint64(len(p.sources)) {
		return fmt.Errorf("it has %d histograms, and the model %d", n, len(p.sources))
	}
	p.grids = make([]*sketch.Grid, 0, len(p.sources))
	for range p.sources {
		g, err := sketch.ReadGrid(r)
		if err != nil {
			return err
		}
		p.grids = append(p.grids, g)
	}
	return nil
}

// firstAgain works out the first paths, and checks that their figures are those of the plan that was written.
func (p *Plan) firstAgain(ctx context.Context) error {
	k := &keeper{p.figure, make([][]float64, len(p.views))}
	if err := engine.NewWorker(p.code).Run(ctx, 0, int(min(p.paths, firstPaths)), k); err != nil {
		return p.explain(err)
	}
	figures := make([][]float64, len(p.sources))
	for cell, f := range p.sources {
		figures[cell] = p.views[f].inward(k.columns[f], k.columns[f])
	}
	if firstSum(figures) != p.piloted.first {
		return fault.Conflict.Found("the first paths have other figures here than where the plan was made").
			Want("use the same build of version %s on a sound processor", Version)
	}
	return nil
}
