package process_test

import (
	"fmt"

	"github.com/openenvelope/envelope/scenario/process"
)

// One path whose only surprise is in the first year: held, faded, or built upon.
func Example() {
	surprise := []float64{1, 0, 0, 0}
	for _, p := range []process.Process{
		process.Once{},
		process.EachYear{},
		process.EachYear{Persistence: 0.5},
		process.AR1{Persistence: 1},
	} {
		state := []float64{0}
		var scores []float64
		for year, innovation := range surprise {
			p.Next(state, []float64{innovation}, year)
			scores = append(scores, state[0])
		}
		fmt.Println(p.Kind(), scores)
	}
	// Output:
	// once [1 1 1 1]
	// each year [1 0 0 0]
	// each year [1 0.5 0.25 0.125]
	// ar1 [1 1 1 1]
}
