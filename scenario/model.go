package scenario

import (
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// A Model is a baseline, the scenarios beside it, and how their uncertain inputs depend on each other. All scenarios
// run on the same draws (common random numbers): a difference between two of them is the difference the change makes,
// not luck. A Model is a value; a run does not change it. Goroutines may share one that nobody changes.
type Model struct {
	// Name is the title of the model, with the settings made to its file, if there are any.
	Name string
	// Set is the settings made to the file, for every reader of the results.
	Set         []Setting
	Baseline    Scenario      // the file's own numbers
	Scenarios   []Scenario    // beside the baseline; same years
	Correlation []Correlation // groups of drivers that depend on each other
	// Draws changes how some drivers are drawn; the zero value changes nothing.
	Draws Draws
	// Comparisons are paired differences to report. Nil means every scenario against the baseline; empty but not nil,
	// none.
	Comparisons []Comparison
	// NotModelled says what the model leaves out, for every reader of its results.
	NotModelled []string
	// AskedYear is the year ("2023/24") that the main question is about; if it is empty, [Model.MainYear] finds the
	// year. Settings do not change the year of a file, so that runs with and without them answer the same question.
	AskedYear string
	// Ranges names the usual figures, one of [Ranges], that the numbers are compared with: a run warns about numbers
	// beyond them. Empty means no comparison.
	Ranges string
	// Accepted are the reasons for accepted warnings, by [Warning].ID.
	Accepted map[string]string

	part bool // some scenarios were left out
}

// DefaultBaseline is the name of a baseline that has none.
const DefaultBaseline = "baseline"

// A Scenario is one set of central values with the drivers that make some of them uncertain.
type Scenario struct {
	// Name is the name of the scenario in results. Only the baseline may have no name: it is then called
	// [DefaultBaseline].
	Name string
	// Model lays out the sheet: a *finance.Model, or a *sheet.Sheet of the importer's own.
	Model Sheeter
	// Drivers make inputs of the sheet uncertain; an input without one keeps its central value.
	Drivers []Driver
	// Changes names what differs from the baseline, for the record.
	Changes []string
	// Set is the settings of the file that hold here, because no change replaces them.
	Set []Setting
}

// A Sheeter is anything that can lay out its rows of formulas. Goroutines that run or plan the same model call it at
// once, so it must change nothing that they share.
type Sheeter interface {
	Sheet() (*sheet.Sheet, error)
}

// A Liner is a [Sheeter] that says which rows are reported if [Options] names none. Like a [Sheeter], it may be called
// by several goroutines at once.
type Liner interface {
	// Lines are names of rows.
	Lines() []string
}

// A Driver makes one input of the sheet uncertain. The central case sets it to its median.
type Driver struct {
	// Input is the input's name on the sheet; with Year, only that year of it ("2021/22").
	Input string
	Year  string // a label; empty for all years
	// Law is the distribution of the value: a rate as a fraction (0.034 is 3.4%), money in the currency's unit (90e6 is
	// £90m). A run rounds each draw of money to whole pence.
	Law dist.Distribution
	// Process says how it moves from year to year, with sizes in the unit of the Law; nil draws once and holds the
	// value for the whole path. With a process.Regime the Law is the law in calm, with a process.Bootstrap its Law(),
	// with a process.MeanReverting the law of the long run.
	Process process.Process
	// Follows names another driver ([Driver.Name]) whose draw this input takes instead of its own. The input then keeps
	// its own central value and has no Law: if the other has a lognormal law, this one moves in proportion (value =
	// centre × (other ÷ its median)^Times), else by difference (centre + Times × deviation). If the other has shocks,
	// regimes or a history, this one follows these too, and moves by difference.
	Follows string
	// Times is a pure number if both drivers are in the same unit or move in proportion. If one of them is money and
	// the other is not, it is the amount that a difference of 1 (£1, or 100%) in the other adds to this one, in the
	// unit of this one's Law.
	Times float64
}

// Name identifies the driver and its draws: the input's name, with the year in brackets if it has one.
func (d Driver) Name() string {
	if d.Year == "" {
		return d.Input
	}
	return d.Input + "[" + d.Year + "]"
}

// A Correlation is a group of drivers whose yearly innovations are correlated, by a Gaussian copula or a Student t one.
// Shocks and regimes of the drivers are independent of the group and of each other, and a driver with a history cannot
// be in a group. The order counts: a driver added at the end leaves the draws of the drivers before it as they are.
type Correlation struct {
	Drivers []string // by [Driver.Name]
	// Matrix is symmetric with ones on its diagonal, in the order of Drivers.
	Matrix [][]float64
	// DF gives the group a Student t copula with DF degrees of freedom, from 1 to 1000: the fewer, the more often all
	// drivers have extreme values together. The distribution of each driver alone does not change. Zero is the Gaussian
	// copula.
	DF float64
	// Repair replaces a matrix whose correlations cannot all hold by the nearest that can; without it such a matrix is
	// an error.
	Repair bool
	// Factor names what the drivers have in common, for the record; see [FactorCorrelation].
	Factor string
	// Loose allows drivers in the group that no scenario has, which is an error otherwise: numbers that were uncertain
	// and are now decided. They keep their places, so that the draws of the others stay as they were.
	Loose bool
}

// FactorCorrelation is the correlation of drivers that each load on one common factor, and have noise of their own: the
// correlation of i and j is load i × load j. Loads are from −1 to 1; their squares are the shares of each driver's
// variance that the factor explains.
func FactorCorrelation(factor string, drivers []string, loads []float64) Correlation {
	c := Correlation{Drivers: drivers, Factor: factor}
	for i := range loads {
		row := make([]float64, len(loads))
		for j := range loads {
			row[j] = loads[i] * loads[j]
		}
		row[i] = 1
		c.Matrix = append(c.Matrix, row)
	}
	return c
}

// A Comparison is the paired difference of one scenario against another, by name.
type Comparison struct{ Of, Versus string }
