package file

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/internal/words"
)

// A stumble is the place where the YAML library could not go on, and the place where the value it was reading begins.
// The cause is mostly before it: a missing colon, a line that is not indented like its neighbours.
type stumble struct {
	lines      []string // the file's lines, without their ends
	at, begins place    // begins has line 0 if it is not known
}

// A cause looks for one likely cause of a stumble and gives its place and how to mend it; a fault without a kind if
// this is not the cause.
type cause func(s stumble) (at place, f fault.Fault)

// likely is the first cause that is found, or else the general fault.
func (s stumble) likely(causes []cause, otherwise fault.Fault) (at place, f fault.Fault) {
	for _, c := range causes {
		if at, f := c(s); f.Kind != "" {
			return at, f
		}
	}
	if s.begins.line > 0 && s.begins.line != s.at.line {
		otherwise.Found += fmt.Sprintf(" (it begins on line %d)", s.begins.line)
	}
	return s.at, otherwise
}

// line is a line of the file by its number; empty beyond its end.
func (s stumble) line(number int) string {
	if number < 1 || number > len(s.lines) {
		return ""
	}
	return s.lines[number-1]
}

// above is the number of the next line above that is more than a comment; 0 if there is none.
func (s stumble) above(number int) int {
	for number--; number > 0; number-- {
		if text := strings.TrimSpace(s.line(number)); text != "" && text[0] != '#' {
			return number
		}
	}
	return 0
}

// indent is how many spaces a line begins with.
func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// reach is how many lines above a stumble its cause is looked for.
const reach = 2

// oddIndent finds an indent with other characters than spaces.
func oddIndent(s stumble) (place, fault.Fault) {
	for number := s.at.line; number >= s.at.line-reach; number-- {
		line := s.line(number)
		rest := strings.TrimLeftFunc(line, unicode.IsSpace)
		before := line[:len(line)-len(rest)]
		if i := strings.IndexFunc(before, func(r rune) bool { return r != ' ' }); i >= 0 && rest != "" {
			r, _ := utf8.DecodeRuneInString(before[i:])
			return place{line: number, column: i + 1}, oddSpace(r)
		}
	}
	return place{}, fault.Fault{}
}

// oddSpace is the fault of a special kind of space before or behind a key.
func oddSpace(r rune) fault.Fault {
	if r == '\t' {
		return fault.Unreadable.Found("the line is indented with a tab").Want("indent with spaces, not tabs")
	}
	return fault.Unreadable.Found("there is a space of another kind here (%U), as word processors and web pages write",
		r).
		Want("write plain spaces")
}

// noColon finds a line above that has a key and no colon after it.
func noColon(s stumble) (place, fault.Fault) {
	number := s.above(s.at.line)
	if s.begins.line > 0 {
		number = s.begins.line
	}
	line := s.line(number)
	text, _, _ := strings.Cut(strings.TrimSpace(line), " #")
	if number == 0 || hasColon(text) || strings.ContainsAny(text, "{}[]\"'") || strings.HasPrefix(text, "- ") {
		return place{}, fault.Fault{}
	}
	if up := s.line(s.above(number)); indent(up) < indent(line) && hasValue(up) {
		return place{}, fault.Fault{} // a text over several lines
	}
	return place{line: number, column: indent(line) + 1}, colonMissing().Suggest(fault.Short(withColon(text)))
}

// noColonAbove finds a line without a colon just above the stumble, whatever began before that.
func noColonAbove(s stumble) (place, fault.Fault) {
	if up := s.above(s.above(s.at.line)); up > 0 && !hasColon(s.line(up)) {
		return place{}, fault.Fault{} // a text over several lines
	}
	s.begins = place{}
	return noColon(s)
}

// noColonBefore finds a key before a bracket without the colon between them.
func noColonBefore(s stumble) (place, fault.Fault) {
	line := s.line(s.at.line)
	from := max(strings.IndexAny(line, "{["), 0)
	key := strings.TrimSpace(line[:from])
	if key == "" || hasColon(key) || strings.ContainsAny(key, "}]\"'#") || strings.HasPrefix(key, "-") ||
		s.inBrackets() {
		return place{}, fault.Fault{}
	}
	return place{line: s.at.line, column: indent(line) + 1},
		colonMissing().Suggest(fault.Short(key + ": " + strings.TrimSpace(line[from:])))
}

// colonMissing is the fault of a line that has a key and no colon after it.
func colonMissing() fault.Fault {
	return fault.Unreadable.Found("the line has no colon after its key").Want("write key: value")
}

// withColon puts a colon where it is probably missing: before a number, or else at the end.
func withColon(text string) string {
	key, value, two := strings.Cut(text, " ")
	value = strings.TrimSpace(value)
	if first, _ := utf8.DecodeRuneInString(value); two && strings.ContainsRune("0123456789-−£€$(", first) {
		return key + ": " + value
	}
	return text + ":"
}

// hasColon reports whether a colon ends a key in a text.
func hasColon(text string) bool { return strings.HasSuffix(text, ":") || strings.Contains(text, ": ") }

// hasValue reports whether a value follows the key in a line.
func hasValue(line string) bool {
	_, value, _ := strings.Cut(line, ": ")
	value = strings.TrimSpace(value)
	return value != "" && value[0] != '#'
}

// deeper finds a line that is indented more than the one above it, which has a value already.
func deeper(s stumble) (place, fault.Fault) {
	line, up := s.line(s.at.line), s.above(s.at.line)
	if n, most := indent(line), indent(s.line(up)); n > most && hasValue(s.line(up)) {
		return place{line: s.at.line, column: n + 1}, fault.Unreadable.
			Found("the line is indented by %s, and line %d above it, which has its value already, by %d",
				words.Counted(n, "space"), up, most).
			Want("give lines of one mapping the same indent")
	}
	return place{}, fault.Fault{}
}

// indentBetween finds a line whose indent is between the indents of the lines above it.
func indentBetween(s stumble) (place, fault.Fault) {
	n, least := indent(s.line(s.at.line)), math.MaxInt
	var levels []int
	for up := s.above(s.at.line); up > 0; up = s.above(up) {
		if level := indent(s.line(up)); level < least {
			levels, least = append(levels, level), level
		}
	}
	slices.Reverse(levels)
	i, found := slices.BinarySearch(levels, n)
	if found || i == 0 || i == len(levels) {
		return place{}, fault.Fault{}
	}
	return place{line: s.at.line, column: n + 1},
		fault.Unreadable.Found("the line is indented by %s, as no line above it is", words.Counted(n, "space")).
			Want("give it the indent of the lines that it belongs to, %d or %d", levels[i-1], levels[i])
}

// A linePart is a key of a line and its value.
type linePart struct {
	key, value string
	from       int // where the value begins, in bytes
}

// partsOf cuts a line into its keys and values, at commas and brackets between brackets; open says that the line begins
// between brackets.
func partsOf(line string, open bool) (all []linePart) {
	depth, quote, from := 0, byte(0), indent(line)
	if open {
		depth = 1
	}
	take := func(to int) {
		text := line[from:to]
		if key, value, found := strings.Cut(text, ": "); found {
			all = append(all, linePart{strings.TrimSpace(key), strings.TrimSpace(value),
				to - len(strings.TrimLeft(value, " "))})
		}
		from = to + 1
	}
	for i := from; i < len(line); i++ {
		switch c := line[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && strings.IndexByte(" {[,", line[max(i-1, 0)]) >= 0:
			quote = c
		case c == '{' || c == '[':
			depth++
			from = i + 1
		case depth > 0 && (c == ',' || c == '}' || c == ']'):
			take(i)
			if c != ',' {
				depth--
			}
		case c == '#' && i > 0 && line[i-1] == ' ':
			take(i)
			return all
		}
	}
	take(len(line))
	return all
}

// inBrackets reports whether the line of a stumble is between brackets that opened on a line before.
func (s stumble) inBrackets() bool { return s.begins.line > 0 && s.begins.line < s.at.line }

// colonInText finds a text with a colon in it and no quotes round it, or a number without a comma before the next key.
func colonInText(s stumble) (place, fault.Fault) {
	line := s.line(s.at.line)
	for _, p := range partsOf(line, s.inBrackets()) {
		if !hasColon(p.value) || strings.ContainsAny(p.value[:1], `"'{[|>`) {
			continue
		}
		at := place{line: s.at.line, column: utf8.RuneCountInString(line[:p.from]) + 1}
		before, after, _ := strings.Cut(p.value, ":")
		if takesKeys := !slices.Contains([]string{"source", "note", "owner", "name", "body"}, p.key); takesKeys &&
			strings.Trim(before, "abcdefghijklmnopqrstuvwxyz_") == "" {
			return at, fault.Unreadable.Found("two keys are on one line, %s and %s", fault.Quote(p.key),
				fault.Quote(before)).
				Want("put the second on a line of its own, indented, or in brackets").
				Suggest(fault.Short(p.key + ": {" + before + ": " + strings.TrimSpace(after) + "}"))
		}
		value := strings.ReplaceAll(p.value, " %", "%")
		before, _, _ = strings.Cut(value, ":")
		if both := strings.Fields(before); len(both) == 2 && strings.ContainsAny(both[0], "0123456789") {
			rest := strings.TrimSpace(value[len(both[0]):])
			return at, fault.Unreadable.Found("a comma is missing before %s", fault.Quote(both[1])).
				Suggest(fault.Short(p.key + ": " + both[0] + ", " + rest))
		}
		f := fault.Unreadable.Found("the text %s has a colon in it",
			fault.Quote(p.value)).Want("put quotes round text with a colon")
		if curly := strings.Trim(p.value, "“”‘’"); curly != p.value {
			f = fault.Unreadable.Found("the text %s has a colon in it, and its quotes are curly",
				fault.Quote(p.value)).Want("put straight quotes round it")
		}
		return at, f.Suggest(quotedValue(p.key, strings.Trim(p.value, "“”‘’")))
	}
	return place{}, fault.Fault{}
}

// quotedValue is a key and its value in quotes, if that is short enough for a message.
func quotedValue(key, value string) string {
	mark := `"`
	if strings.Contains(value, mark) {
		mark = "'"
	}
	if len(key)+len(value) > fault.Longest || strings.Contains(value, mark) {
		return ""
	}
	return key + ": " + mark + value + mark
}

// commentInBrackets finds a closing bracket behind a #, where it is only part of a comment.
func commentInBrackets(s stumble) (place, fault.Fault) {
	for number := s.begins.line; number > 0 && number <= s.at.line; number++ {
		line := s.line(number)
		i := strings.Index(line, " #") + 1
		end := i + 1 + strings.IndexAny(line[i:], "}]")
		if i == 0 || end == i || strings.HasPrefix(line[i:], "# ") { // looks like a real comment
			continue
		}
		f := fault.Unreadable.Found("what follows # is a comment here, %s, so that the brackets are not closed",
			fault.Quote(line[i:end])).
			Want("put quotes round text with # in it")
		if all := partsOf(line[:i], true); len(all) > 0 {
			last := all[len(all)-1]
			f = f.Suggest(quotedValue(last.key, last.value+" "+strings.TrimRight(line[i:end], " ,}]")))
		}
		return place{line: number, column: utf8.RuneCountInString(line[:i]) + 1}, f
	}
	return place{}, fault.Fault{}
}

// unclosed finds a bracket that is still open at the stumble.
func unclosed(s stumble) (place, fault.Fault) {
	bracket := runeAt(s.line(s.begins.line), s.begins.column)
	if !s.inBrackets() || bracket != '{' && bracket != '[' {
		return place{}, fault.Fault{}
	}
	return s.begins, fault.Unreadable.Found("the bracket %c that opens here is not closed", bracket).
		Want("close it with %c", map[rune]rune{'{': '}', '[': ']'}[bracket])
}

// runeAt is the character of a line in a column; 0 beyond its end.
func runeAt(line string, column int) rune {
	for _, r := range line {
		if column--; column == 0 {
			return r
		}
	}
	return 0
}

// closesNothing finds a bracket too many.
func closesNothing(s stumble) (place, fault.Fault) {
	if bracket := runeAt(s.line(s.at.line), s.at.column); bracket == '}' || bracket == ']' {
		return s.at, fault.Unreadable.Found("the bracket %c closes nothing", bracket).Want("leave it out")
	}
	return place{}, fault.Fault{}
}

// afterBrackets finds text that goes on behind its closing bracket.
func afterBrackets(s stumble) (place, fault.Fault) {
	line := []rune(s.line(s.at.line))
	before := strings.TrimRight(string(line[:min(max(s.at.column-1, 0), len(line))]), " ")
	if !strings.HasSuffix(before, "}") && !strings.HasSuffix(before, "]") {
		return place{}, fault.Fault{}
	}
	return s.at, fault.Unreadable.Found("the text goes on behind its closing bracket").
		Want("leave it out, or move the bracket behind it")
}

// afterQuotes finds text that goes on behind its closing quote.
func afterQuotes(s stumble) (place, fault.Fault) {
	for _, p := range partsOf(s.line(s.at.line), s.inBrackets()) {
		mark := p.value[:min(1, len(p.value))]
		_, rest, closed := strings.Cut(strings.TrimPrefix(p.value, mark), mark)
		if mark != `"` && mark != "'" || !closed || strings.TrimSpace(rest) == "" {
			continue
		}
		value := p.value
		if mark == "'" && strings.HasSuffix(rest, mark) { // an apostrophe
			value = strings.TrimSuffix(value[1:], mark)
		}
		return s.at, fault.Unreadable.Found("the text goes on behind its closing quote").
			Want("put the other kind of quotes round all of it").Suggest(quotedValue(p.key, value))
	}
	return place{}, fault.Fault{}
}

// cannotBegin finds a character that cannot begin a value.
func cannotBegin(s stumble) (place, fault.Fault) {
	line := s.line(s.at.line)
	for _, p := range partsOf(line, s.inBrackets()) {
		if utf8.RuneCountInString(line[:p.from])+1 == s.at.column {
			f := fault.Unreadable.Found("a value cannot begin with %c", runeAt(line, s.at.column)).
				Want("put quotes round text that begins with it")
			if strings.ContainsAny(p.value, "}]") || strings.HasSuffix(p.value, ",") {
				return s.at, f // brackets opened on a line before, and the value may end anywhere
			}
			return s.at, f.Suggest(quotedValue(p.key, p.value))
		}
	}
	return place{}, fault.Fault{}
}

// begun puts a fault at the beginning of a value that does not end.
func begun(f fault.Fault) cause {
	return func(s stumble) (place, fault.Fault) {
		if s.begins.line == 0 {
			return place{}, fault.Fault{}
		}
		return s.begins, f
	}
}
