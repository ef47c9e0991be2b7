package file

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inCells puts values into the cells of a sheet, one under another from Inputs!C1, each under its path.
func inCells(rows ...string) (cells []Cell) {
	for i, row := range rows {
		path, value, _ := strings.Cut(row, " = ")
		cells = append(cells, Cell{At: fmt.Sprintf("Inputs!C%d", i+1), Keys: strings.Split(path, "."), Value: value})
	}
	return cells
}

// plan is as the file small, in cells, with more cells below.
func plan(more ...Cell) []Cell {
	return append(inCells("schema = 1", "years = 2018/19 to 2020/21", "funding.baseline = £100m",
		"funding.real_growth = 3%", "need.real_growth.value = 4%", "not_modelled = []"), more...)
}

// faultsOfCells are the faults of a workbook, each with the number of its cell.
func faultsOfCells(t *testing.T, cells []Cell, found ...Fault) (all []string) {
	t.Helper()
	s, err := Cells("plan.xlsx", cells, found...)
	if err == nil {
		_, err = s.Model()
	}
	if err == nil {
		return nil
	}
	var faults Faults
	require.ErrorAs(t, err, &faults)
	for _, f := range faults {
		assert.Zero(t, f.Column, "%v", f)
		all = append(all, fmt.Sprintf("%d %v", f.Line, f))
	}
	return all
}

// Cells that give the keys of a file make its model, be the keys' values one by one, in lists or in braces, and so does
// the text that is kept of them.
func TestCellsMakeTheModelOfAFile(t *testing.T) {
	s, err := Cells("plan", plan(
		Cell{At: "Inputs!D5", Keys: []string{"need", "real_growth"}, Value: " {source: IFS, quality: amber} ",
			Within: true},
		Cell{At: "Inputs!C8", Keys: []string{"lines"}, Item: 1, Value: "balance"},
		Cell{At: "Inputs!D8", Keys: []string{"lines"}, Item: 2, Value: "debt"},
		Cell{At: "Inputs!E8", Keys: []string{"lines"}, Item: 3, Value: "cost"}))
	require.NoError(t, err)
	assert.Equal(t, "plan.xlsx", s.File())
	want, err := Load("plan.yaml", []byte(strings.Replace(small, "4%", "{value: 4%, source: IFS, quality: amber}", 1)+
		"lines: [balance, debt, cost]\n"))
	require.NoError(t, err)
	kept, err := Load("plan.yaml", s.Text())
	require.NoError(t, err)
	for _, got := range []*Spec{s, kept} {
		assert.Equal(t, want.Run(), got.Run())
		wanted := unplaced(t, want)
		assert.Equal(t, wanted, unplaced(t, got))
	}
	m, err := s.Model()
	require.NoError(t, err)
	assert.Equal(t, "plan.xlsx, cell Inputs!C5", central(m).Notes["need.real_growth"].Place)
	for _, name := range []string{"plan.XLSX", "plan.xlsx"} {
		s, err := Cells(name, plan())
		require.NoError(t, err)
		assert.Equal(t, name, s.File())
	}
}

// A fault is at the cell that is at fault, with the cell's number among those that are given.
func TestFaultsOfCells(t *testing.T) {
	need := []string{"need", "components", "ageing"}
	missing := fault.Missing.Found("x").At("need.components.ageing")
	for name, c := range map[string]struct {
		cells []Cell
		found []Fault
		want  []string
	}{
		"a value": {cells: plan(Cell{At: "A!B1", Keys: need, Value: "3.4"}),
			want: []string{"8 plan.xlsx, cell A!B1: need.components.ageing: 3.4 is 340%; did you mean 3.4%?"}},
		"bytes": {cells: plan(Cell{At: "A!B1", Keys: need, Value: "\xff"},
			Cell{At: "A!B2", Keys: []string{"\xff"}, Value: "1"}),
			want: []string{"7 plan.xlsx, cell A!B1: the bytes here are not UTF-8 text",
				"8 plan.xlsx, cell A!B2: the bytes here are not UTF-8 text"}},
		"no braces": {cells: plan(Cell{At: "A!B1", Keys: need, Value: "text", Within: true}),
			want: []string{`7 plan.xlsx, cell A!B1: need.components.ageing: "text" is not keys in braces; write it as in {normal: {mean: 0%, sd: 0.5%}}`}},
		"within braces": {cells: plan(Cell{At: "A!B1", Keys: need, Value: "{p10: 1%, p90: x}", Within: true}),
			want: []string{`8 plan.xlsx, cell A!B1: need.components.ageing.p90: "x" is not a rate; write 3.4%`}},
		"braces and a value": {cells: plan(Cell{At: "A!B1", Keys: []string{"need", "real_growth"},
			Value: "{value: 5%}", Within: true}),
			want: []string{"7 plan.xlsx, cell A!B1: need.real_growth.value: another field gives something within this one; leave one of the two out"}},
		"twice": {cells: plan(Cell{At: "A!B1", Keys: []string{"funding", "real_growth"}, Value: "5%"}),
			want: []string{"7 plan.xlsx, cell A!B1: funding.real_growth: another field gives something within this one; leave one of the two out"}},
		"below a number": {cells: plan(Cell{At: "A!B1", Keys: []string{"funding", "real_growth", "p10"}, Value: "5%"}),
			want: []string{"7 plan.xlsx, cell A!B1: funding.real_growth.p10: the field funding.real_growth has no keys in it; give it as a whole"}},
		"a gap": {cells: plan(Cell{At: "A!B1", Keys: []string{"lines"}, Item: 1, Value: "balance"},
			Cell{At: "A!B3", Keys: []string{"lines"}, Item: 3, Value: "debt"}),
			want: []string{"8 plan.xlsx, cell A!B3: lines: there is a value here, and none before it; fill the cells of a list from the first, without a gap"}},
		"no first": {cells: plan(Cell{At: "A!B2", Keys: []string{"lines"}, Item: 2, Value: "balance"}),
			want: []string{"7 plan.xlsx, cell A!B2: lines: there is a value here, and none before it; fill the cells of a list from the first, without a gap"}},
		"an item of a text": {cells: plan(Cell{At: "A!B2", Keys: []string{"years"}, Item: 2, Value: "balance"}),
			want: []string{"7 plan.xlsx, cell A!B2: years: there is a value here, and none before it; fill the cells of a list from the first, without a gap"}},
		"refused by the reader of the workbook": {cells: plan(Cell{At: "A!B1", Keys: need, Refused: true},
			Cell{At: "A!B2", Keys: need, Refused: true}), found: []Fault{{Line: 7, Cell: "A!B1", Fault: missing}},
			want: []string{"7 plan.xlsx, cell A!B1: need.components.ageing: x"}},
		"refused where something is": {cells: plan(
			Cell{At: "A!B1", Keys: []string{"funding", "real_growth"}, Refused: true}),
			found: []Fault{{Line: 7, Cell: "A!B1", Fault: missing}},
			want:  []string{"7 plan.xlsx, cell A!B1: need.components.ageing: x"}},
		"a later item refused": {cells: append(plan()[:5],
			Cell{At: "A!B1", Keys: []string{"not_modelled"}, Item: 2, Refused: true},
			Cell{At: "A!B2", Keys: []string{"not_modelled"}, Item: 1, Value: "Capital"}),
			found: []Fault{{Line: 7, Cell: "A!B1", Fault: missing}},
			want:  []string{"7 plan.xlsx, cell A!B1: need.components.ageing: x"}},
		"refused where something must be": {cells: append(plan()[:5], Cell{At: "A!B1", Keys: []string{"not_modelled"},
			Refused: true}), found: []Fault{{Line: 6, Cell: "A!B1", Fault: missing}},
			want: []string{"6 plan.xlsx, cell A!B1: need.components.ageing: x"}},
		"a first item refused": {cells: append(plan()[:5],
			Cell{At: "A!B1", Keys: []string{"not_modelled"}, Item: 1, Refused: true},
			Cell{At: "A!B2", Keys: []string{"not_modelled"}, Item: 2, Value: "Capital"}),
			found: []Fault{{Line: 6, Cell: "A!B1", Fault: missing}},
			want:  []string{"6 plan.xlsx, cell A!B1: need.components.ageing: x"}},
		"a later item refused, and no first": {cells: append(plan()[:5],
			Cell{At: "A!B1", Keys: []string{"not_modelled"}, Item: 2, Refused: true}),
			found: []Fault{{Line: 6, Cell: "A!B1", Fault: missing}},
			want: []string{"0 plan.xlsx: not_modelled: the file does not say what its model leaves out; add a list not_modelled, with [] if there is truly nothing",
				"6 plan.xlsx, cell A!B1: need.components.ageing: x"}},
		"a list in braces": {cells: plan(Cell{At: "A!B1", Keys: need, Value: "[1%, 2%]", Within: true}),
			want: []string{`7 plan.xlsx, cell A!B1: need.components.ageing: "[1%, 2%]" is not keys in braces; write it as in {normal: {mean: 0%, sd: 0.5%}}`}},
		"an item after a value": {cells: plan(Cell{At: "A!B1", Keys: []string{"lines"}, Value: "balance"},
			Cell{At: "A!B2", Keys: []string{"lines"}, Item: 1, Value: "debt"}),
			want: []string{"8 plan.xlsx, cell A!B2: lines: there is a value here, and none before it; fill the cells of a list from the first, without a gap"}},
		"an item twice": {cells: plan(Cell{At: "A!B1", Keys: []string{"lines"}, Item: 1, Value: "balance"},
			Cell{At: "A!B2", Keys: []string{"lines"}, Item: 1, Value: "debt"}),
			want: []string{"8 plan.xlsx, cell A!B2: lines: there is a value here, and none before it; fill the cells of a list from the first, without a gap"}},
		"nothing in a cell": {cells: append(
			inCells("years = ", "years =  ", "funding.real_growth.value = "), plan()[2]),
			want: []string{"1 plan.xlsx, cell Inputs!C1: years: the file does not say which years it covers; write years: 2018/19 to 2023/24, the opening year first"}},
	} {
		got := faultsOfCells(t, c.cells, c.found...)
		if name == "nothing in a cell" {
			assert.Contains(t, got, c.want[0], "%q", got)
			continue
		}
		assert.Equal(t, c.want, got, name)
	}
}

// A workbook may say as much as a file: keys and values, and kB as text.
func TestHowMuchAWorkbookMaySay(t *testing.T) {
	long := strings.Repeat("x", 1990)
	of := func(bytes int) (cells []Cell) { // each cell takes the same: its key, the text, and what is between
		for i := 0; bytes > 0; i++ {
			key := fmt.Sprintf("k%04d", i)
			text := long[:min(len(long), max(bytes-len(key)-3, 1))]
			cells = append(cells, Cell{At: key, Keys: []string{key}, Value: text})
			bytes -= len(key) + len(text) + 3
		}
		return cells
	}
	assert.NotContains(t, strings.Join(faultsOfCells(t, of(MaxFile)), "\n"), "kB as text")
	assert.Equal(t, []string{"0 plan.xlsx: what the workbook says has more than 1024 kB as text"},
		faultsOfCells(t, of(MaxFile+1)))

	many := func(nodes int) (cells []Cell) { // each cell takes its key, its list and 400 items
		for i := 0; nodes > 0; i++ {
			key := fmt.Sprintf("k%04d", i)
			items := min(400, nodes-2)
			cells = append(cells, Cell{At: key, Keys: []string{key}, Value: "[" + strings.Repeat("x,", items-1) + "x]"})
			nodes -= 2 + items
		}
		return cells
	}
	most, err := Cells("plan.xlsx", many(maxNodes))
	var faults Faults
	require.True(t, err == nil || errors.As(err, &faults))
	for _, f := range faults {
		assert.NotContains(t, f.Error(), "keys and values, which is the most")
	}
	if most != nil {
		assert.Equal(t, maxNodes+1, most.root.count(), "all of it, and the mapping around it")
	}
	assert.Equal(t, []string{"0 plan.xlsx: the workbook has more than 120000 keys and values, which is the most"},
		faultsOfCells(t, many(maxNodes+1)))
}

// What the entries of a file say, put into cells, is the file again: the same model, with its changes.
func TestEntriesInCellsAreTheFileAgain(t *testing.T) {
	again := 0
	for _, path := range goodFiles(t) {
		s, err := Read(path)
		require.NoError(t, err)
		if len(s.tables)+len(s.bodies) > 0 || strings.Contains(string(s.text), "csv") {
			continue // a workbook has no folder
		}
		again++
		entries, err := s.Entries()
		require.NoError(t, err, path)
		book, err := Cells(filepath.Base(path), asCells(s, entries))
		require.NoError(t, err, path)
		want, got := unplaced(t, s), unplaced(t, book)
		want.Name, got.Name = "", ""
		assert.Equal(t, want, got, path)
	}
	assert.Greater(t, again, 25)
}

// asCells are the entries of a file in cells.
func asCells(s *Spec, entries []Entry) (cells []Cell) {
	cell := func(keys []string, item int, value string) {
		cells = append(cells, Cell{At: fmt.Sprintf("Inputs!C%d", len(cells)+1), Keys: keys, Item: item, Value: value})
	}
	for _, e := range entries {
		switch {
		case e.Keys[0] == "changes":
		case e.Unit != "":
			cell(e.Keys, 0, e.InBraces())
		default:
			cell(e.Keys, e.Item, e.Value)
		}
	}
	for c, name := range s.ChangeNames() {
		for _, e := range entries {
			switch said := e.Changes[c].InBraces(); {
			case e.Keys[0] == "changes" && e.Keys[1] == name:
				cell(e.Keys, 0, e.Value)
			case said != "{}":
				cell([]string{"changes", name, strings.Join(e.Keys, ".")}, 0, said)
			}
		}
	}
	return cells
}

// An entry says what is known about its number, part by part, and what changes put in its place.
func TestWhatEntriesSay(t *testing.T) {
	s, err := Load("plan.yaml", []byte(`schema: 2
years: 2024/25 to 2027/28
not_modelled: [Capital, "[sic]"]
name: ""
bodies:
  Trust:
    funding: {baseline: £900m, real_growth: 3%}
    need: {real_growth: {p10: 2%, p50: 3%, p90: 4%, source: IFS, owner: Finance, quality: amber, note: a note, each_year: true}}
    earmark: {share: {values: [5%, 4%], then: {p10: 2%, p90: 3%}, source: IFS}, leakage: {normal: {mean: 0%, sd: 1%}}}
    bodies: {Ward: {need: {real_growth: [1%, 2%, 3%]}}}
changes:
  more: {bodies.Trust.need.real_growth: {value: 5%, source: us}, lines: [balance]}
  less: {bodies.Trust.need.real_growth: 1%}
`))
	require.NoError(t, err)
	assert.Equal(t, []string{"more", "less"}, s.ChangeNames())
	entries, err := s.Entries()
	require.NoError(t, err)
	by := map[string]Entry{}
	for _, e := range entries {
		by[strings.Join(e.Keys, ".")+strings.Repeat("+", e.Item)] = e
		assert.Len(t, e.Changes, 2, "%v", e.Keys)
	}
	assert.Len(t, by, 12, "%v", by)
	need := by["bodies.Trust.need.real_growth"]
	assert.Equal(t, Given{Value: "3%", Low: "2%", High: "4%", Law: `{each_year: "true"}`, Source: "IFS",
		Owner: "Finance", Quality: "amber", Note: "a note"}, need.Given)
	assert.Equal(t, []bool{false, true, false, false}, need.Named)
	assert.Equal(t, "rate", need.Unit)
	assert.NotEmpty(t, need.Means)
	assert.Equal(t, []Given{{Value: "5%", Source: "us"}, {Value: "1%"}}, need.Changes)
	assert.Equal(t, Given{Years: []string{"5%", "4%"}, Then: "{p10: 2%, p90: 3%}", Source: "IFS"},
		by["bodies.Trust.earmark.share"].Given)
	assert.Equal(t, Given{Law: "{normal: {mean: 0%, sd: 1%}}"}, by["bodies.Trust.earmark.leakage"].Given)
	ward := by["bodies.Trust.bodies.Ward.need.real_growth"]
	assert.Equal(t, []string{"1%", "2%", "3%"}, ward.Years)
	assert.Equal(t, []bool{false, true, false, true, false, false}, ward.Named)
	assert.Equal(t, "rate", ward.Unit, "a body of a body has the same keys")
	assert.Equal(t, "amount", by["bodies.Trust.funding.baseline"].Unit)
	assert.Equal(t, []bool{true, false}, []bool{by["bodies.Trust.funding.baseline"].Certain, need.Certain})
	assert.Equal(t, []string{"Capital", `"[sic]"`}, []string{by["not_modelled+"].Value, by["not_modelled++"].Value})
	lines := by["changes.more.lines"]
	assert.Equal(t, []any{"[balance]", "what more puts in the place of lines", []bool{false, true, false}},
		[]any{lines.Value, lines.Means, lines.Named})
}

// What is given stands behind its key as it would be written.
func TestGivenInBraces(t *testing.T) {
	for want, g := range map[string]Given{
		"3%":                           {Value: "3%"},
		"{}":                           {},
		"{value: 3%, source: IFS}":     {Value: "3%", Source: "IFS"},
		"{p10: 2%, p90: 4%}":           {Low: "2%", High: "4%"},
		"{p10: 2%, p50: 3%}":           {Low: "2%", Value: "3%"},
		"{p50: 3%, p90: 4%}":           {Value: "3%", High: "4%"},
		"{values: [1%, 2%]}":           {Years: []string{"1%", "2%"}},
		"{values: [1%], then: 2%}":     {Years: []string{"1%"}, Then: "2%"},
		"{uniform: {low: 0, high: 1}}": {Law: "{uniform: {low: 0, high: 1}}"},
		"{value: 3%, uniform: {low: 0, high: 1}, source: a, owner: b, quality: red, note: c}": {Value: "3%",
			Law: "{uniform: {low: 0, high: 1}}", Source: "a", Owner: "b", Quality: "red", Note: "c"},
		"{source: a}": {Source: "a", Law: "{"},
	} {
		assert.Equal(t, want, g.InBraces())
	}
}
