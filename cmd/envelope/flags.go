package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/parquet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// sensible reports, all at once, flags that would do nothing, or not what they say.
func (c *runCmd) sensible() error {
	var all []error
	refuse := func(format string, args ...any) { all = append(all, fmt.Errorf(format, args...)) }
	if c.PathsOut != "" && pathWriter(c.PathsOut) == nil {
		refuse("--paths-out: %q ends in neither .parquet nor .csv, which say how the paths are written",
			filepath.Base(c.PathsOut))
	}
	if base := filepath.Base(c.PathsOut); c.inside() &&
		slices.ContainsFunc([]string{"results.csv", "results.parquet", "ledger.csv", "assumptions.csv"},
			func(name string) bool { return strings.EqualFold(name, base) }) {
		refuse("--paths-out: the folder of --out has a %s of its own; choose another name", base)
	}
	if c.Sample != nil && c.PathsOut == "" {
		refuse("--sample: there is no --paths-out to write the paths to")
	}
	all = append(all, c.showFlags.sensible(), c.packFlags.sensible(c.Out))
	return errors.Join(append(all, withinPaths("--sample", c.Sample))...)
}

// withinPaths checks a number of paths given by a flag.
func withinPaths(flag string, n *uint64) error {
	if n != nil && (*n == 0 || *n > scenario.MostPaths) {
		return fmt.Errorf("%s: %d is not a number of paths from 1 to %d", flag, *n, scenario.MostPaths)
	}
	return nil
}

// pathWriter is the writer of paths for the ending of a file's name; nil if the ending is not known.
func pathWriter(
	file string) func(ctx context.Context, w io.Writer, r *scenario.Result, p *scenario.Plan, from, to uint64) error {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".parquet":
		return parquet.WritePaths
	case ".csv":
		return report.WritePathsCSV
	}
	return nil
}

// separated cuts the values of a flag at a separator; a separator after a backslash is part of a value. A separator at
// the end is ignored.
func separated(values []string, by string) (all []string) {
	for _, text := range values {
		var value strings.Builder
		parts := strings.Split(text, by)
		for i, part := range parts {
			more := i < len(parts)-1
			if rest, escaped := strings.CutSuffix(part, `\`); escaped && more {
				value.WriteString(rest + by)
				continue
			}
			value.WriteString(part)
			if more || value.Len() > 0 {
				all = append(all, value.String())
			}
			value.Reset()
		}
	}
	return all
}

// brief reports a command line that is longer than a file may be, before it is read.
func brief(args []string) error {
	length := 0
	for _, arg := range args {
		length += len(arg)
	}
	if length > file.MaxFile {
		return fmt.Errorf("the command line has %d bytes; the most is %d", length, file.MaxFile)
	}
	return nil
}
