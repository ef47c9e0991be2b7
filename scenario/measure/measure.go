package measure

// A Measure turns a line's figures, year by year, into figures to be judged: yes where they are zero or more. The
// workers of a run call it from several goroutines at once, so it must change nothing but the column it is given.
type Measure interface {
	// Kind is the measure's name in records: "in_year".
	Kind() string
	// Words is the question about a line, without the year: "balance is zero or more in the year".
	Words(line string) string
	// Next turns state, the figures judged last year, into this year's. year counts from 0, the first after the opening
	// year; in year 0 what state holds does not matter. Both have one figure for each path: a rate as a fraction, money
	// in the currency's unit (−10e6 is a deficit of £10m).
	Next(state, figures []float64, year int)
}

// Kinds lists every measure.
func Kinds() []Measure { return []Measure{InYear{}, EveryYear{}, Cumulatively{}} }
