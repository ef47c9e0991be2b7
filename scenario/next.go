package scenario

import (
	"context"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/fingerprint"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A later is what the plan of a further pass over the paths knows of those before.
type later struct {
	before *Plan      // of the pass before
	whole  *Partial   // what that has found
	open   *selecting // what is looked for now; it never changes
	keeps  bool       // whether this pass keeps the figures, to sort them; else it counts them, to keep fewer later
}

// Pass is the number of the plan's pass over the paths, from 1.
func (p *Plan) Pass() int {
	p = door.Or(p)
	return p.pass + 1
}

// first is the plan of the first pass.
func (p *Plan) first() *Plan {
	for p.later != nil {
		p = p.later.before
	}
	return p
}

// counted is the whole part of the first pass, of which a part is the whole or a later one.
func (p *Plan) counted(part *Partial) *Partial {
	for ; p.later != nil; p = p.later.before {
		part = p.later.whole
	}
	return part
}

// Next plans a further pass over the paths, which finds the percentiles that the histograms of this pass do not tell
// well enough, or that are to be exact; nil if there are none. Like the first, it can be computed in parts anywhere:
// its parts merge to its own whole part, of which [Plan.Result], of the plan that Next gives, makes the same result as
// without Next. That may again take a further pass, if the figures to sort do not fit into memory: so Next is called
// until it gives nil. The part must be the whole of this plan. Errors are those of [Plan.Result].
func (p *Plan) Next(ctx context.Context, part *Partial) (*Plan, error) {
	ctx = door.Context(ctx)
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	if err := p.whole(part); err != nil {
		return nil, err
	}
	return guarded(p.seed, func() (*Plan, error) {
		room, err := p.room()
		if err != nil {
			return nil, err
		}
		return p.next(ctx, part, func(figures uint64) bool { return figures <= room/8 })
	})
}

// next is Next, where keeps decides whether the pass keeps so many figures or counts them.
func (p *Plan) next(ctx context.Context, part *Partial, keeps func(figures uint64) bool) (*Plan, error) {
	open, err := p.after(ctx, part)
	if err != nil || open.count() == 0 {
		return nil, err
	}
	if err := open.compile(ctx); err != nil {
		return nil, err
	}
	for i, r := range open.found {
		if sorted, ok := r.(sketch.Sorted); ok {
			open.found[i] = slices.Clone(sorted) // a later Result of the same part sorts in the part's room
		}
	}
	next := *p
	next.pass++
	next.later = &later{before: p, whole: part, open: open, keeps: keeps(open.count())}
	open.plan = &next
	d := fingerprint.New("further pass")
	d.Text(string(p.fingerprint[:]))
	d.Bool(next.later.keeps)
	for _, piece := range part.body() {
		d.Text(string(piece))
	}
	next.fingerprint = d.Sum()
	return &next, nil
}

// again is the selections before the pass, for a part of it.
func (l *later) again() *selecting {
	s := &selecting{plan: l.open.plan, code: l.open.code, places: l.open.places, cells: slices.Clone(l.open.cells),
		found: slices.Clone(l.open.found)}
	for i, c := range s.cells {
		if c != nil {
			s.cells[i] = c.Again()
			s.found[i] = s.cells[i]
		}
	}
	return s
}

// part computes a part of the pass.
func (l *later) part(ctx context.Context, p *Plan, from, to uint64) (*Partial, error) {
	s := l.again()
	if err := l.affordable(p, to-from); err != nil {
		return nil, err
	}
	for _, c := range s.uncertain() {
		if l.keeps {
			c.KeepSome(to - from)
		} else {
			c.Tally()
		}
	}
	part := &Partial{plan: p, spans: spanned(from, to), gathered: l.nothing()}
	if err := s.look(ctx, &pool{plan: p, code: s.code, from: from, to: to, total: to - from}); err != nil {
		return nil, err
	}
	for i, c := range s.cells {
		switch {
		case c == nil:
		case !l.keeps:
			part.tallies[i] = c.Tallied()
		default:
			kept, err := c.Kept()
			if err != nil {
				return nil, err
			}
			part.kept[i] = slices.Clone(kept)
		}
	}
	return part, nil
}

// affordable refuses a part that would keep more figures than there is memory for.
func (l *later) affordable(p *Plan, paths uint64) error {
	room, err := p.room()
	if err != nil || !l.keeps {
		return err
	}
	figures := uint64(0)
	for _, c := range l.open.uncertain() {
		figures += min(c.Count(), paths)
	}
	if figures > room/8 {
		return fault.TooLarge.Found("the part may keep %d MiB of figures and the ceiling leaves %d MiB", figures>>17,
			room>>20).Want("cut the run into more parts, or raise the ceiling")
	}
	return nil
}

// after is what is looked for after the pass.
func (l *later) after(ctx context.Context, part *Partial) (*selecting, error) {
	s := l.again()
	end := (*sketch.Selection).Narrow
	if l.keeps {
		end = func(c *sketch.Selection) error { return c.Settle(ctx.Err) }
	}
	for i, c := range s.cells {
		switch {
		case c == nil:
		case l.keeps:
			c.SetKept(part.kept[i])
		default:
			c.SetTallied(part.tallies[i])
		}
	}
	err := s.each(end)
	if l.keeps {
		clear(s.cells)
	}
	return s, err
}

// gathered is what a part of a further pass found, by cell; nil where nothing is looked for.
type gathered struct {
	kept    [][]float64 // the figures, in no order
	tallies [][]uint64  // how many figures there are, by span and fine bin (see sketch.Selection)
}

// nothing is what a part without paths found.
func (l *later) nothing() gathered {
	g := gathered{make([][]float64, len(l.open.cells)), make([][]uint64, len(l.open.cells))}
	for i, c := range l.open.cells {
		if c != nil && !l.keeps {
			g.tallies[i] = make([]uint64, c.Tallies())
		}
	}
	return g
}

// add adds what another part found, or leaves all as it was.
func (g *gathered) add(o *gathered, open *selecting) error {
	for i, c := range open.cells {
		if c != nil && uint64(len(g.kept[i])+len(o.kept[i])) > c.Count() {
			return errPasses
		}
	}
	for i := range g.kept {
		g.kept[i] = append(g.kept[i], o.kept[i]...)
		for j, n := range o.tallies[i] {
			g.tallies[i][j] += n
		}
	}
	return nil
}

// errPasses is the fault of parts that together are not like the pass before.
var errPasses = fault.Conflict.Found("the parts have more figures to look at than the pass before counted").
	Want("compute them again")
