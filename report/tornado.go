package report

import (
	"cmp"
	"math"
	"slices"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
)

// A Tornado shows what moves a figure: for each input a bar, from the figure at the input's low end to the figure at
// its high end, the longest bar first.
type Tornado struct {
	Title string           // the finding in words
	Words string           // what is drawn, below the title
	Unit  string           // unit of the figures, as written beside the axis: "£bn"
	Of    *scenario.Result // the run that the figures are from; may be nil
	Base  float64          // the figure with all inputs unchanged, in the unit
	// BaseText is Base as it is written.
	BaseText string
	Bars     []Bar // in any order
}

// A Bar is an input of a [Tornado].
type Bar struct {
	Name string // the input, as people read it
	// Low and High are the figure with the input at its low and at its high end, in the unit.
	Low, High float64
	// LowText and HighText are the ends as they are written, with the digits that they support.
	LowText, HighText string
}

// Chart draws the tornado: the effect of an input's low end in the darkest blue, the effect of its high end in orange,
// and a line through all bars at Base. Bars of the same length keep their order. At most the 20 longest are drawn, and
// the chart says how many more there are; the picture is as high as they need. The faults are: no bar, a figure that
// cannot be drawn, and a size outside the limits.
func (t Tornado) Chart(o ChartOptions) (*Chart, error) {
	if len(t.Bars) == 0 {
		return nil, fault.Missing.Found("the tornado has no bars")
	}
	if err := drawable("the base of the tornado", t.Base); err != nil {
		return nil, err
	}
	const ends = " Dark blue: with the input at its low end; orange: at its high end."
	all := slices.Clone(t.Bars)
	for _, one := range all {
		if err := drawable("the bar "+fault.Quote(one.Name), one.Low, one.High); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b Bar) int { return cmp.Compare(t.length(b), t.length(a)) })
	b := bars{frame: plainFrame(t.Of, t.Title, t.Words+ends, o), unit: clean(t.Unit), mark: t.Base,
		said: minus(clean(t.BaseText)), more: max(0, len(all)-mostBarRows)}
	for _, one := range all[:len(all)-b.more] {
		b.rows = append(b.rows, t.row(one))
	}
	return newBars(o, b)
}

// length is how far a bar reaches.
func (t Tornado) length(b Bar) float64 {
	return math.Max(t.Base, math.Max(b.Low, b.High)) - math.Min(t.Base, math.Min(b.Low, b.High))
}

// row is a bar's row: of two parts on the same side, the shorter is drawn over the longer.
func (t Tornado) row(b Bar) barRow {
	low, high := span{t.Base, b.Low, blue}, span{t.Base, b.High, orange}
	r := barRow{name: clean(b.Name), bars: []span{low, high}, link: math.NaN()}
	if math.Abs(b.High-t.Base) > math.Abs(b.Low-t.Base) {
		r.bars = []span{high, low}
	}
	r.left, r.right = minus(clean(b.LowText)), minus(clean(b.HighText))
	if b.Low > b.High {
		r.left, r.right = r.right, r.left
	}
	return r
}
