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

// Lines have at most 120 columns, where a tab is four: of Go, Python, shell and Markdown. What cannot be broken without
// harm is let be: text in quotes (a message is searched for whole), text of several lines, what an example prints, a
// drawing or formula in a comment, a table. What a program writes is not looked at, nor the CHANGELOG, whose older
// entries are left as they were.
func TestLinesAreShort(t *testing.T) {
	const most = 120
	left := map[string]bool{"testdata": true, ".git": true, "node_modules": true, "build": true, "dist": true}
	seen := map[string]int{}
	require.NoError(t, filepath.WalkDir("../..", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if left[e.Name()] && !strings.HasSuffix(name, "scenario/dist") {
				return fs.SkipDir
			}
			return nil
		}
		broken := breakable[filepath.Ext(name)]
		if broken == nil || e.Name() == "CHANGELOG.md" {
			return nil
		}
		text, err := os.ReadFile(name)
		if generated.Match(text) {
			return err
		}
		for i, line := range strings.Split(withoutData(filepath.Ext(name), string(text)), "\n") {
			seen[filepath.Ext(name)]++
			if utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")) > most {
				assert.False(t, broken(line), "%s:%d: more than %d columns", name, i+1, most)
			}
		}
		return err
	}))
	assert.Greater(t, seen[".go"], 50_000)
	assert.Greater(t, seen[".py"], 2_000)
	assert.Greater(t, seen[".md"], 500)
	assert.Greater(t, seen[".sh"], 10)
}

var (
	generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT`)
	quoted    = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|'(?:[^'\\\\]|\\\\.)*'")
	drawn     = regexp.MustCompile(`^\s*//\t|^//go:`)
	table     = regexp.MustCompile(`^\s*\||^    |^!?\[[^]]*\]\(\S*\)$`)
)

// breakable says, by the ending of a file's name, whether a long line could be broken.
var breakable = map[string]func(line string) bool{
	".go": func(line string) bool { return !drawn.MatchString(line) && mostlyCode(line) },
	".py": mostlyCode,
	".sh": mostlyCode,
	".md": func(line string) bool { return !table.MatchString(line) },
}

// mostlyCode is whether at most 70 columns are text in quotes.
func mostlyCode(line string) bool {
	return utf8.RuneCountInString(strings.Join(quoted.FindAllString(line, -1), "")) <= 70
}

var (
	several = regexp.MustCompile("(?s)`[^`]*`")
	printed = regexp.MustCompile(`(?m)^\t*// (?:Output|Unordered output):.*(?:\n\t*//.*)*`)
)

// withoutData is the text of a file without what stands in Go on several lines between back quotes, and without what an
// example prints; it has the same lines.
func withoutData(ending, text string) string {
	if ending != ".go" {
		return text
	}
	lines := func(found string) string { return strings.Repeat("\n", strings.Count(found, "\n")) }
	return several.ReplaceAllStringFunc(printed.ReplaceAllStringFunc(text, lines), func(found string) string {
		if !strings.Contains(found, "\n") {
			return found
		}
		return lines(found)
	})
}
