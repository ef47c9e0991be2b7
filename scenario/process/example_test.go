package process_test

import (
	"fmt"

	"github.com/openenvelope/envelope/scenario/dist"
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
		process.RandomWalk{},
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
	// random walk [1 1 1 1]
}

// A shock that begins in the second year, and again before it is over.
func ExampleShock() {
	p := process.Shock{Chance: 0.05, Sizes: []float64{2.4, 3.6}}
	value := p.Over(dist.Normal{Mean: 1}.Transform())
	state, x := []float64{0}, []float64{0}
	for year, uniform := range []float64{0.5, 0.01, 0.04, 0.7, 0.3} {
		p.Move(state, []float64{uniform}, year)
		value.ApplyIn(x, []float64{0}, state)
		fmt.Print(x[0], " ")
	}
	// Output:
	// 1 3.4 3.4 4.6 1
}
