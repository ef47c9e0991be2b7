package kernel

// Where a tape's columns do not fit in the second-level cache, its instructions would wait for most of them: it works
// on a strip of one column and then on one of another, which no processor foresees. So columns are fetched some
// instructions before they are needed.
const (
	fetchAbove = 1 << 20 // bytes of slab
	fetchAhead = 32      // instructions
	fetchAgain = 256     // instructions after which a column has probably left the cache
)

// fetching adds fetches to native code, of two columns each.
func (a assembly) fetching(code []native) []native {
	all := make([]native, 0, len(code)+len(code)/2)
	last, wanted := map[uint32]int{}, []uint32(nil)
	for i := range len(code) + fetchAhead {
		if i < len(code) {
			for _, column := range a.columns(code[i]) {
				if at, ok := last[column]; !ok || i-at > fetchAgain {
					wanted = append(wanted, column)
				}
				last[column] = i
			}
		}
		if len(wanted)%2 == 1 && i%4 == 3 {
			wanted = append(wanted, wanted[0])
		}
		for ; len(wanted) > 1; wanted = wanted[2:] {
			all = append(all, native{a.codes[fetchBoth], wanted[0], wanted[1]})
		}
		if i >= fetchAhead {
			all = append(all, code[i-fetchAhead])
		}
	}
	return all
}

// columns are those that native code reads or writes, as byte offsets.
func (a assembly) columns(n native) []uint32 {
	switch n.code {
	case a.codes[storeThenLoad], a.codes[OpChoose]:
		return []uint32{n.a, n.b}
	case a.codes[OpRound], a.codes[OpRound+limited], a.codes[OpLimit], a.codes[OpFinite], a.codes[OpZero],
		a.codes[endOfStrip]:
		return nil
	}
	for _, scalar := range a.codes[ops+1 : storeThenLoad] {
		if n.code == scalar {
			return nil
		}
	}
	for _, scalar := range a.codes[3*(ops+1):] {
		if n.code == scalar {
			return nil
		}
	}
	return []uint32{n.a}
}
