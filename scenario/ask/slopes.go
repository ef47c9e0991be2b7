package ask

import (
	"context"
	"math"
	"reflect"
	"slices"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// A nudge is a little more of one number: by how much each input of the program moves in each year.
type nudge struct {
	number scenario.EffectiveInput
	moves  []move
	sum    tally
	paired bool // it bends or jumps on some path, so that only two runs can tell
}

// A move is one input's in one year.
type move struct {
	input, year int
	by          float64
}

// A tally adds up derivatives, and their squares, around the first.
type tally struct{ n, first, sum, squares float64 }

func (t *tally) add(x float64) {
	if t.n == 0 {
		t.first = x
	}
	t.n++
	t.sum += x - t.first
	t.squares += float64((x - t.first) * (x - t.first))
}

// estimate is the mean with its interval.
func (t *tally) estimate() scenario.Estimate {
	mean := t.sum / t.n
	sd := math.Sqrt(max(0, t.squares/t.n-float64(mean*mean)))
	return around(t.first+mean, sd/math.Sqrt(t.n))
}

// slopes works out what a little more of every number adds to the mean of a row, all in one pass over the paths. What
// it cannot tell is left to be paired.
func (q *gradient) slopes(ctx context.Context, m *scenario.Model, numbers []scenario.EffectiveInput) ([]*nudge, error) {
	f := q.figure
	nudges := make([]*nudge, len(numbers))
	for i, in := range numbers {
		nudges[i] = &nudge{number: in, paired: true}
	}
	if f.Event != nil || f.Statistic.Kind != Mean {
		return nudges, nil
	}
	program, err := programOf(m)
	if err != nil {
		return nil, err
	}
	for _, n := range nudges {
		q.moves(n, m, program)
	}
	c, err := q.draw(ctx, q.as, append(driven(m), f.Line), append([]string{q.names.opening}, q.names.years...))
	if err != nil {
		return nil, err
	}
	p, known := newPass(program, m, f, c)
	for from := 0; known && from < c.paths; from += p.tape.width {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		known = p.run(from, nudges)
	}
	if !known { // something else than the program has a hand in the figure
		for _, n := range nudges {
			n.paired = true
		}
	}
	return nudges, nil
}

// programOf is a model's baseline, compiled.
func programOf(m *scenario.Model) (*sheet.Program, error) {
	laid, err := m.Baseline.Model.Sheet()
	if err != nil {
		return nil, err
	}
	return laid.Compile()
}

// driven are the inputs that a model draws.
func driven(m *scenario.Model) (names []string) {
	for _, d := range m.Baseline.Drivers {
		names = append(names, d.Input)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// moves finds out how the program's inputs move with more of a number. One that changes the program or the draws stays
// to be paired.
func (q *gradient) moves(n *nudge, m *scenario.Model, program *sheet.Program) {
	for _, sign := range []float64{1, -1} {
		changed, err := q.vary(q.with(n.number, sign))
		if err != nil {
			continue
		}
		other, err := programOf(changed)
		if err != nil || !reflect.DeepEqual(changed.Baseline.Drivers, m.Baseline.Drivers) || !alike(program, other) {
			return
		}
		n.moves, n.paired = movesOf(program, other, sign), false
		for _, name := range driven(m) {
			i, _ := program.Input(name)
			n.paired = n.paired || slices.ContainsFunc(n.moves, func(m move) bool { return m.input == i })
		}
		return
	}
}

// alike reports whether two programs differ in the values of inputs alone.
func alike(a, b *sheet.Program) bool {
	return slices.Equal(a.Opening, b.Opening) && slices.Equal(a.Year, b.Year) &&
		reflect.DeepEqual(a.Consts, b.Consts) &&
		slices.EqualFunc(a.Inputs, b.Inputs, func(x, y sheet.Input) bool { return x.Name == y.Name })
}

// movesOf are the inputs that differ.
func movesOf(a, b *sheet.Program, sign float64) (moves []move) {
	for i := range a.Inputs {
		for year := range a.Years {
			if by := inputIn(b.Inputs[i], year) - inputIn(a.Inputs[i], year); by != 0 {
				moves = append(moves, move{i, year, sign * by})
			}
		}
	}
	return moves
}

// A pass carries derivatives back on all paths, some at a time.
type pass struct {
	tape   *tape
	c      columns
	driven map[int]string // the inputs that are drawn, by their index
	figure Figure
	place  int // of the row, in the last year looked at
	money  bool
	labels []string // of the years
}

// mostKept is how many values a tape keeps at once: 16 MB of them, and as much for derivatives.
const mostKept = 1 << 21

// newPass gets ready; not ok where the figure is none of the program's rows.
func newPass(program *sheet.Program, m *scenario.Model, f Figure, c columns) (*pass, bool) {
	column, ok := program.Column(f.Year)
	row, isRow := program.Row(f.Line)
	if !ok || !isRow || column == 0 {
		return nil, false
	}
	places := len(program.Consts) + len(program.Inputs) + len(program.Year)
	width := max(1, min(256, c.paths, mostKept/(places*(column+1))))
	p := &pass{tape: newTape(program, column, width), c: c, driven: map[int]string{}, figure: f,
		labels: program.Years[:column+1]}
	p.place = p.tape.codes[1].at[program.RowSlot(row)]
	p.money = program.Rows[row].Unit == sheet.Money
	for _, name := range driven(m) {
		if i, ok := program.Input(name); ok {
			p.driven[i] = name
		}
	}
	return p, true
}

// run works some paths out and adds their derivatives to the nudges. It is false where the figures are not the
// program's: something else has a hand in them.
func (p *pass) run(from int, nudges []*nudge) bool {
	n := min(p.tape.width, p.c.paths-from)
	p.load(from, n)
	p.tape.forward()
	figures := p.c.of(p.figure.Line, p.figure.Year)[from : from+n]
	scale := 1.0
	if p.money {
		scale = 100 // the program is in pence
	}
	values := p.tape.values[len(p.labels)-1][p.place]
	for i, x := range figures {
		if math.Abs(values[i]-float64(x*scale)) > 1e-6*math.Abs(values[i])+1000 {
			return false
		}
	}
	k := p.tape.back(p.place, false)
	p.jumps(k, nudges)
	first := p.along(nudges, n)
	if k.tie {
		p.tape.back(p.place, true)
		for i, second := range p.along(nudges, n) {
			nudges[i].paired = nudges[i].paired || !slices.EqualFunc(first[i], second, near)
		}
	}
	for i, each := range first {
		for _, x := range each {
			nudges[i].sum.add(x / scale)
		}
	}
	return true
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

// load puts the drawn inputs of some paths in their places. Places beyond the paths repeat the first.
func (p *pass) load(from, n int) {
	program := p.tape.program
	for i, name := range p.driven {
		scale := 1.0
		if program.Inputs[i].Unit == sheet.Money {
			scale = 100
		}
		for year, label := range p.labels {
			to := p.tape.values[year][len(program.Consts)+i]
			for j, x := range p.c.of(name, label)[from : from+n] {
				to[j] = x * scale
			}
			fill(to[n:], to[0])
		}
	}
}

// jumps leaves the nudges that a choice depends on to be paired.
func (p *pass) jumps(k kink, nudges []*nudge) {
	for _, n := range nudges {
		inputs := map[int]bool{}
		for _, m := range n.moves {
			inputs[m.input] = true
		}
		for _, at := range k.switches {
			n.paired = n.paired || p.tape.dependsOn(inputs, at)
		}
	}
}

// along is the derivative on each path in the direction of each nudge.
func (p *pass) along(nudges []*nudge, n int) [][]float64 {
	all := make([][]float64, len(nudges))
	first := len(p.tape.program.Consts)
	for i, nudge := range nudges {
		all[i] = make([]float64, n)
		for _, m := range nudge.moves {
			if m.year < len(p.labels) && p.tape.reached[m.year][first+m.input] {
				plus(all[i], p.tape.slopes[m.year][first+m.input][:n], m.by)
			}
		}
	}
	return all
}
