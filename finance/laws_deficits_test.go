package finance_test

import (
	"slices"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Support on top of funding is what is offered or nothing, as the target says, and leaves the underlying position where
// it was. That holds where the past does not answer back: without returns and without what debt costs.
func TestSupportDoesNotMoveTheUnderlyingPosition(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		m.Debt = finance.Debt{Surplus: m.Debt.Surplus}
		eachEarmark(m, func(e *finance.Earmark) { e.Returns.PerPound = nil })
		m.Support.Amount = []finance.Amount{
			finance.Amount(rapid.Int64Range(0, int64(finance.Billion)).Draw(t, "amount"))}
		m.Support.Adds = true
		alone := *m
		alone.Support = finance.Support{}
		with, without := project(t, m), project(t, &alone)
		require.Equal(t, row(t, without, m, "underlying_position"), row(t, with, m, "underlying_position"))
		offered, paid, before := row(t, with, m, "support_offered"), row(t, with, m, "support_paid"),
			row(t, with, m, "position_before_support")
		for i := 1; i < len(paid); i++ {
			want := offered[i]
			if n := len(m.Support.Target); n > 0 && before[i] < m.Support.Target[min(i, n)-1] {
				want = 0
			}
			require.Equal(t, want, paid[i])
		}
	})
}

// What is frozen is released or left; a deficit stays only where no more may be released; and the earmark is touched
// only when all has been.
func TestAReserveGoesBeforeTheEarmarkAndBeforeDebt(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		m.RiskReserve = finance.RiskReserve{
			Share: []finance.Rate{finance.Rate(rapid.Float64Range(0, 0.1).Draw(t, "share"))}}
		eachEarmark(m, func(e *finance.Earmark) { e.Recorded = nil })
		l := project(t, m)
		frozen, released, unreleased := row(t, l, m, "frozen"), row(t, l, m, "released"), row(t, l, m, "unreleased")
		balance, diverted, borrowing := row(t, l, m, "balance"), row(t, l, m, "diverted"), row(t, l, m, "borrowing")
		for i := 1; i < len(frozen); i++ {
			require.Equal(t, frozen[i], released[i]+unreleased[i])
			if balance[i] < 0 || diverted[i] > 0 || borrowing[i] > 0 {
				require.Zero(t, unreleased[i])
			}
		}
	})
}

// Debt is loans and the rest, none of them below zero; a loan never grows; and all that is due is repaid or refinanced.
func TestLoansAreAPartOfDebt(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		m.Debt.Loans = append(m.Debt.Loans,
			finance.Loan{Name: "one more", Opening: finance.Billion, Repaid: []finance.Rate{0.2}})
		l := project(t, m)
		debt, ordinary := row(t, l, m, "debt"), row(t, l, m, "ordinary_debt")
		due, repayment, refinanced := row(t, l, m, "repayment_due"), row(t, l, m, "repayment"),
			row(t, l, m, "refinanced")
		for _, loan := range m.Debt.Loans {
			owed := row(t, l, m, "debt.loans."+loan.Name)
			for i := range owed {
				debt[i] -= owed[i]
				require.GreaterOrEqual(t, owed[i], finance.Amount(0))
				require.LessOrEqual(t, owed[i], owed[max(i, 1)-1])
			}
		}
		require.Equal(t, ordinary, debt)
		for i := range due {
			require.GreaterOrEqual(t, ordinary[i], finance.Amount(0))
			require.Equal(t, max(0, due[i]-repayment[i]), refinanced[i])
		}
	})
}

// Without interest and charge a conversion moves no other figure, where surpluses do not repay: what is owed and the
// equity are together what would be owed.
func TestAFreeConversionOnlyRenamesDebt(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		m := drawModel(t, largest)
		m.Debt = finance.Debt{Opening: m.Debt.Opening}
		converted := *m
		converted.Debt.Equity = finance.Equity{Share: finance.Rate(rapid.Float64Range(0.01, 1).Draw(t, "share")),
			Year: m.First + 1}
		without, with := project(t, m), project(t, &converted)
		require.Equal(t, row(t, without, m, "balance"), row(t, with, m, "balance"))
		equity := row(t, with, m, "equity")
		for i, debt := range row(t, with, m, "debt") {
			require.Equal(t, row(t, without, m, "debt")[i], debt+equity[i])
		}
	})
}

// In a system what one body pays in support another receives: the underlying positions add up to what they would be
// without support, and the support of the net is what comes from outside.
func TestSupportInASystemNetsToNothing(t *testing.T) {
	testkit.Check(t, 30_000, func(t *rapid.T) {
		m := drawSupported(t, largest)
		for i := range m.Bodies {
			b := &m.Bodies[i]
			b.Debt = finance.Debt{Surplus: b.Debt.Surplus}
		}
		alone := *m
		alone.Bodies = slices.Clone(m.Bodies)
		var outside, inside []string
		for i := range alone.Bodies {
			b := &alone.Bodies[i]
			b.Earmark, b.Earmarks = finance.Earmark{}, nil // what a payer has left moves its new money
			m.Bodies[i].Earmark, m.Bodies[i].Earmarks = b.Earmark, nil
			if given := len(b.Support.Amount)+len(b.Support.Withdrawn) > 0; given && b.Support.From == "" {
				outside = append(outside, "bodies."+b.Name+".support_paid")
				if len(b.Support.Amount) == 0 {
					inside = append(inside, "bodies."+b.Name+".support_inside")
				}
			}
			b.Support = finance.Support{}
		}
		with, without := project(t, m), project(t, &alone)
		require.Empty(t, with.Breaks())
		require.Equal(t, row(t, without, m, "underlying_position"), row(t, with, m, "underlying_position"))
		support := row(t, without, m, "support")
		for _, name := range outside {
			for i, paid := range row(t, with, m, name) {
				support[i] += paid
			}
		}
		for _, name := range inside {
			for i, taken := range row(t, with, m, name) {
				support[i] -= taken
			}
		}
		require.Equal(t, support, row(t, with, m, "support"))
	})
}

// A system of bodies with everything they can have against deficits keeps its identities.
func TestEveryCheckIsZeroWhoeverPaysForDeficits(t *testing.T) {
	testkit.Check(t, 30_000, func(t *rapid.T) {
		m := drawSupported(t, largest)
		if rapid.Bool().Draw(t, "merger") {
			m.Mergers = []finance.Merger{{Body: "Acute", Into: "Commissioner", Year: m.Last}}
			eachEarmark(&m.Bodies[1], func(e *finance.Earmark) { e.Recorded = nil })
		}
		require.Empty(t, m.Validate())
		l := project(t, m)
		require.Empty(t, l.Breaks())
		if len(m.Mergers) > 0 {
			frozen, _ := l.Amount("bodies.Acute.frozen", m.Last)
			require.Zero(t, frozen)
			balance, _ := l.Amount("bodies.Acute.balance", m.Last)
			require.Zero(t, balance, "whatever it had, support and all, the other body has")
		}
	})
}
