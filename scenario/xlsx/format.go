package xlsx

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A format is what the look of a cell says of its number.
type format struct{ percent, date bool }

// formats reads the formats of the styles of cells.
func (b *book) formats(a *archive) error {
	own := map[int]format{}
	inCells := false
	return a.each("xl/styles.xml", visitor{open: func(e element) error {
		switch string(e.name) {
		case "numFmt":
			own[e.number("numFmtId")] = formatOf(e.text("formatCode"))
		case "cellXfs":
			inCells = true
		case "xf":
			if !inCells {
				return nil
			}
			id := e.number("numFmtId")
			f, ok := own[id]
			if !ok {
				f = builtIn(id)
			}
			if len(b.styles) >= maxStyles {
				return fault.TooLarge.Found("the workbook has more than %d styles of cells", maxStyles).
					Want("that is the most that is read")
			}
			b.styles = append(b.styles, f)
		}
		return nil
	}, close: func(name []byte) {
		if string(name) == "cellXfs" {
			inCells = false
		}
	}})
}

// builtIn is a format that every spreadsheet knows by its number.
func builtIn(id int) format {
	switch {
	case id == 9 || id == 10:
		return format{percent: true}
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return format{date: true}
	}
	return format{}
}

// formatOf reads the code of a format. What stands in quotation marks or brackets, and behind a backslash, is shown as
// it is.
func formatOf(code string) (f format) {
	end, skip := rune(0), false
	for _, r := range strings.ToLower(code) {
		switch {
		case skip:
			skip = false
		case end != 0:
			if r == end {
				end = 0
			}
		case r == '\\' || r == '_' || r == '*':
			skip = true
		case r == '"':
			end = '"'
		case r == '[':
			end = ']'
		case r == '%':
			f.percent = true
		case strings.ContainsRune("ymdhs", r):
			f.date = true
		}
	}
	return f
}
