package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

type verifyCmd struct {
	Manifest string `arg:"" help:"manifest.json of an earlier run, or its folder." type:"path"`
	Alone    bool   `help:"Look at the manifest alone, not at the files beside it."`
	Workers  int    `help:"Number of threads (default: all processors)."`
	longFlag
}

// Run runs the manifest's run again. It fails if the record or a file differs.
func (c *verifyCmd) Run(ctx context.Context, s streams) error {
	c.Manifest, _ = manifestIn(c.Manifest)
	m, err := readManifest(s, c.Manifest)
	if err != nil {
		return err
	}
	folder, err := c.folder()
	if err != nil {
		return err
	}
	if err := c.boundedAgain(ctx, m); err != nil {
		return err
	}
	bar := newProgress(s)
	verdict, err := report.Verify(ctx, m, folder, scenario.Options{Workers: c.Workers, Progress: bar.show})
	bar.clear()
	if err != nil {
		return err
	}
	builds := fmt.Sprintf("written by %s; checked by %s", m.WrittenBy, scenario.ThisBuild())
	if len(verdict.Differences) > 0 {
		return fmt.Errorf("not the same:\n  %s\n%s", strings.Join(fewOfEach(verdict.Differences), "\n  "), builds)
	}
	fmt.Fprintf(s.out, "the same: %d paths, seed %d, every figure bit for bit (%s)\n", m.Paths, m.Seed, m.ResultHash)
	if folder != nil {
		fmt.Fprintf(s.out, "files as they were written: %d\n", len(m.Files))
	}
	if len(verdict.Strangers) > 0 {
		fmt.Fprintf(s.out, "not of this run, not looked at: %s\n",
			strings.Join(few(quoted(verdict.Strangers), 12), ", "))
	}
	_, err = fmt.Fprintln(s.out, builds)
	return err
}

// boundedAgain refuses a manifest of a run that would take hours.
func (c *verifyCmd) boundedAgain(ctx context.Context, m file.Manifest) error {
	if c.Long || m.Paths < manyPaths {
		return nil
	}
	_, model, o, err := m.Prepare(scenario.Options{Workers: c.Workers})
	if err != nil {
		return err
	}
	return c.bounded(ctx, model, o, 1)
}

// folder is the manifest's, which symbolic links do not lead out of; nil if it is not to be looked at.
func (c *verifyCmd) folder() (fs.FS, error) {
	if c.Alone {
		return nil, nil
	}
	root, err := os.OpenRoot(filepath.Dir(c.Manifest))
	if err != nil {
		return nil, err
	}
	return root.FS(), nil
}

// few is the first entries of a long list, and how many more there are.
func few(all []string, most int) []string {
	if len(all) <= most {
		return all
	}
	return append(all[:most:most], fmt.Sprintf("and %d more", len(all)-most))
}

// fewOfEach is the first differences in each field of a record, and how many more there are in it.
func fewOfEach(differences []string) (shown []string) {
	var fields []string
	of := map[string][]string{}
	for _, d := range differences {
		field := d[:max(strings.IndexAny(d, "[.: "), 0)]
		if of[field] == nil {
			fields = append(fields, field)
		}
		of[field] = append(of[field], d)
	}
	for _, field := range fields {
		shown = append(shown, few(of[field], 12)...)
	}
	return shown
}

func quoted(names []string) (all []string) {
	for _, name := range names {
		all = append(all, strconv.QuoteToGraphic(name))
	}
	return all
}
