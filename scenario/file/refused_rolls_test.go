package file

import (
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
		"savings:\n  planned: {values: [1%], then: 2%}\n": "",
	} {
		text := "schema: 2\nyears: 2018/19 to 2020/21\nfunding: {baseline: £100m, real_growth: 3%}\nnot_modelled: []\n" + more +
			"need: {real_growth: 4%}\n"
		s, err := Load("f.yaml", []byte(text))
		require.NoError(t, err, more)
		_, err = s.Roll(finance.Actuals{"funding": 101 * finance.Million, "recurrent_cost": 102 * finance.Million,
			"balance": -finance.Million}, "")
		if want == "" {
			assert.NoError(t, err, more)
			continue
		}
		assert.EqualError(t, err, want, more)
	}
}
