package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/page"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/ask"
	"github.com/openenvelope/envelope/scenario/file"
)

// packFlags ask for what the governance pack says that costs runs, or another run, to know.
type packFlags struct {
	Since  string `help:"With --out, say in the governance pack what changed since this: a folder of results, a manifest.json or a scenario file." placeholder:"OLD" type:"path"`
	Shares bool   `help:"With --out, work out how much of the answer's variance rests on red numbers, on amber and on green ones, which takes runs of its own."`
}

// A brought is what was asked for.
type brought struct {
	report.Brought
	shares []page.Share
}

// brought works out what was asked for.
func (f packFlags) brought(ctx context.Context, spec *file.Spec, o scenario.Options,
	r *scenario.Result) (b brought, err error) {
	if f.Since != "" {
		before, _, err := recorded(f.Since)
		if err != nil {
			return b, err
		}
		b.Since, b.Changes = filepath.Base(f.Since), before.Differences(spec)
	}
	if !f.Shares {
		return b, nil
	}
	study, err := ask.New(ctx, spec, scenario.Options{Paths: min(r.Run.Paths, scenario.DefaultPaths), Seed: r.Run.Seed,
		Workers: o.Workers})
	if err != nil {
		return b, err
	}
	b.RedOf = "the balance in " + r.MainYear
	figure, err := study.Figure("mean of balance in " + r.MainYear)
	if err != nil {
		return b, err
	}
	groups := byQuality(study.Model(), r.Inputs)
	if len(groups) == 0 {
		return b, nil
	}
	a, err := study.Shares(ctx, figure, groups...)
	if err != nil {
		return b, err
	}
	for _, row := range a.Rows {
		inAll := row.Cells[len(row.Cells)-1].Estimate
		if row.Name == "red" {
			b.RedShare = &inAll
		}
		b.shares = append(b.shares, page.Share{Inputs: []string{"all " + row.Name + " numbers"}, Share: inAll})
	}
	if b.RedShare == nil {
		b.RedShare = &scenario.Estimate{}
	}
	return b, nil
}

// byQuality groups the numbers of a model that have draws of their own by how well they are supported.
func byQuality(m *scenario.Model, inputs []scenario.EffectiveInput) (groups []ask.Group) {
	quality := map[string]string{}
	for _, in := range inputs {
		if in.Scenario != inputs[0].Scenario {
			continue
		}
		if quality[in.Input] = report.SupportInWords(in); in.AssumedFrom != "" || quality[in.Input] == "unsupported" {
			quality[in.Input] = "red"
		}
	}
	for _, q := range []string{"red", "amber", "green"} {
		g := ask.Group{Name: q}
		for _, d := range m.Baseline.Drivers {
			if d.Law != nil && quality[d.Input] == q {
				g.Drivers = append(g.Drivers, d.Name())
			}
		}
		if len(g.Drivers) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// sensible reports flags that would do nothing.
func (f packFlags) sensible(out string) error {
	var unused []string
	if f.Since != "" {
		unused = append(unused, "--since")
	}
	if f.Shares {
		unused = append(unused, "--shares")
	}
	if out != "" || len(unused) == 0 {
		return nil
	}
	return fmt.Errorf("%s: there is no --out to leave a governance pack in", strings.Join(unused, ", "))
}
