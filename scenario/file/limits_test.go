package file

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// Years start in any month, by its number, its name or its first three letters.
func TestFirstMonths(t *testing.T) {
	for m := time.January; m <= time.December; m++ {
		for _, text := range []string{fmt.Sprint(int(m)), m.String(), strings.ToUpper(m.String()[:3])} {
			years := "2018/19 to 2020/21"
			if m == time.January {
				years = "2018 to 2020"
			}
			s, err := Load("f.yaml",
				[]byte(strings.Replace(small, "2018/19 to 2020/21", years, 1)+"first_month: "+text+"\n"))
			require.NoError(t, err)
			model, err := s.Model()
			require.NoError(t, err, text)
			assert.Equal(t, m, central(model).FirstMonth, text)
		}
	}
}

// problemsOf are the faults of the small file with something added.
func problemsOf(t *testing.T, text string) string {
	t.Helper()
	s, err := Load("f.yaml", []byte(small+text))
	if err == nil {
		_, err = s.Model()
	}
	require.Error(t, err)
	return err.Error()
}

// Whatever a reader may write beside what it has written is in the message that says what there is.
func TestWhatMayStandThere(t *testing.T) {
	says := problemsOf(t, "deflator: {surprise: {percentiles: {p10: -1%, p90: 1%, medium: 0%}}}\n")
	assert.Contains(t, says, "p95", "examples of the keys that it may have")
	says = problemsOf(t, "deflator: {surprise: {mixture: [{weight: [1], normal: {mean: 0%, sd: 1%}}, {weight: 50%, normal: {mean: 0%, sd: 1%}}]}}\n")
	assert.Contains(t, says, "found a list; write a share such as 20%")
}

// A tab where YAML wants spaces, and what is begun and never ended, are told with the line where that was.
func TestYAMLProblemsHavePlaces(t *testing.T) {
	at, _ := yamlFault(nil, &yaml.LoadError{ContextMark: yaml.Mark{Line: 7, Column: 3}, Message: "no such message"})
	assert.Equal(t, place{line: 7, column: 3}, at, "the place of the context where there is no other")
	at, _ = yamlFault(nil, &yaml.LoadError{Mark: yaml.Mark{Line: 2}, ContextMark: yaml.Mark{Line: 7, Column: 3}})
	assert.Equal(t, place{line: 2, column: 1}, at)
	at, f := yamlFault(nil, errors.New("odd"))
	assert.Equal(t, top(), at)
	assert.Contains(t, f.Problem(), "odd")
}

// Brackets that hold too much are told by the line on which the outermost of them opens; each outermost pair counts by
// itself.
func TestCrowdedBrackets(t *testing.T) {
	half := strings.Repeat("1,", maxInBrackets/2+1)
	assert.Zero(t, crowded([]byte("a: ["+half+"]\nb: ["+half+"]\n")), "two pairs")
	assert.Equal(t, 2, crowded([]byte("a: []\nb: [["+half+"], ["+half+"]]\n")), "two within one")
	assert.Equal(t, 3, crowded([]byte("a: []\nb: []\nc: ["+half+"\n"+half+"]\n")))
	assert.Zero(t, crowded([]byte("a: '["+half+half+"'\n")), "text in quotes is no list")
}

// The tables of a file may have so many cells together, and not one more.
func TestCellsOfAllTables(t *testing.T) {
	column := func(rows int) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("v\n" + strings.Repeat("1%\n", rows))}
	}
	text := []byte(small + "deflator: {surprise: {empirical: {csv: a.csv, column: v}}}\nearmark: {leakage: {empirical: {csv: b.csv, column: v}}}\n")
	problems := func(a, b int) (all []string) {
		s, err := LoadIn(fstest.MapFS{"a.csv": column(a), "b.csv": column(b)}, "f.yaml", text)
		require.NoError(t, err)
		for _, one := range s.tables {
			if strings.Contains(one.refused.Problem(), "too many cells") {
				all = append(all, one.name)
			}
		}
		return all
	}
	s, err := LoadIn(fstest.MapFS{"a.csv": column(10), "b.csv": column(1)}, "f.yaml", text)
	require.NoError(t, err)
	of := func(rows int) int { return table.Cells(s.tables[0].text) - (10 - rows) }
	heading := of(0)
	assert.Empty(t, problems(maxCells/2-heading, maxCells-maxCells/2-heading))
	assert.Equal(t, []string{"b.csv"}, problems(maxCells/2-heading, maxCells-maxCells/2-heading+1))
}

// What differs between two texts stands between marks, with so much of what is around it that a reader finds the place.
func TestApartKeepsWhatIsAround(t *testing.T) {
	around := strings.Repeat("x", 24)
	a, b := Apart(around+"1"+around, around+"2"+around)
	assert.Equal(t, []string{around + "‹1›" + around, around + "‹2›" + around}, []string{a, b})
	a, _ = Apart("y"+around+"1"+around+"y", "y"+around+"2"+around+"y")
	assert.Equal(t, "…"+around+"‹1›"+around+"…", a)
	// What is alike at both ends is told once.
	for one, other := range map[string]string{"aa": "aaa", "": "a", "aba": "ababa"} {
		a, b := Apart(one, other)
		assert.Equal(t, one+"‹›", a)
		assert.Equal(t, one+"‹"+strings.TrimPrefix(other, one)+"›", b)
	}
}

// Bodies count over all scenarios and changes together.
func TestBodiesOfAllScenariosTogether(t *testing.T) {
	var b strings.Builder
	b.WriteString("schema: 1\nyears: 2018/19 to 2019/20\nnot_modelled: []\nbodies:\n")
	const bodies = 2_000
	for i := range bodies {
		fmt.Fprintf(&b, "  b%d: {funding: {baseline: £1m, real_growth: 1%%}, need: {real_growth: 1%%}}\n", i)
	}
	b.WriteString("changes:\n")
	for i := range maxLaid/bodies + 1 {
		fmt.Fprintf(&b, "  c%d: {bodies.b0.need.real_growth: 2%%}\n", i)
	}
	b.WriteString("scenarios:\n")
	for i := range maxLaid/bodies + 1 {
		fmt.Fprintf(&b, "  s%d: [c%d]\n", i, i)
	}
	s, err := Load("f.yaml", []byte(b.String()))
	require.NoError(t, err)
	_, err = s.Model()
	assert.EqualError(t, err, fmt.Sprintf("f.yaml:4:1: bodies: the baseline, the scenarios and the changes have 34000 "+
		"bodies together; the most is %d", maxLaid))

	root := parse([]byte("bodies: {A: {}}\n"), newFaultList("f.yaml"))
	for versions, refused := range map[int]int{maxLaid: 0, maxLaid + 1: 1} {
		faults := newFaultList("f.yaml")
		for line := range maxFaults { // so that nothing is read but the number of bodies
			faults.add(place{line: line + 1}, noTags())
		}
		newShared(&Spec{file: "f.yaml", root: root}, faults).decoders(slices.Repeat([]version{{root: root}}, versions))
		assert.Equal(t, refused, faults.more, versions)
	}
}

// A manifest says how many paths a run had, at least one and no more than a run may have, and scenarios that its file
// has.
func TestManifestsOfNoRun(t *testing.T) {
	s, err := Load("f.yaml", []byte(small))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	r, err := scenario.Run(t.Context(), m, scenario.Options{Paths: 64})
	require.NoError(t, err)
	sound := NewManifest(s, r)
	read := func(change func(*Manifest)) error {
		changed := sound
		change(&changed)
		var text bytes.Buffer
		require.NoError(t, changed.Write(&text))
		again, err := ReadManifest(&text)
		if err == nil {
			_, _, err = again.Again(t.Context(), scenario.Options{})
		}
		return err
	}
	assert.NoError(t, read(func(*Manifest) {}))
	assert.ErrorContains(t, read(func(m *Manifest) { m.Paths = 0 }), "the manifest says 0 paths")
	assert.ErrorContains(t, read(func(m *Manifest) { m.Paths = scenario.MostPaths + 1 }), "a run has 1 to")
	assert.ErrorContains(t, read(func(m *Manifest) {
		m.Scenarios = []string{"elsewhere"}
	}), `there is no scenario "elsewhere"`)
}

// What is not there, and what is no file, is an error of every door.
func TestFilesThatAreNotThere(t *testing.T) {
	_, err := LoadFS(fstest.MapFS{}, "f.yaml")
	assert.ErrorContains(t, err, "scenario file:")
	_, err = Read(t.TempDir())
	assert.ErrorContains(t, err, "is a directory")
}

// A place of a change has at most 200 characters, a merger no keys but its own.
func TestEndsOfNames(t *testing.T) {
	place := func(n int) string { return "need." + strings.Repeat("x", n-len("need.")) }
	says := problemsOf(t, "changes: {c: {"+place(201)+": 1%}}\nscenarios: {s: [c]}\n")
	assert.Contains(t, says, "is longer than 200 characters")
	assert.NotContains(t, problemsOf(t, "changes: {c: {"+place(200)+": 1%}}\nscenarios: {s: [c]}\n"), "longer than")
	s, err := Load("f.yaml", []byte("schema: 1\nyears: 2018/19 to 2020/21\nnot_modelled: []\nbodies:\n"+
		"  a: {funding: {baseline: £1m, real_growth: 1%}, need: {real_growth: 1%}}\n  b: {funding: {baseline: £1m, real_growth: 1%}, need: {real_growth: 1%}}\n"+
		"mergers: {m: {bodies: [a, b], year: 2019/20, saving: 1%}}\n"))
	require.NoError(t, err)
	_, err = s.Model()
	assert.ErrorContains(t, err, "saving")
}

// A form may have so many values in brackets, and no more.
func TestValuesInBracketsOfAForm(t *testing.T) {
	of := func(values int) error {
		r := newFormReader(newFaultList("f.form.json"))
		for i := range values {
			f := Field{Path: fmt.Sprintf("x%d.y%d", i%100, i), Value: "[1]"}
			r.take(f, f.place(i))
		}
		return r.faults.err()
	}
	assert.NoError(t, of(mostBrackets))
	assert.EqualError(t, of(mostBrackets+1),
		"f.form.json, field x0.y10000: more than 10000 values are in brackets; that is the most")
}
