package file

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/bounds"
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
		d.fault(f.at, f.Name(), fault.Conflict.Found("this number is drawn %s here and %s %s", often(f.yearly()),
			often(first.yearly()), first.at.on()).
			Want("a number is drawn alike in every scenario"))
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
func (d *decoder) correlations() (all []scenario.Correlation) {
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
		if d.faults.full() {
			break // there may be more, as the list of faults says
		}
		s := d.section(item, fmt.Sprintf("correlations[%d]", i+1))
		if c, ok := s.group(grouped); ok {
			all = append(all, c)
		}
	}
	return all
}

// group reads one group: inputs with their matrix, or loads on a factor.
func (s *section) group(grouped map[string]place) (c scenario.Correlation, ok bool) {
	var nodes []*node
	list := "inputs"
	if s.n.has("factor", "loads") {
		list = "loads"
		c, nodes = s.loads()
	} else {
		c.Drivers, nodes = s.texts("inputs")
		c.Matrix = s.matrix(c.Drivers)
	}
	ok = s.copula(&c)
	s.ask("inputs", "r", "matrix", "factor", "loads")
	s.done()
	if list == "inputs" && !s.n.has("inputs") && !s.faulty {
		s.fault(s.n.at, s.path, fault.Missing.Found("inputs is missing").
			Want("give the names of the uncertain numbers that depend on each other"))
	}
	c.Loose = s.members(join(s.path, list), nodes, grouped)
	// what one factor makes holds always
	return c, ok && c.Matrix != nil && (c.Repair || list == "loads" || s.factors(s, c.Drivers, c.Matrix))
}

// loads reads a factor and how much of it is in each input.
func (s *section) loads() (c scenario.Correlation, nodes []*node) {
	factor, loads := s.text("factor"), s.get("loads")
	switch {
	case s.faulty || s.suspected(join(s.path, "factor")):
		return c, nil
	case s.n.has("inputs", "r", "matrix"):
		s.fault(s.n.at, s.path,
			fault.Conflict.Found("a group has either loads on a factor, or inputs with r or a matrix").
				Want("found both"))
		return c, nil
	case factor == "" || loads == nil:
		s.fault(s.n.at, s.path,
			fault.Missing.Found(
				"factor names what some inputs have in common, and loads how much of it is in each, from -1 to 1").
				Want("give both"))
		return c, nil
	case loads.kind != nodeMapping:
		s.wrongKind(loads, join(s.path, "loads"),
			"a mapping of inputs and their loads, such as {need.real_growth: 0.6}")
		return c, nil
	case len(loads.fields) < 2:
		s.fault(loads.at, join(s.path, "loads"),
			fault.Missing.Found("a factor is in at least two inputs, found %d", len(loads.fields)))
		return c, nil
	}
	var names []string
	var each []float64
	sound := true
	for _, f := range loads.fields {
		x, ok := s.correlation(f.value, join(join(s.path, "loads"), f.key.text))
		names, each, nodes, sound = append(names, f.key.text), append(each, x), append(nodes, f.key), sound && ok
	}
	if !sound {
		return c, nodes
	}
	return scenario.FactorCorrelation(factor, names, each), nodes
}

// copula reads what a group says besides its matrix.
func (s *section) copula(c *scenario.Correlation) (ok bool) {
	t := s.choice("copula", "gaussian", "t") == 1
	c.Repair = s.choice("repair", "false", "true") == 1
	df := s.get("df")
	switch {
	case df == nil && t && !s.n.has("df"):
		s.fault(s.n.at, s.path, fault.Missing.Found("df is missing").
			Want("give the degrees of freedom of the t copula, such as df: 4; the fewer, the more often extreme years of all inputs come together"))
	case df == nil:
		return !s.faulty
	case s.suspected(join(s.path, "copula")):
	case !t:
		s.fault(df.at, join(s.path, "df"),
			fault.Misplaced.Found("df belongs to copula: t, and this group's copula is gaussian"))
	default:
		x := s.number(df, slot{path: join(s.path, "df"), unit: pure(), certain: structural()})
		if c.DF = x.central; x.ok && !(c.DF >= 1 && c.DF <= bounds.MostDF) {
			s.fault(df.at, join(s.path, "df"), fault.OutOfRange.Found("%s is out of range", quoted(df)).
				Want("df is from 1 to %d, above which gaussian says the same", bounds.MostDF))
			return false
		}
		return x.ok
	}
	return false
}

// members checks that a group's inputs are drivers, move alike and are in no other group. It is less strict where
// settings have decided one of them, which was a driver before.
func (d *decoder) members(path string, nodes []*node, grouped map[string]place) (loose bool) {
	var first draft
	for _, n := range nodes {
		f, known := d.drivers[n.text]
		if !known {
			f, known = d.wasDriver(n.text)
			loose = loose || known
		}
		if !known {
			d.noDriver(path, n, nodes, grouped)
			continue
		}
		if sound := d.member(path, n, f, first, grouped); sound && first.Law == nil {
			first = f
		}
		grouped[n.text] = n.at
	}
	return loose
}

// wasDriver finds a number that was uncertain in the file before settings were made to it.
func (d *decoder) wasDriver(name string) (f draft, ok bool) {
	if d.spec.before == nil {
		return f, false
	}
	if d.undecided == nil {
		before := newShared(d.spec.before, newFaultList(d.spec.file))
		before.decode()
		d.undecided = before.drivers
	}
	f, ok = d.undecided[name]
	return f, ok
}

// noDriver reports a name in a group that is not an uncertain number, unless another fault is the cause.
func (d *decoder) noDriver(path string, n *node, nodes []*node, grouped map[string]place) {
	if d.suspectedAnywhere(n.text) || d.unlabelled(n.text) {
		return
	}
	f := fault.Unknown.Found("%s is not an uncertain number", fault.Quote(n.text))
	d.fault(n.at, path, d.faults.meant(f, n.text, d.ungrouped(nodes, grouped)))
}

// member checks one input of a group against the first sound one.
func (d *decoder) member(path string, n *node, f, first draft, grouped map[string]place) (sound bool) {
	at, taken := grouped[n.text]
	switch {
	case f.Law == nil:
		d.fault(n.at, path, fault.Misplaced.Found("%s follows %s and has no draw of its own", fault.Quote(n.text),
			fault.Quote(f.Follows)).
			Want("name that"))
	case f.recalls():
		d.fault(n.at, path, fault.Misplaced.Found("%s repeats a history, in years that are drawn by themselves",
			fault.Quote(n.text)).
			Want("leave it out"))
	case taken:
		d.fault(n.at, path, fault.Duplicate.Found("%s is named already, %s", fault.Quote(n.text), at.on()).
			Want("a number is in one group, once"))
	case first.Law != nil && f.yearly() != first.yearly():
		d.fault(n.at, path, fault.Conflict.Found("%s is drawn %s and %s %s", fault.Quote(n.text), often(f.yearly()),
			fault.Quote(first.Name()), often(first.yearly())).
			Want("the numbers of a group are drawn alike: give both a way to move, such as each_year: true, or neither"))
	default:
		return true
	}
	return false
}

// ungrouped are the names that a group may still take: names in no group yet.
func (d *decoder) ungrouped(nodes []*node, grouped map[string]place) []string {
	if d.faults.full() || d.faults.near.Spent() {
		return nil
	}
	own := map[string]bool{}
	for _, n := range nodes {
		own[n.text] = true
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(d.drivers)), func(name string) bool {
		_, taken := grouped[name]
		return taken || own[name] || d.drivers[name].Law == nil
	})
}

// suspectedAnywhere reports whether a fault was found in any scenario at a path or below it.
func (d *decoder) suspectedAnywhere(path string) bool {
	return slices.ContainsFunc(d.faults.all, func(f Fault) bool {
		return f.Path == path || within(f.Path, path) || within(path, f.Path)
	})
}

// matrix reads the correlations of a group: a matrix, or r for a group of two. It is nil when it is at fault.
func (s *section) matrix(names []string) [][]float64 {
	r, rows := s.get("r"), s.get("matrix")
	inputs := s.n.child("inputs")
	switch {
	case s.faulty || inputs == nil || inputs.kind == nodeMapping || len(inputs.items) > len(names):
		return nil // which is told
	case len(names) < 2:
		s.fault(inputs.at, s.path,
			fault.Missing.Found("a group has at least two inputs, found %d", len(names)))
	case (r == nil) == (rows == nil):
		s.fault(s.n.at, s.path,
			fault.Conflict.Want("give either r, for a group of two, or matrix, one row for each input"))
	case r != nil && len(names) > 2:
		s.fault(r.at, join(s.path, "r"),
			fault.Conflict.Found("r is for a group of two, and this one has %d", len(names)).
				Want("give a matrix with a row for each: %s", matrixInWords(len(names), r.text)))
	case r != nil:
		if x, ok := s.correlation(r, join(s.path, "r")); ok {
			return [][]float64{{1, x}, {x, 1}}
		}
	default:
		return s.square(rows, len(names))
	}
	return nil
}

// matrixInWords is the matrix of n numbers with the same correlation between any two: "[[1, 0.3, 0.3], [0.3, 1, 0.3],
// ...]".
func matrixInWords(n int, r string) string {
	var rows []string
	for i := range min(n, 3) {
		row := slices.Repeat([]string{fault.Cut(r, 10)}, n)
		row[i] = "1"
		rows = append(rows, "["+strings.Join(row, ", ")+"]")
	}
	if n > 3 {
		rows = append(rows, "...")
	}
	return fault.Cut("["+strings.Join(rows, ", ")+"]", 2*fault.Longest)
}

// correlation reads a number from −1 to 1.
func (d *decoder) correlation(n *node, path string) (float64, bool) {
	x := d.number(n, slot{path: path, unit: pure(), certain: structural()})
	if x.ok && (x.central < -1 || x.central > 1) {
		d.fault(n.at, path, fault.OutOfRange.Found("%s is not a correlation", quoted(n)).
			Want("it must be from -1 to 1"))
		return 0, false
	}
	return x.central, x.ok
}

// square reads a matrix of n rows and columns, symmetric with ones on its diagonal; nil if it is not such a matrix.
func (s *section) square(rows *node, n int) [][]float64 {
	path := join(s.path, "matrix")
	if rows.kind != nodeList || len(rows.items) != n {
		s.fault(rows.at, path, fault.Unreadable.Found("found %s", sized(rows)).
			Want("write a list of %d rows, one for each input", n))
		return nil
	}
	matrix, sound := make([][]float64, n), true
	for i, row := range rows.items {
		at := fmt.Sprintf("%s[%d]", path, i+1)
		if row.kind != nodeList || len(row.items) != n {
			s.fault(row.at, at, fault.Unreadable.Found("found %s", sized(row)).Want("write a row of %d numbers", n))
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
				s.fault(item.at, path, fault.OutOfRange.Found("row %d has %s on the diagonal", i+1, quoted(item)).
					Want("a number's correlation with itself is 1"))
				sound = false
			case matrix[i][j] != matrix[j][i]:
				s.fault(item.at, path, fault.Conflict.Found("row %d, column %d is %s, but row %d, column %d is %s", i+1,
					j+1, quoted(item), j+1, i+1, quoted(rows.items[j].items[i])).
					Want("the matrix must be symmetric"))
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

// factors reports a matrix whose correlations cannot all hold together, and the pair to reduce.
func (d *decoder) factors(s *section, names []string, matrix [][]float64) bool {
	_, err := num.Cholesky(matrix)
	var bad num.NotPositive
	if !errors.As(err, &bad) {
		return true // the only other error is of shape, which has been checked, as the diagonal has
	}
	d.fault(s.n.at, s.path, fault.Conflict.Found("these correlations cannot all hold").
		Want("bring that of %s and %s nearer to 0, or write repair: true for the nearest that can",
			fault.Quote(names[bad.Row]), fault.Quote(names[bad.With])))
	return false
}
