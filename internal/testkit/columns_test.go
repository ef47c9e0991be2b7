package testkit_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Comments have lines of at most 120 columns, where a tab is four. What is drawn or listed (a formula, a table, an item
// after a dash) is left as it is, and so is what a program writes.
func TestCommentsHaveShortLines(t *testing.T) {
	const most = 120
	prose := regexp.MustCompile(`^\t*// [^\s\-*#•|]`)
	generated := regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT`)
	item := regexp.MustCompile(`^\t*// \d+\. `)
	comment, output := regexp.MustCompile(`^\t*//`), regexp.MustCompile(`^\t*// (Output|Unordered output):`)
	seen := 0
	require.NoError(t, filepath.WalkDir("../..", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") {
			return err
		}
		text, err := os.ReadFile(name)
		if generated.Match(text) {
			return err
		}
		number, printed := 0, false // by an example
		for line := range strings.Lines(string(text)) {
			number++
			printed = output.MatchString(line) || printed && comment.MatchString(line)
			if printed || !prose.MatchString(line) || item.MatchString(line) {
				continue
			}
			seen++
			columns := utf8.RuneCountInString(strings.ReplaceAll(strings.TrimRight(line, "\n"), "\t", "    "))
			assert.LessOrEqual(t, columns, most, "%s:%d", name, number)
		}
		return err
	}))
	assert.Greater(t, seen, 5_000, "lines of comments were looked at")
}
