package main

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
)

// data are the read-only tables of the assembly, each written once.
type data struct {
	*build.Context
	constants map[uint64]operand.Mem
	tables    map[string]operand.Mem
}

// ymmLanes is the number of float64 in the narrower of the two vectors.
const ymmLanes = 4

// constant returns four copies of a pattern: a memory operand of AVX2, whose first copy AVX-512 broadcasts.
func (d *data) constant(bits uint64) operand.Mem {
	if m, ok := d.constants[bits]; ok {
		return m
	}
	if d.constants == nil {
		d.constants = map[uint64]operand.Mem{}
	}
	m := d.write(fmt.Sprintf("four%016x", bits), []uint64{bits, bits, bits, bits})
	d.constants[bits] = m
	return m
}

// table returns a list of patterns under a name.
func (d *data) table(name string, patterns []uint64) operand.Mem {
	if m, ok := d.tables[name]; ok {
		return m
	}
	if d.tables == nil {
		d.tables = map[string]operand.Mem{}
	}
	m := d.write(name, patterns)
	d.tables[name] = m
	return m
}

func (d *data) write(name string, patterns []uint64) operand.Mem {
	m := d.StaticGlobal(name)
	d.DataAttributes(attr.RODATA | attr.NOPTR)
	for i, bits := range patterns {
		d.AddDatum(8*i, operand.U64(bits))
	}
	return m
}

// bitsOf returns the patterns of numbers.
func bitsOf(x []float64) []uint64 {
	patterns := make([]uint64, len(x))
	for i := range x {
		patterns[i] = math.Float64bits(x[i])
	}
	return patterns
}
