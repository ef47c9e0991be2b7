package finance_test

import (
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
)

// A meant is an earmark under the name of its rows: nothing for the only one.
type meant struct {
	finance.Earmark
	under string
}

func (o *oracle) earmarks() (all []meant) {
	for _, e := range o.m.Earmarks {
		all = append(all, meant{e, "earmarks." + e.Name + "."})
	}
	if len(all) == 0 {
		return []meant{{o.m.Earmark, ""}}
	}
	return all
}

func (e meant) row(name string) string {
	if e.under == "" {
		return name
	}
	return e.under + strings.TrimPrefix(name, "earmark_")
}

// together is the sum of a row of several earmarks, where any has it.
func (o *oracle) together(row string) {
	var sum decimal.Decimal
	has := false
	for _, e := range o.earmarks() {
		has = has || o.rows[e.row(row)] != nil
		sum = sum.Add(o.now(e.row(row)))
	}
	if has && len(o.m.Earmarks) > 0 {
		o.later(row, func() decimal.Decimal { return sum })
	}
}

// benefit: what past transformation gives back.
func (o *oracle) benefit() {
	for _, e := range o.earmarks() {
		o.benefitOf(e)
	}
	o.together("benefit")
}

// planned: new money and the part of it that is meant for transformation.
func (o *oracle) planned() {
	if len(o.m.Earmarks) > 0 {
		o.newMoney(meant{})
	}
	for _, e := range o.earmarks() {
		o.plannedOf(e)
	}
	o.together("earmark_planned")
}

// diverted: what deficits take of one earmark after the other, and what is left of each.
func (o *oracle) diverted() {
	var given decimal.Decimal
	for _, e := range o.earmarks() {
		given = given.Add(o.divertedOf(e, given))
	}
	for _, row := range []string{"diverted", "held_back", "transformation"} {
		o.together(row)
	}
}

func (o *oracle) newMoney(e meant) decimal.Decimal {
	opening, _, _ := o.opens()
	if e.MeasuredFrom != 0 {
		opening = money(e.MeasuredFrom)
	}
	base := o.from(opening, e.row("new_money_base"), func() decimal.Decimal {
		switch e.Base {
		case finance.PreviousYear:
			return o.last("funding")
		case finance.AboveInflation:
			return penny(o.last(e.row("new_money_base")).Mul(o.planned1()()))
		}
		return opening
	})
	return o.later(e.row("new_money"), func() decimal.Decimal { return o.now("funding").Sub(base) })
}

// measured is the new money that an earmark is a share of.
func (o *oracle) measured(e meant) string {
	if e.Base == finance.OpeningYear && e.MeasuredFrom == 0 {
		return "new_money"
	}
	return e.row("new_money")
}

func (o *oracle) plannedOf(e meant) {
	if row := o.measured(e); row == e.row("new_money") {
		o.newMoney(e)
	}
	o.later(e.row("earmark_planned"), func() decimal.Decimal {
		if len(e.Amount) > 0 {
			return o.amount(e.Amount)
		}
		return positive(penny(o.rate(e.Share, 0).Mul(o.now(o.measured(e)))))
	})
}

// divertedOf is what an earmark gives to deficits or holds back, after what those before it have given.
func (o *oracle) divertedOf(e meant, given decimal.Decimal) decimal.Decimal {
	planned := o.now(e.row("earmark_planned"))
	diverted := o.later(e.row("diverted"), func() decimal.Decimal { return o.takes(e, planned, given) })
	left := planned.Sub(diverted)
	if e.OnlyWhenBalanced {
		left = left.Sub(o.later(e.row("held_back"), func() decimal.Decimal {
			if o.now("core_position").Add(o.now("released")).Add(given).IsNegative() {
				return left
			}
			return nothing
		}))
	}
	spent := o.later(e.row("transformation"), func() decimal.Decimal { return left })
	if len(e.Returns.Success) > 0 {
		o.later(e.row("working_transformation"), func() decimal.Decimal {
			return penny(spent.Mul(o.rate(e.Returns.Success, 1)))
		})
	}
	if e.Baseline != 0 {
		opening, _, _ := o.opens()
		share := o.set(e.row("earmark_base_share"), over(money(e.Baseline), opening))
		growth := o.later(e.row("earmark_base_growth"), func() decimal.Decimal {
			return penny(share.Mul(o.now(o.measured(e))))
		})
		o.later(e.row("transformation_above_base_growth"), func() decimal.Decimal { return spent.Sub(growth) })
	}
	if e.under != "" {
		o.later(e.under+"survival", func() decimal.Decimal { return over(spent, decimal.Max(planned, one)) })
	}
	return planned.Sub(left)
}

// takes is what deficits take of an earmark.
func (o *oracle) takes(e meant, planned, given decimal.Decimal) decimal.Decimal {
	if len(e.Recorded) > 0 {
		return decimal.Min(planned, o.amount(e.Recorded))
	}
	asked := positive(o.now("pressure").Sub(o.now("released")).Sub(given))
	if len(e.Cover) > 0 {
		asked = penny(o.rate(e.Cover, 1).Mul(asked))
	}
	most := decimal.Min(penny(o.rate(e.Leakage, 0).Mul(planned)), asked)
	if len(e.Floor) > 0 {
		most = decimal.Min(most, positive(planned.Sub(o.amount(e.Floor))))
	}
	return most
}

func (o *oracle) benefitOf(e meant) {
	r := e.Returns
	works := e.row("transformation")
	if len(r.Success) > 0 {
		works = e.row("working_transformation")
	}
	plan := e.row("benefit")
	if len(r.Before) > 0 {
		plan = e.row("plan_benefit")
	}
	gives := o.later(plan, func() decimal.Decimal {
		var matured decimal.Decimal
		ramp := max(r.Ramp, 1)
		for year := range ramp {
			matured = matured.Add(o.ago(works, max(r.Lag, 1)+year))
		}
		matured = over(matured, decimal.NewFromInt(int64(ramp)))
		kept := o.last(plan).Mul(less1(o.rate(r.Fade, 0)))
		if r.Grows == finance.WithPrices {
			kept = kept.Mul(plus1(o.now("outturn_inflation")))
		}
		return penny(kept).Add(penny(o.rate(r.PerPound, 0).Mul(matured)))
	})
	if len(r.Before) > 0 {
		o.later(e.row("benefit"), func() decimal.Decimal { return gives.Add(o.amount(r.Before)) })
	}
}
