package file

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// decoderOf is a decoder of a plan of three years after the opening one, and the node of a value in its file.
func decoderOf(t *testing.T, value string) (*decoder, *node) {
	t.Helper()
	root := parse([]byte("years: 2018/19 to 2021/22\nx: "+value+"\n"), newFaultList("f.yaml"))
	require.NotNil(t, root, value)
	d := newShared(&Spec{file: "f.yaml", root: root}, newFaultList("f.yaml")).decoder(version{root: root})
	d.model.First, d.model.Last = 2018, 2021
	return d, root.child("x")
}

// A series has one value or one for each year; what is refused counts as nothing, so that it is only told once.
func TestWhatASeriesCountsAs(t *testing.T) {
	for value, want := range map[string][]float64{
		"1%":                              {0.01},
		"[1%, 2%, 3%]":                    {0.01, 0.02, 0.03},
		"{values: [1%], then: 2%}":        {0.01, 0.02, 0.02},
		"{values: [1%, 2%], then: 3%}":    {0.01, 0.02, 0.03},
		"{values: [1%, 2%, 3%]}":          {0.01, 0.02, 0.03},
		"{value: 1%}":                     {0.01},
		"x":                               {0},
		"[1%, x, 3%]":                     {0.01, 0, 0.03},
		"[1%]":                            {0, 0, 0},
		"[1%, 2%, 3%, 4%]":                {0.01, 0.02, 0.03},
		"{values: 1%, then: 2%}":          {0},
		"{values: , then: 2%}":            {0},
		"{values: [1%], then: x}":         {0.01, 0, 0},
		"{}":                              {0},
		"{p10: 1%}":                       {0},
		"{normal: {mean: 2%, sd: 1%}}":    {0.02},
		"{values: [1%, 2%, 3%], then: x}": {0.01, 0.02, 0.03},
	} {
		d, n := decoderOf(t, value)
		assert.Equal(t, want, d.series(n, slot{path: "x", unit: rate()}), value)
	}
	d, n := decoderOf(t, "[1%, 2%]")
	d.unread = true
	assert.Equal(t, []float64{0}, d.series(n, slot{path: "x", unit: rate()}), "years that cannot be read")
	top := fileKeys().node()
	assert.Equal(t, []float64{0}, d.series(top, slot{path: "x", unit: rate()}), "a question")
}

// The drivers of a series: one for all years, one for each uncertain year, and those after the first of several
// follow it. What is refused, and what is certain, has none.
func TestDriversOfASeries(t *testing.T) {
	const law = "{normal: {mean: 2%, sd: 1%}}"
	for value, want := range map[string][]string{
		"1%": {},
		law:  {"x  "},
		"{value: x, shock: {chance: 0.5, size: 1%}}":                           {},
		"[1%, " + law + ", 2%]":                                                {"x 2020/21 "},
		"{values: [" + law + "], then: 3%}":                                    {"x 2019/20 "},
		"{values: [1%], then: " + law + "}":                                    {"x 2020/21 ", "x 2021/22 x[2020/21]"},
		"{values: [1%, 2%, 3%], then: " + law + "}":                            {},
		"{values: [1%, 2%], then: {value: 1%, follows: {input: y, times: 2}}}": {"x 2021/22 y"},
		"{values: [1%], then: {value: 1%, follows: {input: y, times: 2}}}":     {"x 2020/21 y", "x 2021/22 y"},
	} {
		d, n := decoderOf(t, value)
		d.series(n, slot{path: "x", unit: rate()})
		drivers := []string{}
		for _, f := range d.drafts {
			drivers = append(drivers, fmt.Sprintf("%s %s %s", f.Input, f.Year, f.Follows))
			if f.Follows == "y" {
				assert.Equal(t, 2.0, f.Times)
			} else if f.Follows != "" {
				assert.Equal(t, 1.0, f.Times)
			}
		}
		assert.Equal(t, want, drivers, value)
	}
	d, n := decoderOf(t, "{values: [1%], then: 2%, source: IFS}")
	d.series(n, slot{path: "x", unit: rate()})
	assert.Equal(t, finance.Note{Source: "IFS", AssumedFrom: 2020, Place: "f.yaml:2:1"}, d.model.Notes["x"])
	d, n = decoderOf(t, "{values: [1%, 2%, 3%], then: {value: 2%, source: IFS}}")
	d.series(n, slot{path: "x", unit: rate()})
	assert.Equal(t, map[string]finance.Note{"x": {Place: "f.yaml:2:1"}}, d.model.Notes, "a spare number leaves no note")
}

// An amount for all years that moves has the middle of each year, in whole pence.
func TestTheMiddleOfAMovingAmount(t *testing.T) {
	moves := "{normal: {mean: £10, sd: £1}, mean_reverting: {start: £20, speed: 0.3}}"
	d, n := decoderOf(t, moves)
	assert.Equal(t, []float64{1741, 1549, 1407}, d.series(n, slot{path: "x", unit: d.amount()}))
	d, n = decoderOf(t, strings.ReplaceAll(moves, "£", ""))
	for i, x := range d.series(n, slot{path: "x", unit: pure()}) {
		assert.InDelta(t, 10+10*math.Exp(-0.3*float64(i+1)), x, 1e-12)
	}
	d, n = decoderOf(t, moves)
	d.unread = true
	assert.Equal(t, []float64{1000}, d.series(n, slot{path: "x", unit: d.amount()}))
}

// Where the number of a year stands, in a node that gives one number or several.
func TestWhereTheNumberOfAYearStands(t *testing.T) {
	for _, c := range []struct{ value, year, at string }{
		{"1%", "", "2:4"}, {"1%", "2020/21", "2:4"}, {"{value: 1%}", "2020/21", "2:12"}, {"{value: 1%}", "", "2:12"},
		{"[1%, 2%, 3%]", "2019/20", "2:5"}, {"[1%, 2%, 3%]", "2021/22", "2:13"}, {"[1%, 2%, 3%]", "2018/19", "2:1"},
		{"[1%, 2%, 3%]", "", "2:1"}, {"[1%, 2%]", "2021/22", "2:1"}, {"[1%, {value: 2%}]", "2020/21", "2:17"},
		{"{values: [1%, 2%], then: 3%}", "2019/20", "2:14"}, {"{values: [1%, 2%], then: 3%}", "2020/21", "2:18"},
		{"{values: [1%, 2%], then: 3%}", "2021/22", "2:29"}, {"{values: [1%, 2%], then: {value: 3%}}", "2021/22", "2:37"},
		{"{values: [1%, 2%], then: 3%}", "2018/19", "2:5"}, {"{values: [1%, 2%]}", "2021/22", "2:5"},
		{"{values: [1%, 2%], then: [3%, 4%, 5%]}", "2021/22", "2:23"}, {"{p10: 1%, p90: 2%}", "2019/20", "2:1"},
	} {
		d, n := decoderOf(t, c.value)
		at := d.findYear(n, c.year).at
		assert.Equal(t, c.at, fmt.Sprintf("%d:%d", at.line, at.column), "%s in %s", c.value, c.year)
		path := "x[" + c.year + "]"
		if c.year == "" {
			path = "x"
		}
		found := d.find(finance.Fault{Path: path})
		assert.Equal(t, c.at, fmt.Sprintf("%d:%d", found.line, found.column), "%s in %s", c.value, c.year)
	}
	for path, at := range map[string]string{"x.a": "2:5", "x.b": "2:11", "x.b.c": "2:15",
		"x.b.d": "2:11", "y": "1:1", "x": "2:1",
		"x.e.f": "2:1"} {
		d, _ := decoderOf(t, "{a: 1, b: {c: 2}}")
		found := d.find(finance.Fault{Path: path})
		if path == "x.a" {
			at = "2:8"
		} else if path == "x.b.c" {
			at = "2:18"
		}
		assert.Equal(t, at, fmt.Sprintf("%d:%d", found.line, found.column), path)
	}
	d, _ := decoderOf(t, "{list: [a, {b: c}, ''], map: {k: 1}}")
	for key, at := range map[string]string{"list/a": "2:12", "list/": "2:5", "list/z": "2:5",
		"map/k": "2:34", "map/z": "2:28"} {
		of, key, _ := strings.Cut(key, "/")
		found := d.find(finance.Fault{Path: "x." + of, Key: key})
		assert.Equal(t, at, fmt.Sprintf("%d:%d", found.line, found.column), "%s/%s", of, key)
	}
	assert.Equal(t, "x.map.k", d.precise(finance.Fault{Path: "x.map", Key: "k"}))
	assert.Equal(t, "x.map", d.precise(finance.Fault{Path: "x.map", Key: "z"}))
	assert.Equal(t, "x.z.map", d.precise(finance.Fault{Path: "x.z.map", Key: "k"}))
}

// So many settings may be made to a file, over all calls, and no more.
func TestSettingsOverAllCalls(t *testing.T) {
	s, err := Load("f.yaml", []byte(small))
	require.NoError(t, err)
	many := make([]scenario.Setting, maxSettings)
	for i := range many {
		many[i] = scenario.Setting{Path: "need.real_growth", Value: "5%"}
	}
	full, err := s.With(many...)
	require.NoError(t, err)
	_, err = s.With(append(many, many[0])...)
	assert.EqualError(t, err, fmt.Sprintf("f.yaml, as set: there are %d settings; the most is %d",
		maxSettings+1, maxSettings))
	_, err = full.With(many[0])
	assert.EqualError(t, err, fmt.Sprintf("f.yaml, as set: there are %d settings; the most is %d",
		maxSettings+1, maxSettings))
	m, err := full.Model()
	require.NoError(t, err)
	assert.Equal(t, []finance.Rate{0.05}, central(m).Need.RealGrowth)
}

// A table has so many rows and columns, and no more.
func TestRowsAndColumnsOfATable(t *testing.T) {
	for what, c := range map[string]struct {
		rows, columns int
		want          string
	}{
		"columns":      {3, maxTableColumns, ""},
		"more columns": {3, maxTableColumns + 1, `line 1 of "t.csv": `},
		"rows":         {maxTableRows, 1, "found 20000; give from 2 to 10000 of them"},
		"more rows":    {maxTableRows + 1, 1, `of "t.csv": `},
	} {
		heading, row := []string{"growth"}, []string{"1%"}
		for i := range c.columns - 1 {
			heading, row = append(heading, fmt.Sprint("c", i)), append(row, "")
		}
		text := strings.Join(heading, ",") + "\n" + strings.Repeat(strings.Join(row, ",")+"\n", c.rows)
		s, err := LoadIn(fstest.MapFS{"t.csv": {Data: []byte(text)}}, "f.yaml",
			[]byte(completed("need: {real_growth: {empirical: {csv: t.csv, column: growth}}}\n")))
		require.NoError(t, err)
		_, err = s.Model()
		if c.want == "" {
			assert.NoError(t, err, what)
			continue
		}
		assert.ErrorContains(t, err, c.want, what)
	}
}

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

// Nothing is in nothing: no key, no place, no count.
func TestNothingIsInNothing(t *testing.T) {
	var n *node
	n.each(func(field) { t.Error("there is a field") })
	n.walk(func(*node) { t.Error("there is a node") })
	assert.Zero(t, n.count())
	assert.Empty(t, n.keys())
	assert.Nil(t, n.child("a"))
	assert.False(t, n.has("a"))
	assert.Empty(t, n.ownFields())
	assert.Equal(t, []string{"a", "b"}, n.split("a.b"))
	u := uses{}
	u.under(n, "a", "b")
	assert.Empty(t, u)
	assert.Zero(t, versionOf(n))
	assert.Nil(t, itemsOf(n))
	assert.Empty(t, textsOf(n))
	_, ok := wholeNumber(n)
	assert.False(t, ok)
	assert.True(t, untouched(n, n, "a"))
}

// What a change leaves in its place is untouched, whichever places a path with * means.
func TestWhatAChangeLeavesUntouched(t *testing.T) {
	s, err := Load("f.yaml", []byte(toRoll("services: {a: {baseline: £1m}, b: {baseline: £2m}}\n"+
		"changes: {one: {services.b.baseline: £3m}, other: {need.real_growth: 1%}, more: {savings.planned: 1%}}\n")))
	require.NoError(t, err)
	d := newShared(s, newFaultList("f.yaml")).decoder(version{root: s.root})
	for path, want := range map[string][]bool{
		"services.*.baseline": {false, true, true}, "services.a.baseline": {true, true, true},
		"services.b.baseline": {false, true, true}, "services.b": {false, true, true}, "services": {false, true, true},
		"need.real_growth": {true, false, true}, "savings.planned": {true, true, true},
		"*.real_growth": {true, false, true},
	} {
		for i, name := range []string{"one", "other", "more"} {
			tree, ok := d.apply([]string{name}, s.root.child("changes"))
			require.True(t, ok)
			assert.Equal(t, want[i], untouched(s.root, tree, path), "%s with %s", path, name)
		}
	}
	one := func(fields ...field) *node { return &node{kind: nodeMapping, fields: fields} }
	a, b := textNode("a", top()), textNode("b", top())
	assert.True(t, untouched(one(field{a, a}, field{b, b}), one(field{b, b}, field{a, a}), "*"), "in another order")
	assert.False(t, untouched(one(field{a, a}), one(), "*"))
	assert.False(t, untouched(one(field{a, a}), nil, "a"))
	assert.False(t, untouched(one(field{a, a}), one(field{a, b}), ""))
}

// A name that would mislead is refused, however it came there.
func TestEveryNameThatMisleads(t *testing.T) {
	for name, want := range map[string]string{
		"": "is empty; give it a name", "A": "", "a=b": "", "=a": "begins with a character", "+a": "begins with a character",
		"-a": "begins with a character", "@a": "begins with a character", "a<": "contains < or >", "a>": "contains < or >",
		"a\nb": "runs over more than one line", "a\tb": "runs over more than one line", "a ": "begins or ends with a space",
		"e\u0300": "has an accent written apart", "e\u036f": "has an accent written apart", "\u02ff\u0370": "",
	} {
		faults := newFaultList("f.yaml")
		newShared(&Spec{}, faults).decoder(version{}).checkName(textNode(name, top()), "changes.x")
		if want == "" {
			assert.NoError(t, faults.err(), name)
			continue
		}
		assert.ErrorContains(t, faults.err(), want, name)
	}
}

// A workbook in the place of a text is told as one.
func TestAWorkbookIsNoText(t *testing.T) {
	_, err := Load("f.yaml", []byte("PK\x03\x04"))
	assert.EqualError(t, err, "f.yaml:1:1: this is a workbook, or another archive, and no text; a workbook has a name that "+
		"ends in .xlsx")
}

// Two forms of one number in a workbook are told with their cells.
func TestTwoFormsInAWorkbook(t *testing.T) {
	faults := faultsOfCells(t, append(plan(), Cell{At: "A!D5", Keys: []string{"need", "real_growth",
		"p90"}, Value: "5%"}))
	require.Len(t, faults, 1)
	assert.Contains(t, faults[0], "plan.xlsx, cell Inputs!C5: need.real_growth: found value in Inputs!C5, and also p90 in A!D5; "+
		"a number has only one of these")
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

// A plan that was set to end earlier is so many years shorter, and a year is beyond it that its file still has.
func TestHowMuchAPlanIsCut(t *testing.T) {
	d, _ := decoderOf(t, "1")
	assert.Zero(t, d.cut())
	d.model.Last = 2019
	assert.Equal(t, 2, d.cut())
	for year, want := range map[finance.Year]bool{2018: false, 2019: false, 2020: true, 2021: true, 2022: false} {
		assert.Equal(t, want, d.beyond(year), year)
	}
	d.unread = true
	assert.Zero(t, d.cut(), "years that cannot be read")
	d.unread, d.spec = false, &Spec{root: parse([]byte("years: soon\n"), newFaultList(""))}
	assert.Zero(t, d.cut())
	assert.Equal(t, "soon", d.spec.yearsText())
	for _, text := range []string{"a: 1\n", "years: [2018/19]\n"} {
		assert.Empty(t, (&Spec{root: parse([]byte(text), newFaultList(""))}).yearsText())
	}
}

// A line of a file in YAML, or of a body's file, is read again for what is told of it; other places have none.
func TestTheLineOfAPlace(t *testing.T) {
	s := &Spec{file: "f.yaml", text: []byte("a: 1\nb: #5\n"),
		bodies: []tableFile{{name: "b.yaml", text: []byte("c: 1\n\nd: #7")}}}
	for at, want := range map[place]string{{line: 1, column: 1}: "a: 1\n", {line: 2,
		column: 3}: "b: #5\n", {line: 3}: "",
		{}: "", {column: 1}: "", {line: 1, field: "a"}: "", {line: 3, file: "b.yaml"}: "d: #7", {line: 4,
			file: "b.yaml"}: "",
		{line: 1, file: "c.yaml"}: ""} {
		assert.Equal(t, want, s.lineOf(at), at)
	}
	for _, name := range []string{"f.json", "f.JSON"} {
		assert.Empty(t, (&Spec{file: name, text: s.text}).lineOf(place{line: 1, column: 1}))
	}
	for at, want := range map[place]string{{line: 1}: "there is nothing after the key; give it a value, or leave the key out",
		{line: 2}: "there is nothing after the key but a comment, \"#5\"; give it a value, or leave the key out"} {
		assert.Equal(t, want, s.nothing(at).Problem())
	}
	for line, want := range map[string]string{"a: #": "the key;", "a: # 5": "the key;", "a: #5 # 6": `comment, "#5";`,
		"a:": "the key;", "a: #5  ": `comment, "#5";`} {
		assert.Contains(t, (&Spec{file: "f", text: []byte(line)}).nothing(top()).Problem(), want, line)
	}
}

// A record whose file, settings or scenarios cannot be read is refused for them, and not for what follows.
func TestRecordsThatCannotBeRunAgain(t *testing.T) {
	for want, m := range map[string]Manifest{
		"f.yaml:2:1: something is missing": {File: "f.yaml", Text: "a: ["},
		"f.yaml, as set: x.y: a change": {File: "f.yaml", Text: small,
			Set: []scenario.Setting{{Path: "x.y", Value: "1%"}}},
		`"x" is not a rate; write 3.4%`:     {File: "f.yaml", Text: strings.Replace(small, "4%", "x", 1)},
		`there is no scenario "other"`:      {File: "f.yaml", Text: small, Scenarios: []string{"other"}},
		"f.yaml:1:1: the file is empty; be": {File: "f.yaml"},
	} {
		s, model, _, err := m.Prepare(scenario.Options{})
		assert.ErrorContains(t, err, want)
		assert.Nil(t, s)
		assert.Nil(t, model)
		_, err = m.Verify(t.Context(), scenario.Options{})
		assert.ErrorContains(t, err, want)
		_, result, err := m.Again(t.Context(), scenario.Options{})
		assert.ErrorContains(t, err, want)
		assert.Nil(t, result)
	}
	s, model, o, err := Manifest{File: "f.yaml", Text: small, Paths: 64, Seed: 5, Lines: []string{"balance"},
		Years: []string{"2019/20"}, ExactPercentiles: true}.Prepare(scenario.Options{Workers: 2, Paths: 9})
	require.NoError(t, err)
	assert.Equal(t, []any{small, "baseline"}, []any{string(s.Text()), model.Baseline.Name})
	assert.Equal(t, scenario.Options{Workers: 2, Paths: 64, Seed: 5, Lines: []string{"balance"},
		Years:            []string{"2019/20"},
		ExactPercentiles: true}, o)
}

// Brackets that hold too much are told at the line on which they begin.
func TestCrowdedBracketsAreTold(t *testing.T) {
	_, err := Load("f.yaml", []byte("a: 1\n\nb: ["+strings.Repeat("1,", maxInBrackets+1)+"]\n"))
	assert.EqualError(t, err, fmt.Sprintf("f.yaml:3:1: brackets that begin on this line hold more than %d keys and values; "+
		"leave the outer ones out and write what they hold on lines of their own", maxInBrackets))
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

// The ways in which a number may move, and what may stand beside them.
func TestWaysToMove(t *testing.T) {
	const law = "normal: {mean: 2%, sd: 1%}"
	for value, want := range map[string]struct {
		moves string // the process, with what it is on top of
		says  string
	}{
		"{" + law + "}":                                                    {"<nil>", ""},
		"{" + law + ", random_walk: true}":                                 {"random walk", ""},
		"{" + law + ", random_walk: false}":                                {"<nil>", ""},
		"{" + law + ", once: true}":                                        {"once", ""},
		"{" + law + ", random_walk: true, once: true}":                     {"", "x.once: found once and random_walk; a number moves in one way"},
		"{" + law + ", shock: {chance: 0.1, size: 1%}}":                    {"shock on <nil>", ""},
		"{" + law + ", random_walk: true, shock: {chance: 0.1, size: 1%}}": {"shock on random walk", ""},
		"{value: 1%, shock: {chance: 0.1, size: 1%}}":                      {"shock on <nil>", ""},
		"{value: 1%, random_walk: true, shock: {chance: 0.1, size: 1%}}":   {"", "but this one is certain"},
		"{value: 1%, follows: {input: a}, shock: {chance: 0.1, size: 1%}}": {"", "takes its shocks; leave shock out"},
		"{value: 1%, follows: {input: a}, random_walk: true}":              {"", "but this one is certain"},
		"{bootstrap: {history: [1%, 2%, 3%], block: 2}}":                   {"bootstrap", ""},
		"{bootstrap: {history: [1%, 2%, 3%], block: 2}, once: true}":       {"", "found bootstrap and once"},
		"{random_walk: true}":                                              {"", "there is no number here"},
	} {
		d, n := decoderOf(t, value)
		r := d.number(n, slot{path: "x", unit: rate()})
		if want.says != "" {
			assert.ErrorContains(t, d.faults.err(), want.says, value)
			assert.Len(t, d.faults.all, 1, value)
			continue
		}
		require.NoError(t, d.faults.err(), value)
		moves := func(p process.Process) string {
			if p == nil {
				return "<nil>"
			}
			return p.Kind()
		}
		got := moves(r.process)
		if shock, ok := r.process.(process.Shock); ok {
			got += " on " + moves(shock.On)
		}
		assert.Equal(t, want.moves, got, value)
		assert.NotNil(t, r.law, value)
		assert.True(t, r.ok, value)
	}
}

// A change may name a table that the file does not.
func TestAChangeMayNameATable(t *testing.T) {
	s, err := LoadIn(tablesBeside(), "f.yaml", []byte(completed("changes: {past: {need.real_growth: {empirical: {csv: past.csv, "+
		"column: growth}}}}\n")))
	require.NoError(t, err)
	m, err := s.Vary([]string{"past"})
	require.NoError(t, err)
	assert.Equal(t, dist.Empirical{Values: dist.NumbersOf(0.02, 0.01, 0.03, 0.04)}, m.Baseline.Drivers[0].Law)
	again, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, m.Baseline.Drivers[0].Law, again.Scenarios[0].Drivers[0].Law)
}
