package file

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// A jsonReader reads a tree from JSON, token by token, with the line and column of each.
type jsonReader struct {
	treeReader
	text  []byte
	d     *json.Decoder
	end   int   // end of the token read last, in bytes
	from  int   // the byte up to which lines and columns were counted
	here  place // the place of that byte
	nodes int
}

// parseJSON reads a JSON text (RFC 8259) as a tree; nil if the text has no usable tree. What is wrong goes to faults.
func parseJSON(raw []byte, faults *faultList) *node {
	r := newJSONReader(raw, faults)
	if r == nil {
		return nil
	}
	n := r.value("", nil, 1)
	if r.nodes > maxNodes {
		faults.add(top(), fault.TooLarge.Found("the file has more than %d keys and values, which is the most",
			maxNodes))
		return nil
	}
	return r.root(n)
}

// newJSONReader makes a reader of a text that is sound JSON; nil if it is not, which is reported.
func newJSONReader(raw []byte, faults *faultList) *jsonReader {
	text, ok := checkText(raw, faults)
	if !ok {
		return nil
	}
	r := &jsonReader{treeReader: treeReader{faults}, text: text, d: json.NewDecoder(bytes.NewReader(text)), here: top()}
	r.d.UseNumber()
	var whole json.RawMessage
	var bad *json.SyntaxError
	if err := json.Unmarshal(text, &whole); errors.As(err, &bad) {
		faults.add(r.place(int(bad.Offset)-1), jsonFault(bad.Error()))
		return nil
	}
	return r
}

// place is the place of a byte of the text; of one before the byte of the last call it is that of this one.
func (r *jsonReader) place(offset int) place {
	for r.from < min(offset, len(r.text)) {
		c, size := utf8.DecodeRune(r.text[r.from:])
		r.here.column++
		if c == '\n' || c == '\r' && !bytes.HasPrefix(r.text[r.from+1:], []byte("\n")) {
			r.here.line, r.here.column = r.here.line+1, 1
		}
		r.from += size
	}
	return r.here
}

// next is the next token and where it begins.
func (r *jsonReader) next() (json.Token, place) {
	start := r.end
	for start < len(r.text) && strings.IndexByte(" \t\r\n,:", r.text[start]) >= 0 {
		start++
	}
	token, _ := r.d.Token() // the text is sound, so that there is one
	r.end = int(r.d.InputOffset())
	return token, r.place(start)
}

// value reads the value of a key at the path. Beyond the most nodes it only skips it.
func (r *jsonReader) value(path string, key *node, depth int) *node {
	token, at := r.next()
	n := &node{at: at}
	r.nodes++
	switch t := token.(type) {
	case nil: // and so it is a node of nothing
	case json.Delim:
		r.inside(n, t, path, depth)
	default:
		n.kind, n.text = nodeText, fmt.Sprint(t)
		r.checkText(n, path)
	}
	if key != nil && n.kind != nodeText {
		n.at = key.at
	}
	return n
}

// inside reads the entries between brackets.
func (r *jsonReader) inside(n *node, opening json.Delim, path string, depth int) {
	n.kind = nodeList
	if opening == '{' {
		n.kind = nodeMapping
	}
	if depth > maxDepth {
		r.refuse(n, path, tooDeep())
		r.pass()
		return
	}
	first := map[string]place{}
	for i := 1; r.d.More(); i++ {
		if n.kind == nodeList {
			n.items = append(n.items, r.value(fmt.Sprintf("%s[%d]", path, i), nil, depth+1))
			continue
		}
		text, at := r.next()
		key := &node{kind: nodeText, text: fmt.Sprint(text), at: at}
		r.nodes++
		r.named(key, path)
		value := r.value(join(path, key.text), key, depth+1)
		if key.kind == nodeText {
			r.put(n, first, field{key, value}, join(path, key.text))
		}
	}
	r.next()
	if len(n.fields) > words.MostEntries {
		r.refuse(n, path, tooManyKeys(len(n.fields)))
	}
}

// pass skips to the end of the brackets that were opened last.
func (r *jsonReader) pass() {
	for open := 1; open > 0; {
		switch token, _ := r.next(); token {
		case json.Delim('['), json.Delim('{'):
			open++
		case json.Delim(']'), json.Delim('}'):
			open--
		}
	}
}

// jsonFault puts a message of the JSON library into plain words.
func jsonFault(message string) fault.Fault {
	for _, w := range jsonWords() {
		if strings.Contains(message, w.message) {
			return w.Fault
		}
	}
	return fault.Unreadable.Found("this cannot be read as JSON: %s", fault.Short(message))
}

// A jsonWord is a message of the JSON library, with the fault that it means.
type jsonWord struct {
	message string
	fault.Fault
}

// jsonWords lists the library's messages with their faults; the first that fits counts.
func jsonWords() []jsonWord {
	const quotes = "put text, percentages and amounts in quotation marks, such as \"3.4%%\""
	bad := fault.Unreadable.Found
	return []jsonWord{
		{"beginning of object key string", bad("there must be a key in quotation marks here").
			Want("JSON has no comma after the last key, and no comments")},
		{"beginning of value", bad("there must be a value here").
			Want(quotes + "; JSON has no comma after the last value, and no comments")},
		{"after object key:value pair", bad("there must be a comma or } here").Want(quotes)},
		{"after object key", bad("there must be a colon here, after the key")},
		{"after array element", bad("there must be a comma or ] here").Want(quotes)},
		{"after top-level value", bad("the text goes on after the file's one mapping has ended")},
		{`'\t' in string literal`,
			bad("there is a tab within quotation marks").Want("write a space, or \\t for the tab")},
		{"in string literal",
			bad("text in quotation marks must end on its line").Want("a line break within it is written \\n")},
		{"in string escape", bad("an escape after \\ is not one of JSON").Want("a \\ itself is written \\\\")},
		{"in \\u", bad("an escape \\u has four digits from 0 to f after it")},
		{"numeric literal", bad("this is not a number of JSON").Want(quotes)},
		{"exponent of numeric", bad("this is not a number of JSON").Want(quotes)},
		{"in literal", bad("this is neither true, false nor null").Want(quotes)},
		{"exceeded max depth", tooDeep()},
		{"unexpected end", bad("the text ends before all brackets and quotation marks are closed")},
	}
}

// tooDeep is the fault of brackets within brackets.
func tooDeep() fault.Fault {
	return fault.TooLarge.Found("lists and mappings are nested deeper than %d",
		maxDepth).Want("no scenario file needs that")
}
