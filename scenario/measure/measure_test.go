package measure_test

import (
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/stretchr/testify/assert"
)

// One path that goes −1, +3, −1, and one that goes +1, −2, +4: what each measure judges year by year.
func Example() {
	years := [][]float64{{-1, 1}, {3, -2}, {-1, 4}}
	for _, m := range measure.Kinds() {
		state := make([]float64, 2)
		fmt.Println(m.Words("balance"))
		for year, figures := range years {
			m.Next(state, figures, year)
			fmt.Println(" ", state)
		}
	}
	// Output:
	// balance is zero or more in the year
	//   [-1 1]
	//   [3 -2]
	//   [-1 4]
	// balance is zero or more in every year so far
	//   [-1 1]
	//   [-1 -2]
	//   [-1 -2]
	// balance added up over the years so far is zero or more
	//   [-1 1]
	//   [2 -1]
	//   [1 3]
}

// Every measure starts afresh in year 0, keeps paths apart and leaves the figures alone.
func TestLaws(t *testing.T) {
	names := map[string]bool{}
	for _, m := range measure.Kinds() {
		names[m.Kind()] = true
		figures := []float64{5, -5}
		state := []float64{99, -99}
		m.Next(state, figures, 0)
		assert.Equal(t, figures, state, "%s: the first year alone", m.Kind())
		m.Next(state, figures, 1)
		assert.Equal(t, []float64{5, -5}, figures)
		assert.Positive(t, state[0], "%s: always above zero is yes", m.Kind())
		assert.Negative(t, state[1], "%s: always below zero is no", m.Kind())
	}
	assert.Len(t, names, len(measure.Kinds()), "names differ")
}
