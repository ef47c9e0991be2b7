package main

import "fmt"

// welcome is the text shown after a double click, above a command prompt.
const welcome = `Envelope simulates a funding envelope: settlements, need, deficits and earmarks, with the uncertainty.

Type a command and press Enter:

  envelope init                            writes plan.yaml, a plan of placeholders; open it in an editor
  envelope run plan.yaml --out results     the answer, and a folder with a live workbook and charts
  envelope --help                          all commands; each has its own: envelope run --help

Close this window when you are done.

`

// doubleClicked keeps the window of a double click open, with help on what to type and a command prompt. done is false
// if the program was not started by a double click.
func doubleClicked(args []string, s streams, own func() bool, prompt func(streams) error) (status int, done bool) {
	if len(args) > 0 || !own() {
		return 0, false
	}
	fmt.Fprint(s.out, welcome)
	if err := prompt(s); err != nil {
		fmt.Fprintf(s.err, "envelope: no command prompt can be opened: %v\nPress Enter to close this window.\n", err)
		_, _ = fmt.Fscanln(s.in)
		return exitFailed, true
	}
	return exitOK, true
}
