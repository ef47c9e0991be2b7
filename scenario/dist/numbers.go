package dist

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// Numbers is a list of numbers that cannot be changed and may be compared with ==, which
// a slice cannot: the bits of each number, eight bytes, little endian. So a law that holds
// a list is a value like any other.
type Numbers string

// NumbersOf makes a list.
func NumbersOf(numbers ...float64) Numbers {
	bits := make([]byte, 0, 8*len(numbers))
	for _, x := range numbers {
		bits = binary.LittleEndian.AppendUint64(bits, math.Float64bits(x))
	}
	return Numbers(bits)
}

// Len is how many numbers the list has.
func (n Numbers) Len() int { return len(n) / 8 }

// At is number i, from 0.
func (n Numbers) At(i int) float64 {
	if i < 0 || i >= n.Len() {
		return math.NaN()
	}
	return math.Float64frombits(binary.LittleEndian.Uint64([]byte(n[8*i : 8*i+8])))
}

// Slice is a copy of the list.
func (n Numbers) Slice() []float64 {
	numbers := make([]float64, n.Len())
	for i := range numbers {
		numbers[i] = n.At(i)
	}
	return numbers
}

// String lists the first few numbers: "[0.01 0.02 0.03]".
func (n Numbers) String() string {
	const most = 8
	var words []string
	for i := range min(n.Len(), most) {
		words = append(words, number(n.At(i)))
	}
	if n.Len() > most {
		words = append(words, "…")
	}
	return "[" + strings.Join(words, " ") + "]"
}

// sorted is the list in rising order.
func (n Numbers) sorted() []float64 {
	numbers := n.Slice()
	slices.Sort(numbers)
	return numbers
}
