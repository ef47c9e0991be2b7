package process_test

import (
	"testing"

	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/process"
)

// BenchmarkKinds: what a value of every kind costs, its draws included: to be set against
// the normals themselves and a normal law.
func BenchmarkKinds(b *testing.B) {
	b.Run("normals alone", func(b *testing.B) { benchmark(b, nil) })
	for _, kind := range process.Kinds() {
		p, _ := kind.New(samples[kind.Name][0].given)
		if shock, ok := p.(process.Shock); ok {
			shock.On = process.EachYear{Persistence: 0.5}
			p = shock
		}
		b.Run(kind.Name, func(b *testing.B) { benchmark(b, p) })
	}
}

// benchmark draws, moves and transforms four years of 512 paths.
func benchmark(b *testing.B, p process.Process) {
	const paths = 512
	var normals, uniforms [4][]float64
	for y := range 4 {
		normals[y], uniforms[y] = make([]float64, paths), make([]float64, paths)
	}
	scores, state, x := make([]float64, paths), make([]float64, paths), make([]float64, paths)
	law := dist.Normal{Mean: 1, SD: 2}.Transform()
	chain, ok := p.(process.Chain)
	var stated process.Stated
	if ok {
		stated = chain.Over(law)
	}
	for i := 0; b.Loop(); i++ {
		draws.Normals(&normals, 1, uint64(i*paths), 0, draws.Scores)
		if ok {
			draws.Uniforms(&uniforms, 1, uint64(i*paths), 0, draws.Chances)
		}
		for year := range 4 {
			switch {
			case p == nil:
				continue
			case ok:
				chain.Move(state, uniforms[year], year)
				p.Next(scores, normals[year], year)
				stated.ApplyIn(x, scores, state)
			default:
				p.Next(scores, normals[year], year)
				law.Apply(x, scores)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(4*paths), "ns/value")
}
