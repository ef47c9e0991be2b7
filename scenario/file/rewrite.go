package file

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// An entry is a key to write into a file, or to take out of it, with the entries below it.
type entry struct {
	key   string
	text  string // the value, as text
	list  []string
	below []*entry
	whole bool // the old value is replaced as a whole, whatever it is
	gone  bool // the key is left out
}

// child is the entry of a key below an entry, new or known.
func (e *entry) child(key string) *entry {
	for _, b := range e.below {
		if b.key == key {
			return b
		}
	}
	b := &entry{key: key}
	e.below = append(e.below, b)
	return b
}

// at is the entry of a path.
func (e *entry) at(keys ...string) *entry {
	for _, key := range keys {
		e = e.child(key)
	}
	return e
}

// A rewriter writes entries into the text of a tree.
type rewriter struct {
	*splicer
	json bool
	lost []string // the keys whose values were not found in the text as they are read
}

// plain are keys and values that YAML reads as they are in any place.
var plain = regexp.MustCompile(`^[A-Za-z0-9£€$-][A-Za-z0-9£€$ _./%-]*$`)

// quote is a text as the file writes it.
func (w *rewriter) quote(text string) string {
	if !w.json && plain.MatchString(text) && strings.TrimSpace(text) == text && !strings.HasPrefix(text, "- ") {
		return text
	}
	quoted, _ := json.Marshal(text)
	return string(quoted)
}

// says is an entry's key and value between brackets.
func (w *rewriter) says(e *entry) string { return w.quote(e.key) + ": " + w.value(e) }

// value is the value of an entry, between brackets if it has keys.
func (w *rewriter) value(e *entry) string {
	switch {
	case len(e.list) > 0:
		var items []string
		for _, item := range e.list {
			items = append(items, w.quote(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case len(e.below) > 0:
		var all []string
		for _, b := range e.below {
			if !b.gone {
				all = append(all, w.says(b))
			}
		}
		return "{" + strings.Join(all, ", ") + "}"
	}
	return w.quote(e.text)
}

// mapping writes the entries below e into the mapping below a key; the key is nil for the whole file.
func (w *rewriter) mapping(key, n *node, e *entry) {
	var added []string
	gone := map[string]bool{}
	for _, b := range e.below {
		f, there := n.field(b.key)
		switch {
		case b.gone:
			gone[b.key] = there
		case !there:
			added = append(added, w.says(b))
		case !b.whole && f.value.kind == nodeMapping:
			w.mapping(f.key, f.value, b)
		default:
			from, to, ok := w.span(f)
			w.known(b.key, ok)
			w.put(from, to, w.value(b))
		}
	}
	if n.lines {
		w.lines(key, n, added, gone)
		return
	}
	w.brackets(n, added, gone)
}

// known notes the key of a value that was not found in the text, if not ok.
func (w *rewriter) known(key string, ok bool) {
	if !ok {
		w.lost = append(w.lost, key)
	}
}

// lines adds and takes out keys that are on lines of their own.
func (w *rewriter) lines(key, n *node, added []string, gone map[string]bool) {
	for _, f := range n.fields {
		if gone[f.key.text] {
			_, to, ok := w.span(f)
			w.known(f.key.text, ok)
			end, breaks := w.lineEnd(w.lineOf(to))
			w.put(w.splicer.lines[f.key.at.line-1], min(end+len(breaks), len(w.text)), "")
		}
	}
	if len(added) == 0 {
		return
	}
	if key == nil { // the whole file
		_, breaks := w.lineEnd(1)
		text := strings.Join(added, breaks) + breaks
		if !bytes.HasSuffix(w.text, []byte("\n")) {
			text = breaks + text
		}
		w.replace(len(w.text), len(w.text), text)
		return
	}
	end, breaks := w.lineEnd(key.at.line)
	indent := breaks + strings.Repeat(" ", n.fields[0].key.at.column-1)
	w.known(key.text, n.fields[0].key.at.line > key.at.line)
	w.replace(end, end, indent+strings.Join(added, indent))
}

// brackets writes a mapping between brackets anew, with keys added and others taken out.
func (w *rewriter) brackets(n *node, added []string, gone map[string]bool) {
	if len(added) == 0 && len(gone) == 0 || len(n.fields) == 0 {
		w.known("", len(n.fields) > 0 || len(added) == 0)
		return
	}
	var all []string
	var first, last int
	for i, f := range n.fields {
		from, ok := w.offset(f.key.at)
		_, to, sound := w.span(f)
		w.known(f.key.text, ok && sound)
		if i == 0 {
			first = from
		}
		last = to
		if ok && sound && !gone[f.key.text] {
			all = append(all, w.render(from, to))
		}
	}
	w.put(first, last, strings.Join(append(all, added...), ", "))
}

// lineOf is the line of a byte.
func (w *rewriter) lineOf(at int) int {
	line := 1
	for line < len(w.splicer.lines) && w.splicer.lines[line] <= at {
		line++
	}
	return line
}

// render is a part of the text with the changes made within it.
func (w *rewriter) render(from, to int) string {
	part := splicer{text: w.text[:to]}
	for _, c := range w.all {
		if c.from >= from && c.to <= to {
			part.all = append(part.all, c)
		}
	}
	if len(part.all) == 0 {
		return string(w.text[from:to])
	}
	return string(part.spliced()[from:])
}

// put replaces a part of the text, with the changes within it, by a new text.
func (w *rewriter) put(from, to int, text string) {
	var kept []splice
	for _, c := range w.all {
		if c.from < from || c.to > to {
			kept = append(kept, c)
		}
	}
	w.all = append(kept, splice{from, to, text})
}

// span is the beginning and the end of a field's value in the text.
func (w *rewriter) span(f field) (from, to int, ok bool) {
	_, from, ok = w.word(f.key)
	if !ok {
		return 0, 0, false
	}
	for from < len(w.text) && strings.IndexByte(`"' :`, w.text[from]) >= 0 {
		from++
	}
	switch {
	case f.value.kind == nodeText:
		from, ok = w.offset(f.value.at)
		if !ok {
			return 0, 0, false
		}
	case f.value.lines && len(f.value.items) > 0:
		from, ok = w.dash(f.value.items[0])
	default:
		from = w.gap(from)
	}
	if !ok || from >= len(w.text) {
		return 0, 0, false
	}
	to, ok = w.end(f.value, from)
	return from, to, ok
}

// gap is the place of the next byte that is not in a space, line break or comment.
func (w *rewriter) gap(at int) int {
	for at < len(w.text) {
		switch c := w.text[at]; {
		case c == '#':
			at, _ = w.lineEnd(w.lineOf(at))
		case strings.IndexByte(" \t\r\n", c) >= 0:
			at++
		default:
			return at
		}
	}
	return at
}

// dash is where an item of a list on lines begins: at its dash.
func (w *rewriter) dash(item *node) (at int, ok bool) {
	at, ok = w.offset(item.at)
	for at > 0 && w.text[at-1] != '-' && w.text[at-1] != '\n' {
		at--
	}
	return at - 1, ok && at > 0 && w.text[at-1] == '-'
}

// end is where a value that begins at a byte ends.
func (w *rewriter) end(n *node, from int) (to int, ok bool) {
	switch {
	case n.kind == nodeText:
		return w.textEnd(n, from)
	case n.lines && len(n.fields) > 0:
		_, to, ok = w.span(n.fields[len(n.fields)-1])
		return to, ok
	case n.lines && len(n.items) > 0:
		last := n.items[len(n.items)-1]
		at, ok := w.offset(last.at)
		if !ok {
			return 0, false
		}
		return w.end(last, at)
	case w.text[from] == '{' || w.text[from] == '[':
		return w.closing(from)
	}
	return 0, false
}

// textEnd is where a text ends, with its quotation marks.
func (w *rewriter) textEnd(n *node, from int) (to int, ok bool) {
	if c := w.text[from]; c == '"' || c == '\'' {
		return w.quotedEnd(from)
	}
	return from + len(n.text), bytes.HasPrefix(w.text[from:], []byte(n.text))
}

// quotedEnd is where a text in quotation marks ends.
func (w *rewriter) quotedEnd(from int) (to int, ok bool) {
	mark := w.text[from]
	for i := from + 1; i < len(w.text); i++ {
		switch {
		case w.text[i] == '\\' && mark == '"':
			i++
		case w.text[i] == mark && mark == '\'' && i+1 < len(w.text) && w.text[i+1] == mark:
			i++
		case w.text[i] == mark:
			return i + 1, true
		}
	}
	return 0, false
}

// closing is the place just after the bracket that closes the one at a byte.
func (w *rewriter) closing(from int) (to int, ok bool) {
	depth := 0
	for i := from; i < len(w.text); i++ {
		switch c := w.text[i]; c {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1, true
			}
		case '"', '\'':
			if strings.IndexByte(" {[,:\n", w.text[i-1]) < 0 {
				continue // an apostrophe
			}
			end, ok := w.quotedEnd(i)
			if !ok {
				return 0, false
			}
			i = end - 1
		case '#':
			if w.text[i-1] == ' ' || w.text[i-1] == '\n' {
				i, _ = w.lineEnd(w.lineOf(i))
			}
		}
	}
	return 0, false
}
