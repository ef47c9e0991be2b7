package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
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
