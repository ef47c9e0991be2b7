package main

import (
	"bytes"
	"encoding/binary"
)

// The table of functions that Go's runtime has in its memory (runtime/symtab.go, pcHeader and _func), as of Go 1.20:
// eight bytes of a mark with the processor's least instruction and pointer; the number of functions; offsets of parts
// from the mark, of which the last are what is known of places in the code, and the functions themselves.
const (
	mark       = "\xf1\xff\xff\xff\x00\x00\x01\x08"
	headerSize = 72
	atPlaces   = 56
	atTable    = 64
	// Of a function:
	atStack  = 16 // the place of its depths of the stack
	atFile   = 20 // of its source files
	atLine   = 24 // of its lines
	atCount  = 28 // how many more places it has
	funcSize = 44 // which stand after so much
)

// forgetLines takes the table of source files and lines out of a program's memory, as far as nothing else is told with
// the same bytes: a place of zero says that there is none. It reports whether the memory has such a table.
func forgetLines(memory []byte) bool {
	at := bytes.Index(memory, []byte(mark))
	if at < 0 || len(memory) < at+headerSize {
		return false
	}
	t := table{memory[at:]}
	all := t.functions()
	needed, lines := map[int]bool{}, map[int]bool{}
	for _, f := range all {
		lines[t.word(f+atFile)], lines[t.word(f+atLine)] = true, true
		needed[t.word(f+atStack)] = true
		for k := range t.word(f + atCount) {
			needed[t.word(f+funcSize+4*k)] = true
		}
		clear(t.memory[f+atFile : f+atLine+4])
	}
	for place := range lines {
		if place != 0 && !needed[place] {
			clear(t.steps(place))
		}
	}
	return len(all) > 0
}

// A table is the memory from the mark on.
type table struct{ memory []byte }

func (t table) long(at int) int { return int(binary.LittleEndian.Uint64(t.memory[at:])) }

func (t table) word(at int) int { return int(binary.LittleEndian.Uint32(t.memory[at:])) }

// functions are where the functions stand.
func (t table) functions() (all []int) {
	from := t.long(atTable)
	for k := range t.long(8) {
		all = append(all, from+t.word(from+8*k+4))
	}
	return all
}

// steps are the bytes of a place: pairs of numbers, which end where the first of a pair that is not the first is zero.
func (t table) steps(place int) []byte {
	from := t.long(atPlaces) + place
	to := from
	for {
		n, size := binary.Uvarint(t.memory[to:])
		if n == 0 && to > from {
			return t.memory[from : to+1]
		}
		to += size
		_, size = binary.Uvarint(t.memory[to:])
		to += size
	}
}
