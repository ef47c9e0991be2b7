package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A sheet is one sheet of a workbook: the cells that hold something.
type sheet struct {
	name   string
	part   string
	store  *store
	keys   []uint32 // where the cells stand, in the order of reading: row by row
	places []place  // where they are kept
	rows   int      // the last with a cell
	wide   int      // the last column with a cell
}

// A position is a row and a column, both from 1.
type position struct{ row, column int }

// inRow is how many keys a row has.
const inRow = 1024

// key is the number of a position, of as far as cells are read.
func (p position) key() uint32 { return uint32(p.row*inRow + p.column) }

// positionAt is the position of a key.
func positionAt(key uint32) position { return position{int(key / inRow), int(key % inRow)} }

// put adds a cell that is kept.
func (s *sheet) put(at position, in place) {
	s.keys, s.places = append(s.keys, at.key()), append(s.places, in)
	s.rows, s.wide = max(s.rows, at.row), max(s.wide, at.column)
}

// of is the cell of a key, by its number.
func (s *sheet) of(i int) cell { return s.store.cell(s.places[i]) }

// settle brings the cells into the order of reading. Of two in one place the later counts.
func (s *sheet) settle() {
	sorted := true
	for i := range max(len(s.keys)-1, 0) {
		sorted = sorted && s.keys[i] < s.keys[i+1]
	}
	if sorted {
		return
	}
	order := make([]uint64, len(s.keys)) // the key, then the turn
	for i, key := range s.keys {
		order[i] = uint64(key)<<32 | uint64(i)
	}
	slices.Sort(order)
	keys, places := make([]uint32, 0, len(order)), make([]place, 0, len(order))
	for i, o := range order {
		if key := uint32(o >> 32); i+1 == len(order) || key != uint32(order[i+1]>>32) {
			keys, places = append(keys, key), append(places, s.places[uint32(o)])
		}
	}
	s.keys, s.places = keys, places
}

// cell is what stands in a position; an empty one where there is nothing.
func (s *sheet) cell(at position) cell {
	if at.row < 1 || at.column < 1 || at.row > maxRow || at.column > maxColumn {
		return cell{}
	}
	if i, ok := slices.BinarySearch(s.keys, at.key()); ok {
		return s.of(i)
	}
	return cell{}
}

// row are the columns and the cells of a row that hold something.
func (s *sheet) row(n int) func(yield func(column int, c cell) bool) {
	return func(yield func(int, cell) bool) {
		i, _ := slices.BinarySearch(s.keys, position{n, 0}.key())
		for ; i < len(s.keys) && positionAt(s.keys[i]).row == n; i++ {
			if !yield(positionAt(s.keys[i]).column, s.of(i)) {
				return
			}
		}
	}
}

// rowsAfter are the numbers of the rows below one that hold something.
func (s *sheet) rowsAfter(n int) func(yield func(n int) bool) {
	return func(yield func(int) bool) {
		i, _ := slices.BinarySearch(s.keys, position{n + 1, 0}.key())
		for last := n; i < len(s.keys); i++ {
			if row := positionAt(s.keys[i]).row; row != last {
				if last = row; !yield(row) {
					return
				}
			}
		}
	}
}

// at is the address of a cell for people: Assumptions!C7.
func (s *sheet) at(p position) string {
	return fmt.Sprintf("%s!%s%d", s.name, columnName(p.column), p.row)
}

// columnName is the name of a column, from 1: A, Z, AA.
func columnName(column int) string { return string(appendColumn(nil, column)) }

// appendColumn adds the name of a column to a text.
func appendColumn(so []byte, column int) []byte {
	if column < 1 {
		return so
	}
	return append(appendColumn(so, (column-1)/26), byte('A'+(column-1)%26))
}

// positionOf reads a reference such as C7 or $C$7.
func positionOf(ref string) (p position, ok bool) {
	ref = strings.TrimPrefix(ref, "$")
	letters := 0
	for letters < len(ref) && letters < 4 && ref[letters]|0x20 >= 'a' && ref[letters]|0x20 <= 'z' {
		p.column = 26*p.column + int(ref[letters]|0x20-'a') + 1
		letters++
	}
	if letters == 0 || letters > 3 {
		return p, false
	}
	row, err := strconv.ParseUint(strings.TrimPrefix(ref[letters:], "$"), 10, 31)
	p.row = int(row)
	return p, err == nil && row > 0
}
