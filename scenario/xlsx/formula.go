package xlsx

import (
	"strconv"
	"strings"
)

// pieces cuts a formula into texts in quotation marks, which are at odd places, and what stands between them. A name of
// a sheet in apostrophes is such a text too.
func pieces(formula string) (all []string) {
	from, quote := 0, byte(0)
	for i := 0; i < len(formula); i++ {
		c := formula[i]
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			all, from, quote = append(all, formula[from:i]), i, c
		case quote != 0 && c == quote:
			if i+1 < len(formula) && formula[i+1] == quote {
				i++ // a mark within
				continue
			}
			all, from, quote = append(all, formula[from:i+1]), i+1, 0
		}
	}
	return append(all, formula[from:])
}

// inWord reports whether a byte is of a name, a number or a reference.
func inWord(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || strings.IndexByte("$._", c) >= 0 || c >= 0x80
}

// eachWord adds a formula to a text, with every word outside quotation marks (a name, a number, a reference) replaced
// by what is added for it; next is what follows it.
func eachWord(so []byte, formula string, replace func(so []byte, word, next string) []byte) []byte {
	for i, piece := range pieces(formula) {
		if i%2 == 1 {
			so = append(so, piece...)
			continue
		}
		for n := 0; n < len(piece); {
			from := n
			for n < len(piece) && inWord(piece[n]) {
				n++
			}
			if n > from {
				so = replace(so, piece[from:n], piece[n:])
				continue
			}
			so = append(so, piece[n])
			n++
		}
	}
	return so
}

// moved adds a formula as it is so many rows and columns further: its references move, but for those with a dollar.
func moved(so []byte, formula string, rows, columns int) []byte {
	return eachWord(so, formula, func(so []byte, word, next string) []byte {
		p, ok := positionOf(word)
		if !ok || strings.HasPrefix(next, "(") || strings.HasPrefix(next, "!") {
			return append(so, word...)
		}
		if strings.HasPrefix(word, "$") {
			so = append(so, '$')
		} else {
			p.column += columns
		}
		so = appendColumn(so, p.column)
		if strings.Contains(word[1:], "$") {
			so = append(so, '$')
		} else {
			p.row += rows
		}
		return strconv.AppendInt(so, int64(p.row), 10)
	})
}

// reference is the sheet and cell that a formula is no more than a reference to; an empty sheet is its own.
func reference(formula string) (sheet string, p position, ok bool) {
	ref := strings.TrimPrefix(strings.TrimSpace(formula), "=")
	if i := strings.LastIndexByte(ref, '!'); i >= 0 {
		sheet, ref = ref[:i], ref[i+1:]
		if strings.HasPrefix(sheet, "'") && strings.HasSuffix(sheet, "'") && len(sheet) > 1 {
			sheet = strings.ReplaceAll(sheet[1:len(sheet)-1], "''", "'")
		}
		if sheet == "" || strings.ContainsAny(sheet, "[]") {
			return "", p, false
		}
	}
	p, ok = positionOf(ref)
	return sheet, p, ok
}
