package file

import (
	"strconv"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// The versions of the file format. All are read, each as it always was. What is new in
//
//	2  Two things are said that whoever reads a file had to know. A position beside support (opening.support) has
//	   before_support beside it: the file says whether the support is in the position. Returns of an earmark say whether
//	   they grow with prices (earmark.returns.grows).
const (
	CurrentSchema = 2 // the version that [Spec.Migrate] writes
	oldestSchema  = 1
)

// Schema is the version of the format that the file says it has, 1 or 2; 0 if it says none that is known. Files of
// older versions are read as they always were; [Spec.Migrate] writes them anew.
func (s *Spec) Schema() int {
	s = door.Or(s)
	return versionOf(s.root.child("schema"))
}

// versionOf is the version that stands after the key schema; 0 if it is none that is known.
func versionOf(n *node) int {
	if n == nil || n.kind != nodeText {
		return 0
	}
	for v := oldestSchema; v <= CurrentSchema; v++ {
		if n.text == strconv.Itoa(v) {
			return v
		}
	}
	return 0
}

// An unsaid is a key that a file of an older version leaves out and later ones have.
type unsaid struct {
	path, value string
	in          *node // the mapping that the key belongs to
	since       int   // the version
	// asks is the fault of a file of that version without it.
	asks fault.Fault
}

// says looks whether a mapping says what files say since a version of the format. One of that version that does not is
// at fault; of an older one it is noted, with the value that it is read with.
func (s *section) says(since int, key, value string, asks fault.Fault) {
	if s.n.kind != nodeMapping || s.faulty || s.n.has(key) {
		return
	}
	u := unsaid{path: join(s.path, key), value: value, in: s.n, since: since, asks: asks}
	if s.spec.Schema() >= since {
		s.fault(s.n.at, u.path, asks)
		return
	}
	s.unsaid = append(s.unsaid, u)
}

// saysPosition: a position beside support says what it is without it.
func (s *section) saysPosition(o finance.Opening) {
	if !s.n.has("position") || !s.n.has("support") || s.suspected(s.path) {
		return
	}
	before := o.Position - o.Support
	s.says(2, "before_support", before.Short(s.model.Symbol()),
		fault.Missing.Found("whether the position has the support in it is not said").
			Want("give the position before the support too: %s if it has", before.Short(s.model.Symbol())))
}

// saysGrowth: returns say whether they grow with prices.
func (s *section) saysGrowth() {
	s.says(2, "grows", "in_cash",
		fault.Missing.Found("whether the returns grow with prices is not said").Want("write in_cash or with_prices"))
}
