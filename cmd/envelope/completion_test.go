package main

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Bash completes commands, flags, the choices of a flag, and files.
func TestBashCompletes(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	script := envelope(t, "", "completion", "bash").out
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("plan.yaml", nil, 0o600))
	for typed, want := range map[string]string{
		"envelope ro":               "roll",
		"envelope run --pat":        "--paths --paths-out",
		"envelope run --format par": "parquet",
		"envelope check pl":         "plan.yaml",
	} {
		words := strings.Fields(typed)
		cmd := exec.Command(bash, "--norc", "-c", script+"\nCOMP_WORDS=("+typed+"); COMP_CWORD="+
			string(rune('0'+len(words)-1))+"; _envelope; echo \"${COMPREPLY[@]}\"")
		got, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", typed, got)
		assert.Equal(t, want, strings.TrimSpace(string(got)), typed)
	}
}

// The scripts for other shells name every command and flag, and are read by their shells, where these are installed.
func TestEveryShellKnowsEveryCommand(t *testing.T) {
	for shell, check := range map[string][]string{"zsh": {"zsh", "-n"}, "fish": {"fish", "--no-execute"},
		"powershell": {"pwsh", "-NoProfile", "-File"}, "bash": {"bash", "-n"}} {
		got := envelope(t, "", "completion", shell)
		require.Equal(t, exitOK, got.status, got.err)
		for _, word := range []string{"run", "roll", "migrate", "init", "completion", "paths-out", "until"} {
			assert.Contains(t, got.out, word, shell)
		}
		if _, err := exec.LookPath(check[0]); err != nil {
			t.Logf("%s is not installed, so its script is not read", check[0])
			continue
		}
		file := t.TempDir() + "/script.ps1"
		require.NoError(t, os.WriteFile(file, []byte(got.out), 0o600))
		said, err := exec.Command(check[0], append(check[1:], file)...).CombinedOutput()
		assert.NoError(t, err, "%s: %s", shell, said)
	}
	assert.Equal(t, exitBadInput, envelope(t, "", "completion", "tcsh").status)
}

// The help of every command has examples, and each is a command line of it.
func TestEveryCommandHasExamples(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("results", 0o700))
	require.NoError(t, os.WriteFile("results/manifest.json", nil, 0o600))
	commands := regexp.MustCompile(`(?m)^  ([a-z]+) `).FindAllStringSubmatch(envelope(t, "", "--help").out, -1)
	require.Greater(t, len(commands), 10)
	for _, command := range commands {
		help := envelope(t, "", command[1], "--help").out
		_, shown, ok := strings.Cut(help, "Examples:\n")
		require.True(t, ok, command[1])
		lines := regexp.MustCompile(`(?m)^ +envelope (`+command[1]+`( .*)?)$`).FindAllStringSubmatch(shown, -1)
		require.NotEmpty(t, lines, help)
		for _, line := range lines {
			words := regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(strings.Split(line[1], " >")[0], -1)
			for i := range words {
				words[i] = strings.Trim(words[i], `"`)
			}
			got := envelope(t, "", words...)
			assert.NotContains(t, got.err, "envelope: ", "%s is not a command line: %s", line[1], got.err)
		}
	}
}

// A double click shows what to type and a prompt to type it at; any other start is as ever.
func TestADoubleClickKeepsItsWindow(t *testing.T) {
	var out, errs strings.Builder
	s := streams{in: strings.NewReader("\n"), out: &out, err: &errs}
	yes, no := func() bool { return true }, func() bool { return false }
	opened := 0
	prompt := func(streams) error { opened++; return nil }
	_, done := doubleClicked([]string{"run"}, s, yes, prompt)
	assert.False(t, done, "something is asked for")
	_, done = doubleClicked(nil, s, no, prompt)
	assert.False(t, done, "a console that is there already")
	assert.Zero(t, opened)
	status, done := doubleClicked(nil, s, yes, prompt)
	assert.True(t, done)
	assert.Equal(t, exitOK, status)
	assert.Equal(t, 1, opened)
	assert.Contains(t, out.String(), "envelope init")
	status, _ = doubleClicked(nil, s, yes, func(streams) error { return errors.New("there is none") })
	assert.Equal(t, exitFailed, status)
	assert.Contains(t, errs.String(), "Press Enter to close this window.")
}
