package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A heard is a writer that a test reads while it is written to.
type heard struct {
	lock sync.Mutex
	text bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.lock.Lock()
	defer h.lock.Unlock()
	return h.text.Write(p)
}

func (h *heard) String() string {
	h.lock.Lock()
	defer h.lock.Unlock()
	return h.text.String()
}

// exploring starts the command on a file and gives the address of its page, what ends it, and where its status comes.
func exploring(t *testing.T, path string) (address string, end context.CancelFunc, status <-chan int) {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	var out, errs heard
	ended := make(chan int, 1)
	go func() {
		ended <- start(ctx, []string{"explore", path, "--no-open", "--paths", "1000"},
			streams{in: strings.NewReader(""), out: &out, err: &errs})
	}()
	require.Eventually(t, func() bool { return strings.Count(out.String(), "\n") >= 2 || len(ended) > 0 },
		20*time.Second, 5*time.Millisecond)
	require.Empty(t, ended, errs.String())
	link, _, _ := strings.Cut(out.String(), "\n")
	r, err := http.Get(link)
	require.NoError(t, err)
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	assert.Contains(t, string(text), "The June 2018 settlement")
	assert.Contains(t, string(text), `id="levers"`)
	return r.Request.URL.String(), end, ended
}

// The page is served with the file's own figures, answers behind it, and Ctrl-C is how one ends it.
func TestExplore(t *testing.T) {
	address, end, status := exploring(t, settlement)
	defer end()
	const moves = `{"moves": [{"place": "need.real_growth", "by": 0.002}]}`
	got := posed(t, address, "run", moves)
	defer got.Body.Close()
	var a struct {
		Hash  string
		Paths int
	}
	require.NoError(t, json.NewDecoder(got.Body).Decode(&a))
	assert.Equal(t, 1000, a.Paths)

	said := must(t, "run", settlement, "--paths", "1000", "--scenario", "settlement, stand still", "--lines",
		"balance,earmark_planned,transformation,diverted", "--set", "need.real_growth.p10=3%", "--set",
		"need.real_growth.p90=4%", "--format", "json")
	assert.True(t, strings.Contains(said.out, a.Hash), "the figures are those of the command")

	book := posed(t, address, "workbook", moves)
	defer book.Body.Close()
	text, err := io.ReadAll(book.Body)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "moved.xlsx")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	said = must(t, "run", path, "--paths", "1000", "--scenario", "settlement, stand still", "--lines",
		"balance,earmark_planned,transformation,diverted", "--format", "json")
	assert.True(t, strings.Contains(said.out, a.Hash), "the workbook of what was moved has the same figures")
	wrong := posed(t, address, "workbook", `{"moves": [{"place": "no such", "by": 1}]}`)
	defer wrong.Body.Close()
	assert.Equal(t, http.StatusUnprocessableEntity, wrong.StatusCode)

	end()
	select {
	case s := <-status:
		assert.Equal(t, exitOK, s)
	case <-time.After(5 * time.Second):
		t.Error("it does not end")
	}
}

// posed asks the served page's program as the page does.
func posed(t *testing.T, address, what, question string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, address+what,
		strings.NewReader(question))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", address[:strings.Index(address[len("http://"):], "/")+len("http://")])
	got, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	return got
}

// A change of the file is told to the page, or what is wrong with it by line; the command ends when the page is closed.
func TestExploreWatches(t *testing.T) {
	text, err := os.ReadFile(settlement)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "plan.yaml")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	address, end, status := exploring(t, path)
	defer end()
	page, leave := context.WithCancel(context.Background())
	defer leave()
	r, err := http.NewRequestWithContext(page, http.MethodGet, address+"events", nil)
	require.NoError(t, err)
	line, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer line.Body.Close()
	told := func() string {
		for b := make([]byte, 4096); ; {
			n, err := line.Body.Read(b)
			require.NoError(t, err)
			if text := string(b[:n]); text != ":\n\n" { // which keeps the line open
				return text
			}
		}
	}
	assert.Contains(t, told(), "retry")

	write := func(was, is string) {
		changed := strings.Replace(string(text), was, is, 1)
		require.NotEqual(t, string(text), changed)
		require.NoError(t, os.WriteFile(path+".new", []byte(changed), 0o600))
		require.NoError(t, os.Rename(path+".new", path))
	}
	write("p10: 2.8%", "p10: 2.8")
	faults := told()
	assert.Contains(t, faults, "event: faults")
	assert.Contains(t, faults, "plan.yaml:53:")
	assert.Contains(t, faults, "did you mean 2.8%?")
	assert.NotContains(t, faults, filepath.Dir(path), "where the file stands is not told")
	write("p10: 2.8%", "p10: 2.70%")
	assert.Contains(t, told(), "event: changed")
	again, err := http.Get(address)
	require.NoError(t, err)
	defer again.Body.Close()
	page2, err := io.ReadAll(again.Body)
	require.NoError(t, err)
	assert.Contains(t, string(page2), "p10 2.7%")

	leave()
	select {
	case s := <-status:
		assert.Equal(t, exitOK, s)
	case <-time.After(10 * time.Second):
		t.Error("it goes on without a page")
	}
}

// A file with faults is reported as ever, and no link is printed.
func TestExploreFaults(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bad.yaml")
	require.NoError(t, os.WriteFile(path, []byte("schema: 2\nyears: 2018/19 to 2020/21\n"), 0o600))
	got := envelope(t, "", "explore", path, "--no-open")
	assert.Equal(t, exitBadInput, got.status)
	assert.NotContains(t, got.out, "http://")
	assert.Contains(t, got.err, "funding")
	page := filepath.Join(t.TempDir(), "page.html")
	got = envelope(t, "", "explore", settlement, "--to", page)
	assert.Equal(t, exitBadInput, got.status)
	assert.True(t, strings.Contains(got.err, "built without the engine"), got.err)
	assert.NoFileExists(t, page)
	assert.Equal(t, exitBadInput, envelope(t, "", "explore", settlement, "--no-open", "--paths", "0").status)
	assert.Equal(t, exitBadInput, envelope(t, "", "explore", settlement, "--no-open", "--year", "1999/00").status)
}
