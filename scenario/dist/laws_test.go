package dist_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// TestSampleMoments: the mean and variance of a million draws of each kind's first
// sample, and fewer of its others, against the closed form.
func TestSampleMoments(t *testing.T) {
	testkit.NotForRaces(t)
	z := scores(1 << 20)
	million := map[string]bool{}
	eachSample(t, func(t *testing.T, d dist.Distribution) {
		x := make([]float64, 1<<17)
		if !million[d.Kind()] {
			x = make([]float64, 1<<20)
			million[d.Kind()] = true
		}
		mean, sd := d.Moments()
		d.Transform().Apply(x, z[:len(x)])
		if degenerate(d) {
			assert.Zero(t, sd)
			assert.Equal(t, mean, x[0])
			return
		}
		var first, second, fourth float64
		for _, v := range x {
			u := (v - mean) / sd
			first += u
			second += u*u - 1
			fourth += (u*u - 1) * (u*u - 1)
		}
		n := float64(len(x))
		testkit.Z(t, "mean, in sd", first/n, 0, math.Sqrt(1/n))
		testkit.Z(t, "variance over sd², less one", second/n, 0, math.Sqrt(fourth)/n)
	})
}

// cumulative returns gonum's distribution function of the law; nil if it has none.
func cumulative(d dist.Distribution) func(x float64) float64 {
	switch d := d.(type) {
	case dist.Normal:
		return distuv.Normal{Mu: d.Mean, Sigma: d.SD}.CDF
	case dist.Lognormal:
		return distuv.LogNormal{Mu: math.Log(d.Median), Sigma: d.Sigma}.CDF
	case dist.Uniform:
		return distuv.Uniform{Min: d.Low, Max: d.High}.CDF
	case dist.Triangular:
		return distuv.NewTriangle(d.Low, d.High, d.Mode, nil).CDF
	case dist.StudentT:
		return distuv.StudentsT{Mu: d.Centre, Sigma: d.Scale, Nu: d.DF}.CDF
	case dist.Gamma:
		return distuv.Gamma{Alpha: d.Shape, Beta: 1 / d.Scale}.CDF
	case dist.Beta:
		law := distuv.Beta{Alpha: d.Alpha, Beta: d.Beta}
		return func(x float64) float64 { return law.CDF(max(0, min((x-d.Low)/(d.High-d.Low), 1))) }
	case dist.PERT:
		width := d.High - d.Low
		return cumulative(dist.Beta{Low: d.Low, High: d.High, Alpha: 1 + 4*(d.Mode-d.Low)/width,
			Beta: 1 + 4*(d.High-d.Mode)/width})
	case dist.Empirical:
		return empiricalCumulative(d)
	case dist.Mixture:
		return mixtureCumulative(d)
	}
	return nil
}

// empiricalCumulative turns the straight lines between the order statistics round.
func empiricalCumulative(d dist.Empirical) func(x float64) float64 {
	x := slices.Sorted(slices.Values(d.Values.Slice()))
	return func(at float64) float64 {
		i := sort.Search(len(x), func(i int) bool { return x[i] > at })
		if i == 0 || i == len(x) {
			return min(float64(i), 1)
		}
		return (float64(i-1) + (at-x[i-1])/(x[i]-x[i-1])) / float64(len(x)-1)
	}
}

// mixtureCumulative is the weighted sum of gonum's functions.
func mixtureCumulative(d dist.Mixture) func(x float64) float64 {
	return func(x float64) (p float64) {
		for _, part := range d {
			switch law := part.Law.(type) {
			case nil:
			case dist.Normal:
				if law.SD == 0 && x >= law.Mean {
					p += part.Weight
				} else if law.SD > 0 {
					p += part.Weight * cumulative(law)(x)
				}
			default:
				p += part.Weight * cumulative(law)(x)
			}
		}
		return p
	}
}

// inverse turns a distribution function round by halving.
func inverse(below func(x float64) float64, low, high float64) func(p float64) float64 {
	return func(p float64) float64 {
		from, to := low, high
		for range 300 {
			if middle := from + (to-from)/2; below(middle) >= p {
				to = middle
			} else {
				from = middle
			}
		}
		return to
	}
}

// percentilesReference solves for the metalog's terms with gonum.
func percentilesReference(d dist.Percentiles) func(p float64) float64 {
	n := d.Levels.Len()
	terms := func(y float64) []float64 {
		c, l := y-0.5, math.Log(y)-math.Log1p(-y)
		return []float64{1, l, c * l, c, c * c, c * c * l, c * c * c, c * c * c * l, c * c * c * c}[:n]
	}
	a := mat.NewDense(n, n, nil)
	for i := range n {
		a.SetRow(i, terms(d.Levels.At(i)))
	}
	var solved mat.VecDense
	if err := solved.SolveVec(a, mat.NewVecDense(n, d.Values.Slice())); err != nil {
		return nil
	}
	return func(p float64) float64 { return mat.Dot(&solved, mat.NewVecDense(n, terms(p))) }
}

// listReference is the reference of a law of lists or parts.
func listReference(d dist.Distribution) func(p float64) float64 {
	switch d := d.(type) {
	case dist.Discrete:
		return discreteReference(d)
	case dist.Empirical:
		x := slices.Sorted(slices.Values(d.Values.Slice()))
		return func(p float64) float64 {
			h := p * float64(len(x)-1)
			i := min(int(h), len(x)-2)
			return x[i] + (h-float64(i))*(x[i+1]-x[i])
		}
	case dist.Percentiles:
		return percentilesReference(d)
	case dist.Mixture:
		return inverse(mixtureCumulative(d), -1e12, 1e12)
	}
	return nil
}

// discreteReference goes through the values from the smallest.
func discreteReference(d dist.Discrete) func(p float64) float64 {
	chance := map[float64]float64{}
	for i, x := range d.Values.Slice() {
		chance[x] = d.Chances.At(i)
	}
	return func(p float64) (x float64) {
		for _, x = range slices.Sorted(maps.Keys(chance)) {
			if p -= chance[x]; p <= 1e-15 {
				break
			}
		}
		return x
	}
}

// truncatedReference is the formula of the type's comment with gonum's functions, turned
// round where the law's upper tail is what is left.
func truncatedReference(d dist.Truncated) func(p float64) float64 {
	if cumulative(d.Law) == nil {
		return nil
	}
	if n, ok := d.Law.(dist.Normal); ok && d.Low > n.Mean {
		turned := dist.Truncated{Law: dist.Normal{Mean: -n.Mean, SD: n.SD}, Low: -d.High, High: -d.Low}
		return func(p float64) float64 { return -truncatedReference(turned)(1 - p) }
	}
	below, quantile := cumulative(d.Law), reference(d.Law)
	first, last := d.Support()
	low, high := below(first), below(last)
	return func(p float64) float64 { return quantile(low + p*(high-low)) }
}

// reference returns the law's quantile function by gonum's functions or by its formula.
func reference(d dist.Distribution) func(p float64) float64 {
	switch d := d.(type) {
	case dist.Normal:
		return distuv.Normal{Mu: d.Mean, Sigma: d.SD}.Quantile
	case dist.Lognormal:
		return distuv.LogNormal{Mu: math.Log(d.Median), Sigma: d.Sigma}.Quantile
	case dist.Uniform:
		return distuv.Uniform{Min: d.Low, Max: d.High}.Quantile
	case dist.Triangular:
		return distuv.NewTriangle(d.Low, d.High, d.Mode, nil).Quantile
	case dist.Metalog:
		logit := func(p float64) float64 { return math.Log(p) - math.Log1p(-p) }
		scale, skew := (d.P90-d.P10)/(2*logit(0.9)), (d.P90+d.P10-2*d.P50)/(0.8*logit(0.9))
		return func(p float64) float64 { return d.P50 + scale*logit(p) + skew*(p-0.5)*logit(p) }
	case dist.Beta:
		beta := distuv.Beta{Alpha: d.Alpha, Beta: d.Beta}
		return func(p float64) float64 { return d.Low + (d.High-d.Low)*beta.Quantile(p) }
	case dist.Gamma:
		return distuv.Gamma{Alpha: d.Shape, Beta: 1 / d.Scale}.Quantile
	case dist.StudentT:
		return distuv.StudentsT{Mu: d.Centre, Sigma: d.Scale, Nu: d.DF}.Quantile
	case dist.Bernoulli:
		without := 1 - d.Chance
		if d.Size < 0 {
			without = d.Chance
		}
		return func(p float64) float64 {
			if p <= without {
				return min(0, d.Size)
			}
			return max(0, d.Size)
		}
	case dist.Truncated:
		return truncatedReference(d)
	case dist.PERT:
		width := d.High - d.Low
		beta := distuv.Beta{Alpha: 1 + 4*(d.Mode-d.Low)/width, Beta: 1 + 4*(d.High-d.Mode)/width}
		return func(p float64) float64 { return d.Low + width*beta.Quantile(p) }
	}
	return listReference(d)
}

// tabulated are the laws whose transforms rest on a table.
func tabulated(d dist.Distribution) bool {
	switch d.(type) {
	case dist.PERT, dist.Metalog, dist.Beta, dist.Gamma, dist.StudentT, dist.Truncated, dist.Percentiles, dist.Mixture:
		return true
	}
	return false
}

// TestPercentilesAgreeWithGonum to 1e-13 of the value or of the spread, whichever is
// larger; of a law that is tabulated, to 1e-9 of the spread.
func TestPercentilesAgreeWithGonum(t *testing.T) {
	testkit.NotForRaces(t)
	eachSample(t, func(t *testing.T, d dist.Distribution) {
		if degenerate(d) {
			return
		}
		want := reference(d)
		if want == nil {
			_, cut := d.(dist.Truncated)
			_, logit := d.(dist.Logit)
			require.True(t, cut || logit, "%s has no case in reference", d.Kind())
			t.Skip("gonum has no ", d.Kind())
		}
		_, sd := d.Moments()
		transform := d.Transform()
		for _, p := range []float64{1e-9, 1e-6, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999,
			1 - 1e-6} {
			tolerance := 1e-13 * max(math.Abs(want(p)), sd)
			if tabulated(d) {
				tolerance = 1e-9 * sd
			}
			if _, ok := d.(dist.StudentT); ok && p < 1e-8 { // gonum's own error; see TestStudentT
				tolerance = 1e-6 * math.Abs(want(p))
			}
			assert.InDelta(t, want(p), transform.At(num.Quantile(p)), tolerance, "p = %v", p)
		}
	})
}

// TestMedianIsTheCentralCase: where the median is a number that was written down, or
// lies halfway between two, it comes back to the last digit.
func TestMedianIsTheCentralCase(t *testing.T) {
	assert.Equal(t, 0.034, dist.Median(dist.Normal{Mean: 0.034, SD: 0.005}))
	assert.Equal(t, 0.1, dist.Median(dist.Lognormal{Median: 0.1, Sigma: 0.3}))
	assert.Equal(t, 0.02, dist.Median(dist.Uniform{Low: 0.01, High: 0.03}))
	assert.Equal(t, 2.0, dist.Median(dist.Triangular{Low: 1, Mode: 2, High: 3}))
	assert.Equal(t, 2.0, dist.Median(dist.PERT{Low: 1, Mode: 2, High: 3}))
}

// TestOutlineIsTheTransform: what is computed when it is asked for has the bits of what is looked up; within a mixture,
// at score 0 and beyond the table.
func TestOutlineIsTheTransform(t *testing.T) {
	eachSample(t, func(t *testing.T, d dist.Distribution) {
		mixed := d.Kind() == "mixture"
		if cut, ok := d.(dist.Truncated); ok {
			mixed = mixed || cut.Law.Kind() == "mixture"
		}
		whole, outline := d.Transform(), dist.Outline(d)
		z := []float64{0, -7.5, 7.5, -9, 9, -7, 7, -6.99, -3.1, -1, -0.001, 0.3, 1.7, 2.5, 6.999}
		if mixed {
			z = z[:5]
		}
		for _, z := range z {
			assert.Equal(t, math.Float64bits(whole.At(z)), math.Float64bits(outline.At(z)), "at %v", z)
		}
		many := make([]float64, len(z))
		outline.Apply(many, z)
		assert.Equal(t, math.Float64bits(outline.At(z[len(z)-1])), math.Float64bits(many[len(z)-1]))
		assert.Equal(t, math.Float64bits(whole.At(0)), math.Float64bits(dist.Median(d)))
	})
}

// rounded returns the end that x differs from by rounding only, else x.
func rounded(x, end float64) float64 {
	if math.Abs(x-end) <= 1e-14*math.Max(1, math.Abs(end)) {
		return end
	}
	return x
}

func TestPercentileAtTheEnds(t *testing.T) {
	testkit.NotForRaces(t)
	eachSample(t, func(t *testing.T, d dist.Distribution) {
		low, high := d.Support()
		first, last := dist.Percentile(d, 0), dist.Percentile(d, 1)
		if _, ok := d.(dist.Truncated); ok { // bounds are met by the law's own quantile function
			first, last = rounded(first, low), rounded(last, high)
		}
		assert.Equal(t, low, first)
		assert.Equal(t, high, last)
		assert.Equal(t, dist.Median(d), dist.Percentile(d, 0.5))
		if !degenerate(d) {
			assert.True(t, math.IsNaN(dist.Percentile(d, -0.1)))
		}
	})
}

// TestApplyIsAt: bit for bit at every length, writing no more than it should, in
// place too.
func TestApplyIsAt(t *testing.T) {
	const guard = 8
	eachSample(t, func(t *testing.T, d dist.Distribution) {
		transform := d.Transform()
		for _, n := range []int{0, 1, 7, 8, 9, 63, 64, 65, 1025} {
			z := scores(n)
			buffer := make([]float64, n+2*guard)
			for i := range buffer {
				buffer[i] = math.Inf(-1)
			}
			x := buffer[guard : guard+n]
			transform.Apply(x, z)
			for i := range z {
				require.Equal(t, transform.At(z[i]), x[i])
			}
			for i := range guard {
				require.Equal(t, math.Inf(-1), buffer[i])
				require.Equal(t, math.Inf(-1), buffer[guard+n+i])
			}
			transform.Apply(z, z)
			require.Equal(t, x, z)
		}
		z := append(scores(63), 7.5)
		assert.Zero(t, testing.AllocsPerRun(5, func() { transform.Apply(z, z) }))
	})
}

// TestApplyIsAtUnderEveryKernel: bit for bit at scores of every size, those where a
// law or its table turns among them, and in place.
func TestApplyIsAtUnderEveryKernel(t *testing.T) {
	testkit.NotForRaces(t)
	z := everyScore()
	eachKernel(t, func(t *testing.T) {
		eachSample(t, func(t *testing.T, d dist.Distribution) {
			transform := d.Transform()
			x, inPlace := make([]float64, len(z)), slices.Clone(z)
			transform.Apply(x, z)
			transform.Apply(inPlace, inPlace)
			for i := range z {
				want := transform.At(z[i])
				require.True(t, same(want, x[i]), "z = %v: %v, not %v", z[i], x[i], want)
				require.True(t, same(want, inPlace[i]), "z = %v, in place: %v, not %v", z[i], inPlace[i], want)
			}
		})
	})
}

// same is equality of bits, any value that is not a number for any other.
func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
}

// everyScore returns a fine grid, the scores around each edge of a table, those at
// which a triangular law reaches its mode, and extremes.
func everyScore() []float64 {
	var z []float64
	for x := -8.5; x < 8.5; x += 0.00173 {
		z = append(z, x)
	}
	for i := -260; i <= 260; i++ {
		edge := float64(i) * 7 / 256
		z = append(z, math.Nextafter(edge, -8), edge, math.Nextafter(edge, 8))
	}
	for _, p := range []float64{1.0 / 3, 0.3333333333333333 - 1e-16, 1e-15, 1e-18, 0.5} {
		z = append(z, num.Quantile(p), -num.Quantile(p))
	}
	for _, x := range []float64{0, 0x1p-1074, 9, 37.5, 37.6, 38, math.Nextafter(38, 39), 40, 1e300, math.Inf(1)} {
		z = append(z, x, -x)
	}
	return append(z, math.NaN(), math.Copysign(0, -1))
}

// eachKernel runs a test with every implementation of the loops over columns that
// this processor has.
func eachKernel(t *testing.T, test func(t *testing.T)) {
	for _, name := range kernel.Names() {
		t.Run("kernel="+name, func(t *testing.T) {
			restore, ok := kernel.Use(name)
			if !ok {
				t.Skip("not tested: this processor or build lacks it")
			}
			defer restore()
			test(t)
		})
	}
}

// TestAtRisesWithinTheSupport, far beyond the scores that normals reach.
func TestAtRisesWithinTheSupport(t *testing.T) {
	testkit.NotForRaces(t)
	eachSample(t, func(t *testing.T, d dist.Distribution) {
		low, high := d.Support()
		_, sd := d.Moments()
		transform := d.Transform()
		grid := []float64{math.Inf(-1), -100, -40}
		for z := -12.0; z < 12; z += 0.0043 {
			grid = append(grid, z)
		}
		previous := math.Inf(-1)
		for _, z := range append(grid, 40, 100, math.Inf(1)) {
			x := transform.At(z)
			slack := 1e-15 * max(math.Abs(previous), high-low)
			if math.IsInf(slack, 1) {
				slack = 1e-15 * math.Abs(previous)
			}
			_, cut := d.(dist.Truncated)
			_, mixed := d.(dist.Mixture)
			switch {
			case math.IsInf(previous, 1):
				slack = 0
			case cut || mixed: // the law rounds where its terms are large, and may be cut where they cancel
				slack = 1e-15 * max(math.Abs(previous), sd)
			}
			if !math.IsInf(previous, -1) {
				require.GreaterOrEqual(t, x, previous-slack, "z = %v", z)
			}
			require.GreaterOrEqual(t, x, low, "z = %v", z)
			require.LessOrEqual(t, x, high, "z = %v", z)
			previous = x
		}
		if !degenerate(d) {
			assert.True(t, math.IsNaN(transform.At(math.NaN())))
		}
	})
}

// TestPERTTableMeetsItsTails: no step where the table ends.
func TestPERTTableMeetsItsTails(t *testing.T) {
	transform := dist.PERT{Low: 0, Mode: 0.9, High: 1}.Transform()
	for _, end := range []float64{-num.TableEnd, num.TableEnd} {
		within, beyond := transform.At(end), transform.At(math.Nextafter(end, 2*end))
		assert.InDelta(t, within, beyond, 1e-12, "score %v", end)
	}
}

// TestGoldenBits fixes the bits of every kind's first sample. They are the same on
// every processor; a change of any of them moves simulated results.
func TestGoldenBits(t *testing.T) {
	z := scores(1 << 12)
	x := make([]float64, len(z))
	var bits strings.Builder
	for _, d := range typical() {
		d.Transform().Apply(x, z)
		mean, sd := d.Moments()
		h := sha256.New()
		for _, v := range append(x, mean, sd) {
			h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))
		}
		fmt.Fprintf(&bits, "%s: %s\n", d.Kind(), hex.EncodeToString(h.Sum(nil)[:8]))
	}
	testkit.Golden(t, "testdata/bits.txt", bits.String())
}

// Each law on a block of 512 scores, under every implementation of the loops: what the transform takes for a value, and
// what the draw of its score and the transform take together, over what they take for a normal law. Each is the
// shortest of many times, which other work on the machine does not disturb.
func BenchmarkApply(b *testing.B) {
	var quad [4][]float64
	for y := range quad {
		quad[y] = make([]float64, 512)
	}
	z, x, key := scores(512), make([]float64, 512), draws.NewKey(1, "benchmark")
	for _, name := range kernel.Names() {
		restore, ok := kernel.Use(name)
		if !ok {
			continue
		}
		var drawn, normal float64
		b.Run("draws/kernel="+name, func(b *testing.B) {
			drawn = shortest(b, 4*512, func() { draws.Normals(&quad, key, 0, 0, 0) })
		})
		for _, d := range typical() {
			transform := d.Transform()
			b.Run(d.Kind()+"/kernel="+name, func(b *testing.B) {
				each := shortest(b, 512, func() { transform.Apply(x, z) })
				if d.Kind() == "normal" {
					normal = drawn + each
				}
				b.ReportMetric((drawn+each)/normal, "drawn-over-normal")
			})
		}
		restore()
	}
}

// shortest is the least time that some runs took for each value, in nanoseconds.
func shortest(b *testing.B, values int, run func()) float64 {
	const runs = 8
	least := math.Inf(1)
	for b.Loop() {
		start := time.Now()
		for range runs {
			run()
		}
		least = min(least, float64(time.Since(start).Nanoseconds())/float64(runs*values))
	}
	b.ReportMetric(least, "ns/value")
	return least
}

func BenchmarkTransform(b *testing.B) {
	for _, d := range typical() {
		if !tabulated(d) {
			continue
		}
		b.Run(d.Kind(), func(b *testing.B) {
			for b.Loop() {
				d.Transform()
			}
		})
	}
}
