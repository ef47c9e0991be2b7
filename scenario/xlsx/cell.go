package xlsx

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/openenvelope/envelope/finance/fault"
)

// A kind is what a cell holds.
type kind uint8

const (
	nothing kind = iota
	text
	number
	failed // #REF! and the like
)

// A cell is what a cell holds: a text, or a number; and the formula that it comes from.
type cell struct {
	text    string
	number  float64
	formula string // empty if there is none
	live    bool   // it has a formula
	kind    kind
	format  format
}

// A filling reads the cells of a sheet.
type filling struct {
	b      *book
	s      *sheet
	at     position
	cell   cell
	is     string // the type that the cell says
	style  int
	in     *[]byte // where text goes, nil for none
	value  []byte
	said   []byte // the formula
	shared string // the number of the formula that cells share
	first  map[string]sharedFormula
	aside  int
	err    error
}

// A sharedFormula is one that the first of several cells has, and the others take from there.
type sharedFormula struct {
	at      position
	formula string
}

// fill reads the cells of a sheet.
func (b *book) fill(a *archive, s *sheet) error {
	f := &filling{b: b, s: s, first: map[string]sharedFormula{}}
	err := a.each(s.part, visitor{f.open, f.text, f.close})
	if err == nil {
		err = f.err
	}
	s.settle()
	return err
}

func (f *filling) open(e element) error {
	switch string(e.name) {
	case "row":
		f.at = position{f.at.row + 1, 0}
		if r := e.number("r"); r != 0 {
			f.at.row = r
		}
	case "c":
		return f.begin(e)
	case "f":
		f.cell.live, f.in, f.said, f.shared = true, &f.said, f.said[:0], ""
		if string(e.attribute("t")) == "shared" {
			f.shared = e.text("si")
		}
	case "v", "t":
		if f.aside == 0 {
			f.in = &f.value
		}
	case "rPh":
		f.aside++
	}
	return f.err
}

// begin begins a cell.
func (f *filling) begin(e element) error {
	f.at.column++
	if p, ok := positionOf(e.text("r")); ok {
		f.at = p
	}
	f.cell, f.is, f.style, f.value = cell{}, e.text("t"), e.number("s"), f.value[:0]
	if f.at.row > maxRow || f.at.column > maxColumn || f.at.row < 1 {
		return fault.TooLarge.Found("the sheet %s has a cell in %s%d", fault.Quote(f.s.name), columnName(f.at.column),
			f.at.row).Want("cells are read as far as %s%d", columnName(maxColumn), maxRow)
	}
	return f.err
}

func (f *filling) text(text []byte) {
	if f.in != nil {
		if *f.in = append(*f.in, text...); len(*f.in) > maxRun && f.err == nil {
			f.err = tooLong()
		}
	}
}

func (f *filling) close(name []byte) {
	switch string(name) {
	case "f":
		f.in = nil
		f.formula()
	case "v", "t":
		f.in = nil
	case "rPh":
		f.aside--
	case "c":
		f.put()
	}
}

// formula is the cell's own, or the one that cells share as it is here.
func (f *filling) formula() {
	own := len(f.said)
	first, ok := f.first[f.shared]
	switch {
	case f.shared != "" && own > 0:
		f.first[f.shared] = sharedFormula{f.at, string(f.said)}
	case f.shared != "" && ok && f.says(len(first.formula)):
		f.said = moved(f.said, first.formula, f.at.row-first.at.row, f.at.column-first.at.column)
	}
	f.says(own)
}

// put keeps a cell that holds something.
func (f *filling) put() {
	c, said, shared := f.cell, f.value, -1
	switch f.is {
	case "s":
		i, err := strconv.Atoi(string(said))
		if err != nil || i < 0 || i >= len(f.b.store.texts) {
			f.fail("a cell names a text that is not there")
			return
		}
		c.kind, shared = text, i
	case "str", "inlineStr":
		c.kind = text
	case "b":
		c.kind, said = text, []byte("false")
		if string(f.value) == "1" || string(f.value) == "true" {
			said = []byte("true")
		}
	case "e":
		c.kind = failed
	case "d":
		c.kind, c.format.date = number, true
	default:
		if said = bytes.TrimSpace(said); len(said) == 0 {
			break
		}
		x, err := strconv.ParseFloat(string(said), 64)
		if err != nil {
			f.fail("a cell has a number that is none")
			return
		}
		c.kind, c.number, said = number, x, nil
	}
	if f.style >= 0 && f.style < len(f.b.styles) && !c.format.date {
		c.format = f.b.styles[f.style]
	}
	size := len(said)
	if shared >= 0 {
		size = len(f.b.store.texts[shared])
	}
	if (c.kind == nothing || c.kind == text && size == 0) && !c.live {
		return
	}
	if f.says(size); f.err == nil {
		f.s.put(f.at, f.b.store.keep(c, said, f.said, shared))
	}
	if f.b.cells++; f.b.cells > MaxCells && f.err == nil {
		f.err = fault.TooLarge.Found("the workbook has more than %d cells", MaxCells).
			Want("that is the most that is read")
	}
}

// says counts bytes of a text or formula of a cell, which may stand in many, and reports whether they may be read.
func (f *filling) says(bytes int) bool {
	if f.b.said += bytes; f.b.said > maxSaid && f.err == nil {
		f.err = fault.TooLarge.Found("the cells of the workbook hold more than %d MB of text and formulas",
			maxSaid>>20).
			Want("that is the most that is read, a text counted in each cell that has it")
	}
	return f.err == nil
}

func (f *filling) fail(why string) {
	if f.err == nil {
		f.err = damaged(fmt.Errorf("%s, %s", f.s.at(f.at), why))
	}
}
