//go:build unix

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMain is the command itself where a test starts it as a process of its own.
func TestMain(m *testing.M) {
	if os.Getenv("ENVELOPE_AS_COMMAND") != "" {
		main()
	}
	os.Exit(m.Run())
}

// command is the command as a process of its own.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), "ENVELOPE_AS_COMMAND=1")
	return cmd
}

// into is a run into a folder, with its paths there.
func into(t *testing.T, folder, seed string) *exec.Cmd {
	return command(t, "run", settlement, "--paths", "1000", "--seed", seed, "--format", "none", "--out", folder,
		"--paths-out", filepath.Join(folder, "paths.csv"), "--sample", "50", "--scenario", "settlement, improve",
		"--lines", "balance,diverted,transformation,earmark_planned")
}

// A process that is killed at any moment leaves a folder that is the old set or the new one, whole, with what others
// put there; the next run leaves nothing else beside it.
func TestKilledAtAnyMoment(t *testing.T) {
	around := t.TempDir()
	folder := filepath.Join(around, "out")
	began := time.Now()
	require.NoError(t, into(t, folder, "1").Run())
	takes := time.Since(began)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "notes.txt"), []byte("mine"), 0o600))
	old := uint64(1)
	random := rand.New(rand.NewPCG(1, 2))
	outcomes := map[bool]int{} // whether the new set was there
	for range testkit.Deep(200, 6) {
		next := old + 1
		cmd := into(t, folder, string('0'+rune(next%10)))
		require.NoError(t, cmd.Start())
		time.Sleep(time.Duration(random.Float64() * 1.2 * float64(takes)))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		seed := wholeSet(t, folder)
		require.Contains(t, []uint64{old % 10, next % 10}, seed)
		outcomes[seed == next%10]++
		old = seed
	}
	t.Logf("killed before and after the new set was in place: %v", outcomes)
	require.NoError(t, into(t, folder, "7").Run())
	assert.Equal(t, uint64(7), wholeSet(t, folder))
	entries, err := os.ReadDir(around)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "%v", entries)
	assert.Equal(t, exitOK, envelope(t, "", "verify", filepath.Join(folder, "manifest.json")).status)
}

// wholeSet asserts that a folder holds one set and a note, all files of one run, and gives its seed.
func wholeSet(t *testing.T, folder string) uint64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	require.NoError(t, err)
	m, err := file.ReadManifest(bytes.NewReader(text))
	require.NoError(t, err)
	require.Len(t, m.Files, 19)
	for _, f := range m.Files {
		text, err := os.ReadFile(filepath.Join(folder, f.Name))
		require.NoError(t, err)
		sum := sha256.Sum256(text)
		require.Equal(t, f.SHA256, hex.EncodeToString(sum[:]), f.Name)
		switch filepath.Ext(f.Name) {
		case ".json", ".svg", ".png":
			require.Contains(t, string(text), m.ResultHash, f.Name)
		}
	}
	note, err := os.ReadFile(filepath.Join(folder, "notes.txt"))
	require.NoError(t, err)
	require.Equal(t, "mine", string(note))
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, entries, len(m.Files)+2, "%v", entries)
	return m.Seed
}

// Two runs into one folder at once: one wins whole, and the other, if it came in between, says so.
func TestTwoWriters(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	require.NoError(t, into(t, folder, "1").Run())
	require.NoError(t, os.WriteFile(filepath.Join(folder, "notes.txt"), []byte("mine"), 0o600))
	var said [2]bytes.Buffer
	var cmds [2]*exec.Cmd
	for i, seed := range []string{"2", "3"} {
		cmds[i] = into(t, folder, seed)
		cmds[i].Stderr = &said[i]
		require.NoError(t, cmds[i].Start())
	}
	failed := 0
	for i, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			failed++
			assert.Equal(t, exitFailed, cmd.ProcessState.ExitCode())
			assert.Contains(t, said[i].String(), "is writing there; nothing was written by this one")
		}
	}
	assert.Less(t, failed, 2)
	assert.Contains(t, []uint64{2, 3}, wholeSet(t, folder))
}

// Ctrl-C and SIGTERM end every command within a fifth of a second (and what a busy machine adds), whatever it waits
// for: its input, a pipe that nobody writes to or reads from, a run, or the writing of its results.
func TestSignalsEndIt(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	for name, args := range map[string][]string{
		"run -":           {"run", "-"},
		"check -":         {"check", "-"},
		"fit -":           {"fit", "-", "--column", "growth"},
		"verify a pipe":   {"verify", pipe},
		"a long run":      {"run", settlement, "--paths", "900000000", "--long", "--format", "none"},
		"nobody reads":    {"run", settlement, "--paths", "1000", "--format", "csv"},
		"writing results": {"run", settlement, "--paths", "1000", "--format", "none"},
	} {
		for signal, status := range map[syscall.Signal]int{syscall.SIGINT: exitInterrupted,
			syscall.SIGTERM: exitTerminated} {
			t.Run(name+" "+signal.String(), func(t *testing.T) {
				t.Parallel()
				longer := begins()
				testkit.Within(t, 2*time.Second, func() time.Duration {
					given, begun := args, longer
					if name == "writing results" {
						out := filepath.Join(t.TempDir(), "out")
						given = append(args[:len(args):len(args)], "--out", out)
						begun = func() { waitFor(t, filepath.Join(filepath.Dir(out), ".out.envelope-new")) }
						defer func() { assert.NoDirExists(t, out, "nothing was in place yet") }()
					}
					return ends(t, command(t, given...), begun, status, signal)
				}, "it ends")
			})
		}
	}
}

// begins waits for a command to begin, the second time longer than the first, because a machine may be busy.
func begins() func() {
	wait := 500 * time.Millisecond
	return func() {
		time.Sleep(wait)
		wait *= 4
	}
}

// never is how long it takes to see a command end that was killed before it had begun.
const never = time.Hour

// ends is how long after signals a command ends that has begun, with a status.
func ends(t *testing.T, cmd *exec.Cmd, begun func(), status int, signals ...syscall.Signal) time.Duration {
	t.Helper()
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	defer stdin.Close()
	stdout, err := cmd.StdoutPipe() // which is not read
	require.NoError(t, err)
	defer stdout.Close()
	require.NoError(t, cmd.Start())
	begun()
	asked := time.Now()
	for i, signal := range signals {
		if i > 0 {
			time.Sleep(20 * time.Millisecond)
		}
		_ = cmd.Process.Signal(signal) // an error where it has ended: then its status tells
	}
	stuck := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	state, err := cmd.Process.Wait()
	require.NoError(t, err)
	took := time.Since(asked)
	t.Logf("%s after %v", state, took.Round(time.Millisecond))
	if !state.Exited() { // it did not yet listen
		return never
	}
	assert.Equal(t, status, state.ExitCode())
	return took
}

// waitFor waits until there is a file.
func waitFor(t *testing.T, path string) {
	t.Helper()
	for range 30_000 {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("%s is not made", path)
}

// A second signal does not wait for the first to be obeyed.
func TestASecondSignalEndsItAtOnce(t *testing.T) {
	begun := begins()
	testkit.Within(t, time.Second, func() time.Duration {
		// the first says why
		return ends(t, command(t, "run", "-"), begun, exitTerminated, syscall.SIGTERM, syscall.SIGINT)
	}, "it ends")
}

// Every value of a manifest is looked at: one that is changed, left out or added is found, and so is every file beside
// it.
func TestVerifyLooksAtEverything(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "out")
	table := filepath.Join(filepath.Dir(folder), "growth.csv")
	require.NoError(t, os.WriteFile(table, []byte("year,growth\n2016/17,3.1%\n2017/18,2.8%\n"), 0o600))
	given := written(t, tampered)
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(given), "growth.csv"),
		[]byte("year,growth\n2016/17,3.1%\n2017/18,2.8%\n"), 0o600))
	got := envelope(t, "", "run", given, "--paths", "200", "--exact", "--set", "earmark.share=4%",
		"--lines", "balance,debt", "--out", folder, "--format", "none")
	require.Equal(t, exitOK, got.status, got.err)
	path := filepath.Join(folder, "manifest.json")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	verify := func() int { return envelope(t, "", "verify", path).status }
	require.Equal(t, exitOK, verify())

	// Which build wrote it is said and not compared, because another build may check it.
	// What is set twice is set.
	excused := map[string]bool{".set with an item twice": true, ".written_by.version": true, ".written_by.go": true,
		".written_by.commit": true, ".written_by.modified": true}
	tried, places := 0, map[string]bool{}
	eachTampering(t, whole, func(place string, other []byte) {
		if places[place] && testkit.Deep(1, 0) == 0 {
			return // the same field of another item
		}
		places[place] = true
		require.NoError(t, os.WriteFile(path, other, 0o600))
		tried++
		if excused[place] {
			assert.Equal(t, exitOK, verify(), "%s is excused, and need not be", place)
			return
		}
		assert.NotEqual(t, exitOK, verify(), "%s was changed", place)
	})
	t.Logf("%d changes tried", tried)
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	require.NoError(t, fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if d.IsDir() || name == "manifest.json" {
			return err
		}
		file := filepath.Join(folder, name)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file, append(text[:len(text)-1:len(text)-1], 'x'), 0o600))
		assert.Equal(t, exitFailed, verify(), "%s was changed", name)
		require.NoError(t, os.Remove(file))
		assert.Equal(t, exitFailed, verify(), "%s was removed", name)
		assert.Equal(t, exitOK, envelope(t, "", "verify", "--alone", path).status)
		return os.WriteFile(file, text, 0o600)
	}))
	assert.Equal(t, exitOK, verify())
}

const tampered = `
schema: 1
name: Small
years: 2018/19 to 2020/21
funding: {baseline: £10m, real_growth: {value: 3.4%, source: a letter, owner: somebody, quality: amber}}
need: {real_growth: {empirical: {csv: growth.csv, column: growth}, source: a table}}
opening: {position: -£1m}
earmark: {share: 5%, leakage: 100%}
savings: {planned: {uniform: {low: 1%, high: 2%}, note: a guess}, delivery: {uniform: {low: 50%, high: 90%}}}
correlations: [{inputs: [savings.planned, savings.delivery], r: 0.3}]
not_modelled: [Capital]
`

// eachTampering gives a manifest with each of its values changed in turn, with a field added to and left out of each
// object, and an item of each list left out or put in twice.
func eachTampering(t *testing.T, whole []byte, try func(place string, other []byte)) {
	t.Helper()
	var tree any
	require.NoError(t, json.Unmarshal(whole, &tree))
	write := func(place string) {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		require.NoError(t, e.Encode(tree))
		try(place, b.Bytes())
	}
	var walk func(place string, value any, put func(any))
	walk = func(place string, value any, put func(any)) {
		switch v := value.(type) {
		case map[string]any:
			v["extra"] = 1
			write(place + " with a field more")
			delete(v, "extra")
			for _, key := range slices.Sorted(maps.Keys(v)) {
				inner := v[key]
				walk(place+"."+key, inner, func(other any) { v[key] = other })
				if len(v) > 1 && place != ".written_by" && key != "written_by" {
					delete(v, key)
					write(place + "." + key + " left out")
					v[key] = inner
				}
			}
			return
		case []any:
			for i, inner := range v {
				walk(place+"[]", inner, func(other any) { v[i] = other })
			}
			if len(v) > 0 {
				put(v[:len(v)-1])
				write(place + " with an item less")
				put(append(v[:len(v):len(v)], v[0]))
				write(place + " with an item twice")
			}
		case string:
			put(v + "x")
			write(place)
		case float64:
			put(v + 1)
			write(place)
		case bool:
			put(!v)
			write(place)
		case nil:
			put([]any{})
			write(place)
		}
		put(value)
	}
	walk("", tree, func(any) {})
}
