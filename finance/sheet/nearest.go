package sheet

import (
	"strings"

	"github.com/openenvelope/envelope/internal/door"
)

// Limits of a search for the name that may be meant, so that an answer to nonsense costs no more than an answer to a
// typing slip.
const (
	longestTyped = 100        // bytes of a name that a person may have typed
	mostLetters  = 20_000_000 // pairs of letters that a Suggester compares in all: some 50 ms
)

// A Suggester finds the known names that may be meant by unknown ones. It makes a limited number of comparisons in all;
// after that it suggests nothing more. Use one for the faults of one file. The zero value is ready; it is not safe for
// concurrent use.
type Suggester struct {
	compared int // pairs of letters
}

// Nearest finds the candidate that a person who typed name most likely meant: the one with the fewest single-letter
// edits, if they are at most a third of its letters, or else the first with the same letters in another order. A tie
// takes the first candidate. Capitals do not count. A name of more than 100 bytes gets no suggestion.
func (s *Suggester) Nearest(name string, candidates []string) (string, bool) {
	s = door.Or(s)
	if len(name) > longestTyped || s.Spent() {
		return "", false
	}
	name = strings.Trim(name, "“”‘’\"' ") // quotes that a word processor made curly are no part of a name
	typed, best, fewest, anagram := strings.ToLower(name), "", len(name)+1, ""
	letters := lettersOf(typed)
	for _, c := range candidates {
		limit := min(max(1, len(c)/3), fewest-1)
		if s.compared++; limit < 0 || len(c) > len(name)+limit || len(name) > len(c)+limit {
			continue
		}
		s.compared += 4 * len(c) // small letters and counts of them
		lower := strings.ToLower(c)
		others := letters.unlike(lower)
		if others == 0 && anagram == "" && len(c) > 2 {
			anagram = c
		}
		if others > limit {
			continue
		}
		if s.compared += len(c) * len(name); s.Spent() {
			return "", false
		}
		if d := edits(typed, lower); d <= limit {
			best, fewest = c, d
		}
	}
	if best == "" {
		best = anagram
	}
	return best, best != ""
}

// Spent reports whether it has compared so much that it suggests nothing more.
func (s *Suggester) Spent() bool {
	s = door.Or(s)
	return s.compared >= mostLetters
}

// Nearest is what a new [Suggester] finds.
func Nearest(name string, candidates []string) (string, bool) {
	return new(Suggester).Nearest(name, candidates)
}

// letters counts the bytes of a name.
type letters struct {
	of     [256]int
	length int
}

func lettersOf(name string) *letters {
	l := &letters{length: len(name)}
	for i := range len(name) {
		l.of[name[i]]++
	}
	return l
}

// unlike is how many letters of one name are missing in the other, the larger number of the two ways: it takes at least
// this many edits to turn one into the other.
func (l *letters) unlike(other string) int {
	extra := 0
	for i := range len(other) {
		if l.of[other[i]]--; l.of[other[i]] < 0 {
			extra++
		}
	}
	for i := range len(other) {
		l.of[other[i]]++
	}
	return max(extra, extra+l.length-len(other))
}

// edits is the Levenshtein distance between a and b, in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
