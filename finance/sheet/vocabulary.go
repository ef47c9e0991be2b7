package sheet

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/internal/door"
)

// A Vocabulary is what a parser of formulas knows: the rows and inputs of a sheet, with all the names that people use
// for them, and its currency. It is not safe for concurrent use.
type Vocabulary struct {
	currency string
	years    int // after the opening year
	units    map[string]Unit
	spelt    []spelling // sorted by text
	near     *Suggester
	own      map[string][]string // the names of scopes, filled once a name is not found there
}

// A spelling is a way to write a row's name: with spaces or underscores, or as its label.
type spelling struct{ text, name string }

// Vocabulary is the vocabulary of the sheet's present rows. Its faults get their suggestions from near.
func (s *Sheet) Vocabulary(currency string, near *Suggester) *Vocabulary {
	s = door.Or(s)
	v := &Vocabulary{currency: currency, years: len(s.Years) - 1, units: map[string]Unit{}, near: near,
		own: map[string][]string{}}
	for _, in := range s.Inputs {
		v.add(in.Name, in.Unit)
	}
	for _, r := range s.Rows {
		v.add(r.Name, r.Unit)
	}
	slices.SortFunc(v.spelt, func(a, b spelling) int {
		return cmp.Or(strings.Compare(a.text, b.text), strings.Compare(a.name, b.name))
	})
	return v
}

// Further lets formulas read so many years further back than the sheet has, and returns the vocabulary: for rows that
// remember what was before its years. It never fails; below zero it does nothing.
func (v *Vocabulary) Further(years int) *Vocabulary {
	v = door.Or(v)
	v.years += max(years, 0)
	return v
}

// add adds a name: as it is, and as its label, for the whole sheet and for each system that its body belongs to.
func (v *Vocabulary) add(name string, unit Unit) {
	v.units[name] = unit
	v.spelt = append(v.spelt, spelling{spaced(name), name})
	for scope, rest := "", name; strings.HasPrefix(rest, bodies); {
		if label := Label(rest); strings.Contains(label, ": ") {
			v.spelt = append(v.spelt, spelling{scope + label, name})
		}
		inner, below, _ := strings.Cut(strings.TrimPrefix(rest, bodies), ".")
		scope, rest = scope+bodies+inner+".", below
	}
}

// spaced is a name with spaces for underscores, of the same length.
func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }

// A reading is a name that a text begins with, and its length in the text. If two rows have it, both are listed.
type reading struct {
	length int
	names  []string
}

// readings are the names that a text begins with, in a scope, the shortest first.
func (v *Vocabulary) readings(scope, text string) (all []reading) {
	low, high := 0, len(v.spelt)
	whole, before := scope+spaced(text), len(scope)
	for i := 0; low < high; i++ {
		if i > before && len(v.spelt[low].text) == i && endsName(whole[i:]) {
			all = append(all, reading{i - before, v.called(v.spelt[low:high], i)})
		}
		if i == len(whole) {
			break
		}
		low, high = narrowed(v.spelt, low, high, i, whole[i])
	}
	return all
}

// narrowed are the spellings from low to high, all with the same beginning, that have a certain byte next.
func narrowed(spelt []spelling, low, high, at int, b byte) (int, int) {
	from := func(least int) int {
		return low + sort.Search(high-low, func(k int) bool {
			text := spelt[low+k].text
			return len(text) > at && int(text[at]) >= least
		})
	}
	return from(int(b)), from(int(b) + 1)
}

// called are the names of the first spellings, as long as their length is the given one.
func (v *Vocabulary) called(spelt []spelling, length int) (names []string) {
	for _, s := range spelt {
		if len(s.text) != length {
			break
		}
		names = append(names, s.name)
	}
	return names
}

// endsName reports whether a name may end before the rest of a text.
func endsName(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.", r)
}

// longest is the longest name that the text begins with, in the innermost scope that has one, and every shorter one.
func (v *Vocabulary) longest(scopes []string, text string) (best reading, shorter []reading) {
	for _, scope := range scopes {
		for _, r := range v.readings(scope, text) {
			if r.length > best.length {
				r, best = best, r
			}
			if r.length > 0 && r.length < best.length {
				shorter = append(shorter, r)
			}
		}
	}
	return best, shorter
}

// exactly are the rows that a whole text names: the row with exactly this name, or else the rows with this spelling.
func (v *Vocabulary) exactly(scopes []string, name string) []string {
	for _, scope := range scopes {
		if _, ok := v.units[scope+name]; ok {
			return []string{scope + name}
		}
		at := scope + spaced(name)
		i := sort.Search(len(v.spelt), func(k int) bool { return v.spelt[k].text >= at })
		if names := v.called(v.spelt[i:], len(at)); i < len(v.spelt) && v.spelt[i].text == at {
			return names
		}
	}
	return nil
}

// scopesOf are the prefixes that a formula of a body may leave out of names, the innermost first.
func scopesOf(body string) []string {
	scopes := []string{""}
	for rest := body; rest != ""; {
		var name string
		name, rest, _ = strings.Cut(rest, ".")
		scopes = append(scopes, scopes[len(scopes)-1]+bodies+name+".")
	}
	slices.Reverse(scopes)
	return scopes
}

// suggest offers a known name for an unknown one: a name of the body, or else of the whole sheet.
func (v *Vocabulary) suggest(scopes []string, name string) string {
	for _, scope := range scopes {
		if near, ok := v.near.Nearest(spaced(name), v.inScope(scope)); ok {
			return "; did you mean " + near + "?"
		}
	}
	return ""
}

// inScope are the names of a scope, without its prefix; names of bodies' rows only for the whole sheet.
func (v *Vocabulary) inScope(scope string) []string {
	if names, known := v.own[scope]; known {
		return names
	}
	var own []string
	for _, s := range v.spelt {
		if rest, ok := strings.CutPrefix(s.text, scope); ok && (scope == "" || !strings.HasPrefix(rest, bodies)) {
			own = append(own, rest)
		}
	}
	if v.own == nil {
		v.own = map[string][]string{}
	}
	v.own[scope] = own
	return own
}
