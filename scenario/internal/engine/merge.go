package engine

import (
	"context"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// Compile makes a plan's code. The error is that of a context that has ended.
func Compile(ctx context.Context, p *Plan) (*Code, error) { return compile(ctx, p, cache) }

// compile makes a plan's code for blocks that stay in a cache of so many bytes.
func compile(ctx context.Context, p *Plan, bytes int) (*Code, error) {
	s, err := shapeOf(ctx, p, bytes)
	if err != nil {
		return nil, err
	}
	return s.code, nil
}

// shapeOf makes a plan's code, with what it rests on.
func shapeOf(ctx context.Context, p *Plan, bytes int) (*shape, error) {
	m := &merger{ctx: ctx, plan: p, slotOf: map[string]int32{}}
	for _, stage := range []func(){m.split, m.classify, m.place} {
		if stage(); m.stopped() {
			return nil, ctx.Err()
		}
	}
	s := &shape{merger: m, code: m.finish(bytes), inputs: numbered(m.inputs)}
	m.rows, m.consts, m.inputs, m.class, m.slotOf, m.needed = nil, nil, nil, nil, nil, nil
	return s, ctx.Err()
}

// A merger puts the programs of all scenarios into one. Figures that are the same in two scenarios get the same class:
// inputs by their values and driver, rows by their formulas over the classes of what they read. Rows refer to each
// other across years, so their classes are found by refinement: rows of one name start in one class, and part where
// their formulas read different classes, until no class parts any more (as automata are minimised: Hopcroft 1971).
type merger struct {
	ctx    context.Context
	plan   *Plan
	rows   [][]rowCode      // by scenario, by row
	consts [][]string       // class by scenario, by constant
	inputs [][]string       // class by scenario, by input
	class  [][]string       // class by scenario, by row
	slotOf map[string]int32 // by class
	names  []string         // by slot: its row or input
	units  []sheet.Unit

	known    [][]float64 // by slot: figures by column, where they are known without the formulas
	givens   []given
	code     [2][]step
	foreseen [2][]step // the code of the rows that no driver reaches
	drivers  []driver
	drivenBy [][]int // by slot: its drivers
	needed   []bool  // by slot: something asked rests on it
	checks   []check
	temps    int // most temporaries of a row
}

// stopped reports whether the context has ended. Long loops ask now and then and break off, and so does the stage that
// they are in.
func (m *merger) stopped() bool { return m.ctx.Err() != nil }

// rowCode is a row's own instructions.
type rowCode struct{ opening, year []sheet.Inst }

// split cuts each program's instructions into its rows'.
func (m *merger) split() {
	for _, s := range m.plan.Scenarios {
		p := s.Program
		rows := make([]rowCode, len(p.Rows))
		cut := func(code []sheet.Inst, put func(r *rowCode, seg []sheet.Inst)) {
			from := 0
			for i, in := range code {
				if row := int(in.Dst - p.RowSlot(0)); row < len(rows) {
					put(&rows[row], code[from:i+1])
					from = i + 1
				}
			}
		}
		cut(p.Opening, func(r *rowCode, seg []sheet.Inst) { r.opening = seg })
		cut(p.Year, func(r *rowCode, seg []sheet.Inst) { r.year = seg })
		m.rows = append(m.rows, rows)
	}
}

// classify finds the classes.
func (m *merger) classify() {
	for i := range m.plan.Scenarios {
		m.inputs = append(m.inputs, m.inputClasses(i))
		var consts, names []string
		for _, c := range m.plan.Scenarios[i].Program.Consts {
			consts = append(consts, "const "+c.String())
		}
		for _, r := range m.plan.Scenarios[i].Program.Rows {
			names = append(names, "row "+r.Name)
		}
		m.consts = append(m.consts, consts)
		m.class = append(m.class, names)
	}
	for before, now := -1, 0; now != before && !m.stopped(); {
		before, now = now, m.refine()
	}
}

// refine parts the classes whose formulas read different classes, and counts those that there are then.
func (m *merger) refine() int {
	numbers := map[string]string{}
	next := make([][]string, len(m.class))
	for i := range m.class {
		for r, name := range m.class[i] {
			if r%16 == 0 && m.stopped() {
				return 0
			}
			signature := m.signature(i, r)
			if _, ok := numbers[signature]; !ok {
				numbers[signature] = beforeHash(name) + "#" + strconv.Itoa(len(numbers))
			}
			next[i] = append(next[i], numbers[signature])
		}
	}
	m.class = next
	return len(numbers)
}

// beforeHash is a class's name without its number.
func beforeHash(class string) string {
	name, _, _ := strings.Cut(class, "#")
	return name
}

// signature is a row's class so far and its formulas over the classes of what they read.
func (m *merger) signature(scenario, row int) string {
	p := m.plan.Scenarios[scenario].Program
	b := append(make([]byte, 0, 512), m.class[scenario][row]...)
	for _, code := range [...][]sheet.Inst{m.rows[scenario][row].opening, m.rows[scenario][row].year} {
		b = append(b, '|')
		for _, in := range code {
			for _, number := range [...]int{int(in.Op), int(in.Unit), int(in.Lag)} {
				b = append(strconv.AppendInt(b, int64(number), 10), ',')
			}
			for _, slot := range [...]int32{in.A, in.B, in.C} {
				b = append(append(b, m.operand(scenario, slot)...), ';')
			}
		}
	}
	return string(strconv.AppendBool(b, p.Rows[row].Check))
}

// operand names what a slot holds, alike in all scenarios where it is the same.
func (m *merger) operand(scenario int, slot int32) string {
	p := m.plan.Scenarios[scenario].Program
	i := int(slot)
	if i < len(p.Consts) {
		return m.consts[scenario][i]
	}
	if i -= len(p.Consts); i < len(p.Inputs) {
		return m.inputs[scenario][i]
	}
	if i -= len(p.Inputs); i < len(p.Rows) {
		return m.class[scenario][i]
	}
	return "temp " + strconv.Itoa(i-len(p.Rows))
}

// inputClasses classifies a scenario's inputs by name, central values and drivers.
func (m *merger) inputClasses(scenario int) []string {
	s := m.plan.Scenarios[scenario]
	classes := make([]string, len(s.Program.Inputs))
	for i, in := range s.Program.Inputs {
		classes[i] = fmt.Sprintf("input %s %d %v", in.Name, in.Unit, in.Values)
	}
	for _, d := range s.Drivers {
		if m.stopped() {
			break
		}
		classes[d.Input] += fmt.Sprintf(" driver %d %d %d", d.Latent, d.Column, m.transform(d))
	}
	return classes
}

// transform numbers a driver's transform: the number of the first driver of any scenario with an equal one.
func (m *merger) transform(d Driver) (number int) {
	for _, s := range m.plan.Scenarios {
		for _, other := range s.Drivers {
			if other.Latent == d.Latent && reflect.DeepEqual(other.Transform, d.Transform) {
				return number
			}
			number++
		}
	}
	return number
}

// A step is an instruction of the merged code: rounding is part of the product before it.
type step struct {
	sheet.Inst
	rounds   bool   // the result goes to whole pence
	isRow    bool   // the result is a row, not a temporary
	row      string // the row the step belongs to, for messages
	scenario int
}
