package scenario

import (
	"context"
	"slices"
	"sync"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/engine"
)

// With plans another model with the options of this plan. The plan is the one that [NewPlan] makes, with the same
// results and errors; it is made faster where the other model differs in numbers only, because what depends on the
// structure of sheets and drivers is kept. The plan p stays as it is.
func (p *Plan) With(ctx context.Context, m *Model) (*Plan, error) {
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	return p.kept.plan(door.Context(ctx), door.Or(m), p.options)
}

// Run runs all paths of another model with the options of this plan. The result and the errors are those of the
// function [Run]; it is faster as [Plan.With] is.
func (p *Plan) Run(ctx context.Context, m *Model) (*Result, error) {
	if p == nil || p.code == nil {
		return nil, errNoPlan
	}
	ctx = door.Context(ctx)
	return guarded(p.seed, func() (*Result, error) { return p.kept.run(ctx, door.Or(m), p.options) })
}

// A Sampler draws samples of many models, with the same options. It keeps what depends on the structure of sheets and
// drivers, so that it draws faster models that differ in numbers only. Make it with [NewSampler]; goroutines may share
// one.
type Sampler struct {
	options Options
	kept    *structures
}

// NewSampler makes a sampler that has drawn nothing yet.
func NewSampler(o Options) *Sampler { return &Sampler{o.own(), &structures{}} }

// Draw is the function [Draw] with the sampler's options: the same sample, or the same error.
func (s *Sampler) Draw(ctx context.Context, m *Model) (*Sample, error) {
	ctx, s = door.Context(ctx), door.Or(s)
	kept := door.Or(s.kept)
	return guarded(s.options.Seed, func() (*Sample, error) { return kept.draw(ctx, door.Or(m), s.options) })
}

// own is a copy with lists of its own.
func (o Options) own() Options {
	o.Lines, o.Years, o.Conditions = slices.Clone(o.Lines), slices.Clone(o.Years), slices.Clone(o.Conditions)
	return o
}

// structures is what plans of models that differ in numbers have in common. Nothing in it changes a plan: it only
// makes another faster.
type structures struct {
	compiler engine.Compiler

	mu       sync.Mutex
	programs []*sheet.Program // by scenario: the latest
	ledgers  []*sheet.Ledger  // by scenario: the latest central case
}

// compile compiles the sheet of scenario i.
func (k *structures) compile(ctx context.Context, i int, laid *sheet.Sheet) (*sheet.Program, error) {
	p, err := laid.CompileLike(ctx, latest(k, &k.programs, i))
	if err == nil {
		keep(k, &k.programs, i, p)
	}
	return p, err
}

// central works out the central case of scenario i.
func (k *structures) central(ctx context.Context, i int, s engine.Scenario) (*sheet.Ledger, error) {
	l, err := s.Program.ExactLike(ctx, centralValues(s), latest(k, &k.ledgers, i))
	if err == nil {
		keep(k, &k.ledgers, i, l)
	}
	return l, err
}

// latest is the latest of what is kept of scenario i; nil if there is none.
func latest[T any](k *structures, all *[]*T, i int) *T {
	k.mu.Lock()
	defer k.mu.Unlock()
	if i >= len(*all) {
		return nil
	}
	return (*all)[i]
}

// keep keeps the latest of scenario i.
func keep[T any](k *structures, all *[]*T, i int, x *T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i >= len(*all) {
		*all = append(*all, nil)
	}
	(*all)[i] = x
}
