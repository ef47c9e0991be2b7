// Package wire takes apart bytes that the library wrote: whole numbers as unsigned varints, words in little endian, and
// floats as the bits of theirs. Nothing that it is given makes it panic or ask for more memory than the bytes have.
package wire

import (
	"encoding/binary"
	"math"
)

// A Reader takes bytes apart from the front. Once it has met the end, it gives zeros.
type Reader struct {
	rest   []byte
	failed bool
}

// NewReader takes some bytes apart, which must not change meanwhile.
func NewReader(data []byte) *Reader { return &Reader{rest: data} }

// Failed reports whether more was asked for than there was, or a number had no end.
func (r *Reader) Failed() bool { return r.failed }

// Left is how many bytes are left.
func (r *Reader) Left() int { return len(r.rest) }

// Bytes are the next n, which belong to what is read; nil where there are fewer.
func (r *Reader) Bytes(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.fail()
		return nil
	}
	some := r.rest[:n:n]
	r.rest = r.rest[n:]
	return some
}

// Byte is the next byte.
func (r *Reader) Byte() byte {
	if some := r.Bytes(1); some != nil {
		return some[0]
	}
	return 0
}

// Number is the next whole number.
func (r *Reader) Number() uint64 {
	x, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return x
}

// Signed is the next whole number that may be negative.
func (r *Reader) Signed() int64 {
	x, n := binary.Varint(r.rest)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return x
}

// Word is the next eight bytes.
func (r *Reader) Word() uint64 {
	if some := r.Bytes(8); some != nil {
		return binary.LittleEndian.Uint64(some)
	}
	return 0
}

// Float is the next float.
func (r *Reader) Float() float64 { return math.Float64frombits(r.Word()) }

func (r *Reader) fail() { r.rest, r.failed = nil, true }

// AppendFloats writes floats.
func AppendFloats(b []byte, floats ...float64) []byte {
	for _, x := range floats {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	return b
}
