package report

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/openenvelope/envelope/scenario"
)

// Charts draws the charts of a result into a folder, as SVG and PNG: balance (a fan), chance, earmark and bodies. They
// show the baseline and the scenarios of [ChartOptions.Beside]; if none is named, as many of the other scenarios as
// there is room for: a chart then says which are not drawn, and its title is about all. A chart is left out if the
// result does not have its lines, or has no earmark. Faults are an empty result, a year or a scenario that it does not
// have, and a size outside the limits; other errors are the file system's, and then some of the charts may be there.
func Charts(folder string, r *scenario.Result, o ChartOptions) error { return charts(folder, of(r), o) }

func charts(folder string, s source, o ChartOptions) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return eachChart(s, o, func(name string, c *Chart) error {
		path := filepath.Join(folder, name)
		if err := c.SaveSVG(path + ".svg"); err != nil {
			return err
		}
		return c.SavePNG(path + ".png")
	})
}

// EachChart makes the charts of a result as [Charts] does, one after the other, and calls yield with each and its name
// until yield returns an error. The errors are those of [Charts], and the error of yield.
func EachChart(r *scenario.Result, o ChartOptions, yield func(name string, c *Chart) error) error {
	return eachChart(of(r), o, yield)
}

// eachChart makes the charts of a result, one after the other, until yield returns an error.
func eachChart(s source, o ChartOptions, yield func(name string, c *Chart) error) error {
	v, err := look(s, o.Year, o.Unit)
	if err != nil {
		return err
	}
	baseline, others := s.about.Scenarios[0], s.about.Scenarios[1:]
	if len(o.Beside) == 0 {
		o.Beside, o.ofAll = others[:min(len(others), mostPanels-1)], true
	}
	for _, x := range []struct {
		name string
		has  bool
		make func() (*Chart, error)
	}{
		{"balance", v.has("balance"), func() (*Chart, error) { return fan(s, baseline, "balance", o) }},
		{"chance", v.judgesBalance(), func() (*Chart, error) { return chanceChart(s, baseline, o) }},
		{"earmark", v.has("earmark_planned", "diverted", "transformation") &&
			!v.zero("earmark_planned", s.about.Scenarios),
			func() (*Chart, error) { return earmark(s, baseline, o) }},
		{"bodies", len(v.judged()) > 0, func() (*Chart, error) { return bodiesChart(s, baseline, o) }},
	} {
		if !x.has {
			continue
		}
		c, err := x.make()
		if err != nil {
			return err
		}
		if err := yield(x.name, c); err != nil {
			return err
		}
	}
	return nil
}

// has reports whether the result has all of the lines.
func (v view) has(names ...string) bool {
	for _, name := range names {
		if _, ok := v.line(name); !ok {
			return false
		}
	}
	return true
}

// judgesBalance reports whether the result has the chances of balance of two years in every scenario.
func (v view) judgesBalance() bool {
	f := frame{view: v}
	return !slices.ContainsFunc(v.about.Scenarios, func(name string) bool {
		return len(f.chanceMarks(name, mainCondition)) < 2
	})
}
