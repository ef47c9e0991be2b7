package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever lies in memory, its pieces lay it again; a run of zeros long enough stands in none.
func TestPiecesLayTheSameMemory(t *testing.T) {
	far := append(make([]byte, 1<<16), 7)
	for _, memory := range [][]byte{nil, {1}, {0, 1, 0, 2}, far, append(bytes.Repeat([]byte{9}, 100), far...)} {
		body := pieces(memory)
		if len(body) > 120 {
			t.Errorf("%d bytes for %d", len(body), len(memory))
		}
		r := reader{rest: body}
		again, ok := r.memory()
		if !ok || !bytes.Equal(again, memory) {
			t.Errorf("%d bytes of memory became %d", len(memory), len(again))
		}
	}
}

// What is no such program is refused, wherever it ends.
func TestWhatIsNoProgramIsRefused(t *testing.T) {
	whole := append([]byte(header), 11, 7, 1, 0, constant, 0, end, 1, 5)
	for n := range whole {
		if n == len(header) {
			continue // a program without sections
		}
		if _, err := slim(whole[:n]); err == nil {
			t.Errorf("%d bytes are taken", n)
		}
	}
	if _, err := slim(whole); err == nil {
		t.Error("memory without Go's table is taken")
	}
}

const program = `package main

func main() {
	defer func() { println(recover().(error).Error()); panic("of the end") }()
	var all []int
	println(all[len(all)])
}
`

// A program runs as before; its stack still names functions, but no lines.
func TestASlimProgramRunsAsBefore(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("skipped: node is not installed, so nothing runs the program")
	}
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	write(t, at("main.go"), []byte(program))
	build := exec.Command("go", "build", "-o", at("main.wasm"), at("main.go"))
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js")
	said := func() string {
		out, _ := exec.Command(node, script, at("main.wasm")).CombinedOutput() // a panic is an exit of 2
		return string(out)
	}
	before, thick := said(), len(read(t, at("main.wasm")))
	if err := run([]string{at("main.wasm")}); err != nil {
		t.Fatal(err)
	}
	after, thin := said(), read(t, at("main.wasm"))
	if !strings.Contains(before, "index out of range [0]") || !strings.Contains(before, "main.go:6") {
		t.Fatal(before)
	}
	for _, same := range []string{"index out of range [0]", "of the end", "main.main.func1"} {
		if !strings.Contains(after, same) {
			t.Errorf("%q is lost: %s", same, after)
		}
	}
	if strings.Contains(after, "main.go:6") {
		t.Error("lines are left")
	}
	again, err := slim(thin)
	if err != nil || !bytes.Equal(again, thin) {
		t.Errorf("%v: a slim program becomes another", err)
	}
	t.Logf("%d bytes became %d", thick, len(thin))
}

// Numbers are written signed, as the format has constants.
func TestSigned(t *testing.T) {
	for n, want := range map[int]string{0: "\x00", 63: "\x3f", 64: "\xc0\x00", 8191: "\xff\x3f", 8192: "\x80\xc0\x00"} {
		got := appendSigned(nil, n)
		if string(got) != want {
			t.Errorf("%d is %x", n, got)
		}
		if back, _ := binary.Uvarint(got); int(back) != n {
			t.Errorf("%d comes back as %d", n, back)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
