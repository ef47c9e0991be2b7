package finance_test

import (
	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// pounds is a sum in pence.
func pounds(n int64) decimal.Decimal { return decimal.NewFromInt(100 * n) }

// ownFigures are the rows that a body adds, worked out from what their formulas say in words: in the opening year and
// later.
func (o *oracle) ownFigures() {
	for _, r := range o.m.Rows {
		switch r.Name {
		case "saved so far": // all savings, from £5m
			o.from(pounds(5_000_000), r.Name, func() decimal.Decimal { return o.last(r.Name).Add(o.now("savings")) })
		case "cushion":
			// a tenth of a balance of £25m or more; else what savings fall short of 2% of funding two years ago
			o.from(pounds(-3_000_000), r.Name, func() decimal.Decimal {
				if balance := o.now("balance"); balance.GreaterThanOrEqual(pounds(25_000_000)) {
					return penny(balance.Mul(number64(0.1)))
				}
				return positive(penny(o.ago("funding", 2).Mul(number64(0.02))).Sub(o.now("savings")))
			})
		case "price of care": // an index of planned inflation, 1% a year less
			o.from(one, r.Name, func() decimal.Decimal {
				return over(product(o.last(r.Name), o.planned1()()), number64(1.01))
			})
		}
	}
}

// givenByFormula is the year's figure of the series that a formula gives: the earmark is 3% of last year's funding and
// no less than £25m, or half of what all set aside and £1m; new need is a third of what is new and 1% more.
func (o *oracle) givenByFormula() {
	m := *o.m
	for _, r := range o.m.Rows {
		switch r.Name {
		case "earmark.amount":
			sum := o.later(r.Name, func() decimal.Decimal {
				if len(m.Assumptions) > 0 {
					aside := decimal.NewFromInt(int64(inYear(m.Assumptions[1].Amount, o.y)))
					return penny(aside.Mul(number64(0.5))).Add(pounds(1_000_000))
				}
				return decimal.Max(pounds(25_000_000), penny(o.last("funding").Mul(number64(0.03))))
			})
			m.Earmark.Amount = []finance.Amount{finance.Amount(sum.IntPart())}
		case "unmet.share":
			share := o.later(r.Name, func() decimal.Decimal {
				return product(number64(float64(inYear(m.Assumptions[0].Rate, o.y))), number64(0.3)).Add(number64(0.01))
			})
			x, _ := share.Float64()
			m.Unmet.Share = []finance.Rate{finance.Rate(x)}
		}
	}
	o.m = &m
}

// inYear is the value of a series in a year of the plan, the first being 1.
func inYear[T any](series []T, y int) T { return series[min(y, len(series))-1] }

// rows are some of the rows of the workbook, or none.
func (d *drawer) rows() (rows []finance.Row) {
	for _, r := range ownRows() {
		if d.maybe(r.Name) {
			rows = append(rows, r)
		}
	}
	return rapid.Permutation(rows).Draw(d.t, "order of rows")
}

// earmarkByFormula gives the earmark by a formula, in one of three models that could have it.
func (d *drawer) earmarkByFormula(m *finance.Model) {
	if len(m.Assumptions)+len(m.Earmark.Share)+len(m.Earmarks) == 0 &&
		rapid.IntRange(0, 2).Draw(d.t, "earmark by formula") == 0 {
		m.Earmark.Amount = nil
		m.Rows = append(m.Rows, finance.Row{Name: "earmark.amount", Formula: "max(£25m, 3% × last(funding))"})
	}
}

// shared puts assumptions in the place of the earmark and of the need that is not met, in one of three models.
func (d *drawer) shared(m *finance.Model) {
	if rapid.IntRange(0, 2).Draw(d.t, "assumptions") > 0 {
		return
	}
	m.Assumptions = []finance.Assumption{
		{Name: "strain", Rate: d.given("strain", -0.03, 3.3)},
		{Name: "set aside", Amount: append(d.sums("set aside", 0, 0.1), finance.Million)[:1]},
	}
	if len(m.Earmark.Amount) > 0 {
		m.Earmark.Amount = nil
		m.Rows = append(m.Rows, finance.Row{Name: "earmark.amount", Formula: "50% × [assumptions.set aside] + £1m"})
	}
	if len(m.Unmet.Share) > 0 {
		m.Unmet.Share = nil
		m.Rows = append(m.Rows, finance.Row{Name: "unmet.share", Formula: "assumptions.strain × 0.3 + 1%"})
	}
}
