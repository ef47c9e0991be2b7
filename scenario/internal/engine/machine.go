package engine

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
)

// A machine holds the columns of one scenario's program and carries out its instructions.
type machine struct {
	program *sheet.Program
	code    [2][]step     // the opening year's and every later one's
	cols    [][]float64   // by slot: this year's column
	rings   [][][]float64 // by slot: columns of this and earlier years, for slots that are read with a lag
	temps   [][]float64   // by temporary: its own column, which a lag may hide
	first   int32         // the first temporary's slot
	values  [][]float64   // by input: central values, one for all columns or one each
	driven  []bool        // by input: a driver writes every later column
	checks  []int         // rows that must be zero
	n       int
}

func newMachine(s Scenario) *machine {
	p := s.Program
	m := &machine{
		program: p,
		cols:    make([][]float64, p.Slots()),
		rings:   make([][][]float64, p.Slots()),
		first:   p.RowSlot(len(p.Rows)),
		driven:  make([]bool, len(p.Inputs)),
	}
	m.code = [2][]step{steps(p, p.Opening), steps(p, p.Year)}
	m.allocate()
	for _, d := range s.Drivers {
		if d.Column == 0 {
			m.driven[d.Input] = true
		}
	}
	for i, r := range p.Rows {
		if r.Check {
			m.checks = append(m.checks, i)
		}
	}
	m.constants()
	return m
}

// allocate gives every slot its column, and those read with a lag a ring of them.
func (m *machine) allocate() {
	depth := make([]int, len(m.cols))
	for _, in := range append(append([]sheet.Inst{}, m.program.Opening...), m.program.Year...) {
		if in.Op == sheet.OpLag {
			depth[in.A] = max(depth[in.A], int(in.Lag)+1)
		}
	}
	for slot := range m.cols {
		m.cols[slot] = column()
		for range depth[slot] {
			m.rings[slot] = append(m.rings[slot], column())
		}
	}
	m.temps = append(m.temps, m.cols[m.first:]...)
}

// constants fills the columns that never change.
func (m *machine) constants() {
	p := m.program
	for i, c := range p.Consts {
		kernel.Fill(m.cols[i], c.InexactFloat64())
	}
	for i, in := range p.Inputs {
		var values []float64
		for _, v := range in.Values {
			values = append(values, v.InexactFloat64())
		}
		m.values = append(m.values, values)
		kernel.Fill(m.cols[p.InputSlot(i)], values[0])
	}
}

// begin turns the rings to a column and writes the inputs that change from year to year.
func (m *machine) begin(col, n int) {
	m.n = n
	for slot, ring := range m.rings {
		if len(ring) > 0 {
			m.cols[slot] = ring[col%len(ring)]
		}
	}
	for i, values := range m.values {
		slot := m.program.InputSlot(i)
		switch {
		case m.driven[i] && col > 0:
		case m.driven[i] || (len(values) > 1 && col == 0):
			kernel.Fill(m.cols[slot], 0)
		case len(values) > 1:
			kernel.Fill(m.cols[slot], values[col-1])
		case len(m.rings[slot]) > 0 || col == 0:
			kernel.Fill(m.cols[slot], values[0])
		}
	}
}

// due reports whether a driver writes its input in a column: a yearly one in every later column, one drawn once at
// the start, and again wherever the column is a new one.
func (m *machine) due(d Driver, col int, yearly bool) bool {
	if d.Column != 0 {
		return d.Column == col
	}
	if yearly {
		return col > 0
	}
	return col == 0 || len(m.rings[m.program.InputSlot(d.Input)]) > 0
}

// drive writes a driver's values into its input.
func (m *machine) drive(d Driver, scores []float64) *Fault {
	dst := m.cols[m.program.InputSlot(d.Input)][:m.n]
	d.Transform.Apply(dst, scores)
	name := m.program.Inputs[d.Input].Name
	if d.Money {
		kernel.Round(dst, dst)
		return found(kernel.Beyond(dst), name, beyondLimit)
	}
	return found(kernel.NotFinite(dst), name, notFinite)
}

// run carries out a column's steps and looks at the identities.
func (m *machine) run(col int) *Fault {
	for i := range m.code[min(col, 1)] {
		s := &m.code[min(col, 1)][i]
		if f := m.step(s, col); f != nil {
			return f
		}
	}
	for _, i := range m.checks {
		row := m.cols[m.program.RowSlot(i)][:m.n]
		if f := found(kernel.NotZero(row), m.program.Rows[i].Name, notZero); f != nil {
			return f
		}
	}
	return nil
}
