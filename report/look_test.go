package report

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The notebook's charts are drawn as all others: its package has the look as a file, which is this one.
func TestTheNotebooksLookIsThisOne(t *testing.T) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	require.NoError(t, e.Encode(HouseLook()))
	testkit.Golden(t, filepath.Join("..", "notebook", "src", "envelope", "look.json"), b.String())
}

// What the look says is what pictures draw: the bands of a fan, the parts of the transformation money, and the chances.
func TestPicturesHaveTheLook(t *testing.T) {
	f, look := settlement(), HouseLook()
	c, err := fan(f.source(), stand, "balance", ChartOptions{})
	balance := pictured(t, c, err)
	for _, b := range look.Bands {
		assert.Contains(t, balance.svg, `fill="`+b.Fill, b.Low)
	}
	assert.Contains(t, c.Words(), look.FanWords)
	c, err = earmark(f.source(), stand, ChartOptions{})
	uses := pictured(t, c, err)
	for _, u := range look.Uses {
		assert.Contains(t, uses.svg, u.Color, u.Label)
	}
	c, err = chanceChart(f.source(), stand, ChartOptions{})
	chances := pictured(t, c, err)
	assert.Contains(t, chances.svg, look.Chances[0].Color)
}
