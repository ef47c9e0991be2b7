package live

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// Options says how a plan answers. The zero value is a good start.
type Options struct {
	Paths     uint64 // of an ask that does not say; zero is [DefaultPaths]
	MostPaths uint64 // that an ask may have; zero is [MostPaths]
	Seed      uint64 // of the draws; zero is the file's own
	Workers   int    // goroutines of a run; zero is one for each processor
	MaxMemory uint64 // of a run, in bytes; zero is [MaxMemory]
	Year      string // asked about; empty is the one of the main question
}

// What holds where [Options] say nothing.
const (
	DefaultPaths = 16_384
	MostPaths    = 262_144
	MaxMemory    = 512 << 20
)

func (o Options) filled() Options {
	if o.Paths == 0 {
		o.Paths = DefaultPaths
	}
	if o.MostPaths == 0 {
		o.MostPaths = MostPaths
	}
	if o.MaxMemory == 0 {
		o.MaxMemory = MaxMemory
	}
	return o
}

// A Plan is a scenario file that answers while its numbers move. It is immutable, and goroutines may share one.
type Plan struct {
	spec    *file.Spec
	options Options
	lines   []string // that every answer has
	symbol  string   // of the currency
	about   About

	planners *scenario.Planners
}

// About says what a plan is, and what can be moved.
type About struct {
	Name      string   `json:"name"`
	File      string   `json:"file"` // its name without a folder
	Year      string   `json:"year"` // of the main question
	Years     []string `json:"years"`
	Scenarios []string `json:"scenarios"`   // the baseline first
	Levers    []Lever  `json:"levers"`      // the first moves the answer most
	Paths     uint64   `json:"paths"`       // of an ask that does not say
	Seed      uint64   `json:"seed,string"` // of the draws; text, because a browser does not hold all of it as a number
	MostPaths uint64   `json:"most_paths"`
	Warnings  []string `json:"warnings"`
	Lines     []string `json:"lines"` // that an ask may have
}

// pilotPaths are enough to tell what moves the answer most.
const pilotPaths = 256

// Open makes a plan of a scenario file and finds its levers, which takes some forty runs of a few paths. The error is
// [file.Faults] where the file has any, a fault of the options, or the context's.
func Open(ctx context.Context, spec *file.Spec, o Options) (*Plan, error) {
	ctx = door.Context(ctx)
	if spec == nil {
		return nil, fault.Missing.Found("there is no scenario file")
	}
	p := &Plan{spec: spec, options: o.filled(), planners: &scenario.Planners{}}
	if p.options.Seed == 0 {
		p.options.Seed = spec.Run().Seed
	}
	m, err := spec.Model()
	if err != nil {
		return nil, err
	}
	described, err := m.Describe(ctx, scenario.Options{Paths: pilotPaths})
	if err != nil {
		return nil, err
	}
	for _, l := range described.Lines {
		p.about.Lines = append(p.about.Lines, l.Name)
	}
	p.lines = shown(p.about.Lines)
	r, err := scenario.Run(ctx, m, p.runOptions(pilotPaths, nil))
	if err != nil {
		return nil, err
	}
	d, err := report.NewDigest(r, report.Options{Year: o.Year})
	if err != nil {
		return nil, err
	}
	p.symbol = symbolOf(m)
	p.about = About{Name: d.Name, File: filepath.Base(spec.File()), Year: d.Year, Years: d.Years,
		Scenarios: r.Scenarios, Lines: p.about.Lines, Warnings: d.Warnings, Paths: p.options.Paths,
		MostPaths: p.options.MostPaths, Seed: p.options.Seed}
	p.about.Levers, err = p.levers(ctx, r)
	return p, err
}

// Again makes the plan of a file that [Open] has opened before and said this about. It runs nothing. The error is
// [file.Faults] where the file has any.
func Again(spec *file.Spec, about About) (*Plan, error) {
	if spec == nil {
		return nil, fault.Missing.Found("there is no scenario file")
	}
	m, err := spec.Model()
	if err != nil {
		return nil, err
	}
	o := Options{Paths: about.Paths, MostPaths: about.MostPaths, Seed: about.Seed, Year: about.Year}.filled()
	return &Plan{spec: spec, options: o, about: about, lines: shown(about.Lines), symbol: symbolOf(m),
		planners: &scenario.Planners{}}, nil
}

// About says what the plan is.
func (p *Plan) About() About { return door.Or(p).about }

// Spec is the plan's file, as it was opened.
func (p *Plan) Spec() *file.Spec { return door.Or(p).spec }

// shown are the lines that every answer has, as far as the model has them: what the page's charts draw.
func shown(rows []string) (lines []string) {
	for _, name := range []string{"balance", "earmark_planned", "transformation", "diverted"} {
		if slices.Contains(rows, name) {
			lines = append(lines, name)
		}
	}
	bodies, err := scenario.FindLines("bodies.*.balance", rows)
	if err == nil {
		lines = append(lines, bodies...)
	}
	return lines
}

// symbolOf is the currency of a model.
func symbolOf(m *scenario.Model) string {
	if f, ok := m.Baseline.Model.(*finance.Model); ok {
		return f.Symbol()
	}
	return new(finance.Model).Symbol()
}

// runOptions are those of a run: the lines shown, and some more.
func (p *Plan) runOptions(paths uint64, more []string) scenario.Options {
	o := scenario.Options{Paths: paths, Seed: p.options.Seed, Workers: p.options.Workers,
		MaxMemory: p.options.MaxMemory, Lines: slices.Clone(p.lines)}
	for _, line := range more {
		if !slices.Contains(o.Lines, line) {
			o.Lines = append(o.Lines, line)
		}
	}
	return o
}
