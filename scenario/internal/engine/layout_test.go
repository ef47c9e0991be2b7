package engine

import (
	"testing"

	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/stretchr/testify/assert"
)

// A block has as many paths as leave its columns in cache, and a strip at least.
func TestBlocksStayInCache(t *testing.T) {
	for _, c := range []struct{ columns, cache, block int }{
		{1, cache, BlockPaths}, {2048, cache, BlockPaths}, {2049, cache, 256}, {4096, cache, 256}, {4097, cache, 128},
		{8 * 1024, cache, 128}, {8*1024 + 1, cache, 64}, {16*1024 + 1, cache, kernel.StripPaths},
		{1, 0, kernel.StripPaths},
	} {
		l := layout{columns: c.columns - 1}
		l.fit(1, c.cache)
		assert.Equal(t, c.block, l.block, "%d columns in %d bytes", c.columns, c.cache)
	}
}
