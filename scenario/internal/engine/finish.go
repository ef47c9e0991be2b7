package engine

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/process"
)

// finish drops rows that are known in advance and rows that nobody asked for, and makes a tape of every column. It
// returns nil if the context ends.
func (m *merger) finish(bytes int) *Code {
	c := &Code{plan: m.plan, chances: newChances(m.plan)}
	for _, stage := range []func(*Code){m.attach, m.foresee, m.asked, m.settle, m.prune, m.lay, m.assemble} {
		if stage(c); m.stopped() {
			return nil
		}
	}
	c.layout.fit(c.others(), bytes)
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

// attach ties the drivers to the slots that they decide.
func (m *merger) attach(c *Code) {
	m.drivenBy = make([][]int, len(m.names))
	for i, d := range m.drivers {
		m.drivenBy[d.slot] = append(m.drivenBy[d.slot], i)
	}
	for i, d := range m.drivers {
		m.drivers[i].alone = len(m.drivenBy[d.slot]) == 1
	}
	m.state(c)
}

// state gives the code its drivers, with those that read a state.
func (m *merger) state(c *Code) {
	for i, d := range m.drivers {
		if c.chances.has(d.latent) {
			m.drivers[i].stated = d.transform.(process.Stated)
		}
	}
	c.drivers = m.drivers
}

// prune keeps the code of the rows that are needed and not known.
func (m *merger) prune(c *Code) {
	m.need(c)
	for part := range m.code {
		if m.stopped() {
			return
		}
		var kept []step
		for row := range rowsOf(m.code[part]) {
			if m.computes(row) {
				kept = append(kept, row...)
			}
		}
		m.code[part] = kept
	}
	c.steps = len(m.code[1])
}

// computes reports whether a run works out a row on every path.
func (m *merger) computes(row []step) bool {
	dst := row[len(row)-1].Dst
	return m.needed[dst] && m.known[dst] == nil
}

// lay chooses the columns that live longer than a year.
func (m *merger) lay(c *Code) {
	driven := func(slot int32) bool { return m.needed[slot] && len(m.drivenBy[slot]) > 0 }
	once := func(slot int32) bool {
		if !driven(slot) {
			return false
		}
		d := &m.drivers[m.drivenBy[slot][0]]
		return d.alone && d.once()
	}
	c.layout = newLayout(len(m.names), driven, once, m.depths())
}

// assemble makes the tape of every column.
func (m *merger) assemble(c *Code) {
	e := &emitter{assembler: newAssembler(m, c), filled: map[ref]int32{}}
	for col := range m.plan.Columns {
		if m.stopped() {
			return
		}
		e.assembler.begin(col)
		e.begin()
		c.years = append(c.years, e.year(c))
	}
}

// need marks the slots that values, questions and checks depend on.
func (m *merger) need(c *Code) {
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
	m.needed = needed
	m.untilStill(func(row []step) (changed bool) {
		if !m.computes(row) {
			return false
		}
		for slot := range readsOf(row) {
			changed = changed || !needed[slot]
			needed[slot] = true
		}
		return changed
	})
}

// depths are, by slot, how many columns are kept because the slot is read with a lag; zero if it is not.
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
