package xlsx

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A scanner reads the elements of a part: XML without entities of its own, in UTF-8. It looks for little else that is
// wrong with it than encoding/xml's raw tokens do, and holds one tag or text at a time: a workbook may have millions.
type scanner struct {
	*archive
	r    io.Reader
	over error  // why there is no more
	rest []byte // of what was read, that has not been taken
	all  []attr // of the last element
	said []byte // a text or value that is not what its bytes say
}

// An element is the beginning of one. It, and what texts are given as, hold until the next is read.
type element struct {
	name []byte // without what stands before a colon, and so are its attributes'
	all  []attr
}

type attr struct{ name, value []byte }

// attribute is an attribute of an element; nil if it has none.
func (e element) attribute(name string) []byte {
	for _, a := range e.all {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// text is an attribute as text; empty if it has none.
func (e element) text(name string) string { return string(e.attribute(name)) }

// number is an attribute that is a whole number; 0 if it is none.
func (e element) number(name string) int {
	n, _ := strconv.Atoi(cmp.Or(e.text(name), "0")) // an error made for each of many elements would take its room
	return n
}

// A visitor is told of the elements of a part.
type visitor struct {
	open  func(e element) error
	text  func(text []byte) // of the element that was opened last
	close func(name []byte)
}

var (
	errEnd      = errors.New("it ends too early")
	errSyntax   = errors.New("its XML is not well-formed")
	errDeep     = fmt.Errorf("elements are nested deeper than %d", maxDepth)
	errEntities = errors.New("it defines entities")
	errUTF8     = errors.New("it has bytes that are not UTF-8 text")
)

// visit tells the elements from the outermost in.
func (s *scanner) visit(v visitor) error {
	for depth := 0; ; {
		text, err := s.until('<')
		if err == nil {
			text, err = s.plain(text)
		}
		switch {
		case errors.Is(err, io.EOF) && depth == 0:
			return nil
		case errors.Is(err, io.EOF):
			return errEnd
		case err != nil:
			return err
		case len(text) > 0 && v.text != nil:
			v.text(text)
		}
		if depth, err = s.tag(v, depth); err != nil {
			return err
		}
	}
}

// tag reads from behind a < on.
func (s *scanner) tag(v visitor, depth int) (int, error) {
	if s.marks--; s.marks < 0 {
		return depth, tooMany()
	}
	first, err := s.peek()
	switch {
	case err != nil:
		return depth, err
	case first == '!':
		return depth, s.aside(v)
	case first == '?':
		return depth, s.instruction()
	case first == '/':
		name, err := s.until('>')
		if name = bytes.TrimRight(name, " \t\r\n"); err == nil && (len(name) < 2 || depth == 0) {
			err = errSyntax
		}
		if err == nil && v.close != nil {
			v.close(local(name[1:]))
		}
		return depth - 1, err
	}
	tag, err := s.quoted()
	if err != nil {
		return depth, err
	}
	tag, alone := bytes.CutSuffix(tag, []byte("/"))
	e, err := s.element(tag)
	if err == nil && depth >= maxDepth {
		err = errDeep
	}
	if err == nil {
		err = v.open(e)
	}
	if err == nil && alone && v.close != nil {
		v.close(e.name)
	}
	if !alone {
		depth++
	}
	return depth, err
}

// aside passes a comment over, and gives a text that is not to be taken apart.
func (s *scanner) aside(v visitor) error {
	const comment, text = "!--", "![CDATA["
	for _, mark := range []string{comment, text} {
		if is, err := s.begins(mark); err != nil || !is {
			continue
		}
		if mark == comment {
			_, err := s.through(len(comment), "-->")
			return err
		}
		said, err := s.through(len(text), "]]>")
		s.said = s.said[:0]
		if err == nil {
			said, err = s.says(said, false)
		}
		if err == nil && v.text != nil && len(said) > 0 {
			v.text(said)
		}
		return err
	}
	return errEntities
}

// instruction passes one over; the one at the beginning may say that the part is not in UTF-8.
func (s *scanner) instruction() error {
	said, err := s.through(1, "?>")
	if rest, ok := bytes.CutPrefix(said, []byte("xml ")); ok && err == nil {
		if _, after, some := bytes.Cut(rest, []byte("encoding=")); some {
			if len(after) < 6 || !strings.EqualFold(string(after[1:6]), "utf-8") {
				return errUTF8
			}
		}
	}
	return err
}

// element is a tag without what stands around it.
func (s *scanner) element(tag []byte) (e element, err error) {
	n := bytes.IndexAny(tag, " \t\r\n")
	if n < 0 {
		n = len(tag)
	}
	if e.name = local(tag[:n]); len(e.name) == 0 {
		return e, errSyntax
	}
	s.all, s.said = s.all[:0], s.said[:0]
	for rest := bytes.TrimLeft(tag[n:], " \t\r\n"); len(rest) > 0; rest = bytes.TrimLeft(rest, " \t\r\n") {
		name, after, ok := bytes.Cut(rest, []byte("="))
		name, after = bytes.TrimRight(name, " \t\r\n"), bytes.TrimLeft(after, " \t\r\n")
		if !ok || len(name) == 0 || len(after) < 2 || after[0] != '"' && after[0] != '\'' {
			return e, errSyntax
		}
		end := bytes.IndexByte(after[1:], after[0])
		if end < 0 {
			return e, errSyntax
		}
		value, err := s.plain(after[1 : 1+end])
		if err != nil {
			return e, err
		}
		if s.marks--; s.marks < 0 {
			return e, tooMany()
		}
		s.all, rest = append(s.all, attr{local(name), value}), after[end+2:]
	}
	e.all = s.all
	return e, nil
}

// local is a name without what stands before its colon, if something does, and something behind.
func local(name []byte) []byte {
	if before, after, ok := bytes.Cut(name, []byte(":")); ok && len(before) > 0 && len(after) > 0 {
		return after
	}
	return name
}

// plain is what a text or a value says: its entities, and line ends in one form.
func (s *scanner) plain(text []byte) ([]byte, error) { return s.says(text, true) }

// says is plain, with entities or without.
func (s *scanner) says(text []byte, entities bool) ([]byte, error) {
	i := 0
	for i < len(text) && text[i] >= ' ' && text[i] < utf8.RuneSelf && text[i] != '&' {
		i++
	}
	if i == len(text) {
		return text, nil
	}
	from := len(s.said)
	s.said = append(s.said, text[:i]...)
	for i < len(text) {
		c, size := rune(text[i]), 1
		switch {
		case c == '&' && entities:
			c, size = entity(text[i:])
		case c == '\r':
			c = '\n'
			if i+1 < len(text) && text[i+1] == '\n' {
				size = 2
			}
		case c >= utf8.RuneSelf:
			c, size = utf8.DecodeRune(text[i:])
			if c == utf8.RuneError && size == 1 {
				return nil, errUTF8
			}
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF || !utf8.ValidRune(c) {
			return nil, errSyntax
		}
		s.said = utf8.AppendRune(s.said, c)
		i += size
	}
	return s.said[from:len(s.said):len(s.said)], nil
}

// entity is the character that stands behind an &, and how many bytes say it; −1 if it is none.
func entity(text []byte) (c rune, size int) {
	const longest = 12
	end := bytes.IndexByte(text[:min(len(text), longest)], ';')
	if end < 0 {
		return -1, 1
	}
	size = end + 1
	switch name := string(text[1:end]); {
	case name == "lt":
		return '<', size
	case name == "gt":
		return '>', size
	case name == "amp":
		return '&', size
	case name == "apos":
		return '\'', size
	case name == "quot":
		return '"', size
	case strings.HasPrefix(name, "#x"):
		return numbered(name[2:], 16), size
	case strings.HasPrefix(name, "#"):
		return numbered(name[1:], 10), size
	}
	return -1, size
}

// numbered is the character of a number; −1 if it is none.
func numbered(digits string, base int) rune {
	n, err := strconv.ParseUint(digits, base, 31)
	if err != nil {
		return -1
	}
	return rune(n)
}

// until takes what stands before a byte, and the byte. At the end of a part that has no more of them it is [io.EOF].
func (s *scanner) until(end byte) ([]byte, error) {
	for from := 0; ; {
		if i := bytes.IndexByte(s.rest[from:], end); i >= 0 {
			taken := s.rest[:from+i]
			s.rest, s.said = s.rest[from+i+1:], s.said[:0]
			return taken, nil
		}
		from = len(s.rest)
		if err := s.more(); err != nil {
			return nil, err
		}
	}
}

// through takes what stands before a mark, and the mark, but for the first bytes.
func (s *scanner) through(first int, end string) ([]byte, error) {
	for from := first; ; {
		if i := bytes.Index(s.rest[min(from, len(s.rest)):], []byte(end)); i >= 0 {
			taken := s.rest[first : from+i]
			s.rest = s.rest[from+i+len(end):]
			return taken, nil
		}
		from = max(first, len(s.rest)-len(end))
		if err := s.more(); err != nil {
			return nil, ended(err)
		}
	}
}

// quoted takes a tag to the > that stands in no quotation marks.
func (s *scanner) quoted() ([]byte, error) {
	quote := byte(0)
	for i := 0; ; i++ {
		for i == len(s.rest) {
			if err := s.more(); err != nil {
				return nil, ended(err)
			}
		}
		switch c := s.rest[i]; {
		case quote == 0 && c == '>':
			taken := s.rest[:i]
			s.rest = s.rest[i+1:]
			return taken, nil
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		case c == '<':
			return nil, errSyntax
		}
	}
}

// peek is the next byte.
func (s *scanner) peek() (byte, error) {
	for len(s.rest) == 0 {
		if err := s.more(); err != nil {
			return 0, ended(err)
		}
	}
	return s.rest[0], nil
}

// begins reports whether some bytes are next.
func (s *scanner) begins(mark string) (bool, error) {
	for len(s.rest) < len(mark) {
		if err := s.more(); err != nil {
			return false, ended(err)
		}
	}
	return string(s.rest[:len(mark)]) == mark, nil
}

// ended is the error of a part that ends within a tag.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return errEnd
	}
	return err
}

// more reads on, behind what has not been taken.
func (s *scanner) more() error {
	if s.over != nil {
		return s.over
	}
	if len(s.rest) > maxRun {
		return tooLong()
	}
	if s.left <= 0 {
		return tooMuch()
	}
	n := copy(s.room(len(s.rest)), s.rest)
	s.rest = s.buffer[:n]
	free := s.buffer[n:]
	read, err := s.r.Read(free[:min(int64(len(free)), s.left)])
	s.left -= int64(read)
	s.rest = s.buffer[:n+read]
	if s.over = err; read > 0 {
		return nil
	}
	return err
}

// room is the archive's buffer, with room for as much again as is in it.
func (a *archive) room(used int) []byte {
	const least = 64 << 10
	if size := max(least, 2*used); size > len(a.buffer) {
		a.buffer = make([]byte, size)
	}
	return a.buffer
}
