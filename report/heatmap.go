package report

import (
	"math"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

// A Heat is a table of figures with darker cells for larger figures. It shows how two assumptions move a figure.
type Heat struct {
	Title        string           // the finding in words
	Words        string           // what is drawn, below the title
	Of           *scenario.Result // the run that the figures are from; may be nil
	Down, Across string           // what the rows and the columns are: "growth", "earmark share"
	Rows         []string         // names, from the top down
	Columns      []string         // names, from the left
	Cells        [][]HeatCell     // a row for each of Rows, a cell for each of Columns
	// Low and High are the figures that are drawn white and darkest; if both are zero, they are the smallest and the
	// largest figure.
	Low, High float64
}

// A HeatCell is a figure of a [Heat].
type HeatCell struct {
	Value float64 // how dark the cell is; NaN leaves it empty
	Text  string  // the figure as it is written, with the digits that it supports
	Bold  bool    // bold, for the cell of the present case
}

// mostHeat is the most rows and columns of a heat map.
const mostHeat = 60

// Chart draws the table. The picture is as high as its rows need; figures are in the cells if there is room. The faults
// are: no rows or columns, more than 60 of either, a number of cells that does not match, and a size outside the
// limits.
func (h Heat) Chart(o ChartOptions) (*Chart, error) {
	if err := h.fits(); err != nil {
		return nil, err
	}
	d := heatDrawing{frame: plainFrame(h.Of, h.Title, h.Words, o), Heat: h}
	d.shown = extent{h.Low, h.High}
	if h.Low == 0 && h.High == 0 {
		d.shown = nothing()
		d.each(func(_, _ int, c HeatCell) { d.shown = d.shown.with(c.Value) })
	}
	if o.Width == 0 {
		o.Width = defaultChartWidth
	}
	o.Height = max(o.Height, d.pixelsHigh(pixels(o.Width)))
	return newChart(o, d.frame, d.paint)
}

// fits checks the number of rows, columns and cells.
func (h Heat) fits() error {
	rows, columns := len(h.Rows), len(h.Columns)
	switch {
	case rows == 0 || columns == 0:
		return fault.Missing.Found("the heat map has %d rows and %d columns", rows, columns)
	case rows > mostHeat || columns > mostHeat:
		return fault.TooLarge.Found("a heat map of %d × %d cells does not fit", rows, columns).
			Want("the most is %d × %d", mostHeat, mostHeat)
	case len(h.Cells) != rows:
		return fault.Conflict.Found("the heat map has %d rows and cells for %d", rows, len(h.Cells))
	}
	for i, cells := range h.Cells {
		if len(cells) != columns {
			return fault.Conflict.Found("row %s of the heat map has %d cells for %d columns", fault.Quote(h.Rows[i]),
				len(cells), columns)
		}
	}
	return drawable("the scale of the heat map", h.Low, h.High)
}

// A heatDrawing is a heat map with the words around it.
type heatDrawing struct {
	frame
	Heat
	shown extent // of the figures, from white to darkest
}

// each visits the cells that have a figure.
func (d heatDrawing) each(do func(row, column int, c HeatCell)) {
	for i, cells := range d.Cells {
		for k, c := range cells {
			if finite(c.Value) {
				do(i, k, c)
			}
		}
	}
}

const headRoom = vg.Length(28) // for the columns' names and the name of their assumption

func (d heatDrawing) pixelsHigh(wide vg.Length) int {
	const tall = vg.Length(100_000)
	left := d.around(newPen(draw.NewCanvas(new(recorder.Canvas), wide, tall)))
	need := tall - (left.Max.Y - left.Min.Y) + headRoom + rowHeight*vg.Length(len(d.Rows)) + 4
	return max(int(math.Ceil(float64(need*pixelsPerInch/vg.Inch))), leastHeight)
}

func (d heatDrawing) paint(p pen) {
	p = d.around(p)
	names := p.textWidth(labelText(), clean(d.Down))
	for _, name := range d.Rows {
		names = max(names, p.textWidth(labelText(), clean(name)))
	}
	names = min(names, nameShare*p.wide()) + 8
	area := vg.Rectangle{Min: vg.Point{X: p.Min.X + names, Y: p.Min.Y + 4},
		Max: vg.Point{X: p.Max.X, Y: p.Max.Y - headRoom}}
	area.Min.Y = max(area.Min.Y, area.Max.Y-mostRow*vg.Length(len(d.Rows)))
	a := axes{pen: p.in(area), left: 0, right: float64(len(d.Columns)), low: 0, high: float64(len(d.Rows))}
	d.heads(a, p.Min.X)
	height := a.y(1) - a.y(0)
	for i, name := range d.Rows {
		a.rowName(labelText().in(black), clean(name), a.Max.Y-height*(vg.Length(i)+0.5), height, names)
	}
	figures := d.widest(a) <= a.x(1)-a.x(0)-4
	d.each(func(row, column int, c HeatCell) { d.cell(a, row, column, c, figures) })
}

// heads writes the columns' names above the cells, as many as fit, and the names of the two assumptions.
func (d heatDrawing) heads(a axes, left vg.Length) {
	wide := a.x(1) - a.x(0)
	widest := vg.Length(0)
	for _, name := range d.Columns {
		widest = max(widest, a.textWidth(labelText(), clean(name))+6)
	}
	every := max(1, int(math.Ceil(float64(widest/wide))))
	for i, name := range d.Columns {
		if i%every == 0 {
			a.write(labelText().in(black), vg.Point{X: a.x(float64(i) + 0.5), Y: a.Max.Y + 3},
				anchor{draw.XCenter, draw.YBottom}, a.fitted(labelText(), clean(name), wide*vg.Length(every)))
		}
	}
	a.write(labelText(), vg.Point{X: left, Y: a.Max.Y + 3}, anchor{draw.XLeft, draw.YBottom},
		a.fitted(labelText(), clean(d.Down), a.Min.X-left-4))
	a.write(labelText(), vg.Point{X: a.Min.X, Y: a.Max.Y + 15}, anchor{draw.XLeft, draw.YBottom},
		a.fitted(labelText(), clean(d.Across), a.Max.X-a.Min.X))
}

func (d heatDrawing) widest(a axes) (widest vg.Length) {
	d.each(func(_, _ int, c HeatCell) { widest = max(widest, a.textWidth(strong(black), clean(c.Text))) })
	return widest
}

// cell draws a cell.
func (d heatDrawing) cell(a axes, row, column int, c HeatCell, figures bool) {
	share := 0.5 // all alike
	if d.shown.high > d.shown.low {
		share = math.Min(math.Max((c.Value-d.shown.low)/(d.shown.high-d.shown.low), 0), 1)
	}
	top := a.high - float64(row)
	area := vg.Rectangle{Min: a.at(float64(column), top-1), Max: a.at(float64(column+1), top)}
	area.Min.X, area.Min.Y = area.Min.X+cellGap, area.Min.Y+cellGap
	area.Max.X, area.Max.Y = area.Max.X-cellGap, area.Max.Y-cellGap
	a.fill(paper.toward(orange, share), area)
	rim, width := rgb(hairline), vg.Length(0.5)
	if c.Bold {
		rim, width = black, 1.2
	}
	a.rule(rim, width, nil, area.Min, vg.Point{X: area.Max.X, Y: area.Min.Y}, area.Max,
		vg.Point{X: area.Min.X, Y: area.Max.Y}, area.Min)
	if figures {
		look := labelText().in(black)
		look.bold = c.Bold
		a.write(look, vg.Point{X: (area.Min.X + area.Max.X) / 2, Y: (area.Min.Y + area.Max.Y) / 2},
			anchor{draw.XCenter, midline}, minus(clean(c.Text)))
	}
}
