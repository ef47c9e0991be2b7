package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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

// try builds one test binary with all mutants and runs it for each.
func (p *pack) try(mutants []mutant, workers int) ([]result, error) {
	work, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	binary := filepath.Join(work, "tests")
	if err := p.build(mutants, work, binary); err != nil {
		return nil, err
	}
	from := time.Now()
	if by, killed := p.run(binary, 0, time.Hour); killed {
		return nil, fmt.Errorf("%s: the tests fail without a mutant: %s", p.name, by)
	}
	limit := 10*time.Second + 3*time.Since(from)
	results := make([]result, len(mutants))
	turns := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := range turns {
				by, killed := p.run(binary, i+1, limit)
				results[i] = result{mutants[i], killed, by}
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
	turn := "package " + p.sources[0].tree.Name.Name + `

import (
	"os"
	"strconv"
)

var mutant__, _ = strconv.Atoi(os.Getenv("MUTANT"))
`
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
	build := exec.Command("go", "test", "-c", "-overlay", filepath.Join(work, "overlay.json"), "-o", binary, ".")
	build.Dir = p.dir
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go test -c ./%s: %w\n%s", p.target.dir, err, out)
	}
	return nil
}

var failure = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)|^panic: .*|^fatal error: .*`)

// run runs the tests with one mutant in use, and says what killed it. The tests may write to no folder but those of their own.
func (p *pack) run(binary string, mutant int, limit time.Duration) (by string, killed bool) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	tests := exec.CommandContext(ctx, binary, "-test.short", "-test.failfast", "-test.timeout=0", "-test.run="+p.target.run, "-test.skip="+p.skip)
	tests.Dir, tests.Env = p.dir, append(os.Environ(), fmt.Sprintf("MUTANT=%d", mutant))
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
	if m := failure.FindSubmatch(out.Bytes()); m != nil {
		if len(m[1]) > 0 {
			return string(m[1]), true
		}
		return string(m[0]), true
	}
	return err.Error(), true
}
