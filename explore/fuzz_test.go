package explore_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/openenvelope/envelope/explore"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/require"
)

// doors are what a handler answers, and bodies good and bad requests.
var (
	doors  = []string{"/run", "/compare", "/solve", "/manifest", "/moved", "/load"}
	bodies = []string{
		`{"moves": [{"place": "need.real_growth", "by": 0.002}], "lines": ["balance"], "paths": 64}`,
		`{"place": "funding.real_growth", "low": "2%", "high": "8%", "chance": 0.8, "paths": 64}`,
		`{"set": [{"path": "need.real_growth", "value": "{p10: 2%, p90: 3%}"}], "scenario": "four percent, improve"}`,
		`{"file": {"name": "a.yaml", "text": "schema: 1"}}`, `{"file": null}`, `{"moves": null, "paths": 1e30}`, `[]`,
		`{`, ``,
	}
)

// FuzzQuestions asks a handler anything at any of its doors.
func FuzzQuestions(f *testing.F) {
	for i, body := range bodies {
		f.Add(i, []byte(body))
	}
	h := fuzzed(f)
	f.Fuzz(func(t *testing.T, door int, body []byte) { questioned(t, h, door, body) })
}

// Many requests that are changes of those: 20,000 under -deep.
func TestMutatedQuestions(t *testing.T) {
	var texts [][]byte
	for _, body := range bodies {
		texts = append(texts, []byte(body))
	}
	h := fuzzed(t)
	testkit.Mutated(t, testkit.Count(20_000), texts, func(t *testing.T, body []byte) {
		questioned(t, h, len(body), body)
	})
}

// fuzzed is a handler that takes files.
func fuzzed(t testing.TB) http.Handler {
	return explore.Handler(settlement(t), explore.Options{Files: true, Time: 2 * time.Second})
}

// questioned holds of any request: the answer is one, or a problem that says what is wrong with the request.
func questioned(t *testing.T, h http.Handler, door int, body []byte) {
	w := post(h, doors[(door%len(doors)+len(doors))%len(doors)], string(body))
	require.NotEqual(t, http.StatusInternalServerError, w.Code, "%s", w.Body)
	if w.Code == http.StatusOK {
		return
	}
	var said struct{ Detail string }
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &said), "%s", w.Body)
	require.NotEmpty(t, said.Detail)
}
