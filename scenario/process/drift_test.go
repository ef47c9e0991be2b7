package process_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// TestMeanReversion: the value of an input with a normal law has, in year t, the mean Mean + (Start − Mean)·ρ^{t+1},
// the variance SD²·(1 − ρ^{2(t+1)}) and with year u ≤ t the covariance ρ^{t−u} times that of u.
func TestMeanReversion(t *testing.T) {
	const paths, mean, sd = 1 << 16, 0.02, 0.01
	independent := innovations(paths)
	for _, p := range []process.MeanReverting{
		{Start: 0.05, Speed: math.Ln2 / 2}, {Start: -0.01, Speed: 0.1}, {Start: 0.02, Speed: 1},
	} {
		rho := math.Exp(-p.Speed)
		z := run(p, independent)
		var x [years][]float64
		for year := range years {
			x[year] = make([]float64, paths)
			p.InYear(dist.Normal{Mean: mean, SD: sd}.Transform(), year).Apply(x[year], z[year])
		}
		centre := func(year int) float64 { return mean + (p.Start-mean)*math.Pow(rho, float64(year+1)) }
		variance := func(year int) float64 { return sd * sd * (1 - math.Pow(rho, float64(2*year+2))) }
		for late := range years {
			var sum float64
			for _, v := range x[late] {
				sum += v
			}
			testkit.Z(t, fmt.Sprint("mean of year ", late), sum/paths, centre(late), math.Sqrt(variance(late)/paths))
			for early := range late + 1 {
				var products float64
				for i, v := range x[late] {
					products += (v - centre(late)) * (x[early][i] - centre(early))
				}
				want := math.Pow(rho, float64(late-early)) * variance(early)
				error := math.Sqrt((variance(early)*variance(late) + want*want) / paths)
				testkit.Z(t, fmt.Sprintf("covariance of years %d and %d", early, late), products/paths, want, error)
			}
		}
	}
}

// Whatever the law, the way starts at the start and ends at the median, half-lives apart in scores, within the law's
// ends.
func TestTheWayBack(t *testing.T) {
	for _, c := range []struct {
		law   dist.Distribution
		start float64
	}{
		{dist.Normal{Mean: 2, SD: 1}, 5},
		{dist.Lognormal{Median: 2, Sigma: 0.5}, 5},
		{dist.Triangular{Low: 0, Mode: 1, High: 4}, 3.5},
		{dist.PERT{Low: 0, Mode: 3, High: 4}, 0.1},
		{dist.Truncated{Law: dist.Normal{Mean: 2, SD: 1}, Low: 0, High: 6}, 5},
	} {
		p := process.MeanReverting{Start: c.start, Speed: 0.001}
		assert.Nil(t, p.Faults())
		assert.Nil(t, p.Fits(c.law))
		assert.InDelta(t, c.start, p.InYear(c.law.Transform(), 0).At(0), 0.02, "just after the start")
		p.Speed = 2
		way := func(year int) float64 { return p.InYear(c.law.Transform(), year).At(0) }
		median := dist.Median(c.law)
		for year := range 10 {
			assert.LessOrEqual(t, math.Abs(way(year+1)-median), math.Abs(way(year)-median))
		}
		assert.InDelta(t, median, way(10), 1e-7)
		low, high := c.law.Support()
		x, z := make([]float64, 3), []float64{-7, 0.3, 7}
		moved := p.InYear(c.law.Transform(), 0)
		moved.Apply(x, z)
		for i := range x {
			assert.Equal(t, moved.At(z[i]), x[i])
			assert.True(t, x[i] >= low && x[i] <= high)
		}
	}
	normal := process.MeanReverting{Start: 5, Speed: math.Ln2}
	assert.InDelta(t, 3.5, normal.InYear(dist.Normal{Mean: 2, SD: 1}.Transform(), 0).At(0), 1e-12,
		"half of the way in a half-life")
	assert.InDelta(t, 2.75, normal.InYear(dist.Normal{Mean: 2, SD: 1}.Transform(), 1).At(0), 1e-12)
}

// A start that the law does not have, or hardly.
func TestStartsThatDoNotFit(t *testing.T) {
	for _, c := range []struct {
		law   dist.Distribution
		start float64
		want  string
	}{
		{dist.Uniform{Low: 0, High: 1}, 1,
			"start: 1 found, between the ends of the uniform distribution, 0 and 1 wanted"},
		{dist.Uniform{Low: 0, High: 1}, -2,
			"start: -2 found, between the ends of the uniform distribution, 0 and 1 wanted"},
		{dist.Lognormal{Median: 1, Sigma: 1}, 0,
			"start: 0 found, between the ends of the lognormal distribution, above 0 wanted"},
		{dist.Normal{Mean: 1}, 1, "start: 1 found, between the ends of the normal distribution, 1 and 1 wanted"},
		{dist.Normal{SD: 1}, 8.1, "start: 8.1 found, a value that the normal distribution has within 8 standard deviations of its median; widen it or start nearer wanted"},
		{dist.Normal{SD: 1}, -1e300, "start: -1e+300 found, a value that the normal distribution has within 8 standard deviations of its median; widen it or start nearer wanted"},
		{dist.Normal{SD: 1}, math.NaN(), "start: NaN found, between the ends of the normal distribution wanted"},
	} {
		faults := process.MeanReverting{Start: c.start, Speed: 1}.Fits(c.law)
		if assert.Len(t, faults, 1) {
			assert.Equal(t, c.want, words(faults)[0])
		}
	}
	assert.Nil(t, process.MeanReverting{Start: -7.9, Speed: 1}.Fits(dist.Normal{SD: 1}))
}
