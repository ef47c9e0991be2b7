package workbook

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// A third is the cost or the position of an opening year, of which the file gives one: the other follows from it and
// from the money that there is, in every scenario.
type third struct {
	budget string // the row of the money
	other  string // the input or row that is given
}

// thirdOf is what an assumption follows from; ok is false for any that stands alone.
func (b *book) thirdOf(a *assumption) (t third, ok bool) {
	_, name := sheet.BodyOf(a.name)
	prefix := strings.TrimSuffix(a.name, name)
	position := prefix + "opening.position"
	given := map[string]string{"opening.cost": "opening.position", "opening.position": "opening.cost"}[name]
	if t.other = position; name == "opening.position" {
		t.other = prefix + "cost"
	}
	if given == "" || a.series || b.values != "" || b.byInput[position] == nil {
		return t, false
	}
	for k, l := range b.ledgers {
		if len(a.values[k]) == 0 || !strings.HasPrefix(a.effective[k].Source, "follows from ") ||
			!strings.Contains(a.effective[k].Source, given) {
			return t, false
		}
		s := b.rows[k][prefix+"check_opening"].opening
		if s.op == rounded {
			s = s.args[0]
		}
		if s.op != sum || len(s.args) != 3 || s.args[0].op != reference || s.args[1].name != prefix+"cost" ||
			s.args[2].name != position || s.against[0] || !s.against[1] || !s.against[2] {
			return t, false
		}
		if t.budget == "" {
			t.budget = s.args[0].name
		}
		has, _ := l.At(t.budget, 0)
		less, _ := l.At(t.other, 0)
		if t.budget != s.args[0].name || !has.Sub(less).Equal(a.values[k][0]) {
			return t, false
		}
	}
	return t, true
}

// follows is the formula of an assumption that follows from others.
func (b *book) follows(t third) string {
	at := func(name string) string {
		if a := b.byInput[name]; a != nil {
			return fmt.Sprintf("D%d", a.row)
		}
		p := b.places[name]
		return fmt.Sprintf("%s!%s%d", quotedSheet(p.tab.sheet), b.columnOf(0), p.row)
	}
	return fmt.Sprintf("ROUND(%s-%s,2)", at(t.budget), at(t.other))
}
