package file

// fromText is the tree of the text that says the same as a workbook, with the cells in which things stand there: so
// that a record of a run, which holds the text, has the same places.
func (s *Spec) fromText() {
	own := newFaultList(s.file)
	root := parse(s.text, own)
	if root == nil || len(own.all) > 0 {
		return
	}
	var cells []string
	s.root.walk(func(n *node) { cells = append(cells, n.at.cell) })
	s.root = root
	s.locate(cells)
}

// locate gives the keys and values of a tree the cells in which they stand, in the order of the tree; an empty one is
// none. A list of another length is of another tree, and gives none.
func (s *Spec) locate(cells []string) {
	if s.root.locate(cells) {
		s.cells = cells
	}
}

// locate is the same for a tree; false if the list is of another tree.
func (n *node) locate(cells []string) bool {
	all := 0
	n.walk(func(*node) { all++ })
	if all != len(cells) {
		return false
	}
	i := 0
	n.walk(func(n *node) {
		if cells[i] != "" {
			n.at = place{line: n.at.line, cell: cells[i]}
		}
		i++
	})
	return true
}

// walk calls do with a node and all keys, values and items below it, in the order of the file.
func (n *node) walk(do func(*node)) {
	if n == nil {
		return
	}
	do(n)
	for _, f := range n.fields {
		do(f.key)
		f.value.walk(do)
	}
	for _, item := range n.items {
		item.walk(do)
	}
}
