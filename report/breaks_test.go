package report

import (
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/stretchr/testify/assert"
)

// A told body opens with a balance and has a chance of a deficit in each later year, known to ±0.4 points.
type told struct {
	name     string
	opens    float64
	deficits []float64
}

// telling is a result that says so of the bodies, in one scenario for each list.
func telling(scenarios ...[]told) *fake {
	f := &fake{cells: map[[4]string]scenario.Cell{}, chances: map[[4]string]scenario.Chance{},
		about: &scenario.Result{Description: scenario.Description{Currency: "£",
			Years: []string{"2025/26", "2026/27", "2027/28", "2028/29"}}}}
	for _, b := range scenarios[0] {
		line := "bodies." + b.name + ".balance"
		f.about.Lines = append(f.about.Lines, scenario.Line{Name: line, Money: true})
		f.about.Conditions = append(f.about.Conditions, scenario.Condition{Line: line, Measure: measure.InYear{}})
	}
	for i, bodies := range scenarios {
		name := string(rune('a' + i))
		f.about.Scenarios = append(f.about.Scenarios, name)
		for _, b := range bodies {
			line := "bodies." + b.name + ".balance"
			f.cells[[4]string{name, "", line, f.about.Years[0]}] = normalCell(b.opens, 0)
			for y, deficit := range b.deficits {
				f.chances[[4]string{name, "", line + "_in_year", f.about.Years[y+1]}] =
					scenario.Chance{Probability: give(1-deficit, 0.004)}
			}
		}
	}
	return f
}

func TestWhoBreaksFirst(t *testing.T) {
	for _, c := range []struct {
		says   string
		bodies []told
		want   string
	}{
		{"none", []told{{"North", 1, []float64{0.1, 0.2, 0.4}}, {"South", 0, []float64{0.1, 0.1, 0.1}}},
			"No body is more likely than not to be in deficit in any year."},
		{"one", []told{{"North", 1, []float64{0.1, 0.6, 0.9}}, {"South", 1, []float64{0.1, 0.3, 0.7}}},
			"North breaks first, in 2027/28 (chance of a deficit 60%)."},
		{"the order of the file does not matter",
			[]told{{"South", 1, []float64{0.1, 0.3, 0.7}}, {"North", 1, []float64{0.1, 0.6, 0.9}}},
			"North breaks first, in 2027/28 (chance of a deficit 60%)."},
		{"two in the same year", []told{{"North", 1, []float64{0.1, 0.6}}, {"South", 1, []float64{0.1, 0.75}}},
			"North and South break first, both in 2027/28 (chances of a deficit 60% to 75%)."},
		{"three in the same year",
			[]told{{"North", 1, []float64{0.6}}, {"South", 1, []float64{0.6}}, {"East", 1, []float64{0.6}}},
			"North, South and East break first, all in 2026/27 (chances of a deficit 60%)."},
		{"many in the same year", []told{{"A", 1, []float64{0.6}}, {"B", 1, []float64{0.6}}, {"C", 1, []float64{0.6}},
			{"D", 1, []float64{0.6}},
			{"E", 1, []float64{0.6}}, {"F", 1, []float64{0.6}}},
			"A, B, C, D and 2 more break first, all in 2026/27 (chances of a deficit 60%)."},
		{"from the start", []told{{"North", -1, []float64{1, 1, 1}}, {"South", 1, []float64{0.1, 0.1, 0.3}}},
			"North is in deficit from the start; no other body is more likely than not to be in deficit."},
		{"at first, and out of it",
			[]told{{"North", -1, []float64{0.4, 0.1, 0.1}}, {"South", 1, []float64{0.1, 0.1, 0.7}}},
			"North opens in deficit and is more likely than not out of it in 2026/27; the next to break is South, in 2028/29 (chance of a deficit 70%)."},
		{"from the start, and out of it later",
			[]told{{"North", -1, []float64{0.9, 0.5, 0.1}}, {"South", 1, []float64{0.1, 0.1, 0.1}}},
			"North is in deficit from the start and is more likely than not out of it in 2028/29; no other body is more likely than not to be in deficit."},
		{"out of it and in again", []told{{"North", -1, []float64{0.9, 0.1, 0.8}}},
			"North is in deficit from the start and is more likely than not out of it in 2027/28; the next to break is North, in 2028/29 (chance of a deficit 80%)."},
		{"even odds after the opening year", []told{{"North", -1, []float64{0.5}}, {"South", -1, []float64{0.5}}},
			"Every body opens in deficit."},
		{"some stay", []told{{"North", -1, []float64{0.9}}, {"South", -1, []float64{0.1}},
			{"East", -1, []float64{0.1}}},
			"North is in deficit from the start; South and East open in deficit and are more likely than not out of it in 2026/27."},
		{"two follow", []told{{"North", -1, nil}, {"South", 1, []float64{0.8}}, {"East", 1, []float64{0.9}}},
			"North is in deficit from the start; the next to break are South and East, both in 2026/27 (chances of a deficit 80% to 90%)."},
		{"all from the start", []told{{"North", -1, []float64{1}}, {"South", -2, []float64{1}}},
			"Every body is in deficit from the start."},
		{"the only one, from the start", []told{{"North", -1, []float64{1}}}, "North is in deficit from the start."},
		{"even odds are no break",
			[]told{{"North", 1, []float64{0.501, 0.501, 0.501}}, {"South", 1, []float64{0.1, 0.1, 0.6}}},
			"South breaks first, in 2028/29 (chance of a deficit 60%); North is near even odds from 2026/27, too near to tell."},
		{"even odds after the first break",
			[]told{{"South", 1, []float64{0.6, 0.6, 0.6}}, {"North", 1, []float64{0.1, 0.1, 0.501}}},
			"South breaks first, in 2026/27 (chance of a deficit 60%)."},
		{"even odds and none that breaks",
			[]told{{"North", 1, []float64{0.1, 0.499, 0.3}}, {"South", 1, []float64{0.501, 0.1, 0.1}}},
			"No body is more likely than not to be in deficit in any year; North and South are near even odds from 2026/27, too near to tell."},
		{"even odds on the way", []told{{"North", 1, []float64{0.1, 0.5, 0.9}}},
			"North breaks first, in 2028/29 (chance of a deficit 90%)."},
		{"a chance that is not known", []told{{"North", 1, []float64{0.1}}},
			"No body is more likely than not to be in deficit in any year."},
	} {
		assert.Equal(t, c.want, seen(t, telling(c.bodies), "").breaks([]string{"a"}), c.says)
	}
}

// Scenarios of which the same can be said share a sentence; no bodies, no sentence.
func TestWhoBreaksFirstByScenario(t *testing.T) {
	safe, late := []told{{"North", 1, []float64{0.1, 0.1, 0.1}}}, []told{{"North", 1, []float64{0.1, 0.1, 0.8}}}
	v := seen(t, telling(late, safe, late), "")
	assert.Equal(t, "With “a” and “c”, North breaks first, in 2028/29 (chance of a deficit 80%). "+
		"With “b”, no body is more likely than not to be in deficit in any year.", v.breaks([]string{"a", "b", "c"}))
	assert.Empty(t, seen(t, settlement(), "").breaks([]string{stand}))
}
