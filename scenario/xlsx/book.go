package xlsx

import (
	"encoding/xml"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A book is what the cells of a workbook hold.
type book struct {
	sheets []*sheet
	texts  []string // that cells share
	styles []format // by the number of a cell's style
	cells  int
}

// A sheet is one sheet of a workbook.
type sheet struct {
	name  string
	part  string
	cells map[position]cell
	rows  int // the last with a cell
	wide  int // the last column with a cell
}

// A position is a row and a column, both from 1.
type position struct{ row, column int }

// bookOf reads a workbook.
func bookOf(data []byte) (*book, error) {
	a, err := opened(data)
	if err != nil {
		return nil, err
	}
	b := &book{}
	if err := b.list(a); err != nil {
		return nil, err
	}
	if err := b.shared(a); err != nil {
		return nil, err
	}
	if err := b.formats(a); err != nil {
		return nil, err
	}
	for _, s := range b.sheets {
		if err := b.fill(a, s); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// list finds the sheets and their parts.
func (b *book) list(a *archive) error {
	parts := map[string]string{}
	err := a.each("xl/_rels/workbook.xml.rels", func(e xml.StartElement) error {
		if strings.HasSuffix(attribute(e, "Type"), "/worksheet") && attribute(e, "TargetMode") != "External" {
			target := attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			parts[attribute(e, "Id")] = strings.TrimPrefix(path.Clean(target), "/")
		}
		return nil
	}, ignored, ignored)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	err = a.each("xl/workbook.xml", func(e xml.StartElement) error {
		if e.Name.Local != "sheet" {
			return nil
		}
		name, part := attribute(e, "name"), parts[attribute(e, "id")]
		switch {
		case part == "":
			return nil // a sheet of a chart
		case names[strings.ToLower(name)]:
			return damaged(fmt.Errorf("it has two sheets %s", fault.Quote(name)))
		case a.parts[strings.ToLower(part)] == nil:
			return damaged(fmt.Errorf("the sheet %s is missing", fault.Quote(name)))
		}
		names[strings.ToLower(name)] = true
		b.sheets = append(b.sheets, &sheet{name: name, part: part, cells: map[position]cell{}})
		return nil
	}, ignored, ignored)
	if err == nil && len(b.sheets) == 0 {
		return fault.Missing.Found("the workbook has no sheets with cells")
	}
	return err
}

func ignored(string) {}

// shared reads the texts that cells share.
func (b *book) shared(a *archive) error {
	var text strings.Builder
	in, aside := false, 0
	return a.each("xl/sharedStrings.xml", func(e xml.StartElement) error {
		switch e.Name.Local {
		case "si":
			text.Reset()
		case "t":
			in = aside == 0
		case "rPh": // how a text is spoken
			aside++
		}
		return nil
	}, func(s string) {
		if in {
			text.WriteString(s)
		}
	}, func(name string) {
		switch name {
		case "si":
			b.texts = append(b.texts, text.String())
		case "t":
			in = false
		case "rPh":
			aside--
		}
	})
}

// find is the sheet of a name, in letters of either size; nil if there is none.
func (b *book) find(name string) *sheet {
	for _, s := range b.sheets {
		if strings.EqualFold(s.name, name) {
			return s
		}
	}
	return nil
}

// at is the address of a cell for people: Assumptions!C7.
func (s *sheet) at(p position) string {
	return fmt.Sprintf("%s!%s%d", s.name, columnName(p.column), p.row)
}

// columnName is the name of a column, from 1: A, Z, AA.
func columnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// positionOf reads a reference such as C7 or $C$7.
func positionOf(ref string) (p position, ok bool) {
	ref = strings.TrimPrefix(ref, "$")
	letters := 0
	for letters < len(ref) && letters < 4 && ref[letters]|0x20 >= 'a' && ref[letters]|0x20 <= 'z' {
		p.column = 26*p.column + int(ref[letters]|0x20-'a') + 1
		letters++
	}
	row, err := strconv.ParseUint(strings.TrimPrefix(ref[letters:], "$"), 10, 31)
	p.row = int(row)
	return p, err == nil && letters > 0 && letters < 4 && row > 0
}
