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

// words cuts what is not in quotation marks into names, numbers and references, which are at odd places, and what
// stands between them.
func words(s string) (all []string) {
	from, in := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		word := c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || strings.IndexByte("$._", c) >= 0 || c >= 0x80
		if word != in {
			all, from, in = append(all, s[from:i]), i, word
		}
	}
	all = append(all, s[from:])
	return all
}

// eachWord is a formula with every word outside quotation marks replaced; next is what follows it.
func eachWord(formula string, replace func(word, next string) string) string {
	var out strings.Builder
	for i, piece := range pieces(formula) {
		if i%2 == 1 {
			out.WriteString(piece)
			continue
		}
		parts := words(piece)
		for j, p := range parts {
			if j%2 == 1 {
				next := ""
				if j+1 < len(parts) {
					next = parts[j+1]
				}
				p = replace(p, next)
			}
			out.WriteString(p)
		}
	}
	return out.String()
}

// moved is a formula as it is so many rows and columns further: its references move, but for those with a dollar.
func moved(formula string, rows, columns int) string {
	return eachWord(formula, func(word, next string) string {
		p, ok := positionOf(word)
		if !ok || strings.HasPrefix(next, "(") || strings.HasPrefix(next, "!") {
			return word
		}
		column, row := columnName(p.column), strconv.Itoa(p.row)
		if strings.HasPrefix(word, "$") {
			column = "$" + column
		} else {
			column = columnName(p.column + columns)
		}
		if strings.Contains(word[1:], "$") {
			row = "$" + row
		} else {
			row = strconv.Itoa(p.row + rows)
		}
		return column + row
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
