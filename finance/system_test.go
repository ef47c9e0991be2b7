package finance_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// system is a small one, invented: a commissioner with an envelope pays two trusts, which also earn a little outside.
func system() *finance.Model {
	const m = finance.Million
	return &finance.Model{
		Name: "A system", First: 2024, Last: 2027,
		Deflator: finance.Deflator{Planned: []finance.Rate{0.02}, Surprise: []finance.Rate{0.01, 0, 0}},
		Bodies: []finance.Model{
			{Name: "Commissioner", Funding: finance.Settlement{Baseline: 1000 * m, RealGrowth: []finance.Rate{0.03}}},
			{Name: "Acute", Opening: finance.Opening{Position: -20 * m},
				Need: finance.Need{RealGrowth: []finance.Rate{0.04}},
				Debt: finance.Debt{Interest: []finance.Rate{0.035}}},
			{Name: "Mental health", Opening: finance.Opening{Position: 5 * m},
				Need:    finance.Need{RealGrowth: []finance.Rate{0.02}},
				Savings: finance.Savings{Planned: []finance.Rate{0.01}}},
		},
		Transfers: []finance.Transfer{
			{Name: "Acute contract", From: "Commissioner", To: "Acute", Baseline: 700 * m,
				Efficiency: []finance.Rate{0.01}, Volume: []finance.Rate{0.03}},
			{Name: "Mental health contract", From: "Commissioner", To: "Mental health", Baseline: 290 * m,
				AtLeast: []finance.Rate{0.005}},
			{Name: "Private patients", To: "Acute", Baseline: 30 * m},
			{Name: "Agencies", From: "Acute", Amount: []finance.Amount{2 * m}},
		},
	}
}

func TestASystemNetsItsBodies(t *testing.T) {
	l, err := finance.Project(system())
	require.NoError(t, err)
	assert.Empty(t, l.Breaks())
	at := func(row string, y finance.Year) string {
		a, ok := l.Amount(row, y)
		require.True(t, ok, row)
		return a.String()
	}
	for _, tt := range []struct{ row, want, because string }{
		{"transfers.Acute contract", "728,065,800.00", "700 × 1.02 × 0.99 × 1.03"},
		{"transfers.Mental health contract", "306,197,370.00",
			"290 × 1.03 × 1.02 × 1.005, which is more than 290 × 1.02"},
		{"bodies.Commissioner.balance", "16,336,830.00", "1,000 × 1.03 × 1.02 less both contracts"},
		{"bodies.Acute.budget", "756,665,800.00", "the contract, 30 × 1.02 from outside, less 2 for agencies"},
		{"bodies.Acute.cost", "803,556,000.00", "(700 + 30 + 20) × 1.04 × 1.02 × 1.01"},
		{"bodies.Acute.balance", "-46,890,200.00", "budget less cost"},
		{"bodies.Mental health.balance", "9,713,021.40", "306.19737 less 285 × 1.02 × 1.02 × 1.01 × 0.99"},
		{"balance", "-20,840,348.60", "the three of them"},
		{"income", "30,600,000.00", "from outside only"},
		{"paid_on", "2,000,000.00", "to outside only"},
		{"surplus", "26,049,851.40", "of those that have one"},
		{"deficit_financing", "46,890,200.00", "of the one that needs it"},
		{"surplus_to_move", "26,049,851.40", "which is not enough"},
	} {
		assert.Equal(t, tt.want, at(tt.row, 2025), "%s: %s", tt.row, tt.because)
	}
	assert.Equal(t, "-5,000,000.00", at("balance", 2024), "10 left with the commissioner, 5 and -20")
	short, _ := l.Number("bodies_in_deficit", 2025)
	assert.Equal(t, 1.0, short)
	share, _ := l.Number("share_in_deficit", 2025)
	assert.InDelta(t, 1.0/3, share, 1e-15)
}

// A council that may not run a deficit gives less; a part of what it does not give comes back as a backlog, and a part
// comes up at the hospital a year later.
func TestUnmetNeedSpillsIntoHospitals(t *testing.T) {
	const m = finance.Million
	l, err := finance.Project(&finance.Model{
		First: 2024, Last: 2027,
		Bodies: []finance.Model{
			{Name: "Council", Funding: finance.Settlement{Baseline: 100 * m, CashGrowth: []finance.Rate{0.01}},
				Need:  finance.Need{RealGrowth: []finance.Rate{0.04}},
				Unmet: finance.Unmet{Share: []finance.Rate{1}, Carried: []finance.Rate{0.5}}},
			{Name: "Hospital", Funding: finance.Settlement{Baseline: 200 * m, CashGrowth: []finance.Rate{0.03}},
				Need: finance.Need{RealGrowth: []finance.Rate{0.03}}},
		},
		Spills: []finance.Spill{{Name: "care", From: "Council", To: "Hospital", Elasticity: []finance.Rate{0.3},
			Lag: 1}},
	})
	require.NoError(t, err)
	assert.Empty(t, l.Breaks())
	for _, tt := range []struct {
		row     string
		year    finance.Year
		want    string
		because string
	}{
		{"bodies.Council.unmet_need", 2025, "3,000,000.00", "104 less 101"},
		{"bodies.Council.balance", 2025, "0.00", "a council balances"},
		{"bodies.Hospital.demand", 2025, "206,000,000.00", "nothing has spilled yet"},
		{"bodies.Council.backlog", 2026, "1,560,000.00", "half of 3, grown by 4%"},
		{"bodies.Council.unmet_need", 2026, "7,710,000.00", "108.16 + 1.56 less 102.01"},
		{"bodies.Hospital.demand", 2026, "214,016,173.08", "206 × 1.03 × (1 + 0.3 × 3 ÷ 104)"},
		{"spilled_cost", 2026, "1,836,173.08", "214.01617308 less 206 × 1.03"},
		{"balance", 2026, "-1,836,173.08", "which is all that the hospital is short of"},
	} {
		got, ok := l.Amount(tt.row, tt.year)
		require.True(t, ok, tt.row)
		assert.Equal(t, tt.want, got.String(), "%s: %s", tt.row, tt.because)
	}
}

// A pool of three partners: the commissioner's minimum grows with its funding, the council's by its own rate, and the
// trust adds something by choice. What the pool spends above that they bear as agreed.
func TestAPoolsOverspendIsBorneAsAgreed(t *testing.T) {
	const m = finance.Million
	need := finance.Need{RealGrowth: []finance.Rate{0.02}}
	system := &finance.Model{
		First: 2024, Last: 2026,
		Bodies: []finance.Model{
			{Name: "Commissioner", Funding: finance.Settlement{Baseline: 500 * m, CashGrowth: []finance.Rate{0.05}},
				Need: need},
			{Name: "Council", Funding: finance.Settlement{Baseline: 100 * m, CashGrowth: []finance.Rate{0.02}},
				Need: need},
			{Name: "Trust", Funding: finance.Settlement{Baseline: 50 * m, CashGrowth: []finance.Rate{0.02}},
				Need: need},
			{Name: "Charity", Need: need},
		},
		Pools: []finance.Pool{{Name: "Better care", RealGrowth: []finance.Rate{0.1}, Provider: "Charity",
			Partners: []finance.Partner{
				{Body: "Commissioner", Minimum: 20 * m, Share: 0.55},
				{Body: "Council", Minimum: 10 * m, Growth: []finance.Rate{0.01}, Share: 0.33},
				{Body: "Trust", TopUp: []finance.Amount{1 * m}, Growth: []finance.Rate{0}, Share: 0.12},
			}}},
	}
	l, err := finance.Project(system)
	require.NoError(t, err)
	assert.Empty(t, l.Breaks())
	for _, tt := range []struct{ row, want, because string }{
		{"pools.Better care.partners.Commissioner.puts_in", "21,000,000.00", "20 × 1.05"},
		{"pools.Better care.partners.Council.puts_in", "10,100,000.00", "10 × 1.01"},
		{"pools.Better care.partners.Trust.puts_in", "1,000,000.00", "its top-up"},
		{"pools.Better care.need", "33,000,000.00", "30 × 1.1"},
		{"pools.Better care.cost", "34,000,000.00", "with the trust's 1"},
		{"pools.Better care.overspend", "1,900,000.00", "34 less 32.1"},
		{"pools.Better care.partners.Commissioner.bears", "1,045,000.00", "55% of 1.9"},
		{"pools.Better care.partners.Council.bears", "627,000.00", "33% of 1.9"},
		{"pools.Better care.partners.Trust.bears", "228,000.00", "the rest"},
		{"bodies.Charity.income", "34,000,000.00", "what the pool spends"},
		{"bodies.Charity.balance", "3,400,000.00", "34 less 30 × 1.02"},
		{"bodies.Council.paid_on", "10,727,000.00", "10.1 + 0.627"},
		{"income", "0.00", "nothing from outside"},
		{"paid_on", "0.00", "nothing to outside: the charity is a body of the system"},
	} {
		got, ok := l.Amount(tt.row, 2025)
		require.True(t, ok, tt.row)
		assert.Equal(t, tt.want, got.String(), "%s: %s", tt.row, tt.because)
	}

	system.Pools[0].Provider = ""
	l, err = finance.Project(system)
	assert.ErrorContains(t, err, "bodies.Charity.opening: the body has a need, but neither funding nor income")
	assert.Nil(t, l)
}

// Once two trusts have merged, the surplus of one pays for the deficit of the other before anyone borrows.
func TestAMergerNetsTwoBodies(t *testing.T) {
	const m = finance.Million
	trust := func(name string, position finance.Amount) finance.Model {
		return finance.Model{Name: name, Funding: finance.Settlement{Baseline: 100 * m, CashGrowth: []finance.Rate{0}},
			Opening: finance.Opening{Position: position}, Need: finance.Need{RealGrowth: []finance.Rate{0}}}
	}
	system := &finance.Model{First: 2024, Last: 2027,
		Bodies: []finance.Model{trust("North", 3*m), trust("South", -5*m), trust("East", 1*m)}}
	apart, err := finance.Project(system)
	require.NoError(t, err)
	system.Mergers = []finance.Merger{{Body: "South", Into: "North", Year: 2026}}
	merged, err := finance.Project(system)
	require.NoError(t, err)
	assert.Empty(t, merged.Breaks())
	for _, tt := range []struct {
		row         string
		year        finance.Year
		apart, then string
	}{
		{"bodies.North.balance", 2025, "3,000,000.00", "3,000,000.00"},
		{"bodies.North.balance", 2026, "3,000,000.00", "-2,000,000.00"},
		{"bodies.South.balance", 2026, "-5,000,000.00", "0.00"},
		{"balance", 2026, "-1,000,000.00", "-1,000,000.00"},
		{"deficit_financing", 2026, "5,000,000.00", "2,000,000.00"},
		{"debt", 2027, "15,000,000.00", "9,000,000.00"},
	} {
		before, _ := apart.Amount(tt.row, tt.year)
		after, _ := merged.Amount(tt.row, tt.year)
		assert.Equal(t, []string{tt.apart, tt.then}, []string{before.String(), after.String()}, "%s %s", tt.row,
			tt.year)
	}
	counted, _ := merged.Number("bodies_counted", 2026)
	assert.Equal(t, 2.0, counted)
}

// A nation divides its settlement between systems by shares that move to their targets, and they divide theirs.
func TestAllocationsMoveToTheirTargets(t *testing.T) {
	const m = finance.Million
	body := func(name string) finance.Model {
		return finance.Model{Name: name, Need: finance.Need{RealGrowth: []finance.Rate{0.02}}}
	}
	nation := &finance.Model{
		First: 2024, Last: 2026,
		Funding: finance.Settlement{CashGrowth: []finance.Rate{0.05}},
		Bodies: []finance.Model{
			{Name: "North", Bodies: []finance.Model{body("Acute"), body("Community")},
				Allocation: finance.Allocation{Parts: []finance.Part{{Body: "Acute", Opening: 45 * m},
					{Body: "Community", Opening: 15 * m}}}},
			body("South"),
		},
		Allocation: finance.Allocation{Pace: []finance.Rate{0.5},
			Parts: []finance.Part{{Body: "North", Opening: 60 * m, Target: 0.5},
				{Body: "South", Opening: 40 * m, Target: 0.5}}},
		Transfers: []finance.Transfer{{Name: "Patients", From: "North.Acute", To: "South", Baseline: 2 * m}},
	}
	l, err := finance.Project(nation)
	require.NoError(t, err)
	assert.Empty(t, l.Breaks())
	for _, tt := range []struct{ row, want, because string }{
		{"envelope", "105,000,000.00", "100 × 1.05"},
		{"allocation.parts.North", "57,750,000.00", "60% on half its way to 50%, of 105"},
		{"allocation.parts.South", "47,250,000.00", "the rest"},
		{"bodies.North.allocation.parts.Acute", "43,312,500.00", "three quarters of 57.75"},
		{"bodies.North.bodies.Acute.budget", "41,312,500.00", "less 2 for patients who go south"},
		{"bodies.South.budget", "49,250,000.00", "with 2 for them"},
		{"bodies.North.paid_on", "2,000,000.00", "which leave the system, but not the nation"},
		{"paid_on", "0.00", "nothing"},
		{"funding", "105,000,000.00", "all of it, once"},
	} {
		got, ok := l.Amount(tt.row, 2025)
		require.True(t, ok, tt.row)
		assert.Equal(t, tt.want, got.String(), "%s: %s", tt.row, tt.because)
	}
}

// Support in a system is paid by a body that has money of its own, and a chain of payers begins somewhere.
func TestFaultsOfSupportInASystem(t *testing.T) {
	one := []finance.Amount{finance.Million}
	for _, tt := range []struct {
		name string
		bend func(m *finance.Model)
		want []string
	}{
		{"a chain", func(m *finance.Model) {
			m.Bodies[0].Support, m.Bodies[1].Support = finance.Support{Amount: one},
				finance.Support{Amount: one, From: "Commissioner"}
		}, nil},
		{"nobody", func(m *finance.Model) { m.Bodies[1].Support = finance.Support{Amount: one, From: "Comissioner"} },
			[]string{`bodies.Acute.support.from: there is no body "Comissioner" that has money of its own in this system; did you mean "Commissioner"?`}},
		{"itself", func(m *finance.Model) { m.Bodies[1].Support = finance.Support{Amount: one, From: "Acute"} },
			[]string{`bodies.Acute.support.from: "Acute" pays, and is supported by "Acute" in the end; let money from elsewhere begin the chain`}},
		{"each other", func(m *finance.Model) {
			m.Bodies[0].Support, m.Bodies[1].Support = finance.Support{Amount: one, From: "Acute"},
				finance.Support{Amount: one, From: "Commissioner"}
		}, []string{
			`bodies.Commissioner.support.from: "Acute" pays, and is supported by "Commissioner" in the end; let money from elsewhere begin the chain`,
			`bodies.Acute.support.from: "Commissioner" pays, and is supported by "Acute" in the end; let money from elsewhere begin the chain`}},
		{"of the system itself", func(m *finance.Model) {
			m.Support.Amount, m.RiskReserve.Share = one, []finance.Rate{0.01}
			m.Bodies[0].RiskReserve.Share = []finance.Rate{0.01}
		}, []string{"support: a system nets its bodies and has no support of its own; give it to a body",
			"risk_reserve: a system nets its bodies and has no risk_reserve of its own; give it to a body",
			"bodies.Commissioner.risk_reserve: the body only passes money on; give the reserve to a body whose services can do without it"}},
	} {
		m := system()
		tt.bend(m)
		var found []string
		for _, f := range m.Validate() {
			found = append(found, f.Error())
		}
		assert.Equal(t, tt.want, found, tt.name)
	}
}

// A body of a system inside the system is supported from the top of it, and a reserve, loans and equity of bodies are
// netted.
func TestSupportReachesIntoASystemInsideASystem(t *testing.T) {
	const m = finance.Million
	trust := func(name string, from string) finance.Model {
		return finance.Model{Name: name, Funding: finance.Settlement{Baseline: 100 * m, CashGrowth: []finance.Rate{0}},
			Opening: finance.Opening{Position: -10 * m}, Need: finance.Need{RealGrowth: []finance.Rate{0}},
			Support: finance.Support{Amount: []finance.Amount{4 * m}, From: from,
				Target: []finance.Amount{-12 * m}},
			RiskReserve: finance.RiskReserve{Share: []finance.Rate{0.03}},
			Debt: finance.Debt{Loans: []finance.Loan{{Name: "old", Opening: 20 * m, Interest: []finance.Rate{0.05},
				Repaid: []finance.Rate{0.5}}},
				Equity: finance.Equity{Share: 1, Year: 2025, Charge: []finance.Rate{0.035}}}}
	}
	whole := &finance.Model{First: 2024, Last: 2026, Bodies: []finance.Model{
		{Name: "Region", Funding: finance.Settlement{Baseline: 50 * m, CashGrowth: []finance.Rate{0}}},
		{Name: "North", Bodies: []finance.Model{trust("One", "Region"), trust("Two", "North.One"), trust("Three", "")}},
	}}
	require.Empty(t, whole.Validate())
	l := project(t, whole)
	require.Empty(t, l.Breaks())
	for name, want := range map[string]finance.Amount{
		"bodies.Region.support_given":                     0,
		"bodies.North.bodies.One.position_before_support": -15 * m, // −10, 1 of interest, and 4 that it pays to Two
		"bodies.North.bodies.Two.support_paid":            4 * m,
		"bodies.North.bodies.One.support_paid":            0, // short of its target by what it pays
		"bodies.North.bodies.One.support":                 -4 * m,
		"bodies.North.support_paid":                       4 * m, // to Three
		"support_paid":                                    4 * m,
		"support":                                         4 * m,
		"released":                                        8.88 * m,  // 3% of 100, of 100, and of the 96 that One keeps
		"balance":                                         29.88 * m, // 50 − 3 × 11 + 4 + 8.88
		// three loans of 20, and what was borrowed: 12.12, 4 and 4
		"converted": 80.12 * m,
	} {
		got, ok := l.Amount(name, 2025)
		require.True(t, ok, name)
		assert.Equal(t, want.String(), got.String(), name)
	}
	charge, _ := l.Amount("equity_charge", 2026)
	assert.Equal(t, finance.Amount(2.8042*m), charge, "3.5% of 80.12")
}

// A body's grants are funding, an earmark held back nets, and a body is shown at the system's vintages. £1,000m and a
// grant of £50m grow by 3% in cash; £20m is moved from the second year to the first.
func TestABodyHasGrantsPhasingVintagesAndHoldsBack(t *testing.T) {
	const m = finance.Million
	s := system()
	s.Deflator.Vintages = []finance.Vintage{{Name: "december 2025", Inflation: []finance.Rate{0.05}}}
	s.Bodies[0].Funding = finance.Settlement{Baseline: 1000 * m, CashGrowth: []finance.Rate{0.03},
		Phasing: []finance.Amount{20 * m, -20 * m, 0},
		Grants:  []finance.Grant{{Name: "winter", Baseline: 50 * m, CashGrowth: []finance.Rate{0.03}}}}
	s.Bodies[1].Earmark = finance.Earmark{Amount: []finance.Amount{4 * m}, OnlyWhenBalanced: true}
	s.Bodies[1].Savings.Required = finance.RequiredForUnderlying
	s.Bodies[1].RealTerms = []string{"balance"}
	require.Empty(t, s.Validate())
	l, err := finance.Project(s)
	require.NoError(t, err)
	assert.Empty(t, l.Breaks())
	for row, want := range map[string]string{
		"funding": "1,101,500,000.00",
		"bodies.Commissioner.funding.grants.winter": "51,500,000.00",
		"held_back":                                    "4,000,000.00",
		"bodies.Acute.transformation":                  "0.00",
		"bodies.Acute.balance":                         "-46,890,200.00",
		"bodies.Acute.balance_at_december 2025_prices": "-44,657,333.33",
		"recurrent_savings_required":                   "50,890,200.00",
		"funding_at_december 2025_prices":              "1,049,047,619.05",
	} {
		a, ok := l.Amount(row, 2025)
		require.True(t, ok, row)
		assert.Equal(t, want, a.String(), row)
	}
	s.Deflator.Vintages[0].Name = "planned"
	assert.Len(t, s.Validate(), 1, "said once, and not of every body")
	s.Deflator.Vintages, s.Bodies[1].Deflator.Vintages = nil,
		[]finance.Vintage{{Name: "2019", Inflation: []finance.Rate{0}}}
	assert.ErrorContains(t, s.Validate(),
		"bodies.Acute.deflator: a body takes its deflator from its system; leave it out")
}
