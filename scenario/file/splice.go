package file

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// A splice replaces some bytes of a file by a text.
type splice struct {
	from, to int
	text     string
}

// A splicer changes a text at places of its tree. Everything else stays: comments, order, blank lines.
type splicer struct {
	text  []byte
	lines []int // where each line begins
	all   []splice
}

func newSplicer(text []byte) *splicer {
	s := &splicer{text: text, lines: []int{0}}
	if bytes.HasPrefix(text, []byte(byteOrderMark)) {
		s.lines[0] = len(byteOrderMark)
	}
	for i, c := range text {
		if c == '\n' || c == '\r' && !bytes.HasPrefix(text[i+1:], []byte("\n")) {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// offset is the byte at a place; ok is false if the text has no such place.
func (s *splicer) offset(at place) (i int, ok bool) {
	if at.line < 1 || at.column < 1 || at.line > len(s.lines) || at.field != "" || at.cell != "" ||
		at.file != "" {
		return 0, false
	}
	i = s.lines[at.line-1]
	for range at.column - 1 {
		_, size := utf8.DecodeRune(s.text[i:])
		i += size
	}
	return i, i < len(s.text)
}

// word is where a text of the tree is in the file, without its quotation marks; ok is false if it is not written there
// as it is read.
func (s *splicer) word(n *node) (from, to int, ok bool) {
	from, ok = s.offset(n.at)
	if !ok || n.kind != nodeText {
		return 0, 0, false
	}
	if c := s.text[from]; c == '"' || c == '\'' {
		from++
	}
	return from, from + len(n.text), bytes.HasPrefix(s.text[from:], []byte(n.text))
}

// lineEnd is where a line ends, without its line break, and the line break.
func (s *splicer) lineEnd(line int) (at int, breaks string) {
	from := s.lines[line-1]
	end := bytes.IndexAny(s.text[from:], "\r\n")
	switch {
	case end < 0:
		return len(s.text), "\n"
	case bytes.HasPrefix(s.text[from+end:], []byte("\r\n")):
		return from + end, "\r\n"
	}
	return from + end, string(s.text[from+end])
}

// replace replaces the bytes between two places by text.
func (s *splicer) replace(from, to int, text string) { s.all = append(s.all, splice{from, to, text}) }

// spliced is the text with all changes made; changes at the same place in the order in which they came.
func (s *splicer) spliced() []byte {
	slices.SortStableFunc(s.all, func(a, b splice) int { return a.from - b.from })
	var out []byte
	from := 0
	for _, c := range s.all {
		out = append(append(out, s.text[from:c.from]...), c.text...)
		from = c.to
	}
	return append(out, s.text[from:]...)
}
