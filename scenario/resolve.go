package scenario

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/internal/bounds"
	"github.com/openenvelope/envelope/scenario/internal/draws"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/num"
	"github.com/openenvelope/envelope/scenario/process"
)

// resolver turns the names of a model into the numbers of an engine plan, gathering every fault.
type resolver struct {
	ctx       context.Context
	kept      *structures
	model     *Model
	seed      uint64
	scenarios []Scenario // the baseline first
	programs  []*sheet.Program
	plan      engine.Plan

	innovations map[string]int // by driver's name
	latents     map[string]int
	groups      []EffectiveCorrelation
	errs        []error
}

func (r *resolver) fault(f fault.Fault) { r.errs = append(r.errs, f) }

// failed records an error of a scenario or driver: a fault with its place, any other error wrapped.
func (r *resolver) failed(where string, err error) {
	if f, ok := err.(fault.Fault); ok {
		r.fault(f.In("%s", where))
		return
	}
	r.errs = append(r.errs, fmt.Errorf("%s: %w", where, err))
}

// resolve compiles every scenario and turns its drivers into those of the engine.
func (k *structures) resolve(ctx context.Context, m *Model, seed uint64) (*resolver, error) {
	r := &resolver{
		ctx: ctx, kept: k, model: m, seed: seed, innovations: map[string]int{}, latents: map[string]int{},
		scenarios: append([]Scenario{m.Baseline}, m.Scenarios...),
	}
	r.scenarios[0].Name = cmp.Or(m.Baseline.Name, DefaultBaseline)
	for _, stage := range []func(){r.compile, r.pence, r.drivers, r.changedDraws, r.correlations} {
		stage()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(r.errs) > 0 {
			return nil, errors.Join(r.errs...)
		}
	}
	return r, nil
}

func (r *resolver) compile() {
	names := map[string]bool{}
	for i, s := range r.scenarios {
		switch {
		case s.Name == "":
			r.fault(fault.Missing.Found("a scenario has no name").Want("only the baseline may go without"))
		case names[s.Name]:
			r.fault(fault.Duplicate.Found("two scenarios are called %s", fault.Quote(s.Name)).Want("names must differ"))
		}
		names[s.Name] = true
		p, err := r.kept.program(r.ctx, i, s)
		if r.ctx.Err() != nil {
			return
		}
		if err != nil {
			r.failed(fmt.Sprintf("scenario %q", s.Name), err)
			continue
		}
		if len(r.programs) > 0 && !slices.Equal(p.Years, r.programs[0].Years) {
			r.fault(fault.Conflict.Found("scenario %q has other years than the baseline", s.Name))
		}
		r.programs = append(r.programs, p)
		r.plan.Columns = len(p.Years)
	}
}

// program lays out and compiles the sheet of scenario i.
func (k *structures) program(ctx context.Context, i int, s Scenario) (*sheet.Program, error) {
	if s.Model == nil {
		return nil, fault.Missing.Found("has no model")
	}
	laid, err := lay(ctx, s.Model)
	if err != nil {
		return nil, err
	}
	return k.compile(ctx, i, laid)
}

// lay lays out a sheet, with the context if the model is a type of the library. A type that embeds one lays out its own
// sheet.
func lay(ctx context.Context, m Sheeter) (*sheet.Sheet, error) {
	if m, ok := m.(*finance.Model); ok {
		return m.SheetContext(ctx)
	}
	return m.Sheet()
}

func (r *resolver) drivers() {
	for i, s := range r.scenarios {
		p := r.programs[i]
		placed := engine.Scenario{Program: p}
		seen := map[string]bool{}
		for _, d := range s.Drivers {
			if seen[d.Name()] {
				r.fault(fault.Duplicate.Found("two drivers of %s", d.Name()).In("scenario %q", s.Name))
				continue
			}
			seen[d.Name()] = true
			if r.ctx.Err() != nil {
				return
			}
			drivers, err := r.driver(s, p, d)
			if err != nil {
				r.failed(fmt.Sprintf("scenario %q: driver %s", s.Name, d.Name()), err)
			}
			placed.Drivers = append(placed.Drivers, drivers...)
		}
		r.plan.Scenarios = append(r.plan.Scenarios, placed)
	}
	r.keysDiffer()
}

// driver turns one driver into drivers of the engine: several, one for each year, if its centre moves or if it follows
// another and its input has a value for each year.
func (r *resolver) driver(s Scenario, p *sheet.Program, d Driver) (_ []engine.Driver, err error) {
	defer guard(r.seed, &err)
	input, ok := p.Input(d.Input)
	if !ok {
		return nil, fault.Unknown.Found("there is no such input on the sheet")
	}
	in := p.Inputs[input]
	if in.Fixed != "" {
		return nil, fault.Misplaced.Found("%s", in.Fixed)
	}
	placed := engine.Driver{Input: input, Money: in.Unit == sheet.Money}
	if d.Year != "" {
		if placed.Column, ok = p.Column(d.Year); !ok || placed.Column == 0 {
			return nil, fault.Unknown.Found("%s is not a year of the plan", d.Year)
		}
		if len(in.Values) == 1 && len(p.Years) > 2 {
			return nil, fault.Conflict.Found("the input has one value for all years").
				Want("give it one for each before one of them is uncertain")
		}
	}
	if d.Follows != "" {
		return r.follow(s, p, d, placed)
	}
	if d.Law == nil {
		return nil, fault.Missing.Found("has no distribution")
	}
	if err := faultsOf(d); err != nil {
		return nil, err
	}
	if err := fits(bounds.Driver{Move: d.move(), Says: d.Law.Kind(), Input: in, Column: placed.Column,
		Years: len(p.Years) - 1}); err != nil {
		return nil, err
	}
	placed.Latent = r.latent(d)
	placed.Transform = transformOf(d, max(placed.Column-1, 0))
	if err := rises(d, placed.Transform); err != nil {
		return nil, err
	}
	if _, drifts := d.move().Drift(); !drifts || placed.Column != 0 {
		return []engine.Driver{placed}, nil
	}
	var each []engine.Driver
	for placed.Column = 1; placed.Column < len(p.Years); placed.Column++ {
		placed.Transform = transformOf(d, placed.Column-1)
		each = append(each, placed)
	}
	return each, nil
}

// fits checks a driver against the limits of its input.
func fits(d bounds.Driver) error {
	if f := d.Fault(); f.Kind != "" {
		return f
	}
	return nil
}

// faultsOf gathers the faults of a driver's law and process.
func faultsOf(d Driver) error {
	var all fault.List
	for _, f := range d.move().Faults() {
		all = append(all, f.Fault())
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// latent finds or makes the scores that a driver transforms.
func (r *resolver) latent(d Driver) int {
	move := d.Process
	if move == nil {
		move = process.Once{}
	}
	innovation, ok := r.innovations[d.Name()]
	if !ok {
		innovation = len(r.plan.Innovations)
		r.innovations[d.Name()] = innovation
		r.plan.Innovations = append(r.plan.Innovations, r.innovation(d.Name(), move.Yearly()))
	} else if r.plan.Innovations[innovation].Yearly != move.Yearly() {
		r.fault(fault.Conflict.Found("driver %s is drawn once in one scenario and yearly in another", d.Name()))
	}
	key := fmt.Sprintf("%s %T %v", d.Name(), move, move)
	latent, ok := r.latents[key]
	if !ok {
		latent = len(r.plan.Latents)
		r.latents[key] = latent
		r.plan.Latents = append(r.plan.Latents, engine.Latent{Innovation: innovation, Process: move})
	}
	return latent
}

// keysDiffer makes sure that no two names share their draws because their hashes are equal.
func (r *resolver) keysDiffer() {
	names := map[draws.Key]string{}
	for name, i := range r.innovations {
		key := r.plan.Innovations[i].Key
		if other, taken := names[key]; taken {
			r.fault(fault.Conflict.Found("the names %q and %q share a key for this seed", other, name).
				Want("rename one"))
		}
		names[key] = name
	}
}

func (r *resolver) correlations() {
	grouped := map[string]bool{}
	for _, c := range r.model.Correlation {
		if c.Loose && !r.keepPlaces(c.Drivers) {
			continue
		}
		c, repaired := c.repaired()
		factor, err := factorOf(c)
		if err != nil {
			r.errs = append(r.errs, err)
			continue
		}
		g := engine.Group{Factor: factor}
		if c.DF != 0 {
			g.T = engine.NewStudentT(r.key(c.Drivers[0]), c.DF)
		}
		r.groups = append(r.groups,
			EffectiveCorrelation{Drivers: c.Drivers, Matrix: c.Matrix, DF: c.DF, Factor: c.Factor, Repaired: repaired})
		for _, name := range c.Drivers {
			i, ok := r.innovations[name]
			switch {
			case !ok:
				r.fault(fault.Unknown.Found("there is no driver %q", name).In("correlation"))
			case r.recalls(i):
				r.fault(fault.Misplaced.Found("driver %q repeats a history, so it has no scores to correlate",
					name).In("correlation"))
			case grouped[name]:
				r.fault(fault.Duplicate.Found("driver %q is in two groups", name).In("correlation"))
			case len(g.Members) > 0 && r.plan.Innovations[g.Members[0]].Yearly != r.plan.Innovations[i].Yearly:
				r.fault(fault.Conflict.Found("%q and %q do not move alike", c.Drivers[0], name).In("correlation").
					Want(
						"one is drawn once and the other yearly: give both a process that is drawn yearly, or neither"))
			}
			grouped[name] = true
			g.Members = append(g.Members, i)
		}
		r.plan.Groups = append(r.plan.Groups, g)
	}
}

// keepPlaces gives draws to those drivers of a group that no scenario has, of the same kind as the other drivers'. It
// is false if no scenario has any of them.
func (r *resolver) keepPlaces(names []string) bool {
	some := slices.IndexFunc(names, func(name string) bool { _, ok := r.innovations[name]; return ok })
	if some < 0 {
		return false
	}
	yearly := r.plan.Innovations[r.innovations[names[some]]].Yearly
	for _, name := range names {
		if _, ok := r.innovations[name]; !ok {
			r.innovations[name] = len(r.plan.Innovations)
			r.plan.Innovations = append(r.plan.Innovations, r.innovation(name, yearly))
		}
	}
	return true
}

// recalls tells whether the values of an innovation's latent come from a history.
func (r *resolver) recalls(innovation int) bool {
	return slices.ContainsFunc(r.plan.Latents, func(l engine.Latent) bool {
		_, ok := l.Process.(process.Bootstrap)
		return ok && l.Innovation == innovation
	})
}

// cannotHold is the fault of a matrix that is not positive semi-definite.
type cannotHold struct{ fault.Fault }

func (c cannotHold) Unwrap() error { return c.Fault }

// factorOf checks a correlation matrix and computes its lower factor.
func factorOf(c Correlation) ([][]float64, error) {
	n := len(c.Drivers)
	if n < 2 || len(c.Matrix) != n {
		return nil, fault.Conflict.Found("%d drivers need a matrix of %d rows, found %d", n, n,
			len(c.Matrix)).In("correlation")
	}
	for i, row := range c.Matrix {
		if len(row) != n {
			return nil, fault.Conflict.Found("row %d has %d numbers, want %d", i+1, len(row), n).In("correlation")
		}
		for j, x := range row {
			if i == j && x != 1 || !(x >= -1 && x <= 1) || len(c.Matrix[j]) != n || c.Matrix[j][i] != x {
				return nil, fault.Conflict.Found("found %v", x).
					Want("the matrix must be symmetric, within ±1 and 1 on its diagonal").
					In("correlation of %q and %q", c.Drivers[i], c.Drivers[j])
			}
		}
	}
	if c.DF != 0 && !(c.DF >= 1 && c.DF <= bounds.MostDF) {
		return nil, fault.OutOfRange.Found("%v degrees of freedom", c.DF).
			Want("a t copula has from 1 to %d", bounds.MostDF).In("correlation")
	}
	factor, err := num.Cholesky(c.Matrix)
	var bad num.NotPositive
	if errors.As(err, &bad) {
		return nil, cannotHold{fault.Conflict.Found("these correlations cannot all hold").
			Want("reduce that of %q and %q", c.Drivers[bad.Row], c.Drivers[bad.With]).In("correlation")}
	}
	return factor, err
}

// repaired is the correlation with the nearest matrix that can hold, if Repair is set and the given matrix cannot hold.
func (c Correlation) repaired() (Correlation, bool) {
	if !c.Repair {
		return c, false
	}
	given := c
	given.DF = 0
	if _, err := factorOf(given); !errors.As(err, new(cannotHold)) {
		return c, false
	}
	c.Matrix = num.NearestCorrelation(c.Matrix)
	return c, true
}
