package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Nothing is in nothing: no key, no place, no count.
func TestNothingIsInNothing(t *testing.T) {
	var n *node
	n.each(func(field) { t.Error("there is a field") })
	n.walk(func(*node) { t.Error("there is a node") })
	assert.Zero(t, n.count())
	assert.Empty(t, n.keys())
	assert.Nil(t, n.child("a"))
	assert.False(t, n.has("a"))
	assert.Empty(t, n.ownFields())
	assert.Equal(t, []string{"a", "b"}, n.split("a.b"))
	u := uses{}
	u.under(n, "a", "b")
	assert.Empty(t, u)
	assert.Zero(t, versionOf(n))
	assert.Nil(t, itemsOf(n))
	assert.Empty(t, textsOf(n))
	_, ok := wholeNumber(n)
	assert.False(t, ok)
	assert.True(t, untouched(n, n, "a"))
}
