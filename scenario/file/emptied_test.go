package file

import (
	"os"
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Any value of a file may be left out after its key, be an empty list, a list of nothing or a mapping of one key
// without a value, a whole section as well as a number: the file is answered, and never stops the program.
func TestAnyValueMayBeEmpty(t *testing.T) {
	nothing := &node{kind: nodeNothing}
	odd := []*node{nothing, {kind: nodeList}, {kind: nodeList, items: []*node{nothing}}, {kind: nodeMapping},
		{kind: nodeMapping, fields: []field{{textNode("mixture", top()), nothing}}},
		{kind: nodeMapping, fields: []field{{textNode("value", top()), nothing}}}}
	turn, tried := 0, 0
	for _, path := range goodFiles(t) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		root := treeIn(path, text)
		require.NotNil(t, root)
		var values []*node
		root.each(func(f field) { values = append(values, append(f.value.items, f.value)...) })
		for _, n := range values {
			for _, by := range odd {
				if turn++; turn%testkit.Deep(1, 211) != 0 {
					continue
				}
				was := *n
				*n = *by
				written, _ := asJSON(root)
				*n = was
				tried++
				assert.NotPanics(t, func() {
					if s, err := Load("f.json", []byte(written)); err == nil {
						_, _ = s.Model()
					}
				}, "%s: %s for %s", path, by.kind, was.kind)
			}
		}
	}
	assert.Greater(t, tried, 50)
}
