package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestCleanShowsWhatCannotBeSeen(t *testing.T) {
	for in, want := range map[string]string{
		"plain":             "plain",
		"two\nlines\tand  ": "two lines and",
		"\x1b[31mred":       `\x1b[31mred`,
		"a\u202eb":          `a\u202eb`,
		"a\x00b":            `a\x00b`,
		"a\xffb":            `a\xffb`,
		"日本":                "日本",
		"“£ – −”":           "“£ – −”",
	} {
		assert.Equal(t, want, clean(in))
	}
}

func TestWrapKeepsEveryWordAndFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-z日]{1,12} ){0,20}`).Draw(t, "text")
		columns := rapid.IntRange(2, 40).Draw(t, "columns")
		lines := wrap(text, within(columns))
		for _, line := range lines {
			assert.LessOrEqual(t, width(line), columns)
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		assert.Equal(t, squeeze(text), squeeze(strings.Join(lines, " ")))
	})
}

// Where not even one character fits, wrapping still ends.
func TestWrapEnds(t *testing.T) {
	assert.Equal(t, []string{"日", "本"}, wrap("日本", within(1)))
	assert.Empty(t, wrap("  ", within(5)))
}

func TestJoined(t *testing.T) {
	assert.Equal(t, "", joined(nil))
	assert.Equal(t, "a", joined([]string{"a"}))
	assert.Equal(t, "a, b and c", joined([]string{"a", "b", "c"}))
}
