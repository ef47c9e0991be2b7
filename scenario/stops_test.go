package scenario_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Wherever a run stops, the message names the number of the file that made the figure zero or too large: in every rule
// that divides, in formulas of numbers and of rows, in bodies, assumptions and changes.
func TestWhereverARunStopsItNamesAKey(t *testing.T) {
	const (
		years = "schema: 1\nname: n\ncurrency: £\nyears: 2018/19 to 2021/22\nnot_modelled: []\n"
		head  = years + "deflator: {planned: 2%}\n"
		one   = "funding: {baseline: £100m, real_growth: 3%}\nopening: {position: £0}\n"
		// gone is a growth that may leave nothing.
		gone = "{discrete: {values: [3%, -100%], chances: [90%, 10%]}}"
		some = "need: {real_growth: {p10: 1%, p90: 4%}}\n"
		need = ", opening: {position: £0}, need: {real_growth: 2%}}\n"
		two  = "bodies:\n A: {funding: {baseline: £100m, real_growth: " + gone + "}" + need +
			" B: {funding: {baseline: £50m, real_growth: 2%}" + need
	)
	for _, c := range []struct{ name, text, want string }{
		{"need", head + one + "need: {real_growth: 1%, components: {c: " + gone + "}}\n",
			"as cost is zero there; look at need.components.c"},
		{"a service", head + one + "services: {s: {baseline: £100m, volume: {v: " + gone + "}}}\n",
			"as cost is zero there; look at services.s.volume.v"},
		{"prices",
			years + "deflator: {planned: 2%, surprise: {discrete: {values: [0%, -100%], chances: [90%, 10%]}}}\n" +
				"real_terms: [balance]\n" + one + "need: {real_growth: 2%}\n",
			"as cost is zero there; look at need.pass_through or deflator.surprise"},
		{"a formula of a number", head + one + "need: {real_growth: " + gone + "}\n" +
			"earmark: {amount: {formula: '£1m × (funding ÷ cost)'}}\n",
			"as cost is zero there; look at need.real_growth"},
		{"a formula of a row", head + one + some +
			"rows: {r: {unit: rate, formula: '£1m ÷ max(£0, balance - £3m)'}}\n",
			"as max(£0, balance − £3m) is zero there; look at funding.real_growth, "},
		{"a product", head + one + some + "rows: {r: {formula: 'funding × (cost ÷ £1k) × (cost ÷ £1k)'}}\n",
			"the amount is beyond ±2⁵¹ pence (about £22,500bn); look at "},
		{"a transfer", head + two + "transfers: {t: {from: A, to: B, baseline: £1m, at_least: 1%}}\n",
			"as last(A: funding) is zero there; look at bodies.A.funding.real_growth"},
		{"a pool", head + two + "pools: {p: {provider: B, partners: {A: {minimum: £5m, share: 50%}, " +
			"B: {minimum: £5m, share: 50%}}}}\n",
			"as last(A: funding) is zero there; look at bodies.A.funding.real_growth"},
		{"an allocation", head + "funding: {baseline: £100m, real_growth: " + gone + "}\n" +
			"allocation: {parts: {A: {opening: £60m}, B: {opening: £40m}}}\nbodies:\n A: {opening: {position: £0}, " +
			"need: {real_growth: 2%}}\n B: {opening: {position: £0}, need: {real_growth: 2%}}\n" +
			"transfers: {t: {from: A, to: B, baseline: £1m, at_least: 1%}}\n",
			"as last(A: funding) is zero there; look at funding.real_growth"},
		{"an assumption", head + "assumptions: {g: " + gone + "}\n" + one + "need: {real_growth: {assumption: g}}\n",
			"as cost is zero there; look at assumptions.g"},
		{"a change", head + one + "need: {real_growth: 2%}\nbaseline: b\nchanges: {c: {need.real_growth: " + gone +
			"}}\nscenarios: {s: [c]}\n",
			`scenario "s": division by zero, as cost is zero there; look at need.real_growth`},
		{"the central case", head + "funding: {baseline: £10000bn, real_growth: 3%}\nopening: {position: £0}\n" +
			"need: {real_growth: {p10: 1%, p90: 60%}}\n",
			"about £22,500bn); look at need.real_growth, deflator.planned or opening.cost"},
	} {
		spec, err := file.Load("n.yaml", []byte(c.text))
		require.NoError(t, err, c.name)
		m, err := spec.Model()
		require.NoError(t, err, c.name)
		_, err = scenario.Run(context.Background(), m, scenario.Options{Paths: 1_000})
		assert.ErrorContains(t, err, c.want, c.name)
	}
}
