package dist

import "github.com/openenvelope/envelope/scenario/internal/num"

// Outline is [Distribution.Transform] for a few scores: it makes no table in advance, so it is ready at once but each
// score takes longer. Both give the same bits, except for a mixture: there they give the same bits at score 0 and
// beyond ±7, and elsewhere differ by the error of the table.
func Outline(d Distribution) Transform {
	if law, ok := asTabulated(d); ok {
		return outline{law.transform(sparse)}
	}
	return transformOf(d)
}

// A tabulated law looks up its values in a table over the scores.
type tabulated interface {
	transform(tables) Transform
}

// asTabulated lists the tabulated laws by type: a type that embeds one of these is another law.
func asTabulated(d Distribution) (tabulated, bool) {
	switch d := d.(type) {
	case Gamma:
		return d, true
	case Metalog:
		return d, true
	case Percentiles:
		return d, true
	case StudentT:
		return d, true
	case Beta:
		return d, true
	case PERT:
		return d, true
	case Mixture:
		return d, true
	case Truncated:
		return d, true
	case Logit:
		return d, true
	}
	return nil, false
}

// tables says whether a table is made whole, or sparse: only the cells that are asked for.
type tables bool

const (
	whole  tables = false
	sparse tables = true
)

func (t tables) of(cells int, f func(z float64) float64) *num.Table {
	if t == sparse {
		return num.NewSparseTable(cells, f)
	}
	return num.NewTable(cells, f)
}

// prepared is a law's transform with such tables.
func (t tables) prepared(d Distribution) Transform {
	if law, ok := asTabulated(d); ok {
		return law.transform(t)
	}
	return transformOf(d)
}

// outline asks for scores one by one.
type outline struct{ Transform }

func (o outline) Apply(dst, z []float64) {
	for i := range dst {
		dst[i] = o.At(z[i])
	}
}
