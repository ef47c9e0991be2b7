package process_test

import (
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

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/process"
)

type values = map[string]float64

// numbers gives numbers and nothing else.
func numbers(v values) process.Given { return process.Given{Numbers: v} }

// with gives numbers and a list.
func with(v values, list string, xs ...float64) process.Given {
	return process.Given{Numbers: v, Lists: map[string][]float64{list: xs}}
}

// regime gives numbers, the law of calm and that of crisis, and how it starts.
func regime(v values, start string) process.Given {
	return process.Given{
		Numbers: v,
		Laws: map[string]dist.Distribution{"calm": dist.Normal{Mean: 1, SD: 2},
			"crisis": dist.Uniform{Low: -9, High: -4}},
		Words: map[string]string{"start": start},
	}
}

// A sample is a process with sound parameters and its closed form: the covariance of
// the scores of years s ≤ t.
type sample struct {
	given      process.Given
	covariance func(s, t int) float64
	golden     string // of the scores, the same bits on every processor
}

// samples holds some for every kind; a kind without samples fails every test.
var samples = map[string][]sample{
	"once": {
		{numbers(nil), held, "925c1f5db6633d47"},
	},
	"each year": {
		{numbers(values{}), stationary(0), "f9903d1006e9c686"},
		{numbers(values{"persistence": 0.6}), stationary(0.6), "01b34e4667468e97"},
		{numbers(values{"persistence": -0.5}), stationary(-0.5), "915809fb1bf9da6d"},
		{numbers(values{"persistence": 0.99}), stationary(0.99), "2770e7119e4e629e"},
	},
	"ar1": {
		{numbers(values{"persistence": 0}), fromZero(0), "f9903d1006e9c686"},
		{numbers(values{"persistence": 0.8}), fromZero(0.8), "3a142ef1224b8734"},
		{numbers(values{"persistence": -0.3}), fromZero(-0.3), "c6a1a7feb435d16f"},
		{numbers(values{"persistence": 1}), walking, "ebe95ca251a8b3d9"},
	},
	"random walk": {
		{numbers(nil), walking, "ebe95ca251a8b3d9"},
	},
	"mean reverting": {
		{numbers(values{"start": 3, "half_life": 2}), returning(math.Sqrt(0.5)), "3d7baa12a2dc2c73"},
		{numbers(values{"start": -1, "speed": 0.1}), returning(math.Exp(-0.1)), "c3fb5286823a1443"},
		{numbers(values{"start": 0, "speed": 5}), returning(math.Exp(-5)), "73ed998e91e202fa"},
		{numbers(values{"start": 3, "half_life": 1000}), returning(math.Exp2(-0.001)), "e4c6353673e32e7a"},
	},
	"shock": {
		{numbers(values{"chance": 0.05, "size": -3, "length": 2}), held, "925c1f5db6633d47"},
		{numbers(values{"chance": 0.4, "size": 1}), held, "925c1f5db6633d47"},
		{numbers(values{"chance": 0, "size": 1, "length": 5}), held, "925c1f5db6633d47"},
		{numbers(values{"chance": 1, "size": 1, "length": 5}), held, "925c1f5db6633d47"},
		{with(values{"chance": 0.2}, "sizes", 2.4, 3.6, -1), held, "925c1f5db6633d47"},
	},
	"regime": {
		{regime(values{"enter": 0.1, "leave": 0.4}, "calm"), stationary(0), "f9903d1006e9c686"},
		{regime(values{"enter": 0.1, "leave": 0.4}, "stationary"), stationary(0), "f9903d1006e9c686"},
		{regime(values{"enter": 0.9, "leave": 0.8}, "stationary"), stationary(0), "f9903d1006e9c686"},
		{regime(values{"enter": 0.3, "leave": 0}, "calm"), stationary(0), "f9903d1006e9c686"},
	},
	"bootstrap": {
		{with(values{"block": 3}, "history", 2, -1, 4, 4, 0.5, 7, -3), stationary(0), "f9903d1006e9c686"},
		{with(values{"block": 1}, "history", 2, -1), stationary(0), "f9903d1006e9c686"},
		{with(values{"block": 4}, "history", 1, 2, 3, 10), stationary(0), "f9903d1006e9c686"},
	},
}

// held is 1: one score for the whole path.
func held(s, t int) float64 { return 1 }

// walking is s + 1.
func walking(s, t int) float64 { return float64(s + 1) }

// returning is ρ^{t−s}·(1 − ρ^{2(s+1)}).
func returning(rho float64) func(s, t int) float64 {
	return func(s, t int) float64 { return math.Pow(rho, float64(t-s)) * (1 - math.Pow(rho, float64(2*s+2))) }
}

// stationary is ρ^{t−s}.
func stationary(rho float64) func(s, t int) float64 {
	return func(s, t int) float64 { return math.Pow(rho, float64(t-s)) }
}

// fromZero is ρ^{t−s}·(1 − ρ^{2(s+1)})/(1 − ρ²).
func fromZero(rho float64) func(s, t int) float64 {
	return func(s, t int) float64 {
		return math.Pow(rho, float64(t-s)) * (1 - math.Pow(rho, float64(2*s+2))) / (1 - rho*rho)
	}
}

func eachSample(t *testing.T, test func(t *testing.T, p process.Process, s sample)) {
	for _, kind := range process.Kinds() {
		require.NotEmpty(t, samples[kind.Name], "samples of %s", kind.Name)
		for _, s := range samples[kind.Name] {
			t.Run(fmt.Sprint(kind.Name, s.given.Numbers), func(t *testing.T) {
				p, faults := kind.New(s.given)
				require.Empty(t, faults)
				require.Equal(t, kind.Name, p.Kind())
				require.Nil(t, p.Faults())
				test(t, p, s)
			})
		}
	}
}

const years = 12

// innovations returns independent normals by year and path, the same every time.
func innovations(paths int) [][]float64 {
	var all [][]float64
	for group := range uint32(years / 4) {
		var columns [4][]float64
		for y := range columns {
			columns[y] = make([]float64, paths)
		}
		draws.Normals(&columns, draws.NewKey(20190401, "process"), 0, group, 0)
		all = append(all, columns[:]...)
	}
	return all
}

// run returns the scores by year and path.
func run(p process.Process, innovations [][]float64) [][]float64 {
	state := make([]float64, len(innovations[0]))
	for i := range state {
		state[i] = math.NaN() // what stands there before year 0 does not matter
	}
	var all [][]float64
	for year, innovation := range innovations {
		if year > 0 && !p.Yearly() {
			innovation = nil
		}
		p.Next(state, innovation, year)
		all = append(all, slices.Clone(state))
	}
	return all
}

// TestClosedForms: the variance of every year and the covariance of every two. The
// product of two normals with variances v, w and covariance c has variance v·w + c².
func TestClosedForms(t *testing.T) {
	const paths = 1 << 16
	independent := innovations(paths)
	eachSample(t, func(t *testing.T, p process.Process, s sample) {
		z := run(p, independent)
		for late := range years {
			for early := range late + 1 {
				want := s.covariance(early, late)
				variance := s.covariance(early, early)*s.covariance(late, late) + want*want
				var sum float64
				for i := range paths {
					sum += z[early][i] * z[late][i]
				}
				testkit.Z(t, fmt.Sprintf("years %d and %d", early, late), sum/paths, want, math.Sqrt(variance/paths))
			}
		}
	})
}

// TestSpreadIsKnown: a score varies no more than a standard normal, or package bounds knows how far it spreads.
func TestSpreadIsKnown(t *testing.T) {
	known := []string{"ar1", "random walk"} // in widening of scenario/internal/bounds
	eachSample(t, func(t *testing.T, p process.Process, s sample) {
		for year := range years {
			if !slices.Contains(known, p.Kind()) {
				assert.LessOrEqual(t, s.covariance(year, year), 1+1e-12, "%s in year %d: say it in widening", p.Kind(),
					year)
			}
		}
	})
}

func TestGoldenBits(t *testing.T) {
	eachSample(t, func(t *testing.T, p process.Process, s sample) {
		h := sha256.New()
		for _, column := range run(p, innovations(256)) {
			for _, z := range column {
				h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(z)))
			}
		}
		assert.Equal(t, s.golden, hex.EncodeToString(h.Sum(nil)[:8]))
	})
}

func TestPathsDoNotTouch(t *testing.T) {
	eachSample(t, func(t *testing.T, p process.Process, _ sample) {
		many, one := run(p, innovations(9)), run(p, innovations(1))
		for year := range years {
			assert.Equal(t, many[year][0], one[year][0], "year %d", year)
		}
	})
}

func TestNextAllocatesNothing(t *testing.T) {
	state, innovation := make([]float64, 64), make([]float64, 64)
	eachSample(t, func(t *testing.T, p process.Process, _ sample) {
		assert.Zero(t, testing.AllocsPerRun(5, func() { p.Next(state, innovation, 1) }))
		p.Next(nil, nil, 0)
		p.Next(nil, nil, 1)
	})
}

func TestOnceReadsOneYear(t *testing.T) {
	assert.False(t, process.Once{}.Yearly())
	assert.True(t, process.EachYear{}.Yearly())
	assert.True(t, process.AR1{}.Yearly())
	assert.False(t, process.Shock{}.Yearly(), "on one score for the whole path")
	assert.True(t, process.Shock{On: process.EachYear{}}.Yearly())
}

func TestFaults(t *testing.T) {
	inside, closed := "above -1 and below 1", "from -1 to 1"
	for _, c := range []struct {
		p    process.Process
		want []dist.Fault
	}{
		{process.EachYear{Persistence: 1}, oneFault("persistence", "1", inside)},
		{process.EachYear{Persistence: -1}, oneFault("persistence", "-1", inside)},
		{process.EachYear{Persistence: math.NaN()}, oneFault("persistence", "NaN", inside)},
		{process.AR1{Persistence: 1.01}, oneFault("persistence", "1.01", closed)},
		{process.AR1{Persistence: math.Inf(-1)}, oneFault("persistence", "-Inf", closed)},
		{process.AR1{Persistence: math.NaN()}, oneFault("persistence", "NaN", closed)},
	} {
		assert.Equal(t, words(c.want), words(c.p.Faults()), "%#v", c.p)
		for _, kind := range process.Kinds() {
			if kind.Name == c.p.Kind() {
				p, faults := kind.New(numbers(values{"persistence": persistence(c.p)}))
				assert.Nil(t, p)
				assert.Equal(t, words(c.want), words(faults))
			}
		}
	}
}

func oneFault(parameter, found, want string) []dist.Fault {
	return []dist.Fault{{Parameter: parameter, Found: found, Want: want}}
}

func persistence(p process.Process) float64 {
	switch p := p.(type) {
	case process.EachYear:
		return p.Persistence
	case process.AR1:
		return p.Persistence
	}
	return 0
}

// TestNames: what is missing and what no kind knows.
func TestNames(t *testing.T) {
	var said strings.Builder
	for _, kind := range process.Kinds() {
		p, faults := kind.New(numbers(values{"sigma": 2}))
		assert.Nil(t, p)
		require.NotEmpty(t, faults, kind.Name)
		fmt.Fprintf(&said, "%s\n\t%s\n", kind.Name, strings.Join(words(faults), "\n\t"))
	}
	testkit.Golden(t, "testdata/names.txt", said.String())
}
