package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
)

// A usual is the range of a kind of number in one place, and who published it.
type usual struct {
	ends      []string // how the paths of such numbers end, below the body
	low, high float64  // as fractions
	source    string
}

// String is the range with its source: "0.3% to 4.1% (…)".
func (u usual) String() string {
	return fmt.Sprintf("%s to %s (%s)", finance.Rate(u.low), finance.Rate(u.high), u.source)
}

// of reports whether a path is the path of such a number.
func (u usual) of(path string) bool {
	path = path[len(bodyOf(path)):]
	return slices.ContainsFunc(u.ends, func(end string) bool {
		head, tail, pattern := strings.Cut(end, "*")
		return path == end || pattern && strings.HasPrefix(path, head) && strings.HasSuffix(path, tail)
	})
}

// englishNHS names the ranges of the NHS in England.
const englishNHS = "English NHS"

// Ranges names the places whose usual figures the library knows, for [Model.Ranges].
func Ranges() []string { return []string{englishNHS} }

// usualIn are the usual figures of a place. They are the ends of the shipped histories, as a test checks; the figures
// of need are published projections.
func usualIn(place string) []usual {
	if place != englishNHS {
		return nil
	}
	return []usual{
		{[]string{"funding.real_growth"}, 0.003, 0.037,
			"NHS England settlements of 2015 and 2018, 2016/17 to 2023/24: Department of Health; NHS Providers"},
		{[]string{"need.real_growth"}, 0, 0.05,
			"no fall; at most the first years of modernisation: Institute for Fiscal Studies and Health Foundation, 2018"},
		{[]string{"savings.planned"}, 0, 0.037,
			"of cost, the most that providers ever delivered, in 2016/17 and 2017/18: NHS Improvement; HSJ"},
		{[]string{"services.*.productivity", "transfers.*.efficiency"}, 0, 0.02,
			"the best year outside the pandemic, 2016/17: Office for National Statistics"},
		{[]string{"need.components.productivity"}, -0.02, 0,
			"the best year outside the pandemic, 2016/17: Office for National Statistics"},
		{[]string{"deflator.planned"}, 0.008612, 0.068,
			"GDP deflator, 2008/09 to 2023/24: HM Treasury; Office for Budget Responsibility"},
	}
}

// rangesKnown refuses a place whose usual figures the library does not know.
func (m *Model) rangesKnown() error {
	if m.Ranges != "" && !slices.Contains(Ranges(), m.Ranges) {
		return fault.Unknown.Found("there are no ranges of %s", fault.Quote(m.Ranges)).
			Want("there are those of %s", strings.Join(Ranges(), ", ")).At("ranges")
	}
	return nil
}
