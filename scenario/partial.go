package scenario

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/sketch"
)

// A Span is a range of paths, From ≤ path < To.
type Span struct{ From, To uint64 }

// A Partial is the summary of a part of a run's paths. It grows by Merge and ends in [Plan.Result].
type Partial struct {
	// Spans are the paths summarised, in order and not overlapping.
	Spans []Span

	plan     *Plan
	sketches []*sketch.Sketch // by cell
	counts   [][3]uint64      // by question and column: yes, only the first, only the second
	waiting  [][]float64      // by cell: figures of the chunk under way that are not summarised yet; nil where none wait
	kept     *kept            // of the run that the part is of; nil for one that stands alone
}

func newPartial(p *Plan) *Partial {
	counts := make([][3]uint64, len(p.engine.Questions)*p.engine.Columns)
	return &Partial{plan: p, sketches: newSketches(p.grids), counts: counts}
}

func newSketches(grids []*sketch.Grid) []*sketch.Sketch {
	all := make([]*sketch.Sketch, len(grids))
	for i, g := range grids {
		all[i] = sketch.New(g)
	}
	return all
}

// Take adds a block's figures; it is called by the engine.
func (p *Partial) Take(v, column int, figures []float64) {
	c := p.plan.cell(v, column)
	if p.waiting == nil {
		p.take(c, figures)
		return
	}
	w := p.waiting[c]
	if len(w)+len(figures) > cap(w) {
		p.take(c, w)
		w = w[:0]
	}
	p.waiting[c] = append(w, figures...)
}

// take summarises a column of figures of a cell.
func (p *Partial) take(c int, figures []float64) {
	p.sketches[c].Add(figures)
	if p.kept != nil {
		p.kept.add(c, figures)
	}
}

// TakeSame adds a figure that is the same on all paths of a block; it is called by the engine.
func (p *Partial) TakeSame(v, column int, figure float64, n int) {
	p.sketches[p.plan.cell(v, column)].AddSame(figure, n)
}

// Count adds a block's answers; it is called by the engine.
func (p *Partial) Count(q, column int, yes, onlyOf, onlyVersus int) {
	c := &p.counts[q*p.plan.engine.Columns+column]
	c[0] += uint64(yes)
	c[1] += uint64(onlyOf)
	c[2] += uint64(onlyVersus)
}

func (p *Partial) flush() {
	for c, figures := range p.waiting {
		p.take(c, figures)
		p.waiting[c] = figures[:0]
	}
	for _, s := range p.sketches {
		s.Flush()
	}
}

// Merge adds another part of the same plan. Parts may come in any order; a path summarised twice is an error
// and leaves p as it was.
func (p *Partial) Merge(o *Partial) error {
	spans := append(slices.Clone(p.Spans), o.Spans...)
	slices.SortFunc(spans, func(a, b Span) int {
		if a.From < b.From {
			return -1
		}
		return 1
	})
	for i := 1; i < len(spans); i++ {
		if spans[i].From < spans[i-1].To {
			return fmt.Errorf("paths %d to %d are in both parts", spans[i].From, min(spans[i].To, spans[i-1].To)-1)
		}
	}
	if err := p.add(o); err != nil {
		return err
	}
	p.Spans = joined(spans)
	return nil
}

// joined closes up spans that touch.
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

// add adds the figures of another part.
func (p *Partial) add(o *Partial) error {
	if len(p.sketches) != len(o.sketches) || len(p.counts) != len(o.counts) {
		return fmt.Errorf("the parts belong to different plans")
	}
	for i, s := range o.sketches {
		if err := p.sketches[i].Merge(s); err != nil {
			return err
		}
	}
	for i, c := range o.counts {
		for j := range c {
			p.counts[i][j] += c[j]
		}
	}
	return nil
}

// partialVersion is raised when the encoding changes.
const partialVersion = 1

// encoded is a part as bytes.
type encoded struct {
	Version  int
	Spans    []Span
	Sketches []sketch.State
	Counts   [][3]uint64
}

// MarshalBinary encodes the part, to be sent to where parts are merged.
func (p *Partial) MarshalBinary() ([]byte, error) {
	e := encoded{Version: partialVersion, Spans: p.Spans, Counts: p.counts}
	for _, s := range p.sketches {
		e.Sketches = append(e.Sketches, s.State())
	}
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(e)
	return b.Bytes(), err
}

// ReadPartial decodes a part of this plan.
func (p *Plan) ReadPartial(data []byte) (*Partial, error) {
	var e encoded
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&e); err != nil {
		return nil, fmt.Errorf("not a part of a run: %w", err)
	}
	part := newPartial(p)
	if e.Version != partialVersion || len(e.Sketches) != len(part.sketches) || len(e.Counts) != len(part.counts) {
		return nil, fmt.Errorf("the part belongs to another plan or version")
	}
	part.Spans, part.counts = e.Spans, e.Counts
	for i, s := range e.Sketches {
		if err := part.sketches[i].Restore(s); err != nil {
			return nil, err
		}
	}
	return part, nil
}
