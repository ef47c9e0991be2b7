//go:build amd64 && !purego

package kernel

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tool runs the go command for this machine, whatever the test itself was built for, in a folder.
func tool(dir string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=", "GOARCH=", "GOAMD64=", "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// The assembly and its declarations are what the generator writes.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	const tools = "../../../tools"
	fresh := t.TempDir()
	generator := filepath.Join(fresh, "kernelgen")
	if out, err := tool(tools, "build", "-o", generator, "./kernelgen"); err != nil {
		if strings.Contains(out, "module lookup disabled by GOPROXY=off") ||
			strings.Contains(out, "missing go.sum entry") {
			t.Skipf("not tested: the generator's modules are not on this machine; run go mod download in tools\n%s",
				out)
		}
		require.NoError(t, err, out)
	}
	cmd := exec.Command(generator, "-out", fresh)
	cmd.Dir = tools
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	for _, name := range []string{"kernel_amd64.s", "kernel_amd64.go"} {
		want, err := os.ReadFile(filepath.Join(fresh, name))
		require.NoError(t, err)
		got, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.True(t, string(want) == string(got), "%s is not what tools/kernelgen writes; run go generate", name)
	}
}

// functions cuts the assembly into functions by name.
func functions(t *testing.T) map[string]string {
	text, err := os.ReadFile("kernel_amd64.s")
	require.NoError(t, err)
	bodies := map[string]string{}
	for _, part := range strings.Split(string(text), "\nTEXT ·")[1:] {
		name, body, _ := strings.Cut(part, "(SB)")
		body, _, _ = strings.Cut(body, "\nDATA ")
		bodies[name] = body
	}
	return bodies
}

// An AVX2 function has no instruction of AVX-512. The upper sixteen registers make one of an instruction that looks
// like AVX2, without a complaint from the assembler.
func TestAVX2IsOnlyAVX2(t *testing.T) {
	foreign := regexp.MustCompile(`\b(Z\d+|[XY](1[6-9]|2\d|3[01])|K[0-7])\b|\{|\.BCST|\.Z\b`)
	found := 0
	for name, body := range functions(t) {
		if !strings.HasSuffix(name, "AVX2") {
			continue
		}
		found++
		assert.Empty(t, foreign.FindAllString(body, -1), name)
	}
	assert.Greater(t, found, 20)
}

// Dirty upper halves would slow the caller's SSE instructions. The operations of a tape jump to the next, and the end
// of a strip returns.
func TestFunctionsLeaveCleanRegisters(t *testing.T) {
	jump := regexp.MustCompile(`\n\tJMP +AX\n`)
	for name, body := range functions(t) {
		if jump.MatchString(body) && !strings.HasPrefix(name, "tapeEnd") {
			assert.NotContains(t, body, "RET", name)
			continue
		}
		assert.Equal(t, 1, strings.Count(body, "\tVZEROUPPER\n\tRET\n"), name)
		assert.Equal(t, 1, strings.Count(body, "RET"), name)
	}
}

// Without its files for amd64 the package still builds, and for amd64.
func TestAssemblyCanBeDeleted(t *testing.T) {
	names, err := filepath.Glob("*_amd64.*")
	require.NoError(t, err)
	require.Len(t, names, 3)
	replace := map[string]string{}
	for _, name := range names {
		path, err := filepath.Abs(name)
		require.NoError(t, err)
		replace[path] = ""
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(file, overlay, 0o600))
	out, err := tool(".", "test", "-overlay", file, "-run", "TestImplementationsAgree", "-v", ".")
	require.NoError(t, err, out)
	assert.Contains(t, out, "--- SKIP: TestImplementationsAgree/impl=avx2")
	assert.Contains(t, out, "--- PASS: TestImplementationsAgree/impl=go")
}
