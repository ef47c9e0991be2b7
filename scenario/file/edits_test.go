package file

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const manifold = `schema: 2
years: 2024/25 to 2028/29
not_modelled: []
currency: $
funding: {baseline: $900m, real_growth: {values: [3%, 2%], then: 1%}}
opening: {position: -$10m}
need:
  real_growth: {normal: {mean: 3%, sd: 0.5%}, each_year: {persistence: 0.5}, source: Actuary, owner: Finance, note: see}
  components: {ageing: {p10: 1%, p50: 1.5%, p90: 2%}, frailty: {values: [1%, {p10: 1%, p90: 3%}, 2%, 2%]}}
pressures: {ward: {amount: {normal: {mean: $2m, sd: $200k}, truncate: {low: $1m, high: $9m}}}}
changes:
  more need: {need.real_growth: 5%}
  less money: {funding.real_growth: 0%}
  kept apart: {opening.position: -$11m}
scenarios: {need more: [more need], both: [more need, less money]}
`

// edits are edits of cells A1, A2 and so on, each "scenario, input, year: was → is", which may end in ", follows".
func edits(rows ...string) (all []Edit) {
	for i, row := range rows {
		what, figures, _ := strings.Cut(row, ": ")
		of := strings.Split(what, ", ")
		figures, follows := strings.CutSuffix(figures, ", follows")
		was, is, _ := strings.Cut(figures, " → ")
		all = append(all, Edit{At: "A" + string(rune('1'+i)), Scenario: of[0], Input: of[1], Year: of[2],
			Was: decimal.RequireFromString(was), Is: decimal.RequireFromString(is), Follows: follows})
	}
	return all
}

// An edited file says what its cells show: the changed numbers and who changed them, in each scenario its own, and all
// else as it was.
func TestWhatAnEditedFileSays(t *testing.T) {
	s, err := Load("plan.yaml", []byte(manifold))
	require.NoError(t, err)
	e, err := s.Edited("books/model.xlsx", edits(
		"need more, need.components.ageing, : 0.015 → 0.025",
		"baseline, funding.real_growth, 2027/28: 0.01 → 0.015",
		"baseline, need.real_growth, : 0.03 → 0.02",
		"baseline, pressures.ward.amount, : 2000000 → 4000000",
		"both, opening.position, : -10000000 → 2500000.5",
		"cheap, need.components.frailty, 2026/27: 0.02 → 0.01"))
	require.NoError(t, err)
	testkit.Golden(t, "testdata/edited.yaml", string(e.Text()))
}

// An edit of one number moves that number in its scenario, to where the cell shows it, and no number of another one.
func TestAnEditMovesItsNumberAlone(t *testing.T) {
	inputsOf := func(s *Spec) map[numberAt][]string {
		m, err := s.Model()
		require.NoError(t, err)
		inputs, err := m.Inputs()
		require.NoError(t, err)
		all := map[numberAt][]string{}
		for _, in := range inputs {
			all[numberAt{in.Scenario, in.Input}] = in.Values
		}
		return all
	}
	made := 0
	for turn, path := range goodFiles(t) {
		if info, err := os.Stat(path); turn%2 > 0 || err != nil || info.Size() > 1400 {
			continue // each edit reads a file several times
		}
		s, err := Read(path)
		require.NoError(t, err)
		if len(s.bodies)+len(s.tables) > 0 || strings.Contains(string(s.text), "mixture") {
			continue // laws with tables of their own take long to make
		}
		before := inputsOf(s)
		numbers := make([]numberAt, 0, len(before))
		for n, values := range before {
			if len(values) == 1 && find(s.root, n.input) != nil {
				numbers = append(numbers, n)
			}
		}
		slices.SortFunc(numbers, func(a, b numberAt) int {
			return strings.Compare(a.scenario+a.input, b.scenario+b.input)
		})
		if len(numbers) == 0 {
			continue
		}
		n := numbers[turn%len(numbers)]
		was := decimal.RequireFromString(before[n][0])
		is := was.Mul(decimal.RequireFromString("1.01")).Round(6)
		e, err := s.Edited("model.xlsx", []Edit{{At: "A1", Scenario: n.scenario, Input: n.input, Was: was, Is: is}})
		if err != nil {
			assert.Contains(t, err.Error(), "model.xlsx", "%s: %v", path, n)
			continue
		}
		made++
		after := inputsOf(e)
		assert.True(t, near(decimal.RequireFromString(after[n][0]), is), "%s: %v", path, n)
		for other, values := range before {
			if other.scenario != n.scenario {
				assert.Equal(t, values, after[other], "%s: %v moves %v", path, n, other)
			}
		}
	}
	assert.Greater(t, made, 5)
}

// What cannot be edited is told at its cell, with what to do, and all at once.
func TestEditsThatAreRefused(t *testing.T) {
	s, err := Load("plan.yaml", []byte(manifold))
	require.NoError(t, err)
	for row, want := range map[string]string{
		"baseline, funding.real_growth, : 0.03 → 0.02":        "funding.real_growth: the file has a figure for each year here; change it in the scenario file",
		"baseline, funding.real_growth, 2024/25: 0.03 → 0.02": "funding.real_growth: the opening year's figure follows from others; change it in the scenario file",
		"baseline, funding.real_growth, soon: 0.03 → 0.02":    "funding.real_growth: the opening year's figure follows from others; change it in the scenario file",
		"baseline, need.real_growth, 2026/27: 0.03 → 0.02":    "need.real_growth: the file has one number for all years here, and the figures of years follow from it; change it in the scenario file",
		"baseline, opening.support, 2026/27: 0 → 1":           "opening.support: the file has one number for all years here, and the figures of years follow from it; change it in the scenario file",
	} {
		_, err := s.Edited("model.xlsx", edits(row))
		var faults Faults
		require.ErrorAs(t, err, &faults, row)
		require.Len(t, faults, 1, row)
		assert.Equal(t, "model.xlsx, cell A1: "+want, faults[0].Error())
		assert.Equal(t, []int{1, 0}, []int{faults[0].Line, faults[0].Column}, "line and column")
	}
	_, err = s.Edited("model.xlsx", edits("baseline, funding.real_growth, : 0.03 → 0.02",
		"both, need.real_growth, 2026/27: 0.03 → 0.02"))
	assert.Len(t, err, 2)
	_, err = (*Spec)(nil).Edited("model.xlsx", nil)
	assert.EqualError(t, err, "model.xlsx, as set: there is no file to edit")
}

// Two figures are the same to twelve digits, or to 12 decimals if they are small.
func TestFiguresNearEnough(t *testing.T) {
	for figures, want := range map[string]bool{"0 0.000000000001": true, "0 -0.000000000001": true,
		"0 0.0000000000011": false, "0.000000000001 0": true, "1000.000000001001 1000": true,
		"1000.000000001002 1000": false, "999.999999998999 1000": true, "-1000.000000001001 -1000": true} {
		a, b, _ := strings.Cut(figures, " ")
		assert.Equal(t, want, near(decimal.RequireFromString(a), decimal.RequireFromString(b)), figures)
	}
}

// No edits leave every number as it is.
func TestNoEdits(t *testing.T) {
	s, err := Load("plan.yaml", []byte(manifold))
	require.NoError(t, err)
	e, err := s.Edited("model.xlsx", nil)
	require.NoError(t, err)
	a, b := unplaced(t, s), unplaced(t, e)
	a.Name, b.Name = "", ""
	assert.Equal(t, a, b)

	plain, err := Load("plan.yaml", []byte(small))
	require.NoError(t, err)
	e, err = plain.Edited("model.xlsx", edits("baseline, need.real_growth, : 0.04 → 0.05"))
	require.NoError(t, err)
	assert.Len(t, plain.Differences(e), 1, "a file without scenarios has none afterwards")
	e, err = plain.Edited("model.xlsx", edits("baseline, need.real_growth, : 0.04 → 0.05", "baseline, funding, : 0 → 1"))
	assert.Nil(t, e)
	assert.ErrorContains(t, err, "cell A2: funding.source", "what the file cannot be is told")
}

// The unit of a place is its key's. That of an assumption is seen from its number, in which money has no %.
func TestUnitsOfPlaces(t *testing.T) {
	s, err := Load("f.yaml", []byte(small+"assumptions: {pay: {p10: 1%, p90: 3%, source: £5m}, cost: [£5m, £6m], "+
		"wage: {values: [{normal: {mean: 2%, sd: 1%}}]}}\n"))
	require.NoError(t, err)
	e := editing{spec: s}
	for path, want := range map[string]string{"need.real_growth": "rate", "funding.baseline": "amount",
		"assumptions.pay": "rate", "assumptions.cost": "amount", "assumptions.wage": "rate", "assumptions.none": "rate",
		"earmark.returns.lag": "years", "bodies.A.bodies.B.opening.cost": "amount", "name": "", "nonsense": "", "need.nonsense.x": "",
		"assumptions.bodies": "rate"} {
		assert.Equal(t, want, e.unitAt(path), path)
	}
	third := decimal.NewFromInt(1).DivRound(decimal.NewFromInt(3), 20)
	for input, want := range map[string]string{"need.real_growth": "33.333333333333%", "funding.baseline": "£0.33",
		"earmark.returns.lag": "0.33333333333333"} {
		e.currency = "£"
		assert.Equal(t, want, e.inWords(third, e.unitAt(input) == "rate", input))
	}
	for text, want := range map[string]string{"{source: 5, value: 3%}": "3%", "[x, 2%]": "2%", "[x, y]": "", "x": "",
		"{a: {b: [x, £1m]}}": "£1m", "{note: 1, owner: 2, quality: 3}": "", "3": "3"} {
		n, refused := valueOf(text)
		require.Empty(t, refused.Kind)
		assert.Equal(t, want, firstNumber(n), text)
	}
}
