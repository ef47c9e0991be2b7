package page

import (
	"math"
	"slices"
	"strconv"

	"github.com/openenvelope/envelope/report"
)

// A state is what the script draws from: the figures, and what is chosen at first. What it draws follows from this and
// from what is chosen, and from nothing else.
type state struct {
	Years       []string `json:"years"`
	AssumedFrom int      `json:"assumedFrom"`
	Year        int      `json:"year"` // chosen at first
	Line        string   `json:"line"` // chosen at first
	Series      []series `json:"series"`
	Chances     []series `json:"chances"`
}

// A series is a [report.Series] in few letters; a year that is not known is null.
type series struct {
	Scenario string      `json:"s"`
	Body     string      `json:"b,omitempty"`
	Line     string      `json:"l"`
	Name     string      `json:"n"`
	Basis    string      `json:"k,omitempty"`
	Unit     string      `json:"u"`
	Values   [][]float64 `json:"v"`
	Texts    [][]string  `json:"t"`
}

func newState(d *report.Digest) state {
	s := state{Years: d.Years, AssumedFrom: d.AssumedFrom, Year: max(0, slices.Index(d.Years, d.Year)), Line: "balance",
		Series: []series{}, Chances: []series{}}
	for _, one := range d.Series {
		s.Series = append(s.Series, short(one))
	}
	for _, one := range d.Chances {
		s.Chances = append(s.Chances, short(one))
	}
	return s
}

func short(of report.Series) series {
	s := series{Scenario: of.Scenario, Body: of.Body, Line: of.Line, Name: of.Name, Basis: of.Basis, Unit: of.Unit}
	for _, p := range of.Points {
		var values []float64
		for _, v := range p.Values {
			values = append(values, drawn(v))
		}
		s.Values, s.Texts = append(s.Values, values), append(s.Texts, p.Texts)
	}
	return s
}

// drawn is a figure to five digits, which is more than a drawing shows.
func drawn(v float64) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 5, 64), 64)
	if err != nil || math.IsNaN(short) || math.IsInf(short, 0) {
		return 0
	}
	return short
}
