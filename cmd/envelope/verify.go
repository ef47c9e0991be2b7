package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

type verifyCmd struct {
	Manifest string `arg:"" help:"manifest.json of an earlier run." type:"existingfile"`
	Workers  int    `help:"Number of threads (default: all processors)."`
}

// Run runs the manifest's run again. A result that differs is a failure.
func (c *verifyCmd) Run(ctx context.Context, s streams) error {
	f, err := os.Open(c.Manifest)
	if err != nil {
		return err
	}
	defer f.Close()
	m, err := scenario.ReadManifest(f)
	if err != nil {
		return badInput{fmt.Errorf("%s: %w", c.Manifest, err)}
	}
	bar := newProgress(s)
	differences, err := m.Verify(ctx, scenario.Options{Workers: c.Workers, Progress: bar.show})
	bar.clear()
	if err != nil {
		return err
	}
	if len(differences) > 0 {
		return fmt.Errorf("not the same:\n  %s", strings.Join(differences, "\n  "))
	}
	fmt.Fprintf(s.out, "the same: %d paths, seed %d, every figure bit for bit (%s)\n", m.Paths, m.Seed, m.ResultHash)
	return nil
}
