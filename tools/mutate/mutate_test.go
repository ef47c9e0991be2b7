package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// toy is a package that has what is awkward to break: arguments without a name, a variable number of them, a method, a
// generic function, constants, errors, loops, and a test that holds some of it.
var toy = map[string]string{
	"go.mod": "module toy\n\ngo 1.26\n",
	"toy.go": `package toy

import "errors"

const most = 3

type Set map[int]bool

func (Set) Limit() int { return most }

func (s Set) Add(_ string, items ...int) error {
	for _, i := range items {
		if len(s) >= most && !s[i] {
			return errors.New("too many")
		}
		s[i] = true
	}
	return nil
}

func Sum[T int | float64](all []T) (sum T) {
	for i := 0; i < len(all); i++ {
		sum += all[i]
	}
	return max(sum, 0)
}

func Count(x int) (n int) {
	for x > 0 {
		x--
		n++
	}
	return n
}

func Unheld(x int) int { return x * 2 }

type Clock struct{ left int }

func (c *Clock) stopped() bool { c.left--; return c.left < 0 }

func (c *Clock) Steps(n int) (done int) {
	for i := range n {
		if i%4 == 0 && c.stopped() {
			break
		}
		done++
	}
	return done
}
`,
	"toy_test.go": `package toy

import "testing"

func TestSet(t *testing.T) {
	s := Set{}
	if s.Add("", 1, 2, 3, 3) != nil || s.Add("", 4) == nil || len(s) != 3 || !s[3] || s.Limit() != 3 {
		t.Fatal(s)
	}
}

func TestSum(t *testing.T) {
	if Sum([]int{1, 2, 4}) != 7 || Sum([]float64{-1}) != 0 || Sum[int](nil) != 0 {
		t.Fatal()
	}
}

func TestCount(t *testing.T) {
	if Count(2) != 2 || Count(1) != 1 {
		t.Fatal()
	}
}

func TestSteps(t *testing.T) {
	if c := (&Clock{2}); c.Steps(20) != 8 || c.left != -1 || (&Clock{0}).Steps(1) != 0 {
		t.Fatal(c)
	}
}

func TestReached(t *testing.T) { Unheld(0) }
`,
}

// Every change to what the toy's tests hold is killed, those that never end by the time limit; what they only reach
// survives.
func TestMutantsOfWhatIsHeldAreKilled(t *testing.T) {
	root := t.TempDir()
	for name, text := range toy {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := load(root, target{name: "toy", dir: "."})
	if err != nil {
		t.Fatal(err)
	}
	all := p.mutants()
	sample := p.sample(all, 1, 0, regexp.MustCompile(""))
	told := 0
	results, err := p.try(sample, 2, func(result) { told++ })
	if err != nil {
		t.Fatal(err)
	}
	if told != len(sample) {
		t.Errorf("told of %d mutants, not %d", told, len(sample))
	}
	var survived []string
	hung := 0
	for _, r := range results {
		if !r.killed {
			survived = append(survived, r.mutant.key)
		}
		if strings.HasSuffix(r.by, timeLimit) {
			hung++
		}
	}
	slices.Sort(survived)
	unheld := "./toy.go Unheld: func Unheld(x int) int { return x * 2 } → func Unheld(x int) int { return "
	want := []string{unheld + "x * (2 + 1) }", unheld + "x * (2 - 1) }", unheld + "x / 2 }"}
	if !slices.Equal(want, survived) {
		t.Errorf("survived: %s", strings.Join(survived, "\n"))
	}
	for _, m := range all {
		if strings.Contains(m.key, "Steps") && strings.Contains(m.key, "%(4") {
			t.Errorf("how often a loop asks is no matter: %s", m)
		}
	}
	if !slices.ContainsFunc(all, func(m mutant) bool { return strings.Contains(m.key, "if false && c.stopped()") }) {
		t.Error("that it asks is")
	}
	if hung == 0 {
		t.Error("without x-- the loop never ends, and nothing hung")
	}
	if stale := (excuses{want[0]: "a reason", "./toy.go Gone: x → y": "a reason"}).stale(p, all); !slices.Equal(stale,
		[]string{"./toy.go Gone: x → y"}) {
		t.Errorf("stale: %v", stale)
	}
	if again := p.sample(all, 1, 5, regexp.MustCompile("")); len(again) != 5 || again[0].key != sample[0].key {
		t.Error("a smaller sample is the beginning of a larger one")
	}
	text, err := os.ReadFile(filepath.Join(root, "toy.go"))
	if err != nil || string(text) != toy["toy.go"] {
		t.Error("the tree was written to")
	}
}

// A file of excuses has a reason for each.
func TestExcusesHaveReasons(t *testing.T) {
	if e, err := readExcuses("# words\na f: x → y\n\twhy\n"); err != nil || e["a f: x → y"] != "why" {
		t.Error(e, err)
	}
	for _, text := range []string{"a\n", "\twhy\n", "a\nb\n\twhy\n"} {
		if _, err := readExcuses(text); err == nil {
			t.Errorf("%q", text)
		}
	}
	if _, err := readExcuses(excusedText); err != nil {
		t.Error(err)
	}
}
