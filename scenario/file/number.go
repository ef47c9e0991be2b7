package file

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/process"
)

// A slot is a place for a number: its path, its unit, and whether the number may be uncertain.
type slot struct {
	path string
	unit unit
	// year is the label of the year that the number is for, and input the series it belongs to; year is empty if it is
	// for all years.
	year, input string
	// certain is the fault of an uncertain number here; none if it may be uncertain.
	certain fault.Fault
	// limits are the limits of the number, if it is a rate.
	limits limits
	// then marks the number that holds for all years after those of a list.
	then bool
}

// A reading is one number as it was read from the file. Its central value is a fraction, whole pence or a count.
type reading struct {
	central float64
	ok      bool
	law     dist.Distribution // nil if the number is certain or follows another
	process process.Process   // nil if drawn once
	follows string            // the driver it follows
	times   float64
	form    string // how the uncertainty is written: "normal", "p10 and p90"
	// described is the node with the parameters of the distribution.
	described *node
	at        place
}

func (r reading) uncertain() bool { return r.law != nil || r.follows != "" }

// number reads one number in any of its forms: plain, with its source, uncertain, or following another.
func (d *decoder) number(n *node, at slot) reading {
	if k, ok := n.asked(takesNumber); ok {
		k.unit, k.certain = at.unit.name, at.certain.Kind != ""
		return reading{}
	}
	switch n.kind {
	case nodeText:
		if isSurvey(n.text) {
			return d.ifUncertain(d.survey(n, at), at)
		}
		return d.plain(n, at)
	case nodeMapping:
		return d.detailed(n, at)
	case nodeNothing:
		d.fault(n.at, at.path, fault.Missing.Found("there is nothing here").Want("write %s", at.unit.wants))
	default:
		d.wrongKind(n, at.path, at.unit.wants)
	}
	return reading{}
}

// plain reads a number without a mapping around it.
func (d *decoder) plain(n *node, at slot) reading {
	x, err := at.unit.read(n.text)
	if err != nil {
		d.fault(n.at, at.path, fault.Of(err))
	}
	return reading{central: x, ok: err == nil, at: n.at}
}

// detailed reads a number written as a mapping: a value, p10 and p90, or a distribution by name; and the notes about
// it.
func (d *decoder) detailed(n *node, at slot) reading {
	s := d.section(n, at.path)
	d.note(s, at)
	forms := s.forms()
	r := reading{}
	switch len(forms) {
	case 0:
	case 1:
		r = d.form(s, forms[0], at)
	default:
		s.faulty = true
		d.fault(n.at, at.path, fault.Conflict.Found("found %s", strings.Join(s.given(forms), ", and also ")).
			Want("a number has only one of these"))
	}
	d.truncation(s, at, &r)
	d.moves(s, at, &r)
	d.following(s, at, &r)
	d.misplaced(s)
	s.noFormula(at)
	s.done()
	if len(forms) == 0 && !s.faulty {
		d.fault(n.at, at.path, fault.Missing.Found("there is no number here").
			Want("write value: and %s, or make it uncertain with p10 and p90", at.unit.wants))
	}
	d.atLimits(s, at, &r)
	return d.ifUncertain(r, at)
}

// ifUncertain refuses a number that is uncertain where it may not be.
func (d *decoder) ifUncertain(r reading, at slot) reading {
	if r.uncertain() && at.certain.Kind != "" {
		d.fault(r.at, at.path, at.certain)
	}
	return r
}

// The forms of a number that are not the name of a distribution.
const (
	formValue    = "value"
	formInterval = "p10 and p90"
	formThree    = "p10, p50 and p90"
)

// lawKinds are the kinds of distribution, named as keys are written.
func (r *shared) lawKinds() []dist.Kind {
	if r.lawForms == nil {
		r.lawForms = dist.Kinds()
		for i, k := range r.lawForms {
			r.lawForms[i].Name = strings.ReplaceAll(k.Name, " ", "_")
		}
	}
	return r.lawForms
}

// forms lists the forms that a mapping gives its number in.
func (s *section) forms() []string {
	var found []string
	s.ask(formValue, "p10", "p50", "p90", keySurvey)
	for _, key := range []string{formValue, keyAssumption, keySurvey} {
		if s.n.has(key) {
			found = append(found, key)
		}
	}
	switch {
	case s.n.has("p50"):
		found = append(found, formThree)
	case s.n.has("p10", "p90"):
		found = append(found, formInterval)
	}
	s.asked = append(s.asked, s.ownForms()...)
	for _, name := range s.ownForms() {
		if s.n.has(name) {
			found = append(found, name)
		}
	}
	return found
}

// given are forms as a mapping gives them: those of their keys that are there, in a workbook with the first one's cell.
func (s *section) given(forms []string) (all []string) {
	for _, form := range forms {
		keys, text := []string{form}, form
		if inPlace(form) {
			keys = slices.DeleteFunc([]string{"p10", "p50", "p90"}, func(key string) bool { return !s.n.has(key) })
			if len(keys) < 3 {
				text = strings.Join(keys, " and ")
			}
		}
		if f, _ := s.n.field(keys[0]); f.key.at.cell != "" {
			text += " in " + f.key.at.cell
		}
		all = append(all, text)
	}
	return all
}

// ownForms are the forms that are the name of a distribution, or of a process that brings its own.
func (r *shared) ownForms() []string {
	if r.formNames == nil {
		for _, k := range r.lawKinds() {
			r.formNames = append(r.formNames, k.Name)
		}
		for _, k := range r.processKinds() {
			if k.Law != nil {
				r.formNames = append(r.formNames, k.Name)
			}
		}
	}
	return r.formNames
}

// form reads the one form that a mapping gives.
func (d *decoder) form(s *section, form string, at slot) reading {
	switch form {
	case formValue:
		n := s.get(formValue)
		if n == nil {
			return reading{}
		}
		if n.kind != nodeText {
			d.wrongKind(n, at.path, at.unit.wants)
			return reading{}
		}
		return d.plain(n, at)
	case keyAssumption:
		return d.knownUse(s, at)
	case formInterval:
		return d.law(s.n, intervalOf(s.n, at), at)
	case formThree:
		return d.law(s.n, threePercentiles(s.n, at), at)
	}
	n := s.get(form)
	if n == nil {
		return reading{}
	}
	if form == keySurvey {
		return d.survey(n, at)
	}
	if k, ok := d.wholeKind(form); ok {
		return d.ownLaw(n, k, at)
	}
	for _, k := range s.lawKinds() {
		if k.Name == form {
			return d.law(n, k, at)
		}
	}
	return reading{}
}

// looksUncertain reports whether a mapping says how uncertain something is.
func (d *decoder) looksUncertain(n *node) bool {
	forms := d.section(n, "").forms()
	return len(forms) > 1 || (len(forms) == 1 && forms[0] != formValue && forms[0] != keyAssumption)
}

// misplaced reports keys of a list's form that are written beside a single number.
func (d *decoder) misplaced(s *section) {
	if f, ok := s.n.field("then"); ok {
		s.ask("then")
		s.faulty = true
		wanted := "write values: [...] instead of one number, or leave then out"
		if len(s.forms()) == 0 {
			wanted = "write values: [...] before it"
		}
		d.fault(f.key.at, join(s.path, "then"),
			fault.Misplaced.Found("then follows a list of values").Want("%s", wanted))
	}
}

// note reads the notes about a number (source, quality and so on), and records its place.
func (d *decoder) note(s *section, at slot) {
	note := s.said()
	note.Place = d.placeOf(s.n.at)
	d.model.Notes[at.path] = note
}

// said reads the notes on a number from the keys of a mapping: who says it, and how well it is supported.
func (s *section) said() finance.Note {
	note := finance.Note{Source: s.text("source"), Remark: s.text("note"), Owner: s.text("owner")}
	ratings := []finance.Quality{finance.Unrated, finance.Red, finance.Amber, finance.Green}
	note.Quality = ratings[s.choice("quality", "unrated", "red", "amber", "green")]
	return note
}
