package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// Table writes a page for a terminal: the answer first, and which body of a system breaks first; then the scenarios
// side by side in the year asked about, and three notes. With [Options.Detail] there follow, for every scenario, a
// table of the bodies and a table of the lines with the chances of the conditions; the paired differences, and from
// which year on one scenario is ahead of another; and notes for the reader. It fits [Options.Width] by showing fewer
// years side by side, and breaks no line of a table. Faults are an empty result and a year, a scenario or a line that
// it does not have; other errors are the writer's. If there is a fault nothing is written.
func Table(w io.Writer, r *scenario.Result, o Options) error { return writePage(w, of(r), o) }

func writePage(w io.Writer, s source, o Options) error {
	p, err := newPage(s, o)
	if err != nil {
		return err
	}
	if p.detail {
		p.write()
	} else {
		p.first()
	}
	_, err = w.Write(p.out.Bytes())
	return err
}

// newPage is a page with its choices made.
func newPage(s source, o Options) (page, error) {
	v, err := look(s, o.Year, o.Unit)
	if err != nil {
		return page{}, err
	}
	p := page{view: v, out: &bytes.Buffer{}, columns: o.columns(), ink: ink(o.Color), detail: o.Detail}
	if p.scenarios, err = choose("scenario", o.Scenarios, s.about.Scenarios); err != nil {
		return page{}, err
	}
	if p.lines, err = v.lines(o.Lines); err != nil {
		return page{}, err
	}
	if len(o.Lines) == 0 {
		p.lines, p.idle = p.split(p.lines)
	}
	if !slices.ContainsFunc(p.lines, ofTheWhole) {
		p.view = p.forBodies()
	}
	return p, nil
}

// page is a page that is written to memory first, so that it comes out whole.
type page struct {
	view
	scenarios []string
	lines     []scenario.Line
	idle      []scenario.Line // lines that are zero on all paths, and only named in a note
	columns   int
	detail    bool // more than the first screen
	labels    int  // the most columns for the labels of a table; zero means a fifth of the page
	ink       ink
	out       *bytes.Buffer
}

// ofTheWhole reports whether a line does not belong to a body.
func ofTheWhole(l scenario.Line) bool {
	body, _ := sheet.BodyOf(l.Name)
	return body == ""
}

// split takes out the lines that are zero on all paths in every year of the scenarios shown, unless all are.
func (p page) split(lines []scenario.Line) (shown, idle []scenario.Line) {
	for _, l := range lines {
		if p.zero(l.Name, p.scenarios) {
			idle = append(idle, l)
		} else {
			shown = append(shown, l)
		}
	}
	if len(shown) == 0 {
		return lines, nil
	}
	return shown, idle
}

// zero reports whether a line has figures and is zero on all paths of the run in every year of the scenarios.
func (v view) zero(line string, scenarios []string) bool {
	found := false
	for _, name := range scenarios {
		for _, year := range v.about.Years {
			c, ok := v.Cell(name, line, year)
			if ok && (c.Min != 0 || c.Max != 0 || c.Central != 0 || c.Mean.Value != 0) {
				return false
			}
			found = found || ok
		}
	}
	return found
}

// lines are the lines asked for; else the lines of the envelope that the result has, with any lines of bodies that were
// asked for; else all.
func (v view) lines(asked []string) ([]scenario.Line, error) {
	var known []string
	for _, l := range v.about.Lines {
		known = append(known, l.Name)
	}
	names, err := choose("line", asked, known)
	if err != nil {
		return nil, err
	}
	if len(asked) == 0 {
		names = append(envelopeLines(), furtherLines()...)
	}
	var lines []scenario.Line
	for _, name := range names {
		if l, ok := v.line(name); ok {
			lines = append(lines, l)
		}
	}
	for _, l := range v.about.Lines {
		body, line := sheet.BodyOf(l.Name)
		if len(asked) == 0 && (body != "" && line != "balance" || body == "" && ofCause(line)) {
			lines = append(lines, l)
		}
	}
	if len(lines) == 0 {
		lines = v.about.Lines
	}
	return lines, nil
}

func (p page) write() {
	p.title(clean(p.about.Name))
	p.paragraph("", p.answer(p.scenarios))
	if breaks := p.breaks(p.scenarios); breaks != "" {
		p.paragraph("", breaks)
	}
	if len(p.scenarios) > 1 { // a single scenario has a table of its own
		p.summary()
	}
	bodies := p.bodies()
	for _, name := range p.scenarios {
		p.nation(name, bodies)
		p.bodyTable(name, bodies)
	}
	for _, name := range p.scenarios {
		p.grid(p.heading(clean(name)), p.headers(), p.scenarioSections(name))
	}
	for _, pair := range pairs(p.about.Comparisons, p.scenarios) {
		p.grid(p.heading(clean(pair.Of)+" minus "+clean(pair.Versus)), p.headers(), p.differenceSections(pair))
		if text := p.discordant(pair); text != "" {
			p.paragraph("", text)
		}
		if text := p.breakEven(pair); text != "" {
			p.paragraph("", text)
		}
	}
	p.notes()
}

// heading adds the unit to the heading of a table.
func (p page) heading(what string) string { return fmt.Sprintf("%s, %s", what, p.unit.Name) }

// title is the result's name, underlined.
func (p page) title(name string) {
	lines := wrap(name, within(p.columns))
	longest := 0
	for _, line := range lines {
		p.line(p.ink.bold(line))
		longest = max(longest, width(line))
	}
	if longest > 0 {
		p.line(strings.Repeat("=", longest))
	}
}

// paragraph writes wrapped text after an empty line; the lines after the first are indented as far as the bullet.
func (p page) paragraph(bullet, text string) {
	if bullet == "" {
		p.line("")
	}
	indent := strings.Repeat(" ", width(bullet))
	for i, line := range wrap(text, within(p.columns-width(bullet))) {
		if i == 0 {
			p.line(bullet + line)
		} else {
			p.line(indent + line)
		}
	}
}

func (p page) line(s string) { p.out.WriteString(strings.TrimRight(s, " ") + "\n") }

// ink is whether escape sequences for colour may be written.
type ink bool

func (i ink) bold(s string) string { return i.wrap("\x1b[1m", s) }
func (i ink) red(s string) string  { return i.wrap("\x1b[31m", s) }

func (i ink) wrap(sequence, s string) string {
	if !i || strings.TrimSpace(s) == "" {
		return s
	}
	return sequence + s + "\x1b[0m"
}
