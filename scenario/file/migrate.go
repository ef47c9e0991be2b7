package file

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// A Saying is a key that [Spec.Migrate] writes into a file, as its models were read without it.
type Saying struct {
	Path  string `json:"path"`  // of the key: earmark.returns.grows
	Value string `json:"value"` // what it says: in_cash
	Line  int    `json:"line"`  // of the mapping that it is written into, in the old file
}

// Migrate is the file's text in the current version of the format, and what it says that the file did not. Its models
// are the same. The text is the file's own but for that: comments, order and blank lines stay. A file that has the
// current version stays as it is. It fails with [Faults] when the file has any, or says something in its changes that
// cannot be written anew without its author; with a [fault.Fault] when the file is a form.
func (s *Spec) Migrate() (text []byte, says []Saying, err error) {
	s = door.Or(s).asWritten() // the file, not what was set
	faults := newFaultList(s.file)
	r := newShared(s, faults)
	r.decode()
	if err := faults.err(); err != nil {
		return nil, nil, err
	}
	if s.Schema() == CurrentSchema {
		return s.Text(), nil, nil
	}
	if strings.HasSuffix(strings.ToLower(s.file), endOfForm) {
		return nil, nil, fault.Misplaced.Found("a form is not written anew").
			Want("send schema: %d with it", CurrentSchema)
	}
	w := newSplicer(s.text)
	from, to, ok := w.word(s.root.child("schema"))
	if !ok {
		return nil, nil, fault.Unreadable.Found("the version does not stand in the text as it is read").
			Want("write schema: %d", oldestSchema).At("schema")
	}
	w.replace(from, to, strconv.Itoa(CurrentSchema))
	says = r.say(w)
	if err := faults.err(); err != nil {
		return nil, nil, err
	}
	text = w.spliced()
	return text, says, s.same(text)
}

// say writes what the file leaves out, each key once. A key that is to say one thing in one scenario and another in
// another is a fault.
func (r *shared) say(w *splicer) (says []Saying) {
	written := map[place]unsaid{}
	for _, u := range r.unsaid {
		known, twice := written[u.in.at]
		first := r.ownKey(u.in)
		switch {
		case twice && known.value == u.value && known.path == u.path:
		case twice || first == nil || !w.into(u, first):
			r.faults.add(u.in.at, u.asks.In("as changes move it").At(u.path))
		default:
			written[u.in.at] = u
			says = append(says, Saying{Path: u.path, Value: u.value, Line: u.in.at.line})
		}
	}
	slices.SortStableFunc(says, func(a, b Saying) int { return a.Line - b.Line })
	return says
}

// ownKey is the first key of a mapping that stands where the mapping does, and is not put there by a change; nil if
// none is.
func (r *shared) ownKey(n *node) *node {
	for _, f := range n.fields {
		if r.changed[f.key.at] == r.changed[n.at] {
			return f.key
		}
	}
	return nil
}

// into writes a key into the mapping that it belongs to, which has a key already: on a line of its own, the first, or
// before that key between brackets; false if the mapping does not stand in the text.
func (s *splicer) into(u unsaid, beside *node) bool {
	from, _, ok := s.word(beside)
	if !ok {
		return false
	}
	key := u.path[strings.LastIndexByte(u.path, '.')+1:]
	start, _ := s.offset(beside.at)
	quote := string(s.text[start:from]) // JSON has quotation marks
	said := quote + key + quote + ": " + inQuotes(u.value, quote)
	if !u.in.lines {
		s.replace(start, start, said+", ")
		return true
	}
	if u.in.at.line >= beside.at.line || len(bytes.TrimSpace(s.text[s.lines[beside.at.line-1]:start])) > 0 {
		return false
	}
	end, breaks := s.lineEnd(u.in.at.line)
	s.replace(end, end, breaks+strings.Repeat(" ", beside.at.column-1)+said)
	return true
}

// inQuotes is a value in the quotation marks that its file needs.
func inQuotes(value, quote string) string {
	if quote == "" && strings.ContainsAny(value, ",") {
		quote = `"`
	}
	return quote + value + quote
}

// same checks that another text of the file has no faults.
func (s *Spec) same(text []byte) error {
	now, err := load(s.file, text, s.open)
	if err != nil {
		return err
	}
	_, err = now.Model()
	return err
}
