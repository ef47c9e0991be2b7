package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a page shows while a number moves is what its digest would say.
func TestAGlanceIsOfTheDigest(t *testing.T) {
	f := system(6, 6, "as planned", "savings at 60%")
	d, err := digest(f.source(), Options{})
	require.NoError(t, err)
	g, err := glance(f.source(), Options{})
	require.NoError(t, err)
	assert.Equal(t, &Glance{d.Answer, d.Years, d.Series, d.Chances, d.Warnings}, g)
	_, err = NewGlance(nil, Options{})
	assert.Error(t, err)
}
