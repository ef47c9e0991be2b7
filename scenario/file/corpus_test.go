package file

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A wanted fault is written in a comment beside the token at fault:
//
//	share: 3.4 # ERROR "3.4 is 340%; did you mean 3.4%?"
//
// with one text, in quotes of either kind that Go has, for each fault of the line.
type wanted struct {
	line int
	text string
}

func wantedFaults(t *testing.T, text []byte) []wanted {
	t.Helper()
	comment := regexp.MustCompile("# ERROR ([\"`].*)$")
	var all []wanted
	lines := bufio.NewScanner(bytes.NewReader(text))
	for line := 1; lines.Scan(); line++ {
		match := comment.FindStringSubmatch(lines.Text())
		if match == nil {
			continue
		}
		for rest := match[1]; rest != ""; rest = strings.TrimLeft(rest, " ") {
			quoted, err := strconv.QuotedPrefix(rest)
			require.NoError(t, err, "line %d: %s", line, rest)
			text, err := strconv.Unquote(quoted)
			require.NoError(t, err)
			all = append(all, wanted{line, text})
			rest = rest[len(quoted):]
		}
	}
	return all
}

// faultsIn loads a file and makes its model, and gives all that is wrong with it.
func faultsIn(t *testing.T, name string, text []byte) Faults {
	t.Helper()
	s, err := Load(name, text)
	if err == nil {
		_, err = s.Model()
	}
	if err == nil {
		return nil
	}
	var faults Faults
	require.True(t, errors.As(err, &faults), "the error of a file is Faults, found %T", err)
	return faults
}

func corpus(t testing.TB, pattern string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", pattern))
	require.NoError(t, err)
	files := map[string][]byte{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		files[filepath.Base(path)] = text
	}
	return files
}

// Every bad file has exactly the faults that its comments say, each on its line: no more, no fewer.
func TestBadFilesHaveTheFaultsTheirCommentsSay(t *testing.T) {
	files := corpus(t, "bad/*.yaml")
	assert.GreaterOrEqual(t, len(files), 45)
	for name, text := range files {
		t.Run(name, func(t *testing.T) {
			want := wantedFaults(t, text)
			require.NotEmpty(t, want, "a bad file says what is wrong with it")
			found := faultsIn(t, name, text)
			for _, w := range want {
				i := indexOf(found, w)
				if assert.GreaterOrEqual(t, i, 0, "no fault on line %d that says: %s", w.line, w.text) {
					found = append(found[:i:i], found[i+1:]...)
				}
			}
			assert.Empty(t, found, "these faults are not expected:\n%v", found)
		})
	}
}

func indexOf(faults Faults, w wanted) int {
	for i, f := range faults {
		if f.Line == w.line && strings.Contains(f.Path+": "+f.Problem(), w.text) {
			return i
		}
	}
	return -1
}

func TestFaultsAreShortAndSorted(t *testing.T) {
	for name, text := range corpus(t, "bad/*.yaml") {
		found := faultsIn(t, name, text)
		for i, f := range found {
			assert.Equal(t, name, f.File)
			assert.Positive(t, f.Line, f)
			assert.Positive(t, f.Column, f)
			assert.LessOrEqual(t, len(f.Problem()), 600, f)
			if i > 0 {
				before := found[i-1]
				assert.False(t, f.Line < before.Line || (f.Line == before.Line && f.Column < before.Column),
					"%v before %v", before, f)
			}
		}
	}
}

func TestGoodFilesHaveNoFaults(t *testing.T) {
	testkit.NotForRaces(t)
	files := corpus(t, "good/*")
	assert.GreaterOrEqual(t, len(files), 5)
	for name, text := range files {
		t.Run(name, func(t *testing.T) { assert.Empty(t, faultsIn(t, name, text)) })
	}
}
