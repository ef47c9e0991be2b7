package main

import (
	"fmt"
	"io"
	"os"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario/file"
)

type migrateCmd struct {
	File string `arg:"" help:"Scenario file, YAML or JSON, or a workbook, which is written as YAML."`
	Out  string `short:"o" help:"File to write: a new one, or the scenario file itself (default: the text is printed)." default:"-" placeholder:"FILE"`
}

// Run writes the file in the current version of the format, and lists the keys that it adds.
func (c *migrateCmd) Run(s streams) error {
	spec, err := readSpec(c.File)
	if err != nil {
		return err
	}
	text, says, err := spec.Migrate()
	if err != nil {
		return err
	}
	if err := c.write(s, text); err != nil {
		return err
	}
	told := s.err // as the text may go to standard output
	if spec.Schema() == file.CurrentSchema && !isWorkbook(c.File) {
		fmt.Fprintf(told, "%s has version %d of the format already; nothing is changed\n", c.File, file.CurrentSchema)
	}
	for _, said := range says {
		fmt.Fprintf(told, "%s:%d: now says %s: %s, as it was read\n", c.File, said.Line, said.Path, said.Value)
	}
	return nil
}

func (c *migrateCmd) write(s streams, text []byte) error {
	if c.Out == "-" || isWorkbook(c.File) || !sameFile(c.Out, c.File) {
		return writeNew(s, c.Out, text)
	}
	return report.WriteFile(c.Out, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// sameFile reports whether two paths lead to the same file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}
