package dist

import "github.com/openenvelope/envelope/scenario/internal/num"

// Outline is [Distribution.Transform] for a few scores: nothing is tabulated before it is asked for, so that it is
// there at once and a score takes longer. Both give the same bits; within a mixture, the same at score 0 and beyond ±7,
// and as near as the table between.
func Outline(d Distribution) Transform {
	if law, ok := asTabulated(d); ok {
		return outline{law.transform(sparse)}
	}
	return transformOf(d)
}

// A tabulated law looks its values up in a table of a function of the score.
type tabulated interface {
	transform(tables) Transform
}

// asTabulated lists them by their types: another type that embeds one of these is another law.
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

// Tables are made whole, or sparse: then only what is asked for is made.
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
