package report

import (
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
)

// The first year from which on the middle path of the difference is zero or more, after one in which it was below.
func TestBreakEven(t *testing.T) {
	for _, c := range []struct {
		says        string
		differences []float64 // middle paths, with a spread of 1
		spends      float64
		want        string
	}{
		{"behind, then ahead", []float64{0, -3, -1, 0.5, 3}, 1,
			"Added up since the start, “b” is ahead of “a” from 2028/29 on: the difference in cumulative balance is then zero or more in 50% to 75% of the paths."},
		{"well ahead", []float64{0, -3, -1, -1, 1.5}, 0,
			"Added up since the start, “b” is ahead of “a” from 2029/30 on: the difference in cumulative balance is then zero or more in 90% to 95% of the paths."},
		{"almost surely ahead", []float64{0, -3, -1, -1, 3}, 0,
			"Added up since the start, “b” is ahead of “a” from 2029/30 on: the difference in cumulative balance is then zero or more in more than 95% of the paths."},
		{"surely ahead", []float64{0, -3, -1, -1, 9}, 0,
			"Added up since the start, “b” is ahead of “a” from 2029/30 on: the difference in cumulative balance is then zero or more in all 50,000 paths."},
		{"ahead, behind again, ahead", []float64{0, -3, 1, -1, 0.1}, 1,
			"Added up since the start, “b” is ahead of “a” from 2029/30 on: the difference in cumulative balance is then zero or more in 50% to 75% of the paths."},
		{"not within the plan", []float64{0, -3, 2, -1, -1}, 1,
			"Added up since the start, “b” is still behind “a” at the end of the plan: it does not break even within it."},
		{"never ahead, and nothing spent that could pay", []float64{0, -3, -2, -1, -1}, 0, ""},
		{"never behind", []float64{0, 3, 2, 1, 1}, 1, ""},
		{"no difference", []float64{0, 0, 0, 0, 0}, 1, ""},
		{"not in the result", nil, 1, ""},
	} {
		f := &fake{cells: map[[4]string]scenario.Cell{}, about: &scenario.Result{
			Description: scenario.Description{Years: []string{"2025/26", "2026/27", "2027/28", "2028/29", "2029/30"},
				Scenarios: []string{"a", "b"}},
			Run: scenario.RunInfo{Paths: 50_000}}}
		for y, d := range c.differences {
			spread := 1.0
			if d == 0 {
				spread = 0
			}
			f.cells[[4]string{"b", "a", "cumulative_balance", f.about.Years[y]}] = normalCell(d, spread)
			f.cells[[4]string{"b", "a", "transformation", f.about.Years[y]}] = normalCell(c.spends, 0)
		}
		p := page{view: seen(t, f, "")}
		assert.Equal(t, c.want, p.breakEven(scenario.Comparison{Of: "b", Versus: "a"}), c.says)
	}
}
