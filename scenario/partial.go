package scenario

import (
	"cmp"
	"errors"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A Span is a range of paths, From ≤ path < To.
type Span struct{ From, To uint64 }

// A Partial is the summary of a part of a run's paths, made by [Plan.RunPart] or read by [Plan.ReadPartial]. It grows
// by Merge and ends in [Plan.Result]. It belongs to its plan, and to every plan made from an equal model with equal
// options, in any process; a part with another seed, model or law is refused. A Partial is not safe for concurrent use;
// different parts of one plan are.
type Partial struct {
	plan     *Plan
	spans    []Span          // in order, neither overlapping nor touching
	sketches []sketch.Sketch // by cell
	counts   [][3]uint64     // by question and column: yes, only the first, only the second
	values   [][]float64     // by cell: all figures, in no order; nil for one whose figures are not kept

	gathered // of a further pass, which has nothing of the above
}

func newPartial(p *Plan) *Partial {
	part := newAnswers(p)
	part.sketches, part.values = sketch.NewAll(p.grids), make([][]float64, len(p.grids))
	return part
}

// newAnswers is a part without figures.
func newAnswers(p *Plan) *Partial {
	return &Partial{plan: p, counts: make([][3]uint64, len(p.engine.Questions)*p.engine.Columns)}
}

// A taker puts a worker's figures and answers into a part.
type taker struct {
	*Partial
	taken []taking // by column and value
	kept  *kept    // the figures kept by the run or part, which all its workers share
	room  [engine.BlockPaths]float64
}

// A taking says where the figures of a value in a column go. What it says stands in views and cells too, but far apart.
type taking struct {
	cell   int32 // −1 for figures that are certain, or that the cell of another figure counts
	keeps  bool
	at, by float64
}

// takings are those of all values and reported columns, in the order in which workers come to them.
func (p *Plan) takings(kept *kept) []taking {
	distinct := p.code.Distinct()
	all := make([]taking, 0, distinct*len(p.columns))
	for _, column := range p.columns {
		for place := range distinct {
			f := p.figure(place, column)
			view := p.views[f]
			t := taking{int32(view.cell), kept.keeps(view.cell), view.at, view.by}
			if p.certain[view.cell] || !p.counts(f) {
				t.cell = -1
			}
			all = append(all, t)
		}
	}
	return all
}

// Take adds a block's figures. It leaves out figures that the cell of another figure counts, and certain figures, which
// [Partial.same] adds.
func (p *taker) Take(v, column int, figures []float64) {
	t := &p.taken[p.plan.ordinals[column]*p.plan.code.Distinct()+v]
	if t.cell < 0 {
		return
	}
	p.sketches[t.cell].AddMoved(figures, t.at, t.by)
	if t.keeps {
		p.kept.add(int(t.cell), sketch.Moved(p.room[:], figures, t.at, t.by))
	}
}

// TakeSame leaves figures that are certain to [Partial.same].
func (p *taker) TakeSame(int, int, float64, int) {}

// Count adds a block's answers.
func (p *taker) Count(q, column int, yes, onlyOf, onlyVersus int) {
	p.answer(q, column, yes, onlyOf, onlyVersus)
}

func (p *Partial) answer(q, column int, yes, onlyOf, onlyVersus int) {
	c := &p.counts[q*p.plan.engine.Columns+column]
	c[0] += uint64(yes)
	c[1] += uint64(onlyOf)
	c[2] += uint64(onlyVersus)
}

func (p *taker) flush() {
	for cell, certain := range p.plan.certain {
		if !certain {
			p.sketches[cell].Flush()
		}
	}
}

// same adds the figures that are certain, for many paths at once.
func (p *Partial) same(paths uint64) {
	for cell, certain := range p.plan.certain {
		if certain {
			p.sketches[cell].AddTypical(paths)
		}
	}
}

// Spans are the paths summarised, in order, neither overlapping nor touching.
func (p *Partial) Spans() []Span {
	p = door.Or(p)
	return slices.Clone(p.spans)
}

// Merge adds another part of the same plan, which it leaves as it is. Parts may come in any order. A part of another
// plan, a path that is in both, and a nil part are errors, and leave p as it was.
func (p *Partial) Merge(o *Partial) error {
	if err := p.belongs(o); err != nil {
		return err
	}
	spans := append(slices.Clone(p.spans), o.spans...)
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	for i := 1; i < len(spans); i++ {
		if spans[i].From < spans[i-1].To {
			return fault.Duplicate.Found("paths %d to %d are in both parts", spans[i].From,
				min(spans[i].To, spans[i-1].To)-1)
		}
	}
	if p == o {
		return nil // it has no paths
	}
	err := p.add(o)
	if err == nil {
		p.spans = joined(spans)
	}
	return err
}

// belongs checks that another part can be added.
func (p *Partial) belongs(o *Partial) error {
	if p == nil || o == nil || p.plan == nil || o.plan == nil {
		return errNoPart
	}
	return p.plan.owns(o)
}

// errNoPart is the fault of a part that no plan made.
var errNoPart = fault.Missing.Found("there is no part").Want("use one that RunPart or ReadPartial made")

// owns checks that a part is of this plan, or of an equal one.
func (p *Plan) owns(part *Partial) error {
	switch o := part.plan; {
	case o == p:
		return nil
	case o.seed != p.seed:
		return fault.Conflict.Found("the part is of seed %d", o.seed).Want("the plan has seed %d", p.seed)
	case o.paths != p.paths:
		return fault.Conflict.Found("the part is of a run of %d paths", o.paths).Want("the plan has %d", p.paths)
	case o.pass != p.pass:
		return fault.Conflict.Found("the part is of pass %d over the paths", o.Pass()).
			Want("the plan is of pass %d", p.Pass())
	case o.fingerprint != p.fingerprint:
		return errOtherPlan
	}
	return nil
}

// errOtherPlan is the fault of a part whose plan has other figures.
var errOtherPlan = fault.Conflict.Found("the part belongs to another plan: its model, laws or options differ")

// whole checks that a part is of this plan and has all its paths.
func (p *Plan) whole(part *Partial) error {
	if part == nil || part.plan == nil {
		return errNoPart
	}
	if err := p.owns(part); err != nil {
		return err
	}
	if !slices.Equal(part.spans, spanned(0, p.paths)) {
		return fault.Missing.Found("the parts cover %v, not all %d paths", part.spans, p.paths)
	}
	return nil
}

// spanned are the spans of a range of paths.
func spanned(from, to uint64) []Span {
	if from == to {
		return nil
	}
	return []Span{{from, to}}
}

// joined joins spans that touch.
func joined(spans []Span) []Span {
	var all []Span
	for _, s := range spans {
		if n := len(all); n > 0 && all[n-1].To == s.From {
			all[n-1].To = s.To
		} else {
			all = append(all, s)
		}
	}
	return all
}

// joined is the figures of a cell from both parts; nil where one of them has paths and lacks the figures.
func (p *Partial) joined(o *Partial, cell int) []float64 {
	switch a, b := p.values[cell], o.values[cell]; {
	case o.sketches[cell].N() == 0:
		return a
	case p.sketches[cell].N() == 0:
		return slices.Clone(b)
	case a == nil || b == nil:
		return nil
	default:
		return append(a, b...)
	}
}

// lighten leaves out figures that take much room.
func (p *Partial) lighten() {
	p.plan.share(len(p.values), func(_, cell int) {
		if !p.plan.few() && !sketch.Few(p.values[cell]) {
			p.values[cell] = nil
		}
	})
}

// add adds the figures of another part of the same plan; the workers share the cells.
func (p *Partial) add(o *Partial) error {
	if l := p.plan.later; l != nil {
		return p.gathered.add(&o.gathered, l.open)
	}
	errs := make([]error, len(o.sketches))
	p.plan.share(len(errs), func(_, cell int) {
		p.values[cell] = p.joined(o, cell)
		errs[cell] = p.sketches[cell].Merge(&o.sketches[cell])
	})
	for i, c := range o.counts {
		for j := range c {
			p.counts[i][j] += c[j]
		}
	}
	return errors.Join(errs...)
}
