package file

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// A Saying is a key that [Spec.Migrate] writes into a file, with the value that the file had without it.
type Saying struct {
	Path  string `json:"path"`  // path of the key: earmark.returns.grows
	Value string `json:"value"` // its value: in_cash
	Line  int    `json:"line"`  // line of the mapping that it is written into, in the old file
}

// Migrate is the file's text in the current version of the format, and the keys that it adds. The models of both are
// the same. Nothing else of the text changes: comments, order and blank lines stay. A file in the current version stays
// as it is. The error is [Faults] if the file has any, or if only its author can say how one of its changes should be
// rewritten; it is a [fault.Fault] if the file is a form.
func (s *Spec) Migrate() (text []byte, says []Saying, err error) {
	s = door.Or(s).asWritten() // the file without settings
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
		return nil, nil, fault.Unreadable.Found("the version is not in the text as it is read").
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

// say writes the keys that the file leaves out, each once. A key that would need different values in two scenarios is a
// fault.
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

// ownKey is the first key of a mapping that was written in the same place as the mapping, not put there by a change;
// nil if there is none.
func (r *shared) ownKey(n *node) *node {
	for _, f := range n.fields {
		if r.changed[f.key.at] == r.changed[n.at] {
			return f.key
		}
	}
	return nil
}

// into writes a key into its mapping before beside, a key that is there already: on a line of its own, or between
// brackets in the same line. It is false if the mapping is not in the text.
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
	if len(bytes.TrimSpace(s.text[s.lines[beside.at.line-1]:start])) > 0 {
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
	now, err := Reader{s.workbook}.load(s.file, text, s.open)
	if err != nil {
		return err
	}
	_, err = now.Model()
	return err
}
