package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A fault is at the first character of what is wrong: the key that is unknown, the value that cannot be read, or the
// key of a mapping or a list. Lines and columns count from 1.
func TestFaultsAreAtTheFirstCharacter(t *testing.T) {
	for _, c := range []struct{ text, at string }{
		{"nonsense: 1\n" + small, "1:1"},
		{small + "nonsense: 1\n", "6:1"},
		{small + "  nonsense: 1\n", "6:3"},
		{small + "earmark: {share: x}\n", "6:18"},
		{small + "earmark:\n share: x\n", "7:9"},
		{small + "earmark: [1]\n", "6:1"},
		{small + "earmark: 1\n", "6:10"},
		{small + "earmark:\n", "6:1"},
		{small + "earmark: {nonsense: 1}\n", "6:11"},
		{small + "need: {real_growth: 4%}\n", "6:1"},
		{small + "name: *a\n", "6:7"},
		{small + "earmark: {share: 5%, leakage: , nonsense: 1}\n", "6:22"},
	} {
		faults := faultsIn(t, "f.yaml", []byte(c.text))
		require.NotEmpty(t, faults, c.text)
		assert.Equal(t, c.at, fmt.Sprintf("%d:%d", faults[0].Line, faults[0].Column), "%s: %v", c.text, faults)
	}
}

// What an unknown key might have been is said from the keys that may stand there, each named once, however often it is
// read.
func TestKeysAreNamedOnce(t *testing.T) {
	for _, text := range []string{small + "zzzzzzzz: 1\n", small + "earmark: {zzzzzzzz: 1}\n",
		small + "savings: {zzzzzzzz: 1}\n", small + "report: {zzzzzzzz: 1}\n"} {
		faults := faultsIn(t, "f.yaml", []byte(text))
		require.Len(t, faults, 1)
		_, list, found := strings.Cut(faults[0].Problem(), "the keys are ")
		require.True(t, found, faults[0].Problem())
		seen := map[string]bool{}
		for _, key := range strings.Split(list, ", ") {
			assert.False(t, seen[key], "%s twice in %s", key, list)
			seen[key] = true
		}
	}
}

// A key without a value is said once, and what may be missing because of it is not said at all; a key of the wrong kind
// too.
func TestOneMistakeIsOneFault(t *testing.T) {
	for text, want := range map[string]string{
		small + "earmark:\n": "earmark: there is nothing after the key; give it a value, or leave the key out",
		strings.Replace(small, "{real_growth: 4%}", "{real_growth: }",
			1): "need.real_growth: there is nothing after the key; give it a value, or leave the key out",
		strings.Replace(small, "{real_growth: 4%}", "{real_grwth: 4%}",
			1): `need.real_grwth: there is no key "real_grwth" here; did you mean "real_growth"?`,
		strings.Replace(small, "baseline: £100m", "bseline: £100m",
			1): `funding.bseline: there is no key "bseline" here; did you mean "baseline"?`,
		strings.Replace(small, "{real_growth: 4%}", "[4%]",
			1): "need: found a list; write a mapping of keys",
		strings.Replace(small, "{real_growth: 4%}", "4%",
			1): `need: found the text "4%"; write a mapping of keys`,
		strings.Replace(small, "real_growth: 3%", "real_growth: [3%, 3%, 3%]", 1): "",
	} {
		faults := faultsIn(t, "f.yaml", []byte(text))
		require.Len(t, faults, 1, "%v", faults)
		if want != "" {
			assert.Equal(t, want, faults[0].Path+": "+faults[0].Problem())
		}
	}
}

// Limits hold their ends: so many keys, characters and years are allowed, and no more.
func TestLimitsHoldTheirEnds(t *testing.T) {
	var keys strings.Builder
	for i := range words.MostEntries {
		fmt.Fprintf(&keys, "k%d: 1\n", i)
	}
	for _, f := range faultsIn(t, "f.yaml", []byte(keys.String())) {
		assert.NotContains(t, f.Problem(), "the most is")
	}
	assert.Empty(t, faultsIn(t, "f.yaml", []byte(small+"name: "+strings.Repeat("n", maxName)+"\n")))
	for text, want := range map[string]float64{"1": 1, "99": 99, "100": 100} {
		years, err := span().read(text)
		assert.NoError(t, err)
		assert.Equal(t, want, years)
	}
	for _, text := range []string{"0", "101", "-1", "01", "1.5", "", "1e1", "200", "128"} {
		_, err := span().read(text)
		assert.EqualError(t, err, fault.Quote(text)+" is not a whole number of years from 1 to 100")
	}
}

// A number that begins with a zero too many is refused with what would be right, whatever digit follows.
func TestZeroesTooMany(t *testing.T) {
	for text, right := range map[string]string{"00": "0", "01": "1", "09": "9", "-05%": "-5%", "-£00.5m": "-£0.5m", "− 05": "− 5", "007": "7", "00.5": "0.5",
		"£010m": "£10m"} {
		assert.EqualError(t, zeroes(text),
			fmt.Sprintf("%s begins with a zero too many; write %s", fault.Quote(text), fault.Quote(right)))
	}
	for _, text := range []string{"0", "0.5", "10", "-0.1%", "0%", "£0m", "0a", "0/"} {
		assert.NoError(t, zeroes(text), text)
	}
}

// Entries of a list count from 1; what is not there is nothing.
func TestEntries(t *testing.T) {
	root := parse([]byte("values: [5, {weight: 6}]\nlone: 7\n"), newFaultList("f.yaml"))
	require.NotNil(t, root)
	assert.Equal(t, "5", root.entry("values[1]").text)
	assert.Equal(t, "6", root.entry("values[2].weight").text)
	assert.Equal(t, "7", root.entry("lone").text)
	for _, name := range []string{"values[0]", "values[3]", "values[-1]", "values[x]", "lone[1]", "none", "none[1]"} {
		assert.Nil(t, root.entry(name), name)
	}
}

// A setting stands in no file: no fault of it has a line, however deep it lies.
func TestFaultsOfSettingsHaveNoLine(t *testing.T) {
	s, err := Load("f.yaml", []byte(small))
	require.NoError(t, err)
	for _, value := range []string{"x", "{nonsense: 1}", "{p10: 1%, p90: x}", "{uniform: {low: 1%, hih: 2%}}",
		"[1%, x]", "[{nonsense: 1}]"} {
		set, err := s.With(scenario.Setting{Path: "need.real_growth", Value: value})
		if err == nil {
			_, err = set.Model()
		}
		var faults Faults
		require.ErrorAs(t, err, &faults, value)
		for _, f := range faults {
			assert.Zero(t, f.Line+f.Column, "%s: %v", value, f)
		}
	}
}

// A month is told by its number in the year of the calendar.
func TestSavingsStartInTheirMonth(t *testing.T) {
	for month := 1; month <= 12; month++ {
		s, err := Load("f.yaml", []byte(small+fmt.Sprintf("savings: {planned: 1%%, start_month: %d}\n", month)))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		model, ok := m.Baseline.Model.(*finance.Model)
		require.True(t, ok)
		assert.Equal(t, month, model.Savings.StartMonth)
	}
}

// An edit cuts a path as the tree does, whether or not it has made the mappings on the way its own: keys with dots in
// them too.
func TestAnEditSplitsAsTheTreeDoes(t *testing.T) {
	key := func(text string) *node { return &node{kind: nodeText, text: text} }
	leaf := key("1")
	mapping := func(fields ...field) *node { return &node{kind: nodeMapping, fields: fields} }
	tree := mapping(field{key("bodies"), mapping(field{key("North"), mapping(field{key("a"), leaf})},
		field{key("North.Trust"), mapping(field{key("b"), leaf})}, field{key("South"), leaf})})
	e := edit{}
	paths := []string{"bodies.North.a", "bodies.North.Trust.b", "bodies.North.Trust", "bodies.North.Trus.b",
		"bodies.East.a.b", "bodies", "x.y", ".a", "bodies..a", "bodies.", ""}
	for range 2 { // before and after the edit owns the mappings
		for _, path := range paths {
			assert.Equal(t, tree.split(path), e.split(tree, path), "%q", path)
		}
		changed, _, ok := e.with(tree, []string{"bodies", "North.Trust", "b"}, key("x"), leaf)
		require.True(t, ok)
		tree = changed
	}
}
