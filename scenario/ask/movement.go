package ask

import (
	"context"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
)

// Movement tells why the mean of a row of money changes from an earlier year to the figure's: f.Year less since, cause
// by cause. A row that adds up others is followed to what it adds up. A row that grows from year to year, last(row) ×
// (1 + a) × (1 + b), is shared out among its growths in the order of its formula, each on top of those before it.
// Bodies below the figure's are added up. On every path the causes add up to the change; so do the amounts shown, in
// whole pence. A figure that is no mean of a row of money, or a year that is not before the figure's, is a fault.
func (s *Study) Movement(ctx context.Context, f Figure, since string) (*Answer, error) {
	s, ctx = door.Or(s), door.Context(ctx)
	years, err := s.between(f, since)
	if err != nil {
		return nil, err
	}
	v, m, err := s.whole(f.Scenario)
	if err != nil {
		return nil, err
	}
	laid, err := m.Baseline.Model.Sheet()
	if err != nil {
		return nil, err
	}
	causes := causesOf(laid, f.Line)
	c, err := s.draw(ctx, v, linesOf(f.Line, causes), years)
	if err != nil {
		return nil, err
	}
	return s.movement(f, years, moved(c, causes, years), c), nil
}

// between are the years from one to the figure's.
func (s *Study) between(f Figure, since string) ([]string, error) {
	if f.Event != nil || f.Statistic.Kind != Mean || f.Versus != "" || s.names.unit(f.Line) != Money {
		return nil, fault.Misplaced.Found("a movement from year to year is of the mean of money").
			Want("ask as in mean of balance in %s", s.names.main)
	}
	years := append([]string{s.names.opening}, s.names.years...)
	from, to := slices.Index(years, since), slices.Index(years, f.Year)
	if from < 0 || to < 0 || from >= to {
		return nil, fault.OutOfRange.Found("there is no movement from %s to %s", fault.Quote(since),
			fault.Quote(f.Year)).
			Want("give an earlier year, from %s on", s.names.opening)
	}
	return years[from : to+1], nil
}

// movement is the answer in words and rows.
func (s *Study) movement(f Figure, years []string, parts []namedPart, c columns) *Answer {
	of := func(year string) []float64 { return c.of(f.Line, year) }
	since, until := years[0], years[len(years)-1]
	first, last := f.Statistic.of(of(since)), f.Statistic.of(of(until))
	whole := apart(of(until), of(since))
	a := s.answer("Why does the "+f.String()+" differ from "+since+"?", uint64(len(whole)))
	a.Columns, a.Picture = []string{"change"}, Waterfall
	a.Value = Quantity{influenced(last.Value-first.Value, whole), Money}
	a.Rows = append(a.Rows, Row{since, []Quantity{{first, Money}}})
	a.Rows = append(a.Rows, rowsOf(parts, a.Value.Value)...)
	a.Rows = append(a.Rows, Row{until, []Quantity{{last, Money}}})
	a.Sentence = says("From "+since+" to "+until+" the mean of "+named(f.Line)+" goes from ", Quantity{first, Money},
		" to ", Quantity{last, Money}, ", a change of ", a.Value, ".")
	return a
}

// halfPenny is what sums of floating point stay below.
const halfPenny = 0.005

// A namedPart is what causes of one name do to the figure.
type namedPart struct {
	name string
	part
}

// rowsOf are the rows of parts that add up to a sum, in whole pence.
func rowsOf(parts []namedPart, sum float64) (rows []Row) {
	values := make([]part, len(parts))
	for i, p := range parts {
		values[i] = p.part
	}
	addUp(values, sum, true)
	for i, p := range parts {
		rows = append(rows, Row{p.name, []Quantity{{influenced(values[i].value, values[i].influence), Money}}})
	}
	return rows
}

// sums adds up parts by their names, in the order in which the names come.
type sums struct {
	paths int
	at    map[string]int
	parts []namedPart
}

func (s *sums) add(name string, times float64, each []float64) {
	i, known := s.at[name]
	if !known {
		i = len(s.parts)
		s.at[name] = i
		s.parts = append(s.parts, namedPart{name, part{influence: make([]float64, s.paths)}})
	}
	for path, x := range each {
		s.parts[i].influence[path] += float64(times * x)
	}
}

// told are the sums with their means; those that do not come to a penny on any path are left out.
func (s *sums) told() []namedPart {
	parts := slices.DeleteFunc(s.parts, func(p namedPart) bool {
		return !slices.ContainsFunc(p.influence, func(x float64) bool { return math.Abs(x) >= halfPenny })
	})
	for i := range parts {
		parts[i].value, _, _ = moments(parts[i].influence)
	}
	return parts
}

// together is what rows come to on every path, those of one name together.
func together(c columns, causes []cause, each func(cause) []float64) []namedPart {
	s := &sums{paths: c.paths, at: map[string]int{}}
	for _, k := range causes {
		s.add(k.name(0), k.times, each(k))
	}
	return s.told()
}

// moved is what each cause does from the first year to the last, those of one name together.
func moved(c columns, causes []cause, years []string) []namedPart {
	s := &sums{paths: c.paths, at: map[string]int{}}
	for _, k := range causes {
		if len(k.follows) > 0 {
			s.add(k.name(0), k.times, k.begins(c, years[0]))
			continue
		}
		for i, year := range years[1:] {
			change := apart(c.of(k.row, year), c.of(k.row, years[i]))
			for j, share := range k.shares(c, years[i], year, change) {
				s.add(k.name(j), k.times, share)
			}
		}
	}
	return s.told()
}

// begins is what the rows that a row adds up come to beside its own figure in the first year. It is zero but in the
// opening year, which has formulas of its own.
func (k cause) begins(c columns, year string) []float64 {
	beside := make([]float64, c.paths)
	for path, x := range c.of(k.row, year) {
		beside[path] = -x
	}
	for _, t := range k.follows {
		for path, x := range c.of(t.row, year) {
			beside[path] += float64(t.times * x)
		}
	}
	return beside
}

// name is what a cause is called, or one of its growths: "demand: need.real_growth".
func (k cause) name(growth int) string {
	_, line := sheet.BodyOf(k.row)
	if len(k.growths) == 0 {
		return sheet.Label(line)
	}
	return sheet.Label(line) + ": " + ofItsBody(k.growths[growth]).Words()
}

// ofItsBody is a formula as the body itself would write it.
func ofItsBody(e sheet.Expr) sheet.Expr {
	n, _ := e.Node()
	if n.Op == sheet.OpRef {
		_, n.Name = sheet.BodyOf(n.Name)
	}
	n.Args = slices.Clone(n.Args)
	for i, a := range n.Args {
		n.Args[i] = ofItsBody(a)
	}
	return sheet.Of(n)
}

// shares shares out a year's change of a row among its growths; the last has what the others and rounding leave.
func (k cause) shares(c columns, before, year string, change []float64) (shares [][]float64) {
	if len(k.growths) == 0 {
		return [][]float64{change}
	}
	base, left := slices.Clone(c.of(k.row, before)), slices.Clone(change)
	for _, g := range k.growths[:len(k.growths)-1] {
		rate := valuesOf(g, c, year)
		share := make([]float64, len(base))
		for path, x := range base {
			share[path] = x * rate[path]
			base[path] += share[path]
			left[path] -= share[path]
		}
		shares = append(shares, share)
	}
	return append(shares, left)
}

// valuesOf are a formula's values in a year, on every path.
func valuesOf(e sheet.Expr, c columns, year string) []float64 {
	n, _ := e.Node()
	switch n.Op {
	case sheet.OpRef:
		return c.of(n.Name, year)
	case sheet.OpConst:
		x, _ := n.Value.Float64()
		return slices.Repeat([]float64{x}, c.paths)
	}
	a, b := valuesOf(n.Args[0], c, year), valuesOf(n.Args[1], c, year)
	values := make([]float64, c.paths)
	for path := range values {
		switch n.Op {
		case sheet.OpAdd:
			values[path] = a[path] + b[path]
		case sheet.OpSub:
			values[path] = a[path] - b[path]
		default:
			values[path] = a[path] * b[path]
		}
	}
	return values
}
