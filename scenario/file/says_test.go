package file

import (
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a model says beside its numbers: what it leaves out, whose ranges it is held against, and what is accepted.
func TestWhatAModelSays(t *testing.T) {
	s, err := Load("f.yaml", []byte(completed("not_modelled: [Capital, Pensions]\nranges: English NHS\n"+
		"accepted: {tight: the plan is}\nname: A\n")))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, []string{"Capital", "Pensions"}, m.NotModelled)
	assert.Equal(t, "English NHS", m.Ranges)
	assert.Equal(t, map[string]string{"tight": "the plan is"}, m.Accepted)
	assert.Equal(t, "A", m.Name)
	assert.Empty(t, m.AskedYear)
	for _, none := range []string{"", "accepted: {}\n"} {
		s, err := Load("f.yaml", []byte(completed(none)))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		assert.Nil(t, m.Accepted)
		assert.Empty(t, m.Ranges)
	}
	set, err := s.With(scenario.Setting{Path: "need.real_growth", Value: "5%"})
	require.NoError(t, err)
	m, err = set.Model()
	require.NoError(t, err)
	assert.Equal(t, "2020/21", m.AskedYear)
	v, err := set.Vary(nil)
	require.NoError(t, err)
	assert.Equal(t, []any{[]string{"Capital", "Pensions"}, "2020/21", set.set}, []any{v.NotModelled,
		v.AskedYear, v.Set})
	_, err = s.Vary(nil, scenario.Setting{Path: "x.y", Value: "1%"})
	assert.ErrorContains(t, err, `a change cannot begin with "x"`)
	_, err = s.Vary(nil, scenario.Setting{Path: "need.real_growth", Value: "x"})
	assert.ErrorContains(t, err, `"x" is not a rate`)
	for _, nothing := range []*Spec{nil, {}} {
		_, err := nothing.Model()
		assert.Error(t, err)
		assert.Empty(t, nothing.Text())
		assert.Empty(t, nothing.File())
		assert.Empty(t, nothing.NotModelled())
		assert.Zero(t, nothing.Schema())
		assert.Empty(t, nothing.Explored())
		_, err = nothing.Vary([]string{"a"})
		assert.Error(t, err)
	}
}

// The years that a body's figures of its own population are of, and of which area.
func TestTheSourceOfAPopulation(t *testing.T) {
	for population, want := range map[string]string{"{csv: people.csv}": "the table people.csv",
		"{csv: areas.csv, area: A}": "the table areas.csv, A"} {
		s, err := LoadIn(tablesBeside(), "f.yaml", []byte(completed("need: {components: {d: {population: "+population+
			", cost_per_head: {0: £10, 65: £50}}}}\n")))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		assert.Equal(t, want, central(m).Notes["need.components.d"].Source)
	}
}

// The notes of a pressure are those of its amount and of its returns, unless these have their own.
func TestTheNotesOfAPressure(t *testing.T) {
	s, err := Load("f.yaml", []byte(completed("pressures: {a: {amount: £1m, source: IFS, returns: {amount: £2m}}, "+
		"b: {amount: {value: £1m, source: NHS}, source: IFS, quality: red}, c: {amount: £1m}, d: {source: X, returns: "+
		"{amount: £1m, from: 2020/21}}}\n")))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	notes := map[string]string{}
	for path, note := range central(m).Notes {
		if strings.HasPrefix(path, "pressures.") {
			notes[path] = note.Source + string(note.Quality)
			assert.NotEmpty(t, note.Place, path)
		}
	}
	assert.Equal(t, map[string]string{"pressures.a.amount": "IFS", "pressures.a.returns.amount": "IFS", "pressures.b.amount": "NHS",
		"pressures.c.amount": "", "pressures.d.returns.amount": "X"}, notes)
}

// A row of the file has its formula or its opening figure, its unit and its note, which is its source; a formula in the
// place of a number is a row with the number's name.
func TestRowsOfTheFile(t *testing.T) {
	s, err := Load("f.yaml", []byte(completed("rows: {a: {formula: 2% × funding, note: why}, b: {formula: funding / cost, unit: rate, "+
		"opening: 1}}\nneed: {real_growth: {formula: 1%, source: IFS, note: so}}\n")))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, []finance.Row{{Name: "need.real_growth", Formula: "1%", Note: "so"},
		{Name: "a", Formula: "2% × funding", Unit: sheet.Money, Note: "why"}, {Name: "b",
			Formula: "funding / cost", Opening: "1", Unit: sheet.Number}},
		central(m).Rows)
	assert.Equal(t, finance.Note{Source: "why", Place: "f.yaml:1:8"}, central(m).Notes["rows.a"])
	assert.Equal(t, finance.Note{Place: "f.yaml:1:47"}, central(m).Notes["rows.b"])
	assert.Equal(t, finance.Note{Source: "IFS", Remark: "so", Place: "f.yaml:2:8"},
		central(m).Notes["need.real_growth"])
}
