package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The parts of a mixture are numbers with weights, as many as a mixture and a file may have.
func TestPartsOfMixtures(t *testing.T) {
	part := "{weight: 12.5%, p10: 1%, p90: 3%}"
	mixture := func(n int) string {
		return "{mixture: [" + strings.TrimSuffix(strings.Repeat(part+", ", n), ", ") + "]}"
	}
	for number, want := range map[string]string{
		mixture(dist.MostParts): "",
		mixture(dist.MostParts + 1): fmt.Sprintf("need.real_growth.mixture: found a list of %d; the most is %d",
			dist.MostParts+1, dist.MostParts),
		"{mixture: {weight: 1}}": "need.real_growth.mixture: found a mapping of keys; write a list such as [{weight: 80%",
		"{mixture: [{weight: 50%, value: 1%}, {weight: 50%, normal: {mean: 2%, sd: 1%}}]}":  "",
		"{mixture: [{value: 1%}, " + part + "]}":                                            "need.real_growth.mixture[1]: weight is missing; give the chance of this part",
		"{mixture: [{weight: [1], value: 1%}, " + part + "]}":                               "need.real_growth.mixture[1].weight: found a list; write a share such as 20%",
		"{mixture: [{weight: x, value: 1%}, " + part + "]}":                                 "need.real_growth.mixture[1].weight: ",
		"{mixture: [{weight: 50%}, " + part + "]}":                                          "need.real_growth.mixture[1]: there is no number here; write value: and",
		"{mixture: [{weight: 50%, value: 1%, p10: 1%, p90: 2%}, " + part + "]}":             "need.real_growth.mixture[1]: found value, and also p10 and p90; a part has only one of these",
		"{mixture: [{weight: 50%, mixture: []}, " + part + "]}":                             "need.real_growth.mixture[1]: a part of a mixture is no mixture itself; write its parts in the list above",
		"{mixture: [{weight: 87.5%, p10: 1%, p90: 3%, truncate: {low: 1%}}, " + part + "]}": "",
		"{empirical: {values: [1%, 2%, x]}}":                                                `need.real_growth.empirical.values[3]: "x" is not a rate; write 3.4%`,
		"{bootstrap: {history: 1%, block: 1}}": "need.real_growth.bootstrap.history: found the text \"1%\"; " +
			"write a list of numbers such as [2.1%, -0.4%], or {csv: FILE, column: NAME}",
		"{empirical: {values: [1%, [2%]]}}": "need.real_growth.empirical.values[2]: found a list; write",
		"{empirical: {values: 1%}}":         "need.real_growth.empirical.values: found the text \"1%\"; write a list such as [3.4%, 3.4%]",
	} {
		found := strings.Join(problemsOfNeed(number), "\n")
		if want == "" {
			assert.Empty(t, found, number)
		} else {
			assert.Contains(t, found, want, number)
		}
	}
	var many strings.Builder
	for i := range maxMixed / dist.MostParts {
		fmt.Fprintf(&many, "  c%d: %s\n", i, mixture(dist.MostParts))
	}
	components := "need:\n real_growth: 4%\n components:\n" + many.String()
	text := strings.Replace(small, "need: {real_growth: 4%}\n", components, 1)
	left := maxMixed % dist.MostParts
	assert.Empty(t, faultsOf(text, nil))
	more := strings.Replace(text, "not_modelled", fmt.Sprintf("  d: %s\nnot_modelled", mixture(left+1)), 1)
	assert.Contains(t, faultsOf(more, nil).Error(),
		fmt.Sprintf("need.components.d.mixture: the mixtures of the file have more than %d parts together", maxMixed))
}

// A list has a number for each year of the plan; what holds after it is said with then.
func TestListsByYear(t *testing.T) {
	for number, want := range map[string]string{
		"[1%, 2%]":                     "",
		"[1%]":                         "need.real_growth: found 1 value for 2 years, 2019/20 to 2020/21; write one for each year, or values: [...] and then:",
		"[1%, 2%, 3%]":                 "need.real_growth: found 3 values for 2 years, 2019/20 to 2020/21; write one for each year after the opening year",
		"{values: [1%], then: 2%}":     "",
		"{values: [1%, 2%], then: 3%}": "",
		"{values: 1%}":                 "need.real_growth: found the text \"1%\"; write a list of numbers, one for each year",
		"{values: [1%], then: x}":      `need.real_growth[2020/21]: "x" is not a rate`,
		"[x, 2%]":                      `need.real_growth[2019/20]: "x" is not a rate`,
		"[1%, ]":                       "need.real_growth: found 1 value",
		"[1%, {value: 2%, p10: 1%}]":   "need.real_growth[2020/21]: found value, and also p10",
	} {
		found := strings.Join(problemsOfNeed(number), "\n")
		if want == "" {
			assert.Empty(t, found, number)
		} else {
			assert.Contains(t, found, want, number)
		}
	}
	s, err := Load("f.yaml", []byte(strings.NewReplacer("2020/21", "2022/23", "4%", "{values: [1%], then: {p10: 2%, p90: 4%}}").
		Replace(small)))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, []finance.Rate{0.01, 0.03, 0.03, 0.03}, central(m).Need.RealGrowth)
	assert.Equal(t, finance.Year(2020), central(m).Notes["need.real_growth"].AssumedFrom)
	var drawn []string
	for _, d := range m.Baseline.Drivers {
		drawn = append(drawn, fmt.Sprint(d.Input, " ", d.Year, " ", d.Follows, " ", d.Times))
	}
	assert.Equal(t, []string{"need.real_growth 2020/21  0", "need.real_growth 2021/22 need.real_growth[2020/21] 1",
		"need.real_growth 2022/23 need.real_growth[2020/21] 1"}, drawn, "one draw for all of these years")
}
