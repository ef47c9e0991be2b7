package history_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/history"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// made draws a series of n years from a law and a persistence, the same every time. Years that skip returns true for
// are left out.
func made(law dist.Distribution, persistence float64, n int, skip func(i int) bool) evidence.Series {
	s := evidence.Series{Name: "made"}
	draw := rand.New(rand.NewPCG(20130401, uint64(n)))
	transform := law.Transform()
	z := draw.NormFloat64()
	for i := range n {
		if i > 0 {
			z = persistence*z + math.Sqrt(1-persistence*persistence)*draw.NormFloat64()
		}
		if skip == nil || !skip(i) {
			s.Points = append(s.Points, evidence.Point{Year: finance.Year(i), Value: transform.At(z)})
		}
	}
	return s
}

func of(values ...float64) evidence.Series {
	s := evidence.Series{Name: "x"}
	for i, v := range values {
		s.Points = append(s.Points, evidence.Point{Year: finance.Year(2000 + i), Value: v})
	}
	return s
}

func fit(t *testing.T, s evidence.Series, o history.Options) *evidence.Fitted {
	t.Helper()
	f, err := history.Fit(context.Background(), s, o)
	require.NoError(t, err)
	return f
}

// parameters are the fitted numbers by name.
func parameters(f *evidence.Fitted) map[string]evidence.Parameter {
	all := map[string]evidence.Parameter{}
	for _, p := range f.Parameters {
		all[p.Name] = p
	}
	return all
}

// recoveries has a law and its parameters for each kind that can be fitted.
var recoveries = map[string]struct {
	law   dist.Distribution
	truth map[string]float64
}{
	"normal":    {dist.Normal{Mean: 0.02, SD: 0.005}, map[string]float64{"mean": 0.02, "sd": 0.005}},
	"lognormal": {dist.Lognormal{Median: 3, Sigma: 0.4}, map[string]float64{"median": 3, "sigma": 0.4}},
	"gamma":     {dist.Gamma{Shape: 6, Scale: 0.01}, map[string]float64{"shape": 6, "scale": 0.01}},
	"beta":      {dist.Beta{Low: 0, High: 1, Alpha: 9, Beta: 2}, map[string]float64{"alpha": 9, "beta": 2}},
	"student_t": {dist.StudentT{Centre: 0.02, Scale: 0.01, DF: 5},
		map[string]float64{"centre": 0.02, "scale": 0.01, "df": 5}},
}

// Long series give back what they were made with, within 4.75 of the standard errors that the fit states; their sizes
// are those of large samples.
func TestRecovery(t *testing.T) {
	for _, name := range history.Laws() {
		c, known := recoveries[name]
		require.True(t, known, "a law without a case: %s", name)
		for _, persistence := range map[bool][]float64{true: {0, 0.6, -0.4}, false: {0.5}}[name == "normal"] {
			t.Run(fmt.Sprint(name, persistence), func(t *testing.T) {
				o := history.Options{Law: name, Resamples: 60}
				f := fit(t, made(c.law, persistence, 400, nil), o)
				got := parameters(f)
				for parameter, truth := range c.truth {
					testkit.Z(t, parameter, got[parameter].Value, truth, got[parameter].SE)
				}
				p := got["persistence"]
				testkit.Z(t, "persistence", p.Value, persistence, p.SE)
				assert.InEpsilon(t, math.Sqrt((1-persistence*persistence)/400), p.SE, 0.45,
					"Box and Jenkins, §7.2: √((1 − ρ²)/n); 60 resamples know it to 9%%")
				assert.Greater(t, f.P, 0.001)
			})
		}
	}
}

// Years that are missing do not spoil the persistence: of two years in three, and of ten in a row.
func TestRecoveryAcrossGaps(t *testing.T) {
	s := made(dist.Normal{Mean: 0.02, SD: 0.005}, 0.7, 900, func(i int) bool { return i%3 == 1 || i/10%7 == 3 })
	f := fit(t, s, history.Options{Resamples: 60})
	p, ok := f.Persistence()
	require.True(t, ok)
	testkit.Z(t, "persistence", p.Value, 0.7, p.SE)
	assert.Contains(t, strings.Join(f.Notes, " "), "between the first and the last have no figure")
}

// A walk's spread, with years missing; it goes on from the last value.
func TestRecoveryOfAWalk(t *testing.T) {
	for _, lognormal := range []bool{false, true} {
		draw := rand.New(rand.NewPCG(1, 2))
		s, x := evidence.Series{Name: "walk"}, 0.0
		for i := range 1200 {
			if x += 0.01 * draw.NormFloat64(); i%4 == 2 {
				continue
			}
			p := evidence.Point{Year: finance.Year(i), Value: x}
			if lognormal {
				p.Value = math.Exp(x)
			}
			s.Points = append(s.Points, p)
		}
		last := s.Points[len(s.Points)-1].Value
		o, spread := history.Options{Process: history.Walk, Resamples: 60}, "sd"
		if lognormal {
			o.Law, spread = "lognormal", "sigma"
		}
		f := fit(t, s, o)
		p := parameters(f)[spread]
		testkit.Z(t, spread, p.Value, 0.01, p.SE)
		assert.InEpsilon(t, p.Value/math.Sqrt(2*float64(f.N)), p.SE, 0.45,
			"the error of a spread of so many steps; 60 resamples know it to 9%%")
		testkit.Z(t, "bias", p.Bias, 0, p.SE/math.Sqrt(60))
		assert.InEpsilon(t, last, dist.Median(f.Law), 1e-8)
		assert.Equal(t, process.AR1{Persistence: 1}, f.Process)
		assert.Equal(t, len(s.Points)-1, f.N)
	}
}

// Normal and lognormal are gonum's own fits, but for the divisor n − 1 of the variance.
func TestAgainstGonum(t *testing.T) {
	s, err := history.ReadShipped("gdp_deflator.csv", "growth")
	require.NoError(t, err)
	n := float64(len(s.Points))
	for _, law := range []string{"normal", "lognormal"} {
		values := s.Values()
		if law == "lognormal" {
			for i := range values {
				values[i] = math.Log(values[i])
			}
		}
		var want distuv.Normal
		want.Fit(values, nil)
		want.Sigma *= math.Sqrt(n / (n - 1))
		f := fit(t, s, history.Options{Law: law, Process: history.Independent})
		got, likelihood := distuv.Normal{}, 0.0
		switch d := f.Law.(type) {
		case dist.Normal:
			got = distuv.Normal{Mu: d.Mean, Sigma: d.SD}
		case dist.Lognormal:
			got = distuv.Normal{Mu: math.Log(d.Median), Sigma: d.Sigma}
			likelihood = -n * stat.Mean(values, nil) // the density of x is that of ln x over x
		}
		assert.InEpsilon(t, want.Mu, got.Mu, 1e-8, "nine digits")
		assert.InEpsilon(t, want.Sigma, got.Sigma, 1e-8)
		for _, x := range values {
			likelihood += want.LogProb(x)
		}
		assert.InEpsilon(t, likelihood, f.LogLikelihood, 1e-8)
		assert.InEpsilon(t, 4-2*likelihood+12/(n-3), f.AICc, 1e-8,
			"Hurvich and Tsai, Biometrika, 1989, with two parameters")
	}
}

// No law near by is more likely than the one that is fitted by likelihood.
func TestNothingNearIsMoreLikely(t *testing.T) {
	const n = 300
	for name, density := range map[string]func(v map[string]float64) interface{ LogProb(float64) float64 }{
		"gamma": func(v map[string]float64) interface{ LogProb(float64) float64 } {
			return distuv.Gamma{Alpha: v["shape"], Beta: 1 / v["scale"]}
		},
		"beta": func(v map[string]float64) interface{ LogProb(float64) float64 } {
			return distuv.Beta{Alpha: v["alpha"], Beta: v["beta"]}
		},
		"student_t": func(v map[string]float64) interface{ LogProb(float64) float64 } {
			return distuv.StudentsT{Mu: v["centre"], Sigma: v["scale"], Nu: v["df"]}
		},
	} {
		s := made(recoveries[name].law, 0, n, nil)
		f := fit(t, s, history.Options{Law: name, Process: history.Independent, Resamples: 1})
		likelihood := func(change string, times float64) (sum float64) {
			v := map[string]float64{}
			for _, p := range f.Parameters {
				if v[p.Name] = p.Value; p.Name == change {
					v[p.Name] *= times
				}
			}
			for _, x := range s.Values() {
				sum += density(v).LogProb(x)
			}
			return sum
		}
		assert.InEpsilon(t, likelihood("", 1), f.LogLikelihood, 1e-12, name)
		for _, p := range f.Parameters {
			for _, times := range []float64{0.999, 1.001} {
				assert.Less(t, likelihood(p.Name, times), f.LogLikelihood, "%s with %s × %v", name, p.Name, times)
			}
		}
	}
}

// The persistence is the most likely one, and the likelihood that of the whole series: each value's density given the
// one before, which over a gap of g years is normal about mean + ρ^g·deviation with spread sd·√(1 − ρ^2g).
func TestLikelihoodOfPersistence(t *testing.T) {
	s := made(dist.Normal{Mean: 0.02, SD: 0.005}, 0.5, 16, func(i int) bool { return i == 3 || i == 8 || i == 9 })
	f := fit(t, s, history.Options{})
	law := f.Law.(dist.Normal)
	p, _ := f.Persistence()
	likelihood := func(rho float64) (sum float64) {
		for i, q := range s.Points {
			one := distuv.Normal{Mu: law.Mean, Sigma: law.SD}
			if i > 0 {
				keep := math.Pow(rho, float64(q.Year-s.Points[i-1].Year))
				one.Mu += keep * (s.Points[i-1].Value - law.Mean)
				one.Sigma *= math.Sqrt(1 - keep*keep)
			}
			sum += one.LogProb(q.Value)
		}
		return sum
	}
	assert.InEpsilon(t, likelihood(p.Value), f.LogLikelihood, 1e-9)
	for _, step := range []float64{-0.3, -0.01, -1e-4, 1e-4, 0.01, 0.3} {
		assert.Less(t, likelihood(p.Value+step), f.LogLikelihood, "a persistence of %v", p.Value+step)
	}
	assert.Equal(t, process.EachYear{Persistence: p.Value}, f.Process)
}

// A walk by hand: steps of 1, −2 and, over four years, 4, which is 2 a root of a year. Their mean square is 3.
func TestWalkByHand(t *testing.T) {
	s := of(5, 6, 4, 8)
	s.Points[3].Year = 2006
	f := fit(t, s, history.Options{Process: history.Walk, Resamples: 1})
	sd := math.Sqrt(3)
	assert.InEpsilon(t, sd, f.Law.(dist.Normal).SD, 1e-8)
	likelihood := distuv.Normal{Mu: 5, Sigma: sd}.LogProb(6) + distuv.Normal{Mu: 6, Sigma: sd}.LogProb(4) +
		distuv.Normal{Mu: 4, Sigma: 2 * sd}.LogProb(8)
	assert.InEpsilon(t, likelihood, f.LogLikelihood, 1e-8)

	f = fit(t, s, history.Options{Law: "lognormal", Process: history.Walk, Resamples: 1})
	a, b, c := math.Log(6./5), math.Log(4./6), math.Log(8./4)
	sigma := math.Sqrt((a*a + b*b + c*c/4) / 3)
	assert.InEpsilon(t, sigma, f.Law.(dist.Lognormal).Sigma, 1e-8)
	given := func(x, before, sigma float64) float64 {
		return distuv.LogNormal{Mu: math.Log(before), Sigma: sigma}.LogProb(x)
	}
	assert.InEpsilon(t, given(6, 5, sigma)+given(4, 6, sigma)+given(8, 4, 2*sigma), f.LogLikelihood, 1e-8)
}

// Persistence comes out too low: by about (1 + 3ρ)/n (Kendall, Biometrika, 1954), which leaves out terms of 1/n², here
// allowed for by a tenth of it.
func TestPersistenceComesOutLow(t *testing.T) {
	const n, rho, repeats = 15, 0.5, 600
	draw := rand.New(rand.NewPCG(1, 1))
	transform := dist.Normal{SD: 1}.Transform()
	var found []float64
	for range repeats {
		s, z := evidence.Series{Name: "x"}, draw.NormFloat64()
		for i := range n {
			s.Points = append(s.Points, evidence.Point{Year: finance.Year(i), Value: transform.At(z)})
			z = rho*z + math.Sqrt(1-rho*rho)*draw.NormFloat64()
		}
		p, ok := fit(t, s, history.Options{Resamples: 1}).Persistence()
		require.True(t, ok)
		found = append(found, p.Value-rho)
	}
	mean, sd := stat.MeanStdDev(found, nil)
	const bias = -(1 + 3*rho) / n
	assert.InDelta(t, bias, mean, 4.75*sd/math.Sqrt(repeats)+0.1*math.Abs(bias))
	assert.Less(t, mean, -0.1)
}

// Standard errors of independent normal values are those of the textbook: sd/√n of the mean, and √(1 − c²)·sd of the
// standard deviation, with c = √(2/(n − 1))·Γ(n/2)/Γ((n − 1)/2), which is also its bias: (c − 1)·sd.
func TestStandardErrors(t *testing.T) {
	const n, resamples = 8, 4000
	f := fit(t, made(dist.Normal{Mean: 0.02, SD: 0.005}, 0, n, nil),
		history.Options{Process: history.Independent, Resamples: resamples})
	sd := f.Law.(dist.Normal).SD
	got := parameters(f)
	c := math.Sqrt(2./(n-1)) * math.Gamma(n/2.) / math.Gamma((n-1)/2.)
	spread := math.Sqrt(1-c*c) * sd
	error2 := func(se float64) float64 {
		return se / math.Sqrt(2*resamples)
	} // of a standard error found from so many, nearly normal
	testkit.Z(t, "mean", got["mean"].SE, sd/math.Sqrt(n), error2(sd/math.Sqrt(n)))
	testkit.Z(t, "sd", got["sd"].SE, spread, error2(spread))
	testkit.Z(t, "bias of the mean", got["mean"].Bias, 0, sd/math.Sqrt(n*resamples))
	testkit.Z(t, "bias of sd", got["sd"].Bias, (c-1)*sd, spread/math.Sqrt(resamples))
}

// The p-value is even where the law is right, and small where it is wrong: of 200 series of ten years each.
func TestPValue(t *testing.T) {
	count := func(law dist.Distribution, n int) (below10, below50 int) {
		long := made(law, 0, 200*n, nil)
		for i := range 200 {
			s := evidence.Series{Name: "x", Points: long.Points[i*n : (i+1)*n]}
			f := fit(t, s, history.Options{Process: history.Independent, Resamples: 99})
			if f.P <= 0.10 {
				below10++
			}
			if f.P <= 0.50 {
				below50++
			}
		}
		return below10, below50
	}
	low, half := count(dist.Normal{Mean: 1, SD: 0.1}, 10)
	testkit.Z(t, "p ≤ 0.1", float64(low), 20, math.Sqrt(200*0.1*0.9))
	testkit.Z(t, "p ≤ 0.5", float64(half), 100, math.Sqrt(200*0.5*0.5))
	low, _ = count(dist.Lognormal{Median: 1, Sigma: 1.5}, 20)
	assert.Greater(t, low, 150, "a long right tail is not normal")
}

// Distance by hand: of values at −1, 0 and 1 the mean is 0 and the sd 1; the law has Φ(−1) = 0.1587 below the first
// and steps come at 0, 1/3, 2/3 and 1.
func TestDistance(t *testing.T) {
	f := fit(t, of(-1, 0, 0, 1), history.Options{Process: history.Independent, Resamples: 1})
	sd := math.Sqrt(2. / 3)
	outer := distuv.UnitNormal.CDF(-1 / sd)
	assert.InDelta(t, max(outer, 0.25-outer, 0.25, 0.5-0.25), f.Distance, 1e-8)
}

// What cannot be fitted is refused, all at once and at its place.
func TestFitFaults(t *testing.T) {
	series := read(t, "year,x\n2013,1%\n2014,-2%\n2015,3%\n2016,0%\n2017,1%\n2018,100%\n", "x")
	money := read(t, "year,x\n2013,£1m\n2014,-£2m\n2015,£3m\n2016,£4m\n2017,£5m\n2018,£5m\n", "x")
	odd := of(1, math.NaN(), 3, math.Inf(1), 5, 6)
	odd.Points[4].Year = 2001
	for _, c := range []struct {
		name string
		s    evidence.Series
		o    history.Options
		says string
	}{
		{"below zero", series, history.Options{Law: "lognormal"}, `
			h.csv:3:6: x[2014]: -2%; all values of a lognormal law are above zero
			h.csv:5:6: x[2016]: 0%; all values of a lognormal law are above zero`},
		{"on the ends", series, history.Options{Law: "beta"}, `
			h.csv:3:6: x[2014]: -2%; all values of a beta law are between 0% and 100%, and on neither
			h.csv:5:6: x[2016]: 0%; all values of a beta law are between 0% and 100%, and on neither
			h.csv:7:6: x[2018]: 100%; all values of a beta law are between 0% and 100%, and on neither`},
		{"money", money, history.Options{Law: "gamma"},
			`h.csv:3:6: x[2014]: -£2m; all values of a gamma law are above zero`},
		{"not finite, and years out of order", odd, history.Options{}, `
			series: x[2001/02]: NaN is not a finite number
			series: x[2003/04]: +Inf is not a finite number
			series: x[2001/02]: the year must come after 2003/04`},
		{"constant", of(0.02, 0.02, 0.02, 0.02, 0.02), history.Options{},
			`series: x: all values are 2%, so there is nothing to fit`},
		{"two values", of(0.01, 0.02), history.Options{},
			`series: x: 2 values; a normal law with process each_year takes at least 5`},
		{"none", evidence.Series{Name: "x"}, history.Options{Law: "student_t"},
			`series: x: 0 values; a student_t law with process each_year takes at least 6`},
		{"a walk of three", of(0.01, 0.02, 0.05), history.Options{Process: history.Walk},
			`series: x: 3 values; a normal law with process walk takes at least 4`},
		{"no such law", of(1, 2, 3, 4, 5), history.Options{Law: "cauchy"},
			`"cauchy" is not a law that can be fitted; there are normal, lognormal, gamma, beta, student_t`},
		{"no such process", of(1, 2, 3, 4, 5), history.Options{Process: "ar1"},
			`"ar1" is not a process that can be fitted; there are each_year, independent and walk`},
		{"a walk of another law", of(1, 2, 3, 4, 5), history.Options{Law: "gamma", Process: history.Walk},
			`a walk is of a normal or a lognormal law, not of a gamma one`},
		{"no ends", money, history.Options{Law: "beta"}, `a beta law of money needs its ends, low and high`},
		{"ends that cross", of(1, 2, 3, 4, 5), history.Options{Law: "beta", Low: 2, High: 1},
			`low, 2, must be below high, 1`},
		{"ends that are not numbers", of(1, 2, 3, 4, 5), history.Options{Law: "beta", Low: math.NaN(), High: 1},
			`low, NaN, must be below high, 1`},
		{"too even for a gamma law", of(1, 1.0001, 1.0002, 1.0001, 1), history.Options{Law: "gamma"},
			`series: x: no gamma law of a shape from 0.1 to 10000 is like these values; try normal or lognormal`},
		{"narrow for a beta law", of(0.5, 0.51, 0.52, 0.51, 0.5), history.Options{Law: "beta"}, `*wanted: from 0.1`},
		{"far too narrow", of(0.5, 0.5001, 0.5002, 0.5001, 0.5), history.Options{Law: "beta"},
			`series: x: no beta law could be fitted to these values; try normal`},
		{"alike to nine digits", of(1, 1+1e-15, 1, 1+1e-15, 1),
			history.Options{Law: "lognormal", Process: history.Walk}, ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := history.Fit(context.Background(), c.s, c.o)
			if c.says == "" {
				require.NoError(t, err)
				require.Positive(t, f.Parameters[0].Value)
				return
			}
			require.Error(t, err)
			if says, part := strings.CutPrefix(c.says, "*"); part {
				assert.ErrorContains(t, err, says)
				return
			}
			assert.Equal(t, strings.ReplaceAll(strings.TrimSpace(c.says), "\t", ""), err.Error())
		})
	}
}

// Whatever finite values come, a fit is an error or a sound law, and its text loads.
func FuzzFit(f *testing.F) {
	f.Add(0.01, 0.02, 0.03, 0.01, 0.02, uint8(0))
	f.Add(1e300, -1e300, 1e-300, 0.0, 1.0, uint8(5))
	f.Add(0.9, 0.91, 0.99, 0.95, 0.2, uint8(9))
	f.Fuzz(func(t *testing.T, a, b, c, d, e float64, which uint8) {
		laws := history.Laws()
		o := history.Options{Law: laws[int(which)%len(laws)],
			Process:   []string{history.EachYear, history.Independent, history.Walk}[int(which)/len(laws)%3],
			Resamples: 3}
		s := of(a, b, c, d, e, (a+c)/2, (b+d)/3)
		fitted, err := history.Fit(context.Background(), s, o)
		if err == nil {
			require.Empty(t, fitted.Law.Faults())
			require.Empty(t, fitted.Process.Faults())
			require.NotEmpty(t, fitted.YAML)
		}
		_, err = history.OneStep(s, o)
		if err != nil {
			require.NotEmpty(t, err.Error())
		}
	})
}

// The text to paste: it loads as the law and the process that were fitted, to the last digit.
func TestYAML(t *testing.T) {
	rates := made(dist.Normal{Mean: 0.02, SD: 0.005}, 0.3, 15, nil)
	shares := made(dist.Beta{Low: 0, High: 1, Alpha: 9, Beta: 2}, 0, 15, nil)
	amounts := made(dist.Lognormal{Median: 123_456_789_012, Sigma: 0.1}, 0, 15, nil)
	amounts.Money, amounts.Symbol = true, "£"
	for i := range amounts.Points {
		amounts.Points[i].Value = math.Round(amounts.Points[i].Value) / 100
	}
	small := amounts
	small.Points = slices.Clone(amounts.Points)
	for i := range small.Points {
		small.Points[i].Value = math.Round(small.Points[i].Value/1e5) / 100
	}
	for _, c := range []struct {
		key string
		s   evidence.Series
		o   history.Options
	}{
		{"deflator: {surprise: %s}", rates, history.Options{}},
		{"deflator: {surprise: %s}", rates, history.Options{Process: history.Independent}},
		{"savings: {planned: 1%%, delivery: %s}", shares, history.Options{Law: "beta"}},
		{"savings: {amount: %s}", amounts, history.Options{Law: "lognormal", Process: history.Independent}},
		{"savings: {amount: %s}", amounts, history.Options{Law: "gamma", Process: history.Independent}},
		{"savings: {amount: %s}", amounts, history.Options{Law: "lognormal", Process: history.Walk}},
		{"savings: {amount: %s}", small, history.Options{}},
		{"savings: {amount: %s}", amounts, history.Options{Law: "student_t"}},
		{"savings: {amount: %s}", amounts, history.Options{Law: "beta", Low: 5e8, High: 2e9}},
	} {
		t.Run(fmt.Sprint(c.o), func(t *testing.T) {
			c.s.File = `/a folder/it's "h".csv`
			f := fit(t, c.s, c.o)
			text := "schema: 1\nyears: 2018/19 to 2020/21\nfunding: {baseline: £1bn, real_growth: 1%}\nopening: {position: £0}\nneed: {real_growth: 1%}\nnot_modelled: []\n" +
				fmt.Sprintf(c.key, f.YAML)
			spec, err := file.Load("f.yaml", []byte(text))
			require.NoError(t, err)
			m, err := spec.Model()
			require.NoError(t, err, text)
			driver := m.Baseline.Drivers[0]
			assert.Equal(t, pence.OfLaw(f.Law), pence.OfLaw(driver.Law))
			assert.Equal(t, f.Process, driver.Process)
		})
	}
}

// The same series gives the same figures, and an ended context ends a fit.
func TestFitIsRepeatable(t *testing.T) {
	s, err := history.ReadShipped("gdp_deflator.csv", "growth")
	require.NoError(t, err)
	for _, law := range history.Laws() {
		if law != "beta" {
			assert.Equal(t, fmt.Sprint(fit(t, s, history.Options{Law: law})),
				fmt.Sprint(fit(t, s, history.Options{Law: law})))
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = history.Fit(ctx, s, history.Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

// A fit says what so short a series cannot tell.
func TestNotes(t *testing.T) {
	notes := func(s evidence.Series, o history.Options) string {
		return strings.Join(fit(t, s, o).Notes, " ")
	}
	s, err := history.ReadShipped("gdp_deflator.csv", "growth")
	require.NoError(t, err)
	assert.Contains(t, notes(s, history.Options{}), "11 values are a short history")
	assert.Contains(t, notes(s, history.Options{}), "can only show a gross misfit")
	assert.Contains(t, notes(s, history.Options{Law: "student_t"}), "no sign of long tails")
	surprise, err := history.ReadShipped("gdp_deflator_calendar.csv", "growth")
	require.NoError(t, err)
	assert.Contains(t, notes(surprise, history.Options{Law: "student_t"}),
		"fewest that a law with a standard deviation can have")
	assert.Contains(t, notes(surprise, history.Options{Process: history.Independent}), "do not fit this law")
	assert.Contains(t, notes(made(dist.Normal{SD: 1}, 0.8, 10, nil), history.Options{}), "too low on average")
	assert.Contains(t, notes(made(dist.Normal{SD: 1}, 0, 100, nil), history.Options{}), "100 values: about 10")
}
