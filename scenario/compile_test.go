package scenario_test

import (
	"context"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/stretchr/testify/require"
)

// BenchmarkCompile measures what turns a model into code: reading its names, sheets and laws, and the engine's
// compiler. The exact ledger of the central case and the pilot are left out.
func BenchmarkCompile(b *testing.B) {
	eachWorkload(b, func(b *testing.B, m *scenario.Model, o scenario.Options) {
		p, err := scenario.NewPlan(context.Background(), m, o)
		require.NoError(b, err)
		plan := p.Engine()
		start := newStopwatch()
		for b.Loop() {
			require.NoError(b, scenario.Resolve(m, o.Seed))
			_, err := engine.Compile(context.Background(), &plan)
			require.NoError(b, err)
		}
		start.report(b, 1e-6, "ms")
	})
}

// BenchmarkPlan measures all that comes before the first path: the same, the exact ledger and the pilot.
func BenchmarkPlan(b *testing.B) {
	eachWorkload(b, func(b *testing.B, m *scenario.Model, o scenario.Options) {
		start := newStopwatch()
		for b.Loop() {
			_, err := scenario.NewPlan(context.Background(), m, o)
			require.NoError(b, err)
		}
		start.report(b, 1e-6, "ms")
	})
}

// eachWorkload measures R1 and R2, and the nation of the model with bodies.
func eachWorkload(b *testing.B, measure func(*testing.B, *scenario.Model, scenario.Options)) {
	b.Run("R1", func(b *testing.B) { measure(b, r1(), r1Questions(1<<16, 1)) })
	b.Run("R2", func(b *testing.B) { measure(b, r2(), r2Options(1<<16, 1)) })
	b.Run("nation", func(b *testing.B) { measure(b, nationalModel(b), scenario.Options{Paths: 1 << 16, Workers: 1}) })
}
