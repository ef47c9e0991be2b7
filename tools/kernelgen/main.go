// Command kernelgen writes the assembly of package kernel, kernel_amd64.s, and its declarations, kernel_amd64.go: every
// loop in an AVX2 and an AVX-512 version from one description, so that both do the IEEE 754 operations of the plain Go
// loop in its order. The constants are read from the Go source, where they are written once.
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

func main() {
	log.SetFlags(0)
	flags := flag.NewFlagSet("kernelgen", flag.ExitOnError) // avo has defined its own on the common set
	source := flags.String("source", "../scenario/internal", "folder of packages kernel and num")
	out := flags.String("out", "../scenario/internal/kernel", "folder to write into")
	_ = flags.Parse(os.Args[1:])
	if err := run(*source, *out); err != nil {
		log.Fatal(err)
	}
}

func run(source, out string) error {
	c := build.NewContext()
	c.ConstraintExpr("amd64,!purego")
	data := &data{Context: c}
	for _, dir := range []string{"kernel", "num"} {
		numbers, err := readNumbers(filepath.Join(source, dir))
		if err != nil {
			return err
		}
		for _, wide := range []bool{false, true} {
			g := &generator{Context: c, wide: wide, data: data, numbers: numbers}
			g.describe(dir)
		}
	}
	return write(c, out)
}

// describe lists the loops whose constants are in a package.
func (g *generator) describe(dir string) {
	if dir == "num" {
		g.exp()
		g.lognormal()
		g.uniform()
		g.triangular()
		g.lookup()
		return
	}
	g.arithmetic()
	g.combinations()
	g.words()
	g.boxMuller()
	g.counts()
	g.summarise()
	g.evenBins()
	g.stretchedBins()
	g.tape()
}

// write compiles what has been described and prints both files.
func write(c *build.Context, out string) error {
	file, err := c.Result()
	if err != nil {
		return err
	}
	if err := pass.Compile.Execute(file); err != nil {
		return err
	}
	config := printer.Config{Name: "kernelgen", Pkg: "kernel"}
	for name, p := range map[string]printer.Printer{
		"kernel_amd64.s":  printer.NewGoAsm(config),
		"kernel_amd64.go": printer.NewStubs(config),
	} {
		text, err := p.Print(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
