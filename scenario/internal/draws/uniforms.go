package draws

import "math"

// Uniforms fills four columns with the uniform numbers of one group of four years, at the
// addresses of [Normals]: dst[y][i] is (w + ½)/2³² for the word w of year 4·group + y on
// path firstPath + i, above 0 and below 1. It allocates nothing.
func Uniforms(dst *[4][]float64, key Key, firstPath uint64, group uint32, purpose uint16) {
	words(dst, key, firstPath, group, Stream<<16|uint32(purpose))
	for _, column := range dst {
		for i, word := range column {
			column[i] = uniform(uint32(math.Float64bits(word)))
		}
	}
}

// uniform is exact: the sum has 33 bits.
func uniform(word uint32) float64 { return float64((float64(word) + 0.5) * 0x1p-32) }
