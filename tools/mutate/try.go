package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// timeLimit is what kills a mutant that makes a test hang.
const timeLimit = "the time limit"

// A result says what became of a mutant.
type result struct {
	mutant mutant
	killed bool
	by     string // the test that failed first, or the time limit
}

// try builds one test binary with all mutants, finds which tests reach which, and runs those for each. It tells each
// result as it comes, one at a time.
func (p *pack) try(mutants []mutant, workers int, tell func(result)) ([]result, error) {
	work, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	binary := filepath.Join(work, "tests")
	if err := p.build(mutants, work, binary); err != nil {
		return nil, err
	}
	tests, err := p.tests(binary, filepath.Join(work, "reached"))
	if err != nil {
		return nil, err
	}
	results := make([]result, len(mutants))
	turns := make(chan int)
	var wg sync.WaitGroup
	var telling sync.Mutex
	for range workers {
		wg.Go(func() {
			for i := range turns {
				r := p.judge(binary, tests, i+1)
				r.mutant = mutants[i]
				telling.Lock()
				results[i] = r
				tell(r)
				telling.Unlock()
			}
		})
	}
	for i := range mutants {
		turns <- i
	}
	close(turns)
	wg.Wait()
	return results, nil
}

// A test is one that go test would run, how long it takes, and the mutants whose functions it reaches.
type test struct {
	name    string
	took    time.Duration
	reaches map[string]bool
}

// tests runs each of the package's tests alone, without a mutant. The quickest stand first.
func (p *pack) tests(binary, record string) (tests []test, err error) {
	list := exec.Command(binary, "-test.list=.")
	list.Dir = p.dir
	out, err := list.Output()
	if err != nil {
		return nil, err
	}
	skip := regexp.MustCompile(p.target.skip)
	for _, name := range strings.Fields(string(out)) {
		if strings.HasPrefix(name, "Benchmark") || p.target.skip != "" && skip.MatchString(name) {
			continue
		}
		from := time.Now()
		if by, killed := p.run(binary, name, time.Hour, "RECORD="+record); killed {
			return nil, fmt.Errorf("%s: fails without a mutant: %s", p.name, by)
		}
		took := time.Since(from)
		if p.longest > 0 && took > p.longest {
			_ = os.Remove(record)
			continue
		}
		reached, err := os.ReadFile(record)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		t := test{name, took, map[string]bool{}}
		for _, mutant := range strings.Fields(string(reached)) {
			t.reaches[mutant] = true
		}
		tests = append(tests, t)
		_ = os.Remove(record)
	}
	slices.SortFunc(tests, func(a, b test) int { return cmp.Compare(a.took, b.took) })
	return tests, nil
}

// judge runs the tests that reach a mutant until one fails: the quickest together, in one process.
func (p *pack) judge(binary string, tests []test, mutant int) result {
	number := strconv.Itoa(mutant)
	reaching := slices.DeleteFunc(slices.Clone(tests), func(t test) bool { return !t.reaches[number] })
	for _, b := range batches(reaching) {
		if by, killed := p.run(binary, b.name, 10*time.Second+3*b.took, "MUTANT="+number); killed {
			return result{killed: true, by: by}
		}
	}
	return result{}
}

// batches puts tests together, as their names in one pattern, until they take a second.
func batches(tests []test) (all []test) {
	for _, t := range tests {
		if last := len(all) - 1; last >= 0 && all[last].took+t.took < time.Second {
			all[last].name += "|" + t.name
			all[last].took += t.took
			continue
		}
		all = append(all, t)
	}
	return all
}

// build compiles the package's tests over the woven files.
func (p *pack) build(mutants []mutant, work, binary string) error {
	replaced := map[string]string{}
	write := func(path, text string) error {
		replaced[path] = filepath.Join(work, fmt.Sprintf("%d.go", len(replaced)))
		return os.WriteFile(replaced[path], []byte(text), 0o600)
	}
	for _, s := range p.sources {
		if err := write(s.path, p.woven(s, mutants)); err != nil {
			return err
		}
	}
	turn := "package " + p.sources[0].tree.Name.Name + fmt.Sprintf(turnText, len(mutants)+1)
	if err := write(filepath.Join(p.dir, "mutant__.go"), turn); err != nil {
		return err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(work, "overlay.json"), overlay, 0o600); err != nil {
		return err
	}
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", filepath.Join(work, "overlay.json"), "-o", binary,
		".")
	build.Dir = p.dir
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go test -c ./%s: %w\n%s", p.target.dir, err, out)
	}
	return nil
}

var failure = regexp.MustCompile(`(?m)^panic: .*|^fatal error: .*|^\s*--- FAIL: \S+`)

// turnText says in a test binary whose turn it is, and leaves behind which mutants' functions were reached. It
// allocates nothing but the first time, because tests count that.
const turnText = `

import (
	"os"
	"strconv"
	"sync/atomic"
)

var mutant__, _ = strconv.Atoi(os.Getenv("MUTANT"))
var record__ = os.Getenv("RECORD")
var reached__ [%d]atomic.Bool

func turn__(mutant int) bool {
	if record__ != "" && !reached__[mutant].Swap(true) {
		if f, err := os.OpenFile(record__, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
			f.WriteString(strconv.Itoa(mutant) + "\n")
			f.Close()
		}
	}
	return mutant__ == mutant
}
`

// run runs tests, whose names are separated by |, and says what killed the mutant.
func (p *pack) run(binary, name string, limit time.Duration, setting string) (by string, killed bool) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	tests := exec.CommandContext(ctx, binary, "-test.short", "-test.failfast", "-test.timeout=0",
		"-test.run=^("+name+")$")
	tests.Dir, tests.Env = p.dir, append(os.Environ(), setting)
	tests.WaitDelay = time.Second
	var out bytes.Buffer
	tests.Stdout, tests.Stderr = &out, &out
	err := tests.Run()
	switch {
	case ctx.Err() != nil:
		return timeLimit, true
	case err == nil:
		return "", false
	}
	return strings.TrimSpace(string(failure.Find(out.Bytes()))), true
}
