package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Names and what they stand for are told where they are wrong.
func TestScenariosAndTheirChanges(t *testing.T) {
	long := strings.Repeat("a", maxName+1)
	const a, b = "changes: {a: {need.real_growth: 5%}, b: {funding.real_growth: 2%}}\n", "baseline: Plan\n"
	for more, want := range map[string]string{
		a:                                                     "",
		b + a + "scenarios: {s: [a], t: b}\n":                 "",
		a + "scenarios: {s: [a, c]}\n":                        `7:20 scenarios.s: there is no change "c"; did you mean "a"?`,
		a + "scenarios: {s: [a, a]}\n":                        `7:20 scenarios.s: the change "a" is listed twice`,
		a + "scenarios: {s: []}\n":                            "7:13 scenarios.s: the list is empty, which is the baseline; name at least one change",
		a + "scenarios: {s: {a: b}}\n":                        "7:13 scenarios.s: found a mapping of keys; write a list of changes",
		a + "scenarios: {s: [[a]]}\n":                         "scenarios.s[1]: found a list; write the name of a change",
		a + "scenarios: [s]\n":                                "7:1 scenarios: found a list; write a mapping of names",
		a + "scenarios: {Baseline: [a]}\n":                    `7:13 scenarios.Baseline: "Baseline" is the baseline's name; a scenario needs one of its own`,
		b + "changes: {plan: {need: {}}}\n":                   `7:11 changes.plan: "plan" is the baseline's name`,
		"baseline: [a]\n":                                     "6:1 baseline: found a list; write the baseline's name",
		"baseline: \" \"\n":                                   "6:11 baseline: found the text \" \"; write the baseline's name",
		"baseline: =a\n":                                      `6:11 baseline: the name "=a" begins with a character that makes a spreadsheet take it for a formula; begin with a letter or digit`,
		"baseline: a<b\n":                                     `6:11 baseline: the name "a<b" contains < or >, which a web page takes for its own; use words`,
		"baseline: \" a\"\n":                                  `6:11 baseline: the name " a" begins or ends with a space; leave it out`,
		"baseline: \"a\\tb\"\n":                               "runs over more than one line, or contains a tab; write a name on one line",
		"baseline: e\u0301\n":                                 "has an accent written apart from its letter",
		"changes: {a: 5%}\n":                                  `6:14 changes.a: found the text "5%"; write a mapping from places in the file to their new values`,
		"changes: {a: {name: b}}\n":                           "6:15 changes.a.name: a change cannot begin with \"name\"; it replaces numbers of the model: assumptions, deflator",
		"changes: {a: {ned.real_growth: 5%}}\n":               `a change cannot begin with "ned"; it replaces numbers of the model`,
		"changes: {a: {need..x: 5%}}\n":                       `changes.a.need..x: "need..x" is not a place in the file; write its keys with one dot between them`,
		"changes: {a: {\"need.real_growth[2019/20]\": 5%}}\n": "a change replaces a whole series, not one year of it; write need.real_growth: with a list",
		"changes: {a: {need.real_growth: }}\n":                "changes.a.need.real_growth: there is nothing after the place; write the new value",
		"changes: {a: {need.real_growth.x: 1}}\n":             "need.real_growth has no keys in it, so a change cannot reach inside; replace it as a whole",
		"changes: {a: {need" + strings.Repeat(".a", maxDepth) + ": 1}}\n": "the place has more than 32 keys",
		"changes: {a: {need." + long[6:] + ": 1%}}\n":                     "there is no key",
	} {
		found := strings.Join(problems(more), "\n")
		if want == "" {
			assert.Empty(t, found, more)
		} else {
			assert.Contains(t, found, want, more)
		}
	}
	s, err := Load("f.yaml", []byte(small+b+a+"scenarios: {s: [a, b], t: b}\n"))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, "Plan", m.Baseline.Name)
	assert.Equal(t, []string{"s [a b]", "t [b]"}, []string{fmt.Sprint(m.Scenarios[0].Name, " ", m.Scenarios[0].Changes),
		fmt.Sprint(m.Scenarios[1].Name, " ", m.Scenarios[1].Changes)})
	v, err := s.Vary([]string{"a"}, scenario.Setting{Path: "funding.real_growth", Value: "1%"})
	require.NoError(t, err)
	assert.InDelta(t, 0.05, float64(central(v).Need.RealGrowth[0]), 0)
	assert.InDelta(t, 0.01, float64(central(v).Funding.RealGrowth[0]), 0)
	assert.Equal(t, []any{"Plan", 0}, []any{v.Baseline.Name, len(v.Scenarios)})
	_, err = s.Vary([]string{"x", "a"})
	assert.ErrorContains(t, err, `f.yaml, as set: changes: there is no change "x"`)
}

// A formula where none can be is told once.
func TestAFormulaWhereNoneCanBe(t *testing.T) {
	found := problems("earmark: {share: 5%, returns: {per_pound: 20%, lag: {formula: a}}}\n")
	require.Len(t, found, 1)
	assert.Contains(t, found[0], "a formula gives the figures of all years after the opening year")
}

// A name that would mislead is refused, however it came there.
func TestEveryNameThatMisleads(t *testing.T) {
	for name, want := range map[string]string{
		"": "is empty; give it a name", "A": "", "a=b": "", "=a": "begins with a character", "+a": "begins with a character",
		"-a": "begins with a character", "@a": "begins with a character", "a<": "contains < or >", "a>": "contains < or >",
		"a\nb": "runs over more than one line", "a\tb": "runs over more than one line", "a ": "begins or ends with a space",
		"e\u0300": "has an accent written apart", "e\u036f": "has an accent written apart", "\u02ff\u0370": "",
	} {
		faults := newFaultList("f.yaml")
		newShared(&Spec{}, faults).decoder(version{}).checkName(textNode(name, top()), "changes.x")
		if want == "" {
			assert.NoError(t, faults.err(), name)
			continue
		}
		assert.ErrorContains(t, faults.err(), want, name)
	}
}
