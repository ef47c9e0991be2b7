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

// A Planner plans, runs and draws many models with the same options. It keeps what depends on the structure of sheets
// and drivers alone, so that a model which differs from one before in numbers only takes less time. Make it with
// [NewPlanner]. It holds nothing of a run, and goroutines may share one.
type Planner struct {
	options Options
	kept    *structures
}

// NewPlanner makes a planner that has seen no model yet.
func NewPlanner(o Options) *Planner { return &Planner{o.own(), &structures{}} }

// Plan is the function [NewPlan] with the planner's options: the same plan, or the same error.
func (p *Planner) Plan(ctx context.Context, m *Model) (*Plan, error) {
	p = p.ready()
	return p.kept.plan(door.Context(ctx), door.Or(m), p.options)
}

// Run is the function [Run] with the planner's options: the same result, or the same error.
func (p *Planner) Run(ctx context.Context, m *Model) (*Result, error) {
	ctx, p = door.Context(ctx), p.ready()
	return guarded(p.options.Seed, func() (*Result, error) { return p.kept.run(ctx, door.Or(m), p.options) })
}

// Draw is the function [Draw] with the planner's options: the same sample, or the same error.
func (p *Planner) Draw(ctx context.Context, m *Model) (*Sample, error) {
	ctx, p = door.Context(ctx), p.ready()
	return guarded(p.options.Seed, func() (*Sample, error) { return p.kept.draw(ctx, door.Or(m), p.options) })
}

// ready is a planner that can plan: one that NewPlanner did not make keeps nothing.
func (p *Planner) ready() *Planner {
	if p == nil || p.kept == nil {
		return NewPlanner(Options{})
	}
	return p
}

// Planners keeps the planners of the latest ways to ask. Its zero value is ready, and goroutines may share one.
type Planners struct {
	mu  sync.Mutex
	all []keyed // the one used last comes last
}

// mostPlanners is how many planners are kept.
const mostPlanners = 8

type keyed struct {
	key     string
	planner *Planner
}

// Of finds or makes the planner of a key. Equal keys mean equal options.
func (p *Planners) Of(key string, o Options) *Planner {
	p = door.Or(p)
	p.mu.Lock()
	defer p.mu.Unlock()
	k := keyed{key: key}
	if i := slices.IndexFunc(p.all, func(k keyed) bool { return k.key == key }); i >= 0 {
		k = p.all[i]
		p.all = slices.Delete(p.all, i, i+1)
	} else {
		k.planner = NewPlanner(o)
	}
	if p.all = append(p.all, k); len(p.all) > mostPlanners {
		p.all = slices.Delete(p.all, 0, 1)
	}
	return k.planner
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
	rooms    sync.Pool // *kept, of runs of few paths

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
