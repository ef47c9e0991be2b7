// Command slim takes out of a WebAssembly program what Go's linker leaves in it and no run needs, in place: the cut of
// its data into as many pieces as a program may have, whose headers do not compress, and the lines of its sources,
// which only a stack would show. Names of functions stay.
//
//	slim FILE.wasm
package main

import (
	"errors"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "slim:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("slim FILE.wasm")
	}
	program, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	program, err = slim(program)
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], program, 0o644)
}
