package file

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// movesOf is what a move of need.real_growth, written as a number, sets; the fault if there is none.
func movesOf(t *testing.T, number string, by float64) string {
	t.Helper()
	s, err := Load("m.yaml", []byte(strings.Replace(small, "4%", number, 1)))
	require.NoError(t, err, number)
	set, err := s.Settings(Move{"need.real_growth", by})
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, one := range set {
		all = append(all, strings.TrimPrefix(one.Path, "need.real_growth")+"="+one.Value)
	}
	return strings.Join(all, " ")
}

// Every form of a number moves by what says where it lies.
func TestFormsOfNumbersThatMove(t *testing.T) {
	for number, want := range map[string]string{
		"4%":                                          "=5%",
		"0.04":                                        "=5%",
		"[1%, 2%]":                                    "=[2%, 3%]",
		"{value: 4%, note: x}":                        ".value=5%",
		"{values: [1%], then: 2%}":                    ".values=[2%] .then=3%",
		"{p10: 1%, p90: 2%}":                          ".p10=2% .p90=3%",
		"{p10: 1%, p50: 1.5%, p90: 2%}":               ".p10=2% .p50=2.5% .p90=3%",
		"{normal: {mean: 4%, sd: 1%}}":                ".normal.mean=5%",
		"{uniform: {low: 1%, high: 2%}}":              ".uniform.low=2% .uniform.high=3%",
		"{lognormal: {mean: 4%, sd: 1%}}":             ".lognormal.mean=5%",
		"{lognormal: {median: 4%, sigma: 1}}":         ".lognormal.median=5%",
		"{triangular: {low: 1%, mode: 2%, high: 3%}}": ".triangular.low=2% .triangular.mode=3% .triangular.high=4%",
		"{pert: {low: 1%, mode: 2%, high: 3%}}":       ".pert.low=2% .pert.mode=3% .pert.high=4%",
		"{student_t: {centre: 1%, scale: 1%, df: 5}}": ".student_t.centre=2%",
		"{metalog: {p10: 1%, p50: 2%, p90: 3%}}":      ".metalog.p10=2% .metalog.p50=3% .metalog.p90=4%",
		"{percentiles: {p5: 1%, p50: 2%, p97.5: 3%}}": ".percentiles.p5=2% .percentiles.p50=3% .percentiles.p97.5=4%",
		"{p10: 1%, p90: 2%, truncate: {low: 0%}}":     ".p10=2% .p90=3%",
		"{empirical: {values: [1%, 2%]}}":             `"need.real_growth" is no number that can be moved; name one that the file writes as a number, a list of them, or a law`,
		"{gamma: {mean: 1%, sd: 1%}}":                 `"need.real_growth" is no number that can be moved; name one that the file writes as a number, a list of them, or a law`,
		"{mixture: [{weight: 50%, value: 1%}, {weight: 50%, value: 2%}]}": `"need.real_growth" is no number that can be moved; name one that the file writes as a number, a list of them, or a law`,
	} {
		assert.Equal(t, want, movesOf(t, number, 0.01), number)
	}
	for key, is := range map[string]bool{"value": true, "values": true, "then": true, "low": true, "mode": true,
		"high": true,
		"mean": true, "median": true, "centre": true, "p10": true, "p97.5": true, "p": false, "px": false, "sd": false,
		"scale": false,
		"sigma": false, "source": false, "pass": false, "10": false} {
		assert.Equal(t, is, locates(key), key)
	}
}

// Money moves by whole pence, half a penny away from zero, and a text that is a rate as well as money, 0, by what
// stands beside it.
func TestMoneyMoves(t *testing.T) {
	s, err := Load("m.yaml", []byte(strings.Replace(small, "£100m", "£100.10", 1)+
		"pressures: {a: {amount: [0, £1]}, b: {amount: {p10: £1m, p90: £2m}}, c: {amount: {values: [£1], then: 0}}}\n"+
		"savings: {planned: 0}\n"))
	require.NoError(t, err)
	for _, c := range []struct {
		place string
		by    float64
		want  []scenario.Setting
	}{
		{"funding.baseline", 0.004, []scenario.Setting{{Path: "funding.baseline", Value: "£100.10"}}},
		{"funding.baseline", 0.005, []scenario.Setting{{Path: "funding.baseline", Value: "£100.11"}}},
		{"funding.baseline", 0.014, []scenario.Setting{{Path: "funding.baseline", Value: "£100.11"}}},
		{"funding.baseline", -0.006, []scenario.Setting{{Path: "funding.baseline", Value: "£100.09"}}},
		{"funding.baseline", -200.105, []scenario.Setting{{Path: "funding.baseline", Value: "-£100.01"}}},
		{"pressures.a.amount", 2, []scenario.Setting{{Path: "pressures.a.amount", Value: "[£2, £3]"}}},
		{"pressures.b.amount", 1e6, []scenario.Setting{{Path: "pressures.b.amount.p10", Value: "£2m"},
			{Path: "pressures.b.amount.p90", Value: "£3m"}}},
		{"pressures.c.amount", 2, []scenario.Setting{{Path: "pressures.c.amount.values", Value: "[£3]"},
			{Path: "pressures.c.amount.then", Value: "£2"}}},
		{" savings.planned ", 0.01, []scenario.Setting{{Path: "savings.planned", Value: "1%"}}},
	} {
		set, err := s.Settings(Move{c.place, c.by})
		require.NoError(t, err, c.place)
		assert.Equal(t, c.want, set, "%v", c.by)
	}
}

// Numbers move together where they stand; a number that stands in the file of a body, or not as it is read, cannot be
// moved in this text, and then nothing is.
func TestWhereMovedNumbersStand(t *testing.T) {
	s, err := LoadIn(fstest.MapFS{"b.yaml": {Data: []byte(strings.Replace(small, "4%", `{p10: 4%, p90: "\x35%"}`, 1))}},
		"m.yaml",
		[]byte("schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: []\nbodies:\n  A: {file: b.yaml}\n"+
			"  B: {funding: {baseline: £1m, real_growth: 1%}, need: {real_growth: \"\\x31%\"}}\n"))
	require.NoError(t, err)
	text, err := s.Moved(Move{"bodies.B.funding.baseline", 1e6}, Move{"bodies.B.funding.real_growth", 0.01})
	require.NoError(t, err)
	assert.Contains(t, string(text), "{baseline: £2m, real_growth: 2%}")
	for place, path := range map[string]string{"bodies.A.funding.baseline": "bodies.A.funding.baseline",
		"bodies.A.need.real_growth": "bodies.A.need.real_growth.p90",
		"bodies.B.need.real_growth": "bodies.B.need.real_growth"} {
		text, err := s.Moved(Move{"bodies.B.funding.baseline", 1e6}, Move{place, 0.01})
		assert.EqualError(t, err, path+": the number is not in this file as it is read")
		assert.Nil(t, text)
		_, err = s.Settings(Move{place, 0.01})
		assert.NoError(t, err, "but it can be set")
	}
	// Even if the same stands in both files, at the same place.
	same, err := LoadIn(fstest.MapFS{"b.yaml": {Data: []byte(small)}}, "m.yaml", []byte("schema: 1\n"+
		"bodies: {A: {file: b.yaml}, B: {need: {real_growth: 1%},\n"+
		"funding: {baseline: £100m, real_growth: 3%}}}\nyears: 2018/19 to 2020/21\nnot_modelled: []\n"))
	require.NoError(t, err)
	_, err = same.Moved(Move{"bodies.A.funding.baseline", 1e6})
	assert.EqualError(t, err, "bodies.A.funding.baseline: the number is not in this file as it is read")
	text, err = s.Moved(Move{"bodies.B.funding.baseline", 1e6}, Move{"nowhere", 1})
	assert.ErrorContains(t, err, `"nowhere" is no number that can be moved`)
	assert.Nil(t, text)
	text, err = s.Moved()
	require.NoError(t, err)
	assert.Equal(t, s.Text(), text)
	_, err = (*Spec)(nil).Moved(Move{"need", 1})
	assert.Error(t, err)
	_, err = (*Spec)(nil).Settings(Move{"need", 1})
	assert.Error(t, err)
}
