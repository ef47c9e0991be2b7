package scenario

import (
	"context"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// A Sample holds the figures of some lines on every path, for questions that a summary cannot answer. Models with the
// same inputs, seed and drivers have the same draws, so their samples can be compared path by path. It is immutable,
// and goroutines may share one.
type Sample struct {
	plan    *Plan
	columns map[place]int
	figures [][]float64 // by column
	paths   uint64
}

// A place identifies a column of a sample.
type place struct{ scenario, line, year string }

// Draw works out the lines and years of the options on all paths and keeps their figures. It needs far less time than
// [Run] to get ready, and 8 bytes for each figure. A sample beyond the ceiling on memory is a [fault.TooLarge] fault;
// other errors are those of [Run].
func Draw(ctx context.Context, m *Model, o Options) (*Sample, error) {
	ctx = door.Context(ctx)
	return guarded(o.Seed, func() (*Sample, error) { return new(structures).draw(ctx, m, o) })
}

func (k *structures) draw(ctx context.Context, m *Model, o Options) (*Sample, error) {
	o.Conditions = []Condition{}
	alone := *m
	alone.Comparisons = []Comparison{}
	p, err := k.outline(ctx, &alone, o)
	if err != nil {
		return nil, err
	}
	if p.code, err = k.compiler.Compile(ctx, &p.engine); err != nil {
		return nil, err
	}
	p.assignCells()
	columns := p.PathColumns()
	bytes, err := product(8, p.paths, uint64(len(columns)))
	if err == nil && bytes > p.memory {
		err = fault.TooLarge.Found("%d paths of %d figures take %d MiB", p.paths, len(columns), bytes>>20).
			Want("the ceiling is %d MiB; ask for fewer paths, lines or years", p.memory>>20)
	}
	if err != nil {
		return nil, err
	}
	if _, err := p.central.of(ctx, p); err != nil {
		return nil, err
	}
	s := &Sample{plan: p, columns: map[place]int{}, paths: p.paths}
	for i, c := range columns {
		s.columns[place{c.Scenario, c.Line, c.Year}] = i
		s.figures = append(s.figures, make([]float64, 0, p.paths))
	}
	return s, p.EachPath(ctx, 0, p.paths, func(b PathBlock) error {
		for i, figures := range b.Columns {
			s.figures[i] = append(s.figures[i], figures...)
		}
		return nil
	})
}

// Paths is the number of paths.
func (s *Sample) Paths() uint64 { return door.Or(s).paths }

// Of are a line's figures in a year on all paths, in the order of paths: money in the currency's unit, rates as
// fractions. The caller must not change them. The empty scenario is the baseline.
func (s *Sample) Of(scenario, line, year string) (figures []float64, ok bool) {
	s = door.Or(s)
	if scenario == "" && s.plan != nil {
		scenario = s.plan.scenarios[0].Name
	}
	i, ok := s.columns[place{scenario, line, year}]
	if !ok {
		return nil, false
	}
	return s.figures[i], true
}

// Central is the exact ledger of a scenario with every driver at its median; the empty name means the baseline.
func (s *Sample) Central(scenario string) (l *sheet.Ledger, ok bool) {
	return door.Or(s).plan.Central(scenario)
}

// Replay works out one path of a scenario again as an exact ledger, with the faults of [Plan.Replay].
func (s *Sample) Replay(scenario string, path uint64) (*sheet.Ledger, error) {
	return door.Or(s).plan.Replay(scenario, path)
}
