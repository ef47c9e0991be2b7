package wire

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A body comes back, whatever is in it: also one that is packed as far as can be.
func TestASealedBodyComesBack(t *testing.T) {
	for _, level := range []int{Text, Numbers} {
		for _, body := range [][]byte{{}, {1}, slices.Repeat([]byte{0}, 10<<20), []byte("some text, some text")} {
			data, err := Seal("what it is\n", level, body)
			require.NoError(t, err)
			p, err := Open(data)
			require.NoError(t, err)
			assert.Equal(t, "what it is\n", p.Lines)
			got, err := p.Body(int64(len(body)))
			require.NoError(t, err, "%d bytes", len(body))
			assert.True(t, slices.Equal(body, got))
			if len(body) > 0 {
				p, err = Open(data)
				require.NoError(t, err)
				_, err = p.Body(int64(len(body)) - 1)
				assert.Error(t, err, "more than the most")
			}
		}
	}
}

// A body that claims to have more bytes than its packed bytes can say is refused before there is room for it.
func TestAClaimTakesNoRoom(t *testing.T) {
	const claimed = 1 << 30
	data := Sum(fmt.Appendf(nil, "what it is\n"+lastLine+"few", [32]byte{}, claimed))
	p, err := Open(data)
	require.NoError(t, err)
	require.Equal(t, int64(claimed), p.Length)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = p.Body(2 * claimed)
	runtime.ReadMemStats(&after)
	assert.Error(t, err)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(claimed/100))
}
