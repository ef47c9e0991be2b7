package kernel

import "github.com/openenvelope/envelope/scenario/internal/fingerprint"

// Digest takes the instructions, which are the same for every implementation; a nil tape has none.
func (t *Tape) Digest(d *fingerprint.Digest) {
	if t == nil {
		d.Words(0)
		return
	}
	d.Words(uint64(len(t.instructions)))
	for _, in := range t.instructions {
		d.Words(uint64(in.Op), uint64(in.A), uint64(in.B))
		d.Bool(in.Scalar)
	}
}
