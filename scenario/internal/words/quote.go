package words

import (
	"fmt"
)

// Limits on what is named together and on each text of it, in a file and outside one.
const (
	MostEntries = 2_000 // of a list or a mapping
	LongestText = 2_000 // characters
)

// Counted is a number of things in words: "1 value", "3 values".
func Counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
