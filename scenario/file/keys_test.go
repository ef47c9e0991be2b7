package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The list of keys says what each is read as, in the order in which the reader asks.
func TestTheListOfKeys(t *testing.T) {
	top := fileKeys()
	find := func(path ...string) (k *key) {
		k = top
		for _, name := range path {
			k = k.below(name)
		}
		return k
	}
	for _, c := range []struct {
		path    []string
		takes   takes
		unit    string
		certain bool
	}{
		{[]string{"name"}, takesText, "", false},
		{[]string{"baseline"}, takesText, "", false},
		{[]string{"prices"}, takesYear, "", false},
		{[]string{"not_modelled"}, takesTexts, "", false},
		{[]string{"need"}, takesKeys, "", false},
		{[]string{"need", "real_growth"}, takesNumbers, "rate", false},
		{[]string{"changes"}, takesChanges, "", false},
		{[]string{"scenarios"}, takesNames, "", false},
		{[]string{"scenarios", "*"}, takesTexts, "", false},
		{[]string{"compare"}, takesList, "", false},
		{[]string{"correlations"}, takesList, "", false},
		{[]string{"correlations", "inputs"}, takesTexts, "", false},
		{[]string{"correlations", "matrix"}, takesMatrix, "", false},
		{[]string{"correlations", "loads"}, takesNames, "", false},
		{[]string{"correlations", "loads", "*"}, takesNumber, "number", true},
		{[]string{"correlations", "r"}, takesNumber, "number", true},
		{[]string{"correlations", "df"}, takesNumber, "number", true},
		{[]string{"bodies", "*", "need", "real_growth"}, takesNumbers, "rate", false},
	} {
		k := find(c.path...)
		assert.Equal(t, c.takes, k.takes, "%v", c.path)
		assert.Equal(t, c.unit, k.unit, "%v", c.path)
		assert.Equal(t, c.certain, k.certain, "%v", c.path)
	}
	var first []string
	for _, k := range top.keys[:6] {
		first = append(first, k.name)
	}
	assert.Equal(t, []string{"schema", "name", "body", "currency", "first_month", "years"}, first)
	assert.Equal(t, meanings()["need.real_growth"], find("need", "real_growth").meaning)
	assert.NotEmpty(t, find("bodies", "*", "need", "real_growth").meaning.says, "a body's keys mean the same")
}

// A key is there once, however often it is asked for; a node of a file takes no notes.
func TestKeysTakeNotes(t *testing.T) {
	k := &key{}
	a, b := k.below("a"), k.below("b")
	assert.Same(t, a, k.below("a"))
	assert.Same(t, b, k.below("b"))
	assert.Len(t, k.keys, 2)
	noted, ok := a.node().asked(takesYear)
	assert.True(t, ok)
	assert.Same(t, a, noted)
	assert.Equal(t, takesYear, a.takes)
	noted, ok = textNode("2019", top()).asked(takesYear)
	assert.False(t, ok)
	assert.Nil(t, noted)
}
