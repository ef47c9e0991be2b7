package main

import (
	"io"

	"github.com/openenvelope/envelope/scenario"
)

// load reads a scenario file, "-" for standard input, and resolves it; every fault is in the error.
func load(path string, s streams) (*scenario.Spec, *scenario.Model, error) {
	spec, err := read(path, s)
	if err != nil {
		return nil, nil, err
	}
	m, err := spec.Model()
	return spec, m, err
}

func read(path string, s streams) (*scenario.Spec, error) {
	if path != "-" {
		spec, err := scenario.ReadFile(path)
		if err != nil {
			return nil, badInput{err}
		}
		return spec, nil
	}
	text, err := io.ReadAll(io.LimitReader(s.in, scenario.MaxFile+1))
	if err != nil {
		return nil, err
	}
	return scenario.Load("standard input", text)
}
