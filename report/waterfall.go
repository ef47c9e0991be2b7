package report

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// A Waterfall is a bridge: it shows how a figure comes from another, or from zero, step by step.
type Waterfall struct {
	Title string           // the finding in words
	Words string           // what is drawn, below the title
	Unit  string           // unit of the figures, as written beside the axis: "£bn"
	Of    *scenario.Result // the run that the figures are from; may be nil
	Steps []Step           // from the top down
}

// A Step is a row of a [Waterfall].
type Step struct {
	Name string  // as people read it
	By   float64 // what the step adds, in the unit; for a total, its figure, which Chart checks
	// Total says that this is a total, not a step: its bar begins at zero.
	Total bool
	Text  string // the figure as it is written, with the digits that it supports
}

// mostSteps is the most rows of a waterfall: no step may be left out, or it would not add up.
const mostSteps = 40

// Chart draws the waterfall: a row for each step, with a bar from the sum before the step to the sum after it, joined
// by thin lines. Totals are in the darkest blue, steps up in teal, steps down in plum. The picture is as high as its
// rows need. The faults are: no steps or more than 40, a figure that cannot be drawn, a total that differs from the sum
// of the steps by more than a millionth of the largest figure, and a size outside the limits.
func (w Waterfall) Chart(o ChartOptions) (*Chart, error) {
	if len(w.Steps) == 0 {
		return nil, fault.Missing.Found("the waterfall has no steps")
	}
	if len(w.Steps) > mostSteps {
		return nil, fault.TooLarge.Found("a waterfall of %d steps does not fit", len(w.Steps)).
			Want("the most is %d; add small ones together", mostSteps)
	}
	b := bars{frame: plainFrame(w.Of, w.Title, w.Words, o), unit: clean(w.Unit), mark: math.NaN()}
	largest := 0.0
	for _, s := range w.Steps {
		if err := drawable("the step "+fault.Quote(s.Name), s.By); err != nil {
			return nil, err
		}
		largest = math.Max(largest, math.Abs(s.By))
	}
	at := 0.0
	for i, s := range w.Steps {
		from, to, color := at, at+s.By, teal
		switch {
		case s.Total:
			from, to, color = 0, s.By, blue
		case s.By < 0:
			color = plum
		}
		if s.Total && i > 0 && math.Abs(at-s.By) > 1e-6*largest {
			return nil, fault.Conflict.Found("the steps before %s come to %v, and it says %v", fault.Quote(s.Name), at,
				s.By)
		}
		row := barRow{name: clean(s.Name), bold: s.Total, bars: []span{{from, to, color}}, link: to}
		if text := minus(clean(s.Text)); to >= from {
			row.right = text
		} else {
			row.left = text
		}
		if i == len(w.Steps)-1 {
			row.link = math.NaN()
		}
		b.rows, at = append(b.rows, row), to
	}
	return newBars(o, b)
}
