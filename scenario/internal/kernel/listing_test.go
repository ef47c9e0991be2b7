package kernel

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A tape is listed with the places of columns (@) and of scalars (#).
func ExampleTape_String() {
	fmt.Print(NewTape([]Instruction{
		{Op: OpLoad, A: 64}, {Op: OpSubFrom, Scalar: true, A: 2}, {Op: OpAddProduct, A: 128, B: 1}, {Op: OpRound},
		{Op: OpLimit}, {Op: OpChoose, A: 192, B: 256}, {Op: OpStore, A: 320}, {Op: OpSound, A: 64},
		{Op: OpFinite}, {Op: OpZero},
	}))
	// Output:
	// load @64
	// sub from #2
	// add product @128 #1
	// round
	// limit
	// choose @192 @256
	// store @320
	// sound @64
	// finite
	// zero
}

// Every operation has a name of its own, and no tape has no list.
func TestNamesOfOperations(t *testing.T) {
	seen := map[string]bool{}
	for op := range Op(ops) {
		assert.NotContains(t, op.String(), "operation")
		seen[op.String()] = true
	}
	assert.Len(t, seen, ops)
	assert.Equal(t, fmt.Sprintf("operation %d", ops), Op(ops).String())
	assert.Empty(t, (*Tape)(nil).String())
}
