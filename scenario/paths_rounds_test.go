package scenario_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Paths are handed over in blocks as large as some 32 MB allow, one of each worker in turn; with so many workers that
// none has room for a whole block, a block is the least.
func TestPathsComeInLargeBlocks(t *testing.T) {
	for workers, most := range map[int]int{1: 1, 3: 3, 1000: 1000} {
		p := pathPlan(t, workers)
		blocks, paths := 0, 0
		require.NoError(t, p.EachPath(context.Background(), 0, p.Paths(), func(b scenario.PathBlock) error {
			blocks, paths = blocks+1, paths+len(b.Columns[0])
			return nil
		}))
		assert.LessOrEqual(t, blocks, most, "%d workers", workers)
		assert.Equal(t, 20_001, paths, "%d workers", workers)
	}
}
