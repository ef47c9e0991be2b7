package xlsx

import (
	"encoding/binary"
	"math"
	"strings"
)

// A store holds what cells say in few large pieces, one cell behind the other: a workbook may have half a million, and
// most are a number of eight bytes.
type store struct {
	texts  []string // that cells share
	pieces []*strings.Builder
	taken  []byte // of the cell that is being kept
}

// A place is where a cell begins in a store: its piece, and the byte in it.
type place uint32

const (
	placeBits = 16
	pieceSize = 1 << placeBits // bytes; a piece of one cell may have more
)

// What the first byte of a kept cell says beside its kind.
const (
	kindBits  = 0b111
	isShared  = 1 << 3 // its text is one that cells share
	isLive    = 1 << 4
	isPercent = 1 << 5
	isDate    = 1 << 6
)

// keep adds a cell with its text and formula. shared is the number of its text among those that cells share; −1 if it
// has its own.
func (s *store) keep(c cell, text, formula []byte, shared int) place {
	head := byte(c.kind) | flag(isLive, c.live) | flag(isPercent, c.format.percent) | flag(isDate, c.format.date) |
		flag(isShared, shared >= 0)
	b := append(s.taken[:0], head)
	switch {
	case c.kind == number:
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(c.number))
	case shared >= 0:
		b = binary.AppendUvarint(b, uint64(shared))
	}
	if shared < 0 {
		b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	}
	if c.live {
		b = append(binary.AppendUvarint(b, uint64(len(formula))), formula...)
	}
	s.taken = b
	last := len(s.pieces) - 1
	if last < 0 || s.pieces[last].Len() >= pieceSize || s.pieces[last].Len()+len(b) > s.pieces[last].Cap() {
		s.pieces, last = append(s.pieces, &strings.Builder{}), last+1
		s.pieces[last].Grow(max(pieceSize, len(b)))
	}
	at := s.pieces[last].Len()
	s.pieces[last].Write(b)
	return place(last<<placeBits | at)
}

// flag is a bit if it is set.
func flag(bit byte, set bool) byte {
	if set {
		return bit
	}
	return 0
}

// cell is the cell of a place. Its texts are parts of the store's.
func (s *store) cell(at place) (c cell) {
	said := s.pieces[at>>placeBits].String()[at%pieceSize:]
	head := said[0]
	said = said[1:]
	c = cell{kind: kind(head & kindBits), live: head&isLive != 0,
		format: format{percent: head&isPercent != 0, date: head&isDate != 0}}
	if c.kind == number {
		c.number = math.Float64frombits(binary.LittleEndian.Uint64([]byte(said[:8])))
		said = said[8:]
	}
	if head&isShared != 0 {
		var n uint64
		n, said = uvarint(said)
		c.text = s.texts[n]
	} else {
		c.text, said = counted(said)
	}
	if c.live {
		c.formula, _ = counted(said)
	}
	return c
}

// counted is a text behind its length, and what stands behind it.
func counted(s string) (text, rest string) {
	n, s := uvarint(s)
	return s[:n], s[n:]
}

// uvarint is a number of [binary.AppendUvarint], and what stands behind it.
func uvarint(s string) (n uint64, rest string) {
	for i := 0; ; i++ {
		n |= uint64(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return n, s[i+1:]
		}
	}
}
