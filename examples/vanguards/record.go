package main

import (
	"fmt"
	"io"

	"github.com/openenvelope/envelope/scenario"
)

// fund shows what was planned of the fund, what deficits took as it is on record, and what a rule would have taken that
// pays deficits first.
func fund(w io.Writer, r *scenario.Result) error {
	fmt.Fprintf(w, "\nThe fund, £m: on record, and what deficits would have taken if they were paid first\n\n"+
		"%-8s %8s %8s %8s %20s %22s\n", "", "planned", "taken", "left", "simulated p10 to p90", "chance of so much")
	for _, year := range r.Years[1:] {
		s := sums{r: r, scenario: "as recorded", year: year}
		low, high := s.at("deficits first", 0.10), s.at("deficits first", 0.90)
		chance := s.chance("deficits first at least as recorded")
		fmt.Fprintf(w, "%-8s %8.0f %8.0f %8.0f %20s %21.0f%%\n", year, s.central("earmark_planned"),
			s.central("diverted"), s.central("transformation"), fmt.Sprintf("%.0f to %.0f", low, high), 100*chance)
		if s.err != nil {
			return s.err
		}
	}
	_, err := fmt.Fprint(w, `
What was left is an upper bound on what was spent on transformation, since other calls were made on it too; £497m in
2018/19 is a lower bound of what was left, since £650m of that year's support was new money. Sources stand in fund.csv.
`)
	return err
}

// vanguards shows what was planned for the vanguards, what they had, and what it saves as simulated, beside what was
// expected and forecast.
func vanguards(w io.Writer, r *scenario.Result) error {
	fmt.Fprintf(w, "\nThe vanguards, £m: planned, paid, and savings a year as simulated\n\n%-8s %8s %8s %8s %8s %20s\n",
		"", "planned", "not paid", "paid", "so far", "savings p10 to p90")
	planned := 0.0
	for _, year := range r.Years {
		s := sums{r: r, scenario: "as recorded", year: year}
		planned += s.central("earmark_planned")
		fmt.Fprintf(w, "%-8s %8.0f %8.0f %8.0f %8.0f %20s\n", year, s.central("earmark_planned"), s.central("diverted"),
			s.central("transformation"), s.central("paid so far"),
			fmt.Sprintf("%.0f to %.0f", s.at("benefit", 0.10), s.at("benefit", 0.90)))
		if s.err != nil {
			return s.err
		}
	}
	last := r.Years[len(r.Years)-1]
	recorded := sums{r: r, scenario: "as recorded", year: last}
	whole, forecast := recorded, recorded
	whole.scenario, forecast.scenario = "all of it paid", "savings as forecast"
	fmt.Fprintf(w, `
Of £%.0fm planned the vanguards had £%.0fm, %.0f%%, of which £140m before the plan began. With the return assumed that saves £%.0fm a
year in %s on the middle path, and £%.0fm if all of the plan had been paid. Expected were £360m a year, and forecast £%.0fm,
which is what £%.0fm bring at the forecast's return: no outturn is on record. Sources stand in vanguards.csv.
`, planned, recorded.central("paid so far"), 100*recorded.central("paid so far")/planned, recorded.at("benefit", 0.50),
		last, whole.at("benefit", 0.50), forecast.central("benefit"), forecast.central("paid so far"))
	if recorded.err != nil {
		return recorded.err
	}
	return whole.err
}

// sums are figures of a scenario in a year, in £m; the first that the run does not have is an error.
type sums struct {
	r              *scenario.Result
	scenario, year string
	err            error
}

func (s *sums) cell(line string) scenario.Cell {
	c, ok := s.r.Cell(s.scenario, line, s.year)
	if !ok && s.err == nil {
		s.err = fmt.Errorf("the run has no line %s in %s", line, s.year)
	}
	return c
}

func (s *sums) central(line string) float64 { return s.cell(line).Central / 1e6 }

func (s *sums) at(line string, p float64) float64 {
	c := s.cell(line)
	if e, ok := c.P(p); ok {
		return e.Value / 1e6
	}
	return c.Mean.Value / 1e6
}

func (s *sums) chance(row string) float64 { return s.cell(row).Mean.Value }
