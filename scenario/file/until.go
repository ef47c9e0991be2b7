package file

import (
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// keyYears is the one key of the frame that a setting may change: a plan may end earlier than its file says.
const keyYears = "years"

// Until is the file with a plan that ends in an earlier year, written as the file writes its own: one file has the plan
// of five years and that of the next. Lists by year are read as far as it goes; a merger or a conversion of debt after
// it is left out. It is a setting as [Spec.With] makes them, and records say so. The error is [Faults].
func (s *Spec) Until(last string) (*Spec, error) {
	s = door.Or(s)
	first, _, _ := strings.Cut(s.yearsText(), " to ")
	return s.With(scenario.Setting{Path: keyYears, Value: first + " to " + last})
}

// yearsText is what the file says of its years.
func (s *Spec) yearsText() string {
	if n := s.root.child(keyYears); n != nil && n.kind == nodeText {
		return n.text
	}
	return ""
}

// ends puts earlier years into a tree; nil where the setting does not only end the plan earlier, which is reported.
func (s *Spec) ends(root *node, key, value *node, faults *faultList) *node {
	first, last, _ := strings.Cut(s.yearsText(), " to ")
	from, to, two := strings.Cut(value.text, " to ")
	was, err := finance.ParseYear(strings.TrimSpace(last))
	now, err2 := finance.ParseYear(strings.TrimSpace(to))
	if !two || err != nil || err2 != nil || strings.TrimSpace(from) != strings.TrimSpace(first) || now > was {
		faults.add(place{}, fault.Misplaced.Found("the plan cannot be set to %s", fault.Quote(value.text)).
			Want("a plan of %s may end earlier, and no more", s.yearsText()).At(keyYears))
		return nil
	}
	tree, _, _ := edit{}.with(root, []string{keyYears}, key, value)
	return tree
}

// asWritten is the file without what was set.
func (s *Spec) asWritten() *Spec {
	if s.before != nil {
		return s.before
	}
	return s
}

// cut is how many years fewer the plan has than its file says; 0 where that cannot be read.
func (d *decoder) cut() int {
	_, last, _ := strings.Cut(d.spec.asWritten().yearsText(), " to ")
	y, err := finance.ParseYear(strings.TrimSpace(last))
	if err != nil || d.unread || y < d.model.Last {
		return 0
	}
	return int(y - d.model.Last)
}

// beyond reports whether a year is one that the plan has in its file, and not as it ends.
func (d *decoder) beyond(y finance.Year) bool {
	return y > d.model.Last && y <= d.model.Last+finance.Year(d.cut())
}
