package table

import (
	"fmt"

	"github.com/openenvelope/envelope/finance/fault"
)

// uneven reports a row that is not as long as the heading. Those that commas within numbers make too long are told
// together, as one thing makes them all so.
func (t *Table) uneven(row []Cell) {
	f := fault.Conflict.Found("the row has %s; the heading has %d", counted(len(row), "cell"), len(t.Names))
	switch {
	case len(row) < len(t.Names):
		t.Add(row[0], "", f.Want("leave a cell empty, with what separates it, where there is no figure"))
	case splitNumber(row) && t.crowded != nil:
		t.alike++
	case splitNumber(row):
		t.crowded = row
	default:
		t.Add(row[0], "", f.Want("give the cell %s a name in the heading, or take it out",
			fault.Quote(row[len(t.Names)].Text)))
	}
}

// crowdedRows reports the rows that commas within numbers make too long.
func (t *Table) crowdedRows() {
	if t.crowded == nil {
		return
	}
	f := fault.Conflict.Found("the row has %s; the heading has %d", counted(len(t.crowded), "cell"), len(t.Names))
	if t.alike > 0 {
		f.Found += fmt.Sprintf(", and so on %s", counted(t.alike, "further line"))
	}
	t.Add(t.crowded[0], "",
		f.Want(`a comma within a number ends its cell: write 0.8%%, and "1,200" in quotation marks`))
}

// splitNumber reports whether two neighbours in a row are perhaps the halves of a number.
func splitNumber(row []Cell) bool {
	for i := range len(row) - 1 {
		n := numeralIn(row[i].Text + "," + row[i+1].Text)
		whole := n.alone() && len(n.number) > len(row[i].Text)-len(n.before)
		_, point := n.plain(false)
		_, comma := n.plain(true)
		if year := i == 0 && len(row[i].Text) == len("2015"); whole && !year && (point || comma) {
			return true
		}
	}
	return false
}
