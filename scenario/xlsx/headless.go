package xlsx

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
)

// starred reports whether a place has a star in it.
func starred(where string) bool { return strings.Contains(where, "> *") }

// headless reports the sheets that were made to be read and lost a heading that reading needs: all else that would be
// said follows from that. It is false if there is none.
func (r *reader) headless() bool {
	for _, s := range r.book.sheets {
		if headed(s) == nil {
			r.missing(s)
		}
	}
	return len(r.faults) > 0
}

// missing reports what a sheet lacks to be read, if it looks like one that was made for it.
func (r *reader) missing(s *sheet) {
	needed := []string{HeadValue, HeadPlace}
	for n := 1; n <= min(s.rows, headingRows); n++ {
		heads := headsOf(s, n)
		if len(heads) < 5 { // anybody's table may have a heading such as Source
			continue
		}
		for _, head := range needed {
			if !slices.Contains(heads, head) {
				r.fault(s, position{n, 1}, "", fault.Missing.Found("the row of headings has no %s", head).
					Want("put the column back, as envelope template writes it"))
			}
		}
		return
	}
	for i := range s.keys {
		if c := s.of(i); c.kind == text && starred(c.text) {
			above := max(positionAt(s.keys[i]).row-1, 1)
			r.fault(s, position{above, 1}, "", fault.Missing.Found("the sheet has no row of headings").
				Want("put it back above this row, as envelope template writes it"))
			return
		}
	}
}

// headsOf are the known headings in a row of a sheet.
func headsOf(s *sheet, n int) (heads []string) {
	known := knownHeads()
	for _, c := range s.row(n) {
		if c.kind == text && slices.Contains(known, tidy(c.text)) {
			heads = append(heads, tidy(c.text))
		}
	}
	return heads
}
