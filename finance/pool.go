package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Pool is a budget that bodies share, like the Better Care Fund. Each body puts in a minimum and any top-up, and
// bears its agreed share of an overspend, or keeps its share of an underspend.
type Pool struct {
	Name     string    // its name in rows and paths
	Partners []Partner // their shares add up to 1
	// RealGrowth is growth of the cost of the pool's services above inflation, per year. The cost opens at the sum that
	// the partners put in.
	RealGrowth []Rate
	// PassThrough is the part of an inflation surprise that reaches the pool's cost; empty is 100%.
	PassThrough []Rate
	// Provider is the body that is paid; empty means a body outside the system.
	Provider string
}

// A Partner is one body's side of a pool.
type Partner struct {
	Body string // as in Model.Bodies
	// Minimum is the amount that it must put in, in the opening year.
	Minimum Amount
	// Growth is the growth of the minimum, in cash, per year; empty means the growth of the partner's funding, as the
	// NHS side grows with its settlement.
	Growth []Rate
	// TopUp is the amount that it adds to the minimum by choice, per year; the pool buys more with it.
	TopUp []Amount
	// Share is its share of an over- or underspend; the shares add up to 1.
	Share Rate
	// Cap is the most of an overspend that it bears, and Collar the most of an underspend that it keeps, per year;
	// empty means no limit. The rest goes to the partners without a limit, in proportion to their shares; there must be
	// at least one.
	Cap, Collar []Amount
}

// limited reports whether the partner has a cap or a collar.
func (p Partner) limited() bool { return len(p.Cap)+len(p.Collar) > 0 }

// poolRows: the contributions, the cost of the pool, and who bears the difference.
func poolRows(w *layout) {
	for _, p := range w.m.Pools {
		name := "pools." + p.Name
		var paid []sheet.Expr
		for _, partner := range p.Partners {
			paid = append(paid, w.contribution(name, partner))
		}
		w.moneyAlways(name+".paid_in", "what the partners put in", sheet.Sum(paid...))
		w.poolCost(name, p)
		w.moneyAlways(name+".overspend", "cost above what was put in, underspending negative",
			sheet.Ref(name+".cost").Minus(sheet.Ref(name+".paid_in")))
		all := append(paid[:len(paid):len(paid)], w.risk(name, p)...)
		w.AddCheck("check_"+name, "the partners pay what the pool costs",
			sheet.Ref(name+".cost").Minus(sheet.Sum(all...)))
	}
}

// risk is the amount of an overspend that each partner bears: its share, within its limits. Partners without limits
// bear the rest in proportion to their shares; the last of them takes what the others leave.
func (w *layout) risk(pool string, p Pool) (borne []sheet.Expr) {
	left, whole, last := sheet.Ref(pool+".overspend"), sheet.Expr{}, 0
	var shares, free []sheet.Expr
	for i, partner := range p.Partners {
		path := pool + ".partners." + partner.Body
		shares = append(shares, w.rates(path+".share", []Rate{partner.Share}, 0, share()))
		w.fix("shares add up to 1 and are part of the agreement")
		borne = append(borne, sheet.Ref(path+".bears"))
		if partner.limited() {
			left = left.Minus(borne[i])
		} else {
			free, last = append(free, shares[i]), i
		}
	}
	if len(free) < len(shares) {
		whole = sheet.Sum(free...)
	}
	var due []sheet.Expr
	for i, partner := range p.Partners {
		part := w.bears(pool, partner, shares[i], left, whole)
		if i == last {
			part = left.Minus(sheet.Sum(due...))
		}
		if !partner.limited() {
			due = append(due, borne[i])
		}
		w.money(pool+".partners."+partner.Body+".bears",
			"overspending that "+partner.Body+" bears, underspending negative", part)
	}
	return borne
}

// bears is the amount that a partner bears: with limits, its share of the whole within them; without, its share of the
// rest. It is not for the last partner without limits.
func (w *layout) bears(pool string, p Partner, share, left, whole sheet.Expr) sheet.Expr {
	path := pool + ".partners." + p.Body
	part := sheet.Ref(pool + ".overspend").Times(share)
	switch {
	case !p.limited() && whole.IsZero():
		return left.Times(share)
	case !p.limited():
		return left.Times(share.Over(whole))
	}
	if len(p.Cap) > 0 {
		part = sheet.Min(part, w.amounts(path+".cap", p.Cap...))
	}
	if len(p.Collar) > 0 {
		part = sheet.Max(part, sheet.Num(0).Minus(w.amounts(path+".collar", p.Collar...)))
	}
	return part
}

// contribution is the amount that a partner puts in.
func (w *layout) contribution(pool string, p Partner) sheet.Expr {
	path := pool + ".partners." + p.Body
	opening := w.amounts(path+".minimum", p.Minimum)
	funding := sheet.Ref(rowOf(p.Body, "funding"))
	factor := funding.Over(funding.Ago(1))
	if len(p.Growth) > 0 {
		factor = plusOne(w.rates(path+".growth", p.Growth, 0, growth()))
	}
	least, row := path+".least", path+".puts_in"
	w.moneyFrom(opening, least, "what "+p.Body+" has to put in", sheet.Last(least).Times(factor))
	w.moneyFrom(opening, row, "what "+p.Body+" puts in",
		sheet.Ref(least).Plus(w.amounts(path+".top_up", p.TopUp...)))
	return sheet.Ref(row)
}

// poolCost is what the pool spends.
func (w *layout) poolCost(name string, p Pool) {
	need := plusOne(w.rates(name+".real_growth", p.RealGrowth, 0, growth()))
	passThrough := w.rates(name+".pass_through", p.PassThrough, 1, span{0, 2})
	w.moneyFrom(sheet.Ref(name+".paid_in"), name+".need", "what the services cost that the pool pays for",
		sheet.Last(name+".need").Times(need.Times(priceGrowth(passThrough))))
	more := []sheet.Expr{sheet.Ref(name + ".need")}
	for _, partner := range p.Partners {
		more = append(more, sheet.Ref(name+".partners."+partner.Body+".top_up"))
	}
	w.moneyFrom(sheet.Ref(name+".paid_in"), name+".cost", "what the pool spends, with what the top-ups add",
		sheet.Sum(more...))
}

// flows are what the partners pay into the pool and what it pays out.
func (p Pool) flows() (all []flow) {
	name, sum := "pools."+p.Name, Amount(0)
	for _, partner := range p.Partners {
		path := name + ".partners." + partner.Body
		all = append(all, flow{from: partner.Body, to: poolMark + p.Name, opening: partner.Minimum,
			amount: sheet.Ref(path + ".puts_in").Plus(sheet.Ref(path + ".bears"))})
		sum += partner.Minimum
	}
	return append(all, flow{from: poolMark + p.Name, to: p.Provider, opening: sum, amount: sheet.Ref(name + ".cost")})
}

// poolMark begins the name of a pool at the end of a flow.
const poolMark = ":"

func (v *validator) pools() {
	seen := map[string]bool{}
	for _, p := range v.m.Pools {
		path := "pools." + p.Name
		v.name("pools", p.Name, seen)
		v.end(path+".provider", p.Provider)
		if len(p.Partners) < 2 {
			v.fault(path+".partners",
				fault.Missing.Found("a pool has at least two partners, found %d", len(p.Partners)))
		}
		v.partners(path, p)
	}
}

func (v *validator) partners(path string, p Pool) {
	seen, shares, opening := map[string]bool{}, Rate(0).decimal(), Amount(0)
	free, unlimited := Rate(0).decimal(), 0
	for _, partner := range p.Partners {
		at := path + ".partners." + partner.Body
		if seen[partner.Body] {
			v.fault(at, fault.Duplicate.Found("%s is a partner twice", fault.Quote(partner.Body)))
		}
		seen[partner.Body] = true
		shares = shares.Add(partner.Share.decimal())
		opening += partner.Minimum
		v.notBelowZero(at+".minimum", partner.Minimum)
		v.notBelowZero(at+".top_up", partner.TopUp...)
		v.notBelowZero(at+".cap", partner.Cap...)
		v.notBelowZero(at+".collar", partner.Collar...)
		if !partner.limited() {
			free = free.Add(partner.Share.decimal())
			unlimited++
		}
		switch _, ok := v.leaf(partner.Body); {
		case !ok:
			v.noBody(at, partner.Body)
		case len(partner.Growth) == 0 && !v.funded(partner.Body):
			v.fault(at, fault.Missing.Found("%s has no funding that its minimum could grow with",
				fault.Quote(partner.Body)).
				Want("give growth"))
		}
	}
	if unlimited < len(p.Partners) && (unlimited == 0 || unlimited > 1 && free.IsZero()) {
		v.fault(path+".partners", fault.Missing.Found("who bears what is beyond a cap or collar?").
			Want("leave one partner with a share without either"))
	}
	if len(p.Partners) > 0 && opening == 0 {
		v.fault(path,
			fault.Missing.Found("nobody puts anything in in the opening year, so there is no cost that could grow").
				Want("give a partner's minimum"))
	}
	if len(p.Partners) > 0 && !shares.Equal(Rate(1).decimal()) {
		v.fault(path, fault.Conflict.Found("the partners' shares add up to %s%%", shares.Shift(2)).
			Want("they must add up to 100%%"))
	}
}
