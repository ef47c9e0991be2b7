package file

// limitsOfUses are, by the name of an assumption, the limits that all its places have in common: a share that several
// bodies take is a share, and its percentiles mean what they mean in its places. There are none where places differ, or
// where one takes a part of the number or adds to it.
func limitsOfUses(root *node) map[string]limits {
	u := uses{}
	for _, f := range root.fields {
		switch f.key.text {
		case "assumptions", "changes", "scenarios", "comparisons":
		default:
			u.under(f.value, "", f.key.text)
		}
	}
	return u
}

// uses are limits by the names of assumptions; none where its places differ.
type uses map[string]limits

// under looks at what stands under a key of a section, which are their paths and names.
func (u uses) under(n *node, section, key string) {
	if n == nil {
		return
	}
	if name := n.child(keyAssumption); name != nil && name.kind == nodeText {
		l := limitsOf(section, key)
		if before, known := u[name.text]; n.has("times") || n.has("plus") || known && before != l {
			l = limits{}
		}
		u[name.text] = l
		return
	}
	for _, f := range n.fields {
		u.under(f.value, join(section, key), f.key.text)
	}
	for _, item := range n.items {
		u.under(item, section, key)
	}
}
