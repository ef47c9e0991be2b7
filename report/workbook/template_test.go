package workbook_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/report/workbook"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// scenarioFiles are the sound files of this module: the starters, the examples and those of the reader's tests.
func scenarioFiles(t *testing.T) (all []string) {
	t.Helper()
	for _, pattern := range []string{"../../cmd/envelope/starters/*.yaml", "../../examples/*/*.yaml",
		"../../scenario/file/testdata/good/*.yaml", "../../scenario/file/testdata/good/*.json"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		all = append(all, found...)
	}
	require.Greater(t, len(all), 20)
	return all
}

// run is the hash of a run of a file, which few paths tell as well as many.
func run(t *testing.T, s *file.Spec) string {
	t.Helper()
	m, err := s.Model()
	require.NoError(t, err)
	o := s.Run()
	o.Paths = 50
	r, err := scenario.Run(context.Background(), m, o)
	require.NoError(t, err)
	return r.Hash
}

// asTemplate is a file as an input workbook, read again.
func asTemplate(t *testing.T, s *file.Spec) (*file.Spec, error) {
	t.Helper()
	var book bytes.Buffer
	require.NoError(t, workbook.WriteTemplate(context.Background(), &book, s))
	return xlsx.Load(s.Title()+".xlsx", book.Bytes())
}

// A file written as an input workbook and read again gives the same figures, and so does the YAML that it is equal to.
func TestTemplatesAreReadAsTheyWereWritten(t *testing.T) {
	for _, path := range scenarioFiles(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			s, err := file.Read(path)
			require.NoError(t, err)
			if bytes.Contains(s.Text(), []byte(".csv")) {
				t.Skip("it names tables, which a workbook does not hold")
			}
			again, err := asTemplate(t, s)
			require.NoError(t, err)
			want := run(t, s)
			assert.Equal(t, want, run(t, again), "the workbook")
			text, err := file.Load("inputs.yaml", again.Text())
			require.NoError(t, err, string(again.Text()))
			assert.Equal(t, want, run(t, text), "its YAML")
			if os.Getenv("SHOW") != "" {
				t.Log(string(again.Text()))
			}
		})
	}
}
