package file

import (
	"cmp"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/table"
)

// mostLines is how many faults of a table are reported one by one.
const mostLines = 10

// Limits on a table besides its size: rows below the heading, and columns.
const (
	maxTableRows    = 20_000
	maxTableColumns = 200
)

// maxObservations is the most rows of tables that a file may read, counted once for each number that takes a column of
// them.
const maxObservations = 300_000

// observed reads a list that is in a table: {csv: FILE, column: NAME}. found tells whether that form was used; the list
// is nil when something is wrong with it. An ordered list is a history: the table must give the year of each row.
func (s *section) observed(values *node, at slot, ordered bool) (list []float64, found bool) {
	file, column := s.get("csv"), s.get("column")
	switch {
	case file == nil && column == nil:
		return nil, s.n.has("csv", "column")
	case values != nil:
		s.fault(s.n.at, s.path, fault.Conflict.Found("found values, and also csv or column").
			Want("give the observations in one place"))
	case file == nil || column == nil:
		if !s.faulty && !s.misspelt("csv", "column") {
			s.fault(s.n.at, s.path,
				fault.Missing.Found("csv names a table, and column the column of it that holds the observations").
					Want("give both"))
		}
	case file.kind != nodeText:
		s.wrongKind(file, join(s.path, "csv"), "the path of a table")
	case column.kind != nodeText:
		s.wrongKind(column, join(s.path, "column"), "the name of a column")
	default:
		return s.columnOf(file, column, at, ordered), true
	}
	return nil, true
}

// misspelt reports whether the mapping has an unknown key, which is reported when it is done, near to one of its keys.
func (s *section) misspelt(keys ...string) bool {
	return slices.ContainsFunc(s.n.fields, func(f field) bool {
		return !slices.Contains(s.asked, f.key.text) && s.faults.nearest(f.key.text, keys) != ""
	})
}

// columnOf reads the numbers of a column; nil if something is wrong with the table, which is reported at the place that
// names it.
func (s *section) columnOf(file, column *node, at slot, ordered bool) []float64 {
	named := s.spec.table(file.text)
	if named.refused.Kind != "" {
		s.fault(file.at, join(s.path, "csv"), named.refused)
		return nil
	}
	t := s.read(named)
	if s.observations += len(t.Rows); s.observations > maxObservations {
		s.fault(file.at, join(s.path, "csv"),
			fault.TooLarge.Found("the columns that this file takes from tables have more than %d rows together",
				maxObservations))
		return nil
	}
	var list []float64
	if i := t.Find(column.text); i >= 0 {
		list = readColumn(t, i, at.unit, ordered)
	} else if len(t.Names) > 0 {
		s.fault(column.at, join(s.path, "column"),
			t.Meant(fault.Unknown.Found("the table %s has no column %s", fault.Quote(named.name),
				fault.Quote(column.text)), column.text))
	}
	if s.tableFaults(t, named.name, file) {
		return nil
	}
	return list
}

// read cuts a table into cells, once for all numbers that take a column of it. Each column has its own faults.
func (r *shared) read(named tableFile) *table.Table {
	t := r.tables[named.name]
	if t == nil {
		t = table.Read(named.text, table.Limits{Bytes: maxTable, Rows: maxTableRows, Columns: maxTableColumns})
		t.Near = &r.faults.near
		if r.tables == nil {
			r.tables = map[string]*table.Table{}
		}
		r.tables[named.name] = t
	}
	own := *t
	own.Faults = slices.Clip(t.Faults)
	return &own
}

// readColumn reads one column. Years are read too if the table has them; a history must have them, and is sorted by
// them.
func readColumn(t *table.Table, column int, u unit, ordered bool) (list []float64) {
	at := t.Find(table.YearColumn)
	switch {
	case at >= 0:
		years, calendar := t.Years(at)
		if ordered {
			t.InOrder(at, years, calendar)
		}
	case ordered:
		f := fault.Unknown.Found("there is no column %s, which says in what order the rows of a history are",
			fault.Quote(table.YearColumn))
		t.Add(t.Names[0], "", t.Meant(f, table.YearColumn))
	}
	for _, row := range t.Rows {
		x, err := u.readCell(t.Figure(row[column]))
		if err != nil {
			path := ""
			if at >= 0 {
				path = table.In(t.Names[column].Text, row[at].Text)
			}
			t.Add(row[column], path, fault.Of(err))
		}
		list = append(list, x)
	}
	if len(t.Rows) == 0 && len(t.Faults) == 0 {
		t.Add(t.Names[0], "", fault.Missing.Found("there is no row below the heading"))
	}
	return list
}

// readCell reads a number of a table.
func (u unit) readCell(text string) (float64, error) {
	if text == "" {
		return 0, fault.Missing.Found("the cell is empty").Want("every row of the table has a figure")
	}
	return u.read(text)
}

// tableFaults reports the first faults of a table, each with its line there, and how many more there are.
func (s *section) tableFaults(t *table.Table, name string, file *node) (found bool) {
	path := join(s.path, "csv")
	slices.SortStableFunc(t.Faults, func(a, b table.Fault) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	for i, f := range t.Faults {
		if i == mostLines {
			s.fault(file.at, path,
				fault.Unreadable.Found("%s has further faults: %d", fault.Quote(name), len(t.Faults)-mostLines))
			break
		}
		own := f.Fault
		if f.Path != "" {
			own = own.In("%s", fault.Short(f.Path))
		}
		s.fault(file.at, path, own.In("line %d of %s", f.Line, fault.Quote(name)))
	}
	return len(t.Faults) > 0
}
