package finance_test

import (
	"strings"

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
		case "cushion": // a tenth of a balance of £25m or more; else what savings fall short of 2% of funding two years ago
			o.from(pounds(-3_000_000), r.Name, func() decimal.Decimal {
				if balance := o.now("balance"); balance.GreaterThanOrEqual(pounds(25_000_000)) {
					return penny(balance.Mul(number64(0.1)))
				}
				return positive(penny(o.ago("funding", 2).Mul(number64(0.02))).Sub(o.now("savings")))
			})
		case "price of care": // an index of planned inflation, 1% a year less
			o.from(one, r.Name, func() decimal.Decimal { return over(product(o.last(r.Name), o.planned1()()), number64(1.01)) })
		}
	}
}

// givenByFormula is the year's figure of the series that a formula gives: 3% of last year's funding and no less than
// £25m.
func (o *oracle) givenByFormula() {
	for _, r := range o.m.Rows {
		if !strings.Contains(r.Name, ".") {
			continue
		}
		sum := o.later(r.Name, func() decimal.Decimal {
			return decimal.Max(pounds(25_000_000), penny(o.last("funding").Mul(number64(0.03))))
		})
		m := *o.m
		m.Earmark.Amount = []finance.Amount{finance.Amount(sum.IntPart())}
		o.m = &m
	}
}

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
	if len(m.Earmark.Share) == 0 && rapid.IntRange(0, 2).Draw(d.t, "earmark by formula") == 0 {
		m.Earmark.Amount = nil
		m.Rows = append(m.Rows, finance.Row{Name: "earmark.amount", Formula: "max(£25m, 3% × last(funding))"})
	}
}
