package scenario_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rare is a score so far out that the pilot of the tests below does not meet it, and the run does, again and again.
const rare = 3.9

// A badLaw panics when it is prepared, or on rare scores.
type badLaw struct {
	dist.Normal
	at once
}

// once is where in its life a badLaw panics.
type once string

func (l badLaw) Faults() []dist.Fault {
	if l.at == "faults" {
		panic("boom in Faults")
	}
	return nil
}

func (l badLaw) Transform() dist.Transform {
	if l.at == "transform" {
		panic("boom in Transform")
	}
	return badTransform(l)
}

type badTransform badLaw

func (t badTransform) At(z float64) float64 {
	if t.at == "median" {
		panic("boom in At")
	}
	return z
}

func (t badTransform) Apply(dst, z []float64) {
	for i := range dst {
		if t.at == "rare" && z[i] > rare || t.at == "always" {
			panic("boom in Apply")
		}
		dst[i] = z[i]
	}
}

// A badProcess panics from its third year on, when a score is rare.
type badProcess struct{ process.EachYear }

func (p badProcess) Next(state, innovation []float64, year int) {
	for _, z := range innovation {
		if year == 2 && z > rare {
			var none []float64
			none[0] = z
		}
	}
	p.EachYear.Next(state, innovation, year)
}

// A badMeasure panics in its second year, when a figure is rare.
type badMeasure struct{ measure.InYear }

func (m badMeasure) Next(state, figures []float64, year int) {
	for _, x := range figures {
		if year == 1 && x > rare {
			panic(x)
		}
	}
	m.InYear.Next(state, figures, year)
}

// one is a model of one input, drawn each year.
func one(law dist.Distribution, move process.Process) *scenario.Model {
	return &scenario.Model{Baseline: scenario.Scenario{Name: "s", Model: inputs([]string{"0", "1", "2", "3"}, "x"),
		Drivers: []scenario.Driver{{Input: "in_x", Law: law, Process: move}}}}
}

// A panic of an importer's law, process or measure ends the run with seed, path and year, and whatever the number of
// workers with those of the lowest paths that panic.
func TestPanicsAreErrorsOfPathAndYear(t *testing.T) {
	normal := dist.Normal{SD: 1}
	for name, c := range map[string]struct {
		model      *scenario.Model
		conditions []scenario.Condition
		says, year string
	}{
		"law":     {one(badLaw{normal, "rare"}, process.EachYear{}), nil, "boom in Apply", ""},
		"process": {one(normal, badProcess{}), nil, "index out of range", "3"},
		"measure": {one(normal, process.EachYear{}), []scenario.Condition{{Line: "x", Measure: badMeasure{}}},
			"on this path or one of the 511 after it: ", "2"},
	} {
		var first error
		for _, workers := range []int{1, 3, 8} {
			_, err := scenario.Run(context.Background(), c.model,
				scenario.Options{Paths: 100_000, Seed: 3, Workers: workers, Conditions: c.conditions})
			var path *scenario.PathError
			require.ErrorAs(t, err, &path, name)
			assert.EqualValues(t, 3, path.Seed)
			assert.GreaterOrEqual(t, path.Path, uint64(1024), "%s: not of the pilot", name)
			assert.ErrorContains(t, err, c.says)
			assert.Regexp(t, `^[123]: stopped unexpectedly .* \(seed 3, path \d+\)$`, err.Error())
			if c.year != "" {
				assert.Equal(t, c.year, path.Year)
			}
			if first == nil {
				first = err
			}
			assert.Equal(t, first.Error(), err.Error(), "%s, %d workers", name, workers)
		}
		t.Log(first)
	}
}

// A panic before the first path, in the pilot and in a replay is an error too.
func TestPanicsOutsideTheRun(t *testing.T) {
	normal := dist.Normal{SD: 1}
	for at, says := range map[once]string{
		"faults":    `scenario "s": driver in_x: stopped unexpectedly: boom in Faults (seed 3)`,
		"transform": `scenario "s": driver in_x: stopped unexpectedly: boom in Transform (seed 3)`,
		"median":    `scenario "s": driver in_x: stopped unexpectedly: boom in At (seed 3)`,
		"always":    `1: stopped unexpectedly on this path or one of the 9 after it: boom in Apply (seed 3, path 0)`,
	} {
		_, err := scenario.NewPlan(context.Background(), one(badLaw{normal, at}, process.EachYear{}),
			scenario.Options{Paths: 10, Seed: 3})
		assert.EqualError(t, err, says)
	}
	_, err := scenario.NewPlan(context.Background(), &scenario.Model{Baseline: scenario.Scenario{Model: badSheeter{}}},
		scenario.Options{})
	assert.ErrorContains(t, err, "boom in Sheet")

	p, err := scenario.NewPlan(context.Background(), one(badLaw{normal, "rare"}, process.EachYear{}),
		scenario.Options{Paths: 100_000, Seed: 3})
	require.NoError(t, err)
	_, err = p.RunPart(context.Background(), 0, p.Paths())
	var path *scenario.PathError
	require.ErrorAs(t, err, &path)
	met := 0
	for i := range uint64(512) {
		if _, err := p.Replay("s", path.Path+i); err != nil {
			assert.Regexp(t, `^[123]: stopped unexpectedly: boom in Apply \(seed 3, path \d+\)$`, err.Error())
			met++
		}
	}
	assert.NotZero(t, met, "the paths named hold one that panics")
}

type badSheeter struct{}

func (badSheeter) Sheet() (*sheet.Sheet, error) { panic("boom in Sheet") }

// A progress function that panics ends the run with an error.
func TestProgressMayPanic(t *testing.T) {
	_, err := scenario.Run(context.Background(), one(dist.Normal{SD: 1}, process.EachYear{}),
		scenario.Options{Paths: 10_000, Seed: 3,
			Progress: func(uint64, uint64) { panic("boom in Progress") }})
	assert.EqualError(t, err, "stopped unexpectedly: boom in Progress (seed 3)")
}
