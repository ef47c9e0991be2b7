package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The answer as it is printed.
func TestEmbed(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(context.Background(), &out, ""))
	testkit.Golden(t, "testdata/answer.json", out.String())
}

// As a caller sees the service: figures, all faults of a request at once, and no run for a caller who has gone.
func TestServe(t *testing.T) {
	get := func(ctx context.Context, query string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		serve(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/?"+query, nil))
		return w
	}
	w := get(context.Background(), "growth=3.4%25&held_back=1%25")
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Contains(t, w.Body.String(), `"growth": "3.4%"`)

	w = get(context.Background(), "growth=3.4&held_back=much")
	assert.Equal(t, http.StatusBadRequest, w.Code)
	assert.Equal(t, "growth: 3.4 is 340%; did you mean 3.4%?\nheld_back: \"much\" is not a rate; write 3.4%\n",
		w.Body.String())

	w = get(context.Background(), "growth=300%25")
	assert.Equal(t, http.StatusBadRequest, w.Code)
	assert.Equal(t, "funding.real_growth: 3 is 300% a year; did you mean 3%?\n", w.Body.String())

	gone, cancel := context.WithCancel(context.Background())
	cancel()
	w = get(gone, "")
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.Contains(t, w.Body.String(), "context canceled")
}

// A caller's file is answered beside it, and its faults come by line.
func TestPlansOfCallers(t *testing.T) {
	post := func(text string) *httptest.ResponseRecorder {
		body, err := json.Marshal(map[string]any{"file": map[string]string{"name": "plan.yaml", "text": text},
			"paths": 2000})
		require.NoError(t, err)
		r := httptest.NewRequest(http.MethodPost, "/plan/run", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		doors().ServeHTTP(w, r)
		return w
	}
	const plan = "schema: 2\nyears: 2025/26 to 2027/28\nnot_modelled: []\nfunding: {baseline: £850m, real_growth: 3%}\n" +
		"need: {real_growth: {p10: 2.5%, p90: 3.9%}}\n"
	w := post(plan)
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Contains(t, w.Body.String(), `"sentence":"The chance of balance in 2027/28 is `)
	w = post(strings.Replace(plan, "3.9%", "3.9", 1))
	assert.Equal(t, http.StatusUnprocessableEntity, w.Code)
	assert.Contains(t, w.Body.String(), "plan.yaml:5:")
}

// The measure of our own: one bad year is forgiven, two in a row are not, for good.
func TestNotTwice(t *testing.T) {
	paths := [][]float64{{1, 1, 1, 1}, {-1, 1, -1, 1}, {-1, -1, 1, 1}, {1, 1, -1, -1}}
	state := make([]float64, len(paths))
	for year := range 4 {
		var figures []float64
		for _, p := range paths {
			figures = append(figures, p[year])
		}
		NotTwice{}.Next(state, figures, year)
	}
	assert.Equal(t, []float64{fine, fine, broken, broken}, state)
}
