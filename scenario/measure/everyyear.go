package measure

import "github.com/openenvelope/envelope/scenario/internal/kernel"

// EveryYear asks about every year so far.
type EveryYear struct{}

// Kind is "every_year".
func (EveryYear) Kind() string { return "every_year" }

// Words is the question in words.
func (EveryYear) Words(line string) string { return line + " is zero or more in every year so far" }

// Next keeps the lowest figure so far.
func (EveryYear) Next(state, figures []float64, year int) {
	if year == 0 {
		copy(state, figures)
		return
	}
	kernel.Min(state, state, figures)
}
