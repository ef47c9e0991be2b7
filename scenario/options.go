package scenario

// DefaultPaths is the number of paths of a run that gives none.
const DefaultPaths = 100_000

// MostPaths is the most paths of a run, wherever they are given: in a file, the command, a notebook or [Options].
const MostPaths = 1_000_000_000

// DefaultMemory is the ceiling on a run's memory, in bytes, unless the caller sets another.
const DefaultMemory = 2 << 30

// Options says how to run. The zero value is a good start.
type Options struct {
	// Paths is the number of futures, at most [MostPaths]; zero is [DefaultPaths].
	Paths uint64
	// Seed picks the draws. The same seed gives the same bits on every processor and number of workers.
	Seed uint64
	// Workers is the number of goroutines; zero is one for each processor the program may use.
	Workers int
	// Lines names the rows to report, as [FindLines] reads them: "bodies.*.balance" is every body's. The name of an
	// input ("funding.real_growth") reports its values on the paths. Empty means the model's own choice (Lines()
	// []string, if it has that method), else every row that is not a check.
	Lines []string
	// Years names the years to report, all if empty. With one year a run is faster; figures of the other years are not
	// in the result.
	Years []string
	// Conditions are the yes-or-no questions to ask. Nil asks whether the line "balance", if there is one, is zero or
	// more in the year, in every year so far, and added up; if a deficit may take an earmark or a risk reserve, whether
	// the core position (the balance with that money intact) is zero or more in the year; whether every body of a
	// system balances (the lowest balance); and whether each body whose balance is reported balances in the year. Empty
	// but not nil asks nothing.
	Conditions []Condition
	// Progress, if not nil, is told how many of all paths are done. It is called from one goroutine at a time, and done
	// never falls. Workers wait for a call to return, but not after the context has ended: then the run returns without
	// it, and the goroutine of the call stays until Progress returns. Each path counts once in each pass. total grows
	// with each further pass that percentiles or MaxMemory make necessary, and starts at twice the paths if
	// ExactPercentiles will surely need a second pass.
	Progress func(done, total uint64)
	// MaxMemory is the most memory the run may plan to use, in bytes; zero is [DefaultMemory].
	MaxMemory uint64
	// ExactPercentiles takes every percentile, and the order statistics that bound its interval, from the sorted
	// figures of all paths. Without it a percentile is between the order statistics 0.02% of the paths below and above
	// its rank, by Excel's inclusive rule. Where a histogram might not keep that promise (few paths, values that
	// repeat, a law with spikes) the figures are sorted anyway, and always in runs of at most 1,024 paths. For sorting,
	// smaller runs keep all figures; larger runs work out the paths a second time, or only the part that is needed. If
	// the figures to sort would not fit under MaxMemory, further passes first reduce them.
	ExactPercentiles bool
}
