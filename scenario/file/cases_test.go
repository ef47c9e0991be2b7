package file

import (
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What systems do, in a few lines each, with figures worked out by hand: in £, for the first year after the opening
// year, the second and so on.
func TestWhatSystemsDo(t *testing.T) {
	for _, c := range []struct{ file, line, figures string }{
		// The council earmarks half of £2m; its second year has £4.04m and the gain share of £0.1m more than at the
		// opening.
		{"wrong_pocket", "bodies.Council.transformation", "1,000,000.00 2,070,000.00"},
		// 20p of each pound of the year before.
		{"wrong_pocket", "bodies.Trust.demand avoided", "0.00 200,000.00 414,000.00"},
		{"wrong_pocket", "transfers.gain share", "0.00 100,000.00 207,000.00"},
		// 300 × 1.03; less 0.2 before it grows: (309 − 0.2) × 1.03; then (318.064 − 0.414) × 1.03.
		{"wrong_pocket", "bodies.Trust.demand", "309,000,000.00 318,064,000.00 327,179,500.00"},
		// 318.27 of funding, less 0.1 paid back, less 318.064.
		{"wrong_pocket", "bodies.Trust.balance", "0.00 106,000.00"},

		// The pool costs 21 and 22.05; 10.3 and 10.609 are put in by each.
		{"risk_collar", "pools.P.overspend", "400,000.00 832,000.00"},
		{"risk_collar", "pools.P.partners.B.bears", "160,000.00 300,000.00"}, // 40% of the second would be 332,800
		{"risk_collar", "pools.P.partners.A.bears", "240,000.00 532,000.00"},

		// A fifth of 4% in the central case.
		{"whole_population", "transfers.whole population contract", "100,800,000.00 101,606,400.00"},

		// 600 × 1.03 × 0.995, and again.
		{"shift_of_care", "services.hospital.cost", "614,910,000.00 630,190,513.50"},
		// 400 × 1.03 and 600 × 1.03 × 0.005 more.
		{"shift_of_care", "services.community.cost", "415,090,000.00"},
		{"shift_of_care", "cost", "1,030,000,000.00 1,060,900,000.00"}, // nothing is lost on the way

		// A has 515 less 520.15, then 530.45 less 535.7545; B 515 less 506.76, then 530.45 less 532.098.
		{"system_target", "bodies.A.position_before_support", "-5,150,000.00 -5,304,500.00"},
		{"system_target", "bodies.B.balance", "8,240,000.00 -1,648,000.00"},
		// 4 less 3.09, then 4 and 6.9525 more.
		{"system_target", "miss", "910,000.00 10,952,500.00"},
		{"system_target", "bodies.A.support_paid", "7,725,000.00 0.00"}, // 10 × (1 − 0.91 ÷ 4)

		// 5,170 less 5,165 and 2; then 5,345.78 less 5,335.445 and 2. The councils would want 39 and 79.521.
		{"single_pot", "bodies.Greater Manchester.transfers.pot", "3,000,000.00 8,335,000.00"},
		{"single_pot", "bodies.Greater Manchester.bodies.NHS.balance", "2,000,000.00 2,000,000.00"},
		{"single_pot", "bodies.Greater Manchester.bodies.Councils.balance", "-36,000,000.00 -71,186,000.00"},

		// B and C are each 2 short, then 4.08; £1m of contingency, and of A 105 less 102 and 1, then 110.25 less 104.04
		// and 1.
		{"shared_pot", "transfers.contingency to C", "500,000.00 500,000.00"},
		{"shared_pot", "transfers.pot to B", "1,000,000.00 2,605,000.00"},
		{"shared_pot", "bodies.A.balance", "1,000,000.00 1,000,000.00"},
		{"shared_pot", "bodies.C.balance", "-500,000.00 -975,000.00"},

		// From the opening year on: £766m with £24m of support is £14m short; then half of the support is gone, then
		// all of it.
		{"withdrawn", "balance", "-14,000,000.00 -26,000,000.00 -38,000,000.00"},
		{"withdrawn", "support", "24,000,000.00 12,000,000.00 0.00"},
		{"withdrawn", "underlying_position", "-38,000,000.00 -38,000,000.00 -38,000,000.00"},

		// Each hospital's demand is 312, then 324.48.
		{"contracts", "transfers.a block", "303,000,000.00 303,000,000.00"},
		{"contracts", "transfers.with a marginal rate", "304,800,000.00 307,296,000.00"}, // 20% of 9, of 21.48
		{"contracts", "transfers.cost and volume", "305,000,000.00 317,480,000.00"},      // 2, 14.48 above 310

		// 103.84 of funding less 240.8m set aside, and 103.7132 of cost; then 107.3996, 489.972m and 107.1357356.
		{"several_earmarks", "earmarks.transformation.diverted", "114,000,000.00 226,107,600.00"},
		{"several_earmarks", "earmarks.transformation.transformation", "58,000,000.00 123,872,400.00"},
		{"several_earmarks", "earmarks.digital.transformation", "68,800,000.00 139,992,000.00"},
		{"several_earmarks", "transformation", "126,800,000.00 263,864,400.00"},
		// Half of it two years later, beside 110.67228… of cost.
		{"several_earmarks", "benefit", "0.00 0.00 34,400,000.00"},

		// 1% of 400, at the median, and 1.5% of 100.
		{"causes", "causes.ageing.cost", "5,500,000.00"},
		// 400 × 1.01 × 2%; 400 × 1.01 × 1.02 × 0.2% and 100 × 1.015 × 0.5%.
		{"causes", "causes.chronic conditions.cost", "8,080,000.00"},
		{"causes", "causes.deprivation.cost", "1,331,660.00"},
		// 100 × 1.015 × 1.005 × (1.02 × 1.0025 − 1), at the median surprise.
		{"causes", "causes.prices.cost", "2,300,269.13"},

		// £2,139m less 1,800, £2,864m less 1,800, £2,947m less 2,450: what the fund of 2016 to 2019 left to transform.
		{"recorded", "diverted", "1,800,000,000.00 1,800,000,000.00 2,450,000,000.00"},
		{"recorded", "transformation", "339,000,000.00 1,064,000,000.00 497,000,000.00"},
		// 3,015 of new money and as much need: 2,139 are short beside what is set aside, of which 1,800 are paid.
		{"recorded", "balance", "-339,000,000.00"},
		{"recorded", "left_of_fund", "0.00"},
		// The rest of the funding pays the cost but for the whole fund.
		{"recorded", "balance", "-339,000,000.00 -1,064,000,000.00 -497,000,000.00"},

		// 310.2 less 314.944; then 320.7468 less 326.281984, 1.5 and 213.8312 less 211.283622 of the other.
		{"merger", "bodies.CCG A.balance", "-4,744,000.00 -4,487,606.00"},
		{"merger", "bodies.CCG B.balance", "2,266,000.00 0.00"},
		{"merger", "bodies.CCG A.pressures_returned", "0.00 0.00 600,000.00"},

		// X has 310.2 less 310.8, then 320.7468 less 321.9888; Y 206.8 less 206, then 213.8312 less 212.18.
		{"merged_systems", "bodies.North.balance", "-600,000.00 409,200.00"},
		{"merged_systems", "bodies.South.balance", "800,000.00 1,651,200.00"},
		{"merged_systems", "bodies.North.funding", "310,200,000.00 534,578,000.00"},
		{"merged_systems", "bodies.North.deficit_financing", "600,000.00 1,242,000.00"},
		{"merged_systems", "bodies.North.lowest_balance", "-600,000.00 -1,242,000.00"},
		{"merged_systems", "balance", "200,000.00 409,200.00"},
		{"merged_systems", "budget", "517,000,000.00 534,578,000.00"},

		// £10m of 40 moves, 80% of 30 is spent; then £10m of 46, and 80% of 36.
		{"capital", "capital spent", "24,000,000.00 28,800,000.00"},
		{"capital", "capital slipped", "6,000,000.00 7,200,000.00"},
		{"capital", "depreciation", "20,000,000.00 20,266,666.67"}, // 300 and 304 over 15
		{"capital", "assets", "304,000,000.00 312,533,333.33"},
		{"capital", "pressures.charge on assets", "10,500,000.00 10,640,000.00"},
		// 1,030 and 10 less 988.89 and 30.5; then 1,060.9 and 10 less 1,008.6678 and 30.9066….
		{"capital", "balance", "20,610,000.00 31,325,533.33"},
	} {
		l := projected(t, c.file)
		assert.Empty(t, l.Breaks(), c.file)
		first, err := finance.ParseYear(l.Program.Years[1])
		require.NoError(t, err)
		assert.Equal(t, c.figures, figuresFrom(t, l, c.line, min(first, 2019), c.figures), "%s: %s", c.file, c.line)
	}
}

// figuresFrom are a line's figures from a year on, as many as are wanted.
func figuresFrom(t *testing.T, l *finance.Ledger, line string, from finance.Year, wanted string) string {
	t.Helper()
	var got []string
	for i := range strings.Fields(wanted) {
		a, ok := l.Amount(line, from+finance.Year(i))
		require.True(t, ok, "%s in %s", line, from+finance.Year(i))
		got = append(got, a.String())
	}
	return strings.Join(got, " ")
}

// projected is the baseline of a file of the corpus, worked out.
func projected(t *testing.T, name string) *finance.Ledger {
	s, err := Load(name, corpus(t, "good/"+name+".yaml")[name+".yaml"])
	require.NoError(t, err, name)
	return workedOut(t, s, name)
}

// workedOut is the baseline of a file, uncertain numbers at their medians.
func workedOut(t *testing.T, s *Spec, name string) *finance.Ledger {
	t.Helper()
	m, err := s.Model()
	require.NoError(t, err, name)
	l, err := finance.Project(central(m))
	require.NoError(t, err, name)
	return l
}
