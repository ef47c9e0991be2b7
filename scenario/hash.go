package scenario

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"

	"github.com/openenvelope/envelope/internal/door"
)

// A hasher digests figures bit by bit, in the order of the result.
type hasher struct {
	h    hash.Hash
	some []byte // to be digested
}

func newHasher() *hasher { return &hasher{sha256.New(), make([]byte, 0, 1024)} }

func (h *hasher) word(w uint64) {
	if len(h.some) == cap(h.some) {
		h.digest()
	}
	h.some = binary.LittleEndian.AppendUint64(h.some, w)
}

func (h *hasher) digest() {
	h.h.Write(h.some)
	h.some = h.some[:0]
}

func (h *hasher) figures(xs ...float64) {
	for _, x := range xs {
		h.word(math.Float64bits(x))
	}
}

func (h *hasher) estimate(e Estimate) { h.figures(e.Value, e.Lo, e.Hi) }

func (h *hasher) cell(c Cell) {
	h.figures(c.Central, c.Min, c.Max)
	h.estimate(c.Mean)
	h.estimate(c.SD)
	for _, p := range c.Percentiles {
		h.estimate(p.Estimate)
	}
}

func (h *hasher) counts(c [3]uint64) {
	for _, n := range c {
		h.word(n)
	}
}

func (h *hasher) sum() string {
	h.digest()
	return hex.EncodeToString(h.h.Sum(nil))
}

// A FigureHash digests the figures of one line of a scenario, or of a paired difference, over all years.
type FigureHash struct {
	Scenario string `json:"scenario"`         // its name
	Versus   string `json:"versus,omitempty"` // the other scenario of a difference
	Line     string `json:"line"`             // the row on the sheet
	Hash     string `json:"hash"`             // SHA-256 in hexadecimal digits
}

// FigureHashes are the digests of every line of every scenario and difference, in the order of the records.
func (r *Result) FigureHashes() []FigureHash {
	r = door.Or(r)
	var all []FigureHash
	for _, side := range r.sides() {
		for _, l := range r.Lines {
			h := newHasher()
			for _, year := range r.Years {
				if c, ok := r.cells[cellKey{side.Of, side.Versus, l.Name, year}]; ok {
					h.cell(c)
				}
			}
			all = append(all, FigureHash{side.Of, side.Versus, l.Name, h.sum()[:16]})
		}
	}
	return all
}
