package file

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A plan's file a year later keeps what it said, but for its years, what it opens at and the first of each list.
func TestRollWritesThePlanAYearLater(t *testing.T) {
	text := `# Our plan.
schema: 2
years: 2025/26 to 2028/29 # three years

deflator:
  planned: [2%, 2.5%, 3%]
funding:
  baseline: {value: £900m, source: Accounts} # the settlement
  real_growth: # by year
    values: [3%]
    then: 2%
opening:
  # As reported.
  position: -£14m
  before_support: -£38m
  support: £24m
need:
  real_growth:
    - {p10: 1%, p90: 3%}
    - 2% # the middle year
    - 3%
savings: {planned: 2%, delivery: 80%, recurrent: [70%, 75%, 80%]}
earmark:
  share: 10%
  returns: {per_pound: 20%, lag: 1, grows: in_cash}
debt:
  loans: {interim: {opening: £10m, repaid: 25%}}
rows:
  saved so far: {formula: last(saved so far) + savings, unit: money}
changes:
  less: {savings.recurrent: [50%, 60%, 70%]}
not_modelled: []
`
	spec, err := Load("plan.yaml", []byte(text))
	require.NoError(t, err)
	rolled, err := spec.Roll(finance.Actuals{"funding": 950 * finance.Million, "recurrent_cost": 931_500_000_50,
		"balance": -12 * finance.Million}, "")
	require.NoError(t, err)
	assert.Equal(t, "2026/27", rolled.Opens)
	assert.Equal(t, `# Our plan.
schema: 2
years: 2026/27 to 2028/29 # three years

deflator:
  planned: [2.5%, 3%]
funding:
  baseline: {value: £950m, source: Outturn of 2026/27, quality: green} # the settlement
  real_growth: # by year
    values: [2%]
    then: 2%
opening:
  cost: {value: "£931,500,000.50", source: Outturn of 2026/27, quality: green}
  one_offs: {value: "-£30,499,999.50", source: Outturn of 2026/27, quality: green}
  # As reported.
  support: {value: £24m, source: "As planned for 2026/27, without an actual figure", quality: red}
need:
  real_growth:
    - 2% # the middle year
    - 3%
savings: {planned: 2%, delivery: 80%, recurrent: [75%, 80%]}
earmark:
  measured_from: {value: £900m, source: "As planned for 2026/27, without an actual figure", quality: red}
  share: 10%
  returns: {per_pound: 20%, lag: 1, grows: in_cash, before: {values: ["£910,800", "£910,800"], source: "As planned for 2026/27, without an actual figure", quality: red}}
`, strings.Split(string(rolled.Text), "debt:\n")[0])
}

// Every good file of one year more rolls, or is refused with faults; what is written has none.
func TestGoodFilesRoll(t *testing.T) {
	rolls, refused := 0, []string{}
	for _, path := range goodFiles(t) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		spec, err := LoadIn(os.DirFS(filepath.Dir(path)), filepath.Base(path), text)
		require.NoError(t, err, path)
		m, err := spec.Model()
		require.NoError(t, err, path)
		plan := m.Baseline.Model.(*finance.Model)
		l, err := finance.Project(plan)
		require.NoError(t, err, path)
		rolled, err := spec.Roll(nil, "")
		a := finance.Actuals{}
		for _, f := range asFaults(err) { // which asks for what it needs
			if line, ok := strings.CutPrefix(f.Path, "actuals."); ok && f.Kind == fault.Missing {
				a[line], _ = l.Amount(strings.Replace(line, "recurrent_cost", "cost", 1), plan.First+1)
			}
		}
		if err != nil {
			rolled, err = spec.Roll(a, "")
		}
		if err != nil {
			var faults interface{ Unwrap() []error }
			assert.ErrorAs(t, err, &faults, path)
			t.Logf("%s: %v", path, err)
			refused = append(refused, filepath.Base(path))
			continue
		}
		rolls++
		now, err := LoadIn(os.DirFS(filepath.Dir(path)), filepath.Base(path), rolled.Text)
		require.NoError(t, err, path)
		_, err = now.Model()
		assert.NoError(t, err, path)
	}
	assert.Equal(t, []string{"processes.yaml", "uncertain.yaml", "cash.yaml", "returns.yaml", "system.yaml"}, refused,
		"two have numbers that only their author can write anew, and three are of one year")
	assert.Greater(t, rolls, 15)
}

// asFaults are the faults of figures in an error.
func asFaults(err error) (faults finance.Faults) {
	errors.As(err, &faults)
	return faults
}
