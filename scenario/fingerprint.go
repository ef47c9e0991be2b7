package scenario

import (
	"context"
	"math"

	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/fingerprint"
)

// sign gives the plan its fingerprint: plans with equal fingerprints have the same figures on every path. It covers
// names and options, laws, processes and measures, the compiled program, the layout of summaries, and every figure and
// answer of the pilot, so that an importer's own code counts too.
func (p *Plan) sign(ctx context.Context, pilot *beginning) (err error) {
	p.piloted = pilot.sums(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	p.fingerprint, err = p.signed(ctx)
	return err
}

// A piloted is what is kept of a pilot after its histograms are laid out.
type piloted struct {
	all   fingerprint.Sum // the sum of every figure and answer
	first fingerprint.Sum // the sum of the figures of the first paths
}

// firstPaths is how many paths are run when a plan file is read, to check that the figures are those of the plan that
// was written.
const firstPaths = 64

// sums are the sums of a pilot. They mean nothing once the context has ended.
func (b *beginning) sums(ctx context.Context) piloted {
	all := fingerprint.New("pilot")
	for _, figures := range b.figures {
		if ctx.Err() != nil {
			return piloted{}
		}
		all.Figures(figures)
	}
	for _, c := range b.part.counts {
		all.Words(c[:]...)
	}
	return piloted{all.Sum(), firstSum(b.figures)}
}

// firstSum is the sum of the first paths' figures, by cell.
func firstSum(figures [][]float64) fingerprint.Sum {
	d := fingerprint.New("first paths")
	for _, column := range figures {
		d.Figures(column[:min(len(column), firstPaths)])
	}
	return d.Sum()
}

// signed is the fingerprint of a plan with the results of its pilot.
func (p *Plan) signed(ctx context.Context) (fingerprint.Sum, error) {
	d := fingerprint.New("envelope plan")
	d.Words(draws.Stream, p.paths, p.seed)
	p.signNames(d)
	for _, s := range p.scenarios {
		s.sign(d)
	}
	p.code.Digest(ctx, d)
	for _, v := range p.views {
		d.Words(uint64(v.cell), math.Float64bits(v.at), math.Float64bits(v.by))
	}
	for _, g := range p.grids {
		d.Value(g)
	}
	for _, sum := range []fingerprint.Sum{p.piloted.all, p.piloted.first} {
		d.Text(string(sum[:]))
	}
	return d.Sum(), ctx.Err()
}

// signNames adds the names of all that is reported and asked.
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
