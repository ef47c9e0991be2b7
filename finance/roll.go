package finance

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// sortedLines are the lines of some figures in the order of their names.
func sortedLines(a Actuals) []string { return slices.Sorted(maps.Keys(a)) }

// model opens a model, or a body, whose rows begin with the prefix.
func (r *roller) model(m, next *Model, prefix string) {
	r.ownRows(m, next, prefix)
	if len(m.Bodies) == 0 {
		r.body(m, next, prefix)
		return
	}
	for _, t := range m.Transfers {
		if len(t.Marginal.Rate) > 0 {
			r.marginal[prefix+rowsOf(t.To)] = true
		}
	}
	for i := range m.Bodies {
		r.model(&m.Bodies[i], &next.Bodies[i], prefix+"bodies."+m.Bodies[i].Name+".")
	}
	r.between(m, next, prefix)
}

// ownRows open at the year's figures.
func (r *roller) ownRows(m, next *Model, prefix string) {
	for i, own := range m.Rows {
		row := prefix + own.Name
		switch {
		case own.gives(), own.opens():
		case own.Unit == sheet.Money:
			_, given := r.actual[row]
			next.Rows = slices.Clone(next.Rows)
			next.Rows[i].Opening = r.words(r.figure(row, r.at(row), false))
			r.opened = append(r.opened, Opened{Path: prefix + own.path(), Kind: OpenedRow,
				Text: next.Rows[i].Opening, Given: given})
		default:
			r.opens(next, prefix, own.Name, r.number(row), false)
		}
	}
}

// number is the figure of a row that is not money, in the year of the actuals.
func (r *roller) number(row string) string {
	d, _ := r.ledger.At(row, 1)
	return strings.ReplaceAll(d.String(), "-", "−")
}

// between opens the money that a system moves between its bodies.
func (r *roller) between(m, next *Model, prefix string) {
	for i, t := range m.Transfers {
		line := prefix + "transfers." + t.Name
		r.open(line+".baseline", &next.Transfers[i].Baseline, r.figure(line, r.at(line), false), line)
		if r.has(line + ".block") {
			r.openMoney(next, prefix, "transfers."+t.Name+".block")
		}
	}
	for i, p := range m.Pools {
		pool := prefix + "pools." + p.Name
		for j, partner := range p.Partners {
			path := pool + ".partners." + partner.Body
			line := path + ".puts_in"
			paid := r.figure(line, max(r.at(line)+r.at(path+".bears"), 0), false) // including the amount that it bore
			r.open(path+".minimum", &next.Pools[i].Partners[j].Minimum, paid, line)
			r.openMoney(next, prefix, "pools."+p.Name+".partners."+partner.Body+".least")
		}
		r.openMoney(next, prefix, "pools."+p.Name+".need")
	}
	for _, s := range m.Spills {
		r.opens(next, prefix, "spills."+s.Name+".level", r.number(prefix+"spills."+s.Name+".level"), false)
		if s.Lag > 0 {
			r.unmetShare(next, prefix, s.From)
		}
	}
	if len(m.Allocation.Parts) > 0 {
		r.allocation(m, next, prefix)
	}
}

// unmetShare opens the share of need that a body did not meet, which arrives elsewhere a year later.
func (r *roller) unmetShare(next *Model, prefix, from string) {
	below, path := r.below(next, prefix, from)
	share := r.number(path + "unmet_share")
	unmet, given := r.actual[path+"unmet_need"]
	if cost := below.statedCost(); given && cost > 0 {
		share = unmet.pence().DivRound(cost.pence(), sheet.Places).String()
	}
	r.asked[path+"unmet_need"] = r.asked[path+"unmet_need"] || given
	if given && len(below.Unmet.Carried) == 0 {
		r.figures = append(r.figures, Figure{path + "unmet_need", r.at(path + "unmet_need"), unmet, true})
	}
	r.opens(below, path, "unmet_share", share, given)
}

// allocation opens the parts of an envelope, which add up to it.
func (r *roller) allocation(m, next *Model, prefix string) {
	var sum Amount
	for i, p := range m.Allocation.Parts {
		line := prefix + partPath(p.Body)
		a := r.figure(line, r.at(line), false)
		r.open(line+".opening", &next.Allocation.Parts[i].Opening, a, line)
		sum += a
	}
	if m.Funding.given() {
		r.settlement(m, next, prefix, sum-r.allocated(m.Name, prefix))
	}
}

// allocated is what the system around a system allocates to it.
func (r *roller) allocated(name, prefix string) Amount {
	line := strings.TrimSuffix(prefix, "bodies."+name+".") + partPath(name)
	if a, given := r.actual[line]; given {
		return a
	}
	return r.at(line)
}

// openMoney opens a row of money at the year's figure.
func (r *roller) openMoney(next *Model, prefix, row string) {
	line := prefix + row
	_, given := r.actual[line]
	r.opens(next, prefix, row, r.words(r.figure(line, r.at(line), false)), given)
}

// below is a body of the system, by its path below it, and the prefix of its rows.
func (r *roller) below(m *Model, prefix, path string) (body *Model, begins string) {
	for _, name := range strings.Split(path, ".") {
		i := slices.IndexFunc(m.Bodies, func(b Model) bool { return b.Name == name })
		m, prefix = &m.Bodies[i], prefix+"bodies."+name+"."
	}
	return m, prefix
}

// settlement opens the core at the total less grants.
func (r *roller) settlement(m, next *Model, prefix string, total Amount) {
	for i, g := range m.Funding.Grants {
		line := prefix + "funding.grants." + g.Name
		a := r.figure(line, r.at(line), false)
		r.open(line+".baseline", &next.Funding.Grants[i].Baseline, a, line)
		total -= a
	}
	total -= r.councilTax(m, next, prefix)
	if !m.Funding.hasCore() {
		line := prefix + "funding"
		if _, given := r.actual[line]; !given { // it is what its parts came to
			i := slices.IndexFunc(r.figures, func(f Figure) bool { return f.Line == line })
			r.figures[i].Actual -= total
		} else if total != 0 {
			r.fault("actuals."+prefix+"funding", fault.Conflict.Found("it is %s more than council tax and grants",
				total.Short(r.m.Symbol())).Want("give their sum, or leave it out"))
		}
		return
	}
	r.open(prefix+"funding.baseline", &next.Funding.Baseline, total, prefix+"funding")
	r.settled(m, next, prefix, total)
	if total <= 0 {
		r.fault("actuals."+prefix+"funding", fault.OutOfRange.Found("without grants the funding is %s",
			total.Short(r.m.Symbol())).Want("give funding with the grants in it"))
	}
}

// settled opens what the cash of later years follows from, where that is not this year's: the index of the surprises
// made good so far, the cash without what they added, and that without the year's phasing.
func (r *roller) settled(m, next *Model, prefix string, core Amount) {
	settled, phasing := core, m.Funding.Phasing
	if len(m.Funding.TopUp.Share) > 0 {
		index, _ := r.ledger.At(prefix+"top_up_prices", 1)
		r.opens(next, prefix, "top_up_prices", r.number(prefix+"top_up_prices"), false)
		settled = r.at(prefix + "settled")
		if planned := settled.pence().Mul(index).Round(0); !planned.Equal(core.pence()) && !index.IsZero() {
			settled = Amount(core.pence().DivRound(index, 0).IntPart())
		}
		if len(phasing) == 0 {
			r.opens(next, prefix, "settled", r.words(settled), false)
		}
	}
	if len(phasing) > 0 {
		r.opens(next, prefix, beforePhasing, r.words(settled-phasing[0]), false)
	}
}

// councilTax opens the tax of a dwelling and the dwellings, which follow from the tax if that is given, and returns the
// tax.
func (r *roller) councilTax(m, next *Model, prefix string) Amount {
	t := &next.Funding.CouncilTax
	if !m.Funding.CouncilTax.given() {
		return 0
	}
	line, path := prefix+"council_tax", prefix+"funding.council_tax."
	r.open(path+"band_d", &t.BandD, r.figure(prefix+"band_d", r.at(prefix+"band_d"), false), prefix+"band_d")
	tax := r.figure(line, r.at(line), false)
	_, given := r.actual[line]
	if base, _ := r.ledger.At(prefix+"tax_base", 1); !given || t.BandD <= 0 {
		t.Base = base.InexactFloat64()
	} else {
		t.Base = tax.pence().DivRound(t.BandD.pence(), sheet.Places).InexactFloat64()
	}
	r.opened = append(r.opened, Opened{Path: path + "base", Kind: OpenedNumber,
		Text: strconv.FormatFloat(t.Base, 'f', -1, 64), Given: given})
	return t.opening()
}

// body opens a body that is not a system.
func (r *roller) body(m, next *Model, prefix string) {
	r.leaves = append(r.leaves, prefix)
	if m.Funding.given() {
		row := prefix + "funding"
		if r.has(prefix + "own_funding") {
			row = prefix + "own_funding"
		}
		r.settlement(m, next, prefix, r.figure(prefix+"funding", r.at(row), m.Funding.hasCore()))
	}
	r.cost(m, next, prefix)
	r.pressures(m, next, prefix)
	r.leave(prefix+"opening.position", &next.Opening.Position)
	r.leave(prefix+"opening.before_support", &next.Opening.BeforeSupport)
	r.leave(prefix+"opening.one_offs", &next.Opening.OneOffs)
	if !m.withdraws() && (m.Opening.Support != 0 || len(m.Positions.Support) > 0) {
		inside := r.at(prefix+"support") - r.at(prefix+"support_paid") + r.at(prefix+"support_given")
		line := prefix + "support"
		r.open(prefix+"opening.support", &next.Opening.Support, r.figure(line, inside, false), line)
	}
	r.earmarks(m, next, prefix)
	r.debt(m, next, prefix)
	if len(m.Unmet.Carried) > 0 {
		r.openMoney(next, prefix, "unmet_need")
	}
}

// cost opens the cost that the next year's grows from.
func (r *roller) cost(m, next *Model, prefix string) {
	if !m.provides() {
		return
	}
	recurrent := r.at(prefix+"cost") - r.at(prefix+"backlog") - r.at(prefix+"recurrent_savings") -
		r.at(prefix+"full_year_effect") - r.at(prefix+"pressures_cost") + r.at(prefix+"pressures_returned")
	if len(m.Services) == 0 {
		line := prefix + "recurrent_cost"
		cost := r.figure(line, recurrent, true)
		r.open(prefix+"opening.cost", &next.Opening.Cost, cost, line)
		if saved := r.at(prefix+"demand") - recurrent; r.marginal[prefix] && saved != 0 {
			r.opens(next, prefix, "demand", r.words(cost+saved), false) // a contract looks at it before savings
			r.opens(next, prefix, "savings_carried", r.words(saved), false)
		}
		return
	}
	r.leave(prefix+"opening.cost", &next.Opening.Cost)
	var weights []int64
	for _, s := range m.Services {
		weights = append(weights, max(int64(r.at(prefix+"services."+s.Name+".cost")), 0))
	}
	planned, err := recurrent.Split(weights)
	for i, s := range m.Services {
		line := prefix + "services." + s.Name + ".cost"
		if err != nil {
			planned = make([]Amount, len(weights))
		}
		r.open(prefix+"services."+s.Name+".baseline", &next.Services[i].Baseline, r.figure(line, planned[i], true),
			line)
	}
}

// debt opens the money owed and held. Loans keep their original amounts, because repayments are parts of these.
func (r *roller) debt(m, next *Model, prefix string) {
	owed := r.figure(prefix+"debt", r.at(prefix+"debt"), false)
	if _, given := r.actual[prefix+"debt"]; len(m.Debt.Loans) > 0 {
		r.opens(next, prefix, "debt", r.words(owed), given)
	} else if owed != 0 || m.Debt.Opening != 0 {
		r.open(prefix+"debt.opening", &next.Debt.Opening, owed, prefix+"debt")
	}
	for _, l := range m.Debt.Loans {
		r.openMoney(next, prefix, l.row())
	}
	if e := m.Debt.Equity; e.given() && e.Year <= r.next.First {
		r.openMoney(next, prefix, "equity")
	}
	if held := r.figure(prefix+"reserve", r.at(prefix+"reserve"), false); held != 0 || m.Debt.Reserve != 0 {
		r.open(prefix+"debt.reserve", &next.Debt.Reserve, held, prefix+"reserve")
	}
}

func (r *roller) given(line string) bool {
	_, ok := r.actual[line]
	return ok && !r.asked[line]
}

// settle gives each body what its year had once, so that it opens at the balance that came out, and the earmark's base
// its share of the budget.
func (r *roller) settle() error {
	l, err := Project(r.next)
	if err != nil {
		return err
	}
	for _, prefix := range r.leaves {
		r.position[prefix], _ = l.Amount(prefix+"balance", r.next.First)
		next, _, _ := r.ownerOf(prefix + "balance")
		r.bases(l, next, prefix)
		if r.once != nil {
			r.oneOffs(next, prefix)
		}
	}
	return nil
}

// oneOffs opens the one-off items: a body's balance less its position.
func (r *roller) oneOffs(next *Model, prefix string) {
	line, position := prefix+"one_offs", r.position[prefix]
	balance, given := r.actual[prefix+"balance"]
	planned := r.once[prefix]
	a := r.figure(line, planned, false)
	if _, said := r.actual[line]; given && said && balance-position != a {
		r.fault("actuals."+line,
			fault.Conflict.Found("a balance of %s is a position of %s and %s once, but %s is given",
				balance.Short(r.m.Symbol()), position.Short(r.m.Symbol()), (balance-position).Short(r.m.Symbol()),
				a.Short(r.m.Symbol())))
	}
	if given {
		a = balance - position
		r.figures[len(r.figures)-1].Actual = a
	}
	if a != 0 || slices.ContainsFunc(r.opened, func(o Opened) bool { return o.Path == prefix+"opening.one_offs" }) {
		r.opened = slices.DeleteFunc(r.opened, func(o Opened) bool { return o.Path == prefix+"opening.one_offs" })
		from := line
		if given {
			from = prefix + "balance"
		}
		r.open(prefix+"opening.one_offs", &next.Opening.OneOffs, a, from)
	}
}
