package scenario_test

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
)

// A verdict is a law of one's own: a court decides one way or the other. A law turns a normal score into a value and
// never falls as the score rises; half of all scores are at or below zero.
type verdict struct{ Low, High float64 }

func (v verdict) Kind() string                 { return "verdict" }
func (v verdict) Faults() []dist.Fault         { return nil }
func (v verdict) Transform() dist.Transform    { return v }
func (v verdict) Moments() (mean, sd float64)  { return (v.Low + v.High) / 2, (v.High - v.Low) / 2 }
func (v verdict) Support() (low, high float64) { return v.Low, v.High }

func (v verdict) At(z float64) float64 {
	if z <= 0 {
		return v.Low
	}
	return v.High
}

func (v verdict) Apply(dst, z []float64) {
	for i := range dst {
		dst[i] = v.At(z[i])
	}
}

// It comes into force after so many years, a process of one's own: until then the score is the lowest there is.
type inForceAfter int

func (a inForceAfter) Kind() string         { return "in force after" }
func (a inForceAfter) Faults() []dist.Fault { return nil }
func (a inForceAfter) Yearly() bool         { return true }

func (a inForceAfter) Next(state, innovation []float64, year int) {
	switch {
	case year < int(a):
		for i := range state {
			state[i] = -1
		}
	case year == int(a):
		copy(state, innovation)
	}
}

// Balance in some year so far, a measure of one's own: the best of the figures is judged.
type someYear struct{}

func (someYear) Kind() string             { return "in_some_year" }
func (someYear) Words(line string) string { return line + " is zero or more in some year so far" }

func (someYear) Next(state, figures []float64, year int) {
	for i, x := range figures {
		if year == 0 || x > state[i] {
			state[i] = x
		}
	}
}

// A law, a process and a measure of one's own are used like ours.
func Example_ofOnesOwn() {
	m := council()
	m.Baseline.Drivers = []scenario.Driver{{Input: "need.real_growth", Law: verdict{Low: 0.01, High: 0.05},
		Process: inForceAfter(1)}}
	result, err := scenario.Run(context.Background(), m, scenario.Options{Paths: 10_000, Seed: 1,
		Conditions: []scenario.Condition{{Line: "balance", Measure: measure.InYear{}},
			{Line: "balance", Measure: someYear{}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, year := range result.Years[1:] {
		for _, condition := range result.Conditions {
			chance, _ := result.Chance("as planned", condition.Name(), year)
			fmt.Printf("%s: %s with %.0f%%\n", year, condition.Words(), 100*chance.Probability.Value)
		}
	}
	// Output:
	// 2026/27: balance is zero or more in the year with 100%
	// 2026/27: balance is zero or more in some year so far with 100%
	// 2027/28: balance is zero or more in the year with 50%
	// 2027/28: balance is zero or more in some year so far with 100%
}
