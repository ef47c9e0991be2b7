package file

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rewritten is a text with an entry written into it, and the keys that could not be.
func rewritten(t *testing.T, name, text string, write func(top *entry)) (now string, lost []string) {
	t.Helper()
	faults := newFaultList(name)
	root := readerOf(name)([]byte(text), faults)
	require.Empty(t, faults.all, text)
	w := &rewriter{splicer: newSplicer([]byte(text)), json: strings.HasSuffix(name, endOfJSON)}
	top := &entry{}
	write(top)
	w.mapping(nil, root, top)
	return string(w.spliced()), w.lost
}

// A value is replaced where it stands, a key is added beside its neighbours or taken out with its line: however the
// file is written, nothing else in it moves.
func TestRewritingTouchesNothingElse(t *testing.T) {
	say := func(text string, keys ...string) func(*entry) {
		return func(top *entry) {
			e := top.at(keys...)
			e.text, e.whole = text, true
		}
	}
	leaveOut := func(keys ...string) func(*entry) {
		return func(top *entry) { top.at(keys...).gone = true }
	}
	both := func(all ...func(*entry)) func(*entry) {
		return func(top *entry) {
			for _, do := range all {
				do(top)
			}
		}
	}
	for _, c := range []struct {
		was   string
		write func(*entry)
		is    string
	}{
		{"a: 1\nb: 2 # two\n", say("3", "b"), "a: 1\nb: 3 # two\n"},
		{"a: 1\nb: 2", say("3", "b"), "a: 1\nb: 3"},
		{"a: 'it''s' # 'x'\nb: 2\n", say("3", "a"), "a: 3 # 'x'\nb: 2\n"},
		{"a: \"a \\\" b\" # x\nb: 2\n", say("3", "a"), "a: 3 # x\nb: 2\n"},
		{"\"a\": 1\n'b' : 2\n", both(say("3", "a"), say("4", "b")), "\"a\": 3\n'b' : 4\n"},
		{"\ufeffa: 1\n", say("3", "a"), "\ufeffa: 3\n"},
		{"é: 1\nb: {é: ü, c: 2}\n", say("3", "b", "c"), "é: 1\nb: {é: ü, c: 3}\n"},
		// values that are mappings and lists, replaced as a whole
		{"a: {b: 1, c: [2, 3]} # x\nd: 4\n", say("3", "a"), "a: 3 # x\nd: 4\n"},
		{"a: {b: '}', c: it's} # x\nd: 4\n", say("3", "a"), "a: 3 # x\nd: 4\n"},
		{"a: {b: \"}\", # }\n  c: 2} # x\nd: 4\n", say("3", "a"), "a: 3 # x\nd: 4\n"},
		{"a: {b: x#}\nd: 4\n", say("3", "a"), "a: 3\nd: 4\n"},
		{"a: [\n# ]\n  1]\nd: 4\n", say("3", "a"), "a: 3\nd: 4\n"},
		{"a: {'b}': 1, \"c\": [{d: 'e]'}]}\nd: 4\n", say("3", "a"), "a: 3\nd: 4\n"},
		{"a: # why\n  # }\n  [1]\nd: 4\n", say("3", "a"), "a: # why\n  # }\n  3\nd: 4\n"},
		{"a:\n  b: 1\n  c: {e: 1} # x\nd: 4\n", say("3", "a"), "a:\n  3 # x\nd: 4\n"},
		{"a:\n  - 1\n  - x: 2\n    y: 'z' # x\nd: 4\n", say("3", "a"), "a:\n  3 # x\nd: 4\n"},
		{"a:\n- 1\n- [2, 3]\nd: 4\n", say("3", "a"), "a:\n3\nd: 4\n"},
		{"a:\n  -   1\n  - \"b\"", say("3", "a"), "a:\n  3"},
		// keys added
		{"a: 1\n", say("2", "b"), "a: 1\nb: 2\n"},
		{"a: 1", say("2", "b"), "a: 1\nb: 2\n"},
		{"a: 1\r\nc: 3\r\n", both(say("2", "b"), say("4", "d")), "a: 1\r\nc: 3\r\nb: 2\r\nd: 4\r\n"},
		{"a: # x\n  b: 1\nc: 2\n", both(say("2", "a", "d"), say("3", "a", "e")), "a: # x\n  d: 2\n  e: 3\n  b: 1\nc: 2\n"},
		{"a:\r\n    b: 1\r\n", say("2", "a", "d"), "a:\r\n    d: 2\r\n    b: 1\r\n"},
		{"a: {b: 1} # x\n", say("2", "a", "c"), "a: {b: 1, c: 2} # x\n"},
		{"a: { b: 1, c: {d: 2} } # x\n", say("3", "a", "c", "e"), "a: { b: 1, c: {d: 2, e: 3} } # x\n"},
		{"a: {b: {c: 1}, d: 2}\n", both(say("3", "a", "b", "e"), say("4", "a", "d"), say("5", "a", "f")),
			"a: {b: {c: 1, e: 3}, d: 4, f: 5}\n"},
		// keys taken out
		{"a: 1\nb: 2 # x\nc: 3\n", leaveOut("b"), "a: 1\nc: 3\n"},
		{"a: 1\nb:\n  - 2\n  - 3\n", leaveOut("b"), "a: 1\n"},
		{"a: 1\nb: 2", leaveOut("b"), "a: 1\n"},
		{"a: 1\r\nb: {c: 1,\r\n d: 2}\r\nc: 3\r\n", leaveOut("b"), "a: 1\r\nc: 3\r\n"},
		{"a: {b: 1, c: 2, d: 3} # x\n", leaveOut("a", "c"), "a: {b: 1, d: 3} # x\n"},
		{"a: {b: 1, c: 2} # x\n", both(leaveOut("a", "b"), say("4", "a", "d")), "a: {c: 2, d: 4} # x\n"},
		{"a: {b: 1} # x\n", leaveOut("a", "c"), "a: {b: 1} # x\n"},
	} {
		now, lost := rewritten(t, "f.yaml", c.was, c.write)
		assert.Equal(t, c.is, now, c.was)
		assert.Empty(t, lost, c.was)
	}
	now, lost := rewritten(t, "f.json", "{\"a\": {\"b\": \"1\",\n \"c\": [\"}\"]}, \"d\": \"x\"}",
		both(say("2", "a", "b"), say("3", "a", "c"), say("£4", "a", "e")))
	assert.Equal(t, "{\"a\": {\"b\": \"2\", \"c\": \"3\", \"e\": \"£4\"}, \"d\": \"x\"}", now)
	assert.Empty(t, lost)
}

// What is not in the text as it is read cannot be rewritten, and is named.
func TestWhatIsLostInRewriting(t *testing.T) {
	for text, want := range map[string][]string{
		"a: \"\\u0041\"\n": nil, "a: x\n  y\n": {"a"}, "a: >\n  x y\n": {"a"}, "\"\\u0061\": 1\n": {"a"}, "a: {}\n": nil,
		"? a\n: 1\n": nil,
	} {
		_, lost := rewritten(t, "f.yaml", text, func(top *entry) {
			e := top.at("a")
			e.text, e.whole = "2", true
		})
		assert.Equal(t, want, lost, text)
	}
	_, lost := rewritten(t, "f.yaml", "a: {}\n", func(top *entry) { top.at("a", "b").text = "1" })
	assert.Equal(t, []string{""}, lost, "where there is no key, there is no place for another")
}

// Text has quotation marks where another reader would take it for something else.
func TestQuotesOfWhatIsWritten(t *testing.T) {
	w := &rewriter{}
	for text, want := range map[string]string{"£900m": "£900m", "-£1.5m": "-£1.5m", "a, b": `"a, b"`, "a ": `"a "`,
		"- a": `"- a"`, "-a": "-a", "": `""`, "a: b": `"a: b"`, "(5)": `"(5)"`, "2018/19 to 2020/21": "2018/19 to 2020/21",
		"a#b": `"a#b"`} {
		assert.Equal(t, want, w.quote(text))
	}
	assert.Equal(t, `"a"`, (&rewriter{json: true}).quote("a"))
	assert.Equal(t, `{k: {values: [1%, "(2)"], source: "a, b"}}`, w.value(&entry{below: []*entry{{key: "k",
		below: []*entry{{key: "values", list: []string{"1%", "(2)"}}, {key: "source", text: "a, b"},
			{key: "x", gone: true}}}}}))
}

// In every good file, as YAML and as JSON, a value that is replaced reads back replaced, a key that is left out is
// gone, a key that is added is there; all else reads as before, and of a value no byte beside it changes.
func TestRewrittenFilesReadBack(t *testing.T) {
	turn, done := 0, map[string]int{}
	for _, path := range goodFiles(t) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		root := treeIn(path, text)
		if len(text) > 12_000 {
			continue
		}
		asJSON, _ := asJSON(root)
		for name, text := range map[string]string{"f.yaml": string(text), "f.json": asJSON} {
			fieldsBelow(root, nil, func(keys []string, f field) {
				if turn++; turn%23 != 0 {
					return
				}
				above := keys[:len(keys)-1]
				for what, write := range map[string]func(*entry){
					"replaced": func(top *entry) { e := top.at(keys...); e.text, e.whole = "XX", true },
					"left out": func(top *entry) { top.at(keys...).gone = true },
					"added":    func(top *entry) { top.at(append(above[:len(above):len(above)], "ZZ")...).text = "XX" },
				} {
					now, lost := rewritten(t, name, text, write)
					if len(lost) > 0 {
						done["lost"]++
						continue
					}
					tree := readerOf(name)([]byte(now), newFaultList(name))
					m := find(root, strings.Join(above, "."))
					if what == "left out" && (m == nil || len(m.fields) < 2) {
						continue
					}
					require.NotNil(t, tree, "%s of %s: %v\n%s", what, path, keys, now)
					want := plainTree(root).(map[string]any)
					at := want
					for _, k := range above {
						at = at[k].(map[string]any)
					}
					switch last := keys[len(keys)-1]; what {
					case "replaced":
						at[last] = "XX"
						if f.value.kind == nodeText {
							assert.Equal(t, strings.Count(text, "\n"), strings.Count(now, "\n"))
							gone := apart(text, now)
							assert.Contains(t, `"`+f.value.text+`"'`+f.value.text+`'`, gone, "%s: %v", path, keys)
						}
					case "left out":
						delete(at, last)
					default:
						at["ZZ"] = "XX"
					}
					assert.Equal(t, want, plainTree(tree), "%s of %s: %v", what, path, keys)
					done[what]++
				}
			})
		}
	}
	for _, what := range []string{"replaced", "left out", "added"} {
		assert.Greater(t, done[what], 80, what)
	}
	assert.Less(t, done["lost"], 20)
}

// fieldsBelow calls do with every field that mappings lead to, and its keys.
func fieldsBelow(n *node, above []string, do func(keys []string, f field)) {
	for _, f := range n.fields {
		keys := append(above[:len(above):len(above)], f.key.text)
		do(keys, f)
		fieldsBelow(f.value, keys, do)
	}
}

// apart is what of a text is gone in another, between what both begin with and what both end with.
func apart(was, is string) string {
	from, to := 0, 0
	for from < min(len(was), len(is)) && was[from] == is[from] {
		from++
	}
	for to < min(len(was), len(is))-from && was[len(was)-1-to] == is[len(is)-1-to] {
		to++
	}
	return was[from : len(was)-to]
}
