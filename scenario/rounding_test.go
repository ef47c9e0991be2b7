package scenario_test

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rounded is the settlement with its sheet in whole pence or as plain numbers, and with or without its identities,
// which hold to the last bit in whole pence only.
func rounded(t testing.TB, pence, identities bool) *scenario.Model {
	t.Helper()
	laid, err := settlement(finance.Billion).Sheet()
	require.NoError(t, err)
	s := &sheet.Sheet{Years: laid.Years}
	for _, in := range laid.Inputs {
		if !pence {
			in.Unit = sheet.Number
		}
		s.AddInput(in)
	}
	for _, r := range laid.Rows {
		r.Check = r.Check && identities
		if !pence {
			r.Unit = sheet.Number
		}
		s.Add(r)
	}
	m := question(finance.Billion)
	m.Scenarios = nil
	m.Baseline.Model = s
	return m
}

// roundedOptions asks for two lines, so that the program and not the statistics is what is measured.
func roundedOptions(paths uint64) scenario.Options {
	return scenario.Options{Paths: paths, Seed: 1, Workers: 1, Lines: []string{"balance", "debt"}}
}

// Without money units the same figures come out but for pennies.
func TestPlainNumbersDifferByPennies(t *testing.T) {
	pence := run(t, rounded(t, true, true), roundedOptions(2_048))
	plain := run(t, rounded(t, false, false), roundedOptions(2_048))
	for _, year := range pence.Years {
		a, _ := pence.Cell("settlement", "balance", year)
		b, _ := plain.Cell("settlement", "balance", year)
		assert.InDelta(t, a.Mean.Value, b.Mean.Value/100, 1, "in pounds, of billions: %s", year)
	}
}

// BenchmarkRounding measures what whole pence cost: the settlement as it is, with every identity looked at on every
// path; without its identities; and the same sheet without money units, which rounds nothing.
func BenchmarkRounding(b *testing.B) {
	const paths = 1 << 17
	for _, c := range []struct {
		name              string
		pence, identities bool
	}{{"identities", true, true}, {"pence", true, false}, {"plain", false, false}} {
		b.Run(c.name, func(b *testing.B) { eachPath(b, rounded(b, c.pence, c.identities), roundedOptions(paths)) })
	}
}
