package file

import (
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A list has so many faults, each once, and says how many more there are; of a fault that is listed in a place, it
// counts no more than those that say something else.
func TestFaultLists(t *testing.T) {
	list := func(n int) *faultList {
		l := newFaultList("f.yaml")
		for i := range n {
			l.add(place{line: i + 1, column: 1}, fault.Unknown.Found("fault %d", i))
		}
		return l
	}
	last := func(l *faultList) string {
		faults := l.err().(Faults)
		return faults[len(faults)-1].Problem()
	}
	assert.NoError(t, list(0).err())
	assert.Len(t, list(1).err(), 1)
	assert.Len(t, list(maxFaults-1).err(), maxFaults-1)
	assert.False(t, list(maxFaults-1).full())
	assert.True(t, list(maxFaults).full())
	assert.Len(t, list(maxFaults).err(), maxFaults+1)
	assert.Equal(t, "there may be more faults; these are the first 100 found", last(list(maxFaults)))
	assert.Equal(t, "there are more faults, some 1; these are the first 100 found", last(list(maxFaults+1)))
	assert.Equal(t, "there are more faults, some 2; these are the first 100 found", last(list(maxFaults+2)))

	l := list(maxFaults)
	l.add(place{line: 1, column: 1}, fault.Unknown.Found("fault 0"))
	assert.Zero(t, l.more, "it is listed")
	l.add(place{line: 1, column: 1}, fault.Unknown.Found("fault 1"))
	assert.Equal(t, 1, l.more, "another in the place of one that is listed")
	l.add(place{line: 999, column: 1}, fault.Unknown.Found("fault 0"))
	assert.Equal(t, 2, l.more)
	assert.Len(t, l.all, maxFaults)

	l = list(1)
	l.unread = true
	assert.Equal(t, "there may be more faults; a file as large as this is not read further before these are mended",
		last(l))
	l = list(1)
	l.take(list(maxFaults+2), "b.yaml")
	l.take(list(3), "c.yaml")
	assert.Equal(t, 1+2+3, l.more, "one that has no room, two that the other has none for, and three more")
}

// Faults stand in the order of their files, the file itself first and then those that it names as they were read, and
// in each by line and column. A fault that several scenarios have is told once, with the name of the first.
func TestTheOrderOfFaults(t *testing.T) {
	body := func(line int) *faultList {
		l := newFaultList("b.yaml")
		l.add(place{line: line, column: 1}, fault.Unknown.Found("x"))
		return l
	}
	l := newFaultList("plans/f.yaml")
	l.take(body(1), "b.yaml")
	l.take(body(2), "a.yaml")
	l.take(body(3), "b.yaml")
	l.add(place{line: 9, column: 2}, fault.Unknown.Found("x"))
	l.add(place{line: 9, column: 1}, fault.Unknown.Found("x").At("need"))
	l.add(place{line: 5, column: 7}, fault.Unknown.Found("x"))
	l.addIn("in scenario s", place{line: 5, column: 7}, fault.Unknown.Found("y"))
	l.addIn("in scenario t", place{line: 5, column: 7}, fault.Unknown.Found("y"))
	l.add(place{}, fault.Unknown.Found("x").At("need"))
	assert.EqualError(t, l.err(), `plans/f.yaml, as set: need: x
plans/f.yaml:5:7: x
plans/f.yaml:5:7: in scenario s: y
plans/f.yaml:9:1: need: x
plans/f.yaml:9:2: x
plans/b.yaml:1:1: x
plans/b.yaml:3:1: x
plans/a.yaml:2:1: x`)
	of := newFaultList("f.yaml")
	of.take(newFaultList("a.yaml"), "a.yaml")
	of.take(body(1), "b.yaml")
	of.add(place{line: 2, column: 1, file: "a.yaml"}, fault.Unknown.Found("x"))
	assert.EqualError(t, of.err(), "a.yaml:2:1: x\nb.yaml:1:1: x", "the first was read first, without a fault")
	faults := l.err().(Faults)
	assert.Negative(t, faults[1].Compare(faults[3]))
	assert.Negative(t, faults[3].Compare(faults[4]))
	assert.Positive(t, faults[4].Compare(faults[3]))
	assert.Zero(t, faults[1].Compare(faults[2]))
}

// A fault of a form or a workbook as a whole has no place in it; one of a cell that gives nothing is in that cell.
func TestPlacesOfFaults(t *testing.T) {
	for name, want := range map[string]string{"f.yaml": "f.yaml:1:1: x", "f.form.json": "f.form.json: x",
		"f.xlsx": "f.xlsx: x", "F.XLSX": "F.XLSX: x", "f.json": "f.json:1:1: x"} {
		l := newFaultList(name)
		l.add(top(), fault.Unknown.Found("x"))
		assert.EqualError(t, l.err(), want)
		require.Len(t, l.all, 1)
		assert.Equal(t, want[len(name)] == ':' && want[len(name)+1] == '1', l.all[0].Line == 1, name)
	}
	l := newFaultList("f.xlsx")
	l.empty["need.real_growth"] = place{cell: "Inputs!C7"}
	for _, path := range []string{"need.real_growth", "need.real_growth.value", "need.real_growth.p10"} {
		l.add(place{cell: "Inputs!B1"}, fault.Missing.Found("it is missing").At(path))
		l.add(place{cell: "Inputs!B1"}, fault.Unknown.Found("it is unknown").At(path))
	}
	var cells []string
	for _, f := range l.all {
		cells = append(cells, fmt.Sprintf("%s %s in %s", f.Path, f.Kind, f.Cell))
	}
	assert.Equal(t, []string{"need.real_growth missing in Inputs!C7", "need.real_growth unknown in Inputs!B1",
		"need.real_growth.value missing in Inputs!C7", "need.real_growth.value unknown in Inputs!B1",
		"need.real_growth.p10 missing in Inputs!B1", "need.real_growth.p10 unknown in Inputs!B1"}, cells)
	f := Fault{File: "f", Field: "need", Line: 2, Fault: fault.Unknown.Found("x").At("need")}
	assert.Equal(t, "f, field need: x", f.Error(), "the path is told once")
	f.Path = "need.real_growth"
	assert.Equal(t, "f, field need: need.real_growth: x", f.Error())
	assert.Equal(t, f.Fault, f.Unwrap())
	assert.Equal(t, "f: x", Fault{File: "f", Fault: fault.Unknown.Found("x")}.Error())
}
