package file

import (
	"bytes"
	"errors"
)

// valuesIn is about how many values and keys a JSON text has: as many as it has marks that stand before one, in texts
// too.
func valuesIn(data []byte) (n int) {
	for _, mark := range []byte("[{,:") {
		n += bytes.Count(data, []byte{mark})
	}
	return n
}

// writes reports whether the manifest is written as a text is, but for spaces between its values.
func (m Manifest) writes(data []byte) bool {
	same := &sameText{left: data}
	err := encoder(same).Encode(m)
	return err == nil && len(bytes.TrimSpace(same.left)) == 0
}

// A sameText is a writer that fails when a JSON text other than its own is written.
type sameText struct {
	left             []byte // of its own text
	quoted, verbatim bool   // within a text, and after a \ there
}

var errOtherText = errors.New("another text")

// Write takes the next part of a text.
func (s *sameText) Write(p []byte) (int, error) {
	for _, b := range p {
		if s.space(b) {
			continue
		}
		for len(s.left) > 0 && s.space(s.left[0]) {
			s.left = s.left[1:]
		}
		if len(s.left) == 0 || s.left[0] != b {
			return 0, errOtherText
		}
		s.left = s.left[1:]
		s.quoted = s.quoted != (b == '"' && !s.verbatim)
		s.verbatim = s.quoted && b == '\\' && !s.verbatim
	}
	return len(p), nil
}

// space reports whether a character is one between values.
func (s *sameText) space(b byte) bool {
	return !s.quoted && (b == ' ' || b == '\n' || b == '\t' || b == '\r')
}
