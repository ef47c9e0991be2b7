// Package scenario asks what an envelope is likely to do: it makes numbers of a model uncertain, runs the model's sheet
// over many futures (paths), and reports the results, with the error that comes from a finite number of paths.
//
// # From a file
//
// Package file reads scenario files into a [Model]. This package knows nothing about files.
//
// # In Go
//
// A [Model] is a literal: a [finance.Model] (or a sheet of your own) for each scenario, and a [Driver] for each
// uncertain input. [Run] does the rest. The kinds of law are in package dist, the ways a driver moves from year
// to year in package process, the yes-or-no questions in package measure.
//
// # What a draw is
//
// A draw is a function of the seed, the input's name, the path and the year, and of nothing else: there is no stream of
// random numbers that other draws could disturb. So adding, removing or reordering inputs leaves every other input's
// draws as they were, path 7 is the same alone or among a million, and all scenarios of a run see the same futures.
// Their difference is then the effect of the change, and far more precise than two separate runs. Draws of correlated
// inputs change only if their own group changes, and an input appended to a group leaves the inputs before it as they
// were. The spread that the inputs of a Student t copula share is a draw of the group's first input.
//
// # What a figure is
//
// Money is in the currency's unit (pounds), rates are fractions, years are the sheet's labels ("2023/24"). The same
// units hold for input: dist.LognormalFromInterval(90e6, 120e6) is £90m to £120m. Only a [finance.Amount] and the
// decimals of a sheet are in pence. Every estimate carries its 95% Monte Carlo interval. The central case has every
// driver at its median: it is neither the mean nor a forecast, and where rules bend (a deficit eats an earmark, a
// surplus does not) it can differ from both the mean and the p50. Percentiles follow Excel's inclusive rule; their rank
// is off by at most 0.02%, or not at all where [Options] ask for exact ones.
//
// The same model, seed and number of paths give the same bits on every processor and with any number of workers; the
// result's Hash says so. A run can also be cut into parts ([Plan.RunPart]), computed anywhere, and merged.
//
// A question that takes many runs of models which differ in numbers only (a sweep, a slider, a search) keeps what they
// have in common: [Plan.With] gives the plan of another model, and a [Planner] plans, runs and draws many.
//
// # Errors
//
// What is wrong with a model, an option or a part of a run is a [fault.Fault], found by errors.As; where it is beyond a
// limit (paths, memory, bodies, lines) errors.Is(err, fault.TooLarge) says so. A run that was asked to stop fails with
// the context's error, errors.Is(err, context.Canceled). A figure that cannot be worked out, or an identity that does
// not hold, is a [PathError]; a panic, in an importer's code or in the library, is a [PanicError] with its value and
// stack. No exported function panics, whatever it is given: nil is the zero value, and a nil context never ends.
package scenario
