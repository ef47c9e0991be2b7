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
	Long bool `help:"Run even if it is likely to take more than an hour."`
}

// Rough sizes of what takes long.
const (
	mostTime   = time.Hour
	manyPaths  = 1_000_000   // with fewer no run takes so long
	eachSecond = 400_000_000 // instructions of a run that a processor carries out
)

// bounded refuses a run that is likely to take more than an hour, with the estimate; times is how often it is run.
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
	workers := o.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	hours := float64(cost.Steps) * float64(times) / eachSecond / float64(workers) / time.Hour.Seconds()
	if hours <= mostTime.Hours() {
		return nil
	}
	return badInput{fmt.Errorf(
		"%d paths are likely to take about %.1f hours on this machine; ask for fewer, or add --long to run them",
		o.Paths, hours)}
}
