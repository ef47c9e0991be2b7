package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func envelope() *finance.Model {
	return &finance.Model{
		Name: "The June 2018 settlement", First: 2018, Last: 2028,
		Deflator: finance.Deflator{Planned: []finance.Rate{0.018}},
		Funding:  finance.Settlement{Baseline: 114.6 * finance.Billion, RealGrowth: []finance.Rate{0.034}},
		Opening:  finance.Opening{Position: -2.55 * finance.Billion},
		Need:     finance.Need{RealGrowth: []finance.Rate{0.033}},
		Earmark:  finance.Earmark{Share: []finance.Rate{0.05}, Leakage: []finance.Rate{1}},
		Notes:    map[string]finance.Note{"funding.real_growth": {AssumedFrom: 2024}},
	}
}

func TestLedger(t *testing.T) {
	m := envelope()
	l, err := finance.Project(m)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, Ledger(&b, m, l, Options{}))
	got := b.String()
	assert.Contains(t, got, "Central case, exact to the penny and rounded here, £bn\n")
	assert.Contains(t, got, "funding            114.6   120.6")
	assert.Contains(t, got, "2024/25*")
	assert.Contains(t, got, "checks, all exactly 0.")
	assert.Contains(t, got, "* From 2024/25")
	for _, line := range strings.Split(got, "\n") {
		assert.LessOrEqual(t, width(line), 80)
	}
}

func TestLedgerLinesAndUnit(t *testing.T) {
	m := envelope()
	l, err := finance.Project(m)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, Ledger(&b, m, l,
		Options{Lines: []string{"funding", "savings_required_share"}, Unit: finance.DisplayUnits("£")[3], Width: 40}))
	assert.Contains(t, b.String(), "114,600,000,000.00")
	assert.Regexp(t, `savings +2\.3\n`, b.String())
	assert.ErrorContains(t, Ledger(&b, m, l, Options{Lines: []string{"fundin"}}), `there is no row "fundin"`)
	assert.ErrorContains(t, Ledger(&b, m, nil, Options{}), "no ledger")
}
