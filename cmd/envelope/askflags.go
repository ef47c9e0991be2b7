package main

import (
	"errors"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// askFlags are the flags that say what to run of a scenario file.
type askFlags struct {
	Paths    *uint64  `help:"Number of paths (default: the file's, or ${default_paths})."`
	Seed     *uint64  `help:"Seed of the draws (default: the file's, or 0)."`
	Scenario []string `help:"Run only these scenarios; repeat or separate by semicolons." sep:"none" placeholder:"SCENARIO;..."`
	Lines    []string `help:"Report only these lines, separated by commas; bodies.*.balance is every body's." sep:"none" placeholder:"LINES,..."`
	Exact    bool     `help:"Find percentiles by sorting all paths, not from a histogram; takes about twice as long."`
}

// asked is a scenario file, its model with the scenarios that are asked for, and its options, where those of the
// command line go before the file's. wrong is any other fault of the command line.
func (f askFlags) asked(s streams, from fileArg, wrong error) (*file.Spec, *scenario.Model, scenario.Options, error) {
	spec, m, o, err := from.load(s)
	if err != nil {
		return nil, nil, scenario.Options{}, err
	}
	m, unknown := m.Only(separated(f.Scenario, ";"))
	o, err = f.over(o)
	if err := errors.Join(unknown, err, wrong); err != nil {
		return nil, nil, o, badInput{err}
	}
	return spec, m, o, nil
}

// over are the file's own options with those of the command line over them.
func (f askFlags) over(o scenario.Options) (scenario.Options, error) {
	if f.Paths != nil {
		o.Paths = *f.Paths
	}
	if f.Seed != nil {
		o.Seed = *f.Seed
	}
	if len(f.Lines) > 0 {
		o.Lines = separated(f.Lines, ",")
	}
	o.ExactPercentiles = o.ExactPercentiles || f.Exact
	return o, withinPaths("--paths", f.Paths)
}

// given names the flags that are set.
func (f askFlags) given() (names []string) {
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"--paths", f.Paths != nil}, {"--seed", f.Seed != nil}, {"--scenario", len(f.Scenario) > 0},
		{"--lines", len(f.Lines) > 0}, {"--exact", f.Exact},
	} {
		if flag.set {
			names = append(names, flag.name)
		}
	}
	return names
}
