package report

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/stretchr/testify/assert"
)

func TestSystemGolden(t *testing.T) {
	for _, columns := range []int{40, 80} {
		got := printed(t, system(6, 6, "as planned", "savings at 60%"), Options{Width: columns})
		testkit.Golden(t, filepath.Join("testdata", fmt.Sprintf("system_%d.txt", columns)), got)
	}
}

func TestSystemKeepsToItsWidth(t *testing.T) {
	f := system(30, 11, "as planned", "savings at sixty percent of what was planned", "care funded")
	for _, columns := range []int{1, 40, 55, 80, 120, 300} {
		for _, line := range strings.Split(printed(t, f, Options{Width: columns}), "\n") {
			assert.LessOrEqual(t, width(line), max(columns, leastWidth), "at %d columns: %q", columns, line)
			assert.Equal(t, strings.TrimRight(line, " "), line, "trailing space")
		}
	}
}

func TestLabels(t *testing.T) {
	for name, want := range map[string]string{
		"net_cost":                                            "net cost",
		"bodies.Acute trust.balance":                          "Acute trust: balance",
		"bodies.North_East.net_cost":                          "North_East: net cost",
		"bodies.Acute trust.balance_in_year":                  "Acute trust: balance in year",
		"bodies.North.bodies.Acute trust.underlying_position": "North, Acute trust: underlying position",
		"bodies.North.bodies.East.bodies.Acute trust.balance": "North, East, Acute trust: balance",
		"bodies.Acute trust.services.maternity.cost":          "Acute trust: services.maternity.cost",
		"bodies_in_deficit":                                   "bodies in deficit",
		"bodies.":                                             "bodies.",
		"bodies.\x1b[31mtrust.balance":                        `\x1b[31mtrust: balance`,
		"services.maternity.cost":                             "services.maternity.cost",
		"causes.chronic conditions.gap":                       "gap of chronic conditions",
		"bodies.North.causes.pay.cost":                        "North: cost of pay",
	} {
		assert.Equal(t, want, label(name), name)
	}
}

// The bodies' conditions do not stand among those of the whole, and no name of the sheet is shown.
func TestBodiesStandApart(t *testing.T) {
	got := printed(t, system(3, 6, "as planned", "worse"), Options{})
	assert.NotContains(t, got, "bodies.Acute trust.balance")
	assert.NotContains(t, strings.Split(got, "How to read this")[1], "Acute trust: balance")
	_, own, _ := strings.Cut(got, "\nas planned, £m\n")
	own, _, _ = strings.Cut(own, "\nworse, £m\n")
	assert.NotContains(t, own, "Acute trust")
	assert.Contains(t, own, "balance in year")
}

// Of systems within a system only the outermost are shown, unless only inner ones are reported.
func TestNestedBodies(t *testing.T) {
	f := system(2, 3, "as planned")
	inner := func(path string) {
		f.about.Lines = append(f.about.Lines, scenario.Line{Name: path + ".balance", Money: true})
		f.about.Conditions = append(f.about.Conditions,
			scenario.Condition{Line: path + ".balance", Measure: measure.InYear{}})
		for _, year := range f.about.Years[1:] {
			f.chances[[4]string{"as planned", "", path + ".balance_in_year", year}] =
				scenario.Chance{Probability: surely(0)}
		}
	}
	inner("bodies.Commissioner.bodies.East")
	assert.NotContains(t, printed(t, f, Options{}), "East")
	f = system(0, 3, "as planned")
	inner("bodies.North.bodies.East")
	assert.Contains(t, printed(t, f, Options{}), "North, East breaks first, in 2026/27")
	assert.Equal(t, []string{"C", "A"}, outermost([]string{"A.B", "C", "A", "D.E.F"}))
}

// Bodies are shown in the unit of their own size, unless one is asked for.
func TestBodiesHaveTheirUnit(t *testing.T) {
	f := system(3, 3, "as planned")
	for _, year := range f.about.Years {
		f.cells[[4]string{"as planned", "", "funding", year}] = normalCell(30e9, 0)
	}
	got := printed(t, f, Options{})
	assert.Contains(t, got, "Bodies with as planned, £m\n")
	assert.Contains(t, got, "\nas planned, £bn\n")
	assert.Contains(t, printed(t, f, Options{Unit: finance.DisplayUnits("£")[0]}), "Bodies with as planned, £bn\n")
	assert.Contains(t, printed(t, f, Options{Lines: []string{"bodies.Acute trust.balance"}}), "\nas planned, £m\n")
	c, err := fan(f.source(), "as planned", "bodies.Acute trust.balance", ChartOptions{})
	assert.Contains(t, pictured(t, c, err).svg, "£m. Bands")
}

// What else is asked of a body stands below its balance.
func TestOtherConditionsOfABody(t *testing.T) {
	f := system(2, 3, "as planned")
	f.about.Conditions = append(f.about.Conditions,
		scenario.Condition{Line: "bodies.Acute trust.balance", Measure: measure.EveryYear{}})
	f.chances[[4]string{"as planned", "", "bodies.Acute trust.balance_every_year", "2026/27"}] =
		scenario.Chance{Probability: surely(0.25)}
	got := printed(t, f, Options{Width: 200})
	table, _, _ := strings.Cut(got[strings.Index(got, "Bodies with"):], "together")
	assert.Contains(t, strings.Join(strings.Fields(table), " "), "Acute trust: balance every year chance 25%")
}

// A line that is zero throughout is named once, unless it is asked for, is not zero in a scenario shown, or all are.
func TestLinesThatAreZero(t *testing.T) {
	const note = "Not shown, because exactly zero in every year: earmark planned and diverted."
	words := func(f *fake, o Options) string { return strings.Join(strings.Fields(printed(t, f, o)), " ") }
	f := system(2, 3, "as planned", "worse")
	got := words(f, Options{})
	assert.Contains(t, got, note)
	assert.Equal(t, 1, strings.Count(got, "earmark planned"))
	assert.NotContains(t, words(f, Options{Lines: []string{"diverted", "balance"}}), "Not shown")

	f.cells[[4]string{"worse", "", "diverted", "2027/28"}] = normalCell(0, 1e6)
	assert.Contains(t, words(f, Options{}), "Not shown, because exactly zero in every year: earmark planned.")
	assert.Contains(t, words(f, Options{Scenarios: []string{"as planned"}}), note)
	for _, year := range f.about.Years { // zero on all paths, though a driver reaches it
		key := [4]string{"as planned", "", "diverted", year}
		if c, ok := f.cells[key]; ok {
			c.Exact = false
			f.cells[key] = c
		}
	}
	assert.Contains(t, words(f, Options{Scenarios: []string{"as planned"}}),
		"exactly zero in every year: earmark planned. - Not shown, because zero on all 100,000 paths in every year: diverted.")
	f.about.Lines = f.about.Lines[1:3]
	assert.NotContains(t, words(f, Options{Scenarios: []string{"as planned"}}), "Not shown")
	assert.NotContains(t, words(settlement(), Options{}), "Not shown")
}

// What was asked for of a body is shown besides the lines of the whole.
func TestOtherLinesOfABody(t *testing.T) {
	f := system(2, 3, "as planned")
	f.about.Lines = append(f.about.Lines, scenario.Line{Name: "bodies.Acute trust.underlying_position", Money: true})
	for _, year := range f.about.Years {
		f.cells[[4]string{"as planned", "", "bodies.Acute trust.underlying_position", year}] = normalCell(-5e6, 1e6)
	}
	got := printed(t, f, Options{Width: 200})
	assert.Contains(t, got, "Acute trust: underlying position")
	assert.Contains(t, got, "unmet need")
	assert.NotContains(t, got, "Acute trust: balance")
}
