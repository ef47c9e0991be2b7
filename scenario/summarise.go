package scenario

import (
	"context"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/interval"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// percentiles are the percentiles that every cell reports.
func percentiles() []float64 { return []float64{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95} }

// Result turns the summary of all paths into figures with intervals. The part must cover the whole run. Where
// histograms are too coarse for some percentiles, it works out those lines and years again on all paths, unless
// [Plan.Next] has planned that as parts of its own, and this is the plan of the last pass. A part of
// another plan or of fewer paths is a fault, and so is a plan that [NewPlan] did not make. Other errors are those of
// [Run].
func (p *Plan) Result(ctx context.Context, part *Partial) (*Result, error) {
	ctx = door.Context(ctx)
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	if err := p.whole(part); err != nil {
		return nil, err
	}
	return guarded(p.seed, func() (*Result, error) { return p.result(ctx, part) })
}

// result is the result of a whole run.
func (p *Plan) result(ctx context.Context, part *Partial) (*Result, error) {
	rankings, err := p.rankings(ctx, part)
	if err != nil {
		return nil, err
	}
	part = p.counted(part)
	ledgers, err := p.central.of(ctx, p)
	if err != nil {
		return nil, err
	}
	r := p.header(ledgers)
	r.Run.Refined = p.refined(rankings)
	r.cells = make(map[cellKey]Cell, len(p.views))
	r.chances = make(map[chanceKey]Chance, len(part.counts))
	h := newHasher()
	figures := p.figures(part, rankings)
	for s, side := range p.sides() {
		of, versus := p.sideNames(side)
		for l, line := range p.lines {
			for _, column := range p.columns {
				year := r.Years[column]
				v := s*len(p.lines) + l
				c := figures[p.figureOf(v, column)].of(line.Money)
				c.Central, c.Exact = centralFigure(ledgers, side, line, column), p.code.Certain(v, column)
				r.cells[cellKey{of, versus, line.Name, year}] = c
				r.warn(c, of, line, year)
				h.cell(c)
			}
		}
		for q, condition := range p.conditions {
			for _, column := range p.columns {
				if column == 0 {
					continue
				}
				question := s*len(p.conditions) + q
				counts := part.counts[question*p.engine.Columns+column]
				chance := chanceOf(counts, p.paths, side.versus >= 0, p.code.CertainAnswer(question, column))
				r.chances[chanceKey{of, versus, condition.Name(), r.Years[column]}] = chance
				h.counts(counts)
			}
		}
	}
	r.Hash = h.sum()
	return r, nil
}

// refined tells which figures have rankings.
func (p *Plan) refined(rankings []ranking) Refined {
	r := Refined{Of: len(p.views)}
	lines := make([]bool, len(p.lines))
	for v := range p.engine.Values {
		for _, column := range p.columns {
			if rankings[p.cellOf(v, column)] != nil {
				lines[v%len(p.lines)] = true
			}
		}
	}
	for l, line := range p.lines {
		if lines[l] {
			r.Lines = append(r.Lines, line.Name)
		}
	}
	for _, v := range p.views {
		if rankings[v.cell] != nil {
			r.Figures++
		}
	}
	return r
}

// header is a result without its figures.
func (p *Plan) header(ledgers []*sheet.Ledger) *Result {
	r := &Result{Description: p.describe(slices.Clone(p.central.warned), ownInputs(p.central.inputs)), ledgers: map[string]*sheet.Ledger{},
		set: map[string][]Setting{}}
	r.Run = RunInfo{Paths: p.paths, Seed: p.seed, Stream: draws.Stream, Checks: p.checks(), ExactPercentiles: p.exact,
		Years: p.reportedYears()}
	for i, s := range p.scenarios {
		r.ledgers[s.Name], r.set[s.Name] = ledgers[i], s.Set
	}
	return r
}

// checks counts the identities of all scenarios, one for each check row and year.
func (p *Plan) checks() (n int) {
	for _, s := range p.engine.Scenarios {
		for _, row := range s.Program.Rows {
			if row.Check {
				n += p.engine.Columns
			}
		}
	}
	return n
}

func (p *Plan) sideNames(side pair) (of, versus string) {
	if side.versus >= 0 {
		versus = p.scenarios[side.versus].Name
	}
	return p.scenarios[side.of].Name, versus
}

// centralFigure is a line in the exact central case, or the difference of two.
func centralFigure(ledgers []*sheet.Ledger, side pair, l Line, column int) float64 {
	d, _ := ledgers[side.of].At(l.Name, column)
	if side.versus >= 0 {
		versus, _ := ledgers[side.versus].At(l.Name, column)
		d = d.Sub(versus)
	}
	if l.Money {
		d = d.Shift(-2)
	}
	return d.InexactFloat64()
}

// A summary is the statistics of a cell or a figure.
type summary struct {
	n                  float64 // paths
	mean, sd, kurtosis float64
	min, max           float64
	overflowed         bool // mean and sd are not known
	ranked             ranking
}

// summaryOf reads a sketch, with percentiles from a ranking of the same figures if there is one.
func summaryOf(s *sketch.Sketch, order *sketch.Order, ranked ranking) summary {
	mean, sd := s.Mean(), s.SD()
	of := summary{n: float64(s.N()), mean: mean, sd: sd, min: s.Min(), max: s.Max(), overflowed: s.Overflowed(),
		ranked: ranked}
	if all, ok := ranked.(sketch.Sorted); ok && s.Bare() {
		of.kurtosis = all.Kurtosis(mean, sd)
		return of
	}
	order.Read(s)
	of.kurtosis = order.Kurtosis(mean, sd)
	if ranked == nil {
		of.ranked = order
	}
	return of
}

// in is a summary as a Cell of a result, in another unit.
func (s summary) in(unit float64) Cell {
	n, mean, sd := s.n, s.mean/unit, s.sd/unit
	seMean, seSD := sd/math.Sqrt(n), interval.SD(sd, s.kurtosis, n)
	c := Cell{
		Mean: around(mean, seMean), SD: around(sd, seSD),
		Min: s.min / unit, Max: s.max / unit,
	}
	if s.overflowed {
		c.Mean, c.SD = unknown(), unknown()
	}
	asked := percentiles()
	c.Percentiles = make([]Percentile, 0, len(asked))
	for _, p := range asked {
		r := interval.Ranks(p, n)
		c.Percentiles = append(c.Percentiles,
			Percentile{p, Estimate{s.ranked.At(r[0]) / unit, s.ranked.At(r[1]) / unit, s.ranked.At(r[2]) / unit}})
	}
	return c
}

func around(x, standardError float64) Estimate {
	lo, hi := interval.Around(x, standardError)
	return Estimate{x, lo, hi}
}

func unknown() Estimate { return Estimate{math.NaN(), math.NaN(), math.NaN()} }

// chanceOf is a probability with Wilson's interval, corrected for continuity, or a paired difference of two with the
// interval of Bonett and Price (2012). That interval adds a path to each side, so it has width even if no path tells
// the two apart. The interval of a certain answer has no width.
func chanceOf(counts [3]uint64, paths uint64, paired, certain bool) Chance {
	n := float64(paths)
	switch {
	case certain && paired:
		d := (float64(counts[1]) - float64(counts[2])) / n
		return Chance{Probability: Estimate{d, d, d}, OnlyOf: counts[1], OnlyVersus: counts[2], Exact: true}
	case certain:
		p := float64(counts[0]) / n
		return Chance{Probability: Estimate{p, p, p}, Exact: true}
	case !paired:
		e := Estimate{Value: float64(counts[0]) / n}
		e.Lo, e.Hi = interval.Proportion(e.Value, n)
		return Chance{Probability: e}
	}
	of, versus := float64(counts[1]), float64(counts[2])
	e := Estimate{Value: (of - versus) / n}
	e.Lo, e.Hi = interval.Paired(of, versus, n)
	return Chance{Probability: e, OnlyOf: counts[1], OnlyVersus: counts[2]}
}

// warn adds what a reader should know about a cell's figures.
func (r *Result) warn(c Cell, scenario string, l Line, year string) {
	if math.IsNaN(c.Mean.Value) {
		f := fault.OutOfRange.Found("the mean in %s (%s) is not known: a few paths are beyond all measure", year,
			scenario)
		r.Warnings = append(r.Warnings, Warning{ID: "mean " + l.Name, Fault: f.At(l.Name)})
	}
}
