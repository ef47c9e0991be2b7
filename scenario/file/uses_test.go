package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An assumption has the limits of its places, where they all have the same: wherever they stand, but not where a place
// takes a part of it or adds to it, and not in what is no place of a number.
func TestAnAssumptionHasTheLimitsOfItsPlaces(t *testing.T) {
	const a = "{assumption: a}"
	share, growth := limits{0, 1}, growthLimits()
	for text, want := range map[string]uses{
		"name: a":                                                                 {},
		"earmark: {share: " + a + "}":                                             {"a": share},
		"need: {real_growth: " + a + "}":                                          {"a": growth},
		"savings: {planned: " + a + "}":                                           {"a": share},
		"deflator: {planned: " + a + "}":                                          {"a": growth},
		"savings: {delivery: " + a + "}":                                          {"a": {-1, 2}},
		"earmark: {share: {assumption: a, times: 2}}":                             {"a": {}},
		"earmark: {share: {assumption: a, plus: 2%}}":                             {"a": {}},
		"earmark: {share: {assumption: [a]}}":                                     {},
		"earmark: {share: " + a + ", leakage: " + a + "}":                         {"a": share},
		"earmark: {share: " + a + "}\nneed: {real_growth: " + a + "}":             {"a": {}},
		"need: {real_growth: " + a + "}\nearmark: {share: " + a + "}":             {"a": {}},
		"earmark: {share: " + a + ", leakage: {assumption: b}}":                   {"a": share, "b": share},
		"earmark: {share: [" + a + ", 1%]}":                                       {"a": share},
		"bodies: {A: {savings: {planned: " + a + "}}}":                            {"a": share},
		"bodies: {A: {bodies: {B: {savings: {planned: " + a + "}}}}}":             {"a": share},
		"bodies: {A: {other: {planned: " + a + "}}}":                              {"a": growth},
		"assumptions: {b: " + a + "}\nchanges: {c: {earmark.share: " + a + "}}":   {},
		"comparisons: [" + a + "]\nscenarios: {s: " + a + "}\nother: [" + a + "]": {"a": growth},
		"earmark: {share: {assumption: a, source: {planned: {assumption: b}}}}":   {"a": share},
	} {
		root := parse([]byte(text+"\n"), newFaultList(""))
		require.NotNil(t, root, text)
		assert.Equal(t, want, uses(limitsOfUses(root)), text)
	}
}

// A key that the reader asks a question with is known by what it is read as.
func TestAQuestionNotesWhatItIsReadAs(t *testing.T) {
	found := newFaultList("")
	newShared(&Spec{}, found).decoder(version{root: (&key{}).node()}).file()
	assert.NotContains(t, found.err().Error(), nodeAsked.String(), "a question is not taken for something else")
	top := fileKeys()
	is := func(keys ...string) *key {
		k := top
		for _, name := range keys {
			k = k.child(name)
			require.NotNil(t, k, keys)
		}
		return k
	}
	for _, c := range []struct {
		keys    []string
		takes   takes
		unit    string
		certain bool
	}{
		{[]string{"name"}, takesText, "", false}, {[]string{"lines"}, takesTexts, "", false},
		{[]string{"debt", "surplus"}, takesWord, "", false}, {[]string{"run", "paths"}, takesWhole, "", false},
		{[]string{"prices"}, takesYear, "", false}, {[]string{"deflator", "before"}, takesNumber, "rate", true},
		{[]string{"funding", "baseline"}, takesNumber, "amount", true}, {[]string{"savings", "planned"},
			takesNumbers, "rate", false},
		{[]string{"funding", "phasing"}, takesNumbers, "amount", false}, {[]string{"earmark"}, takesKeys, "", false},
		{[]string{"funding", "top_up", "delay"}, takesNumber, "years", true}, {[]string{"services"},
			takesNames, "", false},
		{[]string{"funding", "council_tax", "base"}, takesNumber, "number", true},
		{[]string{"assumptions", "*"}, takesNumbers, "rate or amount", false}, {[]string{"changes"},
			takesChanges, "", false},
		{[]string{"compare"}, takesList, "", false}, {[]string{"correlations", "matrix"}, takesMatrix, "", false},
		{[]string{"correlations", "r"}, takesNumber, "number", true}, {[]string{"scenarios", "*"},
			takesTexts, "", false},
		{[]string{"need", "components", "*", "population"}, takesText, "", false},
		{[]string{"need", "components", "*", "population", "csv"}, takesText, "", false},
		{[]string{"need", "components", "*", "population", "area"}, takesText, "", false},
		{[]string{"need", "components", "*", "cost_per_head", "*"}, takesNumber, "amount", true},
		{[]string{"accepted", "*"}, takesText, "", false}, {[]string{"pressures", "*", "returns",
			"amount"}, takesNumbers, "amount", false},
	} {
		k := is(c.keys...)
		assert.Equal(t, []any{c.takes, c.unit, c.certain}, []any{k.takes, k.unit, k.certain}, c.keys)
	}
	assert.Equal(t, []string{"lapses", "repays", "kept"}, is("debt", "surplus").words)
	assert.Equal(t, []uint64{1, 1_000_000_000, 0, 1<<64 - 1},
		[]uint64{is("run", "paths").low, is("run", "paths").high, is("run", "seed").low, is("run", "seed").high})
}
