package file

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tablesBeside are the tables that the snippets of testdata/refused name.
func tablesBeside() fstest.MapFS {
	all := fstest.MapFS{}
	for name, text := range map[string]string{
		"past.csv":    "year,growth,cost\n2014/15,2%,£5m\n2015/16,1%,£6m\n2016/17,3%,£7m\n2017/18,4%,£9m\n",
		"turned.csv":  "year,growth\n2015/16,2%\n2014/15,1%\n2017/18,4%\n",
		"undated.csv": "yaer,growth\n2014/15,2%\n2015/16,1%\n2016/17,1%\n",
		"holes.csv":   "year,growth\n2014/15,2%\n2015/16,\n2016/17,x\n2017/18,£5m\n",
		"noyear.csv":  "place,growth\nA,2%\nB,\nC,x\n",
		"empty.csv":   "year,growth\n",
		"many.csv":    "year,growth\n" + strings.Repeat("2014/15,x\n", 12),
		"people.csv":  "year,0-64,65+\n2018,100,20\n2019,101,21\n2020,102,22\n2021,103,23\n",
		"areas.csv":   "area,year,0-64,65+\nA,2018,100,20\nA,2019,101,21\nA,2020,102,22\nB,2018,1,2\nB,2019,1,2\nB,2020,1,2\n",
		"odd.csv":     "year,0-64,65+\n2018,x,20\n2019,101,-1\n",
	} {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

// completed is a snippet with the keys of a small sound file that it leaves out, after it, so that its first line is
// the first of the file. A snippet that ends in ... is the whole file.
func completed(snippet string) string {
	if whole, ok := strings.CutSuffix(snippet, "...\n"); ok {
		return whole
	}
	for line := range strings.Lines(small) {
		key, _, _ := strings.Cut(line, ":")
		if !regexp.MustCompile(`(?m)^` + key + `:`).MatchString(snippet) {
			snippet += line
		}
	}
	return snippet
}

// answers are the faults of a file, each with its place, or a line that says that it has none.
func answers(t *testing.T, text string) string { return answersAs(t, "f.yaml", text) }

// answersAs are the same, of a file of another name.
func answersAs(t *testing.T, name, text string) (all string) {
	s, err := LoadIn(tablesBeside(), name, []byte(text))
	if err == nil {
		_, err = s.Model()
	}
	if err == nil {
		return "! sound\n"
	}
	var faults Faults
	require.ErrorAs(t, err, &faults, text)
	for _, f := range faults {
		told := fmt.Sprintf("%d:%d: %s: %s", f.Line, f.Column, f.Path, f.Problem())
		all += "! " + strings.ReplaceAll(told, "\n", `\n`) + "\n"
	}
	return all
}

// Every snippet of testdata/refused has the faults that stand below it after "!", word by word and place by place, or
// is sound.
func TestWhatSnippetsAreRefusedFor(t *testing.T) {
	paths, err := filepath.Glob("testdata/refused/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		checkSnippets(t, path, func(snippet string) string { return answers(t, completed(snippet)) })
	}
}

// checkSnippets compares the answers that stand below the snippets of a file with those that they get.
func checkSnippets(t *testing.T, path string, answer func(snippet string) string) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	heading, rest, found := strings.Cut(string(text), "\n\n")
	require.True(t, found, path)
	blocks := []string{heading + "\n"}
	for block := range strings.SplitSeq(strings.TrimSuffix(rest, "\n"), "\n\n") {
		snippet := ""
		for line := range strings.Lines(block + "\n") {
			if !strings.HasPrefix(line, "! ") {
				snippet += line
			}
		}
		blocks = append(blocks, snippet+answer(snippet))
	}
	testkit.Golden(t, path, strings.Join(blocks, "\n"))
}

// A snippet is completed by the keys that it leaves out, and by no others.
func TestSnippetsAreCompleted(t *testing.T) {
	assert.Equal(t, "! sound\n", answers(t, completed("name: A\n")))
	assert.Equal(t, "schema: 1\n", completed("schema: 1\n...\n"))
	assert.Equal(t, 1, strings.Count(completed("need: {real_growth: 5%}\n"), "need:"))
}
