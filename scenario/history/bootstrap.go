package history

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/openenvelope/envelope/scenario/evidence"
	"gonum.org/v1/gonum/stat"
)

// bootstrap simulates histories of the same years from the fit and fits each. From these it finds how much the fitted
// numbers scatter, and how often a law is as far from its history as the fit is from the series.
func bootstrap(ctx context.Context, f *evidence.Fitted, e estimate, resamples int) error {
	draw := rand.New(rand.NewPCG(2013, 14))
	transform := e.law.Transform()
	found := make([][]float64, len(f.Parameters))
	further, fitted := 0, 0
	for range resamples {
		if err := ctx.Err(); err != nil {
			return err
		}
		again, err := e.question.estimate(e.simulate(draw, transform.At))
		if err != nil {
			continue // no law of this kind fits this history
		}
		fitted++
		if again.distance() >= e.distance() {
			further++
		}
		for i, p := range f.Parameters {
			found[i] = append(found[i], again.values[p.Name])
		}
	}
	f.P = float64(further+1) / float64(fitted+1)
	for i := range f.Parameters {
		p := &f.Parameters[i]
		p.SE, p.Bias = math.NaN(), math.NaN()
		if 2*fitted >= resamples {
			mean, sd := stat.MeanStdDev(found[i], nil)
			p.SE, p.Bias = sd, mean-p.Value
		}
	}
	return nil
}

// simulate draws a history of the same years from an estimate. A walk is drawn backwards from its last value.
func (e estimate) simulate(draw *rand.Rand, at func(z float64) float64) evidence.Series {
	s := e.series
	s.Points = append([]evidence.Point(nil), s.Points...)
	if e.question.process == Walk {
		z := 0.0
		for i := len(s.Points) - 2; i >= 0; i-- {
			z += math.Sqrt(float64(s.Points[i+1].Year-s.Points[i].Year)) * draw.NormFloat64()
			s.Points[i].Value = at(z)
		}
		return s
	}
	z := draw.NormFloat64()
	for i := range s.Points {
		if i > 0 {
			keep, fresh := carried(e.values["persistence"], s.Points[i].Year-s.Points[i-1].Year)
			z = keep*z + fresh*draw.NormFloat64()
		}
		s.Points[i].Value = at(z)
	}
	return s
}
