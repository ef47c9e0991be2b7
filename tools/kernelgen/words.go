package main

import (
	"math"

	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// words describes Philox in 64-bit lanes. A product is kept whole: its low half is the word, and what is left in the
// upper half is never multiplied, so it is taken off once, at the end.
func (g *generator) words() {
	g.function("philox", "func(dst0, dst1, dst2, dst3 []float64, keys *uint32, firstPath uint64, group, tag uint64)",
		"fills the columns with the words of blocks; keys are those of the rounds, low half first.")
	dst := []column{g.column("dst0"), g.column("dst1"), g.column("dst2"), g.column("dst3")}
	w := g.newWords()
	g.loop("dst0", pick(g.wide, 4, 2), func(p place) {
		blocks := w.counters(p.count)
		for r := range int(g.float("rounds")) {
			w.round(r, blocks)
		}
		low := g.pattern(math.MaxUint32)
		for u, b := range blocks {
			for k, x := range b {
				g.and(low, x, x)
				p.store(x, dst[k], u)
			}
		}
	})
	g.finish()
}

// wordsState is what the rounds keep in registers.
type wordsState struct {
	*generator
	keys       reg.Register
	path       vector // of the next block
	group, tag Mem
	a, c       vector // multipliers
}

func (g *generator) newWords() *wordsState {
	w := &wordsState{generator: g, keys: g.Load(g.Param("keys"), g.GP64()), path: g.vector()}
	w.group, w.tag = g.parameter("group"), g.parameter("tag")
	g.VPBROADCASTQ(g.parameter("firstPath"), w.path)
	g.VPADDQ(g.lane(), w.path, w.path)
	w.a, w.c = g.register(g.bit("multiplyA")), g.register(g.bit("multiplyC"))
	return w
}

// parameter addresses a parameter.
func (g *generator) parameter(name string) Mem {
	p, err := g.Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return p.Addr
}

// block is a vector of each of the four words.
type block [4]vector

// counters makes the counters of the next vectors of paths.
func (w *wordsState) counters(n int) []block {
	blocks := make([]block, n)
	lanes := w.pattern(uint64(w.lanes()))
	for u := range blocks {
		b := block(w.vectors(4))
		w.move(w.path, b[0])
		w.VPSRLQ(U8(32), w.path, b[1])
		w.VPBROADCASTQ(w.group, b[2])
		w.VPBROADCASTQ(w.tag, b[3])
		w.VPADDQ(lanes, w.path, w.path)
		blocks[u] = b
	}
	return blocks
}

// round is mix on every block.
func (w *wordsState) round(r int, blocks []block) {
	low, high := w.vector(), w.vector()
	w.VPBROADCASTD(Mem{Base: w.keys, Disp: 8 * r}, low)
	w.VPBROADCASTD(Mem{Base: w.keys, Disp: 8*r + 4}, high)
	for u, b := range blocks {
		p, q := w.vector(), w.vector()
		w.VPMULUDQ(w.a, b[0], p)
		w.VPMULUDQ(w.c, b[2], q)
		blocks[u] = block{w.mixed(q, b[1], low), q, w.mixed(p, b[3], high), p}
	}
}

// mixed is the upper half of product, exclusive-or word, exclusive-or key.
func (w *wordsState) mixed(product, word, key vector) vector {
	if w.wide {
		half := w.vector()
		w.VPSRLQ(U8(32), product, half)
		w.VPTERNLOGQ(U8(0x96), key, word, half)
		return half
	}
	half := w.vector()
	w.VPSRLQ(U8(32), product, half)
	w.VPXOR(word, half, half)
	w.VPXOR(key, half, half)
	return half
}
