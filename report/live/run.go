package live

import (
	"context"
	"fmt"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/file"
)

// An Ask is a case to work out: a scenario of the file with numbers moved or set. The zero value is the baseline.
type Ask struct {
	Scenario string             `json:"scenario,omitempty"` // the baseline if empty
	Moves    []file.Move        `json:"moves,omitempty"`    // made to the file, as by levers
	Set      []scenario.Setting `json:"set,omitempty"`      // made to it besides, as by the flag --set
	Lines    []string           `json:"lines,omitempty"`    // to be in the answer besides those that always are
	Paths    uint64             `json:"paths,omitempty"`    // zero is the plan's own
}

// An Answer is what an ask comes to.
type Answer struct {
	Scenario string             `json:"scenario"` // that was asked about
	Set      []scenario.Setting `json:"set"`      // what was made of the moves and settings
	Sentence string             `json:"sentence"` // the answer to the main question
	Years    []string           `json:"years"`
	Series   []Series           `json:"series"`
	Chances  []Series           `json:"chances"`
	Values   map[string]string  `json:"values"` // of the places moved, as they are now, in words
	Warnings []string           `json:"warnings"`
	Paths    uint64             `json:"paths"`
	Seed     uint64             `json:"seed"`
	Hash     string             `json:"hash"` // of every figure of the run
}

// Run works a case out. The error is [file.Faults] of what was moved or set, a fault of what was asked, or the
// context's.
func (p *Plan) Run(ctx context.Context, a Ask) (*Answer, error) {
	p = door.Or(p)
	_, r, err := p.moved(ctx, a)
	if err != nil {
		return nil, err
	}
	bare := *r
	bare.Set = nil // which the page shows at its levers
	o := report.Options{Year: p.about.Year, Lines: whole(r)}
	d, err := report.NewGlance(&bare, o)
	if err != nil {
		return nil, err
	}
	answer := &Answer{Scenario: r.Scenarios[0], Set: r.Set, Sentence: d.Answer, Years: d.Years,
		Series: NewSeries(d.Series), Chances: NewSeries(d.Chances), Values: map[string]string{}, Warnings: d.Warnings,
		Paths: r.Run.Paths, Seed: r.Run.Seed, Hash: r.Hash}
	if answer.Warnings == nil {
		answer.Warnings = []string{}
	}
	for _, m := range a.Moves {
		for _, in := range r.Inputs {
			if in.Input == m.Place {
				answer.Values[m.Place] = report.ValuesInWords(in, p.symbol)
			}
		}
	}
	return answer, nil
}

// whole are the lines of a result that are no body's.
func whole(r *scenario.Result) (names []string) {
	for _, l := range r.Lines {
		if body, _ := sheet.BodyOf(l.Name); body == "" {
			names = append(names, l.Name)
		}
	}
	return names
}

// Manifest is the record of a case, which `envelope verify` runs again. It fails as [Plan.Run] does.
func (p *Plan) Manifest(ctx context.Context, a Ask) (file.Manifest, error) {
	spec, r, err := door.Or(p).moved(ctx, a)
	if err != nil {
		return file.Manifest{}, err
	}
	return file.NewManifest(spec, r), nil
}

// Moved is the file's text with moves made where the numbers stand. It fails as [file.Spec.Moved] does.
func (p *Plan) Moved(moves ...file.Move) ([]byte, error) {
	p = door.Or(p)
	if p.spec == nil {
		return nil, errNoPlan
	}
	return p.spec.Moved(moves...)
}

// errNoPlan is what becomes of a plan that Open did not make.
var errNoPlan = fault.Missing.Found("there is no plan").Want("use one that Open made")

// moved runs a case.
func (p *Plan) moved(ctx context.Context, a Ask) (*file.Spec, *scenario.Result, error) {
	spec, m, o, err := p.asked(a)
	if err != nil {
		return nil, nil, err
	}
	key := fmt.Sprintf("%q %q %d", m.Baseline.Name, o.Lines, o.Paths)
	r, err := p.planners.Of(key, o).Run(ctx, m)
	return spec, r, err
}

// asked is the file as an ask has it, its one scenario, and how to run it.
func (p *Plan) asked(a Ask) (*file.Spec, *scenario.Model, scenario.Options, error) {
	var o scenario.Options
	if p.spec == nil {
		return nil, nil, o, errNoPlan
	}
	if a.Paths == 0 {
		a.Paths = p.options.Paths
	}
	if a.Paths > p.options.MostPaths {
		return nil, nil, o, fault.TooLarge.Found("%d paths are asked for", a.Paths).
			Want("the most is %d", p.options.MostPaths).At("paths")
	}
	spec, err := p.with(a)
	if err != nil {
		return nil, nil, o, err
	}
	m, err := spec.Model()
	if err != nil {
		return nil, nil, o, err
	}
	if a.Scenario == "" {
		a.Scenario = m.Baseline.Name
	}
	only, err := m.Only([]string{a.Scenario})
	return spec, only, p.runOptions(a.Paths, a.Lines), err
}

// with is the file with what an ask moves and sets.
func (p *Plan) with(a Ask) (*file.Spec, error) {
	var all []scenario.Setting
	for _, m := range a.Moves {
		set, err := p.spec.Settings(m)
		if err != nil {
			return nil, err
		}
		all = append(all, set...)
	}
	return p.spec.With(append(all, a.Set...)...)
}
