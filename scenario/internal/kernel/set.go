package kernel

import (
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// A Set is one implementation of every loop; the functions of the same names say what each does. Columns must have
// the lengths that those functions make sure of.
type Set struct {
	Name string

	Add, Min                func(dst, a, b []float64)
	Exp                     func(dst, a []float64)
	Affine, Lognormal, Step func(dst, a []float64, x, y float64)

	// Laws at normal scores.
	Uniform    func(dst, z []float64, low, high float64)
	Triangular func(dst, z []float64, t *Triangle)
	Lookup     func(dst, z []float64, t *num.Table, low, width, high float64) (done int)

	Words     func(dst0, dst1, dst2, dst3 []float64, at Address)
	BoxMuller func(first, second []float64)

	// How many figures are.
	Equal      func(a []float64, x float64) (n int)
	ZeroOrMore func(a []float64) (n int)
	Apart      func(a, b []float64) (onlyA, onlyB int)

	// Whole rounds of values only.
	Summarise     func(values []float64, see View, m *Moments)
	EvenBins      func(bins []uint16, values []float64, see View, low, perUnit, last float64, m *Moments)
	StretchedBins func(bins []uint16, values []float64, see View, centre, offset float64, cut uint64, side int,
		m *Moments)

	tape assembly // empty for the reference
}

// plain is the reference.
var plain = Set{
	Name: "go",
	Add:  add, Min: least,
	Exp:    exp,
	Affine: affine, Lognormal: lognormal, Step: step,
	Uniform: uniform, Triangular: triangular, Lookup: lookup,
	Words:     words,
	BoxMuller: boxMuller,
	Equal:     equal, ZeroOrMore: zeroOrMore, Apart: apart,
	Summarise: summarise, EvenBins: evenBins, StretchedBins: stretchedBins,
}

// Implementations in rising order of speed, and the one in use. Both are written while the package is initialised, by
// [offer], and the second by [Use] in tests.
var (
	sets   = []Set{plain}
	active = plain
)

// offer adds a faster implementation, and is how assembly announces itself: nothing else refers to its files.
func offer(s Set) {
	sets = append(sets, s)
	active = s
}

// Names lists every implementation there is for some processor, the reference first.
func Names() []string { return []string{"go", "columns", "avx2", "avx512"} }

// For returns an implementation by name, and whether this processor and build have it.
func For(name string) (Set, bool) {
	i := slices.IndexFunc(sets, func(s Set) bool { return s.Name == name })
	if i < 0 {
		return Set{}, false
	}
	return sets[i], true
}

// Active returns the name of the implementation in use.
func Active() string { return active.Name }

// Use makes an implementation the one in use until restore is called, if this processor and build have it. It is for
// tests and benchmarks only: nothing else may run meanwhile.
func Use(name string) (restore func(), ok bool) {
	s, ok := For(name)
	if !ok {
		return func() {}, false
	}
	before := active
	active = s
	return func() { active = before }, true
}
