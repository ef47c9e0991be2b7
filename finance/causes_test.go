package finance_test

import (
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// caused is £100m of need that ages and gets dearer, and of funding that grows by 2%.
func caused(causes ...string) *finance.Model {
	m := plain()
	m.Opening = finance.Opening{}
	m.Deflator.Planned = []finance.Rate{0.02}
	m.Funding.RealGrowth, m.Funding.CashGrowth = nil, []finance.Rate{0.02}
	m.Need = finance.Need{Components: []finance.Component{{Name: "ageing", Growth: []finance.Rate{0.01}},
		{Name: "technology", Growth: []finance.Rate{0.03}}}}
	m.Causes = causes
	return m
}

// Each cause adds on top of those before it, and the last takes what is left to the penny. Money meets them in the same
// order: where it grows with prices, the gap is ageing and technology; counted last, prices are the gap.
func TestNeedIsDividedAmongItsCauses(t *testing.T) {
	m := caused("prices", "ageing", "technology")
	l := project(t, m)
	of := func(name string) finance.Amount { a, _ := l.Amount(name, m.First+1); return a }
	assert.Equal(t, "106,110,600.00", of("demand").String(), "100 × 1.02 × 1.01 × 1.03")
	assert.Equal(t, "2,000,000.00", of("causes.prices.cost").String())
	assert.Equal(t, "1,020,000.00", of("causes.ageing.cost").String(), "102 × 1%")
	assert.Equal(t, "3,090,600.00", of("causes.technology.cost").String(), "103.02 × 3%")
	assert.Equal(t, "2,000,000.00", of("against_need").String(), "funding grew by 2")
	assert.Equal(t, "0.00", of("causes.prices.gap").String())
	assert.Equal(t, "1,020,000.00", of("causes.ageing.gap").String())
	assert.Equal(t, "3,090,600.00", of("causes.technology.gap").String())

	l = project(t, caused("technology", "ageing", "prices"))
	assert.Equal(t, "3,000,000.00", of("causes.technology.cost").String())
	assert.Equal(t, "1,030,000.00", of("causes.ageing.cost").String(), "103 × 1%")
	assert.Equal(t, "2,080,600.00", of("causes.prices.cost").String(), "104.03 × 2%")
	assert.Equal(t, "1,000,000.00", of("causes.technology.gap").String(), "3 less the 2 of money")
	assert.Equal(t, "1,030,000.00", of("causes.ageing.gap").String())
	assert.Equal(t, "2,080,600.00", of("causes.prices.gap").String())
	assert.Equal(t, of("funding_gap"), of("causes.technology.gap")+of("causes.ageing.gap")+of("causes.prices.gap"))
}

// In every body the last cause takes pennies only beside what it adds itself: in another order, in which it is not the
// last, the growth of need is the same.
func TestTheLastCauseTakesPenniesOnly(t *testing.T) {
	testkit.CheckSome(t, 10_000, 100, func(t *rapid.T) {
		m := drawBody(t, largest)
		m.Services, m.Need.Components = nil, []finance.Component{{Name: "ageing", Growth: []finance.Rate{0.013}}}
		m.Need.RealGrowth, m.Causes = nil, []string{"ageing", "prices"}
		if len(m.Validate()) > 0 {
			t.Skip("services' cost gave the opening year")
		}
		l := project(t, m)
		for i, y := range m.Years()[1:] {
			at := func(row string, col int) float64 { d, _ := l.At(row, col); return d.InexactFloat64() }
			planned, surprise, part := at("deflator.planned", i+1), at("deflator.surprise", i+1), 1.0
			if len(m.Need.PassThrough) > 0 {
				part = at("need.pass_through", i+1)
			}
			own := at("demand", i) * 1.013 * ((1+planned)*(1+part*surprise) - 1)
			added := at("causes.prices.cost", i+1) - at("causes.prices.cost", i)
			require.InDelta(t, own, added, 1.001+at("demand", i)*1e-15, "%s: half a penny of ageing and half of demand",
				m.Label(y))
		}
	})
}

// The names must be all that makes the need grow, each once.
func TestCausesThatAreNotAllAreRefused(t *testing.T) {
	for _, c := range []struct {
		causes string
		faults []string
	}{
		{"ageing,technology", []string{`causes: "prices" makes the need grow too; name it in its place, or what it adds ` +
			`would count as the last one's`}},
		{"ageing,agein,technology,prices", []string{
			`causes: nothing called "agein" makes the need grow; did you mean "ageing"?`}},
		{"ageing,ageing,technology,prices", []string{`causes: "ageing" is named twice`}},
		{strings.Repeat("a,", 20) + "a", []string{"causes: there are 21; the most is 20"}},
	} {
		faults := caused(strings.Split(c.causes, ",")...).Validate()
		assert.Equal(t, c.faults, strings.Split(faults.Error(), "\n"), c.causes)
	}
	system := &finance.Model{First: 2024, Last: 2026, Causes: []string{"prices"}, Bodies: []finance.Model{{Name: "a",
		Funding: finance.Settlement{Baseline: finance.Million, CashGrowth: []finance.Rate{0.01}}, Need: finance.Need{
			RealGrowth: []finance.Rate{0.01}}}}}
	assert.Contains(t, system.Validate().Error(), "causes: a system nets its bodies and has no causes of its own; give it "+
		"to a body")
	passes := &finance.Model{Name: "b", Causes: []string{"prices"}, Funding: finance.Settlement{
		Baseline: finance.Million, CashGrowth: []finance.Rate{0}}}
	system.Bodies, system.Causes = append(system.Bodies, *passes), nil
	assert.Equal(t, "bodies.b.causes: there is no need that could have causes; leave them out",
		system.Validate().Error())
}

// What spills from a neighbour is a cause too, and a system adds up what its bodies name.
func TestASystemAddsUpTheCausesOfItsBodies(t *testing.T) {
	rate := func(r finance.Rate) []finance.Rate { return []finance.Rate{r} }
	body := func(name string, causes ...string) finance.Model {
		return finance.Model{Name: name, Causes: causes, Need: finance.Need{RealGrowth: rate(0.1)},
			Funding: finance.Settlement{Baseline: 100 * finance.Million, CashGrowth: rate(0)}}
	}
	council := body("council", "real_growth", "prices")
	council.Unmet.Share = rate(0.5)
	s := &finance.Model{First: 2024, Last: 2025, Bodies: []finance.Model{council,
		body("trust", "spills", "real_growth", "prices")}, Spills: []finance.Spill{{Name: "beds", From: "council",
		To: "trust", Elasticity: rate(1)}}}
	l := project(t, s)
	share, _ := l.At("bodies.council.unmet_share", 1)
	assert.Equal(t, "0.045454545454545455", share.String(), "half of 10 of 110")
	for row, want := range map[string]string{"bodies.council.causes.real_growth.cost": "10,000,000.00",
		"causes.spills.cost": "4,545,454.55", "bodies.trust.causes.real_growth.cost": "10,454,545.45",
		"causes.real_growth.cost": "20,454,545.45", "causes.prices.cost": "0.00"} {
		got, ok := l.Amount(row, 2025)
		assert.True(t, ok, row)
		assert.Equal(t, want, got.String(), row)
	}
	assert.Subset(t, s.Lines(), []string{"causes.spills.cost", "causes.spills.gap"})
}
