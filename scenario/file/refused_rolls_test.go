package file

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// toRoll is a plan of two years with more keys.
func toRoll(more string) string {
	return "schema: 2\nyears: 2018/19 to 2020/21\nfunding: {baseline: £100m, real_growth: 3%}\nnot_modelled: []\n" + more +
		"need: {real_growth: 4%}\n"
}

// outturn is what came of the first year of toRoll.
func outturn() finance.Actuals {
	return finance.Actuals{"funding": 101 * finance.Million, "recurrent_cost": 102 * finance.Million,
		"balance": -finance.Million}
}

// What only the author can write anew is refused with its place: changes to figures that are known a year later, a list
// of one number before an uncertain one, and values that are not in the text as they are read.
func TestWhatDoesNotRoll(t *testing.T) {
	for more, want := range map[string]string{
		"": "",
		"changes: {a: {opening.cost: £5m}}\n": `f.yaml:5:15: changes.a.opening.cost: the later plan opens at a figure that ` +
			`is known; leave the change out`,
		"changes: {a: {funding.baseline: £5m}}\n": `f.yaml:5:15: changes.a.funding.baseline: the later plan opens at a ` +
			`figure that is known; leave the change out`,
		"changes: {a: {funding: {baseline: £5m, real_growth: 2%}}}\n": `f.yaml:5:15: changes.a.funding: the later plan ` +
			`opens at a figure that is known; leave the change out`,
		"changes: {a: {need.real_growth: 5%}}\n": "",
		"savings:\n  planned: {values: [1%], then: {p10: 1%, p90: 2%}}\n": `f.yaml:6:13: after this list of one number comes ` +
			`an uncertain one; write what holds from the second year on in its place`,
		"savings:\n  planned: {values: [{value: 1%}], then: 2%}\n": `f.yaml:6:13: after this list of one number comes ` +
			`an uncertain one; write what holds from the second year on in its place`,
		"savings:\n  planned: {values: [1%], then: 2%}\n":          "",
		"savings: {planned: [\"1\\u0025\", 2%]}\n":                 "",
		"savings: {planned: {values: [\"1\\u0025\"], then: 2%}}\n": "",
		"savings: {\"plann\\u0065d\": 1%}\nopening: {\"c\\u006fst\": £100m}\n": `f.yaml:1:1: "cost" is not in the text as ` +
			`it is read, so it cannot be rewritten; write it on one line, without escapes`,
	} {
		s, err := Load("f.yaml", []byte(toRoll(more)))
		require.NoError(t, err, more)
		_, err = s.Roll(outturn(), "")
		if want == "" {
			assert.NoError(t, err, more)
			continue
		}
		assert.EqualError(t, err, want, more)
	}
}

// A file that is no plan yet, a form, and figures that say too little are refused with what would be right.
func TestWhatIsNoPlanToRoll(t *testing.T) {
	s, err := Load("f.yaml", []byte(toRoll("savings: {planned: x}\n")))
	require.NoError(t, err)
	_, err = s.Roll(outturn(), "")
	assert.EqualError(t, err, `f.yaml:5:20: savings.planned: "x" is not a rate; write 3.4%`)

	s, err = Load("f.yaml", []byte(strings.Replace(toRoll(""), "£100m", "x", 1)))
	require.NoError(t, err)
	_, err = s.Roll(outturn(), "")
	assert.EqualError(t, err, `f.yaml:3:21: funding.baseline: "x" is not an amount of money; write £114.6bn, £250m, £30k or £12.50`,
		"and not what follows from it")

	form, err := Form("f", []Field{{Path: "schema", Value: "2"}, {Path: "years", Value: "2018/19 to 2020/21"},
		{Path: "funding.baseline", Value: "£100m"}, {Path: "funding.real_growth", Value: "3%"},
		{Path: "need.real_growth", Value: "4%"}, {Path: "not_modelled", Value: "[]"}})
	require.NoError(t, err)
	_, err = form.Roll(outturn(), "")
	assert.EqualError(t, err, "a form is not written anew; send what it is to open at")

	s, err = Load("f.yaml", []byte(toRoll("")))
	require.NoError(t, err)
	_, err = s.Roll(finance.Actuals{"funding": 1}, "")
	assert.ErrorContains(t, err, "actuals.")
}

// Of many lists that cannot go on, the first of the file are told, in its order.
func TestTheFirstListsThatDoNotRollAreTold(t *testing.T) {
	var pressures strings.Builder
	for i := range maxFaults + 20 {
		fmt.Fprintf(&pressures, "  p%d: {amount: {values: [£1], then: {p10: £1, p90: £2}}}\n", i)
	}
	s, err := Load("f.yaml", []byte(toRoll("pressures:\n"+pressures.String())))
	require.NoError(t, err)
	_, err = s.Roll(outturn(), "")
	var faults Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, maxFaults+1)
	for i := range maxFaults {
		assert.Equal(t, 6+i, faults[i].Line)
	}
}

// How well a figure is known that a later plan opens at: green once the year is over, amber while it is forecast.
func TestWhatAPlanOpensAtIsRated(t *testing.T) {
	s, err := Load("f.yaml", []byte(toRoll("")))
	require.NoError(t, err)
	for forecast, want := range map[string]string{"": "quality: green", "at month 9": "quality: amber"} {
		rolled, err := s.Roll(outturn(), forecast)
		require.NoError(t, err)
		assert.Contains(t, string(rolled.Text), want)
		assert.Contains(t, string(rolled.Text), forecast)
	}
}

// What was rewritten must be a file of the plan that was meant: else nothing is written, and it is told at the number
// that would be another, or as near to it as the file goes.
func TestWhatIsRewrittenMustBeThePlan(t *testing.T) {
	s, err := Load("f.yaml", []byte(toRoll("")))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	with := func(change func(*finance.Model)) *finance.Model {
		plan := *central(m)
		change(&plan)
		return &plan
	}
	check := func(text string, plan *finance.Model) error {
		return s.agrees([]byte(text), plan, newFaultList(s.file))
	}
	same := with(func(*finance.Model) {})
	assert.NoError(t, check(toRoll(""), same))
	assert.ErrorContains(t, check("a: [", same), "f.yaml:")
	assert.ErrorContains(t, check(toRoll("savings: {planned: x}\n"), same), `"x" is not a rate`)
	assert.Error(t, check(toRoll(""), &finance.Model{}), "no plan is meant")
	const other = ": this number would not go on as it was planned; write a list, one number for each year"
	assert.EqualError(t, check(toRoll(""), with(func(p *finance.Model) { p.Need.RealGrowth = []finance.Rate{0.05} })),
		"f.yaml:5:21: need.real_growth"+other)
	assert.EqualError(t, check(toRoll(""), with(func(p *finance.Model) { p.Savings.Planned = []finance.Rate{0.05} })),
		"f.yaml:1:1: savings.planned"+other)
	assert.EqualError(t, check(toRoll(""),
		with(func(p *finance.Model) { p.Funding.TopUp.Share = []finance.Rate{0.05} })),
		"f.yaml:3:1: funding.top_up.share"+other)
}

// Faults of what was rewritten, found before, stay.
func TestRewritingKeepsItsFaults(t *testing.T) {
	s, err := Load("f.yaml", []byte(toRoll("")))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	found := newFaultList(s.file)
	found.add(top(), fault.Missing.Found("before"))
	assert.EqualError(t, s.agrees([]byte(toRoll("")), central(m), found), "f.yaml:1:1: before")
}
