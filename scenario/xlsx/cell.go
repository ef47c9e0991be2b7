package xlsx

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// A kind is what a cell holds.
type kind int

const (
	nothing kind = iota
	text
	number
	failed // #REF! and the like
)

// A cell is what a cell holds: a text, or a number; and the formula that it comes from.
type cell struct {
	kind    kind
	text    string
	number  float64
	formula string // empty if there is none
	live    bool   // it has a formula
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
	value  strings.Builder
	in     string // the element that text goes to
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
	err := a.each(s.part, f.open, f.text, f.close)
	if err == nil {
		err = f.err
	}
	return err
}

func (f *filling) open(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		f.at = position{f.at.row + 1, 0}
		if r, err := strconv.Atoi(attribute(e, "r")); err == nil {
			f.at.row = r
		}
	case "c":
		f.at.column++
		if p, ok := positionOf(attribute(e, "r")); ok {
			f.at = p
		}
		f.cell, f.is, f.style = cell{}, attribute(e, "t"), 0
		f.style, _ = strconv.Atoi(attribute(e, "s"))
		f.value.Reset()
	case "f":
		f.cell.live, f.in, f.shared = true, "f", ""
		if attribute(e, "t") == "shared" {
			f.shared = attribute(e, "si")
		}
	case "v", "t":
		if f.aside == 0 {
			f.in = e.Name.Local
		}
	case "rPh":
		f.aside++
	}
	if e.Name.Local == "c" && (f.at.row > maxRow || f.at.column > maxColumn || f.at.row < 1) {
		return fault.TooLarge.Found("the sheet %s has a cell in %s%d", fault.Quote(f.s.name), columnName(f.at.column),
			f.at.row).Want("cells are read as far as %s%d", columnName(maxColumn), maxRow)
	}
	return f.err
}

func (f *filling) text(s string) {
	switch f.in {
	case "f":
		f.cell.formula += s
	case "v", "t":
		f.value.WriteString(s)
	}
}

func (f *filling) close(name string) {
	switch name {
	case "f":
		f.in = ""
		f.share()
	case "v", "t":
		f.in = ""
	case "rPh":
		f.aside--
	case "c":
		f.put()
	}
}

// share completes a formula that cells share.
func (f *filling) share() {
	if f.shared == "" {
		return
	}
	if f.cell.formula != "" {
		f.first[f.shared] = sharedFormula{f.at, f.cell.formula}
	} else if first, ok := f.first[f.shared]; ok {
		f.cell.formula = moved(first.formula, f.at.row-first.at.row, f.at.column-first.at.column)
	}
}

// put keeps a cell that holds something.
func (f *filling) put() {
	c, v := f.cell, f.value.String()
	switch f.is {
	case "s":
		i, err := strconv.Atoi(v)
		if err != nil || i < 0 || i >= len(f.b.texts) {
			f.fail("a cell names a text that is not there")
			return
		}
		c.kind, c.text = text, f.b.texts[i]
	case "str", "inlineStr":
		c.kind, c.text = text, v
	case "b":
		c.kind, c.text = text, map[bool]string{true: "true", false: "false"}[v == "1" || v == "true"]
	case "e":
		c.kind, c.text = failed, v
	case "d":
		c.kind, c.text, c.format.date = number, v, true
	default:
		if v = strings.TrimSpace(v); v == "" {
			break
		}
		x, err := strconv.ParseFloat(v, 64)
		if err != nil {
			f.fail("a cell has a number that is none")
			return
		}
		c.kind, c.number = number, x
	}
	if f.style >= 0 && f.style < len(f.b.styles) && !c.format.date {
		c.format = f.b.styles[f.style]
	}
	if c.kind == text && c.text == "" && !c.live {
		c.kind = nothing
	}
	if c.kind == nothing && !c.live {
		return
	}
	if f.b.cells++; f.b.cells > maxCells {
		f.err = fault.TooLarge.Found("the workbook has more than %d cells",
			maxCells).Want("that is the most that is read")
		return
	}
	f.s.cells[f.at] = c
	f.s.rows, f.s.wide = max(f.s.rows, f.at.row), max(f.s.wide, f.at.column)
}

func (f *filling) fail(why string) {
	if f.err == nil {
		f.err = damaged(fmt.Errorf("%s, %s", f.s.at(f.at), why))
	}
}
