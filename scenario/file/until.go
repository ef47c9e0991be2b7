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

// Until is the file with a plan that ends earlier, in the year last, written as the file writes its years. So one file
// can hold the plan of five years and the plan of the next year alone. Lists by year are read up to that year; a merger
// or a conversion of debt after it is left out. It is a setting like those of [Spec.With], and records say so. The
// error is [Faults].
func (s *Spec) Until(last string) (*Spec, error) {
	s = door.Or(s)
	first, _, _ := strings.Cut(s.yearsText(), " to ")
	return s.With(scenario.Setting{Path: keyYears, Value: first + " to " + last})
}

// yearsText is the text of the file's years.
func (s *Spec) yearsText() string {
	if n := s.root.child(keyYears); n != nil && n.kind == nodeText {
		return n.text
	}
	return ""
}

// ends puts an earlier end into a tree; nil if the setting does more than end the plan earlier, which is reported.
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

// asWritten is the file without its settings.
func (s *Spec) asWritten() *Spec {
	if s.before != nil {
		return s.before
	}
	return s
}

// cut is how many years the plan is shorter than in its file; 0 if that cannot be read.
func (d *decoder) cut() int {
	_, last, _ := strings.Cut(d.spec.asWritten().yearsText(), " to ")
	y, err := finance.ParseYear(strings.TrimSpace(last))
	if err != nil || d.unread {
		return 0
	}
	return int(y - d.model.Last)
}

// beyond reports whether a year is in the plan of the file, but after the earlier end.
func (d *decoder) beyond(y finance.Year) bool {
	return y > d.model.Last && y <= d.model.Last+finance.Year(d.cut())
}
