package ask

import (
	"context"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// A Group is uncertain numbers that are looked at together.
type Group struct {
	Name    string
	Drivers []string // by [scenario.Driver.Name]
}

// Shares tells how much of the variance of what the paths have of a figure rests on each group of numbers: what would
// still be open if everything else were known. The numbers that are correlated with a group's go with it, because they
// cannot be told apart. Shares can add up to more than 1, where groups act together or share numbers.
func (s *Study) Shares(ctx context.Context, f Figure, groups ...Group) (*Answer, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	if len(groups) == 0 {
		return nil, fault.Missing.Found("there is no group of numbers to find the share of")
	}
	q, err := s.drivers(f)
	if err != nil {
		return nil, err
	}
	if q.base, err = q.each(ctx, scenario.Draws{}, nil, 0); err != nil {
		return nil, err
	}
	if _, sd, _ := moments(q.base); sd == 0 {
		return nil, fault.Conflict.Found("it is the same on all %d paths, which cannot tell what it rests on",
			len(q.base))
	}
	a := s.answer("What does the "+s.title(f)+" rest on?", uint64(len(q.base)))
	a.Columns = []string{"share alone", "share in all"}
	known := drawsOf(q.all)
	for _, g := range groups {
		for _, name := range g.Drivers {
			if !slices.Contains(known, name) {
				near, _ := sheet.Nearest(name, known)
				return nil, fault.Unknown.Found("%s is not a driver with draws of its own",
					fault.Quote(name)).Suggest(near)
			}
		}
		alone, inAll, err := q.share(ctx, q.together(g.Drivers))
		if err != nil {
			return nil, err
		}
		a.Rows = append(a.Rows, Row{g.Name, []Quantity{{alone, Share}, {inAll, Share}}})
	}
	a.Sentence = says("Shares of the variance of the " + s.title(f) + ".")
	return a, nil
}
