package ask

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
)

// A Source is where models come from: a scenario file (*file.Spec), or a model of a Go program ([Of]).
type Source interface {
	// Model is the model with all its scenarios.
	Model() (*scenario.Model, error)
	// Vary is a model of one scenario: the baseline with changes made ([scenario.Scenario]), and then settings.
	Vary(changes []string, settings ...scenario.Setting) (*scenario.Model, error)
}

// A Study answers questions about one source. All answers are on the same draws. It is immutable, and safe for
// concurrent use if its source is.
type Study struct {
	source  Source
	model   *scenario.Model
	options scenario.Options
	names   names
	lines   []string

	planners *scenario.Planners
}

// New makes a study. It uses the paths, the seed, the workers, the ceiling on memory and the progress of the options,
// and nothing else. The error is the error of the source, or says why the model cannot be laid out.
func New(ctx context.Context, source Source, o scenario.Options) (*Study, error) {
	if source == nil {
		return nil, fault.Missing.Found("there is no source of models")
	}
	m, err := source.Model()
	if err != nil {
		return nil, err
	}
	o.Lines, o.Years, o.Conditions, o.ExactPercentiles = nil, nil, nil, false
	if o.Paths == 0 {
		o.Paths = scenario.DefaultPaths
	}
	about, err := m.Describe(door.Context(ctx), o)
	if err != nil {
		return nil, err
	}
	known, err := namesIn(m, about)
	if err != nil {
		return nil, err
	}
	s := &Study{source: source, model: m, options: o, names: known, planners: &scenario.Planners{}}
	for _, l := range about.Lines {
		s.lines = append(s.lines, l.Name)
	}
	return s, nil
}

// Model is the source's model.
func (s *Study) Model() *scenario.Model { return door.Or(s).model }

// Years are the years after the opening year.
func (s *Study) Years() []string { return slices.Clone(door.Or(s).names.years) }

// Opening is the year before the first of Years.
func (s *Study) Opening() string { return door.Or(s).names.opening }

// Inputs are the names of the baseline's numbers, as settings name them.
func (s *Study) Inputs() []string { return slices.Clone(door.Or(s).names.inputs) }

// Line is the row of the baseline that a name means, on its sheet or in words ("Acute trust: balance", "balance of
// Acute trust"). The error suggests a line that may be meant.
func (s *Study) Line(name string) (string, error) {
	p := &parser{names: door.Or(s).names, words: split(name)}
	row, err := p.subject()
	if err == nil && p.at < len(p.words) {
		err = p.names.noLine(name)
	}
	return row, err
}

// Level reads a level in the unit of a figure: "£20m", "2%", or "80%" for a chance.
func (s *Study) Level(f Figure, text string) (float64, error) {
	s = door.Or(s)
	switch s.unit(f) {
	case Money:
		return s.names.level(f.Line, text)
	case Number:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return 0, fault.Unreadable.Found("%s is not a number of years", fault.Quote(text))
		}
		return x, nil
	}
	r, err := finance.ParseRate(text)
	return float64(r), err
}

// Lines are the names of the rows that a run of the model reports.
func (s *Study) Lines() []string { return slices.Clone(door.Or(s).lines) }

// A variation is a scenario as a question needs it.
type variation struct {
	changes  []string
	settings []scenario.Setting
	draws    scenario.Draws
	order    []scenario.Correlation // in place of the model's, if not nil
	paths    uint64                 // in place of the study's, if not 0
}

// key tells apart the ways to ask: models of one way differ in numbers only, or nearly so.
func (v variation) key(o scenario.Options) string {
	return fmt.Sprintf("%q %q %q %d", v.changes, o.Lines, o.Years, o.Paths)
}

// errNoStudy is the fault of a study that New did not make.
var errNoStudy = fault.Missing.Found("there is no study").Want("use one that New made")

// as is the variation of a scenario with nothing varied.
func (s *Study) as(name string) (variation, error) {
	if s.source == nil {
		return variation{}, errNoStudy
	}
	if name == "" || name == s.model.Baseline.Name {
		return variation{}, nil
	}
	for _, other := range s.model.Scenarios {
		if other.Name == name {
			return variation{changes: other.Changes}, nil
		}
	}
	return variation{}, fault.Unknown.Found("there is no scenario %s", fault.Quote(name)).
		Suggest(s.names.nearest(name, s.names.scenarios))
}

// whole is the variation of a scenario with nothing varied, and its model.
func (s *Study) whole(name string) (variation, *scenario.Model, error) {
	v, err := s.as(name)
	if err != nil {
		return v, nil, err
	}
	m, err := s.vary(v)
	return v, m, err
}

// vary is the model of a variation, with its one scenario ready to be drawn.
func (s *Study) vary(v variation) (*scenario.Model, error) {
	if s.source == nil {
		return nil, errNoStudy
	}
	m, err := s.source.Vary(v.changes, v.settings...)
	if err != nil {
		return nil, err
	}
	m.Correlation = slices.Clone(s.model.Correlation)
	if v.order != nil {
		m.Correlation = slices.Clone(v.order)
	}
	for i := range m.Correlation {
		m.Correlation[i].Loose = true
	}
	m.Draws = v.draws
	return m, nil
}

// A columns is the paths of one scenario.
type columns struct {
	sample *scenario.Sample
	name   string   // of the scenario in the sample; the empty name means its first
	years  []string // all years after the opening year
	paths  int
}

// of are a line's figures.
func (c columns) of(line, year string) []float64 {
	figures, _ := c.sample.Of(c.name, line, year)
	return figures
}

// to are the years up to and including one.
func (c columns) to(year string) []string {
	return c.years[:slices.Index(c.years, year)+1]
}

// draw works out some lines and years of a variation.
func (s *Study) draw(ctx context.Context, v variation, lines, years []string) (columns, error) {
	m, err := s.vary(v)
	if err != nil {
		return columns{}, err
	}
	o := s.options
	o.Lines, o.Years = lines, years
	if v.paths != 0 {
		o.Paths = v.paths
	}
	sample, err := s.planners.Of(v.key(o), o).Draw(ctx, m)
	if err != nil {
		return columns{}, err
	}
	return columns{sample, "", s.names.years, int(sample.Paths())}, nil
}

// figure works out the lines that a figure needs, on the paths of a variation.
func (s *Study) figure(ctx context.Context, f Figure, v variation) (columns, error) {
	if err := f.fault(s.names.years); err != nil {
		return columns{}, err
	}
	return s.draw(ctx, v, f.lines(), f.years(s.names.years))
}

// each is the figure's value on each path of a variation.
func (s *Study) each(ctx context.Context, f Figure, v variation) ([]float64, error) {
	c, err := s.figure(ctx, f, v)
	if err != nil {
		return nil, err
	}
	return f.each(c), nil
}

// both is the figure's value on each path of its scenario, and of the scenario it is compared with (nil if there is
// none), with settings made to both.
func (s *Study) both(ctx context.Context, f Figure, settings ...scenario.Setting) (of, versus []float64, err error) {
	of, err = s.in(ctx, f, f.Scenario, settings)
	if err == nil && f.Versus != "" {
		versus, err = s.in(ctx, f, f.Versus, settings)
	}
	return of, versus, err
}

// in is the figure's value on each path of a scenario, with settings made.
func (s *Study) in(ctx context.Context, f Figure, name string, settings []scenario.Setting) ([]float64, error) {
	v, err := s.as(name)
	if err != nil {
		return nil, err
	}
	v.settings = settings
	return s.each(ctx, f, v)
}
