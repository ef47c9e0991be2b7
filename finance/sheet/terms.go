package sheet

// A Term is a row or input that a formula adds, or takes away.
type Term struct {
	Name string // of the row or input
	// Sign is 1 if it is added, -1 if it is taken away.
	Sign int
}

// Terms are the rows and inputs of this year that a formula adds and takes away, from left to right; not ok if it does
// anything else.
func (e Expr) Terms() (terms []Term, ok bool) {
	n, _ := e.Node()
	switch {
	case n.Op == OpRef && n.Lag == 0 && n.Name != "":
		return []Term{{n.Name, 1}}, true
	case n.Op != OpAdd && n.Op != OpSub:
		return nil, false
	}
	left, ok := n.Args[0].Terms()
	right, also := n.Args[1].Terms()
	if !ok || !also {
		return nil, false
	}
	for _, t := range right {
		if n.Op == OpSub {
			t.Sign = -t.Sign
		}
		left = append(left, t)
	}
	return left, true
}
