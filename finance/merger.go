package finance

import (
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Merger makes one body part of another, or one system part of another. From its year on the other body bears the
// body's position: its deficit, or its surplus. The body's own lines show what its sites cost and owe; it is counted no
// more among the bodies in deficit. Of a system that merges, all lines count with those of the other from then on, what
// is owed and added up until then with them; its own go on to show what its bodies come to. What a merger costs once
// and saves every year is a [Pressure] of the body that bears it.
type Merger struct {
	Body, Into string // of the same system: two bodies, or two systems
	Year       Year   // from which on; in the opening year or before it, the body has merged when the plan begins
}

// mergerRows: when each merger is done.
func mergerRows(w *layout) {
	for _, merger := range w.m.Mergers {
		w.during(mergerPath(merger.Body), merger.Year, w.m.Last, "a merger is part of the model's structure")
		w.sourced("default: 1 from the year of the merger on")
	}
}

// mergerPath names the input that is 1 once a body has merged.
func mergerPath(body string) string { return "mergers." + body + ".done" }

// joinRows: the position that a body hands over once it has merged, and those that it has taken over.
func joinRows(w *layout) {
	l := w.m.links
	if len(l.takenOver) > 0 {
		w.money("taken_over", "the positions of the bodies merged into this one", sheet.Sum(l.takenOver...))
	}
	if l.merged.IsZero() {
		return
	}
	position := w.own().Minus(sheet.Ref("net_cost"))
	if w.m.Support.given() {
		position = sheet.Ref("position_before_support").Plus(sheet.Ref("support_paid"))
	}
	w.money("handed_over", "the position that the body it has merged into bears", position.Times(l.merged))
}

// mergedBefore reports whether a body has merged into another when the plan begins.
func (m *Model) mergedBefore(body string) bool {
	return slices.ContainsFunc(m.Mergers, func(merger Merger) bool {
		return merger.Body == body && merger.Year <= m.First
	})
}

// merges reports whether a body merges into another.
func (m *Model) merges(body string) bool {
	return slices.ContainsFunc(m.Mergers, func(merger Merger) bool { return merger.Body == body })
}

// mergers are what its system's mergers mean for a body.
func (m *Model) mergers(body string, l *links) {
	if len(m.Mergers) == 0 || m.isSystem(body) {
		return
	}
	for _, merger := range m.Mergers {
		switch body {
		case merger.Body:
			l.merged = outer(sheet.Ref(mergerPath(body)))
		case merger.Into:
			l.takenOver = append(l.takenOver, outer(sheet.Ref("bodies."+merger.Body+".handed_over")))
		}
	}
}

// recordedOf reports a body that has no deficit once it has merged, and says what its deficits took.
func (v *validator) recordedOf(b Model, path string) {
	for _, e := range b.earmarks() {
		if len(e.Recorded) > 0 {
			at := "bodies." + b.Name + "." + e.at("recorded")
			v.fault(path,
				fault.Conflict.Found("it has no deficit once it has merged, and %s says what its deficits took",
					at).Want("leave one of them out").With(at))
		}
	}
}

// alike reports a merger of other than two bodies, or two systems, of this one.
func (v *validator) alike(merger Merger, path string) {
	one, other := v.m.isSystem(merger.Body), v.m.isSystem(merger.Into)
	if !one {
		v.member(path, merger.Body)
	}
	if !other {
		v.member(path+".into", merger.Into)
	}
	if one != other && v.below[merger.Body] != nil && v.below[merger.Into] != nil {
		v.fault(path, fault.Conflict.Found("one of %s and %s is a system, and the other is not",
			fault.Quote(merger.Body), fault.Quote(merger.Into)).Want("merge two bodies, or two systems"))
	}
}

func (v *validator) mergers() {
	m, into, merged := v.m, map[string]bool{}, map[string]bool{}
	for _, merger := range m.Mergers {
		into[merger.Into] = true
	}
	for _, merger := range m.Mergers {
		path := "mergers." + merger.Body
		switch {
		case merger.Body == merger.Into:
			v.fault(path+".into", fault.Circle.Found("%s cannot merge into itself", fault.Quote(merger.Body)).
				Want("name another body"))
		case merged[merger.Body]:
			v.fault(path, fault.Duplicate.Found("%s merges twice", fault.Quote(merger.Body)))
		case into[merger.Body]:
			v.fault(path, fault.Conflict.Found("%s takes over another body and cannot merge itself",
				fault.Quote(merger.Body)).
				Want("let both merge into the same body"))
		case merger.Year == 0:
			v.fault(path, fault.Missing.Found("when?").
				Want("give year, the first in which %s is part of the other body", fault.Quote(merger.Body)))
		case merger.Year > m.Last:
			v.fault(path+".year", fault.OutOfRange.Found("%s is not a year of the plan", m.Label(merger.Year)).
				Want("it has %s to %s", m.Label(m.First+1), m.Label(m.Last)).With("years"))
		}
		if b := v.below[merger.Body]; b != nil {
			v.recordedOf(*b, path)
		}
		merged[merger.Body] = true
		v.alike(merger, path)
	}
}
