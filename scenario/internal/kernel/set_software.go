//go:build 386 || mips || mipsle || mips64 || mips64le || wasm

package kernel

// Where no instruction fuses a product and a sum, what fuses many is made column by column.
func init() {
	s := plain
	s.Name, s.BoxMuller = "columns", boxMullerColumns
	offer(s)
}
