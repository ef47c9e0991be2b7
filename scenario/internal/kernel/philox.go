package kernel

// The multipliers and key increments of Philox4x32 (Salmon, Moraes, Dror and
// Shaw, Parallel random numbers: as easy as 1, 2, 3, SC11, 2011).
const (
	multiplyA = 0xD2511F53
	multiplyC = 0xCD9E8D57
	weylLow   = 0x9E3779B9 // the golden ratio less one, times 2³²
	weylHigh  = 0xBB67AE85 // √3 less one, times 2³²
)

// rounds is the number the authors recommend for a margin over the seven at
// which the generator passes every test of TestU01.
const rounds = 10

// Philox returns the Philox4x32-10 block of a counter under a key. Words are in
// the order of the Random123 library, word 0 first.
func Philox(counter [4]uint32, key [2]uint32) [4]uint32 {
	s := newSchedule(key[0], key[1])
	a, b, c, d := s.block(counter[0], counter[1], counter[2], counter[3])
	return [4]uint32{a, b, c, d}
}

// A schedule holds the key of every round, computed once for a column of blocks.
type schedule [rounds]struct{ low, high uint32 }

func newSchedule(low, high uint32) schedule {
	var s schedule
	for r := range s {
		s[r].low, s[r].high = low, high
		low += weylLow
		high += weylHigh
	}
	return s
}

// block runs the rounds. They are written out because the loop takes a third
// longer.
func (s *schedule) block(a, b, c, d uint32) (uint32, uint32, uint32, uint32) {
	a, b, c, d = mix(a, b, c, d, s[0].low, s[0].high)
	a, b, c, d = mix(a, b, c, d, s[1].low, s[1].high)
	a, b, c, d = mix(a, b, c, d, s[2].low, s[2].high)
	a, b, c, d = mix(a, b, c, d, s[3].low, s[3].high)
	a, b, c, d = mix(a, b, c, d, s[4].low, s[4].high)
	a, b, c, d = mix(a, b, c, d, s[5].low, s[5].high)
	a, b, c, d = mix(a, b, c, d, s[6].low, s[6].high)
	a, b, c, d = mix(a, b, c, d, s[7].low, s[7].high)
	a, b, c, d = mix(a, b, c, d, s[8].low, s[8].high)
	return mix(a, b, c, d, s[9].low, s[9].high)
}

// mix multiplies two of the words and mixes the high halves of the products
// with the other two words and the key.
func mix(a, b, c, d, low, high uint32) (uint32, uint32, uint32, uint32) {
	p, q := uint64(a)*multiplyA, uint64(c)*multiplyC
	return uint32(q>>32) ^ b ^ low, uint32(q), uint32(p>>32) ^ d ^ high, uint32(p)
}
