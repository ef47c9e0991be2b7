package report

import (
	"fmt"
	"math"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/measure"
)

// trusts are the bodies of a made-up system, with long names among them.
func trusts() []string {
	return []string{
		"Commissioner", "Acute trust", "Community and mental health trust", "Specialist trust", "Primary care",
		"Council", "Ambulance service of the whole of the region", "Children", "Cancer centre", "Women and newborn",
		"Integrated urgent and emergency care alliance", "North locality", "South locality", "East locality",
		"West locality",
	}
}

// system is a made-up result of a system: each body's middle path is a straight line, its spread grows with the years,
// and all figures follow from both. Bodies open at 12, −45, 4, 6 and so on, and every second scenario is worse.
func system(bodies, years int, scenarios ...string) *fake {
	f := &fake{
		cells: map[[4]string]scenario.Cell{}, chances: map[[4]string]scenario.Chance{},
		about: &scenario.Result{
			Description: scenario.Description{
				Name: "A made-up system", Body: "The system", Currency: "£", Scenarios: scenarios,
				Inputs: []scenario.EffectiveInput{{Input: "bodies.Acute trust.need.real_growth",
					Source: "Judgement", Quality: "red"}},
				NotModelled: []string{"Capital"},
			},
			Run:  scenario.RunInfo{Paths: saidPaths, Seed: 7, Stream: 1, Checks: 594},
			Hash: "0123456789abcdef",
		},
	}
	for y := range years {
		f.about.Years = append(f.about.Years, fmt.Sprintf("%d/%02d", 2025+y, (26+y)%100))
	}
	for _, s := range scenarios[1:] {
		f.about.Comparisons = append(f.about.Comparisons, scenario.Comparison{Of: s, Versus: scenarios[0]})
	}
	line := func(name string, money bool) {
		f.about.Lines = append(f.about.Lines, scenario.Line{Name: name, Money: money, Note: "made up"})
	}
	for _, name := range []string{"funding", "earmark_planned", "diverted", "balance", "unmet_need",
		"surplus_to_move"} {
		line(name, true)
	}
	line("share_in_deficit", false)
	f.about.Conditions = []scenario.Condition{{Line: "balance", Measure: measure.InYear{}},
		{Line: "balance", Measure: measure.Cumulatively{}}}
	for b := range bodies {
		line("bodies."+bodyName(b)+".balance", true)
		f.about.Conditions = append(f.about.Conditions,
			scenario.Condition{Line: "bodies." + bodyName(b) + ".balance", Measure: measure.InYear{}})
	}
	for s, name := range scenarios {
		f.fillSystem(name, bodies, float64(s%2))
	}
	for _, c := range f.about.Comparisons {
		f.compareSystem(c)
	}
	return f
}

func bodyName(b int) string {
	names := trusts()
	if b < len(names) {
		return names[b]
	}
	return fmt.Sprintf("%s %d", names[b%len(names)], b/len(names)+1)
}

// fillSystem makes up a scenario's figures.
func (f *fake) fillSystem(name string, bodies int, worse float64) {
	opens, slopes := []float64{12, -45, 4, 6, 0.4, 3}, []float64{25, -30, 5, -2.5, 0, 0.6}
	for y, year := range f.about.Years {
		spread := 2 + 4*float64(y)
		put := func(line string, middle, spread float64) {
			f.cells[[4]string{name, "", line, year}] = normalCell(middle*1e6, spread*1e6*math.Min(1, float64(y)))
			for _, c := range f.about.Conditions {
				if c.Line == line && y > 0 {
					f.chances[[4]string{name, "", c.Name(), year}] =
						scenario.Chance{Probability: proportion(0.5 * math.Erfc(-middle/spread/math.Sqrt2))}
				}
			}
		}
		sum := 0.0
		for b := range bodies {
			middle := opens[b%6] + float64(y)*(slopes[b%6]-2*worse*float64(b%3))
			put("bodies."+bodyName(b)+".balance", middle, spread)
			sum += middle
		}
		put("balance", sum, 3*spread)
		put("funding", 2400+100*float64(y), 0)
		put("unmet_need", 15*float64(y), spread)
		put("surplus_to_move", 20+10*float64(y), spread)
		put("earmark_planned", 0, 0)
		put("diverted", 0, 0)
		f.cells[[4]string{name, "", "share_in_deficit", year}] = normalCell(0.2+0.03*float64(y),
			0.1*math.Min(1, float64(y)))
	}
}

// compareSystem makes up the paired differences: of means, and of chances.
func (f *fake) compareSystem(c scenario.Comparison) {
	for _, year := range f.about.Years {
		for _, line := range f.about.Lines {
			of, versus := f.cells[[4]string{c.Of, "", line.Name, year}],
				f.cells[[4]string{c.Versus, "", line.Name, year}]
			f.cells[[4]string{c.Of, c.Versus, line.Name, year}] = normalCell(of.Mean.Value-versus.Mean.Value, 0)
		}
		for _, condition := range f.about.Conditions {
			of, ok := f.chances[[4]string{c.Of, "", condition.Name(), year}]
			if !ok {
				continue
			}
			d := of.Probability.Value - f.chances[[4]string{c.Versus, "", condition.Name(), year}].Probability.Value
			f.chances[[4]string{c.Of, c.Versus, condition.Name(), year}] = scenario.Chance{
				Probability: scenario.Estimate{Value: d, Lo: d - 0.001, Hi: d + 0.001},
				OnlyVersus:  uint64(math.Abs(d) * saidPaths)}
		}
	}
}

// normalCell is the cell of a normal law.
func normalCell(middle, spread float64) scenario.Cell {
	half := 1.96 * spread / math.Sqrt(saidPaths)
	c := scenario.Cell{Central: middle, Mean: scenario.Estimate{Value: middle, Lo: middle - half, Hi: middle + half},
		Min: middle - 4*spread, Max: middle + 4*spread, Exact: spread == 0}
	for i, z := range []float64{-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645} {
		value := middle + z*spread
		c.Percentiles = append(c.Percentiles,
			scenario.Percentile{P: []float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95}[i],
				Estimate: scenario.Estimate{Value: value, Lo: value - 1.5*half, Hi: value + 1.5*half}})
	}
	return c
}
