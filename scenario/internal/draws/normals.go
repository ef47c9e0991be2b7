package draws

import "math"

// Normals fills four columns with the normals of one group of four years:
// dst[y][i] is the standard normal of year 4·group + y on path firstPath + i. The
// columns have equal length, which may be zero. It allocates nothing.
//
// purpose tells apart the several uses that one input may make of normals.
//
// Two passes over the columns, first words and then normals, are faster than one
// pass; columns of a few hundred paths stay in the nearest cache between them.
func Normals(dst *[4][]float64, key Key, firstPath uint64, group uint32, purpose uint16) {
	words(dst, key, firstPath, group, Stream<<16|uint32(purpose))
	boxMuller(dst[0], dst[1])
	boxMuller(dst[2], dst[3])
}

// words fills the columns with the words of the blocks of consecutive paths. A
// word occupies the low bits of its float64, which serves as a box for them.
func words(dst *[4][]float64, key Key, firstPath uint64, group, tag uint32) {
	s := newSchedule(uint32(key), uint32(key>>32))
	n := len(dst[0])
	d0, d1, d2, d3 := dst[0], dst[1][:n], dst[2][:n], dst[3][:n]
	for i := range d0 {
		path := firstPath + uint64(i)
		a, b, c, d := s.block(uint32(path), uint32(path>>32), group, tag)
		d0[i] = math.Float64frombits(uint64(a))
		d1[i] = math.Float64frombits(uint64(b))
		d2[i] = math.Float64frombits(uint64(c))
		d3[i] = math.Float64frombits(uint64(d))
	}
}
