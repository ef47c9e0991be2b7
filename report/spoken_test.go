package report_test

import (
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/report"
	"github.com/stretchr/testify/assert"
)

// Readers of a board paper do not read the keys of a file.
func ExampleSpokenInput() {
	for _, input := range []string{"transfers.City contract.baseline", "bodies.St. Mary's.opening.position",
		"pools.Better care fund.partners.ICB.minimum", "assumptions.delivery", "need.real_growth", "plans.of.ours"} {
		fmt.Println(report.SpokenInput(input))
	}
	// Output:
	// City contract: paid in the opening year
	// St. Mary's: position in the opening year (a deficit is negative)
	// Better care fund, ICB: contribution in the opening year
	// delivery (shared number)
	// Growth of need above inflation
	// plans.of.ours
}

// A name that is itself like a key is taken whole.
func TestSpokenInputsOfHostileNames(t *testing.T) {
	for input, want := range map[string]string{
		"bodies.need.real_growth.need.real_growth": "need.real_growth: growth of need above inflation",
		"bodies.a.b.savings.planned":               "a.b: savings planned, of cost each year",
		"bodies..need.real_growth":                 "bodies..need.real_growth",
		"":                                         "",
		"transfers.":                               "transfers.",
	} {
		assert.Equal(t, want, report.SpokenInput(input), input)
	}
}
