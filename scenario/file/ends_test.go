package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/finance/fault"
)

// Every door takes as many keys and values as a file may have, and not one more, and says how many that is.
func TestEveryDoorHasTheSameLimit(t *testing.T) {
	form := func(nodes int) error { // two lists, each in a field, which is a key and a value
		list := func(n int) string { return "[" + strings.Repeat("1,", n-1) + "1]" }
		half := nodes/2 - 2
		_, err := Form("f", []Field{{Path: "a", Value: list(half)}, {Path: "b", Value: list(nodes - 4 - half)}})
		return err
	}
	separated := func(n int) error {
		_, err := Load("f.yaml", []byte(strings.Repeat("a: 1\n", n)))
		return err
	}
	for name, door := range map[string]func(int) error{"form": form, "yaml": separated} {
		err := door(maxNodes + 1)
		require.Error(t, err, name)
		assert.Regexp(t, `\b12000[01]\b.* keys and values`, err.Error(), name)
		if err := door(maxNodes); err != nil {
			assert.NotContains(t, err.Error(), "commas, colons and dashes", name)
			assert.NotContains(t, err.Error(), "the form has more", name)
		}
	}
	_, err := Load("f.yaml", []byte("a: ["+strings.Repeat("1,", maxInBrackets+1)+"]"))
	require.Error(t, err)
	assert.Contains(t, err.Error(), fmt.Sprintf("more than %d keys and values", maxInBrackets))
}

// What is not there counts nothing; a value counts one, a key another.
func TestCountsOfNodes(t *testing.T) {
	assert.Zero(t, (*node)(nil).count())
	for text, want := range map[string]int{"a: 1": 3, "a: [1, 2]": 5, "a: {b: 1}": 5, "a:": 3} {
		assert.Equal(t, want, parse([]byte(text), newFaultList("f.yaml")).count(), text)
	}
}

// Plain numbers have up to 20 characters, apart from their signs.
func TestTheLongestPlainNumbers(t *testing.T) {
	longest := "0." + strings.Repeat("3", 18)
	for _, text := range []string{longest, "-" + longest, longest + "%", "-" + longest + "%"} {
		_, err := pure().read(text)
		assert.NoError(t, err, text)
		_, err = pure().read(strings.Replace(text, "3", "33", 1))
		assert.Error(t, err, text)
	}
}

// A deficit is suggested with the digits that were written, or with an example where there are none to repeat.
func TestDeficitsAreSuggestedAsTheyWereWritten(t *testing.T) {
	for text, want := range map[string]string{"£2bn": "-£2bn", "-£2bn": "-£2bn", "+3": "-3",
		"− 1m": "-1m", "-": "",
		"":                                   "",
		strings.Repeat("9", fault.Longest):   "-" + strings.Repeat("9", fault.Longest),
		strings.Repeat("9", fault.Longest+1): ""} {
		written := &node{kind: nodeText, text: text}
		assert.Equal(t, want, negative(written), text)
		value := field{key: &node{kind: nodeText, text: formValue}, value: written}
		assert.Equal(t, want, negative(&node{kind: nodeMapping, fields: []field{value}}), "value: %s", text)
	}
	assert.Empty(t, negative(&node{kind: nodeList}))
}

// What differs is marked in at most 40 characters, with up to 24 around it on each side.
func TestMarksAreShort(t *testing.T) {
	text := func(n int, of string) string { return strings.Repeat(of, n) }
	for _, c := range []struct {
		before, middle, after int
		want                  string
	}{
		{24, 40, 24, text(24, "b") + "‹" + text(40, "m") + "›" + text(24, "a")},
		{25, 41, 25, "…" + text(24, "b") + "‹" + text(40, "m") + "…›" + text(24, "a") + "…"},
		{0, 0, 0, "‹›"},
	} {
		all := []rune(text(c.before, "b") + text(c.middle, "m") + text(c.after, "a"))
		assert.Equal(t, c.want, marked(all, c.before, c.before+c.middle))
	}
}

// A manifest that has nowhere to go says so.
func TestAManifestNeedsAWriter(t *testing.T) {
	assert.ErrorContains(t, Manifest{}.Write(nil), "there is no writer")
}

// A reader of the schema knows what the loader knows: bounds that a float can hold, keys that stand together, and words
// that may be written apart.
func TestTheSchemaKnowsWhatTheLoaderKnows(t *testing.T) {
	assert.Equal(t, uint64(1<<53-1), (&key{high: 1<<53 - 1}).whole()["maximum"])
	assert.NotContains(t, (&key{high: 1 << 53}).whole(), "maximum")
	assert.Equal(t, []any{"one_two", "one two", "three", "1", 1.0}, spellings([]string{"one_two", "three", "1"}))
	s := schemaOf(t)
	for component, sound := range map[string]bool{"{population: England, cost_per_head: {0-15: £1}}": true, "{population: England}": false,
		"{cost_per_head: {0-15: £1}}": false, "1%": true} {
		text := strings.Replace(small, "need: {real_growth: 4%}", "need: {real_growth: 4%, components: {c: "+component+"}}", 1)
		err := s.Validate(plainTree(parse([]byte(text), newFaultList("f.yaml"))))
		assert.Equal(t, sound, err == nil, "%s: %v", component, err)
		if !sound {
			assert.NotEmpty(t, faultsOf(text, nil), "%s as it is read", component)
		}
	}
}

// A place is told as exactly as it is known: by line and column in a text, by its field in a form, or as set.
func TestPlacesAreToldAsExactlyAsTheyAreKnown(t *testing.T) {
	for want, at := range map[string]place{"on line 3, column 2": {line: 3, column: 2}, "on line 3": {line: 3},
		"in field need": {line: 3, field: "need"}} {
		assert.Equal(t, want, at.exactly())
	}
}

// A fault that the model finds in a year stands at that year's number in a list, the first and the last too.
func TestAYearOfAListIsWhereItStands(t *testing.T) {
	for column, values := range map[int]string{27: "[300%, 1%]", 31: "[1%, 300%]"} {
		text := strings.Replace(small, "need: {real_growth: 4%}", "need: {real_growth: "+values+"}", 1)
		faults := faultsOf(text, nil)
		require.Len(t, faults, 1, values)
		assert.Equal(t, []int{4, column - 5}, []int{faults[0].Line, faults[0].Column}, "%v", faults)
	}
}

// A tree of one key or value more than may be is refused, be their number odd or even.
func TestTheLastNodeOfATree(t *testing.T) {
	for _, end := range []string{"", "b: [1]\n"} { // none, and three
		for most := 59_997; ; most++ {
			says := faultsOf(strings.Repeat("a: 1\n", most)+end, nil)[0].Problem()
			var n int
			if _, err := fmt.Sscanf(says, "the file has %d keys and values", &n); err == nil {
				assert.LessOrEqual(t, n, maxNodes+2, "the first that is refused")
				assert.Greater(t, n, maxNodes)
				break
			}
		}
	}
}

// A file may have as many bytes as it may, and not one more.
func TestTheLargestFile(t *testing.T) {
	text := small + "#" + strings.Repeat("x", MaxFile-len(small)-1)
	assert.Empty(t, faultsOf(text, nil))
	assert.NotEmpty(t, faultsOf(text+"x", nil))
}
