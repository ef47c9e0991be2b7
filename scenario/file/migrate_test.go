package file

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// old is a file of version 1 that leaves unsaid what version 2 says.
const old = `# A plan. schema: 1 stands in this comment too.
schema: 1 # the version
years: 2025/26 to 2027/28

opening:
  # As reported.
  position: {value: -£14m, source: Accounts} # with the support
  support: £24m

funding: {baseline: £900m, real_growth: 2%}
need: {real_growth: 3%}
earmark:
  share: 10%
  returns: {per_pound: 20%, lag: 1}   # a guess
not_modelled: []
`

// Migrate says what was unsaid, and leaves all else as it stands.
func TestMigrateSaysWhatWasUnsaid(t *testing.T) {
	spec, err := Load("plan.yaml", []byte(old))
	require.NoError(t, err)
	text, says, err := spec.Migrate()
	require.NoError(t, err)
	want := strings.NewReplacer("schema: 1 #", "schema: 2 #", "opening:\n", "opening:\n  before_support: -£38m\n",
		"{per_pound", "{grows: in_cash, per_pound").Replace(old)
	assert.Equal(t, want, string(text))
	assert.Equal(t, []Saying{{"opening.before_support", "-£38m", 5}, {"earmark.returns.grows", "in_cash", 14}}, says)
}

// A file of version 2 that leaves it unsaid is at fault, at the mapping.
func TestVersionTwoAsks(t *testing.T) {
	assert.Equal(t, []string{
		"plan.yaml:5:1: opening.before_support: whether the position has the support in it is not said; " +
			"give the position before the support too: -£38m if it has",
		"plan.yaml:14:3: earmark.returns.grows: whether the returns grow with prices is not said; " +
			"write in_cash or with_prices"},
		strings.Split(faultsIn(t, "plan.yaml", []byte(strings.Replace(old, "\nschema: 1", "\nschema: 2", 1))).Error(),
			"\n"))
}

// Whatever ends its lines, a byte order mark, JSON: what is said is written as the file is.
func TestMigrateKeepsTheFileAsItIsWritten(t *testing.T) {
	for name, c := range map[string]struct{ old, now string }{
		"windows.yaml": {strings.ReplaceAll(old, "\n", "\r\n"), "opening:\r\n  before_support: -£38m\r\n  # As"},
		"marked.yaml":  {byteOrderMark + old[strings.Index(old, "schema: 1 #"):], byteOrderMark + "schema: 2"},
		"quoted.yaml":  {strings.Replace(old, "schema: 1 #", "'schema': '1' #", 1), "'schema': '2' #"},
		"uneven.yaml": {strings.Replace(old, "-£14m", `"-£14,000,000.50"`, 1),
			"\n  before_support: \"-£38,000,000.50\"\n"},
		"plan.json": {`{"schema": 1, "years": "2025/26 to 2027/28", "not_modelled": [],
 "opening": {
   "position": "-£14m", "support": "£24m"},
 "funding": {"baseline": "£900m", "real_growth": "2%"}, "need": {"real_growth": "3%"}}`,
			"{\n   \"before_support\": \"-£38m\", \"position\""},
	} {
		spec, err := Load(name, []byte(c.old))
		require.NoError(t, err, name)
		text, says, err := spec.Migrate()
		require.NoError(t, err, name)
		assert.Contains(t, string(text), c.now, name)
		assert.NotEmpty(t, says, name)
		sameModels(t, name, spec, text)
	}
}

// What a change moves cannot be said once for all scenarios; who wrote the file has to.
func TestMigrateAsksWhereChangesDiffer(t *testing.T) {
	text := strings.Replace(old, "not_modelled: []", `not_modelled: []
changes:
  worse: {opening.position: -£20m}
  returns: {earmark.returns: {per_pound: 30%}}
`, 1)
	spec, err := Load("plan.yaml", []byte(text))
	require.NoError(t, err)
	_, _, err = spec.Migrate()
	assert.EqualError(t, err,
		"plan.yaml:5:1: opening.before_support: as changes move it: whether the position has the "+
			"support in it is not said; give the position before the support too: -£44m if it has")
	spec, err = Load("plan.yaml", []byte(strings.Replace(text, "  worse: {opening.position: -£20m}\n", "", 1)))
	require.NoError(t, err)
	now, says, err := spec.Migrate()
	require.NoError(t, err)
	assert.Len(t, says, 3)
	assert.Contains(t, string(now), "  returns: {earmark.returns: {grows: in_cash, per_pound: 30%}}")
	sameModels(t, "plan.yaml", spec, now)
}

// Every file that is read is written anew with the same models, once: what is new is at fault nowhere, and all that it
// had is there still.
func TestMigratedFilesHaveTheSameModels(t *testing.T) {
	paths := goodFiles(t)
	migrated := 0
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		spec, err := LoadIn(os.DirFS(filepath.Dir(path)), filepath.Base(path), text)
		require.NoError(t, err, path)
		now, says, err := spec.Migrate()
		require.NoError(t, err, path)
		sameModels(t, path, spec, now)
		again, err := LoadIn(os.DirFS(filepath.Dir(path)), filepath.Base(path), now)
		require.NoError(t, err, path)
		twice, none, err := again.Migrate()
		require.NoError(t, err, path)
		assert.Equal(t, string(now), string(twice), path)
		assert.Empty(t, none, path)
		if len(says) > 0 {
			migrated++
		}
		assert.True(t, standsIn(string(text), strings.Replace(string(now), "schema: 2",
			fmt.Sprint("schema: ", spec.Schema()), 1)), path)
	}
	assert.Greater(t, migrated, 3)
}

// standsIn reports whether all characters of a text stand in another in their order.
func standsIn(text, in string) bool {
	left := []rune(text)
	for _, c := range in {
		if len(left) > 0 && left[0] == c {
			left = left[1:]
		}
	}
	return len(left) == 0
}

// goodFiles are the files of the tests, the keys and the examples.
func goodFiles(t *testing.T) (all []string) {
	for _, pattern := range []string{"testdata/good/*.yaml", "testdata/keys/*.yaml", "../../examples/*/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, paths, pattern)
		all = append(all, paths...)
	}
	return all
}

// sameModels asks that a file and another text of it have the same models, but for where their numbers stand.
func sameModels(t *testing.T, name string, spec *Spec, text []byte) {
	t.Helper()
	now, err := load(spec.file, text, spec.open)
	require.NoError(t, err, name)
	assert.Equal(t, CurrentSchema, now.Schema(), name)
	a, err := spec.Model()
	require.NoError(t, err, name)
	b, err := now.Model()
	require.NoError(t, err, name)
	require.Equal(t, len(a.Scenarios), len(b.Scenarios), name)
	assert.Equal(t, a.Correlation, b.Correlation, name)
	for i, x := range append([]scenario.Scenario{a.Baseline}, a.Scenarios...) {
		y := append([]scenario.Scenario{b.Baseline}, b.Scenarios...)[i]
		assert.Equal(t, x.Drivers, y.Drivers, name)
		m, n := *x.Model.(*finance.Model), *y.Model.(*finance.Model)
		m.Notes, n.Notes = nil, nil
		sayBefore(&m)
		sayBefore(&n)
		assert.True(t, reflect.DeepEqual(m, n), "%s, %s", name, x.Name)
	}
}

// sayBefore gives every position beside support the one before it, which follows.
func sayBefore(m *finance.Model) {
	if o := &m.Opening; o.Position != 0 && o.Support != 0 {
		o.BeforeSupport = o.Position - o.Support
	}
	m.Bodies = append([]finance.Model(nil), m.Bodies...)
	for i := range m.Bodies {
		sayBefore(&m.Bodies[i])
	}
}

// A record of a run of an older file is verified as ever.
func TestRecordsOfOlderFilesVerify(t *testing.T) {
	spec, err := Load("plan.yaml", []byte(old))
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 100})
	require.NoError(t, err)
	record := NewManifest(spec, r)
	differences, err := record.Verify(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
	text, _, err := spec.Migrate()
	require.NoError(t, err)
	now, err := Load("plan.yaml", text)
	require.NoError(t, err)
	m, err = now.Model()
	require.NoError(t, err)
	r, err = scenario.Run(context.Background(), m, scenario.Options{Paths: 100})
	require.NoError(t, err)
	assert.Equal(t, record.ResultHash, r.Hash, "every figure of the file written anew, bit for bit")
}
