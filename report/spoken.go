package report

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// SpokenInput is the name of an input as a finance team says it: transfers.City contract.baseline is City contract:
// paid in the opening year. A name that has no plain words stays as it is.
func SpokenInput(input string) string {
	for _, p := range spokenPlaces() {
		if names, ok := starsIn(p.place, input); ok {
			return p.said(names)
		}
	}
	return input
}

// A spokenPlace is a place of a file with what it is called.
type spokenPlace struct{ place, words string }

// spokenPlaces are those of all plain words, of a plan and of a body, those that say most of their letters first.
var spokenPlaces = sync.OnceValue(func() (all []spokenPlace) {
	for place, words := range PlainWords() {
		all = append(all, spokenPlace{place, words}, spokenPlace{"bodies.*." + place, words})
	}
	letters := func(p spokenPlace) int { return len(p.place) - strings.Count(p.place, "*") }
	slices.SortFunc(all, func(a, b spokenPlace) int {
		return cmp.Or(letters(b)-letters(a), cmp.Compare(b.place, a.place))
	})
	return all
})

// said is what an input is called whose place has names for its stars.
func (p spokenPlace) said(names []string) string {
	if strings.HasSuffix(p.place, "assumptions.*") {
		return spokenAs(names[:len(names)-1], names[len(names)-1]+" (shared number)")
	}
	return spokenAs(names, p.words)
}

// spokenAs puts names before what is said of them.
func spokenAs(names []string, words string) string {
	if len(names) == 0 {
		return words
	}
	return strings.Join(names, ", ") + ": " + decapital(words)
}

// spokenWithin is the name of an input within a sentence: City contract: paid in the opening year; inflation above
// plan.
func spokenWithin(input string) string {
	said := SpokenInput(input)
	if starless(input) {
		return decapital(said)
	}
	return said
}

// starless reports whether an input has words of its own, without names in them.
func starless(input string) bool {
	return slices.ContainsFunc(spokenPlaces(), func(p spokenPlace) bool { return p.place == input && p.words != "" })
}

// decapital begins words that stand within a sentence.
func decapital(words string) string {
	r, n := utf8.DecodeRuneInString(words)
	return string(unicode.ToLower(r)) + words[n:]
}

// Plainly says the names of inputs in a text of an answer in plain words: those that are a part of it between commas,
// colons or semicolons, and those without names of their own wherever they stand. With key they have the name that
// people type beside them.
func Plainly(text string, key bool) string {
	said := func(input string) string {
		words := spokenWithin(input)
		if words != input && key {
			words += " (" + input + ")"
		}
		return words
	}
	var b strings.Builder
	for text != "" {
		end, mark := len(text), ""
		for _, m := range []string{", ", ": ", "; "} {
			if i := strings.Index(text, m); i >= 0 && i < end {
				end, mark = i, m
			}
		}
		part, stop := strings.CutSuffix(text[:end], ".")
		if words := said(part); strings.Contains(part, ".") && words != part {
			part = words
		} else {
			part = plainKeys(part, said)
		}
		if b.WriteString(part); stop {
			b.WriteString(".")
		}
		b.WriteString(mark)
		text = text[end+len(mark):]
	}
	return b.String()
}

// plainKeys says the keys that stand alone in a text.
func plainKeys(text string, said func(string) string) string {
	var b strings.Builder
	for text != "" {
		n := strings.IndexFunc(text, inKey)
		if n < 0 {
			break
		}
		end := n
		for end < len(text) && inKey(rune(text[end])) {
			end++
		}
		word := text[n:end]
		if strings.Contains(word, ".") {
			word = said(word)
		}
		b.WriteString(text[:n] + word)
		text = text[end:]
	}
	return b.String() + text
}

// inKey reports whether a letter may be in a key, or in a word that is none.
func inKey(r rune) bool {
	return r == '.' || r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
		r >= utf8.RuneSelf
}

// starsIn are the names that stand for the stars of a place in an input; false if the input has another place.
func starsIn(place, input string) (names []string, ok bool) {
	before, after, star := strings.Cut(place, "*")
	rest, ok := strings.CutPrefix(input, before)
	if !star {
		return nil, ok && rest == ""
	}
	if !ok {
		return nil, false
	}
	if after == "" {
		return []string{rest}, rest != ""
	}
	next, _, _ := strings.Cut(after, "*")
	for i := 1; i < len(rest); i++ { // the shortest name after which the rest fits
		if !strings.HasPrefix(rest[i:], next) {
			continue
		}
		if more, ok := starsIn(after, rest[i:]); ok {
			return append([]string{rest[:i]}, more...), true
		}
	}
	return nil, false
}
