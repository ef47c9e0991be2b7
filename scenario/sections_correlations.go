package scenario

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/openenvelope/envelope/scenario/internal/num"
	"github.com/openenvelope/envelope/scenario/process"
)

// remember keeps the first draft of each driver's name for the correlations. A driver is drawn alike in every scenario.
func (d *decoder) remember(f draft) {
	first, known := d.drivers[f.Name()]
	if !known {
		d.drivers[f.Name()] = f
		return
	}
	if f.recalls() {
		d.drivers[f.Name()] = f // which no group can have
	}
	if f.Law != nil && first.Law != nil && f.yearly() != first.yearly() {
		d.fault(f.at, f.Name(), "this number is drawn %s here and %s on line %d; a number is drawn alike in every scenario",
			often(f.yearly()), often(first.yearly()), first.at.line)
	}
}

// yearly reports whether the driver is drawn each year.
func (f draft) yearly() bool { return f.Process != nil && f.Process.Yearly() }

// recalls reports whether the driver repeats a history.
func (f draft) recalls() bool {
	_, ok := f.Process.(process.Bootstrap)
	return ok
}

func often(yearly bool) string {
	if yearly {
		return "each year"
	}
	return "once"
}

// correlations reads the groups of drivers whose draws depend on each other. The order of a group counts.
func (d *decoder) correlations() (all []Correlation) {
	n := d.root.child("correlations")
	if n == nil || n.kind == nodeRefused {
		return nil
	}
	if n.kind != nodeList {
		d.wrongKind(n, "correlations", "a list of groups such as {inputs: [one, another], r: 0.3}")
		return nil
	}
	grouped := map[string]place{}
	for i, item := range n.items {
		s := d.section(item, fmt.Sprintf("correlations[%d]", i+1))
		names, nodes := s.texts("inputs")
		matrix := s.matrix(names)
		s.done()
		if !s.n.has("inputs") && !s.faulty {
			d.fault(item.at, s.path, "inputs is missing: the names of the uncertain numbers that depend on each other")
		}
		d.members(s.path, nodes, grouped)
		if matrix != nil && d.factors(s, names, matrix) {
			all = append(all, Correlation{Drivers: names, Matrix: matrix})
		}
	}
	return all
}

// members checks that a group's inputs are drivers, move alike and are in no other group.
func (d *decoder) members(path string, nodes []*node, grouped map[string]place) {
	path = join(path, "inputs")
	var first draft
	for _, n := range nodes {
		f, known := d.drivers[n.text]
		at, taken := grouped[n.text]
		switch {
		case !known:
			if !d.suspectedAnywhere(n.text) && !d.unlabelled(n.text) {
				d.fault(n.at, path, "%s is not an uncertain number%s", quote(n.text), suggestion(n.text, slices.Sorted(maps.Keys(d.drivers))))
			}
			continue
		case f.Law == nil:
			d.fault(n.at, path, "%s follows %s and has no draw of its own; name that", quote(n.text), quote(f.Follows))
		case f.recalls():
			d.fault(n.at, path, "%s repeats a history, in years that are drawn by themselves; leave it out", quote(n.text))
		case taken:
			d.fault(n.at, path, "%s is named already, on line %d; a number is in one group, once", quote(n.text), at.line)
		case first.Law == nil:
			first = f
		case f.yearly() != first.yearly():
			d.fault(n.at, path, "%s is drawn %s and %s %s; the numbers of a group are drawn alike",
				quote(n.text), often(f.yearly()), quote(first.Name()), often(first.yearly()))
		}
		grouped[n.text] = n.at
	}
}

// suspectedAnywhere reports whether a fault was found in any scenario at a path or below it.
func (d *decoder) suspectedAnywhere(path string) bool {
	return slices.ContainsFunc(d.faults.all, func(f Fault) bool { return f.Path == path || within(f.Path, path) || within(path, f.Path) })
}

// matrix reads the correlations of a group: a matrix, or r for a group of two. It is nil when it is at fault.
func (s *section) matrix(names []string) [][]float64 {
	r, rows := s.get("r"), s.get("matrix")
	switch {
	case s.faulty || len(names) == 0:
		return nil
	case len(names) < 2:
		s.fault(s.n.child("inputs").at, s.path, "a group has at least two inputs, found %d", len(names))
	case (r == nil) == (rows == nil):
		s.fault(s.n.at, s.path, "give either r, for a group of two, or matrix, one row for each input")
	case r != nil && len(names) > 2:
		s.fault(r.at, join(s.path, "r"), "r is for a group of two, and this one has %d; give a matrix", len(names))
	case r != nil:
		if x, ok := s.correlation(r, join(s.path, "r")); ok {
			return [][]float64{{1, x}, {x, 1}}
		}
	default:
		return s.square(rows, len(names))
	}
	return nil
}

// correlation reads a number from −1 to 1.
func (d *decoder) correlation(n *node, path string) (float64, bool) {
	x := d.number(n, slot{path: path, unit: pure(), certain: structural})
	if x.ok && (x.central < -1 || x.central > 1) {
		d.fault(n.at, path, "%s is not a correlation; it must be from -1 to 1", quoted(n))
		return 0, false
	}
	return x.central, x.ok
}

// square reads a matrix of n rows and columns, symmetric with ones on its diagonal; nil if it is none.
func (s *section) square(rows *node, n int) [][]float64 {
	path := join(s.path, "matrix")
	if rows.kind != nodeList || len(rows.items) != n {
		s.fault(rows.at, path, "expected a list of %d rows, one for each input, found %s", n, sized(rows))
		return nil
	}
	matrix, sound := make([][]float64, n), true
	for i, row := range rows.items {
		at := fmt.Sprintf("%s[%d]", path, i+1)
		if row.kind != nodeList || len(row.items) != n {
			s.fault(row.at, at, "expected a row of %d numbers, found %s", n, sized(row))
			return nil
		}
		for j, item := range row.items {
			x, ok := s.correlation(item, fmt.Sprintf("%s[%d]", at, j+1))
			matrix[i], sound = append(matrix[i], x), sound && ok
		}
	}
	return s.symmetric(rows, matrix, sound)
}

// symmetric checks the shape of a matrix of correlations; nil if it is wrong.
func (s *section) symmetric(rows *node, matrix [][]float64, sound bool) [][]float64 {
	if !sound {
		return nil
	}
	path := join(s.path, "matrix")
	for i := range matrix {
		for j := range i + 1 {
			item := rows.items[i].items[j]
			switch {
			case i == j && matrix[i][i] != 1:
				s.fault(item.at, path, "row %d has %s on the diagonal; a number's correlation with itself is 1", i+1, quoted(item))
				sound = false
			case matrix[i][j] != matrix[j][i]:
				s.fault(item.at, path, "row %d, column %d is %s, but row %d, column %d is %s; the matrix must be symmetric",
					i+1, j+1, quoted(item), j+1, i+1, quoted(rows.items[j].items[i]))
				sound = false
			}
		}
	}
	if !sound {
		return nil
	}
	return matrix
}

// sized is a node in words, with the length of a list.
func sized(n *node) string {
	if n.kind == nodeList {
		return fmt.Sprintf("a list of %d", len(n.items))
	}
	return n.kind.String()
}

// factors reports a matrix whose correlations cannot all hold, and the pair to reduce.
func (d *decoder) factors(s *section, names []string, matrix [][]float64) bool {
	_, err := num.Cholesky(matrix)
	var bad num.NotPositive
	if !errors.As(err, &bad) {
		return true // the only other error is of shape, which has been checked
	}
	d.fault(s.n.at, s.path, "these correlations cannot all hold; bring that of %s and %s nearer to 0",
		quote(names[bad.Row]), quote(names[max(bad.With, 0)]))
	return false
}
