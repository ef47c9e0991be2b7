package bounds

import (
	"testing"

	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
)

// An AR(1) widens, so a growth rate that is safe in its first year may not be in its last.
func TestWidening(t *testing.T) {
	assert.Equal(t, 1.0, widening(nil, 10))
	assert.Equal(t, 1.0, widening(process.EachYear{Persistence: 0.9}, 10))
	assert.Equal(t, 3.0, widening(process.AR1{Persistence: 1}, 9))
	assert.Equal(t, 3.0, widening(process.RandomWalk{}, 9))
	assert.Equal(t, 3.0, widening(process.Shock{On: process.RandomWalk{}}, 9))
	assert.Equal(t, 1.0, widening(process.MeanReverting{Speed: 1}, 9))
	assert.InDelta(t, 1.118033988749895, widening(process.AR1{Persistence: 0.5}, 2), 1e-15)
}
