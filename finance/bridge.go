package finance

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
)

// BridgeItems are what a plan's reported position contains that its underlying position does not, row by row: the
// reported position less those with the sign 1, and with those with the sign -1 added, is the underlying one. rows are
// a model's, and body is the body's path with a dot after it ("bodies.Acute trust."); empty is the whole. The items of
// a system are those of its bodies, each body's for itself.
func BridgeItems(rows []sheet.Row, body string) (items []sheet.Term) {
	for _, r := range rows {
		if !strings.HasPrefix(r.Name, body) || !r.Check || !strings.HasSuffix("."+r.Name, ".check_bridge") {
			continue
		}
		terms, _ := r.Formula.Terms() // reported position, items, underlying position
		for _, t := range terms[min(1, len(terms)):max(len(terms)-1, 0)] {
			items = append(items, sheet.Term{Name: t.Name, Sign: -t.Sign})
		}
	}
	return slices.Clip(items)
}

// A Bridge leads from a published reported position to the published underlying one. Items that made the reported
// position look better are positive; positions are signed, deficit negative.
type Bridge struct {
	Reported     Amount // as published
	NonRecurrent Amount // savings that fall away
	Technical    Amount // accounting items
	Support      Amount // deficit support
	Underlying   Amount // as published
}

// Unexplained is the rest that the items do not explain: the published underlying position less the one that follows
// from them. It is zero if the source closes.
func (b Bridge) Unexplained() Amount {
	return b.Underlying - (b.Reported - b.NonRecurrent - b.Technical - b.Support)
}

// Sheet lays out the bridge as rows for one year, with the unexplained part as a row of its own, and a check that the
// rows lead from one position to the other.
func (b Bridge) Sheet(year string) *sheet.Sheet {
	s := &sheet.Sheet{Years: []string{"before", year}}
	item := func(name string, a Amount) sheet.Expr {
		s.AddInput(sheet.Input{Name: name, Unit: sheet.Money, Values: decimals([]Amount{a})})
		return sheet.Ref(name)
	}
	follows := item("reported_position", b.Reported).Minus(item("non_recurrent_savings", b.NonRecurrent)).
		Minus(item("technical", b.Technical)).Minus(item("support", b.Support))
	published := item("underlying_position", b.Underlying)
	s.Add(sheet.Row{Name: "bridged_position", Unit: sheet.Money, Formula: follows},
		sheet.Row{Name: "unexplained", Unit: sheet.Money, Formula: published.Minus(sheet.Ref("bridged_position"))},
		sheet.Row{Name: "check_bridge", Unit: sheet.Money, Check: true,
			Formula: sheet.Sum(sheet.Ref("bridged_position"), sheet.Ref("unexplained")).Minus(published)})
	return s
}
