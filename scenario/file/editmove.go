package file

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/shopspring/decimal"
)

// moved is a number with its central values moved; nil where that cannot be, which is reported.
func (e *editing) moved(tree *node, input string, edits []Edit) *node {
	n := find(tree, input)
	first := edits[0]
	at := first.place()
	if first.Year == "" {
		switch {
		case n == nil:
			return e.alone(first, &node{}, input)
		case n.kind == nodeText:
			return e.alone(first, n, input)
		case n.kind == nodeMapping && n.has("values") || n.kind == nodeList:
			e.faults.add(at, fault.Misplaced.Found("the file has a figure for each year here").
				Want("change it in the scenario file").At(input))
			return nil
		}
		return e.shifted(n, first, input)
	}
	list := n
	if n != nil && n.kind == nodeMapping {
		list = n.child("values")
	}
	if list == nil || list.kind != nodeList {
		e.faults.add(at,
			fault.Misplaced.Found(
				"the file has one number for all years here, and the figures of years follow from it").
				Want("change it in the scenario file").At(input))
		return nil
	}
	return e.years(n, list, edits, input)
}

// alone is a number that is certain.
func (e *editing) alone(one Edit, was *node, input string) *node {
	at := one.place()
	m := &node{kind: nodeMapping, at: at}
	m.fields = append(m.fields, field{textNode(formValue, at), e.written(input, one.Is, at)})
	m.fields = append(m.fields, e.source(one, was)...)
	return m
}

// years is a series with the figures of some years moved.
func (e *editing) years(n, list *node, edits []Edit, input string) *node {
	items := slices.Clone(list.items)
	then := n.child("then")
	for _, one := range edits {
		at := one.place()
		y, _ := finance.ParseYear(one.Year) // 0 where it cannot be read
		first, _, _ := strings.Cut(e.spec.yearsText(), " to ")
		from, _ := finance.ParseYear(strings.TrimSpace(first))
		i := int(y-from) - 1
		if i < 0 {
			e.faults.add(at, fault.Misplaced.Found("the opening year's figure follows from others").
				Want("change it in the scenario file").At(input))
			return nil
		}
		for then != nil && len(items) <= i {
			items = append(items, then)
		}
		if i >= len(items) {
			return nil
		}
		if items[i].kind == nodeMapping && !items[i].has(formValue) {
			items[i] = e.shifted(items[i], one, input)
			continue
		}
		items[i] = e.written(input, one.Is, at)
	}
	at := edits[0].place()
	values := &node{kind: nodeList, at: at, items: items}
	m := &node{kind: nodeMapping, at: at,
		fields: []field{{textNode("values", at), values}}}
	if then != nil && len(items) < e.lasts() {
		m.fields = append(m.fields, field{textNode("then", at), then})
	}
	m.fields = append(m.fields, e.source(edits[0], n)...)
	return m
}

// lasts is how many years the plan has after the opening year.
func (e *editing) lasts() int {
	first, last, _ := strings.Cut(e.spec.yearsText(), " to ")
	from, _ := finance.ParseYear(strings.TrimSpace(first)) // years that cannot be read are told when the model is made
	to, _ := finance.ParseYear(strings.TrimSpace(last))
	return int(to - from)
}

// spreads are the parameters that say how wide a distribution is, in its unit.
func spreads() []string { return []string{"sd", "scale", "size"} }

// shifted is a number whose distribution is moved as a whole: a rate by the difference, money in proportion.
func (e *editing) shifted(n *node, one Edit, input string) *node {
	money := e.unitAt(input) == "amount" && one.Was.IsPositive() && one.Is.IsPositive()
	s := &shifting{editing: e, one: one, input: input, money: money}
	m := *s.node(n, false)
	m.at = one.place()
	m.fields = append(m.fields, e.source(one, n)...)
	return &m
}

// A shifting moves the figures of one number.
type shifting struct {
	*editing
	one   Edit
	input string
	money bool // in proportion
}

// node is a part of the number, moved where it says where the distribution lies.
func (s *shifting) node(n *node, moves bool) *node {
	m := *n
	switch n.kind {
	case nodeText:
		return s.text(n, moves)
	case nodeList:
		m.items = nil
		for _, item := range n.items {
			m.items = append(m.items, s.node(item, moves))
		}
		return &m
	}
	m.fields = nil
	for _, f := range n.fields {
		switch k := f.key.text; {
		case slices.Contains([]string{"source", "owner", "quality"}, k):
		case slices.Contains([]string{"each_year", "walk", "follows", "note"}, k), k == "truncate" && s.money:
			m.fields = append(m.fields, f)
		default:
			m.fields = append(m.fields, field{f.key, s.node(f.value, s.moves(k))})
		}
	}
	return &m
}

// moves reports whether a parameter moves with the number.
func (s *shifting) moves(key string) bool {
	return locates(key) || s.money && slices.Contains(spreads(), key)
}

// text is a figure, moved.
func (s *shifting) text(n *node, moves bool) *node {
	v, percent, ok := s.figure(n.text)
	switch {
	case !moves || !ok:
		return n
	case s.money:
		v = v.Mul(s.one.Is).DivRound(s.one.Was, 20)
	default:
		v = v.Add(s.one.Is.Sub(s.one.Was))
	}
	m := *n
	m.text, m.at = s.inWords(v, percent, s.input), s.one.place()
	return &m
}

// unitAt is the unit of a place.
func (e *editing) unitAt(input string) string {
	l := lister{top: fileKeys()}
	k := l.top
	for _, name := range e.spec.root.split(input) {
		k, _ = l.keyOf(k, name)
	}
	if k.unit == "rate or amount" {
		if n := find(e.spec.root, input); n == nil || strings.HasSuffix(firstNumber(n), "%") {
			return "rate"
		}
		return "amount"
	}
	return k.unit
}

// figure reads a number of the file: a fraction, a count, or money in pounds.
func (e *editing) figure(text string) (v decimal.Decimal, percent, ok bool) {
	if digits, is := strings.CutSuffix(text, "%"); is {
		v, err := decimal.NewFromString(digits)
		return v.Shift(-2), true, err == nil
	}
	if v, err := decimal.NewFromString(text); err == nil {
		return v, false, true
	}
	a, err := finance.ParseAmount(text, e.currency)
	return decimal.New(int64(a), -2), false, err == nil
}

// written is a number as the file writes it.
func (e *editing) written(input string, v decimal.Decimal, at place) *node {
	return textNode(e.inWords(v, e.unitAt(input) == "rate", input), at)
}

// inWords is a number as text of the file.
func (e *editing) inWords(v decimal.Decimal, percent bool, input string) string {
	switch {
	case percent:
		return v.Shift(2).Round(12).String() + "%"
	case e.unitAt(input) == "amount":
		sign := ""
		if v.IsNegative() {
			sign = "-"
		}
		return sign + e.currency + v.Abs().Round(2).String()
	}
	return v.Round(14).String()
}
