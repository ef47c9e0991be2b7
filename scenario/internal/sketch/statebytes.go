package sketch

import (
	"encoding/binary"

	"github.com/openenvelope/envelope/scenario/internal/wire"
)

// AppendState writes a state of the grid but for its counts and its number of values: the extremes, as how many floats
// they are from the typical value; the sums, as the bytes that are not their sign, after how many those are; and the
// atoms.
func (g *Grid) AppendState(b []byte, t State) []byte {
	for _, x := range [...]float64{t.Min, t.Max} {
		b = binary.AppendVarint(b, int64(key(x)-key(g.shift+0)))
	}
	b = wide(t.Squares).append(wide(t.Sum).append(b))
	for _, c := range t.Atoms {
		b = binary.AppendUvarint(b, c)
	}
	return b
}

// ReadState reads what [Grid.AppendState] wrote, of n values.
func (g *Grid) ReadState(r *wire.Reader, n uint64) State {
	t := State{N: n}
	for _, x := range [...]*float64{&t.Min, &t.Max} {
		*x = keyed(key(g.shift+0) + uint64(r.Signed()))
	}
	t.Sum, t.Squares = readWide(r), readWide(r)
	for range g.atoms {
		t.Atoms = append(t.Atoms, r.Number())
	}
	return t
}

// Between is the bins from that of the least value to that of the greatest, which hold all values of a state; ok is
// false where it has none.
func (g *Grid) Between(t State) (from, to int, ok bool) {
	if !(t.Min <= t.Max) {
		return 0, 0, false
	}
	return g.bin(t.Min), g.bin(t.Max) + 1, true
}

// append writes a number of 192 bits in as few bytes as it takes, after how many those are.
func (w wide) append(b []byte) []byte {
	var all [8 * len(w)]byte
	for i, word := range w {
		binary.LittleEndian.PutUint64(all[8*i:], word)
	}
	n, sign := len(all), byte(int8(all[len(all)-1])>>7)
	for n > 0 && all[n-1] == sign && (n == 1 && sign == 0 || n > 1 && byte(int8(all[n-2])>>7) == sign) {
		n--
	}
	return append(append(b, byte(n)), all[:n]...)
}

// readWide reads what append wrote; zero where it is not there.
func readWide(r *wire.Reader) (w wide) {
	n := r.Byte()
	if int(n) > 8*len(w) {
		r.Bytes(-1) // no such number: the reader has failed
		return w
	}
	some := r.Bytes(int(n))
	if len(some) == 0 {
		return w
	}
	var all [8 * len(w)]byte
	for i := copy(all[:], some); i < len(all); i++ {
		all[i] = byte(int8(some[len(some)-1]) >> 7)
	}
	for i := range w {
		w[i] = binary.LittleEndian.Uint64(all[8*i:])
	}
	return w
}
