package file

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What systems do that needs no rule of its own: each file as its authors would write it, with figures worked out by
// hand, in £, for the years after the opening year. Money that is uncertain is at its median.
func TestWhatSystemsDoInPlainRules(t *testing.T) {
	for _, c := range []struct{ file, line, figures string }{
		// A has 52% of 1,034, a fifth of the way to 50%: 51.6%; then 51.28% of 1,069.156.
		{"alloc", "allocation.parts.A", "533,544,000.00 548,263,196.80"},
		// 500 × 1.034 and 1, less 501 × 1.034; then 534.578 and 2, less 535.647156.
		{"central", "bodies.ICS.balance", "-34,000.00 930,844.00"},
		{"central", "bodies.Centre.balance", "-1,000,000.00 -2,000,000.00"}, // it pays on what it also spends
		// Growth of 2% at its median: 103.9 less 102; then 103.9 × 1.039 and a fifth of 1.9, grown as
		// demand, less 104.04.
		{"council_cliff", "unmet_need", "1,900,000.00 4,306,920.00"},
		// 5% of 103.4 and 0.44 less 100.4; 100.4 × 1.033 less what is not set aside of 103.84.
		{"digital2", "earmark_planned", "172,000,000.00"},
		{"digital2", "diverted", "45,200,000.00"},
		{"digital2", "transformation", "126,800,000.00"},
		// 1% of 1,036 that costs half of itself, so the year is 2 and 5.18 short.
		{"double_running", "savings", "-5,180,000.00 0.00"},
		{"double_running", "balance", "-7,180,000.00"},
		// 103.4 less 88 × 1.03 and 12 × 1.04; the networks' need of 4% at its median is what they are paid.
		{"pcn", "bodies.CCG.balance", "280,000.00"},
		{"pcn", "bodies.PCN.balance", "0.00"},
		// 3% of 1,035; √(½ × 60 × 35) above 40% is 72.4037035%, less 25 for a point above 2%.
		{"plans", "savings_planned", "31,050,000.00"},
		{"plans", "savings", "14,718,849.93"},
		// 52 less 20.6, 20.6 and 10.
		{"pool_cross", "pools.BCF.overspend", "800,000.00"},
		{"pool_cross", "pools.BCF.partners.North.CCG.bears", "240,000.00"},
		{"pool_cross", "pools.BCF.partners.County.bears", "320,000.00"},
		// 101 young at £1,200 and 21 old at £3,100, over 100 and 20: 186,300 ÷ 182,000, a growth of
		// 2.36263736%.
		{"r03b", "cost", "102,362,637,360.00"},
		{"r12", "balance", "-4,000,000.00"}, // 1,030 less 1,034
		// 5% of 3.4bn; a return of 30p for each pound two years on, if the year's programme works: one in seven does.
		{"survey", "earmark_planned", "170,000,000.00"},
		{"survey", "benefit", "0.00 0.00 0.00"},
		// 5% of 3.4bn, all of which the deficit takes; 100% of 40m, of which half comes back two years on.
		{"two_earmarks", "bodies.Core.diverted", "170,000,000.00"},
		{"two_earmarks", "bodies.Digital.transformation", "40,000,000.00 84,000,000.00"},
		{"two_earmarks", "bodies.Digital.benefit", "0.00 0.00 20,000,000.00"},
		// 101 less 97 × 1.02, 2 and 1; what is paid for 2 costs 2.04.
		{"voluntary", "bodies.Council.balance", "-940,000.00"},
		{"voluntary", "bodies.Voluntary sector.balance", "-40,000.00"},
		// Each has 310.2 less 310.8; then North has both, twice 320.7468 less 321.9888.
		{"merge_systems", "bodies.South.balance", "-600,000.00"},
		{"merge_systems", "bodies.North.balance", "-600,000.00 -2,484,000.00"},
		// 1% of 1,000; 2% of 1,010; 0.5% of 1,030.2, at its median; 2% of 1,035.351. Then 1% of 1,056.05802 more.
		{"causes", "causes.ageing.cost", "10,000,000.00 20,560,580.20"},
		{"causes", "causes.chronic conditions.cost", "20,200,000.00"},
		{"causes", "causes.technology.cost", "5,151,000.00"},
		{"causes", "causes.prices.cost", "20,707,020.00"},
		// 1,054.68 of funding leave 1.37802 of the prices, which are counted last.
		{"causes", "causes.technology.gap", "0.00"},
		{"causes", "causes.prices.gap", "1,378,020.00"},
		// By hand, in another program: 1.9587% a year of what the need is, 0.6404% on top, and the rest of 0.7158%.
		{"need_2018", "causes.population and ageing.cost",
			"2,244,670,200.00 4,564,450,154.88 6,961,853,140.44 9,439,476,530.14 12,000,004,609.14"},
		{"need_2018", "causes.chronic disease.cost",
			"748,273,267.96 1,521,584,789.53 2,320,772,379.15 3,146,701,885.67 4,000,268,130.45"},
		{"need_2018", "causes.pay and prices less productivity.gap",
			"841,730,289.34 1,711,626,032.89 2,610,629,685.50 3,539,715,237.89 4,499,889,271.82"},
	} {
		l := ofCase(t, c.file)
		assert.Empty(t, l.Breaks(), c.file)
		first, err := finance.ParseYear(l.Program.Years[1])
		require.NoError(t, err)
		assert.Equal(t, c.figures, figuresFrom(t, l, c.line, first, c.figures), "%s: %s", c.file, c.line)
	}
}

// ofCase is the baseline of a case, worked out.
func ofCase(t *testing.T, name string) *finance.Ledger {
	t.Helper()
	folder := filepath.Join("testdata", "cases")
	text, err := os.ReadFile(filepath.Join(folder, name+".yaml"))
	require.NoError(t, err)
	s, err := LoadIn(os.DirFS(folder), name+".yaml", text)
	require.NoError(t, err, name)
	return workedOut(t, s, name)
}

// Two systems that merge, in a workbook by hand: merged_systems.csv has its formulas, and LibreOffice worked them out.
func TestMergedSystemsAreThoseOfTheWorkbook(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "cases", "merged_systems.values.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	l := projected(t, "merged_systems")
	for _, row := range rows[1:] {
		for i, label := range rows[0][2:] {
			year, err := finance.ParseYear(label)
			require.NoError(t, err)
			want, err := decimal.NewFromString(row[2+i])
			require.NoError(t, err)
			got, ok := l.Amount(row[0], year)
			require.True(t, ok, row[0])
			assert.Equal(t, want.StringFixed(2), got.Decimal().StringFixed(2), "%s in %s", row[0], label)
		}
	}
	assert.Len(t, rows, 19)
}
