package engine

import (
	"context"

	"github.com/openenvelope/envelope/scenario/internal/fingerprint"
)

// Digest adds everything that figures depend on: draws and their dependence, drivers, the tapes of all columns, and all
// that is reported and asked. For a law it adds the values at a few scores, for an importer's processes and measures
// the names of their types. It stops when the context ends.
func (c *Code) Digest(ctx context.Context, d *fingerprint.Digest) {
	d.Words(uint64(c.plan.Columns), uint64(len(c.plan.Scenarios)))
	d.Value(c.plan.Reported)
	d.Value(c.plan.Innovations)
	c.digestGroups(d)
	d.Value(c.plan.Latents)
	for i := range c.drivers {
		c.drivers[i].digest(d)
	}
	for i := range c.years {
		if ctx.Err() != nil {
			return
		}
		c.years[i].digest(d)
	}
	d.Words(uint64(len(c.values)))
	for _, v := range c.values {
		fingerprint.Ints(d, []int32{v.slot, v.versus})
		d.Figures(v.figures)
	}
	fingerprint.Ints(d, c.distinct)
	for _, j := range c.judged {
		d.Words(uint64(j.slot))
		d.Value(c.plan.Questions[j.question].Measure)
	}
	for _, a := range c.answers {
		fingerprint.Ints(d, a[:])
	}
}

func (c *Code) digestGroups(d *fingerprint.Digest) {
	for _, g := range c.plan.Groups {
		fingerprint.Ints(d, g.Members)
		d.Value(g.Factor)
		if g.T != nil {
			d.Words(uint64(g.T.key))
			d.Figures([]float64{g.T.df})
		}
	}
}

func (v *driver) digest(d *fingerprint.Digest) {
	fingerprint.Ints(d, []int{v.latent, int(v.slot), v.column, v.scenario})
	d.Bool(v.yearly)
	d.Bool(v.money)
	d.Text(v.name)
	for z := -6.0; z <= 6; z += 0.25 {
		d.Figures(v.at(z))
	}
}

// at is the transform of a score; empty if that panics, which a law may do at scores where no path comes.
func (v *driver) at(z float64) (figure []float64) {
	defer func() { _ = recover() }()
	return []float64{v.transform.At(z)}
}

func (y *year) digest(d *fingerprint.Digest) {
	y.scoring.tape.Digest(d)
	y.scoring.first.Digest(d)
	d.Figures(y.scoring.scalars)
	fingerprint.Ints(d, y.scoring.left)
	fingerprint.Ints(d, y.scoring.from)
	for _, s := range y.scoring.spreads {
		fingerprint.Ints(d, []int32{s.at, s.along})
	}
	for i := range y.segments {
		y.segments[i].digest(d)
	}
	d.Figures(y.scalars)
	for _, v := range y.drives {
		fingerprint.Ints(d, []int32{int32(v.driver), v.at})
	}
	fingerprint.Ints(d, y.judged)
}

func (s *segment) digest(d *fingerprint.Digest) {
	s.tape.Digest(d)
	for _, r := range s.reports {
		fingerprint.Ints(d, []int32{int32(r.value), r.at})
	}
}
