package workbook_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/workbook"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/xlsx"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// live is the live workbook of a file.
func live(t *testing.T, s *file.Spec) []byte {
	t.Helper()
	m, err := s.Model()
	require.NoError(t, err)
	o := s.Run()
	o.Paths = 50
	r, err := scenario.Run(context.Background(), m, o)
	require.NoError(t, err)
	var book bytes.Buffer
	require.NoError(t, workbook.Write(context.Background(), &book, s, r, report.Options{}))
	return book.Bytes()
}

// A live workbook that nobody edited is read as the file that it was made of: the same text and the same figures.
func TestLiveWorkbooksAreReadAsTheirFile(t *testing.T) {
	for _, path := range scenarioFiles(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			s, err := file.Read(path)
			require.NoError(t, err)
			again, err := xlsx.Load("model.xlsx", live(t, s))
			require.NoError(t, err)
			assert.Equal(t, string(s.Text()), string(again.Text()))
			assert.Equal(t, run(t, s), run(t, again))
		})
	}
}
