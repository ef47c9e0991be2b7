package file

import (
	"bytes"
	"errors"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// maxDepth is how deep lists and mappings may nest.
const maxDepth = 32

// separators counts the characters that can end or begin a key or a value, also those in prose. It is called before a
// tree is built that may be far too large: the YAML library takes some 400 bytes for each.
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

// maxInBrackets is the most keys and values between one pair of brackets, at all depths. The YAML library holds all of
// them at once, some 700 bytes for each, as the brackets may turn out to be a key.
const maxInBrackets = 65_000

// crowded finds the line of brackets that hold too much; 0 if there are none.
func crowded(text []byte) (line int) {
	b := brackets{before: '\n', line: 1}
	for _, c := range text {
		b.see(c)
		if b.depth > maxDepth {
			return 0 // the library soon finds this fault
		}
		if b.depth > 0 && b.held > maxInBrackets {
			return b.from
		}
	}
	return 0
}

// brackets keeps track of the brackets in a text, character by character. A bracket counts only where a value can
// begin.
type brackets struct {
	depth, held, from int  // how many are open, how much they hold, and the line of the outermost
	line              int  // under way
	before            byte // the last character other than a space
	quote             byte // the quote that ends the text being read; 0 outside quotes
	escaped           bool // a backslash in double quotes takes the next character for text
}

// see reads a character.
func (b *brackets) see(c byte) {
	escaped := b.escaped
	b.escaped = b.quote == '"' && c == '\\' && !escaped
	begins := bytes.IndexByte([]byte("\n[{,:-?"), b.before) >= 0
	switch {
	case c == '\n':
		b.line++
	case b.quote != 0:
		if c == b.quote && !escaped {
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

// parse reads a YAML text as a tree; nil if the text has no usable tree. What is wrong goes to faults.
func parse(raw []byte, faults *faultList) *node {
	text, ok := checkText(raw, faults)
	if !ok {
		return nil
	}
	if n := separators(text); n > maxNodes {
		faults.add(top(),
			fault.TooLarge.Found(
				"the file has %d commas, colons and dashes, for more keys and values than the %d it may have", n,
				maxNodes))
		return nil
	}
	if line := crowded(text); line > 0 {
		faults.add(place{line: line, column: 1},
			fault.TooLarge.Found("brackets that begin on this line hold more than %d keys and values", maxInBrackets).
				Want("leave the outer ones out and write what they hold on lines of their own"))
		return nil
	}
	document, err := parseYAML(text)
	if err != nil {
		faults.add(yamlFault(text, err))
		return nil
	}
	return treeOf(document, faults)
}

// parseYAML passes text to the YAML library, with limits. The library reports some errors by a panic, so every panic is
// caught.
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

// yamlFault puts an error of the YAML library into plain words: its likely cause, and the place of the cause.
func yamlFault(text []byte, err error) (at place, f fault.Fault) {
	at = top()
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		return at, fault.Unreadable.Found("this cannot be read as YAML: %s", fault.Short(err.Error()))
	}
	mark := e.Mark
	if mark.Line == 0 {
		mark = e.ContextMark
	}
	if mark.Line > 0 {
		at = place{line: mark.Line, column: max(mark.Column, 1)}
	}
	s := stumble{strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"), at,
		place{line: e.ContextMark.Line, column: e.ContextMark.Column}}
	for _, w := range yamlWords() {
		if strings.Contains(e.Message, w.message) && strings.Contains(e.ContextMsg, w.context) {
			return s.likely(w.causes, w.Fault)
		}
	}
	return at, fault.Unreadable.Found("this cannot be read as YAML: %s", fault.Short(e.Message))
}

// A yamlWord is a message of the YAML library with its context, the fault that it means, and its likely causes.
type yamlWord struct {
	message, context string
	fault.Fault
	causes []cause
}

// yamlWords lists the library's messages with their faults; the first that fits counts.
func yamlWords() []yamlWord {
	bad := fault.Unreadable.Found
	return []yamlWord{
		{"exceeded max depth", "", tooDeep(), nil},
		{"no documents", "", fault.Missing.Found("the file is empty but for comments").Want("begin with schema: 2"),
			nil},
		{"expected single document", "", bad("there is a second document after ---").
			Want("put each scenario file in a file of its own"), nil},
		{"did not find expected <document start>", "",
			bad("the text goes on after the file's one mapping or list has ended"), []cause{oddIndent, indentBetween}},
		{"mapping values are not allowed", "", bad("there is a colon where no key can be").
			Want("put quotes round text that contains a colon, and give lines of one mapping the same indent"),
			[]cause{oddIndent, noColonBefore, colonInText, noColon, deeper}},
		{"cannot start any token", "", bad("a value cannot begin with this character").
			Want("indent with spaces, not tabs, and put quotes round text that begins with @, %%, ` or the like"),
			[]cause{oddIndent, cannotBegin}},
		{"tab character", "", oddSpace('\t'), []cause{oddIndent}},
		{"could not find expected ':'", "", bad("a line has no colon after its key").Want("write key: value"),
			[]cause{oddIndent, noColon}},
		{"did not find expected ',' or", "", bad("a list or mapping in brackets is not closed, or a comma is missing"),
			[]cause{commentInBrackets, colonInText, afterQuotes, unclosed}},
		{"did not find expected '-' indicator", "", bad("a list's lines do not line up").
			Want("give each - the same indent"), []cause{oddIndent, indentBetween}},
		{"did not find expected key", "", bad("a line does not fit the mapping it is in").
			Want("give its keys the same indent"), []cause{oddIndent, closesNothing, afterBrackets, afterQuotes, indentBetween,
			deeper, noColonAbove}},
		{"did not find expected node content", "",
			bad("something is missing before this character").Want("write a value, or leave the comma or bracket out"),
			[]cause{closesNothing}},
		{"block sequence entries are not allowed", "", bad("a list cannot begin on the line of its key").
			Want("put each - on a line of its own, or quotes round text that begins with -"), nil},
		{"comment or line break", "block scalar", bad("text cannot begin with > or |").Want("put quotes round it"),
			nil},
		{"unexpected end of stream", "quoted scalar", bad("a quotation mark is not closed"),
			[]cause{begun(bad("the quote that opens here is not closed").Want("close it, or leave it out"))}},
		{"invalid Unicode character escape", "", bad(`a \u escape is no character`).Want("write the character itself"),
			nil},
		{"unknown escape character", "", unknownEscape(), nil},
		{"expected hexadecimal number", "", unknownEscape(), nil},
		{"unknown anchor", "", noAliases(), nil},
		{"anchor or alias", "", noAliases(), nil},
		{"undefined tag handle", "", noTags(), nil},
		{"incompatible YAML document", "", fault.Misplaced.Want("leave the %%YAML line out"), nil},
		{"directive", "", fault.Misplaced.Want("leave lines that begin with %% out"), nil},
	}
}

// unknownEscape is the fault of a backslash in double quotes that stands for no character, as in "a \x b".
func unknownEscape() fault.Fault {
	return fault.Unreadable.Found(`an escape after \ is not known`).Want(`use single quotes for text with a \ in it`)
}

// The faults of parts of YAML that a scenario file does not use.

func noAliases() fault.Fault {
	return fault.Misplaced.Found("anchors (&) and aliases (*) are not read, as they hide what a number is").
		Want("write it out, or quote text that begins with & or *")
}

func noMerges() fault.Fault {
	return fault.Misplaced.Found("merge keys (<<) are not read, as they hide where a number comes from").
		Want("write the keys out, or use a named change")
}

func noTags() fault.Fault {
	return fault.Misplaced.Found("tags (!) are not read").
		Want("write the plain value, or quote text that begins with !")
}
