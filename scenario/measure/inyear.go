package measure

// InYear asks about the year alone.
type InYear struct{}

// Kind is "in_year".
func (InYear) Kind() string { return "in_year" }

// Words is the question in words.
func (InYear) Words(line string) string { return line + " is zero or more in the year" }

// Next keeps the year's figures.
func (InYear) Next(state, figures []float64, _ int) { copy(state, figures) }
