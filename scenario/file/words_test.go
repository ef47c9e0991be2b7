package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/stretchr/testify/assert"
)

// problems are what is wrong with the file small and more lines, each with its line and column.
func problems(more string) (all []string) {
	for _, f := range faultsOf(small+more, nil) {
		all = append(all, fmt.Sprintf("%d:%d %v", f.Line, f.Column, f.Fault))
	}
	return all
}

// Where text is expected, what else is there is told in its own terms.
func TestWhereTextIsExpected(t *testing.T) {
	for more, want := range map[string][]string{
		"name: {p10: 1%, p90: 2%}\n":  {"6:1 name: " + structural().Problem()},
		"name: [a]\n":                 {"6:1 name: found a list; write text"},
		"name: {a: b}\n":              {"6:1 name: found a mapping of keys; write text"},
		"lines: {p10: 1%, p90: 2%}\n": {"6:1 lines: " + structural().Problem()},
		"lines: {a: b}\n":             {"6:1 lines: found a mapping of keys; write a list"},
		"lines: [balance, [debt]]\n":  {"6:18 lines[2]: found a list; write text"},
		"lines: balance\n":            nil,
		"debt: {surplus: lapsed}\n":   {`6:17 debt.surplus: "lapsed" is not one of lapses, repays, kept; did you mean "lapses"?`},
		"debt: {surplus: [lapses]}\n": {"6:8 debt.surplus: found a list; write one of lapses, repays, kept"},
		"debt: {surplus: kept}\n":     nil,
		"services: [{name: A}, 1]\n":  {"6:1 services: found a list; write each item below its name: \"A:\", and its keys behind or under it"},
		"services: [{names: A}]\n":    {"6:1 services: found a list; write a mapping of names"},
		"services: [{name: [A]}]\n":   {"6:1 services: found a list; write a mapping of names"},
		"services: []\n":              {"6:1 services: found a list; write a mapping of names"},
		"pressures: {a: }\n":          {"6:13 pressures.a: there is nothing after the name; give it a value, or leave it out"},
		"pressures: {a: {amount: £1}, A: {amount: £1}, b: {amount: £1}}\n": {
			`6:30 pressures.A: "A" differs only in capitals from the name on line 6; names must differ in more`},
	} {
		assert.Equal(t, want, problems(more), more)
	}
	assert.Equal(t, []string{
		`8:3 pressures.ward: "ward" differs only in capitals from the name on line 7; names must differ in more`,
		`9:3 pressures.WARD: "WARD" differs only in capitals from the name on line 7; names must differ in more`},
		problems("pressures:\n  Ward: {amount: £1}\n  ward: {amount: £1}\n  WARD: {amount: £1}\n"), "both are told of the first")
}

// A word may be written with spaces between its parts.
func TestWordsWithSpaces(t *testing.T) {
	for _, word := range []string{"with_prices", "with prices"} {
		assert.Empty(t, problems("earmark: {share: 5%, returns: {per_pound: 20%, lag: 1, grows: "+word+"}}\n"), word)
	}
}

// A list of texts has as many entries as any list, and no more.
func TestTheLongestListOfTexts(t *testing.T) {
	most := words.MostEntries
	list := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("a, ", n), ", ") + "]" }
	text := func(n int) string { return strings.Replace(small, "[]", list(n), 1) }
	assert.Empty(t, faultsOf(text(most), nil))
	faults := faultsOf(text(most+1), nil)
	assert.Len(t, faults, 1)
	assert.Contains(t, faults.Error(),
		fmt.Sprintf("not_modelled: the list has %d entries; the most is %d", most+1, most))
}
