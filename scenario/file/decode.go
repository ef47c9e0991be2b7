package file

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/bounds"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/openenvelope/envelope/scenario/process"
)

// A shared is what the scenarios of a file share while the file is decoded.
type shared struct {
	spec   *Spec
	faults *faultList
	// laws holds distributions already made, by the node that describes them: scenarios share most of theirs.
	laws         map[lawKey]madeLaw
	cuts         map[lawKey]madeLaw      // laws cut off at the limits of a growth
	mixed        int                     // parts of mixtures, read so far
	lawForms     []dist.Kind             // named as keys are written
	processForms []process.Kind          // named likewise
	formNames    []string                // of numbers, see ownForms
	tables       map[string]*table.Table // the tables that the file names, as they were read
	large        bool                    // the file is too large to go on after a fault
	observations int                     // rows of tables read so far
	looked       int                     // keys compared so far with a * of a change
	// drivers holds every driver of every scenario by name, as first seen, for the correlations.
	drivers map[string]draft
	// undecided holds the drivers of the file before settings were made to it, once a correlation has asked for them.
	undecided map[string]draft
	unsaid    []unsaid        // keys that an older file leaves out
	byYear    map[*node]*node // from a list of one number for each year to what holds after it, if the file says
	// changed holds the places of the changes in the file.
	changed map[place]bool
}

func newShared(s *Spec, faults *faultList) *shared {
	return &shared{spec: s, faults: faults, laws: map[lawKey]madeLaw{}, cuts: map[lawKey]madeLaw{},
		drivers: map[string]draft{}, changed: map[place]bool{}, byYear: map[*node]*node{}}
}

// lawKey identifies a distribution: its description, the bounds beside it if there are any, and the unit that they are
// read in.
type lawKey struct {
	n, truncate *node
	money       bool
	limits      limits
}

// decode reads every scenario of the tree into a model. The model is not to be used when there are faults.
func (s *Spec) decode(faults *faultList) *scenario.Model { return newShared(s, faults).decode() }

// decode reads the whole file.
func (r *shared) decode() *scenario.Model {
	s, faults := r.spec, r.faults
	r.markChanged(s.root.child("changes"))
	m := &scenario.Model{Name: s.asSet(), Set: s.set}
	f := r.decoder(version{root: s.root})
	if n := bodiesIn(s.root); n > finance.MaxBodies {
		f.fault(s.root.child("bodies").at, "bodies", fault.TooLarge.Found("the file has %d bodies of all levels", n).
			Want("the most is %d", finance.MaxBodies))
		return m
	}
	for i, d := range r.decoders(f.versions()) {
		if faults.full() || r.large && len(faults.all) > 0 {
			faults.unread = true
			break
		}
		scenario := d.scenario()
		switch {
		case i == 0:
			m.Baseline = scenario
		case !d.parked:
			m.Scenarios = append(m.Scenarios, scenario)
		}
	}
	m.Comparisons = f.comparisons(m)
	m.Correlation = f.correlations()
	return m
}

// maxLaid is the most bodies that the baseline, all scenarios and all changes may have together.
const maxLaid = 30_000

// A file with a fault is still read and laid out to its end, so that all faults are found at once, if it is within
// these limits: bodies, and keys and values, of all versions together.
const (
	maxFaultyBodies = 500
	maxFaultyNodes  = 100_000
)

// decoders read each version into a model.
func (r *shared) decoders(all []version) (read []*decoder) {
	bodies, nodes := 0, 0
	for _, v := range all {
		bodies += bodiesIn(v.root)
	}
	if bodies > maxLaid {
		r.decoder(all[0]).fault(r.spec.root.child("bodies").at, "bodies",
			fault.TooLarge.Found("the baseline, the scenarios and the changes have %d bodies together", bodies).
				Want("the most is %d", maxLaid))
		return nil
	}
	for _, v := range all {
		if r.faults.full() || r.large && len(r.faults.all) > 0 {
			return read
		}
		d := r.decoder(v)
		d.file()
		read = append(read, d)
		nodes += v.root.count()
		r.large = bodies > maxFaultyBodies || nodes > maxFaultyNodes
	}
	return read
}

// bodiesIn counts the bodies below a node, at all levels.
func bodiesIn(n *node) (count int) {
	if bodies := n.child("bodies"); bodies != nil {
		for _, f := range bodies.fields {
			count += 1 + bodiesIn(f.value)
		}
	}
	return count
}

// markChanged notes the places of the keys and values of the changes.
func (r *shared) markChanged(n *node) {
	if n == nil {
		return
	}
	r.changed[n.at] = true
	for _, f := range n.fields {
		r.changed[f.key.at] = true
		r.markChanged(f.value)
	}
	for _, item := range n.items {
		r.markChanged(item)
	}
}

// scenario lays out the model that was read, to check it.
func (d *decoder) scenario() scenario.Scenario {
	d.checkDrivers(d.validate())
	s := scenario.Scenario{Name: d.name, Model: d.model, Changes: d.changes, Set: d.spec.standing(d.root)}
	for _, draft := range d.drafts {
		s.Drivers = append(s.Drivers, draft.handOver())
		d.remember(draft)
	}
	return s
}

// A decoder reads one scenario's tree into a finance.Model and its drivers.
type decoder struct {
	*shared
	version
	model    *finance.Model
	into     *finance.Model // the model being read: the whole, or one of its bodies
	unread   bool           // the years cannot be read, so a year has no label
	labelled []string       // the years after the opening year, see labels
	drafts   []draft
	shares   map[string]assumed // the assumptions read so far, by path
	uses     map[string]limits  // of assumptions, see limitsOfUses
	// suspects are the paths where a fault was found: further faults there may follow from it.
	suspects []string
}

// A draft is a driver with its place in the file.
type draft struct {
	scenario.Driver
	money   bool
	central float64
	form    string // "normal", or "p10 and p90"
	at      place
}

// move is the draft's distribution and how it moves.
func (f draft) move() bounds.Move { return bounds.Move{Law: f.Law, Process: f.Process} }

// handOver is the driver for the model. A driver of money was read in pence.
func (f draft) handOver() scenario.Driver {
	d := f.Driver
	if f.money && d.Law != nil {
		d.Law, d.Process = pence.Law{InPence: d.Law}, pence.HandOver(d.Process)
	}
	return d
}

// says is the name of the draft's distribution in a message.
func (f draft) says() string {
	if f.Law != nil && inPlace(f.form) {
		return f.form + " make a " + f.Law.Kind() + " distribution, which"
	}
	return f.form
}

func (r *shared) decoder(v version) *decoder {
	m := &finance.Model{Notes: map[string]finance.Note{}}
	return &decoder{shared: r, version: v, model: m, into: m, suspects: slices.Clone(r.faults.meantKeys)}
}

// fault reports what is wrong at a place. Where the place is outside the changes, but only some changes bring the fault
// out, the fault names the scenario.
func (d *decoder) fault(at place, path string, f fault.Fault) {
	scenario := ""
	if len(d.changes) > 0 && !d.changed[at] {
		scenario = "in scenario " + fault.Quote(d.name)
		if d.parked {
			scenario = "with the change " + fault.Quote(d.name)
		}
	}
	d.suspect(path)
	d.faults.addIn(scenario, at, f.At(path))
}

// suspect notes a path where something is wrong. Once the list of faults is full it notes nothing.
func (d *decoder) suspect(path string) {
	if !d.faults.full() {
		d.suspects = append(d.suspects, path)
	}
}

// suspected reports whether a fault was found at the path, below it or above it.
func (d *decoder) suspected(path string) bool {
	return slices.ContainsFunc(d.suspects, func(s string) bool {
		return s == path || within(s, path) || within(path, s)
	})
}

// suspectedAbove reports whether a fault was found at the path or above it.
func (d *decoder) suspectedAbove(path string) bool {
	return slices.ContainsFunc(d.suspects, func(s string) bool { return s == path || within(path, s) })
}

// within reports whether a path is another one or below it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && rest != "" && (rest[0] == '.' || rest[0] == '[')
}
