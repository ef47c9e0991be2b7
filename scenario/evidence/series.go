package evidence

import (
	"slices"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario/internal/pence"
)

// A Series is one figure year by year.
type Series struct {
	// File and Name are the table and the column that it comes from.
	File, Name string
	// Symbol is the currency's sign where the figures are money, else empty.
	Money  bool
	Symbol string // of the currency
	// Calendar says that the years are calendar years, not fiscal ones.
	Calendar bool
	// Points are in order of their years, each year at most once. A year without a figure is left out.
	Points []Point
}

// A Point is the figure of one year, in the unit of a [scenario.Driver]'s law: a rate as a fraction, money in the
// currency's unit.
type Point struct {
	Year  finance.Year // a fiscal or calendar year
	Value float64      // the figure
	// Line and Column are the place in the file, counted from 1; zero if there is none.
	Line, Column int
}

// Values are the figures in order of their years.
func (s Series) Values() []float64 {
	values := make([]float64, len(s.Points))
	for i, p := range s.Points {
		values[i] = p.Value
	}
	return values
}

// Label writes a year as the series does: 2013/14, or 2013 for a calendar year.
func (s Series) Label(y finance.Year) string {
	month := time.April
	if s.Calendar {
		month = time.January
	}
	return y.Label(month)
}

// Span says the first and last year: "2008/09 to 2018/19"; empty if there are none.
func (s Series) Span() string {
	if len(s.Points) == 0 {
		return ""
	}
	return s.Label(s.Points[0].Year) + " to " + s.Label(s.Points[len(s.Points)-1].Year)
}

// Until is the series as it was known at the end of a year: later years are left out.
func (s Series) Until(last finance.Year) Series {
	s.Points = slices.DeleteFunc(slices.Clone(s.Points), func(p Point) bool { return p.Year > last })
	return s
}

// Parse reads a figure in the unit of the series: a rate as a fraction, money in the currency's unit. Any other text is
// a [fault.Unreadable] fault, which says what the text likely is.
func (s Series) Parse(text string) (float64, error) {
	if s.Money {
		a, err := finance.ParseAmount(text, s.Symbol)
		return pence.Pounds(float64(a)), err
	}
	r, err := finance.ParseRate(text)
	return float64(r), err
}
