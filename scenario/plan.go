package scenario

import (
	"context"
	"runtime"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario/internal/engine"
	"github.com/openenvelope/envelope/scenario/internal/fingerprint"
	"github.com/openenvelope/envelope/scenario/internal/lines"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"github.com/openenvelope/envelope/scenario/internal/sketch"
	"github.com/openenvelope/envelope/scenario/internal/words"
	"github.com/openenvelope/envelope/scenario/measure"
)

// A Plan is a run that is ready to start: names are resolved, sheets compiled, and a pilot of the first paths has set
// the layout of the summaries. It is immutable and safe for concurrent use; its parts can be computed anywhere and
// merged.
type Plan struct {
	model      *Model
	options    Options
	kept       *structures
	paths      uint64
	seed       uint64
	workers    int
	progress   func(done, total uint64)
	memory     uint64 // ceiling, in bytes
	exact      bool   // exact percentiles
	scenarios  []Scenario
	groups     []EffectiveCorrelation
	lines      []Line
	conditions []Condition
	pairs      []pair
	engine     engine.Plan
	code       *engine.Code
	central    *central
	views      []view         // by figure
	sources    []int          // by cell: the figure that it counts
	grids      []*sketch.Grid // by cell
	certain    []bool         // by cell: the same on every path there could be
	keep       []bool         // by cell: a run keeps all figures
	columns    []int          // the years reported, as columns
	ordinals   []int          // by column: its place among those

	fingerprint fingerprint.Sum // of everything that figures depend on
	piloted     piloted
	later       *later // of a plan of a further pass
	pass        int    // how many passes there were before
}

// pair is a comparison with scenarios as numbers.
type pair struct{ of, versus int }

// NewPlan checks a model and makes it ready to run. It reports every fault it finds in names, laws and formulas. When
// the context ends it stops within a tenth of a second, with the context's error, unless an importer's model or law
// takes longer over one call.
func NewPlan(ctx context.Context, m *Model, o Options) (*Plan, error) {
	return new(structures).plan(door.Context(ctx), m, o)
}

// plan makes a plan that is signed.
func (k *structures) plan(ctx context.Context, m *Model, o Options) (*Plan, error) {
	return guarded(o.Seed, func() (*Plan, error) {
		p, begun, err := k.newPlan(ctx, m, o)
		if err == nil {
			k.compiler.Back(begun.worker)
			err = p.sign(ctx, begun)
		}
		if err != nil {
			return nil, err
		}
		return p, nil
	})
}

// newPlan makes a plan, and returns its pilot's paths as the beginning of the run.
func (k *structures) newPlan(ctx context.Context, m *Model, o Options) (*Plan, *beginning, error) {
	p, err := k.compiled(ctx, m, o)
	if err != nil {
		return nil, nil, err
	}
	if _, err := p.central.of(ctx, p); err != nil {
		return nil, nil, err
	}
	b, err := p.pilot(ctx)
	return p, b, err
}

// compiled makes a plan that has its code, and no histograms yet.
func (k *structures) compiled(ctx context.Context, m *Model, o Options) (*Plan, error) {
	p, err := k.outline(ctx, m, o)
	if err != nil {
		return nil, err
	}
	if p.code, err = k.compiler.Compile(ctx, &p.engine); err != nil {
		return nil, err
	}
	p.assignCells()
	return p, p.affordable()
}

// outline makes a plan with its names resolved and nothing worked out.
func (k *structures) outline(ctx context.Context, m *Model, o Options) (*Plan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m = m.own()
	if err := m.rangesKnown(); err != nil {
		return nil, err
	}
	r, err := k.resolve(ctx, m, o.Seed)
	if err != nil {
		return nil, err
	}
	p := &Plan{model: m, options: o.own(), kept: k, paths: o.Paths, seed: o.Seed, workers: o.Workers,
		progress: o.Progress, memory: o.MaxMemory, exact: o.ExactPercentiles, central: &central{},
		scenarios: r.scenarios, groups: r.groups, engine: r.plan}
	if p.paths == 0 {
		p.paths = DefaultPaths
	}
	if p.paths > MostPaths {
		return nil, fault.TooLarge.Found("a run of %d paths", p.paths).Want("the most is %d", MostPaths)
	}
	if p.memory == 0 {
		p.memory = DefaultMemory
	}
	if p.workers <= 0 {
		p.workers = runtime.GOMAXPROCS(0)
	}
	for _, step := range []func(Options) error{p.chooseLines, p.chooseYears, p.chooseConditions, p.choosePairs} {
		if err := step(o); err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	p.listFigures()
	return p, nil
}

// errNoPlan is the fault of a plan that NewPlan did not make.
var errNoPlan = fault.Missing.Found("there is no plan").Want("use one that NewPlan made")

// Paths is the number of paths of the whole run.
func (p *Plan) Paths() uint64 {
	p = door.Or(p)
	return p.paths
}

// chooseLines chooses the rows and inputs to report; each must be on every scenario's sheet.
func (p *Plan) chooseLines(o Options) error {
	base := p.engine.Scenarios[0].Program
	names, err := p.linesAsked(o.Lines)
	if err != nil {
		return err
	}
	if chooser, ok := p.scenarios[0].Model.(Liner); ok && len(names) == 0 {
		names = chooser.Lines()
	}
	if len(names) == 0 {
		for _, row := range base.Rows {
			if !row.Check {
				names = append(names, row.Name)
			}
		}
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			continue
		}
		seen[name] = true
		if err := p.everywhere(name); err != nil {
			return err
		}
		slot, _ := base.Slot(name)
		line := Line{Name: name, Money: base.Unit(slot) == sheet.Money}
		if i, ok := base.Row(name); ok {
			line.Note = base.Rows[i].Note
		}
		p.lines = append(p.lines, line)
	}
	return nil
}

// linesAsked are the baseline's rows that names, words and patterns mean, and its inputs by their names.
func (p *Plan) linesAsked(texts []string) (names []string, err error) {
	var rows []string
	for _, row := range p.engine.Scenarios[0].Program.Rows {
		rows = append(rows, row.Name)
	}
	if len(texts) > words.MostEntries {
		return nil, fault.TooLarge.Found("%d lines are asked for", len(texts)).Want("the most is %d", words.MostEntries)
	}
	finder := lines.NewFinder(rows, &sheet.Suggester{})
	for _, text := range texts {
		if _, input := p.engine.Scenarios[0].Program.Input(strings.TrimSpace(text)); input {
			names = append(names, strings.TrimSpace(text))
			continue
		}
		found, err := finder.Find(text)
		if err != nil {
			return nil, fault.Of(err).In("scenario %s", fault.Quote(p.scenarios[0].Name))
		}
		names = append(names, found...)
	}
	return names, nil
}

// chooseYears chooses the years to report.
func (p *Plan) chooseYears(o Options) error {
	years := p.engine.Scenarios[0].Program.Years
	if len(o.Years) > words.MostEntries {
		return fault.TooLarge.Found("%d years are asked for", len(o.Years)).Want("the most is %d", words.MostEntries)
	}
	for _, year := range o.Years {
		if !slices.Contains(years, year) {
			return fault.Unknown.Found("there is no year %s", fault.Quote(year)).
				Want("there are %s to %s", years[0], years[len(years)-1])
		}
	}
	p.ordinals = make([]int, len(years))
	p.engine.Reported = make([]bool, len(years))
	for column, year := range years {
		if len(o.Years) == 0 || slices.Contains(o.Years, year) {
			p.engine.Reported[column] = true
			p.ordinals[column] = len(p.columns)
			p.columns = append(p.columns, column)
		}
	}
	return nil
}

// reportedYears are the years reported, where not all are.
func (p *Plan) reportedYears() (years []string) {
	all := p.engine.Scenarios[0].Program.Years
	for _, column := range p.columns {
		years = append(years, all[column])
	}
	if len(years) == len(all) {
		return nil
	}
	return years
}

// everywhere checks that a row or input is on every scenario's sheet.
func (p *Plan) everywhere(row string) error {
	for i, s := range p.engine.Scenarios {
		if _, ok := s.Program.Slot(row); !ok {
			var names []string
			for _, r := range s.Program.Rows {
				names = append(names, r.Name)
			}
			near, _ := sheet.Nearest(row, names)
			return fault.Unknown.Found("there is no line %s in scenario %s", fault.Quote(row),
				fault.Quote(p.scenarios[i].Name)).Suggest(near)
		}
	}
	return nil
}

func (p *Plan) chooseConditions(o Options) error {
	p.conditions = slices.Clone(o.Conditions)
	if p.conditions == nil {
		p.conditions = p.defaultConditions()
	}
	for _, c := range p.conditions {
		if err := p.everywhere(c.Line); err != nil {
			return err
		}
		if c.Measure == nil {
			return fault.Missing.Found("the condition on line %q has no measure", c.Line)
		}
	}
	return nil
}

func (p *Plan) choosePairs(Options) error {
	comparisons := p.model.Comparisons
	if comparisons == nil {
		for _, s := range p.scenarios[1:] {
			comparisons = append(comparisons, Comparison{s.Name, p.scenarios[0].Name})
		}
	}
	for _, c := range comparisons {
		of, versus := p.number(c.Of), p.number(c.Versus)
		if of < 0 || versus < 0 || of == versus {
			return fault.Unknown.Found("cannot compare %s with %s", fault.Quote(c.Of), fault.Quote(c.Versus)).
				Want("both must be scenarios, and different ones")
		}
		p.pairs = append(p.pairs, pair{of, versus})
	}
	return nil
}

// listFigures lists what the engine reports: every line of every scenario, then of every pair; and the questions in the
// same order.
func (p *Plan) listFigures() {
	slot := func(scenario int, row string) int32 {
		s, _ := p.engine.Scenarios[scenario].Program.Slot(row)
		return s
	}
	for _, q := range p.sides() {
		for _, l := range p.lines {
			v := engine.Value{Of: q.of, Versus: q.versus, Slot: slot(q.of, l.Name)}
			if q.versus >= 0 {
				v.VersusSlot = slot(q.versus, l.Name)
			}
			p.engine.Values = append(p.engine.Values, v)
		}
		for _, c := range p.conditions {
			v := engine.Question{Of: q.of, Versus: q.versus, Slot: slot(q.of, c.Line), Measure: c.Measure,
				Unit: p.judgedIn(c)}
			if q.versus >= 0 {
				v.VersusSlot = slot(q.versus, c.Line)
			}
			p.engine.Questions = append(p.engine.Questions, v)
		}
	}
}

// judgedIn is the unit of the figures that a condition's measure gets, as a multiple of the run's unit: money is in the
// currency's unit. The library's own measures look only at signs, which are the same in any unit.
func (p *Plan) judgedIn(c Condition) float64 {
	program := p.engine.Scenarios[0].Program
	slot, _ := program.Slot(c.Line)
	if slices.Contains(measure.Kinds(), c.Measure) || program.Unit(slot) != sheet.Money {
		return 1
	}
	return pence.Of(1)
}

// sides lists every scenario alone (versus -1) and then every pair: the order of all results.
func (p *Plan) sides() []pair {
	var all []pair
	for i := range p.scenarios {
		all = append(all, pair{i, -1})
	}
	return append(all, p.pairs...)
}
