package report

import "github.com/openenvelope/envelope/scenario"

// A Glance is what of a [Digest] follows a number while it moves: the answer, and what charts are drawn from.
type Glance struct {
	Answer   string   // to the main question, in a sentence or two
	Years    []string // the opening year first
	Series   []Series // the figures behind the charts
	Chances  []Series // how probable balance is, by year
	Warnings []string // what a reader must know
}

// NewGlance is the Glance of a result: the same texts and figures as those of its digest, in a part of the time. It
// fails as [NewDigest] does.
func NewGlance(r *scenario.Result, o Options) (*Glance, error) { return glance(of(r), o) }

func glance(s source, o Options) (*Glance, error) {
	o.Detail = true
	p, err := newPage(s, o)
	if err != nil {
		return nil, err
	}
	return &Glance{Answer: p.answer(p.scenarios), Years: printable(s.about.Years), Series: p.series(),
		Chances: p.chanceSeries(), Warnings: warned(s.about.Warnings)}, nil
}
