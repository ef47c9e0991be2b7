package draws

import "github.com/openenvelope/envelope/scenario/internal/kernel"

// Philox returns the Philox4x32-10 block of a counter under a key. Words are in
// the order of the Random123 library, word 0 first.
func Philox(counter [4]uint32, key [2]uint32) [4]uint32 { return kernel.Philox(counter, key) }
