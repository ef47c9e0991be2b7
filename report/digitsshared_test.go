package report

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The notebook writes figures alone by the same rule: its tests read the same cases.
func TestTheNotebooksCases(t *testing.T) {
	text, err := os.ReadFile("testdata/digits.json")
	require.NoError(t, err)
	var cases []struct {
		Value, Half float64
		Decimals    int
		Text        string
	}
	require.NoError(t, json.Unmarshal(text, &cases))
	require.NotEmpty(t, cases)
	for _, c := range cases {
		assert.Equal(t, c.Text, scale{1, c.Decimals}.write(give(c.Value, c.Half)), "%v ± %v", c.Value, c.Half)
	}
}
