package scenario

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/measure"
)

// An Estimate is a figure with its 95% Monte Carlo interval: how far it may be off because the number of paths is
// finite. It says nothing about whether the assumptions are right.
type Estimate struct{ Value, Lo, Hi float64 }

// HalfWidth is half the interval's width.
func (e Estimate) HalfWidth() float64 { return (e.Hi - e.Lo) / 2 }

// A Percentile is the value with a given share of the paths below it, by Excel's inclusive rule (PERCENTILE.INC).
type Percentile struct {
	P float64 // 0.10 is p10
	Estimate
}

// A Cell is the statistics of one line in one year. Money is in the currency's unit (pounds), rates are fractions.
type Cell struct {
	// Central is the figure with every driver at its median, from the exact ledger: neither mean nor forecast.
	Central  float64
	Mean, SD Estimate // over all paths
	// Percentiles are p5, p10, p25, p50, p75, p90 and p95, in this order.
	Percentiles []Percentile
	Min, Max    float64 // over all paths
	// Exact says that the figure would be the same on any path, because no driver reaches it, so it has no Monte Carlo
	// error. A difference is also exact if the uncertainty of both sides cancels.
	Exact bool
}

// Same reports whether all paths of the run have the same value. That does not make it exact: more paths might find
// another value.
func (c Cell) Same() bool { return c.Min == c.Max }

// P is the percentile p (0.5 is the median); ok is false when it is not among the cell's.
func (c Cell) P(p float64) (e Estimate, ok bool) {
	for _, q := range c.Percentiles {
		if q.P == p {
			return q.Estimate, true
		}
	}
	return Estimate{}, false
}

// A Line is a reported row of the sheet.
type Line struct {
	Name  string // as on the sheet: "net_cost"
	Money bool   // else a rate or a count
	Note  string // what the row is, in a sentence
}

// A Description says what a model, its runs and their results are about. [Model.Describe] gives it without a run.
type Description struct {
	Name     string    // with the settings, in words
	Set      []Setting // the settings made to the file; see [SettingsInWords]
	Body     string    // whose envelope it is
	Currency string    // sign before amounts
	// Years are the sheet's columns; the first is the opening year.
	Years []string
	// Prices is the year whose prices real terms are in; empty for the opening year.
	Prices string
	// AssumedFrom is the first year in which some number of the baseline is an assumption beyond its source; empty if
	// none.
	AssumedFrom string
	// MainYear is the year that the main question is about: [Model.MainYear] or, if that is not reported, the last year
	// that is.
	MainYear    string
	Scenarios   []string         // the baseline first
	Lines       []Line           // in the order of the report
	Conditions  []Condition      // those asked in every year
	Comparisons []Comparison     // the paired differences
	Inputs      []EffectiveInput // of every scenario, after defaults
	NotModelled []string         // what the model leaves out
	Warnings    []Warning        // what a reader must know about the model and about a run's figures
	// Correlations are the groups of drivers that depend on each other, with the matrices used.
	Correlations []EffectiveCorrelation
}

// A Result is the result of a run. It is complete in itself: reports are made from it and nothing else. Its methods
// only read it, so goroutines may share it.
type Result struct {
	Description
	Run RunInfo // how it was made
	// Hash is the SHA-256 of every figure's bits: equal hashes, equal results.
	Hash string

	cells   map[cellKey]Cell
	chances map[chanceKey]Chance
	ledgers map[string]*sheet.Ledger
	set     map[string][]Setting // by scenario
}

// SetIn are the settings of the file that hold in a scenario: its changes may have replaced others. The empty name
// means the baseline.
func (r *Result) SetIn(scenario string) []Setting {
	r = door.Or(r)
	return r.set[r.named(scenario)]
}

// Ledger is the exact central ledger of a scenario, to the penny: every row of its sheet, with every driver at its
// median. The empty name means the baseline.
func (r *Result) Ledger(scenario string) (*sheet.Ledger, bool) {
	r = door.Or(r)
	l, ok := r.ledgers[r.named(scenario)]
	return l, ok
}

// RunInfo says how the result was made.
type RunInfo struct {
	// Years are the years reported, where not all are.
	Years       []string
	Paths, Seed uint64 // of the whole run
	Stream      int    // version of the layout of draws
	Checks      int    // identities that were exactly zero on every path, in every scenario and year
	// ExactPercentiles says that percentiles come from the sorted figures of all paths ([Options]), not from a
	// histogram.
	ExactPercentiles bool
	// Refined says which percentiles come from the sorted figures of all paths, because a histogram might not have kept
	// its promise there.
	Refined Refined
}

// Refined counts figures (a line or a difference in a year) whose percentiles come from the sorted figures of all
// paths.
type Refined struct {
	Figures int      `json:"figures"`         // how many
	Of      int      `json:"of"`              // how many different figures the run has
	Lines   []string `json:"lines,omitempty"` // the lines of these figures
}

// A Condition is a yes-or-no question about a path, asked in every year of the plan: is the figure that the measure
// makes of the line, this year and earlier, zero or more?
type Condition struct {
	Line    string          // a row of the sheet
	Measure measure.Measure // how earlier years count
}

// Name is the condition's name in records: "balance_in_year".
func (c Condition) Name() string {
	if c.Measure == nil {
		return c.Line
	}
	return c.Line + "_" + c.Measure.Kind()
}

// Words says the question: "balance is zero or more in the year".
func (c Condition) Words() string {
	if c.Measure == nil {
		return ""
	}
	return c.Measure.Words(sheet.Label(c.Line))
}

// A Chance is how often a condition holds; for a difference, by how much the probabilities differ.
type Chance struct {
	Probability Estimate // from 0 to 1; of a difference from −1 to 1
	// Paths in which the first and not the second scenario meets the condition, and the other way round, for a
	// difference.
	OnlyOf, OnlyVersus uint64
	// Exact says that no driver reaches the figure that is judged: the probability is exactly 0 or 1 (a difference −1,
	// 0 or 1), and so are the ends of its interval.
	Exact bool
}

type cellKey struct{ of, versus, line, year string }

type chanceKey struct{ of, versus, condition, year string }

// named is a scenario's name; the empty name means the baseline.
func (r *Result) named(scenario string) string {
	if scenario == "" && len(r.Scenarios) > 0 {
		return r.Scenarios[0]
	}
	return scenario
}

// Cell is a line of a scenario in a year; the empty name means the baseline. ok is false if the result does not have
// it.
func (r *Result) Cell(scenario, line, year string) (c Cell, ok bool) {
	r = door.Or(r)
	c, ok = r.cells[cellKey{of: r.named(scenario), line: line, year: year}]
	return c, ok
}

// Difference is the paired difference of a line between two scenarios in a year, path by path on the same draws; an
// empty name means the baseline. ok is false if the run does not compare the two.
func (r *Result) Difference(of, versus, line, year string) (c Cell, ok bool) {
	r = door.Or(r)
	c, ok = r.cells[cellKey{r.named(of), r.named(versus), line, year}]
	return c, ok
}

// Chance is the probability of a condition, by [Condition.Name], in a scenario and year; the empty name means the
// baseline. ok is false if the result does not have it.
func (r *Result) Chance(scenario, condition, year string) (c Chance, ok bool) {
	r = door.Or(r)
	c, ok = r.chances[chanceKey{of: r.named(scenario), condition: condition, year: year}]
	return c, ok
}

// ChanceDifference is how much more probable a condition is in one scenario than in another; an empty name means the
// baseline. ok is false if the run does not compare the two.
func (r *Result) ChanceDifference(of, versus, condition, year string) (c Chance, ok bool) {
	r = door.Or(r)
	c, ok = r.chances[chanceKey{r.named(of), r.named(versus), condition, year}]
	return c, ok
}

// An EffectiveInput is one input as the run used it, after defaults.
type EffectiveInput struct {
	Scenario string `json:"scenario"` // its name
	Input    string `json:"input"`    // its name on the sheet
	Money    bool   `json:"money"`    // else a rate or a count
	// Values are the central values, one for all years or one for each; money in the currency's unit, as decimal text.
	Values []string `json:"values"`
	// Law and Process describe the uncertainty in words; empty if the input is certain.
	Law     string `json:"law,omitempty"`
	Process string `json:"process,omitempty"` // how it moves from year to year
	// Source says who published the number.
	Source string `json:"source,omitempty"`
	Note   string `json:"note,omitempty"`  // what else is known about it
	Place  string `json:"place,omitempty"` // its place in its file
	Owner  string `json:"owner,omitempty"` // who is responsible for it
	// Quality is red, amber, green or empty (unsupported).
	Quality string `json:"quality,omitempty"`
	// AssumedFrom is the first year for which the number is an assumption beyond its source, and red; empty if none.
	AssumedFrom string `json:"assumed_from,omitempty"`
	Default     bool   `json:"default,omitempty"` // the file does not give it
}

// EffectiveCorrelation is a group of correlated drivers as the run used it.
type EffectiveCorrelation struct {
	Drivers []string    `json:"drivers"` // by [Driver.Name]
	Matrix  [][]float64 `json:"matrix"`  // in the order of Drivers
	// DF is the number of degrees of freedom of a Student t copula, 0 for a Gaussian copula.
	DF float64 `json:"df,omitempty"`
	// Factor is what the drivers have in common, if the file gives their loads.
	Factor string `json:"factor,omitempty"`
	// Repaired says that the matrix is the nearest to the matrix of the file, whose correlations could not all hold.
	Repaired bool `json:"repaired,omitempty"`
}
