package file

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/fault"
)

// apply makes changes to the baseline's tree, in order. It reports changes that cannot be made, and then returns not
// ok.
func (d *decoder) apply(names []string, changes *node) (tree *node, ok bool) {
	tree, ok = d.root, true
	e := edit{}
	for _, name := range names {
		change := changes.child(name)
		path := join("changes", name)
		if change.kind != nodeMapping {
			d.wrongKind(change, path, "a mapping from places in the file to their new values")
			ok = false
		}
		for _, f := range change.fields {
			if changed := d.replace(e, tree, f, path); changed != nil {
				tree = changed
			} else {
				ok = false
			}
		}
	}
	return tree, ok
}

// replace puts one node of a change in its place; where the path has *, in the place of every name. It is nil if there
// is no such place.
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
			Want("write the new value"))
		return nil
	}
	if slices.Contains(keys, anyName) {
		return d.spread(tree, f, below)
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
