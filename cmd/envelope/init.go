package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/report"
)

// starters are the plans that init writes, by their purpose.
//
//go:embed starters/body.yaml starters/system.yaml starters/council.yaml starters/return.yaml
var starters embed.FS

type initCmd struct {
	For string `arg:"" optional:"" enum:"body,system,council,return" default:"body" help:"What the plan is for: body, system (bodies that pay each other), council, or return (what one organisation hands to its system) (default: body)."`
	Out string `short:"o" help:"File to write, which must not exist; - prints the plan." default:"plan.yaml" placeholder:"FILE"`
}

// Run writes a commented plan to fill in.
func (c *initCmd) Run(s streams) error {
	text, err := starters.ReadFile("starters/" + c.For + ".yaml")
	if err != nil {
		return err
	}
	if err := writeNew(s, c.Out, text); err != nil || c.Out == "-" {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s is a plan of placeholders. Put your own numbers in, then: envelope run %s\n", c.Out,
		inShell(c.Out))
	return err
}

// writeNew writes a file that must not exist yet, or prints its text if the path is -.
func writeNew(s streams, path string, text []byte) error {
	if path == "-" {
		_, err := s.out.Write(text)
		return err
	}
	err := report.WriteNewFile(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	switch {
	case errors.Is(err, fs.ErrExist):
		return fault.Duplicate.Found("there is a file %s already, and it stays as it is", fault.Quote(path)).
			Want("give another name")
	case errors.Is(err, fs.ErrNotExist):
		return badInput{notThere(path, err)}
	}
	return err
}

// inShell is a path as it must be typed in a shell.
func inShell(path string) string {
	if strings.ContainsAny(path, " '&()") {
		return `"` + path + `"`
	}
	return path
}
