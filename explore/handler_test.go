package explore_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
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

func settlement(t testing.TB) *live.Plan {
	t.Helper()
	s, err := file.Read("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	p, err := live.Open(context.Background(), s, live.Options{Paths: 1024})
	require.NoError(t, err)
	return p
}

// post asks a handler a question.
func post(h http.Handler, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	h.ServeHTTP(w, r)
	return w
}

// A handler answers about its plan, with the plan's own figures.
func TestQuestions(t *testing.T) {
	p := settlement(t)
	h := explore.Handler(p, explore.Options{})
	const moved = `{"moves": [{"place": "need.real_growth", "by": 0.002}]}`

	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/load", nil))
	var about live.About
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &about))
	assert.Equal(t, p.About(), about)

	var a live.Answer
	require.NoError(t, json.Unmarshal(post(h, "/run", moved).Body.Bytes(), &a))
	want, err := p.Run(context.Background(), live.Ask{Moves: []file.Move{{Place: "need.real_growth", By: 0.002}}})
	require.NoError(t, err)
	assert.Equal(t, *want, a)

	var c live.Change
	require.NoError(t, json.Unmarshal(post(h, "/compare", moved).Body.Bytes(), &c))
	assert.Contains(t, c.Sentence, "changes the chance of balance by −")

	var s live.Solution
	w = post(h, "/solve", `{"place": "funding.real_growth", "low": "2%", "high": "8%", "chance": 0.8}`)
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &s))
	assert.InDelta(t, 0.042, s.Value, 0.002)

	w = post(h, "/moved", moved)
	assert.Contains(t, w.Body.String(), "p10: 3%\n")
	m, err := file.ReadManifest(post(h, "/manifest", moved).Body)
	require.NoError(t, err)
	differences, err := m.Verify(context.Background(), scenario.Options{})
	require.NoError(t, err)
	assert.Empty(t, differences)
}

// A file that a request brings is answered where files are taken, and its faults come all at once, by line.
func TestFilesOfRequests(t *testing.T) {
	text, err := os.ReadFile("../examples/settlement/settlement.yaml")
	require.NoError(t, err)
	with := func(text []byte) string {
		body, err := json.Marshal(map[string]any{"file": map[string]string{"name": "mine.yaml", "text": string(text)}})
		require.NoError(t, err)
		return string(body)
	}
	h := explore.Handler(nil, explore.Options{Files: true, Live: live.Options{Paths: 512}})
	w := post(h, "/load", with(text))
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	assert.Contains(t, w.Body.String(), `"place":"need.real_growth"`)
	w = post(h, "/run", with(text))
	require.Equal(t, http.StatusOK, w.Code, w.Body)

	bad := bytes.Replace(text, []byte("p10: 2.8%"), []byte("p10: 2.8"), 1)
	bad = bytes.Replace(bad, []byte("value: 5%"), []byte("value: 5 percent"), 1)
	w = post(h, "/load", with(bad))
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
	assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	var p struct {
		Status int
		Faults []struct {
			File, Path, Problem string
			Line                int
		}
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
	require.Len(t, p.Faults, 2, w.Body)
	assert.Equal(t, "mine.yaml", p.Faults[0].File)
	assert.Equal(t, "need.real_growth.p10", p.Faults[0].Path)
	assert.Equal(t, 53, p.Faults[0].Line)
	assert.Contains(t, p.Faults[0].Problem, "did you mean 2.8%?")
	assert.Equal(t, http.StatusUnprocessableEntity, p.Status)

	assert.Equal(t, http.StatusForbidden,
		post(explore.Handler(settlement(t), explore.Options{}), "/run", with(text)).Code)
	assert.Equal(t, http.StatusNotFound, post(h, "/run", `{}`).Code, "there is no plan but those that requests bring")
}

// What is no question is refused with a problem that says why.
func TestRefusals(t *testing.T) {
	h := explore.Handler(settlement(t), explore.Options{Body: 2000})
	for _, c := range []struct {
		path, body string
		status     int
		says       string
	}{
		{"/run", `[`, http.StatusBadRequest, "not a JSON object"},
		{"/run", `null`, http.StatusOK, "sentence"},
		{"/run", `{"path": 7}`, http.StatusBadRequest, `unknown field \"path\"`},
		{"/run", `{"paths": -1}`, http.StatusBadRequest, "paths"},
		{"/run", `{"paths": 1000000000}`, http.StatusUnprocessableEntity, "the most is 262144"},
		{"/run", `{} {}`, http.StatusBadRequest, "not a JSON object"},
		{"/run", `{"paths": ` + strings.Repeat("9", 1900) + `}`, http.StatusBadRequest, "number 999"},
		{"/run", `{"scenario": "` + strings.Repeat("x", 3000) + `"}`, http.StatusRequestEntityTooLarge, "too large"},
		{"/run", `{"moves": [{"place": "../../etc/passwd", "by": 1}]}`, http.StatusUnprocessableEntity, "no number"},
		{"/run", `{"moves": [{"place": "earmark.share", "by": 3}]}`, http.StatusUnprocessableEntity, `"earmark.share"`},
		{"/run", `{"moves": [{"place": "need.real_growth", "by": 0.7}]}`, http.StatusUnprocessableEntity,
			"the amount is beyond"},
		{"/run", `{"set": [{"path": "need.csv", "value": "{csv: /etc/passwd}"}]}`, http.StatusUnprocessableEntity,
			"need"},
		{"/solve", `{"place": "funding.real_growth", "low": "1%", "high": "2%", "chance": 0.8}`,
			http.StatusUnprocessableEntity, "detail"},
		{"/nothing", `{}`, http.StatusNotFound, ""},
	} {
		w := post(h, c.path, c.body)
		assert.Equal(t, c.status, w.Code, "%s %.40s: %s", c.path, c.body, w.Body)
		assert.Contains(t, w.Body.String(), c.says)
		if c.status >= 400 {
			assert.Less(t, w.Body.Len(), 1000, c.body)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/run", nil))
	assert.Equal(t, http.StatusMethodNotAllowed, w.Code)
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/run", strings.NewReader(`{}`)))
	assert.Equal(t, http.StatusUnsupportedMediaType, w.Code, "a form of another page sends no JSON")
}

// A question that takes too long ends, and one whose caller goes away too.
func TestTime(t *testing.T) {
	p := settlement(t)
	w := post(explore.Handler(p, explore.Options{Time: time.Nanosecond}), "/run", `{"paths": 200000}`)
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, w.Body.String(), "takes too long")

	ctx, gone := context.WithCancel(context.Background())
	gone()
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/run", strings.NewReader(`{}`))
	r.Header.Set("Content-Type", "application/json")
	w = httptest.NewRecorder()
	explore.Handler(p, explore.Options{}).ServeHTTP(w, r)
	assert.Zero(t, w.Body.Len())
}

// However many ask at once, few are worked on, few wait, and the rest are told to come back.
func TestManyAtOnce(t *testing.T) {
	server := httptest.NewServer(explore.Handler(settlement(t), explore.Options{AtOnce: 1, Waiting: 2}))
	defer server.Close()
	var wg sync.WaitGroup
	var lock sync.Mutex
	codes := map[int]int{}
	for range 60 {
		wg.Go(func() {
			r, err := http.Post(server.URL+"/run", "application/json", strings.NewReader(`{"paths": 16384}`))
			if !assert.NoError(t, err) {
				return
			}
			defer r.Body.Close()
			_, _ = io.Copy(io.Discard, r.Body)
			lock.Lock()
			defer lock.Unlock()
			codes[r.StatusCode]++
			if r.StatusCode == http.StatusTooManyRequests {
				assert.Equal(t, "1", r.Header.Get("Retry-After"))
			}
		})
	}
	wg.Wait()
	assert.Positive(t, codes[http.StatusOK])
	assert.Positive(t, codes[http.StatusTooManyRequests])
	assert.Len(t, codes, 2, codes)
	r, err := http.Post(server.URL+"/run", "application/json", strings.NewReader(`{}`))
	require.NoError(t, err)
	defer r.Body.Close()
	assert.Equal(t, http.StatusOK, r.StatusCode, "all places are free again")
}

// A service mounts the handler where it likes.
func ExampleHandler() {
	spec, err := file.Read("../examples/settlement/settlement.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := live.Open(context.Background(), spec, live.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/plan/", http.StripPrefix("/plan", explore.Handler(plan, explore.Options{})))
	w := post(mux, "/plan/run", `{"moves": [{"place": "funding.real_growth", "by": 0.004}]}`)
	var a live.Answer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.NewReplacer(". ", ".\n", " (", "\n(").Replace(a.Sentence))
	// Output:
	// The chance that NHS England balances in 2023/24 is 49.1%
	// (95% Monte Carlo interval 48.4–49.9) with “settlement, stand still”.
	// With the transformation money intact it is 31.3%
	// (30.6–32.1) with “settlement, stand still”.
}

// The exported names, frozen: a change to them shows in review.
func TestExportedNames(t *testing.T) { testkit.Golden(t, "testdata/api.txt", testkit.API(t, ".")) }
