package scenario_test

import (
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The year that the main question is about is the settlement's: an assumption about anything else does not move it, nor
// does one that only a change makes.
func TestOnlyTheSettlementDecidesTheMainYear(t *testing.T) {
	const years, one, five = "years: 2018/19 to 2025/26\n", "funding: {baseline: £1bn, real_growth: 3.4%}\n",
		"funding: {baseline: £1bn, real_growth: {values: [3%, 3%, 3%, 3%, 3%], then: 3%}}\n"
	for _, c := range []struct{ says, text, main, assumed string }{
		{"nothing is assumed", one, "2025/26", ""},
		{"the settlement ends", five, "2023/24", "2024/25"},
		{"savings of a change",
			one + "changes: {x: {savings.planned: {values: [1%], then: 0%}}}\nscenarios: {x: [x]}\n", "2025/26", ""},
		{"the settlement of a change", one +
			"changes: {x: {funding.real_growth: {values: [1%], then: 0%}}}\nscenarios: {x: [x]}\n", "2025/26", ""},
		{"savings of the baseline", one + "savings: {planned: {values: [1%], then: 0%}}\n", "2025/26", "2020/21"},
		{"savings of the baseline, and the settlement ends", five + "savings: {planned: {values: [1%], then: 0%}}\n",
			"2023/24", "2020/21"},
		{"the settlement covers one year", "funding: {baseline: £1bn, real_growth: {values: [3%], then: 3%}}\n",
			"2019/20", "2020/21"},
		{"a body's settlement", "bodies: {A: {need: {real_growth: 3%}, " + five[:len(five)-1] + "}}\n", "2023/24",
			"2024/25"},
	} {
		text := years + c.text
		if c.says != "a body's settlement" {
			text += "need: {real_growth: {p10: 3%, p90: 4%}}\n"
		}
		r := run(t, textModel(t, text), scenario.Options{Paths: 10})
		assert.Equal(t, c.main, r.MainYear, c.says)
		assert.Equal(t, c.assumed, r.AssumedFrom, c.says)
	}
	r := run(t, textModel(t, years+five+"need: {real_growth: 3%}\n"),
		scenario.Options{Paths: 10, Years: []string{"2019/20", "2021/22"}})
	assert.Equal(t, "2021/22", r.MainYear, "the last year that is reported")

	for path, value := range map[string]string{"funding.real_growth": "9%", "savings.planned": "1%"} {
		s, err := file.Load("test.yaml", []byte("schema: 1\nnot_modelled: []\n"+years+five+"need: {real_growth: 3%}\n"))
		require.NoError(t, err)
		s, err = s.With(scenario.Setting{Path: path, Value: value})
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		assert.Equal(t, "2023/24", run(t, m, scenario.Options{Paths: 10}).MainYear,
			"%s is set: the question stays the file's", path)
	}
}
