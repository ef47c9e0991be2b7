package scenario

// DefaultPaths is the number of paths of a run that does not say.
const DefaultPaths = 100_000

// MostPaths is the most paths of a run, at every door: a file, the command, a notebook, [Options].
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
	// input ("funding.real_growth") reports what it came to on the paths. Empty means the model's own choice (Lines()
	// []string, if it has that method), else every row that is not a check.
	Lines []string
	// Years names the years to report, all if empty. What is asked of one year only is worked out faster; figures of
	// the others are not in the result.
	Years []string
	// Conditions are the yes-or-no questions to ask. Nil asks whether the line "balance", if there is one, is zero or
	// more in the year, in every year so far, and added up; in the year the same of the core position, the balance with
	// what is set aside intact, if a deficit may take an earmark or a risk reserve; whether every body of a system
	// balances (the lowest balance); and of every body whose balance is reported, in the year. Empty but not nil asks
	// none.
	Conditions []Condition
	// Progress, if not nil, is told how many of all paths are done. It is called from one goroutine at a time, and done
	// never falls. Workers wait for a call to return, but not beyond the end of the context: then the run returns
	// without it, and the goroutine that is in Progress stays until that returns. Each path counts once in each pass:
	// total grows by the paths with each further pass that percentiles or MaxMemory make needful, and starts at twice
	// the paths where ExactPercentiles are sure to need a second.
	Progress func(done, total uint64)
	// MaxMemory is the most memory the run may plan to use, in bytes; zero is [DefaultMemory].
	MaxMemory uint64
	// ExactPercentiles asks for the percentiles of all the paths' figures sorted, and the order statistics that bound
	// their intervals, of every figure. Without it that is done where it is needed: a percentile lies between the order
	// statistics 0.02% of the paths below and above its rank, by Excel's inclusive rule, and where a histogram might
	// not keep that promise (few paths, values that repeat, a law in spikes) the figures are sorted too. Runs that are
	// not large keep all figures for it; others work the paths out a second time, only what is needed if that is
	// little. Where the figures to be sorted would not fit under MaxMemory, further passes first cut down which those
	// are.
	ExactPercentiles bool
}
