package file

import "slices"

// A key is a key of scenario files and what the reader takes there. The list of keys comes from the reader itself, so
// that there is only one: it reads a tree whose nodes note what they are read as.
type key struct {
	name      string // "*" stands for names that the file gives
	takes     takes
	unit      string   // the unit of a number: "rate", "amount", "years", "number"
	certain   bool     // a number that cannot be uncertain
	words     []string // to choose from
	low, high uint64   // bounds of a whole number
	keys      []*key   // the keys below it, in the order in which the reader asks
	meaning   meaning
}

// takes is what a key takes.
type takes int

const (
	takesText    takes = iota
	takesTexts         // a list, or one text
	takesWord          // one of a few
	takesWhole         // a whole number
	takesYear          // 2019/20
	takesNumber        // one for all years
	takesNumbers       // one for all years, or one for each
	takesKeys          // a mapping of keys
	takesNames         // a mapping of names that the file gives
	takesList          // a list of mappings of keys
	takesChanges       // a mapping of places to their new values
	takesMatrix        // a list of rows of numbers
)

// node is a node that notes what the key is read as.
func (k *key) node() *node { return &node{kind: nodeAsked, about: k} }

// below is the key with that name below the key, known or new.
func (k *key) below(name string) *key {
	i := slices.IndexFunc(k.keys, func(b *key) bool { return b.name == name })
	if i < 0 {
		i = len(k.keys)
		k.keys = append(k.keys, &key{name: name})
	}
	return k.keys[i]
}

// asked notes what a node is read as, if it is a node that takes notes.
func (n *node) asked(as takes) (k *key, ok bool) {
	if n.kind != nodeAsked {
		return nil, false
	}
	n.about.takes = as
	return n.about, true
}

// fileKeys asks the reader for the keys of a file. The keys of a number are in [numberForms]; the keys of a body are
// given once.
func fileKeys() *key {
	top := &key{}
	r := newShared(&Spec{}, newFaultList(""))
	d := r.decoder(version{root: top.node()})
	d.file()
	top.below("baseline")
	top.below("changes").takes = takesChanges
	scenarios := top.below("scenarios")
	scenarios.takes = takesNames
	scenarios.below("*").takes = takesTexts
	d.comparison(d.section(top.below("compare").node(), ""), nil)
	top.below("compare").takes = takesList
	d.correlationKeys(top.below("correlations"))
	top.mean("", meanings())
	return top
}

// correlationKeys asks for the keys of a group of correlated drivers, in either of its forms.
func (d *decoder) correlationKeys(list *key) {
	s := d.section(list.node(), "")
	s.loads()
	s.group(nil)
	list.takes = takesList
	list.below("matrix").takes = takesMatrix
	loads := list.below("loads")
	loads.takes = takesNames
	for _, k := range []*key{list.below("r"), list.below("df"), loads.below("*")} {
		k.takes, k.unit, k.certain = takesNumber, pure().name, true
	}
}
