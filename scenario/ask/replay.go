package ask

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// A Replay is one path, whole.
type Replay struct {
	Path   uint64
	Ledger *sheet.Ledger // to the penny
	Answer *Answer       // its uncertain numbers, each with its rank among all paths
}

// Replay finds the path whose figure is nearest to the statistic asked, a percentile or the mean, and works it out
// again as a ledger to the penny. Where several paths are equally near it takes the first. The answer lists the numbers
// drawn for it.
func (s *Study) Replay(ctx context.Context, f Figure) (*Replay, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	if k := f.Statistic.Kind; f.Event != nil || f.Versus != "" || k != Percentile && k != Mean {
		return nil, fault.Misplaced.Found("a path is found by a percentile or the mean of a line").
			Want("ask as in p95 of balance in %s", s.names.main)
	}
	v, m, err := s.whole(f.Scenario)
	if err != nil {
		return nil, err
	}
	lines := []string{f.Line}
	for _, p := range players(m) {
		lines = append(lines, p.name)
	}
	c, err := s.draw(ctx, v, lines, s.names.years)
	if err != nil {
		return nil, err
	}
	figures := c.of(f.Line, f.Year)
	at := f.Statistic.of(figures)
	path := nearest(figures, at.Value)
	ledger, err := c.sample.Replay("", uint64(path))
	if err != nil {
		return nil, err
	}
	a := s.answer("The future at the "+s.title(f), uint64(len(figures)))
	unit := s.unit(f)
	a.Value = Quantity{exactly(figures[path]), unit}
	a.Columns = []string{"drawn", "stands at"}
	for _, name := range lines[1:] {
		s.drawnRows(a, c, name, path)
	}
	a.Sentence = says(fmt.Sprintf("Path %d is the nearest: its %s in %s is ", path, named(f.Line), f.Year), a.Value,
		", where the "+f.Statistic.String()+" is ", Quantity{at, unit}, ".")
	return &Replay{uint64(path), ledger, a}, nil
}

// nearest is the first path whose figure is closest to x.
func nearest(figures []float64, x float64) int {
	path := 0
	for i, y := range figures {
		if math.Abs(y-x) < math.Abs(figures[path]-x) {
			path = i
		}
	}
	return path
}

// drawnRows lists the values drawn for a number on a path: one value, or one for each year where they differ.
func (s *Study) drawnRows(a *Answer, c columns, name string, path int) {
	years := s.names.years
	constant := true
	for _, year := range years {
		constant = constant && slices.Equal(c.of(name, year), c.of(name, years[0]))
	}
	if constant {
		years = years[:1]
	}
	for _, year := range years {
		label := inputLabel(name)
		if !constant {
			label += " in " + year
		}
		figures := c.of(name, year)
		x := figures[path]
		lower := 0.0
		for _, y := range figures {
			switch cmp.Compare(y, x) {
			case -1:
				lower++
			case 0:
				lower += 0.5
			}
		}
		a.Rows = append(a.Rows, Row{label, []Quantity{{exactly(x), s.names.unit(name)},
			{exactly(lower / float64(len(figures))), Share}}})
	}
}
