package engine

import "github.com/openenvelope/envelope/finance/sheet"

// finish drops what is known beforehand and what nobody asked for, and numbers the temporaries.
func (m *merger) finish() *Code {
	c := &Code{plan: m.plan, drivers: m.drivers, temps: len(m.names), slots: len(m.names) + m.temps}
	m.foresee()
	m.asked(c)
	needed := m.needed(c)
	for part := range m.code {
		c.code[part] = m.kept(part, needed)
	}
	for _, k := range m.checks {
		if m.known[k.slot] == nil {
			c.checks = append(c.checks, k)
		}
	}
	driven := map[int32]bool{}
	for _, d := range m.drivers {
		driven[d.slot] = driven[d.slot] || d.column == 0
	}
	for slot := range m.names {
		if m.known[slot] != nil && needed[slot] {
			c.inputs = append(c.inputs, input{int32(slot), m.known[slot], driven[int32(slot)]})
		}
	}
	c.depth = c.depths()
	return c
}

// uncertain is the slots that some driver reaches.
func (m *merger) uncertain() []bool {
	reached := make([]bool, len(m.names))
	for _, d := range m.drivers {
		reached[d.slot] = true
	}
	for changed := true; changed; {
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

// asked finds the slots of values and questions; values with the same slots are one.
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
	for _, q := range m.plan.Questions {
		c.answers = append(c.answers, answer{slot(q.Of, q.Slot), slot(q.Versus, q.VersusSlot)})
	}
}

// difference is what a value is on every path, if no driver reaches it; a slot less itself is zero.
func (m *merger) difference(v value) []float64 {
	switch {
	case v.versus == v.slot:
		return m.constant(0)
	case m.drivenSlot(v.slot) || m.known[v.slot] == nil:
		return nil
	case v.versus < 0:
		return m.known[v.slot]
	case m.drivenSlot(v.versus) || m.known[v.versus] == nil:
		return nil
	}
	figures := make([]float64, m.plan.Columns)
	for col := range figures {
		figures[col] = m.known[v.slot][col] - m.known[v.versus][col]
	}
	return figures
}

func (m *merger) drivenSlot(slot int32) bool {
	for _, d := range m.drivers {
		if d.slot == slot {
			return true
		}
	}
	return false
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
	for _, a := range c.answers {
		needed[a.slot] = true
		if a.versus >= 0 {
			needed[a.versus] = true
		}
	}
	for _, k := range m.checks {
		needed[k.slot] = needed[k.slot] || m.known[k.slot] == nil
	}
	for changed := true; changed; {
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

// kept is the code of the rows that are needed and not known, with temporaries numbered above the slots.
func (m *merger) kept(part int, needed []bool) []step {
	var kept []step
	from := 0
	number := func(slot int32) int32 {
		if slot < 0 {
			return int32(len(m.names)) - 1 - slot
		}
		return slot
	}
	for i, s := range m.code[part] {
		if !s.isRow {
			continue
		}
		if needed[s.Dst] && m.known[s.Dst] == nil {
			for _, s := range m.code[part][from : i+1] {
				s.Dst, s.A, s.B, s.C = number(s.Dst), number(s.A), number(s.B), number(s.C)
				kept = append(kept, s)
			}
		}
		from = i + 1
	}
	return kept
}

// depths are how many columns of a slot are kept.
func (c *Code) depths() []int {
	depth := make([]int, c.slots)
	for _, code := range c.code {
		for _, s := range code {
			if s.Op == sheet.OpLag {
				depth[s.A] = max(depth[s.A], int(s.Lag)+1)
			}
		}
	}
	return depth
}
