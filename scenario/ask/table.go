package ask

import (
	"context"
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// An Axis is a place in the file and the values to try there, each as the file would write it.
type Axis struct {
	Place  string
	Values []string
}

// steps is how many values are tried for a range that does not give a number.
const steps = 7

// mostValues bounds an axis.
const mostValues = 1000

// ParseAxis reads "funding.real_growth=2%..6%", seven values evenly spaced; "…=2%..6%/9", nine values; or a list,
// "…=2%, 3.4%, 4%". An assumption may be named without "assumptions." before it ([Study.Place]).
func ParseAxis(text string) (Axis, error) {
	place, values, ok := strings.Cut(text, "=")
	a := Axis{Place: strings.TrimSpace(place)}
	if !ok || a.Place == "" {
		return a, fault.Unreadable.Found("%s is not a place and its values", fault.Quote(text)).
			Want("write them as in funding.real_growth=2%%..6%%")
	}
	from, to, isRange := strings.Cut(values, "..")
	if !isRange {
		for _, v := range strings.Split(values, ",") {
			a.Values = append(a.Values, strings.TrimSpace(v))
		}
		return a, nil
	}
	n := steps
	if end, count, ok := strings.Cut(to, "/"); ok {
		to = end
		if _, err := fmt.Sscanf(count+"\n", "%d\n", &n); err != nil || n < 2 || n > mostValues {
			return a, fault.OutOfRange.Found("%s is not a number of values", fault.Quote(count)).
				Want("write 2 to %d", mostValues)
		}
	}
	low, high, err := rangeOf(strings.TrimSpace(from), strings.TrimSpace(to))
	if err != nil {
		return a, err
	}
	for i := range n {
		a.Values = append(a.Values, low.at(low.value+float64((high.value-low.value)*float64(i)/float64(n-1))))
	}
	return a, nil
}

// Place is the place in the file that a short name means: an assumption's, if there is one of that name.
func (s *Study) Place(name string) string {
	s = door.Or(s)
	for _, in := range s.names.inputs {
		if strings.EqualFold(in, "assumptions."+name) {
			return in
		}
	}
	return name
}

// Table works out a figure for every pair of values at two places, or for every value at one place if columns has no
// values.
func (s *Study) Table(ctx context.Context, f Figure, rows, columns Axis) (*Answer, error) {
	s = door.Or(s)
	rows.Place, columns.Place = s.Place(rows.Place), s.Place(columns.Place)
	across := len(columns.Values)
	if across == 0 {
		columns = Axis{Values: []string{s.title(f)}}
	}
	if n := len(rows.Values) * len(columns.Values); n == 0 || n > mostValues*mostValues {
		return nil, fault.OutOfRange.Found("the table has %d cells", n).Want("give each place some values")
	}
	var all [][]scenario.Setting
	for _, r := range rows.Values {
		for _, c := range columns.Values {
			settings := []scenario.Setting{{Path: rows.Place, Value: r}}
			if across > 0 {
				settings = append(settings, scenario.Setting{Path: columns.Place, Value: c})
			}
			all = append(all, settings)
		}
	}
	a := s.answer(s.title(f)+" by "+rows.Place, s.options.Paths)
	if across > 0 {
		a.Question += " and " + columns.Place
		a.Picture = HeatMap
	}
	a.Columns = append(a.Columns, columns.Values...)
	err := s.Sweep(ctx, []Figure{f}, all, func(i int, e []scenario.Estimate) error {
		if i%len(columns.Values) == 0 {
			a.Rows = append(a.Rows, Row{Name: rows.Values[i/len(columns.Values)]})
		}
		last := &a.Rows[len(a.Rows)-1]
		last.Cells = append(last.Cells, Quantity{e[0], s.unit(f)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	a.Sentence = says(fmt.Sprintf("The %s, with %s down", s.title(f), rows.Place))
	if across > 0 {
		a.Sentence = append(a.Sentence, Part{Text: " and " + columns.Place + " across"})
	}
	a.Sentence = append(a.Sentence, Part{Text: "."})
	return a, nil
}
