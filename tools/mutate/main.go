// Mutate breaks the code on purpose, one small change at a time, and runs the package's own tests on each: a mutant
// that they let pass is a line that no test holds.
//
//	go -C tools run ./mutate [-seed 1] [-count 60] [-workers 2] [-only REGEXP] [-longest 0] [-list] [PACKAGE...]
//
// PACKAGE is a name of the table below; without one all are taken. With -longest 1s tests that take longer are left
// out: a first look, whose survivors they may yet kill. Of each package's mutants, count are taken in an order that
// depends on the seed and on each mutant alone, so that an edit elsewhere does not change the sample. All of them go
// into one test binary, each as a second version of its function; an environment variable says which is used. Nothing
// in the tree is written.
//
// Changes that cannot matter are not made: how much room a slice or a map is given, that slices have one length, the
// size of the sign of an infinity, one more or less of a float beyond 2⁵³, what is returned beside a new error or
// beside false, in which steps a loop asks whether it is to stop. A mutant that makes a test fail, or hang, is killed.
// One that does not compile is not counted. One that does the same as the code, or differs in speed alone, stands in
// excused.txt with the reason. The exit status is 1 if of the others fewer than 95% are killed in some package, if an
// excuse is of no mutant, or if a test kills what is excused.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A target is a package to break.
type target struct {
	name, dir string
	files     string // pattern of the names of its files; empty for all
	// skip is the pattern of tests to leave out: slow ones that find nothing more, and those that count allocations, of
	// which a function has others once there are two versions of it.
	skip string

	longest time.Duration // a test that takes longer is left out; 0 for no limit
}

var targets = []target{
	{name: "engine", dir: "scenario/internal/engine", skip: `Alloc`},
	{name: "sketch", dir: "scenario/internal/sketch"},
	{name: "kernel", dir: "scenario/internal/kernel", files: `^[a-z]+\.go$`}, // the plain Go
	{name: "dist", dir: "scenario/dist", skip: `EveryKernel|AsAPart|AtTheEnds|TruncatedParts`},
	{name: "process", dir: "scenario/process"},
	{name: "digits", dir: "report", files: `^digits\.go$`},
	{name: "loader", dir: "scenario/file", skip: `Cost`},
}

// leastKilled is the part of a package's mutants that its tests must kill, excused ones apart.
const leastKilled = 0.95

//go:embed excused.txt
var excusedText string

func main() {
	seed := flag.Uint64("seed", 1, "which mutants are taken")
	count := flag.Int("count", 60, "mutants of each package; 0 for all")
	workers := flag.Int("workers", runtime.NumCPU(), "test binaries run side by side")
	only := flag.String("only", "", "only mutants whose description matches")
	longest := flag.Duration("longest", 0, "leave out tests that take longer; 0 for none")
	list := flag.Bool("list", false, "list the mutants, run nothing")
	root := flag.String("root", "..", "folder of the module")
	flag.Parse()
	pattern := regexp.MustCompile(*only)
	excuses, err := readExcuses(excusedText)
	exitIf(err)
	good := true
	for _, t := range targets {
		if flag.NArg() > 0 && !slices.Contains(flag.Args(), t.name) {
			continue
		}
		t.longest = *longest
		p, err := load(*root, t)
		exitIf(err)
		all := p.mutants()
		for _, key := range excuses.stale(p, all) {
			good = false
			fmt.Printf("%s: excused, but no such mutant: %s\n", t.name, key)
		}
		sample := p.sample(all, *seed, *count, pattern)
		if *list {
			for _, m := range sample {
				fmt.Println(m)
			}
			continue
		}
		from := time.Now()
		results, err := p.try(sample, *workers, func(r result) {
			if _, ok := excuses[r.mutant.key]; !ok && !r.killed {
				fmt.Printf("%s: survived: %s\n", t.name, r.mutant)
			}
		})
		exitIf(err)
		good = report(t, results, excuses, len(all), time.Since(from)) && good
	}
	if !good {
		os.Exit(1)
	}
}

// report counts what was killed, and says whether it is enough.
func report(t target, results []result, excuses excuses, all int, took time.Duration) bool {
	killed, hung, excused, good := 0, 0, 0, true
	for _, r := range results {
		reason, isExcused := excuses[r.mutant.key]
		switch {
		case isExcused && r.killed:
			good = false
			fmt.Printf("%s: excused (%s), but killed by %s: %s\n", t.name, reason, r.by, r.mutant)
		case isExcused:
			excused++
		case r.killed:
			killed++
			if r.by == timeLimit {
				hung++
			}
		}
	}
	counted := len(results) - excused
	fmt.Printf("%s: %d mutants of %d, %d excused, %d of %d killed (%d by the time limit), %.0f s\n",
		t.name, len(results), all, excused, killed, counted, hung, took.Seconds())
	return good && float64(killed) >= leastKilled*float64(counted)
}

// excuses are reasons by the mutants' keys.
type excuses map[string]string

// readExcuses reads a file of keys, each with an indented reason on the line after. Lines that begin with # are
// comments.
func readExcuses(text string) (excuses, error) {
	all := excuses{}
	key := ""
	for i, line := range strings.Split(text, "\n") {
		reason := strings.TrimSpace(line)
		switch {
		case reason == "" || strings.HasPrefix(line, "#"):
		case !strings.HasPrefix(line, "\t") && key == "":
			key = line
		case strings.HasPrefix(line, "\t") && key != "":
			all[key], key = reason, ""
		default:
			return nil, fmt.Errorf("excused.txt:%d: a mutant and its reason must take turns", i+1)
		}
	}
	if key != "" {
		return nil, fmt.Errorf("excused.txt: no reason for %s", key)
	}
	return all, nil
}

// stale are the excuses for a package's files that are of no mutant any more.
func (e excuses) stale(p *pack, all []mutant) (keys []string) {
	known := map[string]bool{}
	for _, m := range all {
		known[m.key] = true
	}
	for key := range e {
		file, _, _ := strings.Cut(key, " ")
		if p.has(file) && !known[key] {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func exitIf(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
}
