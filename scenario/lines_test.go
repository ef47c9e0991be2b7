package scenario

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFindLines(t *testing.T) {
	rows := []string{
		"net_cost", "balance", "services.acute.cost", "bodies.North.balance", "bodies.North.net_cost",
		"bodies.South.balance", "bodies.South.bodies.Acute trust.balance", "pools.Care.cost",
	}
	for text, want := range map[string][]string{
		"balance":                     {"balance"},
		" net cost ":                  {"net_cost"},
		"Net cost":                    {"net_cost"},
		"North: net cost":             {"bodies.North.net_cost"},
		"South, Acute trust: balance": {"bodies.South.bodies.Acute trust.balance"},
		"bodies.*.balance":            {"bodies.North.balance", "bodies.South.balance"},
		"bodies.*.net_cost":           {"bodies.North.net_cost"},
		"bodies.*.bodies.*.balance":   {"bodies.South.bodies.Acute trust.balance"},
		"bodies.North.*":              {"bodies.North.balance", "bodies.North.net_cost"},
		"services.*.cost":             {"services.acute.cost"},
	} {
		found, err := FindLines(text, rows)
		require.NoError(t, err, text)
		assert.Equal(t, want, found, text)
	}
	for text, says := range map[string]string{
		"balanse":             `"balanse" is not a line; did you mean "balance"?`,
		"Nort: balance":       `"Nort: balance" is not a line; did you mean "North: balance"?`,
		"bodies.*.blance":     `"bodies.*.blance" is not a line; did you mean "bodies.*.balance"?`,
		"bodies.*h.balance":   `"bodies.*h.balance" is not a line; did you mean "bodies.North.balance"?`,
		"bodies.*.a.b.c.d.e*": `"bodies.*.a.b.c.d.e*" is not a line; there is services.*.cost, bodies.*.balance, bodies.*.net_cost`,
		"":                    `"" is not a line`,
	} {
		_, err := FindLines(text, rows)
		assert.ErrorContains(t, err, says, text)
	}
}
