package testkit

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// longer is how much longer than the longest of the texts a changed one becomes.
const longer = 1024

// Mutated checks what holds of any text on so many changes of some texts, each of one to six steps: bytes turned, left
// out, repeated, put elsewhere, or taken from another text. It is a fuzz target that does not look at coverage, and
// does ten to a hundred times as many in a second. The same call gives the same texts, and the one that fails is shown.
func Mutated(t *testing.T, count int, texts [][]byte, holds func(t *testing.T, text []byte)) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, uint64(len(texts))))
	most := longer
	for _, text := range texts {
		most = max(most, len(text)+longer)
	}
	var text []byte
	defer func() {
		if t.Failed() {
			t.Logf("the text is %q", text)
		}
	}()
	for range count {
		text = append(text[:0], texts[r.IntN(len(texts))]...)
		for range 1 + r.IntN(6) {
			text = step(r, text, texts)
			text = text[:min(len(text), most)]
		}
		if holds(t, text[:len(text):len(text)]); t.Failed() {
			return
		}
	}
}

// odd are bytes that parsers stumble over.
var odd = []byte("\x00\t\n\r \"'`,;:.-+*&!%@#|>?[]{}()\\/0159eExX_£\x7f\x80\xc3\xe2\xef\xff")

// step changes a text in one place.
func step(r *rand.Rand, text []byte, texts [][]byte) []byte {
	from, to := part(r, text)
	switch r.IntN(8) {
	case 0:
		if len(text) > 0 {
			text[min(from, len(text)-1)] ^= 1 << r.IntN(8)
		}
	case 1:
		if len(text) > 0 {
			text[min(from, len(text)-1)] = odd[r.IntN(len(odd))]
		}
	case 2:
		text = slices.Insert(text, from, odd[r.IntN(len(odd))])
	case 3:
		text = slices.Delete(text, from, to)
	case 4:
		text = slices.Insert(text, to, slices.Clone(text[from:to])...)
	case 5:
		at := r.IntN(len(text) + 1)
		text = slices.Insert(text, at, slices.Clone(text[from:to])...)
	case 6:
		text = text[:to]
	default:
		other := texts[r.IntN(len(texts))]
		a, b := part(r, other)
		text = slices.Replace(text, from, to, other[a:b]...)
	}
	return text
}

// part is a part of a text, most often a short one.
func part(r *rand.Rand, text []byte) (from, to int) {
	from = r.IntN(len(text) + 1)
	longest := len(text) - from
	if r.IntN(4) > 0 {
		longest = min(longest, 12)
	}
	return from, from + r.IntN(longest+1)
}
