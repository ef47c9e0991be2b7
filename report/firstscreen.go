package report

import (
	"fmt"
	"strings"
)

// How much a first screen holds; the whole page has the rest.
const (
	mostFirstBodies   = 8
	mostFirstWarnings = 3
)

// first writes the first screen: the answer, one table of the year asked about, and three notes. Warnings are never
// left out; of many it shows the first, and says how many more there are.
func (p page) first() {
	p.title(clean(p.about.Name))
	p.paragraph("", p.answer(p.scenarios))
	if breaks := p.breaks(p.scenarios); breaks != "" {
		p.paragraph("", breaks)
	}
	p.summary()
	p.line("")
	for _, note := range p.firstNotes() {
		p.paragraph("- ", note)
	}
	warnings, more := warned(p.about.Warnings), 0
	if len(warnings) > mostFirstWarnings {
		warnings, more = warnings[:mostFirstWarnings], len(warnings)-mostFirstWarnings
	}
	p.listed("Warnings", warnings)
	if more > 0 {
		p.line(fmt.Sprintf("- and %d more", more))
	}
	p.paragraph("", p.provenance())
}

// firstNotes are the three notes that every reader needs: what intervals are, which assumptions the figures depend on,
// what is left out.
func (p page) firstNotes() []string {
	notes := []string{fmt.Sprintf("Brackets are 95%% Monte Carlo intervals: what %s paths leave open, not whether the assumptions are right. p50 is the middle path, and no forecast.",
		count(p.about.Run.Paths))}
	if strings.Contains(p.out.String(), "~") {
		notes[0] += " ~ marks a figure whose last digit is in doubt; more paths settle it."
	}
	if support := p.support(); support != "" {
		notes = append(notes, support)
	}
	if left := printable(p.about.NotModelled); len(left) > 0 {
		said := left[0]
		if len(left) > 1 {
			said += fmt.Sprintf("; and %d more", len(left)-1)
		}
		notes = append(notes, "Not modelled: "+strings.TrimSuffix(said, ".")+".")
	}
	return notes
}
