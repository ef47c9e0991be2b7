// Command envelope runs scenario files: multi-year funding envelopes under uncertainty.
//
//	envelope init            a commented plan of placeholders, to fill in
//	envelope template FILE   the same as a workbook (.xlsx), for those at home in a spreadsheet
//	envelope run FILE        the answer, as a table, JSON or CSV, with charts and a manifest
//	envelope check FILE      every fault in the file, the numbers in effect, what a run would cost
//	envelope explain FILE    why a figure is what it is, down to its sources
//	envelope explore FILE    a page with sliders, which answers while you drag
//	envelope solve FILE      the value of a number at which a chance is reached: what growth balances
//	envelope ask FILE FIGURE     one figure: a percentile, a chance, the worst futures, the first year of balance
//	envelope drivers FILE FIGURE   which numbers it depends on, and how much
//	envelope gradient FILE FIGURE  what a little more of each number adds to it
//	envelope bridge FILE FIGURE    why it differs between two scenarios, change by change; two years; two positions
//	envelope table FILE FIGURE     the figure for values of one or two numbers
//	envelope sweep FILE --settings TABLE   figures for every row of a table of settings
//	envelope replay FILE FIGURE    the future at a percentile, to the penny
//	envelope diff OLD NEW FIGURE   what differs between two files or runs, and what each difference did
//	envelope plan FILE -o PLAN   a plan file, from which other machines compute parts of the run
//	envelope part PLAN --part 3/64 --out FOLDER   one part of it
//	envelope merge PLAN FOLDER   the answer from all parts, the same as run gives
//	envelope verify MANIFEST run a recorded run again and say whether it is the same
//	envelope fit TABLE       a law and a process fitted to a column of history, to paste into a scenario file
//	envelope roll FILE TABLE the plan a year later, from actual figures of its first year; planned against actual
//	envelope migrate FILE    a file of an older version of the format, in the current version
//	envelope completion SHELL  completes commands and flags in bash, zsh, fish and PowerShell
//	envelope schema          the JSON Schema of scenario files, for editors
//	envelope backcast FILE OUTTURN  where the outturns fall in a scenario file's bands
//
// It exits with 0, 1 when something fails, 2 for bad input, 130 when interrupted (Ctrl-C), and 143 when asked to end
// (SIGTERM). Either signal ends it within a fifth of a second, whatever it waits for, and a second signal ends it at
// once. Files and folders are then unchanged, or whole and new.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/history"
)

// Exit statuses.
const (
	exitOK          = 0
	exitFailed      = 1
	exitBadInput    = 2
	exitInterrupted = 130
	exitTerminated  = 143
)

// A command line: one of its commands is chosen.
type cli struct {
	Run        runCmd        `cmd:"" help:"Run a scenario file and print the answer."`
	Check      checkCmd      `cmd:"" help:"Check a scenario file: faults, the numbers in effect, what a run would cost."`
	Explain    explainCmd    `cmd:"" help:"Explain one figure of the central case, down to its sources."`
	Explore    exploreCmd    `cmd:"" help:"Open a page on this machine that answers while you drag: sliders for the numbers that matter."`
	Ask        askCmd        `cmd:"" help:"Answer a question about one figure: a percentile, a chance, the worst futures, the first year of balance."`
	Drivers    driversCmd    `cmd:"" help:"Say what drives a figure: swings, and shares of its variance."`
	Gradient   gradientCmd   `cmd:"" help:"Say what a little more of each number adds to a figure: £1m, a tenth of a point."`
	Bridge     bridgeCmd     `cmd:"" help:"Say why a figure differs between two scenarios, change by change."`
	Diff       diffCmd       `cmd:"" help:"Say what differs between two files or runs, and what each difference did to a figure."`
	Table      tableCmd      `cmd:"" help:"Work out a figure for values of one or two numbers."`
	Sweep      sweepCmd      `cmd:"" help:"Work out figures for every row of a table of settings."`
	Replay     replayCmd     `cmd:"" help:"Show the future at a percentile, to the penny, and what was drawn for it."`
	Solve      solveCmd      `cmd:"" help:"Find the value of a number at which the chance of balance reaches a target."`
	Plan       planCmd       `cmd:"" help:"Write a plan file, from which other machines compute parts of a run."`
	Part       partCmd       `cmd:"" help:"Compute one part of a run."`
	Merge      mergeCmd      `cmd:"" help:"Merge all parts of a run, and print the same answer as run."`
	Verify     verifyCmd     `cmd:"" help:"Run a manifest's run again and say whether the result is the same."`
	Fit        fitCmd        `cmd:"" help:"Fit a law and a process to a column of history, to paste into a scenario file."`
	Backcast   backcastCmd   `cmd:"" help:"Say where outturns fall among a scenario file's paths, and how many are inside their bands."`
	Init       initCmd       `cmd:"" help:"Write a commented plan of placeholders, to fill in."`
	Template   templateCmd   `cmd:"" help:"Write an input workbook (.xlsx) with an example, to fill in; every command that takes FILE takes it."`
	Roll       rollCmd       `cmd:"" help:"Open a plan a year later, from actual figures of its first year, and show planned against actual."`
	Migrate    migrateCmd    `cmd:"" help:"Write a scenario file in the current version of the format, with its comments."`
	Completion completionCmd `cmd:"" help:"Print a script that lets a shell complete commands and flags."`
	Schema     schemaCmd     `cmd:"" help:"Print the JSON Schema of scenario files, which lets an editor complete keys and mark mistakes."`

	Messages string           `help:"How faults, errors and progress are written to standard error: for people, or one JSON object a line for programs." enum:"text,json" default:"text"`
	Version  kong.VersionFlag `help:"Print the version."`
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
	json     bool // messages for programs
}

func main() {
	os.Exit(untilSignal(func(ctx context.Context) int {
		s := streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}
		if status, done := doubleClicked(os.Args[1:], s, ownConsole, prompt); done {
			return status
		}
		return start(ctx, os.Args[1:], s)
	}))
}

// start runs a command line and returns its exit status.
func start(ctx context.Context, args []string, s streams) (status int) {
	var c cli
	exited := -1
	parser, err := kong.New(&c, kong.Name("envelope"), kong.Writers(s.out, s.err),
		kong.Description(
			"Simulate a funding envelope: settlements, need, deficits and earmarks, with the uncertainty."),
		kong.Vars{"version": "envelope " + scenario.Version, "default_paths": strconv.Itoa(scenario.DefaultPaths),
			"laws": strings.Join(history.Laws(), ", "), "measures": strings.Join(measures(), ",")},
		kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		fmt.Fprintln(s.err, "envelope:", err)
		return exitFailed
	}
	if err := brief(args); err != nil {
		fmt.Fprintln(s.err, "envelope:", err)
		return exitBadInput
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help or --version has been printed
		return exited
	}
	if err != nil {
		fmt.Fprintf(s.err, "envelope: %s\nTry: envelope --help\n", shortened(err.Error()))
		return exitBadInput
	}
	s.json = c.Messages == "json"
	if err := someThreads(parsed); err != nil {
		return finish(ctx, s, err)
	}
	return finish(ctx, s, parsed.Run(s, parser.Model))
}

// someThreads refuses a number of threads below zero, whichever command it is of.
func someThreads(parsed *kong.Context) error {
	for _, f := range parsed.Flags() {
		if n, ok := parsed.FlagValue(f).(int); ok && f.Name == "workers" && n < 0 {
			return badInput{fmt.Errorf("--workers: %d is not a number of threads; leave it out for all processors", n)}
		}
	}
	return nil
}

// finish says what went wrong, if anything, and gives the exit status.
func finish(ctx context.Context, s streams, err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled):
		s.say(errors.New("envelope: interrupted; nothing was left half-written"))
		return interrupted(ctx)
	}
	s.say(err)
	if isBadInput(err) {
		return exitBadInput
	}
	return exitFailed
}

// badInput marks an error that is not a fault of the library as bad input: a missing file, a flag.
type badInput struct{ error }

func (b badInput) Unwrap() error { return b.error }

func isBadInput(err error) bool {
	var b badInput
	var f fault.Fault
	var cell *sheet.CellError // the central case cannot be worked out
	return errors.As(err, &b) || errors.As(err, &f) || errors.As(err, &cell)
}
