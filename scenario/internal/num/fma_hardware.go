//go:build !(386 || mips || mipsle || mips64 || mips64le || wasm)

package num

import "math"

// FMA is x·y + z rounded once: math.FMA, or the same bits sooner where the processor has no such instruction.
func FMA(x, y, z float64) float64 { return math.FMA(x, y, z) }
