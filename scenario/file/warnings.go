package file

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// warned reads whose usual figures the plan is compared with, and which warnings are accepted, with the reasons.
func (d *decoder) warned(s *section) {
	if name := s.text("ranges"); name != "" && !slices.Contains(scenario.Ranges(), name) {
		f := fault.Unknown.Found("there are no ranges of %s", fault.Quote(name))
		d.fault(s.n.child("ranges").at, "ranges", d.faults.meant(f, name, scenario.Ranges()))
	}
	s.each("accepted", func(_ string, n *node, path string) { d.textOf(n, path) })
}

// ranges says whose usual figures the plan is compared with; empty for nobody's.
func (s *Spec) ranges() string {
	return strings.Join(textsOf(s.root.child("ranges")), "")
}

// accepted are the reasons for accepted warnings, by ID.
func (s *Spec) accepted() map[string]string {
	n := s.root.child("accepted")
	if n == nil || len(n.fields) == 0 {
		return nil
	}
	reasons := map[string]string{}
	for _, f := range n.fields {
		if f.value.kind == nodeText {
			reasons[f.key.text] = f.value.text
		}
	}
	return reasons
}

// Strict turns warnings that nobody has accepted into faults; nil if there are none.
func (s *Spec) Strict(warnings []scenario.Warning) error {
	s = door.Or(s)
	var faults Faults
	for _, w := range scenario.Unanswered(warnings) {
		f := Fault{File: s.file, Fault: w.Fault}
		if rest, column, ok := endsIn(w.Place); ok {
			if _, line, ok := endsIn(rest); ok {
				f.Line, f.Column = line, column
			}
		}
		faults = append(faults, f)
	}
	if len(faults) == 0 {
		return nil
	}
	slices.SortStableFunc(faults, Fault.Compare)
	return faults
}

// endsIn splits a place at its last colon, into the rest and the number after it.
func endsIn(place string) (rest string, n int, ok bool) {
	i := strings.LastIndexByte(place, ':')
	if i < 0 {
		return "", 0, false
	}
	n, err := strconv.Atoi(place[i+1:])
	return place[:i], n, err == nil
}
