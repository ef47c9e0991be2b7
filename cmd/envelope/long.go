package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/openenvelope/envelope/scenario"
)

// A longFlag lets a run take hours. Without it such a run is refused before it begins.
type longFlag struct {
	Long bool `help:"Run even if it will probably take more than an hour."`
}

// Rough sizes of runs that take long.
const (
	mostTime   = time.Hour
	manyPaths  = 1_000_000   // with fewer paths no run takes so long
	eachSecond = 400_000_000 // instructions of a run that a processor carries out
)

// bounded refuses a run that will probably take more than an hour, with the estimate; times is how often it is run.
func (l longFlag) bounded(ctx context.Context, m *scenario.Model, o scenario.Options, times int) error {
	if l.Long || o.Paths < manyPaths {
		return nil
	}
	plan, err := scenario.NewPlan(ctx, m, o)
	if err != nil {
		return nil //nolint:nilerr // the run itself says so
	}
	cost, err := plan.Cost()
	if err != nil {
		return badInput{err}
	}
	return l.within(float64(cost.Steps)*float64(times), o.Paths, o.Workers)
}

// within refuses a run of steps instructions if it will probably take more than an hour; 0 workers means all
// processors.
func (l longFlag) within(steps float64, paths uint64, workers int) error {
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	hours := steps / eachSecond / float64(workers) / time.Hour.Seconds()
	if l.Long || hours <= mostTime.Hours() {
		return nil
	}
	return badInput{fmt.Errorf(
		"%d paths are likely to take about %.1f hours on this machine; ask for fewer, or add --long to run them",
		paths, hours)}
}
