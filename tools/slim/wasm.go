package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// The binary format of WebAssembly: https://webassembly.github.io/spec/core/binary/modules.html
const (
	header      = "\x00asm\x01\x00\x00\x00"
	dataSection = 11
	constant    = 0x41 // i32.const
	end         = 0x0b
)

var errNoProgram = errors.New("this is no WebAssembly program, or not one that Go's linker writes")

// slim is a program without what no run needs.
func slim(program []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(program, []byte(header))
	out := []byte(header)
	for ok && len(rest) > 0 {
		var section reader
		id := rest[0]
		r := reader{rest: rest[1:]}
		section.rest = r.take(r.number())
		whole := rest[:len(rest)-len(r.rest)]
		if ok = !r.failed; ok && id == dataSection {
			memory, good := section.memory()
			if ok = good && forgetLines(memory); ok {
				body := pieces(memory)
				whole = append(binary.AppendUvarint([]byte{id}, uint64(len(body))), body...)
			}
		}
		out, rest = append(out, whole...), r.rest
	}
	if !ok {
		return nil, errNoProgram
	}
	return out, nil
}

// A reader reads what is left of a text, and nothing once it has failed.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) number() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > 1<<31 {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.failed, r.rest = true, nil
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// memory is what the pieces of a data section lay into memory, from its beginning.
func (r *reader) memory() (memory []byte, ok bool) {
	for left := r.number(); left > 0 && !r.failed; left-- {
		head := r.take(2) // of the memory, at a constant
		at := r.number()
		if r.failed || head[0] != 0 || head[1] != constant || !bytes.Equal(r.take(1), []byte{end}) {
			return nil, false
		}
		piece := r.take(r.number())
		if short := at + len(piece) - len(memory); short > 0 {
			memory = append(memory, make([]byte, short)...)
		}
		copy(memory[at:], piece)
	}
	return memory, !r.failed
}

// gap is how many zeros end a piece: memory is zero at first, so that they need not be said.
const gap = 64

// pieces is the body of a section that lays memory again.
func pieces(memory []byte) []byte {
	var body []byte
	count := uint64(0)
	for at := 0; at < len(memory); {
		if memory[at] == 0 {
			at++
			continue
		}
		to := at + len(memory[at:])
		if zeros := bytes.Index(memory[at:], make([]byte, gap)); zeros >= 0 {
			to = at + zeros
		}
		body = append(appendSigned(append(body, 0, constant), at), end)
		body = append(binary.AppendUvarint(body, uint64(to-at)), memory[at:to]...)
		at, count = to, count+1
	}
	return append(binary.AppendUvarint(nil, count), body...)
}

// appendSigned appends a number that is not negative as a signed one: its highest bit is zero.
func appendSigned(b []byte, n int) []byte {
	b = binary.AppendUvarint(b, uint64(n))
	if last := len(b) - 1; b[last]&0x40 != 0 {
		b = append(b[:last], b[last]|0x80, 0)
	}
	return b
}
