package live

import (
	"math"
	"strconv"

	"github.com/openenvelope/envelope/report"
)

// Series is a [report.Series] in few letters, as the page's script reads it; a year that is not known is null.
type Series struct {
	Scenario string      `json:"s"`
	Body     string      `json:"b,omitempty"`
	Line     string      `json:"l"`           // in words
	Name     string      `json:"n"`           // of the row on the sheet; of a chance its condition
	Basis    string      `json:"k,omitempty"` // cash, or in whose prices
	Unit     string      `json:"u"`
	Values   [][]float64 `json:"v"` // by year, in the order of [report.Point]; five digits, to draw
	Texts    [][]string  `json:"t"` // the same as they are written
}

// NewSeries are some of a digest's.
func NewSeries(all []report.Series) []Series {
	short := []Series{}
	for _, of := range all {
		s := Series{Scenario: of.Scenario, Body: of.Body, Line: of.Line, Name: of.Name, Basis: of.Basis, Unit: of.Unit}
		for _, p := range of.Points {
			var values []float64
			for _, v := range p.Values {
				values = append(values, drawn(v))
			}
			s.Values, s.Texts = append(s.Values, values), append(s.Texts, p.Texts)
		}
		short = append(short, s)
	}
	return short
}

// drawn is a figure to five digits, which is more than a drawing shows.
func drawn(v float64) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 5, 64), 64)
	if err != nil || math.IsNaN(short) || math.IsInf(short, 0) {
		return 0
	}
	return short
}
