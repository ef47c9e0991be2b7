// Package kernel holds the loops over columns of paths that the engine is made of: one operation over a block of
// paths each. Operands have equal lengths; dst may be an operand, but columns do not otherwise overlap.
//
// # Implementations
//
// Every loop exists in plain Go, which is compiled everywhere and is the reference, and in assembly for amd64:
//
//	go      any processor
//	columns plain Go, too, for processors that fuse no product and sum: 386, mips, WebAssembly
//	avx2    AVX2 and FMA, four paths at a time
//	avx512  AVX-512 F, DQ, VL and BW, eight paths at a time
//
// The widest that the processor has is chosen when the program starts, and all give the same bits. To run another,
// take a feature away: GODEBUG=cpu.avx512f=off leaves avx2, GODEBUG=cpu.avx512f=off,cpu.avx2=off leaves go, as does the
// build tag purego. Tests and benchmarks ask [For], those of other packages [Use].
//
// The files *_amd64.* can be deleted: what is left is correct. The assembly and its declarations are generated, both
// widths from one description, by tools/kernelgen, which reads the constants of the Go loops.
//
// # Bits
//
// A product that would feed a sum is cast to float64, or the two are a math.FMA, so that every processor gives the
// same bits. The payload of a result that is not a number is the only thing left open.
//
//go:generate go -C ../../../tools run ./kernelgen -out ../scenario/internal/kernel
package kernel
