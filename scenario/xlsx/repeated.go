package xlsx

import "github.com/openenvelope/envelope/finance/fault"

// repeated reports a row whose place another row has already: of rows that were copied, once for the name that was left
// as it was.
func (r *reader) repeated(again *row) bool {
	first := r.firsts[again.path()]
	if first == nil || again.item > 0 {
		r.firsts[again.path()] = again
		return false
	}
	s, at := again.typedName()
	if earlier, its := first.typedName(); at == (position{}) || s == earlier && at == its {
		r.fault(again.tabled.sheet, position{again.number, again.filled()}, again.path(),
			fault.Duplicate.Found("row %d of the sheet %s gives this already", first.number, first.name()).
				Want("delete one of the two rows"))
		return true
	}
	if where := s.at(at); !r.twice[where] {
		r.twice[where] = true
		r.fault(s, at, "", fault.Duplicate.Found("%s has rows already, from row %d of the sheet %s",
			fault.Quote(tidy(s.cell(at).text)), first.number, first.name()).
			Want("type here whose rows these are, or delete them"))
	}
	return true
}

// typedName is the cell where the name is typed that the row's first star stands for; no position if it has no star.
func (r *row) typedName() (*sheet, position) {
	column := r.columns[HeadName]
	where := r.tabled.cell(position{r.number, r.columns[HeadPlace]}).text
	if column == 0 || !starred(where) {
		return nil, position{}
	}
	return r.origin(r.tabled.sheet, position{r.number, column})
}

// name is that of the row's sheet.
func (r *row) name() string { return fault.Quote(r.tabled.sheet.name) }
