package scenario

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/door"
)

// MainYear is the year that the main question is about: the one the model names, else the last that the baseline's
// settlement covers, before its funding is an assumption; the last year if it covers all or none. It is empty where the
// baseline is no [finance.Model] and nothing is named, which is to say the last.
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

// mainYear is the model's, if it is reported, else the last that is.
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

// ofFunding reports whether a number's path is of the settlement, the whole's or a body's.
func ofFunding(path string) bool {
	return strings.HasPrefix(path, "funding.") || strings.Contains(path, ".funding.")
}

// label writes a year, empty for none.
func label(m *finance.Model, y finance.Year) string {
	if y == 0 {
		return ""
	}
	return m.Label(y)
}
