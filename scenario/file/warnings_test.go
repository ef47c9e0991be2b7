package file

import (
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
	for changes, want := range map[string][]string{
		"": nil,
		"changes: {up: {bodies.A.need.real_growth: {p10: 3%, p90: 5%}}}": {
			`"up" moves bodies.A.need.real_growth and leaves where it was what follows its draw: bodies.B.need.real_growth and 1 other; change that too, or let all take one assumption`},
		"changes: {up: {bodies.A.need.real_growth: {p10: 3%, p90: 5%}, bodies.B.need.real_growth: {value: 4%, follows: {input: bodies.A.need.real_growth}}}}": {
			`"up" moves bodies.A.need.real_growth and leaves where it was what follows its draw: bodies.C.need.real_growth; change that too, or let all take one assumption`},
		"changes: {wider: {bodies.A.need.real_growth: {p10: 1%, p90: 5%}}}": nil, // the centre stays
		"changes: {up: {assumptions.growth: {p10: 3%, p90: 5%}}}":           nil,
	} {
		s, err := Load("f.yaml", []byte(system+changes))
		require.NoError(t, err)
		m, err := s.Model()
		require.NoError(t, err)
		about, err := m.Describe(t.Context(), scenario.Options{})
		require.NoError(t, err)
		assert.Equal(t, want, about.Warnings, changes)
		r, err := scenario.Run(t.Context(), m, scenario.Options{Paths: 100})
		require.NoError(t, err)
		assert.Equal(t, want, r.Warnings, changes)
	}
}
