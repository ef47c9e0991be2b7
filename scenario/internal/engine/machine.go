package engine

import "github.com/openenvelope/envelope/scenario/internal/kernel"

// A machine holds the columns of a code and carries out its steps.
type machine struct {
	*Code
	cols  [][]float64   // by slot: this year's column
	rings [][][]float64 // by slot: columns of this and earlier years, for slots that are read with a lag
	own   [][]float64   // by temporary: its own column, which a lag may hide
	n     int           // paths in the block under way
}

func newMachine(c *Code) *machine {
	m := &machine{Code: c, cols: make([][]float64, c.slots), rings: make([][][]float64, c.slots)}
	used := c.used()
	for slot := range m.cols {
		if used[slot] && c.depth[slot] == 0 {
			m.cols[slot] = column()
		}
		for range c.depth[slot] {
			m.rings[slot] = append(m.rings[slot], column())
		}
	}
	m.own = append(m.own, m.cols[c.temps:]...)
	for _, in := range c.inputs {
		if len(m.rings[in.slot]) == 0 {
			kernel.Fill(m.cols[in.slot], in.figures[0])
		}
	}
	return m
}

func column() []float64 { return make([]float64, BlockPaths) }

// used marks the slots that hold a column.
func (c *Code) used() []bool {
	used := make([]bool, c.slots)
	for slot := c.temps; slot < c.slots; slot++ {
		used[slot] = true
	}
	for _, in := range c.inputs {
		used[in.slot] = true
	}
	for _, code := range c.code {
		for _, s := range code {
			used[s.Dst] = true
		}
	}
	return used
}

// begin turns the rings to a column and writes the figures that are known and differ from the year before.
func (m *machine) begin(col, n int) {
	m.n = n
	for slot, ring := range m.rings {
		if len(ring) > 0 {
			m.cols[slot] = ring[col%len(ring)]
		}
	}
	for _, in := range m.inputs {
		x := in.figures[col]
		switch {
		case in.driven && col > 0:
		case len(m.rings[in.slot]) > 0, col == 0, x != in.figures[col-1]:
			kernel.Fill(m.cols[in.slot], x)
		}
	}
}

// due reports whether a driver writes its input in a column: a yearly one in every later column, one drawn once at
// the start, and again wherever the column is a new one.
func (m *machine) due(d *driver, col int) bool {
	switch {
	case m.cols[d.slot] == nil: // nobody asked
		return false
	case d.column != 0:
		return d.column == col
	case d.yearly:
		return col > 0
	}
	return col == 0 || len(m.rings[d.slot]) > 0
}

// drive writes a driver's values into its input.
func (m *machine) drive(d *driver, scores []float64) *Fault {
	dst := m.cols[d.slot][:m.n]
	d.transform.Apply(dst, scores)
	if d.money {
		kernel.Round(dst, dst)
		return found(kernel.Beyond(dst), d.name, d.scenario, beyondLimit)
	}
	return found(kernel.NotFinite(dst), d.name, d.scenario, notFinite)
}

// run carries out a column's steps and looks at the identities.
func (m *machine) run(col int) *Fault {
	code := m.code[min(col, 1)]
	for i := range code {
		if f := m.step(&code[i], col); f != nil {
			return f
		}
	}
	for _, k := range m.checks {
		if f := found(kernel.NotZero(m.cols[k.slot][:m.n]), k.row, k.scenario, notZero); f != nil {
			return f
		}
	}
	return nil
}
