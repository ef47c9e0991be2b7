package dist_test

import (
	"fmt"

	"github.com/openenvelope/envelope/scenario/dist"
)

// Demand grows by 2 to 3% in four futures of five.
func Example() {
	growth := dist.NormalFromInterval(0.02, 0.03)
	fmt.Println("faults:", growth.Faults())
	fmt.Printf("central %.2f%%\n", 100*dist.Median(growth))
	fmt.Printf("one future in twenty above %.2f%%\n", 100*dist.Percentile(growth, 0.95))

	scores := []float64{-2, 0, 2} // a lean, a middling and a costly future
	values := make([]float64, len(scores))
	growth.Transform().Apply(values, scores)
	fmt.Printf("%.4f\n", values)
	// Output:
	// faults: []
	// central 2.50%
	// one future in twenty above 3.14%
	// [0.0172 0.0250 0.0328]
}

// A reader of scenario files makes laws by name and reports every fault.
func ExampleKinds() {
	for _, kind := range dist.Kinds() {
		if kind.Name != "triangular" {
			continue
		}
		saving, _ := kind.New(dist.Values{Numbers: map[string]float64{"low": 0.01, "mode": 0.02, "high": 0.04}})
		fmt.Printf("%s, median %.3f%%\n", saving.Kind(), 100*dist.Median(saving))

		_, faults := kind.New(dist.Values{Numbers: map[string]float64{"low": 0.01, "mode": 0.05, "high": 0.04}})
		fmt.Println(faults)
	}
	// Output:
	// triangular, median 2.268%
	// [mode: found 0.05; wanted: between low, 0.01, and high, 0.04]
}

// The three-point laws read the same three numbers differently: PERT trusts the
// most likely value more, and so is narrower.
func ExamplePERT() {
	for _, d := range []dist.Distribution{
		dist.Triangular{Low: 80, Mode: 100, High: 150},
		dist.PERT{Low: 80, Mode: 100, High: 150},
	} {
		mean, sd := d.Moments()
		fmt.Printf("%-10s mean %.1f sd %.1f, p90 %.1f\n", d.Kind(), mean, sd, dist.Percentile(d, 0.9))
	}
	// Output:
	// triangular mean 110.0 sd 14.7, p90 131.3
	// pert       mean 105.0 sd 12.7, p90 122.7
}
