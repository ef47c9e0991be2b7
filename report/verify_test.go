package report

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The figures in text are all beside a record, or none, as a notebook keeps a result. One that is left out is told, and
// so is one that nobody listed.
func TestVerifyTakesAllFiguresOrNone(t *testing.T) {
	spec, err := file.Load("county.yaml", []byte(county))
	require.NoError(t, err)
	m, err := spec.Model()
	require.NoError(t, err)
	r, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 200})
	require.NoError(t, err)
	record := file.NewManifest(spec, r)
	verdict := func(folder fstest.MapFS) string {
		v, err := Verify(context.Background(), record, folder, scenario.Options{})
		require.NoError(t, err)
		return strings.Join(v.Differences, "\n")
	}
	assert.Empty(t, verdict(fstest.MapFS{}))
	assert.Empty(t, verdict(fstest.MapFS{"notes.txt": {Data: []byte("mine")}}))
	var csv strings.Builder
	require.NoError(t, r.WriteCSV(&csv))
	told := verdict(fstest.MapFS{"results.csv": {Data: []byte(csv.String())}})
	for _, name := range []string{"results.csv", "results.json", "ledger.csv"} {
		assert.Contains(t, told, `"`+name+`": the manifest does not list it`)
	}
}
