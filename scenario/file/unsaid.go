package file

import (
	"strconv"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
)

// The versions of the file format. Every version is read as it always was. New in
//
//	2  A file says two things that its readers had to know before. A position beside support (opening.support) has
//	   before_support beside it: the file says whether the support is in the position. Returns of an earmark say whether
//	   they grow with prices (earmark.returns.grows).
const (
	CurrentSchema = 2 // the version that [Spec.Migrate] writes
	oldestSchema  = 1
)

// Schema is the version of the format that the file gives, 1 or 2; 0 if it gives no known version. Files of older
// versions are read as they always were; [Spec.Migrate] rewrites them in the current version.
func (s *Spec) Schema() int {
	s = door.Or(s)
	return versionOf(s.root.child("schema"))
}

// versionOf is the version given by the key schema; 0 if it is not a known version.
func versionOf(n *node) int {
	if n == nil {
		return 0
	}
	for v := oldestSchema; v <= CurrentSchema; v++ {
		if n.text == strconv.Itoa(v) {
			return v
		}
	}
	return 0
}

// An unsaid is a key that a file of an older version leaves out and a file of a later version must have.
type unsaid struct {
	path, value string
	in          *node // the mapping that the key belongs to
	since       int   // the version
	// asks is the fault of a file of that version without the key.
	asks fault.Fault
}

// says checks whether a mapping has a key that files must have since a version of the format. Without it, a file of
// that version is at fault; for a file of an older version the key is noted, with the value that it is read with.
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

// saysPosition checks that a position beside support says what the position is without the support.
func (s *section) saysPosition(o finance.Opening) {
	if !s.n.has("position") || !s.n.has("support") || s.suspected(s.path) {
		return
	}
	before := o.Position - o.Support
	s.says(2, "before_support", before.Short(s.model.Symbol()),
		fault.Missing.Found("whether the position has the support in it is not said").
			Want("give the position before the support too: %s if it has", before.Short(s.model.Symbol())))
}

// saysGrowth checks that returns say whether they grow with prices.
func (s *section) saysGrowth() {
	s.says(2, "grows", "in_cash",
		fault.Missing.Found("whether the returns grow with prices is not said").Want("write in_cash or with_prices"))
}
