package words

import (
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// Meant is the fault of a name that is not known, in a file or outside one, with what may be meant by it: the nearest
// of the candidates, or all of them that a message has room for. What the fault wants stands only where there are none.
func Meant(f fault.Fault, by *sheet.Suggester, name string, candidates []string) fault.Fault {
	if near, ok := by.Nearest(name, candidates); ok {
		f.Wanted = ""
		return f.Suggest(near)
	}
	return ThereIs(f, candidates)
}

// ThereIs is the fault with as many names of what there is as a message has room for.
func ThereIs(f fault.Fault, names []string) fault.Fault {
	if len(names) == 0 {
		return f
	}
	return f.Want("there is %s", List(names))
}

// List is names with commas between, as many as a message has room for.
func List(names []string) string {
	const most = 2 * fault.Longest // each with its comma takes two characters
	return fault.Cut(strings.Join(names[:min(len(names), most)], ", "), most)
}
