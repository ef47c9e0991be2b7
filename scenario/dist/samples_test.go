package dist_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
)

type values = map[string]float64

// samples gives every kind that takes numbers only some sound parameters; the first of each is
// typical. A kind without samples fails every test of this package.
var samples = map[string][]values{
	"normal": {
		{"mean": 0.034, "sd": 0.005},
		{"mean": 0, "sd": 1},
		{"mean": -5e6, "sd": 2e5},
		{"mean": 0.02, "sd": 0},
	},
	"lognormal": {
		{"mean": 100e6, "sd": 8e6},
		{"mean": 3, "sd": 1e-6},
		{"median": 0.02, "sigma": 0.3},
		{"median": 2e9, "sigma": 0.05},
		{"median": 1.1, "sigma": 0},
		{"mean": 7, "sd": 0},
	},
	"uniform": {
		{"low": 0.01, "high": 0.03},
		{"low": -4e9, "high": 1e3},
		{"low": 2, "high": 2},
	},
	"triangular": {
		{"low": 0.01, "mode": 0.02, "high": 0.04},
		{"low": -1, "mode": -1, "high": 1},
		{"low": 0, "mode": 5, "high": 5},
		{"low": 3, "mode": 3, "high": 3},
	},
	"pert": {
		{"low": 0.01, "mode": 0.02, "high": 0.04},
		{"low": 1, "mode": 2, "high": 3},
		{"low": -1, "mode": -1, "high": 1},
		{"low": 0, "mode": 5, "high": 5},
		{"low": 100, "mode": 100.1, "high": 250},
		{"low": 3, "mode": 3, "high": 3},
	},
	"metalog": {
		{"p10": 0.01, "p50": 0.018, "p90": 0.03},
		{"p10": -1, "p50": 0, "p90": 1},
		{"p10": -2e9, "p50": -1.6e9, "p90": 4e8},
		{"p10": 0, "p50": 5, "p90": 6},
	},
	"beta": {
		{"low": 0.1, "high": 0.6, "alpha": 2, "beta": 3.5},
		{"low": 0, "high": 1, "alpha": 1, "beta": 1},
		{"low": -5e8, "high": 2e9, "alpha": 0.5, "beta": 0.7},
		{"low": 0, "high": 1, "alpha": 60, "beta": 200},
		{"low": 3, "high": 3, "alpha": 2, "beta": 2},
	},
	"gamma": {
		{"mean": 100e6, "sd": 50e6},
		{"shape": 1, "scale": 0.02},
		{"shape": 0.5, "scale": 3},
		{"shape": 400, "scale": 1e-4},
	},
	"student t": {
		{"centre": 0.02, "scale": 0.005, "df": 6},
		{"centre": -4e9, "scale": 1e8, "df": 4.5},
		{"centre": 1, "scale": 2, "df": 300},
		{"centre": 3, "scale": 0, "df": 3},
	},
	"bernoulli": {
		{"chance": 0.2, "size": 50e6},
		{"chance": 0.7, "size": -0.03},
		{"chance": 0, "size": 4},
		{"chance": 1, "size": 4},
	},
}

// listed are the samples of the other kinds.
var listed = map[string][]dist.Values{
	"discrete": {
		{Lists: lists{"values": {0, 0.01, 0.02}, "chances": {0.2, 0.45, 0.35}}},
		{Lists: lists{"values": {5e6, -3e9, 0}, "chances": {0.3, 0.01, 0.69}}},
		{Lists: lists{"values": {7, 8}, "chances": {1, 0}}},
		{Lists: lists{"values": {3, 1, 2, 4}, "chances": {0.26, 0.26, 0, 0.48}}},
		{Lists: lists{"values": spread(997), "chances": equal(997)}},
	},
	"empirical": {
		{Lists: lists{"values": {0.021, 0.034, -0.002, 0.028, 0.031, 0.019, 0.045}}},
		{Lists: lists{"values": {-4e9, 1e3}}},
		{Lists: lists{"values": {1, 1, 1, 2, 2, 9}}},
		{Lists: lists{"values": {3, 3, 3}}},
		{Lists: lists{"values": spread(dist.MostObservations)}},
	},
	"percentiles": {
		{Numbers: values{"p5": 0.01, "p50": 0.02, "p95": 0.04}},
		{Numbers: values{"p25": -5e8, "p75": 2e9}},
		{Numbers: values{"p10": 0.01, "p50": 0.018, "p90": 0.03}},
		{Numbers: values{"p1": 80, "p10": 90, "p37.5": 98, "p60": 103, "p99": 140}},
		{Numbers: values{"p1": -2.3263, "p5": -1.6449, "p10": -1.2816, "p25": -0.6745, "p50": 0, "p75": 0.6745,
			"p90": 1.2816, "p95": 1.6449, "p99": 2.3263}},
	},
	"mixture": {
		{Parts: []dist.Part{{0.8, dist.Normal{Mean: 0.02, SD: 0.005}}, {0.2, dist.Uniform{Low: 0.03, High: 0.06}}}},
		{Parts: []dist.Part{{0.5, dist.Normal{Mean: -1, SD: 1}}, {0.5, dist.Normal{Mean: 1, SD: 1}}}},
		{Parts: []dist.Part{{0.7, dist.Uniform{Low: 0, High: 1}}, {0.3, dist.Uniform{Low: 5, High: 6}}}},
		{Parts: []dist.Part{{0.85, dist.Normal{Mean: 0, SD: 0}}, {0.15, dist.Lognormal{Median: 4e8, Sigma: 0.5}}}},
		{Parts: []dist.Part{{0.6, dist.Triangular{Low: -3, Mode: 1, High: 2}},
			{0.4, dist.StudentT{Centre: 40, Scale: 1, DF: 6}}}},
		{Parts: []dist.Part{{0.2, dist.Gamma{Shape: 3, Scale: 1}}, {0.3, dist.PERT{Low: 1, Mode: 2, High: 9}},
			{0.5, dist.Beta{Low: 0, High: 4, Alpha: 2, Beta: 2}}}},
		{Parts: []dist.Part{{0.3, dist.Normal{Mean: 2, SD: 0}}, {0.7, dist.Normal{Mean: 2, SD: 0}}}},
	},
}

// overlapping is one law of every kind, all of about the same size, so that as parts of a mixture they overlap.
var overlapping = map[string]dist.Values{
	"normal":      {Numbers: values{"mean": 0.5, "sd": 0.2}},
	"lognormal":   {Numbers: values{"median": 0.4, "sigma": 0.5}},
	"uniform":     {Numbers: values{"low": 0, "high": 1}},
	"triangular":  {Numbers: values{"low": 0, "mode": 0.3, "high": 1}},
	"pert":        {Numbers: values{"low": 0, "mode": 0.6, "high": 1}},
	"metalog":     {Numbers: values{"p10": 0.2, "p50": 0.45, "p90": 0.8}},
	"beta":        {Numbers: values{"low": 0, "high": 1, "alpha": 2, "beta": 3.5}},
	"gamma":       {Numbers: values{"shape": 3, "scale": 0.15}},
	"student t":   {Numbers: values{"centre": 0.5, "scale": 0.1, "df": 5}},
	"bernoulli":   {Numbers: values{"chance": 0.31, "size": 0.7}},
	"discrete":    {Lists: lists{"values": {0.1, 0.4, 0.6, 0.9}, "chances": {0.2, 0.17, 0.33, 0.3}}},
	"empirical":   {Lists: lists{"values": {0.1, 0.2, 0.35, 0.55, 0.6, 0.95}}},
	"percentiles": {Numbers: values{"p5": 0.1, "p50": 0.5, "p75": 0.65, "p95": 1}},
	"mixture": {Parts: []dist.Part{{0.4, dist.Normal{Mean: 0.3, SD: 0.1}},
		{0.6, dist.Uniform{Low: 0.5, High: 0.9}}}},
}

type lists = map[string][]float64

// spread are n values in no order, of which some are near each other.
func spread(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		place := float64(i*7919%n)/float64(n) - 0.3
		x[i] = place * place * place
	}
	return x
}

func equal(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 1 / float64(n)
	}
	return x
}

// samplesOf are the samples of a kind.
func samplesOf(kind dist.Kind) []dist.Values {
	all := listed[kind.Name]
	for _, v := range samples[kind.Name] {
		all = append(all, dist.Values{Numbers: v})
	}
	return all
}

// cut is a law between two of its percentiles.
func cut(d dist.Distribution, low, high float64) dist.Truncated {
	return dist.Truncated{Law: d, Low: dist.Percentile(d, low), High: dist.Percentile(d, high)}
}

// truncations are laws between bounds; the first is typical. They have no kind of their own.
var truncations = []dist.Truncated{
	{Law: dist.Normal{Mean: 0.03, SD: 0.01}, Low: 0.01, High: 0.06},
	{Law: dist.Normal{Mean: 5, SD: 2}, Low: 0, High: math.Inf(1)},
	{Law: dist.Normal{Mean: 0, SD: 1}, Low: math.Inf(-1), High: -4.7},
	{Law: dist.Normal{Mean: 0, SD: 1}, Low: 4.7, High: math.Inf(1)},
	{Law: dist.Normal{Mean: 0, SD: 1}, Low: 0.5, High: 0.5001},
	{Law: dist.Normal{Mean: 2, SD: 0}, Low: 0, High: 3},
	{Law: dist.Lognormal{Median: 1e8, Sigma: 0.4}, Low: 4e7, High: 3e8},
	{Law: dist.Lognormal{Median: 1, Sigma: 0.4}, Low: math.Inf(-1), High: 3},
	{Law: dist.Uniform{Low: -1, High: 1}, Low: 0, High: 2},
	{Law: dist.Triangular{Low: 1, Mode: 2, High: 4}, Low: 1.5, High: 3},
	{Law: dist.StudentT{Centre: 0, Scale: 1, DF: 5}, Low: -3, High: 4},
	{Law: dist.Gamma{Shape: 4, Scale: 1}, Low: 1, High: math.Inf(1)},
}

// logits are laws of shares; the first is typical. They have no kind of their own.
var logits = []dist.Logit{
	dist.LogitFromInterval(0, 1, 0.6, 0.9),
	dist.LogitFromInterval(-1, 2, 0.2, 1),
	dist.LogitFromInterval(0, 1, 1e-6, 0.5),
	dist.LogitFromPercentiles(0, 1, 0.6, 0.8, 0.9),
	dist.LogitFromPercentiles(0, 10, 0.1, 0.3, 4),
	{Low: 0, High: 1, Median: 0.7, Deviation: dist.Normal{}},
}

// eachSample runs a test for every sample of every kind in the table, for each kind between two
// percentiles, and for every truncation.
func eachSample(t *testing.T, test func(t *testing.T, d dist.Distribution)) {
	for _, kind := range dist.Kinds() {
		require.NotEmpty(t, samplesOf(kind), "samples of %s", kind.Name)
		for i, v := range samplesOf(kind) {
			t.Run(fmt.Sprint(kind.Name, i, v.Numbers), func(t *testing.T) {
				d, faults := kind.New(v)
				require.Empty(t, faults)
				require.Equal(t, kind.Name, d.Kind())
				require.Nil(t, d.Faults())
				again, _ := kind.New(v)
				require.True(t, d == again, "a law is a value")
				test(t, d)
			})
		}
	}
	for _, d := range typical() {
		t.Run("between percentiles/"+d.Kind(), func(t *testing.T) {
			law := cut(d, 0.03, 0.96)
			require.Nil(t, law.Faults())
			test(t, law)
		})
	}
	for _, d := range logits {
		t.Run(fmt.Sprintf("%+v", d), func(t *testing.T) {
			require.Nil(t, d.Faults())
			test(t, d)
		})
	}
	for _, d := range truncations {
		t.Run(fmt.Sprintf("%+v", d), func(t *testing.T) {
			require.Nil(t, d.Faults())
			test(t, d)
		})
	}
}

// scores returns n standard normals, the same ones every time.
func scores(n int) []float64 {
	var columns [4][]float64
	for y := range columns {
		columns[y] = make([]float64, (n+3)/4)
	}
	draws.Normals(&columns, draws.NewKey(20190401, "dist"), 0, 0, 0)
	all := []float64{}
	for _, c := range columns {
		all = append(all, c...)
	}
	return all[:n]
}

// degenerate reports whether a law has no spread.
func degenerate(d dist.Distribution) bool {
	low, high := d.Support()
	return low == high
}

// typical is the first sample of every kind, and the first truncation.
func typical() []dist.Distribution {
	var all []dist.Distribution
	for _, kind := range dist.Kinds() {
		d, _ := kind.New(samplesOf(kind)[0])
		all = append(all, d)
	}
	return append(all, truncations[0], logits[0])
}
