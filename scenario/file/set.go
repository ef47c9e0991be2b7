package file

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// asSet is the file's title, with the settings made to it.
func (s *Spec) asSet() string {
	if words := scenario.SettingsInWords(s.set); words != "" {
		return s.Title() + ", " + words
	}
	return s.Title()
}

// standing are the settings that still hold in a scenario's tree, because its changes did not replace them.
func (s *Spec) standing(root *node) (set []scenario.Setting) {
	for _, setting := range s.set {
		if untouched(s.root, root, strings.TrimSpace(setting.Path)) {
			set = append(set, setting)
		}
	}
	return set
}

// maxSettings is the most settings that a file may be read with, over all calls of With together. Each is a text of its
// own for the YAML library, which takes 50 kB for it.
const maxSettings = 500

// With is the file with settings made to it, in order. The file itself is not changed; its text stays what it was, and
// a manifest lists the settings beside it. They are made before a scenario's changes. The error is [Faults], for places
// and values that cannot be read; [Spec.Model] checks the numbers. A fault in a setting has no line.
func (s *Spec) With(settings ...scenario.Setting) (*Spec, error) {
	s = door.Or(s)
	changed := *s
	changed.main = nil
	faults := s.newFaults()
	if n := len(settings) + len(s.set); n > maxSettings {
		faults.add(place{}, fault.TooLarge.Found("there are %d settings", n).Want("the most is %d", maxSettings))
		return nil, faults.err()
	}
	r := &shared{spec: s, faults: faults, changed: map[place]bool{}}
	e := edit{}
	for _, set := range settings {
		value := setValueOf(set, faults)
		if value == nil {
			continue
		}
		d := r.decoder(version{root: changed.root})
		key := textNode(strings.TrimSpace(set.Path), place{})
		if key.text == keyYears {
			if tree := s.asWritten().ends(changed.root, key, value, faults); tree != nil {
				changed.root, e = tree, edit{}
			}
			continue
		}
		if tree := d.replace(e, changed.root, field{key, value}, ""); tree != nil {
			changed.root = tree
		}
	}
	if n := changed.root.count(); n > maxNodes {
		faults.add(place{}, fault.TooLarge.Found("with the settings the file has %d keys and values", n).
			Want("the most is %d", maxNodes))
		return nil, faults.err()
	}
	changed.readTables()
	if len(settings) > 0 && s.before == nil {
		changed.before = s
	}
	changed.set = append(changed.set[:len(changed.set):len(changed.set)], settings...)
	return &changed, faults.err()
}

// setValueOf reads the value of a setting; nil if it cannot be read.
func setValueOf(set scenario.Setting, faults *faultList) *node {
	value, refused := valueOf(set.Value)
	if refused.Kind != "" {
		faults.add(place{}, refused.At(set.Path))
		return nil
	}
	value.moveTo(place{})
	return value
}

// valueOf reads text as the value of a key.
func valueOf(text string) (value *node, refused fault.Fault) {
	own := newFaultList("")
	root := parse([]byte("value: "+text+"\n"), own)
	switch {
	case len(own.all) > 0:
		return nil, own.all[0].Fault
	case root == nil || len(root.fields) != 1:
		return nil, fault.Unreadable.Found("%s is not one value", fault.Quote(text)).
			Want("write it as in a file, after its key")
	}
	return root.fields[0].value, fault.Fault{}
}

// moveTo gives a node, and all nodes in it, another place.
func (n *node) moveTo(at place) {
	n.at = at
	for _, f := range n.fields {
		f.key.moveTo(at)
		f.value.moveTo(at)
	}
	for _, item := range n.items {
		item.moveTo(at)
	}
}
