package dist

import (
	"math"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// A Distribution is the law of one uncertain input, applied to a standard normal score by its quantile function: x =
// F⁻¹(Φ(z)). Distributions are values: they hold their parameters and nothing else, and may be compared with ==.
// Several goroutines call their methods at the same time, so a method must change nothing.
type Distribution interface {
	// Kind is the name in scenario files: "normal", "lognormal" and so on.
	Kind() string

	// Faults returns every fault in the parameters, nil when the law is sound.
	Faults() []Fault

	// Transform prepares the law for use, building its table if it has one. The law must be sound; the Transform of a
	// law with faults has no meaning.
	Transform() Transform

	// Moments returns the mean and the standard deviation, in the unit of the
	// input, in closed form unless the law says otherwise.
	Moments() (mean, sd float64)

	// Support returns the ends between which every value lies; they may be
	// infinite. A law without spread has equal ends.
	Support() (low, high float64)
}

// A Transform maps normal scores to values. It is never changed after it is made, so
// goroutines may share it.
type Transform interface {
	// At returns the value at score z. It never falls as z rises, except by rounding.
	At(z float64) float64

	// Apply sets dst[i] to At(z[i]), bit for bit. The columns have equal length and
	// may be the same column. It allocates nothing.
	Apply(dst, z []float64)
}

// Median returns the value at score 0, which the central case uses: the least value such that at least half of all
// futures are at or below it. Where a law steps from one value to another at exactly a half, as a fair coin does, it is
// the lower of the two.
func Median(d Distribution) float64 { return Outline(d).At(0) }

// Percentile returns the least value such that at least a fraction p of all futures is at or below it. p is from 0 to
// 1, where it gives the ends of the support; for any other p it is NaN. A p that equals the share at a step but for
// rounding counts as that share.
//
// It prepares the law anew; for many percentiles of a PERT keep its Transform and
// ask for scores.
func Percentile(d Distribution, p float64) float64 {
	return Outline(d).At(num.Quantile(p))
}

// transformOf is the transform of a law; for nil, one that is NaN everywhere.
func transformOf(d Distribution) Transform {
	if d == nil {
		return unsound()
	}
	return d.Transform()
}

// unsound is the transform of a law with faults: NaN everywhere.
func unsound() Transform { return constant(math.NaN()) }

// constant is the transform of a law without spread.
type constant float64

func (c constant) At(float64) float64 { return float64(c) }

func (c constant) Apply(dst, _ []float64) {
	for i := range dst {
		dst[i] = float64(c)
	}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
