package ask

import (
	"math"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Derivatives in reverse mode (Griewank and Walther, Evaluating Derivatives, 2nd ed., 2008, chapter 3): a program is
// run forward on some paths at once and every value kept; then the derivative of one row is carried back, step by step,
// to all inputs. The cost does not depend on how many inputs there are.

// A step is one instruction of a program whose results all have places of their own.
type step struct {
	op   sheet.Op
	args [3]int // places in the same year; of a lag the first is a slot
	lag  int
}

// A code is a year's steps. Places are the constants and inputs, then one for each step.
type code struct {
	steps []step
	at    map[int32]int // the place that a slot has at the end of the year
}

// codeOf gives every step of a program's code a place of its own; the program uses those of temporaries again.
func codeOf(p *sheet.Program, all []sheet.Inst) code {
	first := len(p.Consts) + len(p.Inputs)
	c := code{at: map[int32]int{}}
	for slot := range first {
		c.at[int32(slot)] = slot
	}
	for i, in := range all {
		s := step{op: in.Op, lag: int(in.Lag)}
		for k, slot := range []int32{in.A, in.B, in.C}[:operands(in.Op)] {
			s.args[k] = c.at[slot]
		}
		if in.Op == sheet.OpLag {
			s.args[0] = int(in.A)
		}
		c.steps = append(c.steps, s)
		c.at[in.Dst] = first + i
	}
	return c
}

// operands is how many places of the same year an operation reads.
func operands(op sheet.Op) int {
	switch op {
	case sheet.OpLag:
		return 0
	case sheet.OpRound, sheet.OpCopy:
		return 1
	case sheet.OpIf:
		return 3
	}
	return 2
}

// A tape runs a program forward and back on some paths.
type tape struct {
	program *sheet.Program
	codes   [2]code       // of the opening year and of every later one
	first   int           // place of the first step
	width   int           // paths
	values  [][][]float64 // by year, place and path
	slopes  [][][]float64 // likewise
	reached [][]bool      // by year and place: where a derivative has come
}

// newTape makes room for so many paths in the years up to a column.
func newTape(p *sheet.Program, column, width int) *tape {
	t := &tape{program: p, codes: [2]code{codeOf(p, p.Opening), codeOf(p, p.Year)}, width: width,
		first: len(p.Consts) + len(p.Inputs)}
	for y := range column + 1 {
		places := t.first + len(t.code(y).steps)
		t.values, t.slopes = append(t.values, rooms(places, width)), append(t.slopes, rooms(places, width))
		t.reached = append(t.reached, make([]bool, places))
		t.fixed(y)
	}
	return t
}

// rooms is so many slices of a width.
func rooms(n, width int) [][]float64 {
	all, room := make([][]float64, n), make([]float64, n*width)
	for i := range all {
		all[i] = room[i*width : (i+1)*width]
	}
	return all
}

// code is what a year carries out.
func (t *tape) code(year int) code { return t.codes[min(year, 1)] }

// fixed puts a year's constants and inputs in their places.
func (t *tape) fixed(year int) {
	for i, c := range t.program.Consts {
		fill(t.values[year][i], c.InexactFloat64())
	}
	for i, in := range t.program.Inputs {
		fill(t.values[year][len(t.program.Consts)+i], inputIn(in, year))
	}
}

// inputIn is an input's number in a year.
func inputIn(in sheet.Input, year int) float64 {
	switch {
	case len(in.Values) == 1:
		return in.Values[0].InexactFloat64()
	case year == 0 || year > len(in.Values):
		return 0
	}
	return in.Values[year-1].InexactFloat64()
}

func fill(all []float64, x float64) {
	for i := range all {
		all[i] = x
	}
}

// forward works the years out from their inputs.
func (t *tape) forward() {
	for year := range t.values {
		for i, s := range t.code(year).steps {
			t.carryOut(year, s, t.values[year][t.first+i])
		}
	}
}

// carryOut does one step on all paths.
func (t *tape) carryOut(year int, s step, to []float64) {
	if s.op == sheet.OpLag {
		if earlier, ok := t.earlier(year, s); ok {
			copy(to, t.values[year-s.lag][earlier])
		}
		return
	}
	v := t.values[year]
	a, b, c := v[s.args[0]], v[s.args[1]], v[s.args[2]]
	switch s.op {
	case sheet.OpAdd:
		for i := range to {
			to[i] = a[i] + b[i]
		}
	case sheet.OpSub:
		for i := range to {
			to[i] = a[i] - b[i]
		}
	case sheet.OpMul:
		for i := range to {
			to[i] = a[i] * b[i]
		}
	case sheet.OpDiv:
		for i := range to {
			to[i] = a[i] / b[i]
		}
	case sheet.OpRound:
		for i := range to {
			to[i] = math.Round(a[i])
		}
	case sheet.OpCopy:
		copy(to, a)
	default:
		choose(s.op, to, a, b, c)
	}
}

// choose does a step that takes one of its operands.
func choose(op sheet.Op, to, a, b, c []float64) {
	switch op {
	case sheet.OpMin:
		for i := range to {
			to[i] = min(a[i], b[i])
		}
	case sheet.OpMax:
		for i := range to {
			to[i] = max(a[i], b[i])
		}
	default:
		for i, x := range a {
			to[i] = c[i]
			if x >= 0 {
				to[i] = b[i]
			}
		}
	}
}

// earlier is the place that a lag reads, some years before; not ok before the opening year.
func (t *tape) earlier(year int, s step) (place int, ok bool) {
	if s.lag > year {
		return 0, false
	}
	place, ok = t.code(year - s.lag).at[int32(s.args[0])]
	return place, ok
}

// A kink is where a formula has no one derivative.
type kink struct {
	tie      bool     // the two sides of a min or max are equal on a path
	switches [][2]int // year and place of what choices depend on
}

// back carries the derivative of a place in the last year back to all that it depends on. Where the two sides of a min
// or max are equal it follows the first, or the second. Rounding to the penny is taken for no step.
func (t *tape) back(place int, second bool) (k kink) {
	for _, year := range t.reached {
		clear(year)
	}
	last := len(t.values) - 1
	fill(t.slope(last, place), 1)
	for year := last; year >= 0; year-- {
		steps := t.code(year).steps
		for i := len(steps) - 1; i >= 0; i-- {
			if t.reached[year][t.first+i] {
				t.pass(year, steps[i], t.slopes[year][t.first+i], second, &k)
			}
		}
	}
	return k
}

// slope is the derivative that has come to a place so far.
func (t *tape) slope(year, place int) []float64 {
	if !t.reached[year][place] {
		t.reached[year][place] = true
		clear(t.slopes[year][place])
	}
	return t.slopes[year][place]
}

// pass hands the derivative of a step on to what it reads.
func (t *tape) pass(year int, s step, from []float64, second bool, k *kink) {
	switch s.op {
	case sheet.OpLag:
		if earlier, ok := t.earlier(year, s); ok {
			plus(t.slope(year-s.lag, earlier), from, 1)
		}
		return
	case sheet.OpRound, sheet.OpCopy:
		plus(t.slope(year, s.args[0]), from, 1)
		return
	case sheet.OpAdd:
		plus(t.slope(year, s.args[0]), from, 1)
		plus(t.slope(year, s.args[1]), from, 1)
		return
	case sheet.OpSub:
		plus(t.slope(year, s.args[0]), from, 1)
		plus(t.slope(year, s.args[1]), from, -1)
		return
	}
	v := t.values[year]
	switch s.op {
	case sheet.OpMul, sheet.OpDiv:
		t.product(year, s, from)
	case sheet.OpIf:
		k.switches = append(k.switches, [2]int{year, s.args[0]})
		yes, no := t.slope(year, s.args[1]), t.slope(year, s.args[2])
		for i, x := range v[s.args[0]] {
			if x >= 0 {
				yes[i] += from[i]
			} else {
				no[i] += from[i]
			}
		}
	default:
		k.tie = t.choice(year, s, from, second) || k.tie
	}
}

func plus(to, from []float64, times float64) {
	for i, x := range from {
		to[i] += float64(times * x)
	}
}

// product hands on the derivative of a × or ÷.
func (t *tape) product(year int, s step, from []float64) {
	a, b := t.values[year][s.args[0]], t.values[year][s.args[1]]
	left, right := t.slope(year, s.args[0]), t.slope(year, s.args[1])
	if s.op == sheet.OpMul {
		for i, x := range from {
			left[i] += float64(x * b[i])
			right[i] += float64(x * a[i])
		}
		return
	}
	for i, x := range from {
		left[i] += x / b[i]
		right[i] -= float64(x*a[i]) / float64(b[i]*b[i])
	}
}

// choice hands on the derivative of a min or max to the side taken, and reports whether the two are equal on a path.
func (t *tape) choice(year int, s step, from []float64, second bool) (tie bool) {
	a, b := t.values[year][s.args[0]], t.values[year][s.args[1]]
	left, right := t.slope(year, s.args[0]), t.slope(year, s.args[1])
	for i, x := range from {
		taken := b[i] < a[i]
		if s.op == sheet.OpMax {
			taken = b[i] > a[i]
		}
		if a[i] == b[i] {
			taken = second
			tie = tie || x != 0
		}
		if taken {
			right[i] += x
		} else {
			left[i] += x
		}
	}
	return tie
}

// dependsOn reports whether a place in a year depends on any of some inputs, whatever their values.
func (t *tape) dependsOn(inputs map[int]bool, at [2]int) bool {
	depends := make([][]bool, at[0]+1)
	for year := range depends {
		code := t.code(year)
		all := make([]bool, t.first+len(code.steps))
		for i := range inputs {
			all[len(t.program.Consts)+i] = true
		}
		depends[year] = all
		for i, s := range code.steps {
			if s.op == sheet.OpLag {
				earlier, ok := t.earlier(year, s)
				all[t.first+i] = ok && depends[year-s.lag][earlier]
			}
			for _, a := range s.args[:operands(s.op)] {
				all[t.first+i] = all[t.first+i] || all[a]
			}
		}
	}
	return depends[at[0]][at[1]]
}
