package kernel

import "math"

// An Address says which blocks of Philox4x32-10 fill a column: that of path i has the counter of four 32-bit words
// path low, path high, Group, Tag, with path = FirstPath + i.
type Address struct {
	Key        uint64 // low half first
	FirstPath  uint64
	Group, Tag uint32
}

func words(dst0, dst1, dst2, dst3 []float64, at Address) {
	s := newSchedule(uint32(at.Key), uint32(at.Key>>32))
	n := len(dst0)
	dst1, dst2, dst3 = dst1[:n], dst2[:n], dst3[:n]
	for i := range dst0 {
		path := at.FirstPath + uint64(i)
		a, b, c, d := s.block(uint32(path), uint32(path>>32), at.Group, at.Tag)
		dst0[i] = math.Float64frombits(uint64(a))
		dst1[i] = math.Float64frombits(uint64(b))
		dst2[i] = math.Float64frombits(uint64(c))
		dst3[i] = math.Float64frombits(uint64(d))
	}
}
