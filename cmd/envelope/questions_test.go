package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What differs between two months, what it did to a figure, and that nothing does, or only luck.
func TestDiff(t *testing.T) {
	text, err := os.ReadFile(settlement)
	require.NoError(t, err)
	folder := t.TempDir()
	july := filepath.Join(folder, "july.yaml")
	changed := strings.NewReplacer("£114.6bn", "£115.0bn", "value: 5%\n", "value: 4%\n").Replace(string(text))
	require.NoError(t, os.WriteFile(july, []byte(changed), 0o600))

	got := envelope(t, "", "diff", settlement, july, "--paths", "500", "mean", "of", "balance")
	require.Equal(t, exitOK, got.status, got.err)
	for _, says := range []string{"funding.baseline", "earmark.share", "all else", "£115.0bn", "was {value: £114.6bn"} {
		assert.Contains(t, got.out, says)
	}
	got = envelope(t, "", "diff", settlement, settlement)
	assert.Equal(t, "Nothing differs.\n", got.out)
	got = envelope(t, "", "diff", settlement, settlement, "--format", "json")
	assert.Contains(t, got.out, `"words":"Nothing differs.","value":{"value":null`)

	for i, seed := range []string{"1", "2"} {
		out := filepath.Join(folder, []string{"a", "b"}[i])
		must(t, "run", settlement, "--paths", "200", "--seed", seed, "--format", "none", "--out", out)
	}
	got = envelope(t, "", "diff", filepath.Join(folder, "a"), filepath.Join(folder, "b"))
	assert.Equal(t, "Only luck differs: 200 paths and seed 1, and 200 and 2.\n", got.out)
	got = envelope(t, "", "diff", filepath.Join(folder, "b"), settlement)
	assert.Equal(t, "Nothing differs.\n", got.out, "a file that does not say how it is run")
	got = envelope(t, "", "diff", settlement, filepath.Join(folder, "none.yaml"))
	assert.Equal(t, exitBadInput, got.status)
}

// The questions of the command, each in the form of its help, and what is said of one that is not understood.
func TestQuestions(t *testing.T) {
	cases := filepath.Join(t.TempDir(), "cases.csv")
	require.NoError(t, os.WriteFile(cases, []byte("funding.real_growth,earmark.share\n3%,0%\n4%,5%\n"), 0o600))
	for _, tt := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"ask", settlement, "p10", "of", "balance"}, exitOK, "p10 of balance in 2023/24"},
		{[]string{"ask", settlement, "first year of balance"}, exitOK, "never"},
		{[]string{"ask", settlement, "chance that balance", "--until", "2 points"}, exitOK, "2,048 paths"},
		{[]string{"ask", settlement, "p10 of balence"}, exitBadInput, `did you mean "balance"?`},
		{[]string{"ask", settlement, "mean of balance", "--set", "need.real_growth=70%"}, exitBadInput,
			"the amount is beyond"},
		{[]string{"ask", settlement, "chance that balance", "--until", "0"}, exitBadInput, "--until"},
		{[]string{"drivers", settlement, "mean of balance"}, exitOK,
			"inflation above plan"},
		{[]string{"gradient", settlement, "mean of balance"}, exitOK, "0.1 points more"},
		{[]string{"bridge", settlement, "mean of balance for four percent, improve"}, exitOK, "four percent"},
		{[]string{"bridge", settlement, "mean of balance", "--since", "2018/19"}, exitOK,
			"demand: growth of need above"},
		{[]string{"bridge", settlement, "--underlying", "2018/19"}, exitOK, "support"},
		{[]string{"bridge", settlement, "mean of balance", "--underlying", "2018/19"}, exitBadInput,
			"mean of the reported one"},
		{[]string{"bridge", settlement, "p10 of balance", "--since", "2018/19"}, exitBadInput,
			"ask as in mean of balance"},
		{[]string{"table", settlement, "--rows", "funding.real_growth=3%..4%/2"}, exitOK, "4%"},
		{[]string{"table", settlement, "--rows", "funding.real_growth"}, exitBadInput, "--rows"},
		{[]string{"sweep", settlement, "--settings", cases, "--figure", "mean of balance"}, exitOK, "4%,5%,"},
		{[]string{"replay", settlement, "p90 of balance"}, exitOK, "stands at"},
		{[]string{"solve", settlement, "--from", "2%", "--to", "8%", "--each", "--year", "2023/24"}, exitOK,
			"enough in"},
		{[]string{"solve", settlement, "--from", "2%", "--to", "8%", "--figure", "p10 of balance in 2023/24",
			"--target", "£0"}, exitOK, "funding.real_growth = "},
		{[]string{"solve", settlement, "--from", "2%", "--to", "8%", "--with", "earmark.share=0%, 5%"}, exitOK, "5%"},
	} {
		args := tt.args
		if tt.args[0] != "ask" || len(tt.args) < 4 {
			args = append(args, "--paths", "500")
		}
		got := envelope(t, "", args...)
		assert.Equal(t, tt.status, got.status, "%v: %s", args, got.err)
		assert.Contains(t, got.out+got.err, tt.says, "%v", args)
	}
}

// A picture is left whole where the answer is one to draw.
func TestPictureOfAnAnswer(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"tornado.png", "tornado.svg"} {
		must(t, "drivers", settlement, "mean of balance", "--paths", "200", "--picture", filepath.Join(folder, name))
		assert.FileExists(t, filepath.Join(folder, name))
	}
	for i, figure := range []string{"p10 of balance", "chance that balance", "mean of balance"} {
		name := filepath.Join(folder, strconv.Itoa(i)+".svg")
		must(t, "ask", settlement, figure, "--paths", "200", "--picture", name)
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		pointed := []string{`>−£[0-9.,]+[mb]n? \(−[0-9.,]+ to −[0-9.,]+\)<`, `>[0-9.]+% \([0-9.]+–[0-9.]+\) below 0<`, `>−£[0-9.,]+[mb]n? `}[i]
		assert.Regexp(t, pointed, string(text), "the figure is pointed out")
		assert.Contains(t, string(text), "Seed 0, 200 paths.")
	}
	got := envelope(t, "", "ask", settlement, "first year of balance", "--paths", "200", "--picture",
		filepath.Join(folder, "none.png"))
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.err, "this answer has no picture")
	assert.NoFileExists(t, filepath.Join(folder, "none.png"))
}

// A question of many runs tells how far it is, and never goes back.
func TestAQuestionTellsHowFarItIs(t *testing.T) {
	got := envelope(t, "", "drivers", "../../examples/settlement/settlement.yaml", "mean of balance",
		"--paths", "20000", "--messages", "json")
	require.Equal(t, exitOK, got.status)
	var last uint64
	told := 0
	for line := range strings.Lines(got.err) {
		var m message
		require.NoError(t, json.Unmarshal([]byte(line), &m))
		if m.Progress == nil {
			continue
		}
		told++
		assert.Greater(t, m.Progress.Done, last)
		assert.LessOrEqual(t, m.Progress.Done, m.Progress.Total)
		last = m.Progress.Done
	}
	assert.Greater(t, told, 1)
	assert.Greater(t, last, uint64(20000), "more than one run")
}
