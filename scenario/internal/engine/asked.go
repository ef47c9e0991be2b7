package engine

import "reflect"

// asked finds the slots of values and questions. Values with the same slots become one, and so do rows that are judged
// in the same way.
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
			answer[1] = c.judge(judged{slot: slot(q.Versus, q.VersusSlot), scenario: q.Versus, own: q.VersusSlot,
				question: i})
		}
		c.answers = append(c.answers, answer)
	}
}

// judge finds or makes the judged row of a question.
func (c *Code) judge(row judged) int {
	for i, j := range c.judged {
		if j.slot == row.slot &&
			reflect.DeepEqual(c.plan.Questions[j.question].Measure, c.plan.Questions[row.question].Measure) {
			return i
		}
	}
	row.alone = c.plan.alone(row.question)
	c.judged = append(c.judged, row)
	return len(c.judged) - 1
}

// difference gives the figures of a value that no driver reaches, the same on every path; a slot less itself is zero.
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
