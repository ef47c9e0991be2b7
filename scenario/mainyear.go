package scenario

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/door"
)

// MainYear is the year that the main question is about: the year that the model names, else the last year that the
// baseline's settlement covers, before its funding is an assumption; the last year of all if it covers all or none. It
// is empty, which means the last year, if the baseline is not a [finance.Model] and no year is named.
func (m *Model) MainYear() string {
	m = door.Or(m)
	f, ok := m.Baseline.Model.(*finance.Model)
	if m.AskedYear != "" || !ok {
		return m.AskedYear
	}
	if from := f.AssumedFrom(ofFunding); from > f.First+1 {
		return f.Label(from - 1)
	}
	return f.Label(f.Last)
}

// mainYear is the model's main year if it is reported, else the last year that is reported.
func (p *Plan) mainYear() string {
	years := p.reportedYears()
	if len(years) == 0 {
		years = p.engine.Scenarios[0].Program.Years
	}
	if year := p.model.MainYear(); slices.Contains(years, year) {
		return year
	}
	return years[len(years)-1]
}

// ofFunding reports whether a number's path is in the settlement, of the whole or of a body.
func ofFunding(path string) bool {
	return strings.HasPrefix(path, "funding.") || strings.Contains(path, ".funding.")
}

// label writes a year; empty for no year.
func label(m *finance.Model, y finance.Year) string {
	if y == 0 {
		return ""
	}
	return m.Label(y)
}
