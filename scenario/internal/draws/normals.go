package draws

import "github.com/openenvelope/envelope/scenario/internal/kernel"

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
	kernel.BoxMuller(dst[0], dst[1])
	kernel.BoxMuller(dst[2], dst[3])
}

// words fills the columns with the words of the blocks of consecutive paths.
func words(dst *[4][]float64, key Key, firstPath uint64, group, tag uint32) {
	kernel.Words(dst, kernel.Address{Key: uint64(key), FirstPath: firstPath, Group: group, Tag: tag})
}
