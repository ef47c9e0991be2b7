package report

import (
	"slices"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A digest of a system has its bodies: in tables, and in the figures behind the charts.
func TestDigestOfASystem(t *testing.T) {
	f := system(6, 6, "as planned", "savings at 60%")
	d, err := digest(f.source(), Options{})
	require.NoError(t, err)
	assert.Equal(t, "What is the chance that The system balances in 2030/31?", d.Question)
	assert.Len(t, d.BodyTables, 2)
	assert.Contains(t, d.Bodies, "Acute trust")
	assert.Len(t, d.Lines, 2)
	bodies, sizes := map[string]int{}, map[string]float64{"£": 1, "£m": 1e6, "%": 0.01}
	for _, s := range d.Series {
		bodies[s.Body]++
		if !slices.Contains(d.Scenarios, s.Scenario) {
			continue // what one is minus the other
		}
		for i, p := range s.Points {
			c, ok := f.Cell(s.Scenario, nameOf(s), d.Years[i])
			require.Equal(t, ok, p.Known, "%s %s", s.Name, d.Years[i])
			if ok {
				assert.Len(t, p.Texts, 9)
				p50, _ := c.P(0.50)
				if constant(c) == "" {
					assert.InDelta(t, p50.Value, p.Values[3]*sizes[s.Unit], 1e-6*sizes[s.Unit], s.Unit)
				}
			}
		}
	}
	assert.Len(t, bodies, 7, "the whole and six bodies")
}

// nameOf is a series' row on the sheet.
func nameOf(s Series) string {
	if s.Body == "" {
		return s.Name
	}
	return "bodies." + s.Body + "." + s.Name
}

// Scenarios that share an assumption share its row; those at their default come last, and what nobody vouches for is
// red.
func TestAssumptionsAreMerged(t *testing.T) {
	in := func(name, input, value, quality string, more ...func(*scenario.EffectiveInput)) scenario.EffectiveInput {
		e := scenario.EffectiveInput{Scenario: name, Input: input, Values: []string{value}, Quality: quality}
		for _, change := range more {
			change(&e)
		}
		return e
	}
	byDefault := func(e *scenario.EffectiveInput) { e.Default = true }
	beyond := func(e *scenario.EffectiveInput) { e.AssumedFrom = "2024/25" }
	r := &scenario.Result{Description: scenario.Description{Currency: "£", Scenarios: []string{"a", "b", "c"},
		Inputs: []scenario.EffectiveInput{
			in("a", "debt.opening", "0", "", byDefault), in("a", "growth", "0.034", "green", beyond),
			in("a", "need", "0.033", ""), in("b", "debt.opening", "0", "", byDefault),
			in("b", "growth", "0.034", "green", beyond), in("b", "need", "0.04", "amber"),
			in("c", "growth", "0.04", "amber"), in("c", "need", "0.033", ""),
		}}}
	var got [][]string
	for _, a := range assumptions(r) {
		got = append(got, append([]string{a.Input, a.Value, a.Quality, map[bool]string{true: "red"}[a.Red()]},
			a.Scenarios...))
	}
	assert.Equal(t, [][]string{
		{"growth", "3.4%", "green", "red", "a", "b"}, {"need", "3.3%", "unsupported", "red", "a", "c"},
		{"need", "4%", "amber", "", "b"}, {"growth", "4%", "amber", "", "c"},
		{"debt.opening", "0%", "default", "", "a", "b"},
	}, got)
	money := scenario.EffectiveInput{Money: true, Values: []string{"-2550000000", "0.5"}}
	assert.Equal(t, "-£2,550,000,000.00 £0.50", ValuesInWords(money, "£"))
}

func TestDigestFails(t *testing.T) {
	_, err := NewDigest(nil, Options{})
	assert.ErrorIs(t, err, fault.Missing)
	_, err = digest(settlement().source(), Options{Scenarios: []string{"nobody's"}})
	assert.ErrorIs(t, err, fault.Unknown)
}
