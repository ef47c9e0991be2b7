package population_test

import (
	"fmt"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/population"
)

// Someone of 65 or more costs four times as much: more people and more old people cost more each year.
func ExampleProjection_Growth() {
	england, err := population.England()
	if err != nil {
		fmt.Println(err)
		return
	}
	curve := population.Curve{{Age: 0, Cost: 1_000 * finance.Pound}, {Age: 65, Cost: 4_000 * finance.Pound}}
	growth, err := england.Growth(curve, 2024, 2027)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, g := range growth {
		fmt.Println(g)
	}
	// Output:
	// 1.27995576%
	// 1.24011507%
	// 1.18956847%
}
