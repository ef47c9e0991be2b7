package report

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/require"
)

// randomEstimates are figures as runs give them: chances with Wilson's interval of 10 to 10⁹ paths, every tenth none or
// all; and figures of all sizes and signs with intervals from far narrower than themselves to far wider.
func randomEstimates(yield func(e scenario.Estimate, chance bool)) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 100_000 {
		if i%2 == 0 {
			yield(randomChance(r), true)
			continue
		}
		value := (2*r.Float64() - 1) * math.Pow(10, 14*r.Float64()-3)
		half := math.Pow(10, 14*r.Float64()-4)
		yield(scenario.Estimate{Value: value, Lo: value - half*r.Float64(), Hi: value + half}, false)
	}
}

// randomChance is the share of successes among paths, with Wilson's interval.
func randomChance(r *rand.Rand) scenario.Estimate {
	n := math.Floor(math.Pow(10, 1+8*r.Float64()))
	p := math.Round(r.Float64()*n) / n
	switch r.IntN(10) {
	case 0:
		p = float64(r.IntN(2))
	case 1:
		p = math.Min(1, math.Round(5*r.Float64())/n)
	case 2:
		p = 1 - math.Min(1, math.Round(5*r.Float64())/n)
	}
	const z2 = 1.96 * 1.96
	centre, half := (p+z2/(2*n))/(1+z2/n), 1.96*math.Sqrt(p*(1-p)/n+z2/(4*n*n))/(1+z2/n)
	return scenario.Estimate{Value: p, Lo: math.Min(p, math.Max(0, centre-half)),
		Hi: math.Max(p, math.Min(1, centre+half))}
}

// number reads a figure as it is shown, and half a unit of its last digit.
func number(t *testing.T, text string) (value, half float64) {
	text = strings.NewReplacer(",", "", "−", "-", "%", "", "+", "", "~", "").Replace(text)
	value, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err, text)
	_, decimals, _ := strings.Cut(text, ".")
	return value, 0.5 * math.Pow10(-len(decimals)) * (1 + 1e-6)
}

// ends reads an interval as it is shown.
func shownEnds(t *testing.T, interval string) (low, high float64) {
	from, to, ok := strings.Cut(interval, " to ")
	if !ok {
		from, to, ok = strings.Cut(interval, "–")
	}
	require.True(t, ok, interval)
	low, _ = number(t, from)
	high, _ = number(t, to)
	return low, high
}

// What is shown lies in the interval shown beside it, and what is known within half a unit of the last digit shown; a
// bound (>99.9%) holds the whole interval.
func TestNoFigureContradictsWhatStandsBesideIt(t *testing.T) {
	randomEstimates(func(e scenario.Estimate, chance bool) {
		s, figure, interval := percent(0), "", ""
		if chance {
			figure, interval = probabilityBeside(e)
		} else {
			s = scale{1e9, 1}
			if math.Abs(e.Value) < 1e7 {
				s = scale{1e3, 0}
			}
			figure, interval = s.besideInterval(e)
		}
		low, high := shownEnds(t, interval)
		about := func() string { return figure + " (" + interval + ")" }
		for end, shown := range map[float64]float64{e.Lo: low, e.Hi: high} {
			require.InDelta(t, end/s.size, shown, math.Max(1e-9*math.Abs(end/s.size), e.HalfWidth()/s.size), about())
		}
		switch {
		case strings.HasPrefix(figure, ">"):
			bound, _ := number(t, figure[1:])
			require.True(t, bound <= low && bound < e.Value*100, about())
		case strings.HasPrefix(figure, "<"):
			bound, _ := number(t, figure[1:])
			require.True(t, bound >= high && bound > e.Value*100, about())
		default:
			value, half := number(t, figure)
			require.True(t, low <= value && value <= high, about())
			require.InDelta(t, e.Value/s.size, value, half+1e-9*math.Abs(value), about())
			require.False(t, chance && (value == 0 || value == 100), about())
		}
	})
}

// A figure and its half-width span what is known; alone, a figure is off by no more than half a unit of its last digit
// or, in doubt, by no more than its half-width.
func TestNoFigureContradictsItsMargin(t *testing.T) {
	randomEstimates(func(e scenario.Estimate, chance bool) {
		if chance {
			figure, margin := probabilityMargin(percent(1), e)
			about := figure + " ± " + margin
			if bound, ok := strings.CutPrefix(figure, ">"); ok {
				least, _ := number(t, bound)
				require.Greater(t, 100*e.Value, least, about)
				return
			}
			if bound, ok := strings.CutPrefix(figure, "<"); ok {
				most, _ := number(t, bound)
				require.Less(t, 100*e.Value, most, about)
				return
			}
			value, _ := number(t, figure)
			off, _ := number(t, strings.TrimPrefix(margin, "<"))
			require.InDelta(t, 100*e.Value, value, off, about)
			return
		}
		s := scale{1e3, 1}
		figure, margin := s.besideMargin(e)
		value, half := number(t, figure)
		off, _ := number(t, strings.TrimPrefix(margin, "<"))
		require.InDelta(t, e.Value/s.size, value, math.Max(off, 1e-9*math.Abs(value)), "%s ± %s", figure, margin)
		require.InDelta(t, e.Value/s.size, value, half+1e-9*math.Abs(value), "%s ± %s", figure, margin)
		alone, half := number(t, s.write(e))
		require.InDelta(t, e.Value/s.size, alone, math.Max(half, e.HalfWidth()/s.size)+1e-9*math.Abs(alone), s.write(e))
	})
}
