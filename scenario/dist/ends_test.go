package dist

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// searched are laws that do not say the score of a value: as parts of a mixture theirs are searched for.
func searched() []Distribution {
	percentiles := Percentiles{Levels: NumbersOf(0.05, 0.5, 0.95), Values: NumbersOf(1, 2, 4)}
	return []Distribution{Metalog{P10: 1, P50: 2, P90: 4}, percentiles, Truncated{Law: percentiles, Low: 1.5, High: 3}}
}

// asAPart is a law as a mixture holds it.
func asAPart(d Distribution) *mixed { return &newMixing(MixtureOf(Part{1, d}), whole).parts[0] }

// TestSearchedScoresAreTheWayBack: at each score of the grid by which they are searched for, or just above; between
// them, to 11 digits.
func TestSearchedScoresAreTheWayBack(t *testing.T) {
	for _, d := range searched() {
		_, known := scoreOf(d.Transform(), 2)
		assert.False(t, known, "%+v", d)
		part := asAPart(d)
		for z := -4.0; z <= 4; z += 1.0 / gridPerUnit {
			x := part.law.At(z)
			score := part.scoreOf(x)
			require.True(t, score >= z && part.law.At(score) <= x,
				"%+v: the highest score at which the value is at most that at %v, not %v", d, z, score)
			require.InDelta(t, z, score, 1e-11, "%+v", d)
			between := z + 0.4/gridPerUnit
			require.InDelta(t, between, part.scoreOf(part.law.At(between)), 1e-11, "%+v", d)
		}
	}
}

// TestScoresBeyondTheEnds: below the lowest value no score has so low a value, and from the highest on every score has.
func TestScoresBeyondTheEnds(t *testing.T) {
	inf := math.Inf(1)
	for _, d := range append(append(scored(), searched()...),
		Triangular{Low: 1, Mode: 1, High: 2}, Triangular{Low: 1, Mode: 2, High: 2}, PERT{Low: 1, Mode: 1, High: 2}) {
		part := asAPart(d)
		low, high := d.Support()
		if _, empirical := d.(Empirical); finite(low) && !empirical {
			assert.Equal(t, -inf, part.scoreOf(low), "the lowest of %+v", d)
		}
		if finite(low) {
			assert.Equal(t, -inf, part.scoreOf(math.Nextafter(low, -inf)), "below %+v", d)
			assert.Equal(t, -inf, part.scoreOf(low-100), "below %+v", d)
		}
		if finite(high) {
			assert.Equal(t, inf, part.scoreOf(high), "the highest of %+v", d)
			assert.Equal(t, inf, part.scoreOf(high+100), "above %+v", d)
		}
	}
}

// TestALowestValueObservedTwiceHasItsShare: between 1, 1 and 4 run two lines, one of them at 1: the score of 1 is that
// of a half. From 1 to 2 of 0, 1, 1 and 3 there is a line at 1 and half a line above it: two thirds lie at the lower
// bound.
func TestALowestValueObservedTwiceHasItsShare(t *testing.T) {
	for _, c := range []struct {
		d           Distribution
		share, from float64
	}{
		{Empirical{Values: NumbersOf(1, 1, 4)}, 1.0 / 2, 1},
		{Truncated{Law: Empirical{Values: NumbersOf(0, 1, 1, 3)}, Low: 1, High: 2}, 2.0 / 3, 1},
	} {
		law := c.d.Transform()
		score, known := scoreOf(law, c.from)
		assert.True(t, known)
		assert.InDelta(t, num.Quantile(c.share), score, 1e-12, "%+v", c.d)
		below, _ := scoreOf(law, math.Nextafter(c.from, 0))
		assert.Equal(t, math.Inf(-1), below, "%+v", c.d)
	}
}

// TestTheScoreOfTheMode: so much lies above the mode of a triangle as its share of the width, to all digits where that
// is little.
func TestTheScoreOfTheMode(t *testing.T) {
	for _, mode := range []float64{3.5, 5, 6.9, 7 - 1e-6, 7 - 1e-10, 7 - 1e-13} {
		score, _ := scoreOf(Triangular{Low: 0, Mode: mode, High: 7}.Transform(), mode)
		assert.InDelta(t, -num.Quantile((7-mode)/7), score, 1e-14, "mode %v", mode)
	}
}

// goldenScores digests the scores of values of laws of every shape, and the values at those scores.
const goldenScores = "fffead20dd8bf9cfb2e4fc19203f08e52caef7208fc7f136b9038ecc68a257d4"

// TestGoldenBitsOfScores: the same on every processor and build, from one end of the grid to the other.
func TestGoldenBitsOfScores(t *testing.T) {
	h := sha256.New()
	for _, d := range append(scored(), searched()...) {
		part := asAPart(d)
		for i := -360; i <= 360; i++ {
			z := float64(i*max(i, -i)) / 3600 // up to 36, and closest round 0
			score := part.scoreOf(part.law.At(z))
			for _, x := range []float64{score, part.law.At(score)} {
				h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(x)))
			}
		}
	}
	assert.Equal(t, goldenScores, hex.EncodeToString(h.Sum(nil)),
		"results change: put the new digest here in a commit that says so")
}

// TestOutcomesOfAMixture: the chance of each is that of its part times that in its part, summed over the parts that
// have it.
func TestOutcomesOfAMixture(t *testing.T) {
	d := MixtureOf(Part{0.25, Bernoulli{Chance: 0.125, Size: 3}},
		Part{0.5, Discrete{Values: NumbersOf(0, 3, 7), Chances: NumbersOf(0.25, 0.5, 0.25)}},
		Part{0.25, Normal{Mean: -2}})
	assert.Equal(t, []outcome{{-2, 0.25}, {0, 0.25*0.875 + 0.5*0.25}, {3, 0.25*0.125 + 0.5*0.5}, {7, 0.5 * 0.25}},
		outcomesOf(d))
	assert.Nil(t, outcomesOf(MixtureOf(Part{0.5, Normal{Mean: 1}}, Part{0.5, Normal{SD: 1}})),
		"one part has more than some values")
}

// TestTheEndOfAGap: a score within rounding of the share below a gap belongs to the part below it, as at the share
// itself; a little further is the part above. Gaps may be wide or, beside the standard deviation, narrow.
func TestTheEndOfAGap(t *testing.T) {
	for _, from := range []float64{5, 1.01, 1.001} {
		m := newMixing(MixtureOf(Part{0.5, Uniform{Low: 0, High: 1}}, Part{0.5, Uniform{Low: from, High: from + 1}}),
			whole)
		for z, want := range map[float64]float64{-2 * tie: 1, 0: 1, tie / 2: 1, 2 * tie: from} {
			assert.InDelta(t, want, m.at(z), 1e-9, "score %v", z)
		}
	}
}

// TestNoGapIsLookedForBesideLargeValues: 1e16 and the next number are 2 apart. Where that is more than the laws are
// wide, what is solved for stands, also at the scores where it goes on to the next number.
func TestNoGapIsLookedForBesideLargeValues(t *testing.T) {
	m := newMixing(MixtureOf(Part{0.5, Normal{Mean: 1e16, SD: 1}}, Part{0.5, Normal{Mean: 1e16, SD: 50}}), whole)
	for low := -2.0; low < 2; low += 0.25 {
		before, after := low, low+0.25
		for math.Nextafter(before, 3) < after {
			if middle := before + (after-before)/2; m.solve(middle) == m.solve(before) {
				before = middle
			} else {
				after = middle
			}
		}
		require.Equal(t, m.solve(after), m.at(after), "score %v", after)
	}
}

// TestNarrowStopsBetweenNeighbours: with nothing near enough it ends where no number is left between the ends.
func TestNarrowStopsBetweenNeighbours(t *testing.T) {
	for _, root := range []float64{1, math.Sqrt2, 1.75, 5e-324, 1e-320} {
		asked := 0
		b := bracket{low: 0, high: 2, atLow: -root, atHigh: 2 - root}
		b.narrow(0, 0, func(x float64) float64 {
			if asked++; asked > 10_000 {
				t.Fatalf("%v: no end", root)
			}
			return x - root
		}, func(y float64) bool { return y >= 0 })
		assert.Equal(t, root, b.high)
		assert.Equal(t, math.Nextafter(root, 0), b.low)
	}
}

// TestTheLeastRiseIsLookedForEverywhere: at each 256th of a score, and far out at both ends, where a law may fall
// although it rises between.
func TestTheLeastRiseIsLookedForEverywhere(t *testing.T) {
	for _, m := range []*metalog{
		{scale: 1, bare: []float64{0, 1}, steep: []float64{1, 0.3}},
		{scale: 1, bare: []float64{0, -3, 0.5}, steep: []float64{1, 0.2}},
		{scale: 1, bare: []float64{0, -2, -1, 4}, steep: []float64{1, 0.5, 0.1}},
		{scale: 1, bare: []float64{0, 1}, steep: []float64{1, 3}},
		{scale: 1, bare: []float64{0, 1e22}, steep: []float64{1, 0.1}},  // at the lower end alone
		{scale: 1, bare: []float64{0, 1e22}, steep: []float64{1, -0.1}}, // at the upper one
	} {
		scores := []float64{-5 * 9.375, 5 * 9.375}
		for i := -9.375 * 256; i <= 9.375*256; i++ {
			scores = append(scores, i/256)
		}
		rise := func(z float64) float64 { _, rise := m.at(z); return rise }
		where := slices.MinFunc(scores, func(a, b float64) int { return cmp.Compare(rise(a), rise(b)) })
		y, least := m.leastRise()
		assert.Equal(t, []float64{num.CDF(where), rise(where)}, []float64{y, least}, "%+v", m)
	}
}

// TestMomentsReachFarOut: values count from the score −37 to 37, both of them, with the weight of the bell there.
func TestMomentsReachFarOut(t *testing.T) {
	for _, end := range []float64{-37, 37} {
		mean, _ := momentsOf(only{at: end, value: 1e290})
		share := num.Exp(-0.5*37*37) / (momentsPerUnit * math.Sqrt(2*math.Pi))
		assert.InEpsilon(t, 1e290*share, mean, 1e-12, "at %v", end)
		beyond, _ := momentsOf(only{at: end * (1 + 1.0/37/momentsPerUnit), value: 1e290})
		assert.Zero(t, beyond, "beyond %v", end)
	}
}

// only has a value at one score, and zero at all others.
type only struct{ at, value float64 }

func (o only) At(z float64) float64 {
	if z == o.at {
		return o.value
	}
	return 0
}

func (o only) Apply(dst, z []float64) {
	for i := range dst {
		dst[i] = o.At(z[i])
	}
}

// TestNamesOfPercentiles have up to five digits.
func TestNamesOfPercentiles(t *testing.T) {
	for level, name := range map[float64]string{0.05: "p5", 0.5: "p50", 0.975: "p97.5", 0.001: "p0.1", 0.999: "p99.9",
		0.07: "p7", 0.12345: "p12.345", 0.123456: "p12.346", 1.0 / 3: "p33.333"} {
		assert.Equal(t, name, percentileName(level))
		assert.True(t, IsPercentile(name), name)
	}
}

// TestFaultsOfPercentiles that lie too far out or too far apart say which one it is, and its value.
func TestFaultsOfPercentiles(t *testing.T) {
	for _, c := range []struct {
		d    Percentiles
		want Fault
	}{
		{Percentiles{NumbersOf(0.5, 0.9995), NumbersOf(1, 2)},
			Fault{fault.OutOfRange, "p99.95", "0.9995", "from p0.1 to p99.9", nil}},
		{Percentiles{NumbersOf(0.0005, 0.5), NumbersOf(1, 2)},
			Fault{fault.OutOfRange, "p0.05", "0.0005", "from p0.1 to p99.9", nil}},
		{Percentiles{NumbersOf(0.1, 0.5, 0.9), NumbersOf(-3, 2, 1e300)},
			Fault{fault.Conflict, "p90", "1e+300", "at a smaller distance from the first, {}", []Limit{{Value: -3}}}},
	} {
		assert.Equal(t, []Fault{c.want}, c.d.Faults())
	}
	assert.Empty(t, Percentiles{NumbersOf(0.001, 0.999), NumbersOf(1, 2)}.Faults())
}

// TestOneOutcomeIsAConstant: there is no step to look for.
func TestOneOutcomeIsAConstant(t *testing.T) {
	for _, d := range []Distribution{Discrete{Values: NumbersOf(3), Chances: NumbersOf(1)},
		Truncated{Law: Bernoulli{Chance: 0.5, Size: 3}, Low: 1, High: 4},
		MixtureOf(Part{0.5, Normal{Mean: 3}}, Part{0.5, Uniform{Low: 3, High: 3}})} {
		assert.Equal(t, constant(3), d.Transform(), "%+v", d)
	}
}

// TestAnEmptyMixtureHasOneFault: it has no weights that could add up to something else.
func TestAnEmptyMixtureHasOneFault(t *testing.T) {
	assert.Equal(t, []Fault{{fault.OutOfRange, "mixture", "0", "from 2 to 8 of them", nil}}, Mixture{}.Faults())
}

// TestWhatParametersTake: the parameters of each kind; those with * are in the unit of the input, those with ? may be
// left out.
func TestWhatParametersTake(t *testing.T) {
	takes := map[Takes]string{Number: "", List: " (list)", Observations: " (observations)",
		PercentileNumbers: " (percentiles)", Laws: " (laws)"}
	var got strings.Builder
	for _, kind := range Kinds() {
		var all []string
		for _, p := range kind.Parameters {
			about := p.Name
			if p.SameUnit {
				about += "*"
			}
			if p.Optional {
				about += "?"
			}
			require.Contains(t, takes, p.Takes, kind.Name)
			require.NotEmpty(t, p.Meaning, kind.Name)
			all = append(all, about+takes[p.Takes])
		}
		fmt.Fprintf(&got, "%s: %s\n", kind.Name, strings.Join(all, ", "))
	}
	testkit.Golden(t, "testdata/parameters.txt", got.String())
}
