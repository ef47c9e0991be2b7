package scenario

import (
	"context"
	"math"

	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/fingerprint"
)

// sign gives the plan its fingerprint: equal ones, the same figures on every path. It covers names and options, laws,
// processes and measures, the compiled program, the layout of summaries, and every figure and answer of the pilot, so
// that what an importer's own code does counts too.
func (p *Plan) sign(ctx context.Context, pilot *beginning) error {
	d := fingerprint.New("envelope plan")
	d.Words(draws.Stream, p.paths, p.seed)
	p.signNames(d)
	for _, s := range p.scenarios {
		s.sign(d)
	}
	p.code.Digest(ctx, d)
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, v := range p.views {
		d.Words(uint64(v.cell), math.Float64bits(v.at), math.Float64bits(v.by))
	}
	for i, figures := range pilot.figures {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.Value(p.grids[i])
		d.Figures(figures)
	}
	for _, c := range pilot.part.counts {
		d.Words(c[:]...)
	}
	p.fingerprint = d.Sum()
	return nil
}

// signNames takes what is reported and asked, by name.
func (p *Plan) signNames(d *fingerprint.Digest) {
	for _, year := range p.engine.Scenarios[0].Program.Years {
		d.Text(year)
	}
	fingerprint.Ints(d, p.columns)
	for _, l := range p.lines {
		d.Text(l.Name)
		d.Bool(l.Money)
	}
	for _, c := range p.conditions {
		d.Text(c.Line)
		d.Text(c.Measure.Kind())
		d.Value(c.Measure)
	}
	for _, c := range p.pairs {
		fingerprint.Ints(d, []int{c.of, c.versus})
	}
}

func (s Scenario) sign(d *fingerprint.Digest) {
	d.Text(s.Name)
	for _, v := range s.Drivers {
		for _, text := range []string{v.Input, v.Year, v.Follows} {
			d.Text(text)
		}
		d.Value(v.Law)
		d.Value(v.Process)
		d.Figures([]float64{v.Times})
	}
}
