package file

import (
	"fmt"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// smallSystem is a file of a system with a system inside it.
const smallSystem = `schema: 1
years: 2024/25 to 2027/28
not_modelled: []
bodies:
  Commissioner: {funding: {baseline: {value: £900m, source: Accounts, note: Audited, owner: Finance, quality: green}, real_growth: 3%}}
  Acute trust:
    need: {real_growth: {p10: 3%, p90: 5%, source: Actuary, quality: amber}}
  North:
    bodies:
      Trust:
        funding: {baseline: £50m, real_growth: 3%}
        need: {real_growth: {value: 2%, follows: {input: bodies.Acute trust.need.real_growth, times: 0.5}}}
        savings: {planned: 1%, delivery: {uniform: {low: 50%, high: 100%}}}
transfers:
  Contract: {from: Commissioner, to: Acute trust, baseline: {value: £700m, source: Contract}, volume: {p10: 2%, p90: 4%}}
pools:
  Fund:
    partners:
      Commissioner: {minimum: £10m, share: 50%}
      North.Trust: {minimum: {value: £5m, source: Agreement}, share: 50%}
`

func loadedSystem(t *testing.T, more string) *scenario.Model {
	t.Helper()
	s, err := Load("system.yaml", []byte(smallSystem+more))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	return m
}

// A fault stands at the value it is about, in line and column, however deep.
func TestFaultsOfSystemsPointAtTheirPlace(t *testing.T) {
	s, err := Load("system.yaml", []byte(smallSystem+`spills:
  care: {from: North.Trust, to: North.Trust, elasticity: 20%, lag: 1}
mergers:
  Comissioner: {into: Acute trust, year: 2030/31}
changes:
  more:
    pools.Fund.partners.North.Trust.minimum: -£1m
`))
	require.NoError(t, err)
	_, err = s.Model()
	assert.EqualError(t, err, `system.yaml:22:16: spills.care.from: nothing goes unmet at "North.Trust"; give it unmet.share, the part of its pressure that is met by giving less
system.yaml:22:33: spills.care.to: "North.Trust" is a body of a system inside this one; name a body of this system, or say it there
system.yaml:24:3: mergers.Comissioner: there is no body "Comissioner" that has money of its own in this system; did you mean "Commissioner"?
system.yaml:24:42: mergers.Comissioner.year: 2030/31 is not a year of the plan; it has 2025/26 to 2027/28
system.yaml:27:46: pools.Fund.partners.North.Trust.minimum: -£1m is negative; write what it is as a positive amount`)
}

// A change reaches whatever a body or a transfer says, and a body of a body.
func TestAChangeReachesIntoABody(t *testing.T) {
	m := loadedSystem(t, `changes:
  more:
    bodies.Acute trust.need.real_growth: {p10: 4%, p90: 6%}
    bodies.North.bodies.Trust.savings.planned: 2%
    transfers.Contract.baseline: £710m
    pools.Fund.partners.North.Trust.minimum: £6m
`)
	before, after := m.Baseline.Model.(*finance.Model), m.Scenarios[0].Model.(*finance.Model)
	assert.Equal(t, []finance.Rate{0.05}, after.Bodies[1].Need.RealGrowth)
	assert.Equal(t, []finance.Rate{0.02}, after.Bodies[2].Bodies[0].Savings.Planned)
	assert.Equal(t, []finance.Rate{0.01}, before.Bodies[2].Bodies[0].Savings.Planned, "the baseline stays as it is")
	assert.Equal(t, finance.Amount(710*finance.Million), after.Transfers[0].Baseline)
	assert.Equal(t, finance.Amount(6*finance.Million), after.Pools[0].Partners[1].Minimum)
	assert.Len(t, after.Pools[0].Partners, 2)
}

// Inputs of one body follow those of another and are correlated with them.
func TestInputsOfBodiesMoveTogether(t *testing.T) {
	m := loadedSystem(t, `correlations:
  - {inputs: [bodies.Acute trust.need.real_growth, transfers.Contract.volume, bodies.North.bodies.Trust.savings.delivery], matrix: [[1, 0.6, -0.3], [0.6, 1, 0], [-0.3, 0, 1]]}
`)
	p, err := scenario.NewPlan(t.Context(), m, scenario.Options{Paths: 4_096})
	require.NoError(t, err)
	var leader, follower, volume []float64
	for path := range uint64(4_096) {
		if path%16 != 0 {
			continue
		}
		l, err := p.Replay("", path)
		require.NoError(t, err)
		at := func(name string) float64 {
			x, _ := l.At(name, 1)
			return x.InexactFloat64()
		}
		leader = append(leader, at("bodies.Acute trust.need.real_growth"))
		follower = append(follower, at("bodies.North.bodies.Trust.need.real_growth"))
		volume = append(volume, at("transfers.Contract.volume"))
	}
	for i := range leader {
		assert.InDelta(t, 0.02+0.5*(leader[i]-0.04), follower[i], 1e-12, "half of what the leader is off its median")
	}
	r := correlation(leader, volume)
	assert.InDelta(t, 0.6, r, 4.75*(1-0.36)/math.Sqrt(float64(len(leader))),
		"the standard error of a correlation of normals is (1 − r²)/√n")
}

func correlation(x, y []float64) float64 {
	mean := func(v []float64) (m float64) {
		for _, a := range v {
			m += a / float64(len(v))
		}
		return m
	}
	mx, my := mean(x), mean(y)
	var xy, xx, yy float64
	for i := range x {
		xy, xx, yy = xy+(x[i]-mx)*(y[i]-my), xx+(x[i]-mx)*(x[i]-mx), yy+(y[i]-my)*(y[i]-my)
	}
	return xy / math.Sqrt(xx*yy)
}

// What the file says of a body's numbers is with the effective inputs, and at the end of a trace.
func TestNotesOfBodiesNumbersAreKept(t *testing.T) {
	s, err := Load("system.yaml", []byte(smallSystem))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	inputs, err := m.Inputs()
	require.NoError(t, err)
	byName := map[string]scenario.EffectiveInput{}
	for _, in := range inputs {
		byName[in.Input] = in
	}
	baseline := byName["bodies.Commissioner.funding.baseline"]
	assert.Equal(t, "Accounts Audited Finance green system.yaml:5:28",
		fmt.Sprint(baseline.Source, " ", baseline.Note, " ", baseline.Owner, " ", baseline.Quality, " ",
			baseline.Place))
	need := byName["bodies.Acute trust.need.real_growth"]
	assert.Equal(t, "Actuary amber", need.Source+" "+need.Quality)
	assert.Contains(t, need.Law, "normal, p10 3%")
	assert.Contains(t, byName["bodies.North.bodies.Trust.need.real_growth"].Law,
		"follows bodies.Acute trust.need.real_growth, times 0.5")
	assert.Equal(t, "Contract", byName["transfers.Contract.baseline"].Source)
	assert.Equal(t, "follows from funding.baseline and opening.position, with what the body is paid and pays",
		byName["bodies.North.bodies.Trust.opening.cost"].Source)
	assert.Equal(t, "Agreement", byName["pools.Fund.partners.North.Trust.minimum"].Source)
	assert.Equal(t, []string{"0.5"}, byName["pools.Fund.partners.North.Trust.share"].Values, "of the last partner too")
	assert.True(t, byName["bodies.Acute trust.savings.delivery"].Default)

	l, err := finance.Project(m.Baseline.Model.(*finance.Model))
	require.NoError(t, err)
	step, err := l.Explain("bodies.Commissioner.funding", 2024, nil)
	require.NoError(t, err)
	assert.Contains(t, step.Text(nil), "Accounts; Audited; system.yaml:5:28")
}

// A plan that is set to an earlier end leaves out what happens in the years after it, and only that.
func TestMergersAndConversionsBeyondAnEarlierEnd(t *testing.T) {
	s, err := Load("f.yaml", []byte(`schema: 2
years: 2018/19 to 2021/22
not_modelled: []
bodies:
  A: {funding: {baseline: £9m, real_growth: 1%}, need: {real_growth: 1%}}
  B: {funding: {baseline: £9m, real_growth: 1%}, need: {real_growth: 1%}}
  C:
    funding: {baseline: £9m, real_growth: 1%}
    need: {real_growth: 1%}
    debt: {opening: £2m, equity: {share: 50%, year: 2021/22}}
mergers: {A: {into: C, year: 2020/21}, B: {into: C, year: 2021/22}}
`))
	require.NoError(t, err)
	for end, want := range map[string]int{"2021/22": 2, "2020/21": 1, "2019/20": 0} {
		short, err := s.Until(end)
		require.NoError(t, err, end)
		m, err := short.Model()
		require.NoError(t, err, end)
		assert.Len(t, central(m).Mergers, want, end)
		assert.Equal(t, end == "2021/22", central(m).Bodies[2].Debt.Equity.Share > 0, end)
	}
}
