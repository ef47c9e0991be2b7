package sheet

import "strings"

// Nearest finds the candidate that a person who typed name most likely meant: the one with the fewest
// single-letter edits, if they are at most a third of its letters. Ties take the first candidate.
func Nearest(name string, candidates []string) (string, bool) {
	best, fewest := "", len(name)+1
	for _, c := range candidates {
		if d := edits(strings.ToLower(name), strings.ToLower(c)); d < fewest && d <= max(1, len(c)/3) {
			best, fewest = c, d
		}
	}
	return best, best != ""
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
