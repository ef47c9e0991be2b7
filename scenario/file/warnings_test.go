package file

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// plausible is a system of which there is nothing to warn.
const plausible = `schema: 1
years: 2025/26 to 2029/30
deflator: {planned: 2%}
bodies:
  ICB:
    funding: {baseline: £900m, real_growth: 3%}
    opening: {position: £0}
    need: {real_growth: {p10: 2%, p90: 5%}}
  Acute trust:
    opening: {position: -£20m}
    need: {real_growth: 4%}
    savings: {planned: 4%, delivery: 80%, recurrent: 60%}
transfers:
  Contract: {from: ICB, to: Acute trust, baseline: £500m, efficiency: 2%, volume: 3%}
pools:
  BCF:
    partners:
      ICB: {minimum: £50m, share: 60%}
      Acute trust: {minimum: £20m, growth: 2%, share: 40%}
not_modelled: []
`

// warningsOf are the warnings of a text, as they are told before a run.
func warningsOf(t *testing.T, text string) []scenario.Warning {
	t.Helper()
	s, err := Load("f.yaml", []byte(text))
	require.NoError(t, err, text)
	m, err := s.Model()
	require.NoError(t, err, text)
	about, err := m.Describe(t.Context(), scenario.Options{})
	require.NoError(t, err, text)
	return about.Warnings
}

// told are warnings as they are printed.
func told(all []scenario.Warning) (texts []string) {
	for _, w := range all {
		texts = append(texts, w.Error())
	}
	return texts
}

// What is well formed and likely not meant: each slip of the pen is told at its place, with what is usual, what was
// likely meant and the ID that an answer gives.
func TestPlausible(t *testing.T) {
	assert.Empty(t, told(warningsOf(t, plausible)))
	for _, c := range []struct{ was, is, want string }{
		{"real_growth: 3%}", "real_growth: 34%}", "f.yaml:6:45: bodies.ICB.funding.real_growth: is 34% a year, at which it doubles within 3 years; usual is what takes more than seven years, from -9.43% to 10.41%; did you mean 3.4%? [growth bodies.ICB.funding.real_growth]"},
		{"real_growth: 3%}", "real_growth: {values: [3%, 30%, 3%, 3%]}}", "f.yaml:6:32: bodies.ICB.funding.real_growth: is 30% a year, at which it doubles within 3 years; usual is what takes more than seven years, from -9.43% to 10.41%; did you mean 3%? [growth bodies.ICB.funding.real_growth]"},
		{"planned: 4%", "planned: 40%", "f.yaml:12:24: bodies.Acute trust.savings.planned: is 40% of cost a year, at which cost halves within 2 years; usual is what takes more than seven years, up to 9.43%; did you mean 4%? [growth bodies.Acute trust.savings.planned]"},
		{"£900m", "£900bn", "f.yaml:6:25: bodies.ICB.funding.baseline: is £900bn beside amounts such as £50m; look at the units; did you mean £900m? [scale bodies.ICB.funding.baseline]"},
		{"-£20m", "£20m", "f.yaml:10:25: bodies.Acute trust.opening.position: the opening year has a surplus of £20m, and no body beside it has one; a deficit is negative; did you mean -£20m? [surplus bodies.Acute trust.opening.position]"},
		{"-£20m", "-£20", "f.yaml:10:25: bodies.Acute trust.opening.position: is -£20 where there is £500m in all; look at the units of both; did you mean -£20m? [scale bodies.Acute trust.opening.position]"},
		{"-£20m", "-£200m", "f.yaml:10:25: bodies.Acute trust.opening.position: the opening position is -£200m of £500m; usual is a few percent; look at the units and at what it follows from [position bodies.Acute trust.opening.position]"},
		{"    opening: {position: £0}\n", "", "f.yaml:6:25: bodies.ICB.opening.cost: spends £350m itself, which is what it does not pay on; give opening.position, £0 for a balance, or opening.cost [unsaid bodies.ICB.opening.cost]"},
		{"    opening: {position: £0}\n    need: {real_growth: {p10: 2%, p90: 5%}}\n", "",
			"f.yaml:6:25: bodies.ICB.opening.position: £350m of £900m is not paid on, which nobody gave as a surplus; give opening.position, or a need that it is spent on [unsaid bodies.ICB.opening.position]"},
		{"volume: 3%", "volume: 25%", "bodies.ICB: pays on £1,275,589,875.01 in 2029/30, and has £1,096,458,239.07 of funding and income; usual is to pay on less than there is; look at the units, and at how the two grow [transfers bodies.ICB]"},
		{"real_growth: 4%}", "real_growth: 4%, includes: [productivity]}", "f.yaml:12:24: bodies.Acute trust.savings.planned: there is a savings plan, and need.real_growth includes productivity; usual is to count an efficiency once: leave out one of them, or say which part each is [twice bodies.Acute trust.savings.planned]"},
		{"real_growth: 4%}", "real_growth: -4%}", "f.yaml:11:25: bodies.Acute trust.need.real_growth: is -4%; usual is zero or more; did you mean 4%? [sign bodies.Acute trust.need.real_growth]"},
		{"real_growth: 4%}", "real_growth: 4%, components: {productivity: 1%}}",
			"f.yaml:11:56: bodies.Acute trust.need.components.productivity: adds 1% a year to the cost; a gain of 1% is a growth of -1%; did you mean -1%? [sign bodies.Acute trust.need.components.productivity]"},
		{"p90: 5%}}\n", "p90: 5%}}\n    earmark: {share: 5%, leakage: 70%}\n", "bodies.ICB.earmark: deficits take an earmark of their own body only: ICB diverts £0 of £15.5m, and the deficits of Acute trust, £107m in all years, take none of it; usual is to earmark money where the deficits are, or to pay on to them before it is earmarked [reach bodies.ICB.earmark]"},
		{"2029/30", "2069/70", "years: the plan has 44 years after the opening year; usual is up to 30 [years years]"},
		{"not_modelled: []", "not_modelled: []\naccepted: {scale x: so}",
			"accepted: there is no warning \"scale x\" to accept; leave it out [accepted scale x]"},
	} {
		require.Contains(t, plausible, c.was)
		got := told(warningsOf(t, strings.Replace(plausible, c.was, c.is, 1)))
		assert.Contains(t, got, c.want, c.is)
	}
}

// A sign is likely turned where one year, or one scenario, differs from all others in it, and where a number means the
// opposite of what it is called.
func TestTurnedSigns(t *testing.T) {
	const text = `schema: 2
years: 2025/26 to 2029/30
assumptions: {pay award: 3%}
deflator: {planned: 2%, vintages: {march: [2%, 1.9%, 1.8%, 2%]}}
funding: {baseline: £900m, real_growth: 3%}
earmark: {share: 2%, leakage: 100%, returns: {per_pound: 20%, lag: 2, ramp: 2, grows: in_cash}}
opening: {position: -£5m}
need: {real_growth: 3%, components: {pay: {assumption: pay award}}}
pressures:
  Energy: {from: 2026/27, amount: £4m, grows: in_cash}
baseline: plan
changes:
  dear: {assumptions.pay award: 4%}
scenarios:
  a dear year: [dear]
not_modelled: []
`
	assert.Empty(t, told(warningsOf(t, text)))
	for _, c := range []struct{ was, is, want string }{
		{"1.8%", "-1.8%", "is -1.8% in one year, and of the other sign in all others; usual is one sign; did you mean 1.8%?"},
		{"[2%, 1.9%, 1.8%, 2%]", "[2%, 1.9%, -0.2%, 2%]", ""},
		{"award: 4%", "award: -4%", `in scenario "a dear year": is -4%, and 3% in the baseline; usual is one sign in all scenarios; did you mean 4%?`},
		{"per_pound: 20%", "per_pound: -20%", "earmark.returns.per_pound: is -20%; usual is zero or more; did you mean 20%?"},
		{"£4m", "-£4m", "is below zero, so this pressure takes cost off; usual is an amount that a pressure adds"},
	} {
		require.Contains(t, text, c.was)
		got := told(warningsOf(t, strings.Replace(text, c.was, c.is, 1)))
		if c.want == "" {
			assert.Empty(t, got, c.is)
			continue
		}
		assert.Contains(t, strings.Join(got, "\n"), c.want, c.is)
	}
}

// A reason answers a warning: it is told beside it, in the assumptions, and strict runs take it.
func TestAcceptedWarnings(t *testing.T) {
	odd := strings.Replace(plausible, "-£20m", "£20m", 1)
	s, err := Load("f.yaml", []byte(odd))
	require.NoError(t, err)
	var faults Faults
	require.ErrorAs(t, s.Strict(warningsOf(t, odd)), &faults)
	require.Len(t, faults, 1)
	assert.Equal(t, 10, faults[0].Line)
	assert.Equal(t, 25, faults[0].Column)
	assert.Equal(t, "-£20m", faults[0].Suggestion)

	answered := odd + "accepted: {surplus bodies.Acute trust.opening.position: It did have one}\n"
	all := warningsOf(t, answered)
	require.Len(t, all, 1)
	assert.Equal(t, "It did have one", all[0].Accepted)
	require.NoError(t, s.Strict(all))

	s, err = Load("f.yaml", []byte(answered))
	require.NoError(t, err)
	m, err := s.Model()
	require.NoError(t, err)
	r, err := scenario.Run(t.Context(), m, scenario.Options{Paths: 100})
	require.NoError(t, err)
	assert.Equal(t, all, r.Warnings)
	assert.Equal(t, all, NewManifest(s, r).Warnings)
	for _, in := range r.Inputs {
		if in.Input == "bodies.Acute trust.opening.position" {
			assert.Equal(t, "accepted: It did have one", in.Note)
		}
	}
	var records strings.Builder
	require.NoError(t, r.WriteJSON(&records))
	assert.Contains(t, records.String(), `"accepted": "It did have one"`)
}

// Whose figures are usual is for the file to say.
func TestRangesAreForFilesThatAskForThem(t *testing.T) {
	assert.Empty(t, told(warningsOf(t, plausible)))
	english := warningsOf(t, plausible+"ranges: English NHS\n")
	assert.Equal(t, []string{"f.yaml:12:24: bodies.Acute trust.savings.planned: is 4%; usual is 0% to 3.7% (of cost, the most that providers ever delivered, in 2016/17 and 2017/18: NHS Improvement; HSJ) [range bodies.Acute trust.savings.planned]"}, told(english))
	_, err := Load("f.yaml", []byte(plausible+"ranges: Scottish NHS\n"))
	require.NoError(t, err)
	s, _ := Load("f.yaml", []byte(plausible+"ranges: Englsh NHS\n"))
	_, err = s.Model()
	assert.EqualError(t, err, `f.yaml:21:9: ranges: there are no ranges of "Englsh NHS"; did you mean "English NHS"?`)
	_, err = scenario.Run(t.Context(), &scenario.Model{Ranges: "Mars"}, scenario.Options{})
	assert.True(t, errors.Is(err, fault.Unknown))
}

// A scenario that moves a number, and not those that follow its draw round centres of their own, is likely not what was
// meant. It is said before a run and with its result; what all take from one assumption has no such trap.
func TestALeaderThatMovesAlone(t *testing.T) {
	const system = `schema: 1
years: 2025/26 to 2027/28
not_modelled: []
assumptions: {growth: {p10: 2%, p90: 4%}}
bodies:
  A: {funding: {baseline: £100m, cash_growth: 3%}, opening: {position: £0}, need: {real_growth: {p10: 2%, p90: 4%}}}
  B: {funding: {baseline: £100m, cash_growth: 3%}, opening: {position: £0}, need: {real_growth: {value: 3%, follows: {input: bodies.A.need.real_growth}}}}
  C: {funding: {baseline: £100m, cash_growth: 3%}, opening: {position: £0}, need: {real_growth: {value: 2%, follows: {input: bodies.A.need.real_growth}}}}
  D: {funding: {baseline: £100m, cash_growth: 3%}, opening: {position: £0}, need: {real_growth: {assumption: growth}}}
`
	const moved = `f.yaml:10:16: bodies.A.need.real_growth: in scenario "up": is moved here, and what follows its draw stays where it was: `
	const end = "; change that too, or let all take one assumption [leader bodies.A.need.real_growth]"
	for changes, want := range map[string][]string{
		"": nil,
		"changes: {up: {bodies.A.need.real_growth: {p10: 3%, p90: 5%}}}": {moved +
			"bodies.B.need.real_growth and 1 other" + end},
		"changes: {up: {bodies.A.need.real_growth: {p10: 3%, p90: 5%}, bodies.B.need.real_growth: {value: 4%, follows: {input: bodies.A.need.real_growth}}}}": {
			moved + "bodies.C.need.real_growth" + end},
		"changes: {wider: {bodies.A.need.real_growth: {p10: 1%, p90: 5%}}}": nil, // the centre stays
		"changes: {up: {assumptions.growth: {p10: 3%, p90: 5%}}}":           nil,
	} {
		assert.Equal(t, want, told(warningsOf(t, system+changes)), changes)
		s, err := Load("f.yaml", []byte(system+changes))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		r, err := scenario.Run(t.Context(), m, scenario.Options{Paths: 100})
		require.NoError(t, err)
		assert.Equal(t, want, told(r.Warnings), changes)
	}
}

// Older manifests have warnings that are texts; they are read still.
func TestWarningsOfOldManifests(t *testing.T) {
	var w []scenario.Warning
	require.NoError(t,
		json.Unmarshal([]byte(`["the mean is not known", {"id": "a b", "kind": "missing", "path": "b", "found": "c"}]`),
			&w))
	assert.Equal(t, []string{"the mean is not known", "b: c [a b]"}, told(w))
}
