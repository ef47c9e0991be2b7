package file

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// schemaOf is the schema as a validator of JSON Schema reads it.
func schemaOf(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("envelope.json", document))
	s, err := c.Compile("envelope.json")
	require.NoError(t, err)
	return s
}

// plainTree is a tree as an editor sees it.
func plainTree(n *node) any {
	switch n.kind {
	case nodeText:
		var value any
		if json.Unmarshal([]byte(n.text), &value) == nil {
			return value
		}
		return n.text
	case nodeList:
		all := []any{}
		for _, item := range n.items {
			all = append(all, plainTree(item))
		}
		return all
	case nodeMapping:
		all := map[string]any{}
		for _, f := range n.fields {
			all[f.key.text] = plainTree(f.value)
		}
		return all
	}
	return nil
}

// What the reader accepts, the schema accepts: the files with every key, the good ones, and the examples.
func TestTheSchemaAcceptsWhatTheReaderAccepts(t *testing.T) {
	s, files := schemaOf(t), 0
	for _, pattern := range []string{"testdata/keys/*.yaml", "testdata/good/*.yaml", "../../examples/*/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, path := range paths {
			spec, err := Read(path)
			require.NoError(t, err)
			if _, err := spec.Model(); err == nil {
				files++
				assert.NoError(t, s.Validate(plainTree(asWritten(spec))), path)
			}
		}
	}
	assert.Greater(t, files, 15)
}

// Faults of form, which a schema can know: keys that do not exist, things of another kind, words that are none of a
// few.
var ofForm = regexp.MustCompile(`there is no key|is not one of [a-z_]+,|expected (a mapping of|a list such|text)`)

// What the schema refuses, the reader refuses; and what the reader refuses for its form, the schema refuses.
func TestTheSchemaRefusesWhatTheReaderRefusesForItsForm(t *testing.T) {
	s, refused := schemaOf(t), 0
	for name, text := range corpus(t, "bad/*.yaml") {
		faults := newFaultList(name)
		root := parse(text, faults)
		if root == nil {
			continue
		}
		err := s.Validate(plainTree(root))
		found := faultsIn(t, name, text)
		if err != nil {
			refused++
			assert.NotEmpty(t, found, "%s: %v", name, err)
			continue
		}
		for _, f := range found {
			if ofForm.MatchString(f.Problem()) && !strings.HasPrefix(name, "change") { // paths are for the reader

				t.Errorf("the schema accepts %s: %s", name, f)
			}
		}
	}
	assert.Greater(t, refused, 40)
}

// An editor's first questions: which keys, which words, what they mean.
func TestTheSchemaSaysWhatKeysMean(t *testing.T) {
	var s struct {
		Properties map[string]struct {
			Properties map[string]struct {
				Description string
				Enum        []any
			}
		}
		Required []string
	}
	require.NoError(t, json.Unmarshal(Schema(), &s))
	assert.Equal(t, []string{"schema", "years", "not_modelled"}, s.Required)
	leakage := s.Properties["earmark"].Properties["leakage"]
	assert.Equal(t, "The part that deficits may take: 0% is a ring-fence, 100% is deficits first. If left out: 0%.",
		leakage.Description)
	assert.Equal(t, []any{"lapses", "repays", "kept"}, s.Properties["debt"].Properties["surplus"].Enum)
}
