package explore_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/report/live"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mostEngine is the most bytes that the engine may have, gzipped: a page of one file has a third more.
const mostEngine = 2_500_000

// The engine of a page of one file answers with the bits of this processor, hash and words: at as many paths as show a
// difference in its arithmetic. It is built and run under -deep alone, which takes a minute or two.
func TestTheEngineHasTheSameBits(t *testing.T) {
	paths := uint64(testkit.Deep(200_000, 0))
	if paths == 0 {
		t.Skip("skipped: the engine is built under -deep")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("skipped: node is not installed, so nothing runs the engine")
	}
	folder := t.TempDir()
	out, err := exec.Command("../tools/engine", folder).CombinedOutput()
	require.NoError(t, err, "%s", out)
	size, err := os.Stat(filepath.Join(folder, "engine.wasm.gz"))
	require.NoError(t, err)
	assert.LessOrEqual(t, size.Size(), int64(mostEngine))

	p := settlement(t)
	moves := []file.Move{{Place: "funding.real_growth", By: 0.004}, {Place: "need.real_growth", By: 0.002}}
	wrong := live.Ask{Moves: []file.Move{{Place: "earmark.share", By: 3}}}
	asks := []live.Ask{{Paths: paths, Moves: moves}, {Scenario: "four percent, improve", Paths: 1024}, {Moves: moves}}
	questions := [][2]any{{"open", map[string]any{"name": "settlement.yaml", "text": string(p.Spec().Text()),
		"about": p.About()}}, {"run", asks[0]}, {"run", asks[1]}, {"compare", asks[2]}, {"run", wrong}}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	defer stop()
	answers := askedOfEngine(ctx, t, node, folder, questions)

	for i, a := range asks[:2] {
		var got live.Answer
		require.NoError(t, json.Unmarshal(answers[1+i], &got))
		want, err := p.Run(ctx, a)
		require.NoError(t, err)
		assert.Equal(t, *want, got)
	}
	var got live.Change
	require.NoError(t, json.Unmarshal(answers[3], &got))
	want, err := p.Compare(ctx, live.Comparison{Ask: asks[2]})
	require.NoError(t, err)
	assert.Equal(t, *want, got)
	assert.Contains(t, string(answers[4]), `{"problem":"`)
	everyExample(ctx, t, node, folder)
}

// askedOfEngine starts the engine of a folder and asks it questions in turn.
func askedOfEngine(ctx context.Context, t *testing.T, node, folder string, questions [][2]any) []json.RawMessage {
	t.Helper()
	text, err := json.Marshal(questions)
	require.NoError(t, err)
	asked := filepath.Join(folder, "questions.json")
	require.NoError(t, os.WriteFile(asked, text, 0o600))
	said, err := exec.CommandContext(ctx, node, filepath.Join("testdata", "engine.js"), folder, asked).Output()
	require.NoError(t, err)
	var answers []json.RawMessage
	require.NoError(t, json.Unmarshal(said, &answers))
	require.Len(t, answers, len(questions))
	return answers
}

// everyExample holds of every example that needs no file beside it: the engine's answer is this processor's, with its
// first lever moved.
func everyExample(ctx context.Context, t *testing.T, node, folder string) {
	t.Helper()
	files, err := filepath.Glob("../examples/*/*.yaml")
	require.NoError(t, err)
	var questions [][2]any
	var wanted []*live.Answer
	for _, name := range files {
		s, err := file.Read(name)
		if err != nil {
			continue // a part of another
		}
		if _, err := file.Load(name, s.Text()); err != nil {
			continue // it names tables
		}
		p, err := live.Open(ctx, s, live.Options{Paths: 3000})
		require.NoError(t, err, name)
		a := live.Ask{}
		if levers := p.About().Levers; len(levers) > 0 {
			a.Moves = []file.Move{{Place: levers[0].Place, By: levers[0].Step}}
		}
		want, err := p.Run(ctx, a)
		require.NoError(t, err, name)
		wanted = append(wanted, want)
		questions = append(questions, [2]any{"open", map[string]any{"name": filepath.Base(name),
			"text": string(s.Text()), "about": p.About()}}, [2]any{"run", a})
	}
	require.Greater(t, len(wanted), 5)
	for i, said := range askedOfEngine(ctx, t, node, folder, questions) {
		if i%2 == 1 {
			var got live.Answer
			require.NoError(t, json.Unmarshal(said, &got))
			assert.Equal(t, *wanted[i/2], got)
		}
	}
	t.Logf("%d examples", len(wanted))
}
