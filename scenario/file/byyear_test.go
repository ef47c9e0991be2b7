package file

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
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
