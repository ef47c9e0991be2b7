package file

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A file that says nothing in the place where a key belongs cannot be written anew by itself: its author is asked, and
// nothing is written.
func TestWhatIsNotMigrated(t *testing.T) {
	returns := "earmark:\n  share: 10%\n  returns: {per_pound: 20%, lag: 1}   # a guess\n"
	asks := "earmark.returns.grows: as changes move it: whether the returns grow with prices is not said; write in_cash or with_prices"
	for name, c := range map[string]struct{ now, says string }{
		"a fault of the file": {strings.Replace(returns, "20%", "x", 1),
			`f.yaml:14:24: earmark.returns.per_pound: "x"`},
		"keys of a change alone": {"earmark:\n  share: 10%\n  returns: {}\nchanges: {a: {earmark.returns.per_pound: 20%}}\n",
			"f.yaml:14:3: " + asks},
		"a key that is not written as it is read": {strings.Replace(returns, "per_pound", `"per\x5fpound"`, 1),
			"f.yaml:14:3: " + asks},
		"keys beside their colon": {"earmark:\n  share: 10%\n  ? returns\n  : per_pound: 20%\n    lag: 1\n",
			"f.yaml:14:5: " + asks},
		"a version in other signs": {returns,
			"schema: the version is not in the text as it is read; write schema: 1"},
	} {
		text := strings.Replace(old, returns, c.now, 1)
		if strings.HasPrefix(name, "a version") {
			text = strings.Replace(text, "\nschema: 1", "\nschema: \"\\x31\"", 1)
		}
		s, err := Load("f.yaml", []byte(text))
		if err == nil {
			var now []byte
			var says []Saying
			now, says, err = s.Migrate()
			assert.Nil(t, now, name)
			assert.Nil(t, says, name)
		}
		require.Error(t, err, name)
		assert.Contains(t, err.Error(), c.says, name)
	}
}

// A fault that shows in the model alone stops a migration too.
func TestFilesAtFaultAreNotMigrated(t *testing.T) {
	for _, file := range []string{old, strings.Replace(small, "schema: 1", "schema: 2", 1)} {
		at := strings.LastIndex(file, "need: {real_growth: ") + len("need: {real_growth: ")
		s, err := Load("f.yaml", []byte(file[:at]+"30"+file[at:]))
		require.NoError(t, err)
		text, says, err := s.Migrate()
		assert.ErrorContains(t, err, "need.real_growth")
		assert.ErrorAs(t, err, &Faults{})
		assert.Nil(t, text)
		assert.Nil(t, says)
	}
}

// A form is not written anew, whatever its name's letters; one of the current version stays as it is.
func TestFormsAreNotMigrated(t *testing.T) {
	fields := asForm(treeIn("f.yaml", []byte(small)))
	s, err := Form("f", fields)
	require.NoError(t, err)
	_, _, err = s.Migrate()
	assert.EqualError(t, err, "a form is not written anew; send schema: 2 with it")
	assert.True(t, errors.As(err, &fault.Fault{}))
	s, err = Load("F.FORM.JSON", s.Text())
	require.NoError(t, err)
	_, _, err = s.Migrate()
	assert.EqualError(t, err, "a form is not written anew; send schema: 2 with it")
	for i := range fields {
		if fields[i].Path == "schema" {
			fields[i].Value = "2"
		}
	}
	s, err = Form("f", fields)
	require.NoError(t, err)
	text, says, err := s.Migrate()
	require.NoError(t, err)
	assert.Equal(t, s.Text(), text)
	assert.Nil(t, says)
}

// The same mapping for two scenarios gets its key once; keys come in the order of the lines that they are written into.
func TestSayingsComeOnceAndInTheOrderOfTheFile(t *testing.T) {
	body := func(name string) string {
		return "  " + name + ":\n    funding: {baseline: £1m, real_growth: 1%}\n    need: {real_growth: 1%}\n" +
			"    earmark: {share: 1%, returns: {per_pound: 2%}}\n    opening: {position: -£1m, support: £1m}\n"
	}
	text := "schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: []\nbodies:\n" + body("A") + body("B") +
		"changes: {c: {bodies.A.need.real_growth: 2%}}\nscenarios: {s: [c]}\n"
	s, err := Load("f.yaml", []byte(text))
	require.NoError(t, err)
	now, says, err := s.Migrate()
	require.NoError(t, err)
	assert.Equal(t, []Saying{{"bodies.A.earmark.returns.grows", "in_cash", 8},
		{"bodies.A.opening.before_support", "-£2m", 9}, {"bodies.B.earmark.returns.grows", "in_cash", 13},
		{"bodies.B.opening.before_support", "-£2m", 14}}, says)
	assert.Equal(t, 2, strings.Count(string(now), "grows: in_cash, per_pound"))
	assert.Equal(t, 2, strings.Count(string(now), "before_support: -£2m, position"))
	sameModels(t, "f.yaml", s, now)
}

// A file that grows beyond the most that a file may have is not one any more.
func TestMigratedFilesMayBeTooLong(t *testing.T) {
	long := old + strings.Repeat("#", MaxFile-len(old))
	s, err := Load("f.yaml", []byte(long))
	require.NoError(t, err)
	_, _, err = s.Migrate()
	assert.ErrorContains(t, err, "the file has more than 1024 kB")
}

// Another text of a file is checked with all that the file names.
func TestAnotherTextOfAFileIsChecked(t *testing.T) {
	folder := fstest.MapFS{"past.csv": tablesBeside()["past.csv"]}
	text := strings.Replace(small, "4%", "{empirical: {csv: past.csv, column: growth}}", 1)
	s, err := LoadIn(folder, "f.yaml", []byte(text))
	require.NoError(t, err)
	assert.NoError(t, s.same([]byte(text)))
	assert.ErrorContains(t, s.same([]byte("[")), "f.yaml")
	assert.ErrorContains(t, s.same([]byte(strings.Replace(small, "4%", "400%", 1))), "need.real_growth")
	assert.ErrorContains(t, s.same([]byte(strings.Replace(text, "past", "gone", 1))), "gone.csv")
}

// A value that has a comma in it is in quotation marks, those of its file if that has any.
func TestValuesInQuotationMarks(t *testing.T) {
	for _, c := range [][3]string{{"a", "", "a"}, {"a,b", "", `"a,b"`}, {"a", `'`, "'a'"}, {"a,b", `'`, "'a,b'"}} {
		assert.Equal(t, c[2], inQuotes(c[0], c[1]))
	}
}
