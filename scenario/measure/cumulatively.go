package measure

import "github.com/openenvelope/envelope/scenario/internal/kernel"

// Cumulatively asks about the sum of the years so far.
type Cumulatively struct{}

// Kind is "cumulatively".
func (Cumulatively) Kind() string { return "cumulatively" }

// Words is the question in words.
func (Cumulatively) Words(line string) string {
	return line + " added up over the years so far is zero or more"
}

// Next keeps the sum so far.
func (Cumulatively) Next(state, figures []float64, year int) {
	if year == 0 {
		copy(state, figures)
		return
	}
	kernel.Add(state, state, figures)
}
