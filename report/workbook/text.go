package workbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/report"
)

// mostText is the most characters that a cell shows of a text; a cell of Excel holds 32,767.
const mostText = 4_000

// text makes any text fit for a cell: what cannot be seen is written as an escape, and what would be a formula where it
// is typed or pasted gets an apostrophe before it.
func text(s string) string { return cut(table.Safe(report.Printable(s)), mostText) }

// cut shortens text to so many characters.
func cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// mostSheetName is the most characters of a sheet's name.
const mostSheetName = 31

// sheetName makes a name for a sheet that Excel takes and that no sheet has yet, in letters of either size.
func sheetName(wanted string, taken []string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'_`, r) { // of letters between underscores _x0041_ is read as A
			return ' '
		}
		return r
	}, report.Printable(wanted)), " ")
	name = strings.TrimLeft(strings.Join(strings.Fields(name), " "), "=+-@ ")
	if name == "" {
		name = "Body"
	}
	for i := 1; ; i++ {
		tail := ""
		if i > 1 {
			tail = fmt.Sprintf(" %d", i)
		}
		one := strings.TrimSpace(cutUnits(name, mostSheetName-len(tail))) + tail
		free := !slices.ContainsFunc(taken, func(t string) bool { return strings.EqualFold(t, one) })
		if one != "" && free && !strings.EqualFold(one, "History") { // a name that Excel keeps to itself
			return one
		}
	}
}

// cutUnits shortens text to so many units of UTF-16, in which Excel counts.
func cutUnits(s string, most int) string {
	for i, r := range s {
		most--
		if r > 0xffff {
			most--
		}
		if most < 0 {
			return s[:i]
		}
	}
	return s
}

// quotedSheet is a sheet's name in a formula.
func quotedSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// distinct makes texts differ that are shown alike.
func distinct(texts []string) []string {
	var all []string
	for _, t := range texts {
		one := t
		for i := 2; slices.Contains(all, one); i++ {
			one = fmt.Sprintf("%s (%d)", t, i)
		}
		all = append(all, one)
	}
	return all
}

// sentence starts with a capital letter.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// count writes a whole number with commas.
func count(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
