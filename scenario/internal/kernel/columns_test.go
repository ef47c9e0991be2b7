package kernel

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// By columns the transform has the bits of the reference, on every processor, at every length, extreme words among
// them; so does the table of tests where this is what is in use.
func TestColumnsAreTheReference(t *testing.T) {
	for _, n := range lengths() {
		for seed := range uint64(8) {
			first, second := wordColumn(n, 2*seed), wordColumn(n, 2*seed+1)
			a, b := slices.Clone(first), slices.Clone(second)
			boxMuller(first, second)
			boxMullerColumns(a, b)
			for i := range a {
				require.True(t, sameBits(first[i], a[i]) && sameBits(second[i], b[i]), "at %d of %d", i, n)
			}
		}
	}
}
