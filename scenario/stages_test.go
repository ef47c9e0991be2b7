package scenario_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/kernel"
	"github.com/stretchr/testify/require"
)

// BenchmarkStages shows where the time of R1 goes. Each stage includes those before it, from normals on: words alone;
// normals; inputs, with correlation, processes and laws; the program; the yes-or-no questions; statistics, which is
// all.
func BenchmarkStages(b *testing.B) {
	eachKernels(b, func(b *testing.B) {
		p, err := scenario.NewPlan(context.Background(), r1(), r1Questions(r1Paths, 1))
		require.NoError(b, err)
		s := newStages(p.Engine())
		for _, stage := range []struct {
			name  string
			paths int
			run   func()
		}{
			{"words", engine.BlockPaths, s.words},
			{"normals", engine.BlockPaths, s.normals},
			{"inputs", engine.BlockPaths, s.worker(b, s.onlyInputs())},
			{"program", engine.BlockPaths, s.worker(b, s.noQuestions())},
			{"questions", engine.BlockPaths, s.worker(b, s.plan)},
			{"statistics", r1Paths, func() { runPlan(b, p) }},
		} {
			b.Run(stage.name, func(b *testing.B) {
				start := newStopwatch()
				for b.Loop() {
					stage.run()
				}
				start.report(b, 1/float64(stage.paths), "ns/path")
			})
		}
	})
}

// stages cuts a plan short at several places.
type stages struct {
	plan    engine.Plan
	columns [4][]float64
}

func newStages(plan engine.Plan) *stages {
	s := &stages{plan: plan}
	for i := range s.columns {
		s.columns[i] = make([]float64, engine.BlockPaths)
	}
	return s
}

// groups calls for every group of four years that the plan draws, of every innovation.
func (s *stages) groups(draw func(key draws.Key, group uint32)) {
	for _, in := range s.plan.Innovations {
		for year := 0; year < s.plan.Columns-1; year += 4 {
			draw(in.Key, uint32(year/4))
		}
	}
}

func (s *stages) words() {
	s.groups(func(key draws.Key, group uint32) {
		kernel.Words(&s.columns, kernel.Address{Key: uint64(key), Group: group, Tag: draws.Stream << 16})
	})
}

func (s *stages) normals() {
	s.groups(func(key draws.Key, group uint32) { draws.Normals(&s.columns, key, 0, group, 0) })
}

// onlyInputs asks for the uncertain inputs and nothing else.
func (s *stages) onlyInputs() engine.Plan {
	plan := s.noQuestions()
	plan.Values = nil
	for i, scenario := range plan.Scenarios {
		for _, d := range scenario.Drivers {
			plan.Values = append(plan.Values,
				engine.Value{Of: i, Versus: -1, Slot: scenario.Program.InputSlot(d.Input)})
		}
	}
	return plan
}

func (s *stages) noQuestions() engine.Plan {
	plan := s.plan
	plan.Questions = nil
	return plan
}

// worker runs a block of a plan and drops its figures.
func (s *stages) worker(b *testing.B, plan engine.Plan) func() {
	code, err := engine.Compile(context.Background(), &plan)
	require.NoError(b, err)
	w := engine.NewWorker(code)
	return func() { require.NoError(b, w.Run(context.Background(), 0, engine.BlockPaths, nowhere{})) }
}

// nowhere drops every figure.
type nowhere struct{}

func (nowhere) Take(int, int, []float64)        {}
func (nowhere) TakeSame(int, int, float64, int) {}
func (nowhere) Count(int, int, int, int, int)   {}
