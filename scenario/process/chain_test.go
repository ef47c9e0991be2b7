package process_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/process"
)

// A closed form of a chain: the chance of its states in a year, and of going from one to another in k years.
type closed struct {
	share func(p process.Chain, state, year int) float64
	goes  func(p process.Chain, from, to, year, k int) float64
	size  func(p process.Chain) int // the number of states
	// golden is the states of every sample, the same bits on every processor.
	golden string
}

// chains holds one for every kind that has a state; a kind without one fails every test.
var chains = map[string]closed{
	"shock": {shockShare, shockGoes, func(p process.Chain) int {
		return len(p.(process.Shock).Sizes) + 1
	}, "8f42040c9b026875"},
	"regime": {regimeShare, regimeGoes, func(process.Chain) int { return 2 }, "ff6a3cdffbd61df1"},
	"bootstrap": {bootstrapShare, bootstrapGoes, func(p process.Chain) int {
		return len(p.(process.Bootstrap).History)
	}, "bd3bf91312937216"},
}

// shockShare is p·(1 − p)^{k−1} for year k of a shock, if that many years have passed.
func shockShare(c process.Chain, state, year int) float64 {
	p := c.(process.Shock)
	if state > 0 {
		if state > year+1 {
			return 0
		}
		return p.Chance * math.Pow(1-p.Chance, float64(state-1))
	}
	return math.Pow(1-p.Chance, float64(min(len(p.Sizes), year+1)))
}

// shockGoes follows the years of a shock; k years on, what was before counts only if none has begun since.
func shockGoes(c process.Chain, from, to, _, k int) float64 {
	p := c.(process.Shock)
	quiet := func(years int) float64 { return math.Pow(1-p.Chance, float64(years)) }
	later := 0 // the state if none begins
	if from > 0 && from+k <= len(p.Sizes) {
		later = from + k
	}
	chance := 0.0
	switch {
	case to > 0 && to <= k:
		chance = p.Chance * quiet(to-1)
	case to == 0 && k > len(p.Sizes): // one may have begun and ended
		return quiet(len(p.Sizes))
	}
	if to == later {
		chance += quiet(k)
	}
	return chance
}

// regimeShare is π·(1 − λ^{t+1}) for crisis, or π.
func regimeShare(c process.Chain, state, year int) float64 {
	p := c.(process.Regime)
	crisis := p.Enter / (p.Enter + p.Leave)
	if !p.Stationary {
		crisis *= 1 - math.Pow(1-p.Enter-p.Leave, float64(year+1))
	}
	return []float64{1 - crisis, crisis}[state]
}

// regimeGoes is π + (1 − π)·λᵏ from crisis to crisis, π·(1 − λᵏ) from calm.
func regimeGoes(c process.Chain, from, to, _, k int) float64 {
	p := c.(process.Regime)
	crisis := p.Enter / (p.Enter + p.Leave)
	faded := math.Pow(1-p.Enter-p.Leave, float64(k))
	chance := crisis * (1 - faded)
	if from == 1 {
		chance = crisis + (1-crisis)*faded
	}
	return []float64{1 - chance, chance}[to]
}

// bootstrapShare is 1/n.
func bootstrapShare(c process.Chain, _, _ int) float64 {
	return 1 / float64(len(c.(process.Bootstrap).History))
}

// bootstrapGoes is certain within a block, round the end of the history; 1/n across blocks.
func bootstrapGoes(c process.Chain, from, to, year, k int) float64 {
	p := c.(process.Bootstrap)
	n := len(p.History)
	switch {
	case year/p.Block != (year+k)/p.Block:
		return 1 / float64(n)
	case (from+k)%n == to:
		return 1
	}
	return 0
}

func eachChain(t *testing.T, test func(t *testing.T, p process.Chain, c closed)) {
	eachSample(t, func(t *testing.T, p process.Process, _ sample) {
		if chain, ok := p.(process.Chain); ok {
			c, known := chains[p.Kind()]
			require.True(t, known, "a closed form of %s", p.Kind())
			test(t, chain, c)
		}
	})
}

// uniforms returns uniform numbers by year and path, the same every time.
func uniforms(paths int) [][]float64 {
	var all [][]float64
	for group := range uint32(years / 4) {
		var columns [4][]float64
		for y := range columns {
			columns[y] = make([]float64, paths)
		}
		draws.Uniforms(&columns, draws.NewKey(20190401, "process"), 0, group, draws.Chances)
		all = append(all, columns[:]...)
	}
	return all
}

// states returns the states by year and path.
func states(p process.Chain, uniforms [][]float64) [][]float64 {
	state := make([]float64, len(uniforms[0]))
	for i := range state {
		state[i] = math.NaN() // what stands there before year 0 does not matter
	}
	var all [][]float64
	for year, uniform := range uniforms {
		p.Move(state, uniform, year)
		all = append(all, slices.Clone(state))
	}
	return all
}

// TestStates: the share of every state in every year, and of every way from one year to a later one.
func TestStates(t *testing.T) {
	const paths = 1 << 15
	independent := uniforms(paths)
	eachChain(t, func(t *testing.T, p process.Chain, c closed) {
		all, n := states(p, independent), c.size(p)
		for late := range years {
			for early := range late + 1 {
				count := make([]float64, n*n)
				for i, from := range all[early] {
					count[n*int(from)+int(all[late][i])]++
				}
				for from := range n {
					for to := range n {
						chance := c.share(p, from, early)
						if early < late {
							chance *= c.goes(p, from, to, early, late-early)
						} else if from != to {
							chance = 0
						}
						if chance = math.Round(chance*1e12) / 1e12; chance > 0 && chance*paths < 30 {
							continue // too few for a normal limit
						}
						what := fmt.Sprintf("from %d in year %d to %d in year %d", from, early, to, late)
						testkit.Z(t, what, count[n*from+to]/paths, chance, math.Sqrt(max(0, chance*(1-chance))/paths))
					}
				}
			}
		}
	})
}

// TestValues: the mean and the variance of every year's value, with a normal law of mean 1 and deviation 2 beneath.
func TestValues(t *testing.T) {
	const paths = 1 << 16
	independent, chances := innovations(paths), uniforms(paths)
	eachChain(t, func(t *testing.T, p process.Chain, c closed) {
		z, all := run(p, independent), states(p, chances)
		stated := p.Over(dist.Normal{Mean: 1, SD: 2}.Transform())
		x := make([]float64, paths)
		for year := range years {
			stated.ApplyIn(x, z[year], all[year])
			var mean, square, fourth float64 // of the value about 1
			for state := range c.size(p) {
				m, v := partOf(p, state)
				share := c.share(p, state, year)
				mean += share * m
				square += share * (m*m + v)
				fourth += share * (m*m*m*m + 6*m*m*v + 3*v*v) // at most: the laws here are no heavier than the normal
			}
			var sum, squares float64
			for _, x := range x {
				sum += x - 1
				squares += (x - 1) * (x - 1)
			}
			testkit.Z(t, fmt.Sprint("mean of year ", year), sum/paths, mean, math.Sqrt((square-mean*mean)/paths))
			testkit.Z(t, fmt.Sprint("square of year ", year), squares/paths, square,
				math.Sqrt((fourth-square*square)/paths))
		}
	})
}

// partOf is the mean of the value in a state, less 1, and its variance.
func partOf(c process.Chain, state int) (mean, variance float64) {
	switch p := c.(type) {
	case process.Shock:
		if state > 0 {
			return p.Sizes[state-1], 4
		}
	case process.Regime:
		if state == 1 {
			mean, sd := p.Crisis.Moments()
			return mean - 1, sd * sd
		}
	case process.Bootstrap:
		return p.History[state] - 1, 0
	}
	return 0, 4
}

// longRun is the years in which spells are watched.
const longRun = 400

// spells are the lengths of the runs of years in which something holds, of those that begin in the first half.
func spells(p process.Chain, paths int, on func(state float64) bool) (lengths []int) {
	state, started := make([]float64, paths), make([]int, paths)
	uniform := [4][]float64{}
	for y := range uniform {
		uniform[y] = make([]float64, paths)
	}
	for year := range longRun {
		if year%4 == 0 {
			draws.Uniforms(&uniform, draws.NewKey(7, "spells"), 0, uint32(year/4), draws.Chances)
		}
		p.Move(state, uniform[year%4], year)
		for i, s := range state {
			switch {
			case on(s) && started[i] == 0:
				started[i] = year + 1
			case !on(s) && started[i] > 0:
				if started[i] <= longRun/2 { // a long one that began late would be missed
					lengths = append(lengths, year+1-started[i])
				}
				started[i] = 0
			}
		}
	}
	return lengths
}

// TestShocksLast: a spell of shocks of n years ends when none has begun in n years running: with q = 1 − p it lasts
// (1 − qⁿ)/(p·qⁿ) years on average, the time to the first run of n years without (Feller XIII.7), and n years, which is
// the least, with chance qⁿ.
func TestShocksLast(t *testing.T) {
	for _, p := range []process.Shock{
		{Chance: 0.05, Sizes: make([]float64, 2)},
		{Chance: 0.2, Sizes: make([]float64, 3)},
		{Chance: 0.3, Sizes: make([]float64, 1)},
	} {
		n, q := float64(len(p.Sizes)), 1-p.Chance
		var sum, squares, shortest float64
		lengths := spells(p, 2000, func(state float64) bool { return state > 0 })
		for _, length := range lengths {
			sum, squares = sum+float64(length), squares+float64(length*length)
			if length == len(p.Sizes) {
				shortest++
			}
			require.GreaterOrEqual(t, length, len(p.Sizes))
		}
		count := float64(len(lengths))
		mean := sum / count
		testkit.Z(t, "mean length", mean, (1-math.Pow(q, n))/(p.Chance*math.Pow(q, n)),
			math.Sqrt((squares/count-mean*mean)/count))
		alone := math.Pow(q, n)
		testkit.Z(t, "one shock alone", shortest/count, alone, math.Sqrt(alone*(1-alone)/count))
	}
}

// TestRegimesLast: lengths are geometric: k years or more with chance (1 − b)^{k−1}, 1/b on average.
func TestRegimesLast(t *testing.T) {
	p := process.Regime{Enter: 0.1, Leave: 0.4, Shift: 1}
	for name, c := range map[string]struct {
		end float64
		on  float64
	}{"crisis": {0.4, 1}, "calm": {0.1, 0}} {
		lengths := spells(p, 2000, func(state float64) bool { return state == c.on })
		count := float64(len(lengths))
		for k := 1; k <= 8; k++ {
			var more float64
			for _, length := range lengths {
				if length >= k {
					more++
				}
			}
			chance := math.Pow(1-c.end, float64(k-1))
			testkit.Z(t, fmt.Sprintf("%s of %d years or more", name, k), more/count, chance,
				math.Sqrt(chance*(1-chance)/count))
		}
	}
}

func TestGoldenStates(t *testing.T) {
	hashes := map[string]string{}
	eachChain(t, func(t *testing.T, p process.Chain, _ closed) {
		h := sha256.New()
		h.Write([]byte(hashes[p.Kind()]))
		for _, column := range states(p, uniforms(256)) {
			for _, s := range column {
				h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(s)))
			}
		}
		hashes[p.Kind()] = hex.EncodeToString(h.Sum(nil)[:8])
	})
	for kind, c := range chains {
		assert.Equal(t, c.golden, hashes[kind], kind)
	}
}

// TestStatesOfPathsDoNotTouch: a path's states are its own, and At is the value where nothing has happened.
func TestStatesOfPathsDoNotTouch(t *testing.T) {
	law := dist.PERT{Low: 1, Mode: 2, High: 5}.Transform()
	eachChain(t, func(t *testing.T, p process.Chain, _ closed) {
		many, one := states(p, uniforms(9)), states(p, uniforms(1))
		z, stated := innovations(9), p.Over(law)
		for year := range years {
			require.Equal(t, many[year][0], one[year][0], "year %d", year)
			whole, alone := make([]float64, 9), make([]float64, 1)
			stated.ApplyIn(whole, z[year], many[year])
			for i := range whole {
				stated.ApplyIn(alone, z[year][i:i+1], many[year][i:i+1])
				require.Equal(t, whole[i], alone[0])
			}
			stated.Apply(whole, z[year])
			for i := range whole {
				require.Equal(t, stated.At(z[year][i]), whole[i])
				require.Equal(t, law.At(z[year][i]), whole[i])
			}
		}
	})
}

func TestMoveAllocatesNothing(t *testing.T) {
	state, x, z := make([]float64, 64), make([]float64, 64), make([]float64, 64)
	uniform := uniforms(64)
	eachChain(t, func(t *testing.T, p process.Chain, _ closed) {
		stated := p.Over(dist.Normal{SD: 1}.Transform())
		p.Move(state, uniform[0], 0)
		assert.Zero(t, testing.AllocsPerRun(5, func() {
			p.Move(state, uniform[1], 1)
			stated.ApplyIn(x, z, state)
		}))
		p.Move(nil, nil, 0)
		p.Move(nil, nil, 1)
		stated.ApplyIn(nil, nil, nil)
	})
}

// A rarer shock never happens where a likelier one does not: scenarios with other chances differ by what the change
// does.
func TestChancesNest(t *testing.T) {
	rare, likely := process.Shock{Chance: 0.05, Sizes: []float64{1, 1}},
		process.Shock{Chance: 0.1, Sizes: []float64{1, 1}}
	chances := uniforms(1000)
	less, more := states(rare, chances), states(likely, chances)
	for year := range years {
		for i := range less[year] {
			assert.False(t, less[year][i] > 0 && more[year][i] == 0)
		}
	}
}
