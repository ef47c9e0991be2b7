package engine

import "github.com/openenvelope/envelope/finance/sheet"

// place gives every class a slot and writes the merged code in the scenarios' own order: what a row reads in the same
// year is before it in its scenario, or was written for an earlier scenario.
func (m *merger) place() {
	for i, s := range m.plan.Scenarios {
		for c, x := range s.Program.Consts {
			m.slot(m.consts[i][c], "constant", sheet.Number, m.constant(x.InexactFloat64()))
		}
		if m.placeInputs(i); m.stopped() {
			return
		}
		fresh := m.placeRows(i)
		if m.stopped() {
			return
		}
		m.temps = max(m.temps, s.Program.Temps)
		m.write(i, 0, s.Program.Opening, fresh)
		m.write(i, 1, s.Program.Year, fresh)
	}
}

// placeInputs gives the classes of a scenario's inputs their slots, and the new ones their drivers.
func (m *merger) placeInputs(scenario int) {
	s := m.plan.Scenarios[scenario]
	driven := s.driven()
	for k, in := range s.Program.Inputs {
		if m.stopped() {
			return
		}
		if m.slot(m.inputs[scenario][k], in.Name, in.Unit, m.given(s, k, len(driven[k]) > 0)) {
			m.givens = append(m.givens, given{int32(len(m.names) - 1), scenario, k, len(driven[k]) > 0})
			m.drive(scenario, k, driven[k])
		}
	}
}

// placeRows gives the classes of a scenario's rows their slots, and tells which are new.
func (m *merger) placeRows(scenario int) (fresh []bool) {
	for r, row := range m.plan.Scenarios[scenario].Program.Rows {
		if r%stopEvery == 0 && m.stopped() {
			return fresh
		}
		class := m.class[scenario][r]
		fresh = append(fresh, m.slot(class, row.Name, row.Unit, nil))
		if fresh[r] && row.Check {
			m.checks = append(m.checks, check{m.slotOf[class], row.Name, scenario})
		}
	}
	return fresh
}

// slot gives a class its slot if it has none, and reports whether it is new.
func (m *merger) slot(class, name string, unit sheet.Unit, figures []float64) bool {
	if _, ok := m.slotOf[class]; ok {
		return false
	}
	m.slotOf[class] = int32(len(m.names))
	m.names, m.units, m.known = append(m.names, name), append(m.units, unit), append(m.known, figures)
	return true
}

// constant is a figure in every column.
func (m *merger) constant(x float64) []float64 {
	figures := make([]float64, m.plan.Columns)
	for i := range figures {
		figures[i] = x
	}
	return figures
}

// given is an input's central figures by column; one with a value for each year, or drawn for some, reads as zero in
// the opening year.
func (m *merger) given(s Scenario, k int, driven bool) []float64 {
	values := s.Program.Inputs[k].Values
	figures := m.constant(values[0].InexactFloat64())
	if len(values) > 1 {
		figures[0] = 0
		for i, v := range values {
			figures[i+1] = v.InexactFloat64()
		}
	}
	if driven {
		figures[0] = 0
	}
	return figures
}

// A given is an input's slot: the input of the first scenario that has it.
type given struct {
	slot            int32
	scenario, input int
	driven          bool
}

// driven are the places of the drivers of each input that has any.
func (s Scenario) driven() map[int][]int {
	by := map[int][]int{}
	for i, d := range s.Drivers {
		by[d.Input] = append(by[d.Input], i)
	}
	return by
}

// drive lists the drivers of a new input.
func (m *merger) drive(scenario, k int, drivers []int) {
	s := m.plan.Scenarios[scenario]
	for _, place := range drivers {
		d := s.Drivers[place]
		m.drivers = append(m.drivers, driver{
			latent: d.Latent, yearly: m.plan.Yearly(d.Latent), transform: d.Transform,
			slot: m.slotOf[m.inputs[scenario][k]], column: d.Column, money: d.Money, name: s.Program.Inputs[k].Name,
			scenario: scenario, place: place,
		})
	}
}

// write appends the code of a scenario's new rows, with slots in place of its own. Temporaries are numbered from
// -1 downwards until all slots are known.
func (m *merger) write(scenario, part int, code []sheet.Inst, fresh []bool) {
	p := m.plan.Scenarios[scenario].Program
	from := 0
	for i, in := range code {
		row := int(in.Dst - p.RowSlot(0))
		if row >= len(p.Rows) {
			continue
		}
		if row%16 == 0 && m.stopped() {
			return
		}
		for _, in := range code[from : i+1] {
			if fresh[row] {
				in.Dst, in.A, in.B, in.C = m.moved(scenario, in.Dst), m.moved(scenario, in.A), m.moved(scenario, in.B),
					m.moved(scenario, in.C)
				m.append(part, step{Inst: in, isRow: in.Dst >= 0, row: p.Rows[row].Name, scenario: scenario})
			}
		}
		from = i + 1
	}
}

// moved is a slot of a scenario in the merged code.
func (m *merger) moved(scenario int, slot int32) int32 {
	p := m.plan.Scenarios[scenario].Program
	if temp := slot - p.RowSlot(len(p.Rows)); temp >= 0 {
		return -1 - temp
	}
	return m.slotOf[m.operand(scenario, slot)]
}

// append adds a step; a rounding of the product or quotient just before it, whose result nothing else reads, becomes
// part of that.
func (m *merger) append(part int, s step) {
	code := m.code[part]
	if s.Op == sheet.OpRound && len(code) > 0 {
		last := &code[len(code)-1]
		if (last.Op == sheet.OpMul || last.Op == sheet.OpDiv) && last.Dst == s.A && last.Dst < 0 && !last.rounds {
			last.rounds, last.Dst, last.isRow = true, s.Dst, s.isRow
			return
		}
	}
	m.code[part] = append(code, s)
}
