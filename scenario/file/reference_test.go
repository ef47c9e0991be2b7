package file

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The tables of FILES.md are written from the reader's own list of keys and from their meanings, between the lines
// <!-- keys: SECTION --> and <!-- end -->.
func TestTheReferenceIsTheReadersOwn(t *testing.T) {
	old, err := os.ReadFile("FILES.md")
	require.NoError(t, err)
	written := map[string]bool{}
	tables := regexp.MustCompile(`(?s)<!-- keys: ([^>]*) -->\n.*?<!-- end -->`)
	current := tables.ReplaceAllStringFunc(string(old), func(table string) string {
		named := tables.FindStringSubmatch(table)[1]
		return fmt.Sprintf("<!-- keys: %s -->\n%s<!-- end -->", named, keyTable(t, strings.Fields(named), written))
	})
	testkit.Golden(t, "FILES.md", current)
	for _, k := range fileKeys().keys {
		assert.True(t, written[k.name], "%s is in no table", k.name)
	}
}

// keyTable is the table of some top-level keys. Where there is one, its own row comes first and those below it are
// named from there.
func keyTable(t *testing.T, sections []string, written map[string]bool) string {
	top, ranges := fileKeys(), rangesOfInputs(t)
	rows := "| key | takes | means | if left out |\n|---|---|---|---|\n"
	row := func(path string, k *key) {
		m := k.meaning
		if k.name == "*" && m.says == "" {
			return
		}
		takes := k.says()
		if r := ranges[path]; r != "" && k.unit == "rate" {
			takes += ", " + r
		}
		rows += fmt.Sprintf("| `%s` | %s | %s | %s |\n", strings.ReplaceAll(path, "*", "…"), takes, m.says, m.otherwise)
	}
	for _, name := range sections {
		written[name] = true
		for _, k := range top.keys {
			if k.name != name {
				continue
			}
			row(k.name, k)
			k.walk(k.name, func(path string, k *key) {
				if !saidElsewhere(path) && !isNote(path) {
					row(path, k)
				}
			})
		}
	}
	return rows
}

// saidElsewhere reports whether a key has its row elsewhere: a body has the keys of a model, one of several earmarks
// those of an only one.
func saidElsewhere(path string) bool {
	return strings.HasPrefix(path, "bodies.*.") || strings.HasPrefix(path, "earmarks.*.")
}

// isNote reports whether a key says what is known of a number: such keys may stand beside any number.
func isNote(path string) bool {
	last := path[strings.LastIndexByte(path, '.')+1:]
	return strings.Contains(" source note owner quality ", " "+last+" ") &&
		(strings.Contains(path, "components.") || strings.Contains(path, "volume.") ||
			strings.Contains(path, "pressures."))
}

// everyKey are files that together have every key.
func everyKey(t *testing.T) (specs []*Spec) {
	paths, err := filepath.Glob("testdata/keys/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		spec, err := Read(path)
		require.NoError(t, err)
		specs = append(specs, spec)
	}
	return specs
}

// rangesOfInputs is between what the numbers of each key must lie, as the sheet has it, in words.
func rangesOfInputs(t *testing.T) map[string]string {
	ranges := map[string]string{}
	for _, spec := range everyKey(t) {
		m, err := spec.Model()
		require.NoError(t, err)
		laid, faults := m.Baseline.Model.(*finance.Model).Draft()
		require.Empty(t, faults)
		for _, in := range laid.Inputs {
			if in.Low == 0 && in.High == 0 {
				continue
			}
			path := general(spec.root, in.Name)
			ranges[path] = fmt.Sprintf("%s to %s", finance.Rate(in.Low), finance.Rate(in.High))
		}
	}
	return ranges
}

// general is a path with * in place of the names that the file gives, as fileKeys has it.
func general(root *node, path string) string {
	path, _, _ = strings.Cut(path, "[")
	var keys []string
	k := fileKeys()
	for _, name := range root.split(path) {
		next := k.child(name)
		if next == nil {
			if next = k.child("*"); next == nil {
				return path
			}
		}
		keys, k = append(keys, next.name), next
	}
	return strings.TrimPrefix(strings.Join(keys, "."), "bodies.*.")
}

// Every key has a meaning, and no meaning is of a key that is gone.
func TestEveryKeyHasAMeaning(t *testing.T) {
	known := map[string]bool{}
	fileKeys().walk("", func(path string, k *key) {
		known[strings.TrimPrefix(path, "bodies.*.")] = true
		if _, ok := meanings()[strings.TrimPrefix(path, "bodies.*.")]; !ok && !isNote(path) {
			t.Errorf("%s has no meaning", path)
		}
	})
	for path := range meanings() {
		assert.True(t, known[path], "%s is no key", path)
	}
}

// The files of testdata/keys have every key, so that what is said of all keys can be tried.
func TestFilesHaveEveryKey(t *testing.T) {
	used := map[string]bool{}
	for _, spec := range everyKey(t) {
		noteKeys(fileKeys(), asWritten(spec), "", used)
	}
	fileKeys().walk("", func(path string, k *key) {
		if k.name != "*" && !strings.HasPrefix(path, "bodies.*.") && !isNote(path) {
			assert.True(t, used[path], "no file has %s", path)
		}
	})
}

// asWritten is a file's tree without the bodies of other files.
func asWritten(s *Spec) *node { return readerOf(s.file)(s.text, newFaultList(s.file)) }

// noteKeys marks the keys that a tree has.
func noteKeys(k *key, n *node, path string, used map[string]bool) {
	for _, item := range n.items {
		noteKeys(k, item, path, used)
	}
	for _, f := range n.fields {
		next := k.child(f.key.text)
		if next == nil {
			next = k.child("*")
		}
		if next != nil {
			below := join(path, next.name)
			used[strings.TrimPrefix(below, "bodies.*.")] = true
			noteKeys(next, f.value, below, used)
		}
	}
}

// A key that must be there is missed when it is taken out of a file.
func TestWhatMustBeThereIsMissed(t *testing.T) {
	tried := 0
	for _, spec := range everyKey(t) {
		for path, n := range whereKeysStand(fileKeys(), spec.root, "") {
			if meanings()[strings.TrimPrefix(path, "bodies.*.")].otherwise != "must be there" {
				continue
			}
			tried++
			faults := newFaultList("without.yaml")
			without := &Spec{file: "without.yaml", root: dropped(spec.root, n), tables: spec.tables}
			without.decode(faults)
			assert.Error(t, faults.err(), "without %s", path)
		}
	}
	assert.Greater(t, tried, 15)
}

// whereKeysStand finds one value of each key that a tree has.
func whereKeysStand(k *key, n *node, path string) map[string]*node {
	found := map[string]*node{}
	for _, item := range n.items {
		for p, v := range whereKeysStand(k, item, path) {
			found[p] = v
		}
	}
	for _, f := range n.fields {
		next := k.child(f.key.text)
		if next == nil {
			next = k.child("*")
		}
		if next == nil {
			continue
		}
		below := join(path, next.name)
		found[below] = f.value
		for p, v := range whereKeysStand(next, f.value, below) {
			found[p] = v
		}
	}
	return found
}

// dropped is a tree without one of its values and that value's key.
func dropped(n, value *node) *node {
	if n == nil {
		return nil
	}
	c := *n
	c.items, c.fields = nil, nil
	for _, item := range n.items {
		c.items = append(c.items, dropped(item, value))
	}
	for _, f := range n.fields {
		if f.value != value {
			c.fields = append(c.fields, field{key: f.key, value: dropped(f.value, value)})
		}
	}
	return &c
}

// walk calls do with every key below a key and its path.
func (k *key) walk(path string, do func(path string, k *key)) {
	for _, b := range k.keys {
		below := join(path, b.name)
		do(below, b)
		b.walk(below, do)
	}
}

// says is what the key takes, in words.
func (k *key) says() string {
	switch k.takes {
	case takesTexts:
		return "list of texts"
	case takesWord:
		return k.choice()
	case takesWhole:
		return fmt.Sprintf("whole number, %d to %d", k.low, k.high)
	case takesYear:
		return "year"
	case takesNumber:
		return k.number()
	case takesNumbers:
		return k.number() + " by year"
	case takesKeys:
		return "keys"
	case takesNames:
		return "by name"
	case takesList:
		return "list"
	case takesChanges:
		return "by name"
	case takesMatrix:
		return "rows of numbers"
	}
	return "text"
}

// choice lists the words that the key takes; of many, the first and the last.
func (k *key) choice() string {
	if n := len(k.words); n > 4 {
		return k.words[0] + " to " + k.words[n-1]
	}
	return strings.Join(k.words, ", ")
}

// number says what number the key takes.
func (k *key) number() string {
	switch {
	case k.unit == "years":
		return "whole years"
	case k.certain:
		return "known " + k.unit
	}
	return k.unit
}
