package file

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
)

// apply makes changes to the baseline's tree, in order. It reports changes that cannot be made, and is then not ok.
func (d *decoder) apply(names []string, changes *node) (tree *node, ok bool) {
	tree, ok = d.root, true
	e := edit{}
	for _, name := range names {
		change := changes.child(name)
		path := join("changes", name)
		if change.kind != nodeMapping {
			d.wrongKind(change, path, "a mapping from places in the file to what stands there instead")
			ok = false
			continue
		}
		for _, f := range change.fields {
			if changed := d.replaceAll(e, tree, f, path); changed != nil {
				tree = changed
			} else {
				ok = false
			}
		}
	}
	return tree, ok
}

// anyName stands for every name at its place: bodies.*.savings.planned.
const anyName = "*"

// replaceAll puts one node of a change in its place, or in every place that there is where * stands for any name; nil
// if there is none.
func (d *decoder) replaceAll(e edit, tree *node, f field, path string) *node {
	if !strings.Contains(f.key.text, anyName) || utf8.RuneCountInString(f.key.text) > maxName {
		return d.replace(e, tree, f, path)
	}
	places := tree.places("", f.key.text)
	if len(places) == 0 {
		d.fault(f.key.at, join(path, f.key.text), fault.Unknown.Found("there is no such place in the file").
			Want("* stands for any one name, as in bodies.*.savings.planned, and reaches the places that are there"))
		return nil
	}
	if d.reached += len(places); d.reached > maxPlaces {
		d.fault(f.key.at, join(path, f.key.text),
			fault.TooLarge.Found("the * of all changes reach more than %d places", maxPlaces))
		return nil
	}
	for _, place := range places {
		key := *f.key
		key.text = place
		if tree = d.replace(e, tree, field{&key, f.value}, path); tree == nil {
			return nil
		}
	}
	return tree
}

// places are the paths below a node that a pattern with * for names leads to, and that are there.
func (n *node) places(before, pattern string) (all []string) {
	if n == nil {
		return nil
	}
	key := n.begins(pattern)
	rest, deeper := strings.CutPrefix(pattern[len(key):], ".")
	for _, f := range n.fields {
		switch at := join(before, f.key.text); {
		case key != anyName && f.key.text != key:
		case deeper:
			all = append(all, f.value.places(at, rest)...)
		default:
			all = append(all, at)
		}
	}
	return all
}

// maxPlaces is the most places that the * of all changes, and of all settings, may reach together.
const maxPlaces = 20_000

// replace puts one node of a change in its place; nil if there is no such place.
func (d *decoder) replace(e edit, tree *node, f field, path string) *node {
	below := join(path, f.key.text)
	if utf8.RuneCountInString(f.key.text) > maxName {
		d.fault(f.key.at, below,
			fault.TooLarge.Found("the place %s is longer than %d characters", fault.Quote(f.key.text), maxName))
		return nil
	}
	keys := e.split(tree, f.key.text)
	switch {
	case !slices.Contains(changeable(), keys[0]):
		d.fault(f.key.at, below, fault.Unknown.Found("a change cannot begin with %s", fault.Quote(keys[0])).
			Want("it replaces numbers of the model: %s",
				strings.Join(changeable(), ", ")).Suggest(d.faults.nearest(keys[0], changeable())))
		return nil
	case slices.Contains(keys, ""):
		d.fault(f.key.at, below, fault.Unreadable.Found("%s is not a place in the file", fault.Quote(f.key.text)).
			Want("write its keys with one dot between them"))
		return nil
	case len(keys) > maxDepth:
		d.fault(f.key.at, below, fault.TooLarge.Found("the place has more than %d keys", maxDepth))
		return nil
	case strings.HasSuffix(f.key.text, "]"):
		series, _, _ := strings.Cut(f.key.text, "[")
		d.fault(f.key.at, below, fault.Misplaced.Found("a change replaces a whole series, not one year of it").
			Want("write %s: with a list", fault.Short(series)))
		return nil
	case f.value.kind == nodeNothing:
		d.fault(f.value.at, below, fault.Missing.Found("there is nothing after the place").
			Want("write what stands there instead"))
		return nil
	}
	changed, depth, ok := e.with(tree, keys, f.key, f.value)
	if !ok {
		d.fault(f.key.at, below, fault.Misplaced.Found("%s has no keys in it, so a change cannot reach inside",
			strings.Join(keys[:depth], ".")).
			Want("replace it as a whole"))
		return nil
	}
	return changed
}
