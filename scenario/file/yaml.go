package file

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/scenario/internal/words"
	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// maxDepth is how deep lists and mappings may nest.
const maxDepth = 32

// separators counts the characters that can end or begin a key or a value, those of prose among them, before a tree is built that is
// far too large: the YAML library takes some 400 bytes for each.
func separators(text []byte) (n int) {
	for i, c := range text {
		switch c {
		case ',', ':', '[', '{':
			n++
		case '-', '?':
			if i+1 == len(text) || bytes.IndexByte([]byte(" \t\r\n,"), text[i+1]) >= 0 {
				n++
			}
		}
	}
	return n
}

// maxInBrackets is the most keys and values between brackets and those within them. The YAML library holds all of them at once, some 700
// bytes for each, as the brackets may turn out to be a key.
const maxInBrackets = 65_000

// crowded finds the line of brackets that hold too much; 0 if there are none.
func crowded(text []byte) (line int) {
	b := brackets{before: '\n', line: 1}
	for i, c := range text {
		b.see(c, i > 0 && text[i-1] == '\\')
		if b.depth > maxDepth {
			return 0 // which the library finds soon
		}
		if b.depth > 0 && b.held > maxInBrackets {
			return b.from
		}
	}
	return 0
}

// Brackets are what is known of the brackets of a text after some of its characters. They count where a value can begin.
type brackets struct {
	depth, held, from int  // how many are open, what they hold, and the line of the outermost
	line              int  // under way
	before            byte // the last character other than a space
	quote             byte // what ends the text in quotes that is being read; 0 if none is
}

// see reads a character; escaped is one after a backslash.
func (b *brackets) see(c byte, escaped bool) {
	begins := bytes.IndexByte([]byte("\n[{,:-?"), b.before) >= 0
	switch {
	case c == '\n':
		b.line++
	case b.quote != 0:
		if c == b.quote && (c == '\'' || !escaped) {
			b.quote = 0
		}
	case (c == '"' || c == '\'') && begins:
		b.quote = c
	case (c == '[' || c == '{') && begins:
		b.open()
	case c == ']' || c == '}':
		b.depth = max(b.depth-1, 0)
	case b.depth > 0 && (c == ',' || c == ':'):
		b.held++
	}
	if c != ' ' && c != '\t' {
		b.before = c
	}
}

func (b *brackets) open() {
	if b.depth == 0 {
		b.held, b.from = 0, b.line
	}
	b.depth++
	b.held++
}

// parse reads a YAML text as a tree; nil when there is none to speak of. What is wrong goes to faults.
func parse(raw []byte, faults *faultList) *node {
	text, ok := checkText(raw, faults)
	if !ok {
		return nil
	}
	if n := separators(text); n > maxNodes {
		faults.add(top(), "", "", fmt.Sprintf("the file has %d commas, colons and dashes, for more keys and values than the %d it may have", n, maxNodes))
		return nil
	}
	if line := crowded(text); line > 0 {
		faults.add(place{line: line, column: 1}, "", "", fmt.Sprintf("brackets that begin on this line hold more than %d keys and values; leave the outer ones out and write what they hold on lines of its own", maxInBrackets))
		return nil
	}
	document, err := parseYAML(text)
	if err != nil {
		at, problem := yamlProblem(err)
		faults.add(at, "", "", problem)
		return nil
	}
	return treeOf(document, faults)
}

// parseYAML hands text to the YAML library under its limits. The library reports errors of its own making by
// panicking, so whatever comes out of it is caught.
func parseYAML(text []byte) (document *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("it is not well formed")
		}
	}()
	document = &yaml.Node{}
	limits := loaderlimits.New(loaderlimits.DepthValue(maxDepth), loaderlimits.AliasValue(0))
	return document, yaml.Load(text, document, yaml.WithPlugin(limits))
}

// yamlProblem puts an error of the YAML library into plain words, with its place.
func yamlProblem(err error) (at place, problem string) {
	at = top()
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		return at, "this cannot be read as YAML: " + words.Short(err.Error())
	}
	mark := e.Mark
	if mark.Line == 0 {
		mark = e.ContextMark
	}
	if mark.Line > 0 {
		at = place{line: mark.Line, column: max(mark.Column, 1)}
	}
	for _, w := range yamlWords() {
		if strings.Contains(e.Message, w.message) && strings.Contains(e.ContextMsg, w.context) {
			if e.ContextMark.Line > 0 && e.ContextMark.Line != at.line {
				return at, fmt.Sprintf("%s (it begins on line %d)", w.words, e.ContextMark.Line)
			}
			return at, w.words
		}
	}
	return at, "this cannot be read as YAML: " + words.Short(e.Message)
}

// yamlWords translates the library's messages; the first that fits counts.
func yamlWords() []struct{ message, context, words string } {
	return []struct{ message, context, words string }{
		{"exceeded max depth", "", deepWords()},
		{"no documents", "", "the file is empty but for comments; begin with schema: 1"},
		{"expected single document", "", "there is a second document after ---; put each scenario file in a file of its own"},
		{"did not find expected <document start>", "", "the text goes on after the file's one mapping or list has ended"},
		{"mapping values are not allowed", "", "there is a colon where no key can stand; put quotes round text that contains a colon, " +
			"and give lines of one mapping the same indent"},
		{"cannot start any token", "", "a value cannot begin with this character; indent with spaces, not tabs, " +
			"and put quotes round text that begins with @, %, ` or the like"},
		{"could not find expected ':'", "", "a line has no colon after its key; write key: value"},
		{"did not find expected ',' or", "", "a list or mapping in brackets is not closed, or a comma is missing"},
		{"did not find expected '-' indicator", "", "a list's lines do not line up; give each - the same indent"},
		{"did not find expected key", "", "a line does not fit the mapping it stands in; give its keys the same indent"},
		{"unexpected end of stream", "quoted scalar", "a quotation mark is not closed"},
		{"invalid Unicode character escape", "", `a \u escape is no character; write the character itself`},
		{"unknown escape character", "", `an escape after \ is not known; use single quotes for text with a \ in it`},
		{"unknown anchor", "", aliasWords},
		{"anchor or alias", "", aliasWords},
		{"undefined tag handle", "", tagWords},
		{"incompatible YAML document", "", "leave the %YAML line out"},
		{"directive", "", "leave lines that begin with % out"},
	}
}

// What is said about parts of YAML that a scenario file does not use.
const (
	aliasWords = "anchors (&) and aliases (*) are not read, as they hide what a number is; write it out, or quote text that begins with & or *"
	mergeWords = "merge keys (<<) are not read, as they hide where a number comes from; write the keys out, or use a named change"
	tagWords   = "tags (!) are not read; write the plain value, or quote text that begins with !"
)
