package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inWords is what is given, with the names of its parts.
func (g Given) inWords() string {
	var parts []string
	for _, part := range [][2]string{{"value", g.Value}, {"low", g.Low}, {"high", g.High},
		{"years", strings.Join(g.Years, " | ")}, {"then", g.Then}, {"law", g.Law}, {"source", g.Source},
		{"owner", g.Owner}, {"quality", g.Quality}, {"note", g.Note}} {
		if part[1] != "" {
			parts = append(parts, part[0]+" "+part[1])
		}
	}
	return strings.Join(parts, ", ")
}

// Every entry of a file: its keys, with names that the file gives in ‹›, its unit, what is given, and what changes put
// in its place. Each stands as it would be written behind its key, too.
func TestEveryEntry(t *testing.T) {
	s, err := Load("plan.yaml", []byte(`schema: 2
years: 2024/25 to 2027/28
not_modelled: [Capital, "[sic]", ""]
lines: []
name: {a: b}
nonsense: 5
assumptions: {pay: {p10: 1%, p90: 3%}, cost: [£5m, £6m], bare: 0, words: none, bodies: 2%}
funding: {baseline: {value: £900m, values: x}, real_growth: {values: [3%, {p10: 1%, p90: 2%}], then: 1%}}
opening: 5
need:
  real_growth: {p10: 2%, p50: 3%, p90: 4%, then: 1%, values: [1%], value: 2%, source: [a], owner: Us, quality: red, note: see}
  components: {ageing: {p10: 1%, value: 2%}, drugs: {value: {normal: {mean: 1%, sd: 1%}}, source: s}, nobody: {}}
savings: {planned: {triangular: {low: 1%, mode: 2%, high: 3%}, note: n}, start_month: 4}
bodies: {Trust: {need: {real_growth: "[1%"}, bodies: {Ward: {need: {real_growth: 1%}, causes: [a]}}}}
correlations: [{inputs: [a, b], r: 0.3}]
changes:
  more: {need.real_growth: 5%, not_modelled: [x], savings.planned: [1%, 2%], nonsense: 6}
  less: {need.real_growth: {p10: 1%, p90: 2%, source: us}, assumptions.new: 1%}
`))
	require.NoError(t, err)
	entries, err := s.Entries()
	require.NoError(t, err)
	told := ""
	for _, e := range entries {
		for i, key := range e.Keys {
			if e.Named[i] {
				key = "‹" + key + "›"
			}
			told += key + " "
		}
		if e.Item > 0 {
			told += fmt.Sprintf("item %d ", e.Item)
		}
		told += fmt.Sprintf("(%s", e.Unit)
		if e.Certain {
			told += " certain"
		}
		told += fmt.Sprintf("%v): %s\n\t= %s\n", e.Words, e.inWords(), e.InBraces())
		require.Len(t, e.Changes, 2)
		for i, c := range e.Changes {
			if c.inWords() != "" {
				told += fmt.Sprintf("\tchange %d: %s\n", i+1, c.inWords())
			}
		}
	}
	testkit.Golden(t, "testdata/entries.txt", told)
	assert.Equal(t, []string{"more", "less"}, s.ChangeNames())
	none, err := Load("plan.yaml", []byte(small))
	require.NoError(t, err)
	assert.Empty(t, none.ChangeNames())
	entries, err = (*Spec)(nil).Entries()
	assert.NoError(t, err)
	assert.Empty(t, entries)
	set, err := none.With(scenario.Setting{Path: "need.real_growth", Value: "9%"})
	require.NoError(t, err)
	entries, err = set.Entries()
	require.NoError(t, err)
	assert.Equal(t, "4%", entries[len(entries)-2].Value, "as it was written")
}
