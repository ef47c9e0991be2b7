package xlsx

import (
	"fmt"
	"path"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A book is what the cells of a workbook hold.
type book struct {
	sheets []*sheet
	named  map[string]*sheet // by their names in small letters
	store  store
	styles []format // by the number of a cell's style
	cells  int
	said   int // bytes of texts and formulas of cells
}

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
	err := a.each("xl/_rels/workbook.xml.rels", visitor{open: func(e element) error {
		if strings.HasSuffix(e.text("Type"), "/worksheet") && e.text("TargetMode") != "External" {
			target := e.text("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			parts[e.text("Id")] = strings.TrimPrefix(path.Clean(target), "/")
		}
		return nil
	}})
	if err != nil {
		return err
	}
	b.named = map[string]*sheet{}
	err = a.each("xl/workbook.xml", visitor{open: func(e element) error {
		if string(e.name) != "sheet" {
			return nil
		}
		name, part := e.text("name"), parts[e.text("id")]
		switch {
		case part == "":
			return nil // a sheet of a chart
		case len(b.sheets) >= maxParts:
			return fault.TooLarge.Found("the workbook has more than %d sheets", maxParts).
				Want("that is the most that is read")
		case b.find(name) != nil:
			return damaged(fmt.Errorf("it has two sheets %s", fault.Quote(name)))
		case a.parts[strings.ToLower(part)] == nil:
			return damaged(fmt.Errorf("the sheet %s is missing", fault.Quote(name)))
		}
		s := &sheet{name: name, part: part, store: &b.store}
		b.sheets, b.named[strings.ToLower(name)] = append(b.sheets, s), s
		return nil
	}})
	if err == nil && len(b.sheets) == 0 {
		return fault.Missing.Found("the workbook has no sheets with cells")
	}
	return err
}

// shared reads the texts that cells share.
func (b *book) shared(a *archive) error {
	var said []byte
	in, aside := false, 0
	return a.each("xl/sharedStrings.xml", visitor{open: func(e element) error {
		switch string(e.name) {
		case "si":
			if said = said[:0]; len(b.store.texts) >= maxTexts {
				return fault.TooLarge.Found("the workbook has more than %d texts", maxTexts).
					Want("that is the most that is read")
			}
		case "t":
			in = aside == 0
		case "rPh": // how a text is spoken
			aside++
		}
		if len(said) > maxRun {
			return tooLong()
		}
		return nil
	}, text: func(text []byte) {
		if in {
			said = append(said, text...)
		}
	}, close: func(name []byte) {
		switch string(name) {
		case "si":
			b.store.texts = append(b.store.texts, string(said))
		case "t":
			in = false
		case "rPh":
			aside--
		}
	}})
}

// find is the sheet of a name, in letters of either size; nil if there is none.
func (b *book) find(name string) *sheet { return b.named[strings.ToLower(name)] }
