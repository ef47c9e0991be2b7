package scenario

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
	"github.com/openenvelope/envelope/scenario/internal/wire"
)

// readPasses is the plan of the last of the passes that follow.
func (p *Plan) readPasses(ctx context.Context, r *wire.Reader) (*Plan, error) {
	for r.Left() > 0 {
		keeps, length := r.Byte(), r.Number()
		if r.Failed() || keeps > 1 || length > uint64(r.Left()) {
			return nil, fault.Unreadable.Found("the plan cannot be read: there is more than belongs to it")
		}
		whole, err := p.ReadPartial(r.Bytes(int(length)))
		if err == nil {
			err = p.whole(whole)
		}
		if err != nil {
			return nil, fault.Unreadable.Found("pass %d of the plan cannot be read: %v", p.Pass(), err)
		}
		next, err := p.next(ctx, whole, func(uint64) bool { return keeps == 1 })
		if err != nil {
			return nil, err
		}
		if next == nil {
			return nil, fault.Unreadable.Found("the plan cannot be read: there is nothing to find after pass %d",
				p.Pass())
		}
		p = next
	}
	if r.Failed() {
		return nil, fault.Unreadable.Found("the plan cannot be read: it ends too early")
	}
	return p, nil
}

// body is the body of a part of a further pass, after its spans. For every cell that is looked for it holds the number
// of figures and the figures ([sketch.AppendKept]); or, where figures are counted, the totals of all spans of all such
// cells, and then their counts ([sketch.Selection.AppendTallied]).
func (g *gathered) body(spans []byte, l *later) [][]byte {
	var splits wire.Splits
	b := []byte{}
	for i, c := range l.open.cells {
		switch {
		case c == nil:
		case l.keeps:
			b = sketch.AppendKept(b, g.kept[i])
		default:
			b = c.AppendTallied(b, g.tallies[i], &splits)
		}
	}
	pieces := [][]byte{spans, b}
	if !l.keeps {
		pieces = append(pieces, splits.Pieces()...)
	}
	return pieces
}

// readGathered reads what body wrote, of a part with so many paths.
func (l *later) readGathered(r *wire.Reader, paths uint64) (gathered, error) {
	g := l.nothing()
	if !l.keeps {
		return g, l.readTallies(r, paths, g)
	}
	for i, c := range l.open.cells {
		if c == nil {
			continue
		}
		var err error
		if g.kept[i], err = c.ReadKept(r, paths); err != nil {
			return g, fmt.Errorf("cell %d: %w", i, err)
		}
	}
	return g, ended(r)
}

func (l *later) readTallies(r *wire.Reader, paths uint64, g gathered) error {
	totals := make([][]uint64, len(l.open.cells))
	for i, c := range l.open.cells {
		if c == nil {
			continue
		}
		var err error
		if totals[i], err = c.ReadTotals(r, paths); err != nil {
			return fmt.Errorf("cell %d: %w", i, err)
		}
	}
	splits := r.Splits()
	for i, c := range l.open.cells {
		if c == nil {
			continue
		}
		var err error
		if g.tallies[i], err = c.ReadTallied(splits, totals[i]); err != nil {
			return fmt.Errorf("cell %d: %w", i, err)
		}
	}
	return errors.Join(splits.Ended(), ended(r))
}

// mostBody is an upper limit of the bytes in the body of a part of the pass, but for its spans.
func (l *later) mostBody(paths uint64) (most int64) {
	const number = binary.MaxVarintLen64
	for _, c := range l.open.uncertain() {
		most += number
		if l.keeps {
			most += 2 * number * int64(min(c.Count(), paths))
		} else {
			most += 2 * number * int64(c.Tallies())
		}
	}
	return most
}
