package report

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/measure"
)

// fake is a result made up by a small simulation of the 2018 settlement, so that pages and charts can be tested by
// themselves. Its intervals are those of 100,000 paths.
type fake struct {
	about   *scenario.Result
	cells   map[[4]string]scenario.Cell
	chances map[[4]string]scenario.Chance
}

func (f *fake) source() source { return source{f, f.about} }

func (f *fake) Cell(of, line, year string) (scenario.Cell, bool) {
	c, ok := f.cells[[4]string{of, "", line, year}]
	return c, ok
}

func (f *fake) Difference(of, versus, line, year string) (scenario.Cell, bool) {
	c, ok := f.cells[[4]string{of, versus, line, year}]
	return c, ok
}

func (f *fake) Chance(of, condition, year string) (scenario.Chance, bool) {
	c, ok := f.chances[[4]string{of, "", condition, year}]
	return c, ok
}

// Pairing and PairingOfChance are made up: the fake's differences come from no run.
func (f *fake) Pairing(of, versus, line, year string) (float64, bool) {
	_, ok := f.Difference(of, versus, line, year)
	return 7.25, ok
}

func (f *fake) PairingOfChance(of, versus, condition, year string) (float64, bool) {
	_, ok := f.ChanceDifference(of, versus, condition, year)
	return 1.1, ok
}

func (f *fake) ChanceDifference(of, versus, condition, year string) (scenario.Chance, bool) {
	c, ok := f.chances[[4]string{of, versus, condition, year}]
	return c, ok
}

const (
	fakePaths = 2000
	saidPaths = 100_000
	stand     = "settlement, stand still"
	improve   = "settlement, improve"
	four      = "four percent, stand still"
	fourBoth  = "four percent, improve"
)

// settlement is the four scenarios, simulated once; each caller may change what it gets.
func settlement() *fake {
	f := *simulated()
	about := *f.about
	for _, names := range []*[]string{&about.Years, &about.Scenarios, &about.NotModelled} {
		*names = slices.Clone(*names)
	}
	about.Lines, about.Conditions, about.Inputs = slices.Clone(about.Lines), slices.Clone(about.Conditions),
		slices.Clone(about.Inputs)
	f.about, f.cells, f.chances = &about, maps.Clone(f.cells), maps.Clone(f.chances)
	return &f
}

var simulated = sync.OnceValue(simulation)

func simulation() *fake {
	f := &fake{
		cells: map[[4]string]scenario.Cell{}, chances: map[[4]string]scenario.Chance{},
		about: &scenario.Result{
			Description: scenario.Description{Name: "The June 2018 settlement", Body: "NHS England", Currency: "£",
				Years: []string{"2018/19", "2019/20", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25",
					"2025/26", "2026/27", "2027/28", "2028/29"},
				AssumedFrom: "2024/25", MainYear: "2023/24", Scenarios: []string{stand, improve, four, fourBoth},
				Comparisons: []scenario.Comparison{{Of: four, Versus: stand}, {Of: fourBoth, Versus: improve}},
				Inputs: []scenario.EffectiveInput{
					{Input: "funding.baseline", Source: "NHS Providers, The NHS funding settlement, 2018",
						Quality: "green", AssumedFrom: "2024/25"},
					{Input: "need.real_growth",
						Source:  "Institute for Fiscal Studies and Health Foundation, May 2018, 3.3% a year",
						Quality: "amber"},
					{Input: "opening.before_support",
						Source: "NHS Improvement, underlying position 2018/19, by way of HSJ 2019", Quality: "amber"},
					{Input: "deflator.surprise", Source: "Judgement; a calm period", Quality: "red"},
					{Input: "earmark.share", Source: "Judgement", Quality: "red"},
					{Input: "deflator.planned", Source: "Implied by the June 2018 cash and real growth"},
					{Input: "debt.opening", Default: true},
				},
				NotModelled: []string{
					"Capital, education and training, public health and social care, which the settlement leaves out", "The pandemic"}},
			Run:  scenario.RunInfo{Paths: saidPaths, Seed: 2018, Stream: 1, Checks: 176},
			Hash: "3f2a9c81d0e4b7a6",
		},
	}
	for _, line := range envelopeLines() {
		f.about.Lines = append(f.about.Lines,
			scenario.Line{Name: line, Money: true, Note: "the " + label(line) + " of the year, deficit negative"})
	}
	for _, m := range []measure.Measure{measure.InYear{}, measure.EveryYear{}, measure.Cumulatively{}} {
		f.about.Conditions = append(f.about.Conditions, scenario.Condition{Line: "balance", Measure: m})
	}
	f.simulate()
	return f
}

// simulate fills in every cell and chance.
func (f *fake) simulate() {
	runs := map[string]map[string][][]float64{}
	for _, name := range f.about.Scenarios {
		runs[name] = run(name, len(f.about.Years))
		for line, years := range runs[name] {
			for y, values := range years {
				f.cells[[4]string{name, "", line, f.about.Years[y]}] = cellOf(values)
			}
		}
		f.judge(name, "", runs[name]["balance"], nil)
	}
	for _, c := range f.about.Comparisons {
		for line, years := range runs[c.Of] {
			for y, values := range years {
				difference := make([]float64, len(values))
				for i := range values {
					difference[i] = values[i] - runs[c.Versus][line][y][i]
				}
				f.cells[[4]string{c.Of, c.Versus, line, f.about.Years[y]}] = cellOf(difference)
			}
		}
		f.judge(c.Of, c.Versus, runs[c.Of]["balance"], runs[c.Versus]["balance"])
	}
}

// judge counts the conditions; versus is nil for a scenario.
func (f *fake) judge(of, name string, balance, versus [][]float64) {
	for _, condition := range f.about.Conditions {
		met := answers(condition.Measure, balance)
		var other [][]bool
		if versus != nil {
			other = answers(condition.Measure, versus)
		}
		for y := 1; y < len(balance); y++ {
			var yes, only, without float64
			for i, ok := range met[y] {
				switch {
				case ok && (other == nil || !other[y][i]):
					only, yes = only+1, yes+1
				case ok:
					yes++
				case other != nil && other[y][i]:
					without++
				}
			}
			c := scenario.Chance{Probability: proportion(yes / fakePaths)}
			if versus != nil {
				d := (only - without) / fakePaths
				half := 1.96 * math.Sqrt(((only+without)/fakePaths-d*d)/saidPaths)
				c = scenario.Chance{Probability: scenario.Estimate{Value: d, Lo: d - half, Hi: d + half},
					OnlyOf: uint64(only) * saidPaths / fakePaths, OnlyVersus: uint64(without) * saidPaths / fakePaths}
			}
			f.chances[[4]string{of, name, condition.Name(), f.about.Years[y]}] = c
		}
	}
}

// answers folds a measure over the years.
func answers(m measure.Measure, years [][]float64) [][]bool {
	state := make([]float64, len(years[0]))
	met := make([][]bool, len(years))
	for y := 1; y < len(years); y++ {
		m.Next(state, years[y], y-1)
		for _, x := range state {
			met[y] = append(met[y], x >= 0)
		}
	}
	return met
}

// proportion is Wilson's interval for 100,000 paths.
func proportion(p float64) scenario.Estimate {
	const z2, n = 1.96 * 1.96, saidPaths
	half := 1.96 * math.Sqrt(p*(1-p)/n+z2/(4*n*n)) / (1 + z2/n)
	centre := (p + z2/(2*n)) / (1 + z2/n)
	return scenario.Estimate{Value: p, Lo: max(0, centre-half), Hi: min(1, centre+half)}
}

// run simulates one scenario; the same draws for all.
func run(name string, years int) map[string][][]float64 {
	lines := map[string][][]float64{}
	set := func(line string, year int, value float64) {
		for len(lines[line]) <= year {
			lines[line] = append(lines[line], nil)
		}
		lines[line][year] = append(lines[line][year], math.Round(value*1e11)/100)
	}
	draws := rand.New(rand.NewPCG(2018, 6))
	for range fakePaths {
		need, perPound := 0.033+0.0039*draws.NormFloat64(), 0.83*draws.Float64()
		growth := func(year int) float64 { return []float64{0.036, 0.036, 0.031, 0.031, 0.034}[min(year-1, 4)] }
		if name == improve || name == fourBoth {
			need += 0.007
		}
		if name == four || name == fourBoth {
			growth = func(year int) float64 { return []float64{0.040, 0.034}[max(0, min(year-5, 1))] }
		}
		path(years, need, perPound, growth, draws, set)
	}
	return lines
}

// path is one path of the sheet, in £bn.
func path(years int, need, perPound float64, growth func(int) float64, draws *rand.Rand,
	set func(string, int, float64)) {
	funding, cost, debt, surprise := 114.6, 117.15, 0.0, 0.0
	spent := make([]float64, years+6)
	for y := range years {
		if y > 0 {
			surprise = 0.5*surprise + 0.0043*draws.NormFloat64()
			funding *= (1 + growth(y)) * 1.018
			cost *= (1 + need) * 1.018 * (1 + surprise)
		}
		planned := 0.05 * (funding - 114.6)
		benefit := 0.0
		for lag := 3; lag < 6 && lag <= y; lag++ {
			benefit += perPound * spent[y-lag] / 3
		}
		net := cost - 4*benefit + 0.015*debt
		diverted := min(planned, max(0, net-(funding-planned)))
		spent[y] = planned - diverted
		balance := funding - planned - net + diverted
		if math.Abs(balance) < 1e-9 {
			balance = 0
		}
		debt += max(0, -balance)
		for i, value := range []float64{funding, net, net - (funding - planned), planned, diverted, spent[y], balance,
			debt} {
			set(envelopeLines()[i], y, value)
		}
	}
}

// cellOf summarises the values of a line in a year.
func cellOf(values []float64) scenario.Cell {
	sorted := slices.Sorted(slices.Values(values))
	n := float64(len(sorted))
	at := func(p float64) float64 { return sorted[int(max(0, min(1, p))*(n-1))] }
	var sum, squares float64
	for _, x := range sorted {
		sum += x
	}
	mean := sum / n
	for _, x := range sorted {
		squares += (x - mean) * (x - mean)
	}
	sd := math.Sqrt(squares / n)
	half := 1.96 * sd / math.Sqrt(saidPaths)
	c := scenario.Cell{Central: at(0.5), Mean: scenario.Estimate{Value: mean, Lo: mean - half, Hi: mean + half},
		Min: sorted[0], Max: sorted[len(sorted)-1], Exact: sorted[0] == sorted[len(sorted)-1]}
	for _, p := range []float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95} {
		reach := 1.96 * math.Sqrt(p*(1-p)/saidPaths)
		c.Percentiles = append(c.Percentiles,
			scenario.Percentile{P: p, Estimate: scenario.Estimate{Value: at(p), Lo: at(p - reach), Hi: at(p + reach)}})
	}
	return c
}
