package xlsx

import (
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/shopspring/decimal"
)

// mostLinks is how many references lead from a cell to the one that holds what it shows.
const mostLinks = 16

// origin is the cell that a cell is a reference to, and that perhaps to another.
func (r *reader) origin(s *sheet, at position) (*sheet, position) {
	for range mostLinks {
		name, p, plain := reference(s.cell(at).formula)
		if !s.cell(at).live || !plain {
			break
		}
		if to := r.book.find(name); to != nil {
			s = to
		}
		at = p
	}
	return s, at
}

// shown is what a cell shows: a formula that is a reference to another cell shows what that holds. It is false where
// there is a fault, which is reported.
func (r *reader) shown(s *sheet, at position) (c cell, ok bool) {
	first, where := s, at
	for range mostLinks {
		c = s.cell(at)
		if !c.live {
			return c, true
		}
		name, p, plain := reference(c.formula)
		if !plain {
			break
		}
		if name != "" {
			to := r.book.find(name)
			if to == nil {
				break
			}
			s = to
		}
		at = p
	}
	switch {
	case strings.Contains(c.formula, "[") && !strings.Contains(c.formula, "[@"):
		r.fault(first, where, "", fault.Unreadable.Found("the formula is linked to another workbook").
			Want("put the figure itself in its place"))
	case c.kind == nothing || c.kind == text && tidy(c.text) == "":
		r.fault(first, where, "", fault.Missing.Found("the formula has no figure beside it").
			Want("open the workbook in a spreadsheet and save it"))
	default:
		return c, true
	}
	return cell{}, false
}

// words is a cell of the row as text; false where there is a fault, which is reported.
func (r *row) words(head string) (string, bool) {
	column := r.columns[head]
	if column == 0 {
		return "", true
	}
	return r.inCell(column, UnitText)
}

// inCell is what a cell of the row says, as text of a scenario file, where its number is in a unit.
func (r *row) inCell(column int, unit string) (string, bool) {
	at := position{r.number, column}
	c, ok := r.shown(r.tabled.sheet, at)
	if !ok {
		return "", false
	}
	refuse := func(f fault.Fault) (string, bool) {
		r.fault(r.tabled.sheet, at, r.path(), f)
		return "", false
	}
	switch c.kind {
	case text:
		said := trimmed(c.text)
		if unit == UnitText || said == "" {
			return said, true
		}
		said, f := typed(said, unit)
		if f.Kind != "" {
			return refuse(f)
		}
		return said, true
	case failed:
		return "", r.broken(at, c)
	case number:
		if c.format.date {
			if unit == UnitText {
				return refuse(fault.Unreadable.Found("the cell holds a date").
					Want("spreadsheets take 2011/12 for one; write it with an apostrophe before it"))
			}
			return refuse(fault.Unreadable.Found("the cell holds a date").
				Want("give the cell the format of a number, and type the figure again"))
		}
		said, f := inUnit(c, unit)
		if f.Kind != "" {
			return refuse(f)
		}
		return said, true
	}
	return "", true
}

// broken reports a cell that shows an error, once for all cells that refer to it, and is false.
func (r *row) broken(at position, c cell) bool {
	s, from := r.origin(r.tabled.sheet, at)
	if where := s.at(from); !r.twice[where] {
		r.twice[where] = true
		f := fault.Unreadable.Found("the cell shows %s", fault.Quote(c.text)).Want("mend its formula")
		if strings.Contains(s.cell(from).formula+c.text, "#REF!") {
			f = fault.Unreadable.Found("what the cell refers to was deleted").
				Want("undo that and empty the rows instead, or type here what the cell showed")
		}
		r.fault(s, from, r.path(), f)
	}
	return false
}

// trimmed is a text without spaces of any kind around it, and with plain ones in it.
func trimmed(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch r {
		case '\u00a0', '\u202f', '\u2009', '\t':
			return ' '
		case '\r', '\ufeff', '\u200b':
			return -1
		case '\n':
			return ' '
		}
		return r
	}, s))
}

// digits is how many digits of a number a spreadsheet shows.
const digits = 15

// inUnit is a number as text of a scenario file.
func inUnit(c cell, unit string) (string, fault.Fault) {
	d, err := decimal.NewFromString(strconv.FormatFloat(c.number, 'e', digits-1, 64))
	if err != nil || len(d.String()) > 40 {
		return "", fault.OutOfRange.Found("the number is too large or too small")
	}
	_, _, money := sized(unit)
	switch {
	case unit == "%" && c.format.percent:
		return d.Shift(2).Round(12).String() + "%", fault.Fault{}
	case unit == "%" && d.IsZero():
		return "0%", fault.Fault{}
	case unit == "%":
		return "", fault.Conflict.Found("the cell has %s without a percent sign", d).
			Want("write it as %s%% or as %s%%", d, d.Shift(2))
	case money:
		if c.format.percent {
			return "", fault.Conflict.Found("the cell has a percentage, and the row is in %s", unit)
		}
		return ofMoney(d, unit), fault.Fault{}
	case c.format.percent:
		return d.Shift(2).Round(12).String() + "%", fault.Fault{}
	}
	return d.String(), fault.Fault{}
}

// lengthAt is how many bytes the character at a byte has.
func lengthAt(s string, i int) int {
	for n := range s[i:] {
		if n > 0 {
			return n
		}
	}
	return len(s) - i
}
