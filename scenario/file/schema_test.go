package file

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
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
	assert.Equal(t, "The part that deficits of the same body may take: 0% is a ring-fence, 100% is deficits first. If left out: 0%.",
		leakage.Description)
	assert.Equal(t, []any{"lapses", "repays", "kept"}, s.Properties["debt"].Properties["surplus"].Enum)
}

// undescribed is a part of a schema without its descriptions.
func undescribed(part any) any {
	switch part := part.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, value := range part {
			if _, text := value.(string); key != "description" || !text {
				kept[key] = undescribed(value)
			}
		}
		return kept
	case []any:
		kept := make([]any, len(part))
		for i, item := range part {
			kept[i] = undescribed(item)
		}
		return kept
	}
	return part
}

// plainSchema is the schema as a tree.
func plainSchema(t *testing.T) map[string]any {
	t.Helper()
	var s map[string]any
	require.NoError(t, json.Unmarshal(Schema(), &s))
	return s
}

// Each sort of key has its shape in the schema.
func TestShapesOfKeysInTheSchema(t *testing.T) {
	s := plainSchema(t)
	const text = `{"title": "text", "type": ["string", "number", "boolean"]}`
	const texts = `{"anyOf": [{"$ref": "#/$defs/text"}, {"type": "array", "items": {"$ref": "#/$defs/text"}}]}`
	for path, want := range map[string]string{
		"name": text, "not_modelled": texts,
		"debt.surplus":    `{"enum": ["lapses", "repays", "kept"]}`,
		"earmark.leakage": `{"$ref": "#/$defs/rate%20by%20year"}`,
		"opening.cost":    `{"$ref": "#/$defs/known%20amount"}`,
		"run.paths":       `{"type": ["integer", "string"], "minimum": 1, "maximum": 1000000000}`,
		"run.seed":        `{"type": ["integer", "string"], "minimum": 0}`,
		"changes":         `{"type": "object", "additionalProperties": {"type": "object"}}`,
		"scenarios":       `{"type": "object", "additionalProperties": ` + texts + `}`,
		"bodies":          `{"type": "object", "additionalProperties": {"$ref": "#/$defs/body"}}`,
		"bodies_table": `{"type": "object", "additionalProperties": false,
			"properties": {"csv": ` + text + `, "defaults": {"$ref": "#/$defs/body"}}}`,
		"compare": `{"type": "array", "items": {"type": "object", "additionalProperties": false,
			"properties": {"of": ` + text + `, "versus": ` + text + `}}}`,
		"assumptions": `{"type": "object", "additionalProperties": {"$ref": "#/$defs/rate%20or%20amount%20by%20year"}}`,
		"correlations": `{"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {
			"copula": {"enum": ["gaussian", "t"]}, "df": {"$ref": "#/$defs/known%20number"}, "factor": ` + text + `,
			"inputs": ` + texts + `, "r": {"$ref": "#/$defs/known%20number"},
			"loads": {"type": "object", "additionalProperties": {"$ref": "#/$defs/known%20number"}},
			"matrix": {"type": "array", "items": {"type": "array", "items": {"$ref": "#/$defs/known%20number"}}},
			"repair": {"enum": ["false", false, "true", true]}}}}`,
	} {
		part := s
		for key := range strings.SplitSeq(path, ".") {
			part = part["properties"].(map[string]any)[key].(map[string]any)
		}
		got, err := json.Marshal(undescribed(part))
		require.NoError(t, err)
		assert.JSONEq(t, want, string(got), path)
	}
	population := s["properties"].(map[string]any)["need"].(map[string]any)["properties"].(map[string]any)["components"]
	got, err := json.Marshal(undescribed(population.(map[string]any)["additionalProperties"]))
	require.NoError(t, err)
	assert.Contains(t, string(got), `"population":{"anyOf":[`+strings.NewReplacer(": ", ":", ", ", ",").
		Replace(`{"title": "text", "type": ["string", "number", "boolean"]}`)+`,{"additionalProperties":false,"properties":{"area"`)
	for key, value := range map[string]any{"type": "object", "additionalProperties": false,
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A scenario file of Envelope"} {
		assert.Equal(t, value, s[key])
	}
}

// The schema of a number lists its forms, distributions and ways to move, which shows in review. Numbers of other
// units have the same, with their unit.
func TestTheSchemaOfANumber(t *testing.T) {
	all := plainSchema(t)["$defs"].(map[string]any)
	of := func(unit string) string {
		text, err := json.MarshalIndent(map[string]any{unit: all[unit], "known " + unit: all["known "+unit],
			"part " + unit: all["part "+unit], unit + " by year": all[unit+" by year"]}, "", " ")
		require.NoError(t, err)
		return string(text)
	}
	rate := of("rate")
	testkit.Golden(t, "testdata/number.schema.json", rate+"\n")
	for _, unit := range []string{"amount", "years"} {
		assert.JSONEq(t, strings.NewReplacer(`"rate"`, `"`+unit+`"`, "$defs/rate", "$defs/"+unit, "part%20rate",
			"part%20"+unit, `"known rate"`, `"known `+unit+`"`, `"part rate"`, `"part `+unit+`"`, `"rate by year"`,
			`"`+unit+` by year"`).Replace(rate), of(unit))
	}
	for _, name := range []string{"text", "note"} {
		assert.Equal(t, map[string]any{"type": []any{"string", "number", "boolean"}, "title": "text"}, all[name], name)
	}
	assert.Equal(t, undescribed(plainSchema(t)["properties"].(map[string]any)["need"]),
		undescribed(all["body"].(map[string]any)["properties"].(map[string]any)["need"]), "a body has the same keys")
}
