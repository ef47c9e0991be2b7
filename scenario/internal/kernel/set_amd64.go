//go:build amd64 && !purego

package kernel

import (
	"golang.org/x/sys/cpu"

	"github.com/openenvelope/envelope/scenario/internal/num"
)

// The order is that of speed. An init, and not a variable, so that nothing outside the files of amd64 refers to them.
func init() {
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		offer(avx2())
	}
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512BW {
		offer(avx512())
	}
}

func avx2() Set {
	var all codes
	tapeCodesAVX2(&all)
	return Set{
		Name: "avx2",
		Add:  addAVX2, Min: leastAVX2,
		Exp:    expAVX2,
		Affine: affineAVX2, Lognormal: lognormalAVX2, Step: stepAVX2,
		Uniform: uniformAVX2,
		Triangular: func(dst, z []float64, t *Triangle) {
			triangularAVX2(dst, z, t.Low, t.High, t.Width, t.Below, t.Above)
		},
		Lookup: func(dst, z []float64, t *num.Table, low, width, high float64) (done int) {
			cells, perUnit, zero := t.Cells()
			return lookupAVX2(dst, z, &cells[0][0], uint64(len(cells)-1), perUnit, zero, low, width, high)
		},
		Words: func(dst0, dst1, dst2, dst3 []float64, at Address) {
			s := newSchedule(uint32(at.Key), uint32(at.Key>>32))
			philoxAVX2(dst0, dst1, dst2, dst3, &s[0].low, at.FirstPath, uint64(at.Group), uint64(at.Tag))
		},
		BoxMuller: boxMullerAVX2,
		Equal:     equalAVX2, ZeroOrMore: zeroOrMoreAVX2, Apart: apartAVX2,
		Summarise: func(values []float64, see View, m *Moments) { summariseAVX2(values, see.By, see.Plus, &m.Sums[0]) },
		EvenBins: func(bins []uint16, values []float64, see View, low, perUnit, last float64, m *Moments) {
			evenBinsAVX2(bins, values, see.By, see.Plus, low, perUnit, last, &m.Sums[0])
		},
		StretchedBins: func(bins []uint16, values []float64, see View, centre, offset float64, cut uint64, side int, m *Moments) {
			stretchedBinsAVX2(bins, values, see.By, see.Plus, centre, offset, cut, uint64(side), &m.Sums[0])
		},
		tape: assembly{codes: &all, strip: 32, run: tapeRunAVX2},
	}
}

func avx512() Set {
	var all codes
	tapeCodesAVX512(&all)
	return Set{
		Name: "avx512",
		Add:  addAVX512, Min: leastAVX512,
		Exp:    expAVX512,
		Affine: affineAVX512, Lognormal: lognormalAVX512, Step: stepAVX512,
		Uniform: uniformAVX512,
		Triangular: func(dst, z []float64, t *Triangle) {
			triangularAVX512(dst, z, t.Low, t.High, t.Width, t.Below, t.Above)
		},
		Lookup: func(dst, z []float64, t *num.Table, low, width, high float64) (done int) {
			cells, perUnit, zero := t.Cells()
			return lookupAVX512(dst, z, &cells[0][0], uint64(len(cells)-1), perUnit, zero, low, width, high)
		},
		Words: func(dst0, dst1, dst2, dst3 []float64, at Address) {
			s := newSchedule(uint32(at.Key), uint32(at.Key>>32))
			philoxAVX512(dst0, dst1, dst2, dst3, &s[0].low, at.FirstPath, uint64(at.Group), uint64(at.Tag))
		},
		BoxMuller: boxMullerAVX512,
		Equal:     equalAVX512, ZeroOrMore: zeroOrMoreAVX512, Apart: apartAVX512,
		Summarise: func(values []float64, see View, m *Moments) { summariseAVX512(values, see.By, see.Plus, &m.Sums[0]) },
		EvenBins: func(bins []uint16, values []float64, see View, low, perUnit, last float64, m *Moments) {
			evenBinsAVX512(bins, values, see.By, see.Plus, low, perUnit, last, &m.Sums[0])
		},
		StretchedBins: func(bins []uint16, values []float64, see View, centre, offset float64, cut uint64, side int, m *Moments) {
			stretchedBinsAVX512(bins, values, see.By, see.Plus, centre, offset, cut, uint64(side), &m.Sums[0])
		},
		tape: assembly{codes: &all, strip: 64, run: tapeRunAVX512},
	}
}
