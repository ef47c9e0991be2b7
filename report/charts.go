package report

import (
	"os"
	"path/filepath"

	"github.com/openenvelope/envelope/scenario"
)

// Charts draws what a result has to show into a folder, as SVG and PNG: balance (a fan), earmark and bodies, the baseline with
// [ChartOptions.Beside], or with as many of the other scenarios as have room where none is named: a chart then says which
// are not drawn, and its title is about all. A result that lacks the lines of a chart, or has no earmark, does not get it.
func Charts(folder string, r *scenario.Result, o ChartOptions) error { return charts(folder, of(r), o) }

func charts(folder string, s source, o ChartOptions) error {
	v, err := look(s, o.Year, o.Unit)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	baseline, others := s.about.Scenarios[0], s.about.Scenarios[1:]
	if len(o.Beside) == 0 {
		o.Beside, o.ofAll = others[:min(len(others), mostPanels-1)], true
	}
	if v.has("balance") {
		c, err := fan(s, baseline, "balance", o)
		if err := save(c, err, filepath.Join(folder, "balance")); err != nil {
			return err
		}
	}
	if v.has("earmark_planned", "diverted", "transformation") && !v.zero("earmark_planned", s.about.Scenarios) {
		c, err := earmark(s, baseline, o)
		if err := save(c, err, filepath.Join(folder, "earmark")); err != nil {
			return err
		}
	}
	if len(v.judged()) > 0 {
		c, err := bodiesChart(s, baseline, o)
		return save(c, err, filepath.Join(folder, "bodies"))
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

// save writes a chart in both formats, unless it could not be made.
func save(c *Chart, err error, path string) error {
	if err != nil {
		return err
	}
	if err := c.SaveSVG(path + ".svg"); err != nil {
		return err
	}
	return c.SavePNG(path + ".png")
}
