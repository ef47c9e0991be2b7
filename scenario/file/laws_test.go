package file

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// drawnBy is the model of the small file with more lines, or with need.real_growth in another form.
func drawnBy(t *testing.T, lines string) *scenario.Model {
	t.Helper()
	text := small + lines
	if number, ok := strings.CutPrefix(lines, "need = "); ok {
		text = strings.Replace(small, "4%", number, 1)
	}
	s, err := Load("f.yaml", []byte(text))
	require.NoError(t, err, lines)
	m, err := s.Model()
	require.NoError(t, err, lines)
	return m
}

// Each form of a number is the law that the page says, with the median as its central value: percentiles of a growth
// are normal, of a share between its limits, and of an amount above zero lognormal.
func TestTheLawOfEachForm(t *testing.T) {
	const growth, share, money = "need = %s", "earmark: {share: 5%%, leakage: %s}\n", "pressures: {a: {amount: %s}}\n"
	for _, c := range []struct{ in, number, law, central string }{
		{growth, "{p10: 1%, p90: 3%}", "normal", "2%"},
		{growth, "{p10: 1%, p50: 2%, p90: 3%}", "metalog", "2%"},
		{growth, "{normal: {mean: 2%, sd: 1%}}", "normal", "2%"},
		{growth, "{uniform: {low: 1%, high: 3%}}", "uniform", "2%"},
		{growth, "{value: 2%}", "", "2%"},
		{growth, "{mixture: [{weight: 40%, value: 1%}, {weight: 60%, uniform: {low: 2%, high: 5%}}]}", "mixture",
			"2.4999999999999998%"},
		{share, "{p10: 20%, p90: 80%}", "logit-normal", "50%"},
		{share, "{p10: 20%, p50: 50%, p90: 80%}", "logit-metalog", "50%"},
		{share, "{p10: 40%, p90: 60%, truncate: {low: 0%, high: 100%}}", "truncated normal", "50%"},
		{share, "{p10: 40%, p50: 50%, p90: 60%, truncate: {low: 0%, high: 100%}}", "truncated metalog", "50%"},
		{share, "32 of 64", "beta", "50%"},
		{share, "{survey: 32 of 64}", "beta", "50%"},
		{money, "{p10: £1m, p90: £4m}", "lognormal", "£2m"},
		{money, "{p10: £0, p90: £4m}", "normal", "£2m"},
		{money, "{p10: -£1m, p90: £4m}", "normal", "£1.5m"},
		{money, "{p10: £1, p90: £2}", "lognormal", "£1.41"},
		{money, "{p10: £0.01, p90: £4}", "lognormal", "£0.20"},
		{money, "{p10: £1m, p50: £2m, p90: £3m}", "metalog", "£2m"},
		{money, "{normal: {mean: £1.01, sd: £1}}", "normal", "£1.01"},
		{money, "{uniform: {low: £1, high: £1.01}}", "uniform", "£1.01"},
	} {
		m := drawnBy(t, fmt.Sprintf(c.in, c.number))
		model := central(m)
		got := ""
		switch c.in {
		case growth:
			got = model.Need.RealGrowth[0].String()
		case share:
			got = model.Earmark.Leakage[0].String()
		case money:
			got = model.Pressures[0].Amount[0].Short("£")
		}
		assert.Equal(t, c.central, got, c.number)
		if c.law == "" {
			assert.Empty(t, m.Baseline.Drivers, c.number)
			continue
		}
		require.Len(t, m.Baseline.Drivers, 1, c.number)
		assert.Equal(t, c.law, m.Baseline.Drivers[0].Law.Kind(), c.number)
	}
}

// The tails of a growth that cannot be are cut off where little lies beyond, and a remark says how much; a growth that
// moves on from year to year is not.
func TestTailsThatAreCutOff(t *testing.T) {
	for number, remark := range map[string]string{
		"{normal: {mean: 2%, sd: 10%}}":                         "",
		"{normal: {mean: 0%, sd: 35%}}":                         "cut off at -100% and 100%, beyond which it cannot be and 0.43% of the distribution lay",
		"{normal: {mean: 0%, sd: 38.8%}, each_year: true}":      "cut off at -100% and 100%, beyond which it cannot be and 1% of the distribution lay",
		"{normal: {mean: 0%, sd: 35%}, once: true, note: Wide}": "Wide; cut off at -100% and 100%, beyond which it cannot be and 0.43% of the distribution lay",
		"[{normal: {mean: 0%, sd: 35%}}, {normal: {mean: 0%, sd: 36%}}]": "cut off at -100% and 100%, beyond which it cannot be and 0.43% of the distribution lay; " +
			"cut off at -100% and 100%, beyond which it cannot be and 0.55% of the distribution lay",
		"[{normal: {mean: 0%, sd: 35%}}, {normal: {mean: 0%, sd: 35%}}]":  "cut off at -100% and 100%, beyond which it cannot be and 0.43% of the distribution lay",
		"{normal: {mean: 0%, sd: 35%}, truncate: {low: -90%}}":            "cut off at -100% and 100%, beyond which it cannot be and 0.21% of the distribution lay",
		"{normal: {mean: 0%, sd: 35%}, truncate: {low: -90%, high: 90%}}": "",
		"{discrete: {values: [0%, 200%], chances: [99%, 1%]}}":            "cut off at -100% and 100%, beyond which it cannot be and 1% of the distribution lay",
		"{uniform: {low: -102%, high: 98%}}":                              "cut off at -100% and 100%, beyond which it cannot be and 1% of the distribution lay",
	} {
		m := drawnBy(t, "need = "+number)
		assert.Equal(t, remark, central(m).Notes["need.real_growth"].Remark, number)
		if d := m.Baseline.Drivers[0]; remark != "" {
			cut, ok := d.Law.(dist.Truncated)
			require.True(t, ok, number)
			assert.Equal(t, [2]float64{-1, 1}, [2]float64{cut.Low, cut.High}, number)
		}
	}
	for _, wide := range []string{"{normal: {mean: 0%, sd: 38.9%}}",
		"{normal: {mean: 0%, sd: 35%}, random_walk: true}"} {
		assert.Contains(t, strings.Join(problemsOfNeed(wide), "\n"), "need.real_growth: normal can fall below -100%",
			wide)
	}
	// In scenarios that share the law it is cut off once, with the same law for all.
	m := drawnBy(t, "deflator: {surprise: {normal: {mean: 0%, sd: 35%}}}\nchanges: {a: {need.real_growth: 2%}}\n")
	require.Len(t, m.Scenarios, 1)
	assert.Equal(t, m.Baseline.Drivers[0].Law, m.Scenarios[0].Drivers[0].Law)
	assert.Equal(t, central(m).Notes["deflator.surprise"].Remark,
		m.Scenarios[0].Model.(*finance.Model).Notes["deflator.surprise"].Remark)
}

// A survey is the law that Jeffreys' prior becomes: half a case more of each.
func TestSurveys(t *testing.T) {
	for text, want := range map[string]dist.Beta{"39 of 64": {High: 1, Alpha: 39.5, Beta: 25.5}, "0 of 1": {High: 1,
		Alpha: 0.5, Beta: 1.5},
		"1 of 1": {High: 1, Alpha: 1.5, Beta: 0.5}, "999 of 1998": {High: 1, Alpha: 999.5, Beta: 999.5}} {
		m := drawnBy(t, "earmark: {share: 5%, leakage: "+text+"}\n")
		assert.Equal(t, want, m.Baseline.Drivers[0].Law, text)
		assert.Equal(t, fmt.Sprintf("%s of a survey, from Jeffreys' prior: beta with the shapes %v and %v", text,
			want.Alpha, want.Beta),
			central(m).Notes["earmark.leakage"].Remark)
	}
	for text, want := range map[string]bool{"39 of 64": true, "65 of 64": true, "39 of": false, "of 64": false,
		"39of64":         false,
		"39 of 64 of 65": false, "3.5 of 64": false, "x of 64": false, "39 of x": false, "": false} {
		assert.Equal(t, want, isSurvey(text), text)
	}
}

// The limits of a rate are those of its key; a share is what lies between limits of its own.
func TestLimitsOfKeys(t *testing.T) {
	for key, want := range map[[2]string]limits{
		{"savings", "planned"}: {0, 1}, {"bodies.A.savings", "planned"}: {0, 1}, {"deflator", "planned"}: {-1, 1},
		{"savingsx", "planned"}: {-1, 1}, {"earmark", "share"}: {0, 1}, {"savings", "delivery"}: {-1, 2},
		{"need", "pass_through"}: {0, 2}, {"spills.a", "elasticity"}: {0, 10}, {"earmark.returns", "per_pound"}: {},
		{"need", "real_growth"}: {-1, 1},
	} {
		assert.Equal(t, want, limitsOf(key[0], key[1]), "%v", key)
	}
	for l, is := range map[limits]bool{{}: false, {-1, 1}: false, {0, 1}: true, {-1, 2}: true, {0, 2}: true} {
		assert.Equal(t, is, l.share(), "%v", l)
	}
}

// A number that follows another has no law of its own: the other's draw moves it, so many times.
func TestFollowersFollow(t *testing.T) {
	const leader = "deflator: {surprise: {normal: {mean: 0%, sd: 1%}}}\n"
	for follows, times := range map[string]float64{"{input: deflator.surprise}": 1,
		"{input: deflator.surprise, times: 0.5}": 0.5,
		"{input: deflator.surprise, times: -2}":  -2, "{input: deflator.surprise, times: 50%}": 0.5} {
		s, err := Load("f.yaml", []byte(strings.Replace(small, "4%", "{value: 4%, follows: "+follows+"}", 1)+leader))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err, follows)
		require.Len(t, m.Baseline.Drivers, 2)
		for _, d := range m.Baseline.Drivers {
			if d.Input == "need.real_growth" {
				assert.Nil(t, d.Law)
				assert.Equal(t, "deflator.surprise", d.Follows)
				assert.Equal(t, times, d.Times, follows)
			}
		}
	}
}

// An entry of a list is found by its number from 1, and what is below it by its key.
func TestEntriesOfLists(t *testing.T) {
	n := parse([]byte("a: [x, {b: y}]\nc: z\n"), newFaultList("f.yaml"))
	text := func(n *node) string {
		if n == nil {
			return "none"
		}
		return n.kind.String() + " " + n.text
	}
	for name, want := range map[string]string{"a": "a list ", "a[1]": "text x", "a[2]": "a mapping of keys ",
		"a[2].b": "text y",
		"a[2].c": "none", "a[0]": "none", "a[3]": "none", "a[x]": "none", "a[-1]": "none", "b": "none", "b[1]": "none",
		"c":    "text z",
		"c[1]": "none", "a[1": "text x"} {
		assert.Equal(t, want, text(n.entry(name)), name)
	}
	list := n.child("a")
	for name, want := range map[string]string{"mixture": "a list ", "mixture[1]": "text x", "mixture[2].b": "text y",
		"mixture[3]": "none"} {
		assert.Equal(t, want, text(list.entry(name)), name)
	}
	assert.Equal(t, "3.4%", example(rate()))
	assert.Equal(t, "0.5", example(pure()))
}

// A file describes so many distributions, and not one more; one that several scenarios share counts once.
func TestMostLaws(t *testing.T) {
	d := newShared(&Spec{}, newFaultList("f.yaml")).decoder(version{})
	for range maxLaws - 1 {
		d.laws[lawKey{n: &node{}}] = madeLaw{}
	}
	at := slot{path: "a", unit: rate()}
	n := parse([]byte("mean: 1%\nsd: 1%\n"), d.faults)
	normal := dist.Kinds()[0]
	require.Equal(t, "normal", normal.Name)
	assert.True(t, d.law(n, normal, at).ok)
	assert.True(t, d.law(n, normal, at).ok, "it is made already")
	assert.Empty(t, d.faults.all)
	other := parse([]byte("mean: 1%\nsd: 1%\n"), d.faults)
	assert.False(t, d.law(other, normal, at).ok)
	assert.EqualError(t, d.faults.err(),
		fmt.Sprintf("f.yaml:1:1: a: the file has more than %d distributions; the most is %[1]d", maxLaws))
	assert.True(t, d.suspected("a"))
	d = newShared(&Spec{}, newFaultList("f.yaml")).decoder(version{})
	for range maxLaws - 1 {
		d.laws[lawKey{n: &node{}}] = madeLaw{}
	}
	survey, share := textNode("1 of 2", top()), slot{path: "a", unit: rate(), limits: limits{0, 1}}
	assert.True(t, d.survey(survey, share).ok, "a survey is one")
	assert.False(t, d.law(n, normal, at).ok)
	assert.False(t, d.survey(textNode("1 of 2", place{line: 2}), slot{path: "b", unit: rate(), limits: limits{0,
		1}}).ok)
	assert.ErrorContains(t, d.faults.err(), "b: the file has more than 1000 distributions")
}

// A distribution whose median cannot be computed is refused.
func TestLawsWithoutAMedian(t *testing.T) {
	for _, law := range []dist.Distribution{dist.Normal{Mean: math.NaN()}, dist.Normal{Mean: math.Inf(1)},
		dist.Normal{Mean: math.Inf(-1)}} {
		d := newShared(&Spec{}, newFaultList("f.yaml")).decoder(version{})
		made := d.withMedian(law, described{n: &node{at: top()}, path: "a"})
		assert.Nil(t, made.law)
		assert.EqualError(t, d.faults.err(),
			"f.yaml:1:1: a: the distribution has no median that could be computed; give it less extreme numbers")
	}
}
