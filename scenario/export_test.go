package scenario

import (
	"context"

	"github.com/openenvelope/envelope/scenario/internal/engine"
)

// Resolve is the part of [NewPlan] that reads a model: names, sheets, laws and correlations.
func Resolve(m *Model, seed uint64) error {
	_, err := new(structures).resolve(context.Background(), m, seed)
	return err
}

// Engine is what the engine is told of a plan.
func (p *Plan) Engine() engine.Plan { return p.engine }

// Fingerprint is that of everything that the plan's figures rest on.
func (p *Plan) Fingerprint() [32]byte { return [32]byte(p.fingerprint) }

// UsualOf is what is usual of a path in a place.
func UsualOf(place, path string) (low, high float64, ok bool) {
	for _, u := range usualIn(place) {
		if u.of(path) {
			return u.low, u.high, true
		}
	}
	return 0, 0, false
}

// Whole is how many plans, with those made from them, kept nothing of the plans before.
func (p *Plan) Whole() int { return p.kept.compiler.Whole() }
