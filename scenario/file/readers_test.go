package file

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A writer writes a tree as JSON, each key and each item on a line of its own, and notes where each place of the tree
// went.
type writer struct {
	text  strings.Builder
	line  int
	moved map[place]place
}

func asJSON(n *node) (string, map[place]place) {
	w := &writer{line: 1, moved: map[place]place{top(): top()}}
	w.value(n)
	return w.text.String(), w.moved
}

// at notes that what stood at a place is written next.
func (w *writer) at(p place) {
	if _, known := w.moved[p]; !known {
		text := w.text.String()
		w.moved[p] = place{line: w.line, column: len([]rune(text[strings.LastIndexByte(text, '\n')+1:])) + 1}
	}
}

func (w *writer) newLine() {
	w.text.WriteString("\n")
	w.line++
}

func (w *writer) quoted(text string) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text)
	w.text.WriteString(strings.TrimSpace(b.String()))
}

func (w *writer) value(n *node) {
	w.at(n.at)
	switch n.kind {
	case nodeText:
		w.quoted(n.text)
	case nodeNothing:
		w.text.WriteString("null")
	case nodeList:
		w.text.WriteString("[")
		for i, item := range n.items {
			if i > 0 {
				w.text.WriteString(",")
			}
			w.newLine()
			w.value(item)
		}
		w.text.WriteString("]")
	default:
		w.text.WriteString("{")
		for i, f := range n.fields {
			if i > 0 {
				w.text.WriteString(",")
			}
			w.newLine()
			w.at(f.key.at)
			w.quoted(f.key.text)
			w.text.WriteString(": ")
			w.value(f.value)
		}
		w.text.WriteString("}")
	}
}

// asForm is the fields of a tree, each key of the file as one, or those of its sections where no key has a dot in it.
func asForm(root *node) (fields []Field) {
	for _, f := range root.fields {
		dots := slices.ContainsFunc(f.value.fields, func(below field) bool {
			return strings.Contains(below.key.text, ".")
		})
		if f.value.kind != nodeMapping || len(f.value.fields) == 0 || dots || f.key.text == "changes" {
			fields = append(fields, Field{f.key.text, typed(f.value)})
			continue
		}
		for _, below := range f.value.fields {
			fields = append(fields, Field{f.key.text + "." + below.key.text, typed(below.value)})
		}
	}
	return fields
}

// typed is a value as somebody would type it into a box.
func typed(n *node) string {
	switch n.kind {
	case nodeText:
		return n.text
	case nodeNothing:
		return ""
	}
	text, _ := asJSON(n)
	return strings.ReplaceAll(text, "\n", " ")
}

// treeIn is the tree of a YAML text; nil if that itself is at fault.
func treeIn(name string, text []byte) *node {
	faults := newFaultList(name)
	if root := parse(text, faults); len(faults.all) == 0 {
		return root
	}
	return nil
}

// unplaced is a model without its places and what comes from the name of its file.
func unplaced(t *testing.T, s *Spec) *scenario.Model {
	t.Helper()
	m, err := s.Model()
	require.NoError(t, err)
	for _, each := range append(slices.Clone(m.Scenarios), m.Baseline) {
		notes := each.Model.(*finance.Model).Notes
		for path, note := range notes {
			note.Place = ""
			notes[path] = note
		}
	}
	return m
}

// What a file says does not depend on what it was read from: the shipped examples are the same models as YAML, as JSON
// and as the fields of a form, and come to the same figures.
func TestReadersOfOneFileMakeOneModel(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		yaml, err := LoadIn(os.DirFS(filepath.Dir(name)), "example.yaml", text)
		require.NoError(t, err)
		written, _ := asJSON(yaml.root)
		asText, err := LoadIn(os.DirFS(filepath.Dir(name)), "example.json", []byte(written))
		require.NoError(t, err)
		form, err := Form("example", asForm(yaml.root))
		if tables := len(yaml.tables) > 0; !tables {
			require.NoError(t, err, name)
		}
		want := unplaced(t, yaml)
		for _, other := range []*Spec{asText, form} {
			if other == nil {
				continue // a form has no folder of tables
			}
			assert.Equal(t, want, unplaced(t, other), name)
			assert.Equal(t, hashOf(t, yaml), hashOf(t, other), name)
		}
	}
}

func hashOf(t *testing.T, s *Spec) string {
	t.Helper()
	m, err := s.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 300, Seed: 1, Lines: []string{"balance"}})
	require.NoError(t, err)
	return r.Hash
}

// elsewhere is where a fault says that something else stands.
var elsewhere = regexp.MustCompile(`(, )?(on line \d+(, column \d+)?|in field [^;]*)`)

// Every bad file has the same faults as JSON and as a form, each where the reader found what is at fault: its line and
// column, or its field.
func TestReadersOfOneFileNameTheSameFaults(t *testing.T) {
	testkit.NotForRaces(t)
	read := 0
	for name, text := range corpus(t, "bad/*.yaml") {
		root := treeIn(name, text)
		if root == nil {
			continue // at fault as YAML
		}
		read++
		t.Run(name, func(t *testing.T) {
			yaml := faultsIn(t, name, text)
			written, moved := asJSON(root)
			var want, got []string
			for _, f := range yaml {
				at, known := moved[place{line: f.Line, column: f.Column}]
				require.True(t, known, "%v", f)
				want = append(want, fmt.Sprintf("%d:%d: %s: %s", at.line, at.column, f.Path,
					elsewhere.ReplaceAllString(f.Problem(), "")))
			}
			for _, f := range faultsIn(t, "f.json", []byte(written)) {
				got = append(got, fmt.Sprintf("%d:%d: %s: %s", f.Line, f.Column, f.Path,
					elsewhere.ReplaceAllString(f.Problem(), "")))
			}
			assert.ElementsMatch(t, want, got, written)
		})
		t.Run(name+" as a form", func(t *testing.T) {
			var want, got []string
			for _, f := range faultsIn(t, name, text) {
				want = append(want, f.Path+": "+elsewhere.ReplaceAllString(f.Problem(), ""))
			}
			fields := asForm(root)
			for _, f := range faultsOfForm(t, fields) {
				if f.Field != "" {
					assert.Equal(t, fields[f.Line-1].Path, f.Field, "%v", f)
				} else {
					assert.Zero(t, f.Line, "%v", f)
				}
				got = append(got, f.Path+": "+elsewhere.ReplaceAllString(f.Problem(), ""))
			}
			assert.ElementsMatch(t, want, got)
		})
	}
	assert.GreaterOrEqual(t, read, 150)
}

func faultsOfForm(t *testing.T, fields []Field) (faults Faults) {
	t.Helper()
	s, err := Form("enquiry", fields)
	if err == nil {
		_, err = s.Model()
	}
	require.ErrorAs(t, err, &faults)
	return faults
}

// What is wrong with a text as JSON, with the character at which it shows.
func TestJSONFaults(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"{\"schema\": 1,\n \"years\": }", "f.json:2:11: there must be a value here"},
		{"{\"schema\": 1,\n}", "f.json:2:1: there must be a key in quotation marks here; JSON has no comma after the last key, and no comments"},
		{"{\"need\": {\"real_growth\": 3.4%}}", "f.json:1:29: there must be a comma or } here; put text, percentages and amounts in quotation marks, such as \"3.4%\""},
		{"{\"a\" 1}", "f.json:1:6: there must be a colon here, after the key"},
		{"{\"a\": [1 2]}", "f.json:1:10: there must be a comma or ] here"},
		{"{\"a\": 1} {}", "f.json:1:10: the text goes on after the file's one mapping has ended"},
		{"{\"a\": \"1", "f.json:1:8: the text ends before"},
		{"{\"a\": \"1\n\"}", "f.json:1:9: text in quotation marks must end on its line"},
		{"{\"a\": \"\\x\"}", "f.json:1:9: an escape after \\ is not one of JSON"},
		{"{\"a\": \"\\u00g0\"}", "an escape \\u has four digits"},
		{"{\"a\": 01}", "f.json:1:8: there must be a comma or } here"},
		{"{\"a\": 1.}", "f.json:1:9: this is not a number of JSON"},
		{"{\"a\": tru}", "this is neither true, false nor null"},
		{"{\"a\": \"x\" # no comments\n}", "f.json:1:11: there must be a comma or } here"},
		{"[1]", "f.json:1:1: a scenario file is a mapping of keys, found a list; begin with schema: 2"},
		{strings.Repeat("[", 33) + strings.Repeat("]", 33),
			"f.json:1:33: " + strings.Repeat("[1]", 20) + "…: lists and mappings are nested deeper than 32"},
		{strings.Repeat("[", 20_000), "lists and mappings are nested deeper than 32"},
		{"{\"earmark\": {\"share\": \"5%\",\n  \"share\": \"6%\"}}",
			"f.json:2:3: earmark.share: this key is there already, on line 1, column 14; keep one of the two"},
		{"{\"\": 1}", "f.json:1:2: a key must be a name, found nothing"},
		{"{\"a\": \"\\u202e\"}", "a mark that turns the direction of text"},
		{"[" + strings.Repeat("1,", 200_000) + "1]", "f.json:1:1: the file has more than 120000 keys and values"},
		{"", "f.json:1:1: the file is empty"},
	} {
		_, err := Load("f.json", []byte(c.text))
		assert.ErrorContains(t, err, c.says, c.text[:min(len(c.text), 60)])
	}
	spec, err := Load("f.JSON", []byte("\ufeff{\"schema\": 1, \"name\": \"\\u00a3 \\ud83d\\ude00\"}"))
	require.NoError(t, err)
	assert.Equal(t, "£ 😀", spec.Title())
}

// What is wrong with a form, by its fields.
func TestFormFaults(t *testing.T) {
	for _, c := range []struct {
		fields []Field
		says   string
	}{
		{[]Field{{"need.real_growth", "3.4"}},
			"enquiry.form.json, field need.real_growth: 3.4 is 340%; did you mean 3.4%?"},
		{[]Field{{"need.real_growth", "{p10: 2%, p90: x}"}},
			"enquiry.form.json, field need.real_growth: need.real_growth.p90: \"x\" is not a rate"},
		{[]Field{{"need.real_growth", ""}}, "field need.real_growth: there is nothing after the key"},
		{[]Field{{"need.real_growth", "{p10: 2%"}},
			"field need.real_growth: the bracket { that opens here is not closed; close it with }"},
		{[]Field{{"need", "{real_growth: 3%}"}, {"need.real_growth", "4%"}},
			"field need.real_growth: another field gives something within this one"},
		{[]Field{{"need.real_growth", "3%"}, {"need.real_growth ", "4%"}},
			"this field is there already, as number 1; keep one of the two"},
		{[]Field{{"need.real_growth", "3%"}, {"need.real_growth.p10", "4%"}},
			"the field need.real_growth has no keys in it"},
		{[]Field{{"need..x", "3%"}}, "field need..x: a key must be a name, found nothing"},
		{[]Field{{"", "3%"}}, "a key must be a name, found nothing"},
		{[]Field{{strings.Repeat("a.", 40) + "a", "3%"}}, "nested deeper than 32"},
		{[]Field{{strings.Repeat("a.", 32) + "a", "3%"}}, "nested deeper than 32"},
		{[]Field{{"name", "\xff"}}, "field name: the bytes here are not UTF-8"},
		{nil, "enquiry.form.json: years: the file does not say which years it covers"},
	} {
		assert.ErrorContains(t, error(faultsOfForm(t, c.fields)), c.says)
	}
	_, err := Load("f.form.json", []byte(`{"schema": 1}`))
	assert.ErrorContains(t, err, `a form is a list of fields, each {"path": "need.real_growth", "value": "3.4%"}`)
	_, err = Load("f.form.json", []byte("["))
	assert.ErrorContains(t, err, "f.form.json: the text ends before")
	_, err = Form("enquiry", []Field{{strings.Repeat("a.", maxDepth-1) + "a", "3%"}})
	assert.NoError(t, err, "as deep as a file")
	for text, kind := range map[string]nodeKind{"[a, b]": nodeList, "{a: b}": nodeMapping, "a": nodeText,
		"a [b]": nodeText} {
		s, err := Form("enquiry", []Field{{"name", text}})
		require.NoError(t, err, text)
		assert.Equal(t, kind, s.root.child("name").kind, text)
	}
}

// A run of a form leaves a manifest that runs again, as one of a file does.
func TestAFormIsRunAgain(t *testing.T) {
	s, err := Form("enquiry", asForm(treeIn("f.yaml", []byte(small))))
	require.NoError(t, err)
	assert.Equal(t, "enquiry", strings.TrimSuffix(s.File(), endOfForm))
	m, err := s.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 100})
	require.NoError(t, err)
	assert.True(t, slices.ContainsFunc(r.Inputs, func(in scenario.EffectiveInput) bool {
		return in.Place == "enquiry.form.json, field need.real_growth"
	}))
	differences, err := NewManifest(s, r).Verify(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
}

// A place is told in the terms of its reader.
func TestPlaces(t *testing.T) {
	for p, want := range map[place][2]string{
		{line: 12, column: 3}:           {"plan:12:3", "on line 12"},
		{cell: "Inputs!C7"}:             {"plan, cell Inputs!C7", "in cell Inputs!C7"},
		{line: 2, field: "need.growth"}: {"plan, field need.growth", "in field need.growth"},
		{}:                              {"plan, as set", "as set"},
	} {
		assert.Equal(t, want, [2]string{p.in("plan"), p.on()})
	}
	assert.Equal(t, "plan.xlsx, cell Inputs!C7: need: x",
		Fault{File: "plan.xlsx", Cell: "Inputs!C7", Fault: fault.Unreadable.Found("x").At("need")}.Error())
}
