package report

import (
	"os"
	"path/filepath"

	"github.com/openenvelope/envelope/scenario"
)

// Charts draws what a result has to show into a folder, as SVG and PNG: balance (a fan) and earmark, the baseline with
// [ChartOptions.Beside], or with as many of the other scenarios as have room where none is named. A result
// that lacks the lines of a chart does not get it.
func Charts(folder string, r *scenario.Result, o ChartOptions) error { return charts(folder, r, r, o) }

func charts(folder string, r *scenario.Result, f figures, o ChartOptions) error {
	v, err := look(r, f, o.Year, o.Unit)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	baseline, others := r.Scenarios[0], r.Scenarios[1:]
	if len(o.Beside) == 0 {
		o.Beside = others[:min(len(others), mostPanels-1)]
	}
	if v.has("balance") {
		c, err := fan(r, f, baseline, "balance", o)
		if err := save(c, err, filepath.Join(folder, "balance")); err != nil {
			return err
		}
	}
	if v.has("earmark_planned", "diverted", "transformation") {
		c, err := earmark(r, f, baseline, o)
		if err := save(c, err, filepath.Join(folder, "earmark")); err != nil {
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
