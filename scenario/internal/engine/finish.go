package engine

import (
	"reflect"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/process"
)

// finish drops what is known beforehand and what nobody asked for, and makes a tape of every column. It gives nil when the
// context ends.
func (m *merger) finish(cache int) *Code {
	c := &Code{plan: m.plan, drivers: m.drivers, chances: newChances(m.plan)}
	m.drivenBy = make([][]int, len(m.names))
	for i, d := range m.drivers {
		m.drivenBy[d.slot] = append(m.drivenBy[d.slot], i)
	}
	for i, d := range m.drivers {
		m.drivers[i].alone = len(m.drivenBy[d.slot]) == 1
		if c.chances.has(d.latent) {
			m.drivers[i].stated = d.transform.(process.Stated)
		}
	}
	m.foresee()
	if m.stopped() {
		return nil
	}
	m.asked(c)
	if m.plan.Sound {
		m.checks = nil
	} else {
		m.settle(c)
	}
	if m.stopped() {
		return nil
	}
	needed := m.needed(c)
	if m.stopped() {
		return nil
	}
	for part := range m.code {
		if m.code[part] = m.kept(part, needed); m.stopped() {
			return nil
		}
	}
	c.steps = len(m.code[1])
	driven := func(slot int32) bool { return needed[slot] && len(m.drivenBy[slot]) > 0 }
	once := func(slot int32) bool {
		if !driven(slot) {
			return false
		}
		d := &m.drivers[m.drivenBy[slot][0]]
		return d.alone && d.once()
	}
	c.layout = newLayout(len(m.names), driven, once, m.depths())
	if m.stopped() {
		return nil
	}
	e := &emitter{assembler: newAssembler(m, &c.layout), filled: map[ref]int32{}}
	for col := range m.plan.Columns {
		e.assembler.begin(col)
		e.begin()
		c.years = append(c.years, e.year(c, needed))
		if m.stopped() {
			return nil
		}
	}
	c.layout.fit(c.others(), cache)
	for col := range c.years {
		if m.stopped() {
			return nil
		}
		c.years[col].place(c.layout.stride)
		if col > 0 {
			c.score(col - 1)
		}
	}
	return c
}

// uncertain is the slots that some driver reaches.
func (m *merger) uncertain() []bool {
	reached := make([]bool, len(m.names))
	for _, d := range m.drivers {
		reached[d.slot] = true
	}
	for changed := true; changed && !m.stopped(); {
		changed = false
		for part := range m.code {
			touched := false // by a temporary of the row under way
			for _, s := range m.code[part] {
				for _, operand := range operands(s.Inst) {
					touched = touched || (operand >= 0 && reached[operand])
				}
				if s.isRow {
					if touched && !reached[s.Dst] {
						reached[s.Dst], changed = true, true
					}
					touched = false
				}
			}
		}
	}
	return reached
}

// operands are the slots that an instruction reads.
func operands(in sheet.Inst) []int32 {
	switch in.Op {
	case sheet.OpRound, sheet.OpLag, sheet.OpCopy:
		return []int32{in.A}
	case sheet.OpIf:
		return []int32{in.A, in.B, in.C}
	}
	return []int32{in.A, in.B}
}

// asked finds the slots of values and questions; values with the same slots are one, and so are rows judged alike.
func (m *merger) asked(c *Code) {
	slot := func(scenario int, own int32) int32 {
		if scenario < 0 {
			return -1
		}
		return m.moved(scenario, own)
	}
	seen := map[[2]int32]int{}
	for _, v := range m.plan.Values {
		x := value{slot: slot(v.Of, v.Slot), versus: slot(v.Versus, v.VersusSlot)}
		place, ok := seen[[2]int32{x.slot, x.versus}]
		if !ok {
			place = len(c.values)
			seen[[2]int32{x.slot, x.versus}] = place
			x.figures = m.difference(x)
			c.values = append(c.values, x)
		}
		c.distinct = append(c.distinct, place)
	}
	for i, q := range m.plan.Questions {
		answer := [2]int{c.judge(judged{slot: slot(q.Of, q.Slot), scenario: q.Of, own: q.Slot, question: i}), -1}
		if q.Versus >= 0 {
			answer[1] = c.judge(judged{slot: slot(q.Versus, q.VersusSlot), scenario: q.Versus, own: q.VersusSlot, question: i})
		}
		c.answers = append(c.answers, answer)
	}
}

// judge finds or makes the judged row of a question.
func (c *Code) judge(row judged) int {
	for i, j := range c.judged {
		if j.slot == row.slot && reflect.DeepEqual(c.plan.Questions[j.question].Measure, c.plan.Questions[row.question].Measure) {
			return i
		}
	}
	row.alone = c.plan.alone(row.question)
	c.judged = append(c.judged, row)
	return len(c.judged) - 1
}

// difference is what a value is on every path, if no driver reaches it; a slot less itself is zero.
func (m *merger) difference(v value) []float64 {
	switch {
	case v.versus == v.slot:
		return m.constant(0)
	case len(m.drivenBy[v.slot]) > 0 || m.known[v.slot] == nil:
		return nil
	case v.versus < 0:
		return m.known[v.slot]
	case len(m.drivenBy[v.versus]) > 0 || m.known[v.versus] == nil:
		return nil
	}
	figures := make([]float64, m.plan.Columns)
	for col := range figures {
		figures[col] = m.known[v.slot][col] - m.known[v.versus][col]
	}
	return figures
}

// needed marks the slots that values, questions and checks rest on.
func (m *merger) needed(c *Code) []bool {
	needed := make([]bool, len(m.names))
	for _, v := range c.values {
		if v.figures == nil {
			needed[v.slot] = true
			if v.versus >= 0 {
				needed[v.versus] = true
			}
		}
	}
	for _, j := range c.judged {
		needed[j.slot] = true
	}
	for _, k := range m.checks {
		needed[k.slot] = needed[k.slot] || m.known[k.slot] == nil
	}
	for changed := true; changed && !m.stopped(); {
		changed = false
		for part := range m.code {
			from := 0
			for i, s := range m.code[part] {
				if !s.isRow {
					continue
				}
				if needed[s.Dst] && m.known[s.Dst] == nil {
					for _, s := range m.code[part][from : i+1] {
						for _, operand := range operands(s.Inst) {
							if operand >= 0 && !needed[operand] {
								needed[operand], changed = true, true
							}
						}
					}
				}
				from = i + 1
			}
		}
	}
	return needed
}

// kept is the code of the rows that are needed and not known.
func (m *merger) kept(part int, needed []bool) []step {
	var kept []step
	from := 0
	for i, s := range m.code[part] {
		if !s.isRow {
			continue
		}
		if needed[s.Dst] && m.known[s.Dst] == nil {
			kept = append(kept, m.code[part][from:i+1]...)
		}
		from = i + 1
	}
	return kept
}

// depths are, by slot, how many columns are kept because it is read with a lag; none if it is not.
func (m *merger) depths() []int {
	depth := make([]int, len(m.names))
	for _, code := range m.code {
		for _, s := range code {
			if s.Op == sheet.OpLag && s.A >= 0 {
				depth[s.A] = max(depth[s.A], int(s.Lag)+1)
			}
		}
	}
	return depth
}
