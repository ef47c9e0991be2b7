package measure

// A Measure turns a line's figures, year by year, into figures to be judged: yes where they are zero or more. The
// workers of a run call it from several goroutines at once, so it changes nothing but what it is given to fill.
type Measure interface {
	// Kind is the measure's name, as in a record: "in_year".
	Kind() string
	// Words says the question of a line, without the year: "balance is zero or more in the year".
	Words(line string) string
	// Next brings state, the figures judged last year, up to this year; year counts from 0, the first after the opening
	// year, in which state holds nothing yet. Both have one figure for each path: a rate as a fraction, money in the
	// currency's unit (−10e6 is a deficit of £10m).
	Next(state, figures []float64, year int)
}

// Kinds lists every measure.
func Kinds() []Measure { return []Measure{InYear{}, EveryYear{}, Cumulatively{}} }
