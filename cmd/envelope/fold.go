package main

import (
	"strings"
	"unicode/utf8"
)

// fold breaks the lines of an indented text between words so that they fit a number of columns; the continuation is
// indented by two more columns. Indents take at most half of the columns. A word that does not fit stays whole.
func fold(text string, columns int) string {
	var b strings.Builder
	for _, line := range strings.SplitAfter(text, "\n") {
		words := strings.Fields(line)
		indent := min(len(line)-len(strings.TrimLeft(line, " ")), columns/2)
		used := 0
		for i, word := range words {
			switch {
			case i == 0:
				b.WriteString(strings.Repeat(" ", indent))
				used = indent
			case used+1+utf8.RuneCountInString(word) > columns:
				b.WriteString("\n" + strings.Repeat(" ", indent+2))
				used = indent + 2
			default:
				b.WriteByte(' ')
				used++
			}
			b.WriteString(word)
			used += utf8.RuneCountInString(word)
		}
		if strings.HasSuffix(line, "\n") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
