package finance

import (
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// Causes of need that have no name of their own in a model.
const (
	causeNeed         = "real_growth"  // a need's growth from the top down
	causeProductivity = "productivity" // of services
	causeSpills       = "spills"       // need that spills from other bodies
	causePrices       = "prices"       // of a need, and of services without prices of their own
)

// A grower is what makes a row of cost grow, by a part of it each year: of its volume, or of its price. Growths of
// volume multiply; those of the prices that a service buys at add up.
type grower struct {
	cause  string
	by     sheet.Expr
	factor sheet.Expr // 1 and the growth, of a volume
	price  bool
}

// A grown is a row of cost, and what makes it grow.
type grown struct {
	row string
	by  []grower
}

// grown are the rows of cost that grow by themselves: that of a need, or those of services.
func (m *Model) grown() (all []grown) {
	if m.Need.given() {
		var by []grower
		if len(m.Need.RealGrowth) > 0 {
			by = append(by, growing(causeNeed, sheet.Ref("need.real_growth")))
		}
		by = append(append(by, componentsOf("need.components.", m.Need.Components)...), m.spilling("")...)
		all = append(all, grown{"demand", append(by, byPrices("need"))})
	}
	for _, s := range m.Services {
		all = append(all, grown{"services." + s.Name + ".cost", m.growersOf(s, "services."+s.Name)})
	}
	return all
}

func (m *Model) growersOf(s Service, path string) (by []grower) {
	if len(s.Productivity) > 0 {
		gain := sheet.Ref(path + ".productivity")
		by = append(by, grower{cause: causeProductivity, by: sheet.Num(0).Minus(gain), factor: oneMinus(gain)})
	}
	by = append(append(by, componentsOf(path+".volume.", s.Volume)...), m.spilling(s.Name)...)
	for _, p := range s.Prices {
		by = append(by, p.grower(path+".prices."+p.Name))
	}
	if len(s.Prices) == 0 {
		by = append(by, byPrices(path))
	}
	return by
}

// growing is a growth of volume.
func growing(cause string, by sheet.Expr) grower {
	return grower{cause: cause, by: by, factor: plusOne(by)}
}

func componentsOf(path string, components []Component) (all []grower) {
	for _, c := range components {
		all = append(all, growing(c.Name, sheet.Ref(path+c.Name)))
	}
	return all
}

// spilling is the need that spills from other bodies into a service, or into the whole body.
func (m *Model) spilling(service string) (all []grower) {
	for _, f := range m.links.spillsInto(service) {
		all = append(all, grower{cause: causeSpills, by: f.Minus(sheet.Num(1)), factor: f})
	}
	return all
}

func byPrices(path string) grower {
	return grower{cause: causePrices, by: priceGrowth(sheet.Ref(path + ".pass_through")).Minus(sheet.Num(1)),
		price: true}
}

// grower is the part of a service's price that one of its prices adds.
func (p Price) grower(path string) grower {
	price := plusOne(sheet.Ref(path + ".above_deflator")).Times(priceGrowth(sheet.Ref(path + ".pass_through")))
	return grower{cause: p.Name, by: sheet.Ref(path + ".weight").Times(price.Minus(sheet.Num(1))), price: true}
}

// addedBy adds to each cause what it adds to the row in a year, on top of the causes before it.
func (of grown) addedBy(causes []string, all map[string][]sheet.Expr) {
	var volume, price sheet.Expr // by how much those before have made them grow
	for _, cause := range causes {
		for _, g := range of.by {
			switch {
			case g.cause != cause:
				continue
			case g.price:
				all[cause] = append(all[cause], sheet.Last(of.row).Times(times(volume, g.by)))
				price = onTop(price, g.by)
			default:
				all[cause] = append(all[cause], sheet.Last(of.row).Times(times(times(volume, price), g.by)))
				volume = times(volume, g.factor)
			}
		}
	}
}

// times is a product whose first factor may be missing, or its second.
func times(a, b sheet.Expr) sheet.Expr {
	switch {
	case a.IsZero():
		return b
	case b.IsZero():
		return a
	}
	return a.Times(b)
}

// onTop is 1 and all growths of price so far.
func onTop(price, growth sheet.Expr) sheet.Expr {
	if price.IsZero() {
		return plusOne(growth)
	}
	return price.Plus(growth)
}

// The rows of a cause: what it has added to cost, what is left for the causes after it, and its part of the gap.
func causeCost(cause string) string { return "causes." + cause + ".cost" }
func causeLeft(cause string) string { return "causes." + cause + ".left" }
func causeGap(cause string) string  { return "causes." + cause + ".gap" }

// causeRows: what each cause of need has added to cost since the opening year, and its part of the funding gap.
func causeRows(w *layout) {
	causes := w.m.Causes
	if len(causes) == 0 || !w.m.provides() {
		return
	}
	added := map[string][]sheet.Expr{}
	for _, cost := range w.m.grown() {
		cost.addedBy(causes, added)
	}
	left := sheet.Ref("demand").Minus(sheet.Last("demand"))
	last := len(causes) - 1
	for _, cause := range causes[:last] {
		row := causeCost(cause)
		w.money(row, "what "+cause+" has added to the cost of need since the opening year",
			sheet.Sum(append([]sheet.Expr{sheet.Last(row)}, added[cause]...)...))
		left = left.Minus(sheet.Ref(row).Minus(sheet.Last(row)))
	}
	row := causeCost(causes[last])
	w.money(row, "what "+causes[last]+" has added to it, with the pennies that the others leave",
		sheet.Last(row).Plus(left))
	w.Add(sheet.Row{Name: "check_causes", Unit: sheet.Money, Check: true,
		Note:    "what the causes add to cost in a year is what need grows by",
		Formula: left.Minus(sheet.Ref(row).Minus(sheet.Last(row)))})
	gapByCauses(w)
}

// gapByCauses: each cause's part of the funding gap. What there is against the growth of need (new money, savings)
// meets the causes in their order; what it does not reach of one is that one's part.
func gapByCauses(w *layout) {
	ref, none := sheet.Ref, sheet.Num(0)
	gap, opening := ref("funding_gap"), ref("opening_gap")
	w.moneyFrom(gap, "opening_gap", "the funding gap of the opening year", sheet.Last("opening_gap"))
	var costs, gaps []sheet.Expr
	for _, cause := range w.m.Causes {
		costs, gaps = append(costs, ref(causeCost(cause))), append(gaps, ref(causeGap(cause)))
	}
	w.money("against_need", "what there is against the growth of need since the opening year: new money, savings, "+
		"and all else that keeps the gap down", sheet.Sum(costs...).Minus(gap.Minus(opening)))
	w.moneyFrom(gap, "gap_besides_causes", "what of the gap no cause has made: that of the opening year, and what "+
		"less money than in that year leaves", sheet.Min(gap, opening).Minus(sheet.Min(none, ref("against_need"))))
	before := ref("against_need")
	for _, cause := range w.m.Causes {
		left := ref(causeLeft(cause))
		w.money(causeLeft(cause), "what is left against the growth of need after "+cause+", below zero where it does "+
			"not reach", before.Minus(ref(causeCost(cause))))
		w.money(causeGap(cause), "the part of the funding gap that "+cause+" has made",
			sheet.Min(none, before).Minus(sheet.Min(none, left)))
		before = left
	}
	w.AddCheck("check_causes_gap", "the causes' parts and the rest are the funding gap",
		gap.Minus(ref("gap_besides_causes")).Minus(sheet.Sum(gaps...)))
}

// causeLines are the lines of a report about causes: those of a body, or of the bodies of a system.
func (m *Model) causeLines() (lines []string) {
	causes := m.allCauses()
	for _, row := range []func(string) string{causeCost, causeGap} {
		for _, cause := range causes {
			lines = append(lines, row(cause))
		}
	}
	if len(m.Causes) > 0 {
		lines = append(lines, "gap_besides_causes")
	}
	return lines
}

// allCauses are the causes of a body, or of all bodies of a system.
func (m *Model) allCauses() []string {
	all := slices.Clone(m.Causes)
	for i := range m.Bodies {
		all = append(all, m.Bodies[i].allCauses()...)
	}
	return unique(all)
}

// causesOfBodies: what each cause has added in all bodies that name it.
func causesOfBodies(w *layout) {
	for _, row := range w.m.causeLines() {
		if len(w.having[row]) > 0 {
			opening, later := w.sumOf(row)
			w.moneyFrom(opening, row, "of all bodies that name the cause", later)
		}
	}
}

// mostCauses is the most causes that a need is divided into.
const mostCauses = 20

// causes checks that the causes are all that makes the need grow, each once.
func (v *validator) causes() {
	m := v.m
	switch {
	case len(m.Causes) == 0:
		return
	case !m.provides():
		v.fault("causes", fault.Misplaced.Found("there is no need that could have causes").Want("leave them out"))
		return
	case len(m.Causes) > mostCauses:
		v.fault("causes", fault.TooLarge.Found("there are %d", len(m.Causes)).Want("the most is %d", mostCauses))
		return
	}
	var known []string
	for _, cost := range m.grown() {
		for _, g := range cost.by {
			known = append(known, g.cause)
		}
	}
	named, found := map[string]bool{}, true
	for _, cause := range m.Causes {
		switch {
		case named[cause]:
			v.fault("causes", fault.Duplicate.Found("%s is named twice", fault.Quote(cause)).Of(cause))
		case !slices.Contains(known, cause):
			found = false
			v.fault("causes", fault.Unknown.Found("nothing called %s makes the need grow", fault.Quote(cause)).
				Suggest(v.meant(cause, known)).Of(cause))
		}
		named[cause] = true
	}
	for _, cause := range unique(known) {
		if !named[cause] && found { // else the name that is not known may be meant for it
			v.fault("causes", fault.Missing.Found("%s makes the need grow too", fault.Quote(cause)).
				Want("name it in its place, or what it adds would count as the last one's"))
		}
	}
}
