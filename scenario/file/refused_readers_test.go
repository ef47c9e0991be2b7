package file

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// smallKeys are the keys of the small file, in JSON.
var smallKeys = []string{`"schema": 1`, `"years": "2018/19 to 2020/21"`,
	`"funding": {"baseline": "£100m", "real_growth": "3%"}`, `"need": {"real_growth": "4%"}`, `"not_modelled": []`}

// Every snippet of testdata/refused_json.txt has the faults that stand below it. One that ends in a comma goes on with
// the keys of the small file that it leaves out.
func TestWhatJSONIsRefusedFor(t *testing.T) {
	checkSnippets(t, "testdata/refused_json.txt", func(snippet string) string {
		text := strings.TrimSuffix(snippet, "\n")
		if strings.HasSuffix(text, ",") {
			for _, pair := range smallKeys {
				if key, _, _ := strings.Cut(pair, ":"); !strings.Contains(text, key+":") {
					text += pair + ","
				}
			}
			text = strings.TrimSuffix(text, ",") + "}"
		}
		return answersAs(t, "f.json", text)
	})
}

// Every snippet of testdata/refused_forms.txt has the faults that stand below it, each with the number of its field and
// the field. A line is a field; those of the small file come first unless a line is about them.
func TestWhatFormsAreRefusedFor(t *testing.T) {
	checkSnippets(t, "testdata/refused_forms.txt", func(snippet string) (all string) {
		var fields []Field
		for line := range strings.Lines(small) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			if !strings.HasPrefix(snippet, key) && !strings.Contains(snippet, "\n"+key) {
				fields = append(fields, Field{key, value})
			}
		}
		for line := range strings.Lines(strings.ReplaceAll(snippet, `\u202e`, "\u202e")) {
			path, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " = ")
			fields = append(fields, Field{path, value})
		}
		s, err := Form("f", fields)
		if err == nil {
			_, err = s.Model()
		}
		if err == nil {
			return "! sound\n"
		}
		var faults Faults
		require.ErrorAs(t, err, &faults)
		for _, f := range faults {
			assert.Zero(t, f.Column)
			if f.Line > 0 {
				assert.Equal(t, fault.Short(fields[f.Line-1].Path), f.Field)
			}
			all += fmt.Sprintf("! %d %+q: %s: %s\n", f.Line, f.Field, f.Path, f.Problem())
		}
		return all
	})
}

// The text that results keep of a form is its fields, and no other text of fields is one.
func TestFormsAsText(t *testing.T) {
	s, err := Form("f", []Field{{"schema", "1"}, {"name", "A"}})
	require.NoError(t, err)
	assert.Equal(t, `[{"path":"schema","value":"1"},{"path":"name","value":"A"}]`, string(s.Text()))
	again, err := Load(s.File(), s.Text())
	require.NoError(t, err)
	assert.Equal(t, "A", again.Title())
	s, err = Form("f", nil)
	require.NoError(t, err, "what is missing is for the model to tell")
	assert.Equal(t, "[]", string(s.Text()))
	for _, text := range []string{`[{"path": "name", "value": "A", "more": 1}]`, `[{"path": 1}]`, `{}`, `[[]]`, `"x"`} {
		_, err := Load("f.form.json", []byte(text))
		assert.EqualError(t, err,
			`f.form.json: a form is a list of fields, each {"path": "need.real_growth", "value": "3.4%"}`,
			text)
	}
}

// Each key and each value of a JSON text counts, and of a form each field besides, so many and not one more.
func TestNodesOfOtherReadersAreCounted(t *testing.T) {
	const most = maxNodes
	pairs := func(n int, more string) string { // a mapping, a key and a list, and three of each pair
		return `{"x": [` + strings.TrimSuffix(strings.Repeat(`{"a":1},`, n), ",") + more + `]}`
	}
	faults := newFaultList("f.json")
	assert.NotNil(t, parseJSON([]byte(pairs((most-3)/3, "")), faults))
	assert.Empty(t, faults.all)
	assert.Nil(t, parseJSON([]byte(pairs((most-3)/3, ",1")), faults))
	assert.EqualError(t, faults.err(),
		fmt.Sprintf("f.json:1:1: the file has more than %d keys and values, which is the most", most))

	form := func(n int) (*node, *faultList) { // a key and a list, and its items
		list := "[" + strings.TrimSuffix(strings.Repeat("1,", n), ",") + "]"
		text, err := json.Marshal([]Field{{"x", list}, {"y", list}})
		require.NoError(t, err)
		faults := newFaultList("f.form.json")
		return parseForm(text, faults), faults
	}
	root, faults := form(most/2 - 2)
	assert.Empty(t, faults.all)
	assert.Equal(t, []string{"x", "y"}, root.keys(), "all of it is read")
	root, faults = form(most/2 - 1)
	assert.Nil(t, root)
	assert.EqualError(t, faults.err(),
		fmt.Sprintf("f.form.json: the form has more than %d keys and values, which is the most", most))
}

// The text of a field is as long as a text may be, and its escapes are read before its characters are looked at.
func TestTextsOfFields(t *testing.T) {
	for text, says := range map[string]string{strings.Repeat("é", words.LongestText): "",
		strings.Repeat("é", words.LongestText+1): fmt.Sprintf("the text is longer than %d characters",
			words.LongestText)} {
		_, err := Form("f", []Field{{"not_modelled", text}})
		if says == "" {
			assert.NoError(t, err)
			continue
		}
		assert.ErrorContains(t, err, "f.form.json, field not_modelled: "+says)
	}
	_, err := Load("f.form.json", []byte(`[{"path": "name", "value": "a\u202eb"}]`))
	assert.ErrorContains(t, err,
		"f.form.json, field name: the character U+202E is a mark that turns the direction of text")
	_, err = Load("f.form.json", []byte(`[{"path": "na\u202eme", "value": "a"}]`))
	assert.ErrorContains(t, err, "the character U+202E is a mark that turns the direction of text")
}

// A mapping of JSON has as many keys as one of YAML.
func TestKeysOfAMappingOfJSON(t *testing.T) {
	mapping := func(n int) *faultList {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"k%d": 1,`, i)
		}
		faults := newFaultList("f.json")
		parseJSON([]byte(`{"x": {`+strings.TrimSuffix(b.String(), ",")+`}}`), faults)
		return faults
	}
	assert.Empty(t, mapping(words.MostEntries).all)
	assert.EqualError(t, mapping(words.MostEntries+1).err(),
		fmt.Sprintf("f.json:1:7: x: the mapping has %d keys; the most is %[2]d", words.MostEntries+1,
			words.MostEntries))
}

// Lines of JSON end as those of any text: with a line feed, a carriage return, or both.
func TestLinesOfJSON(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r"} {
		faults := newFaultList("f.json")
		parseJSON([]byte(strings.ReplaceAll("{~\"a\": [~1,~~2], \"é\": 1,~ \"é\": 2}", "~", end)), faults)
		assert.EqualError(t, faults.err(),
			"f.json:6:2: é: this key is there already, on line 5, column 5; keep one of the two",
			"%q", end)
	}
	faults := newFaultList("f.json")
	parseJSON([]byte("{\r \n\"a\": 1, \"a\": 2}"), faults)
	assert.EqualError(t, faults.err(),
		"f.json:3:9: a: this key is there already, on line 3, column 1; keep one of the two")
}

// A message of the JSON library that has no words of its own is told as it is.
func TestOtherMessagesOfTheJSONLibrary(t *testing.T) {
	assert.Equal(t, "this cannot be read as JSON: odd", jsonFault("odd").Problem())
	for text, says := range map[string]string{"": "f.json:1:1: the file is empty; begin with schema: 2",
		"{\"a\": \"\u202e\"}": "f.json:1:8: the character U+202E is a mark that turns the direction of text, so that it reads other than it is; delete it"} {
		_, err := Load("f.json", []byte(text))
		assert.EqualError(t, err, says, "and nothing else about the text")
	}
}

// What reads a text is told by the end of its name, in capitals or not.
func TestReadersAreChosenByTheNamesOfFiles(t *testing.T) {
	for name, says := range map[string]string{
		"f.yaml": "a scenario file is a mapping of keys, found a list",
		"f.json": "a scenario file is a mapping of keys",
		"F.JSON": "a scenario file is a mapping of keys", "f.form.json": "a form is a list of fields",
		"F.Form.JSON": "a form is a list of fields", "form.json": "a scenario file is a mapping of keys",
	} {
		_, err := Load(name, []byte("[1]"))
		assert.ErrorContains(t, err, says, name)
	}
}

// A file that is not there, a folder and a device are no files, and are told as what they are.
func TestWhatIsNoRegularFile(t *testing.T) {
	_, err := readRegular(filepath.Join(t.TempDir(), "none"))
	assert.ErrorIs(t, err, os.ErrNotExist)
	assert.ErrorIs(t, regular(nil, os.ErrPermission), os.ErrPermission)
	info, err := os.Stat(os.DevNull)
	require.NoError(t, err)
	assert.EqualError(t, regular(info, nil),
		fmt.Sprintf("%q is not a regular file but a device, a pipe or the like", info.Name()))
	info, err = os.Stat(t.TempDir())
	require.NoError(t, err)
	assert.EqualError(t, regular(info, nil), fmt.Sprintf("%q is a directory, not a file", info.Name()))
	folder, err := os.Open(t.TempDir())
	require.NoError(t, err)
	_, err = readOpened(folder)
	assert.ErrorContains(t, err, "is a directory, not a file", "though it was one when it was looked for")
	assert.ErrorIs(t, folder.Close(), os.ErrClosed, "it is closed already")
	for most, size := range map[int]int{MaxFile: MaxFile, MaxFile + 1: MaxFile + 7} {
		path := filepath.Join(t.TempDir(), "f.yaml")
		require.NoError(t, os.WriteFile(path, make([]byte, size), 0o600))
		text, err := readRegular(path)
		require.NoError(t, err)
		assert.Len(t, text, most, "one byte beyond the limit tells that there are more")
	}
}
