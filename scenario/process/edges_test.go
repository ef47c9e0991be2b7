package process_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// TestCoefficientsAreThoseOfNext: what is foreseen of a year, z_t = carry·z_{t−1} + fresh·ε_t, is what Next computes.
// In the first year nothing carries over.
func TestCoefficientsAreThoseOfNext(t *testing.T) {
	eachSample(t, func(t *testing.T, p process.Process, _ sample) {
		linear, ok := p.(interface {
			Coefficients(year int) (carry, fresh float64)
		})
		if !ok {
			return
		}
		for year := range 4 {
			for _, before := range []float64{-2, 0.5, 3} {
				state := []float64{before}
				p.Next(state, []float64{0.75}, year)
				carry, fresh := linear.Coefficients(year)
				assert.InDelta(t, carry*before+fresh*0.75, state[0], 1e-15, "year %d after %v", year, before)
				if year == 0 {
					assert.Zero(t, carry)
				}
			}
		}
	})
}

// TestTheEndsOfRangesAreAllowed: every range that a fault names holds its ends, and nothing beyond.
func TestTheEndsOfRangesAreAllowed(t *testing.T) {
	long := make([]float64, 10_000)
	for _, c := range []struct {
		kind  string
		given process.Given
		sound bool
	}{
		{"ar1", numbers(values{"persistence": -1}), true},
		{"ar1", numbers(values{"persistence": 1}), true},
		{"ar1", numbers(values{"persistence": -1.5}), false},
		{"mean reverting", numbers(values{"start": 1, "speed": 0.0005}), true},
		{"mean reverting", numbers(values{"start": 1, "speed": 0.00049}), false},
		{"mean reverting", numbers(values{"start": 1, "speed": 50}), true},
		{"mean reverting", numbers(values{"start": 1, "half_life": 0.02}), true},
		{"mean reverting", numbers(values{"start": 1, "half_life": 0.019}), false},
		{"mean reverting", numbers(values{"start": 1, "half_life": 1000}), true},
		{"mean reverting", numbers(values{"start": 1, "half_life": 1001}), false},
		{"shock", numbers(values{"chance": 0, "size": 1, "length": 1}), true},
		{"shock", numbers(values{"chance": 1, "size": 1, "length": 100}), true},
		{"shock", numbers(values{"chance": 1, "size": 1, "length": 101}), false},
		{"shock", numbers(values{"chance": 1, "size": 1, "length": 0}), false},
		{"shock", numbers(values{"chance": 1, "size": 1, "length": 1.5}), false},
		{"shock", with(values{"chance": 1}, "sizes", 1), true},
		{"shock", with(values{"chance": 1}, "sizes", long[:100]...), true},
		{"bootstrap", with(values{"block": 1}, "history", 1, 2), true},
		{"bootstrap", with(values{"block": 1}, "history", 1), false},
		{"bootstrap", with(values{"block": 2}, "history", 1, 2), true},
		{"bootstrap", with(values{"block": 0}, "history", 1, 2), false},
		{"bootstrap", with(values{"block": 10_000}, "history", long...), true},
		{"regime", regime(values{"enter": 0, "leave": 1}, "calm"), true},
		{"regime", regime(values{"enter": 0, "leave": 0.1}, "stationary"), true},
		{"regime", regime(values{"enter": 0.1, "leave": 0}, "stationary"), true},
		{"regime", regime(values{"enter": 0, "leave": 0}, "calm"), true},
	} {
		at := slices.IndexFunc(process.Kinds(), func(k process.Kind) bool { return k.Name == c.kind })
		p, faults := process.Kinds()[at].New(c.given)
		assert.Equal(t, c.sound, faults == nil, "%s %v: %v", c.kind, c.given.Numbers, words(faults))
		assert.Equal(t, c.sound, p != nil, "%s %v", c.kind, c.given.Numbers)
	}
}

// TestFaultsCountYears: what a file says of years in a list is counted in its fault.
func TestFaultsCountYears(t *testing.T) {
	at := slices.IndexFunc(process.Kinds(), func(k process.Kind) bool { return k.Name == "bootstrap" })
	bootstrap := process.Kinds()[at]
	for _, block := range []float64{0, -1, 10_001, math.NaN()} {
		_, faults := bootstrap.New(with(values{"block": block}, "history", 1, 2, 3))
		if assert.Len(t, faults, 1) {
			assert.Equal(t, "a whole number of years from 1 to 3, those of the history", faults[0].Want)
		}
	}
}

// TestNoNumberMayBeInfinite: neither way.
func TestNoNumberMayBeInfinite(t *testing.T) {
	for _, x := range []float64{math.Inf(1), math.Inf(-1), math.NaN()} {
		assert.Len(t, process.MeanReverting{Start: x, Speed: 1}.Faults(), 1)
		assert.Len(t, process.Shock{Sizes: []float64{0, x}}.Faults(), 1)
		assert.Len(t, process.Regime{Shift: x, Enter: 0.5, Leave: 0.5}.Faults(), 1)
		assert.Len(t, process.Bootstrap{History: []float64{0, x}, Block: 1}.Faults(), 1)
	}
}

// TestEightStandardDeviationsAreNear: the farthest start that fits is one of them.
func TestEightStandardDeviationsAreNear(t *testing.T) {
	assert.Nil(t, process.MeanReverting{Start: 8, Speed: 1}.Fits(dist.Normal{SD: 1}))
	assert.Nil(t, process.MeanReverting{Start: -8, Speed: 1}.Fits(dist.Normal{SD: 1}))
	assert.Len(t, process.MeanReverting{Start: math.Nextafter(8, 9), Speed: 1}.Fits(dist.Normal{SD: 1}), 1)
	assert.Len(t, process.MeanReverting{Start: math.Nextafter(-8, -9), Speed: 1}.Fits(dist.Normal{SD: 1}), 1)
}

// TestOnlyShocksGoOnTop of another process.
func TestOnlyShocksGoOnTop(t *testing.T) {
	for _, kind := range process.Kinds() {
		assert.Equal(t, kind.Name == "shock", kind.OnTop, kind.Name)
	}
}

// TestTheFirstYearForgets: what a state held before year 0 does not matter.
func TestTheFirstYearForgets(t *testing.T) {
	uniform := []float64{0, 0.05, 0.3, 0.5, 0.7, 0.95}
	eachChain(t, func(t *testing.T, p process.Chain, _ closed) {
		var want []float64
		for _, before := range []float64{0, 1, 2} {
			state := slices.Repeat([]float64{before}, len(uniform))
			p.Move(state, uniform, 0)
			if want == nil {
				want = state
			}
			assert.Equal(t, want, state, "after %v", before)
		}
	})
}

// TestNothingHappensWithChanceZero, whatever is drawn: a uniform number may be 0, and never is 1.
func TestNothingHappensWithChanceZero(t *testing.T) {
	after := func(p process.Chain, before, uniform float64) float64 {
		state := []float64{before}
		p.Move(state, []float64{uniform}, 1)
		return state[0]
	}
	last := math.Nextafter(1, 0)
	never, always := process.Shock{Chance: 0, Sizes: []float64{1, 2}}, process.Shock{Chance: 1, Sizes: []float64{1, 2}}
	assert.Zero(t, after(never, 0, 0))
	assert.Equal(t, 2.0, after(never, 1, 0), "what has begun goes on")
	assert.Zero(t, after(never, 2, 0), "and ends")
	assert.Equal(t, 1.0, after(always, 0, last))
	assert.Equal(t, 1.0, after(always, 1, last), "each year begins anew")
	assert.Zero(t, after(process.Regime{Enter: 0, Leave: 1}, 0, 0))
	assert.Zero(t, after(process.Regime{Enter: 0, Leave: 1}, 1, 0))
	assert.Equal(t, 1.0, after(process.Regime{Enter: 1, Leave: 0}, 0, last))
	assert.Equal(t, 1.0, after(process.Regime{Enter: 1, Leave: 0}, 1, last))
}

// A bootstrap that was not filled in draws every year anew, as one with blocks of a year does.
func TestABootstrapWithoutBlocks(t *testing.T) {
	history := []float64{0.01, 0.02, 0.03}
	for _, block := range []int{0, 1, -1} {
		p := process.Bootstrap{History: history, Block: block}
		state := []float64{0, 0, 0}
		p.Move(state, []float64{0.99, 0.5, 0}, 1)
		assert.Equal(t, []float64{2, 1, 0}, state, "blocks of %d", block)
		assert.Equal(t, block == 1, p.Faults() == nil, "and a block of %d years is a fault", block)
	}
}
