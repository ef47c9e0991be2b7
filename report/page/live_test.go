package page

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/openenvelope/envelope/explore"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/report/live"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lively is the settlement as a live page, and what answers behind it.
func lively(t *testing.T) (text string, answers http.Handler) {
	t.Helper()
	r, plan := livelyPlan(t)
	return written(t, r, Options{Live: &Live{About: plan.About()}}), explore.Handler(plan, explore.Options{})
}

func livelyPlan(t *testing.T) (*scenario.Result, *live.Plan) {
	t.Helper()
	spec, err := file.Read("../../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 2000})
	require.NoError(t, err)
	plan, err := live.Open(context.Background(), spec, live.Options{Paths: 2000})
	require.NoError(t, err)
	return r, plan
}

// allowed is the content policy of a page, and the hashes of its scripts.
func allowed(t *testing.T, text string) (policy string, scripts []string) {
	t.Helper()
	for _, n := range elements(t, text) {
		kind, _ := attribute(n, "type")
		if equiv, ok := attribute(n, "http-equiv"); ok && equiv == "Content-Security-Policy" {
			policy, _ = attribute(n, "content")
		}
		if n.Data == "script" && kind != "application/json" {
			scripts = append(scripts, hash(inside(n)))
		}
	}
	return policy, scripts
}

// A live page allows its two scripts, by their hashes, and questions to who served it; and nothing else.
func TestWhatALivePageAllows(t *testing.T) {
	text, _ := lively(t)
	policy, scripts := allowed(t, text)
	require.Len(t, scripts, 2)
	assert.Contains(t, policy, "script-src "+strings.Join(scripts, " ")+"; connect-src 'self'; base-uri 'none'")
	assert.NotContains(t, policy, "unsafe")
	assert.NotContains(t, written(t, county(t), Options{}), "envelopeTimes",
		"a page that is not live has no such script")
}

// A browser moves the sliders of a live page: see testdata/live.py, which says what it looks at.
func TestLiveInABrowser(t *testing.T) {
	chromium, python := browserTools(t)
	text, answers := lively(t)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) })
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = w.Write([]byte("event: faults\ndata: [\"plan.yaml:3:1: <b>a fault</b>\"]\n\n"))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("POST /workbook", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("a workbook"))
	})
	mux.Handle("/", answers)
	server := httptest.NewServer(mux)
	defer server.Close()
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	out, err := exec.CommandContext(ctx, python, filepath.Join("testdata", "live.py"), chromium,
		server.URL+"/").CombinedOutput()
	server.CloseClientConnections()
	require.NoError(t, err, "%s", out)
	t.Logf("%s", out)
}

// With the engine in it a page allows the engine and its workers, and asks nobody.
func TestWhatAPageWithAnEngineAllows(t *testing.T) {
	r, plan := livelyPlan(t)
	engine := &Engine{Program: []byte("</script><b>"), Glue: "</script><b>", Name: "a.yaml", Text: "</script><b>"}
	text := written(t, r, Options{Live: &Live{About: plan.About(), Engine: engine}})
	assert.NotContains(t, text, "</script><b>", "what is in it is data")
	policy, _ := allowed(t, text)
	assert.Contains(t, policy, " 'wasm-unsafe-eval'; worker-src blob:; base-uri 'none'")
	assert.NotContains(t, policy, "connect-src")
}

// A browser opens a page with the engine in it: see testdata/engine.py. The engine is built under -deep alone.
func TestEngineInABrowser(t *testing.T) {
	if testkit.Deep(1, 0) == 0 {
		t.Skip("skipped: the engine is built under -deep")
	}
	chromium, python := browserTools(t)
	folder := t.TempDir()
	out, err := exec.Command("../../tools/engine", folder).CombinedOutput()
	require.NoError(t, err, "%s", out)
	program, err := os.ReadFile(filepath.Join(folder, "engine.wasm.gz"))
	require.NoError(t, err)
	glue, err := os.ReadFile(filepath.Join(folder, "wasm_exec.js"))
	require.NoError(t, err)
	r, plan := livelyPlan(t)
	page := filepath.Join(folder, Name)
	require.NoError(t, os.WriteFile(page, []byte(written(t, r, Options{Live: &Live{About: plan.About(),
		Engine: &Engine{program, string(glue), "settlement.yaml", string(plan.Spec().Text())}}})), 0o600))
	moved, err := plan.Run(context.Background(), live.Ask{Moves: []file.Move{{Place: "need.real_growth", By: 0.002}}})
	require.NoError(t, err)
	ctx, stop := context.WithTimeout(context.Background(), 4*time.Minute)
	defer stop()
	out, err = exec.CommandContext(ctx, python, filepath.Join("testdata", "engine.py"), chromium, page,
		moved.Hash[:12]).CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Logf("%s", out)
}

// browserTools are Chromium and a Python with Playwright; the test is skipped where one is missing.
func browserTools(t *testing.T) (chromium, python string) {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("skipped: Chromium is not installed, so no browser opens the page")
	}
	python = os.Getenv("ENVELOPE_PYTHON")
	if python == "" {
		python = "python3"
	}
	if err := exec.Command(python, "-c", "import playwright").Run(); err != nil {
		t.Skipf("skipped: %s lacks Playwright, so no browser opens the page; ENVELOPE_PYTHON names another", python)
	}
	return chromium, python
}
