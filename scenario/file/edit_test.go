package file_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const edited = `schema: 2
name: edited
years: 2024/25 to 2027/28
not_modelled: []
funding: {baseline: £900m, real_growth: 3%}
opening: {position: -£10m}
need: {real_growth: {p10: 2%, p90: 4%, source: Actuary, owner: Finance}}
earmark: {share: {values: [5%, 4%, 3%]}, leakage: {p10: 40%, p90: 90%}}
pressures: {ward: {amount: {p10: £1m, p90: £4m}}}
changes:
  more need: {need.real_growth: 5%}
`

// editedBy is the file with one edit, and the fault of it.
func editedBy(t *testing.T, edits ...file.Edit) (*file.Spec, error) {
	t.Helper()
	s, err := file.Load("plan.yaml", []byte(edited))
	require.NoError(t, err)
	return s.Edited("model.xlsx", edits)
}

// of is an edit of a cell.
func of(scenario, input, year, was, is string) file.Edit {
	return file.Edit{At: "Assumptions!E7", Scenario: scenario, Input: input, Year: year,
		Was: decimal.RequireFromString(was), Is: decimal.RequireFromString(is)}
}

// input is an input of a scenario as a run uses it.
func input(t *testing.T, s *file.Spec, scenarioName, name string) scenario.EffectiveInput {
	t.Helper()
	m, err := s.Model()
	require.NoError(t, err)
	about, err := m.Describe(context.Background(), scenario.Options{})
	require.NoError(t, err)
	for _, in := range about.Inputs {
		if in.Scenario == scenarioName && in.Input == name {
			return in
		}
	}
	require.Fail(t, "no such input", "%s %s", scenarioName, name)
	return scenario.EffectiveInput{}
}

// A rate moves with its whole range, money in proportion; who says so now is the cell.
func TestAnEditMovesTheWholeDistribution(t *testing.T) {
	s, err := editedBy(t, of("baseline", "need.real_growth", "", "0.03", "0.035"),
		of("baseline", "pressures.ward.amount", "", "2000000", "4000000"))
	require.NoError(t, err)
	need := input(t, s, "baseline", "need.real_growth")
	assert.Equal(t, []string{"0.035"}, need.Values)
	assert.Equal(t, "normal, p10 2.5%, p50 3.5%, p90 4.5%", need.Law)
	assert.Equal(t, "Changed in model.xlsx, cell Assumptions!E7; it was 3%, Actuary", need.Source)
	assert.Equal(t, []string{"Finance", "red"}, []string{need.Owner, need.Quality})
	ward := input(t, s, "baseline", "pressures.ward.amount")
	assert.Equal(t, "lognormal, p10 2,000,000.00, p50 4,000,000.00, p90 8,000,000.00", ward.Law)
}

// Every column has what it shows: an edit of the baseline reaches no other scenario of the file, unless its cell
// follows the baseline's, and a new one has the rest of the baseline as edited.
func TestAnEditIsOfOneScenario(t *testing.T) {
	s, err := editedBy(t, of("baseline", "funding.real_growth", "", "0.03", "0.02"),
		of("more need", "opening.position", "", "-10000000", "-20000000"),
		of("cheap", "need.real_growth", "", "0.03", "0.01"))
	require.NoError(t, err)
	for _, c := range []struct{ scenario, input, value string }{
		{"baseline", "funding.real_growth", "0.02"}, {"more need", "funding.real_growth", "0.03"},
		{"cheap", "funding.real_growth", "0.02"}, {"more need", "need.real_growth", "0.05"},
		{"cheap", "need.real_growth", "0.01"}, {"baseline", "opening.position", "-10000000.00"},
		{"more need", "opening.position", "-20000000.00"},
	} {
		assert.Equal(t, []string{c.value}, input(t, s, c.scenario, c.input).Values, "%s of %s", c.input, c.scenario)
	}
	text, err := file.Load("inputs.yaml", s.Text())
	require.NoError(t, err, string(s.Text()))
	assert.Equal(t, []string{"0.02"}, input(t, text, "baseline", "funding.real_growth").Values)
}

// A cell that refers to the baseline's follows it, in all years or in some.
func TestAnEditIsFollowed(t *testing.T) {
	follows := of("more need", "funding.real_growth", "", "0.03", "0.02")
	year := of("more need", "earmark.share", "2025/26", "0.05", "0.06")
	follows.Follows, year.Follows = true, true
	s, err := editedBy(t, of("baseline", "funding.real_growth", "", "0.03", "0.02"), follows,
		of("baseline", "earmark.share", "2025/26", "0.05", "0.06"), year,
		of("more need", "earmark.share", "2026/27", "0.04", "0.01"),
		of("cheap", "earmark.share", "2027/28", "0.03", "0.02"))
	require.NoError(t, err)
	for scenario, share := range map[string][]string{"baseline": {"0.06", "0.04", "0.03"},
		"more need": {"0.06", "0.01", "0.03"}, "cheap": {"0.06", "0.04", "0.02"}} {
		assert.Equal(t, []string{"0.02"}, input(t, s, scenario, "funding.real_growth").Values, scenario)
		assert.Equal(t, share, input(t, s, scenario, "earmark.share").Values, scenario)
	}
	assert.NotContains(t, string(s.Text()), "real_growth: 3%", "no scenario has it any more")
}

// A figure of one year is edited in its place of the list.
func TestAnEditOfAYear(t *testing.T) {
	s, err := editedBy(t, of("baseline", "earmark.share", "2026/27", "0.04", "0.045"))
	require.NoError(t, err)
	assert.Equal(t, []string{"0.05", "0.045", "0.03"}, input(t, s, "baseline", "earmark.share").Values)
}

// What does not move with its middle alone, or does not stand in the file as it shows, is a fault of the cell.
func TestEditsThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		name string
		edit file.Edit
		want string
	}{
		{"a share between its limits", of("baseline", "earmark.leakage", "", "0.69", "0.5"),
			"model.xlsx, cell Assumptions!E7: earmark.leakage: the middle of this number does not move alone: its range is {p10: 40%, p90: 90%}; give its new range in the scenario file or the input workbook"},
		{"a figure that follows", of("baseline", "opening.cost", "", "910000000", "900000000"),
			"model.xlsx, cell Assumptions!E7: opening.cost: funding £900m less position -£10m makes a cost of £910m, but the cost given is £900m; give two of the three"},
		{"one year of a number for all", of("baseline", "funding.real_growth", "2025/26", "0.03", "0.02"),
			"model.xlsx, cell Assumptions!E7: funding.real_growth: the file has one number for all years here, and the figures of years follow from it; change it in the scenario file"},
		{"a scenario of a bad name", of("=cheap", "funding.real_growth", "", "0.03", "0.02"),
			`model.xlsx, cell Assumptions!E7: changes.=cheap, as edited: the name "=cheap, as edited" begins with a character that makes a spreadsheet take it for a formula; begin with a letter or digit
model.xlsx, cell Assumptions!E7: scenarios.=cheap: the name "=cheap" begins with a character that makes a spreadsheet take it for a formula; begin with a letter or digit`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := editedBy(t, c.edit)
			assert.EqualError(t, err, c.want)
		})
	}
}
