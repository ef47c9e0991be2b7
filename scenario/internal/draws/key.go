package draws

import (
	"crypto/sha256"
	"encoding/binary"
)

// Stream is the version of the layout of draws. Results made with one stream
// cannot be reproduced with another.
const Stream = 1

// keyLabel separates these hashes from any other use of SHA-256.
const keyLabel = "envelope draw 1\x00"

// A Key selects the draws of one input under one seed.
type Key uint64

// NewKey returns the key of an input: the first eight bytes, little endian, of the
// SHA-256 of a fixed label, the seed as eight bytes little endian, and the name.
// Names of a million inputs collide with probability 3e-8; a program that needs
// certainty compares its keys.
func NewKey(seed uint64, name string) Key {
	text := binary.LittleEndian.AppendUint64([]byte(keyLabel), seed)
	sum := sha256.Sum256(append(text, name...))
	return Key(binary.LittleEndian.Uint64(sum[:8]))
}
