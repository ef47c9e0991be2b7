package testkit_test

import (
	"testing"

	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
)

// Changed texts are the same in each call, differ from those that they come from, and stay short.
func TestMutatedTexts(t *testing.T) {
	texts := [][]byte{[]byte("a: 1\nb: [2, 3]\n"), {}, make([]byte, 10_000)}
	run := func() (all []string) {
		testkit.Mutated(t, 2_000, texts, func(t *testing.T, text []byte) {
			assert.LessOrEqual(t, len(text), 10_000+1024)
			all = append(all, string(text))
		})
		return all
	}
	first, each := run(), map[string]bool{}
	assert.Equal(t, first, run())
	for _, text := range first {
		each[text] = true
	}
	assert.Greater(t, len(each), 1_000)
	assert.Equal(t, "a: 1\nb: [2, 3]\n", string(texts[0]), "what is changed is a copy")
}
