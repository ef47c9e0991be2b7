package paper

import (
	"bytes"
	"context"
	"fmt"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
)

// content is what the template is filled with.
type content struct {
	*report.Digest
	Drives   string // what moves the balance most; empty if that is not known
	Pictures []picture
	Columns  []string         // of the table
	Rows     []report.GridRow // of the table
	Left     string           // what of it has no room; empty if all has
	Wide     int              // of a column with a figure, in twentieths of a point
	Red      []report.Assumption
	MoreRed  int // that have no room
	Limits   []string
	MoreLeft int // limits that have no room
}

// What two pages hold.
const (
	mostPictures = 2
	mostBeside   = 2 // scenarios in the picture of bodies, which has a row for each; only the first of more
	mostColumns  = 6
	mostRows     = 24
	mostRed      = 9
	mostLimits   = 5
)

// Sizes of a picture: as wide as the text, at 300 dots an inch.
const (
	wide, high  = 640, 330 // pixels, a hundred of which are an inch here
	dots        = 3        // a pixel
	unitsAPixel = unitsAnInch / (300 / dots)
	unitsAnInch = 914_400
)

// A picture is a chart of the paper.
type picture struct {
	Number       int
	Title, Words string
	Across, Down int // in English metric units, 914,400 to the inch
	png          []byte
}

// entry is the name of the picture in the archive.
func (p picture) entry() string { return "word/" + p.Target() }

// Target is where the picture stands, seen from the document.
func (p picture) Target() string { return fmt.Sprintf("media/picture%d.png", p.Number) }

// Columns of the table, in twentieths of a point.
const (
	textWide  = 9_638 // between the margins
	labelWide = 2_600
	statWide  = 900
)

func newContent(ctx context.Context, r *scenario.Result, o report.Options) (*content, error) {
	d, err := report.NewDigest(r, o)
	if err != nil {
		return nil, err
	}
	c := &content{Digest: d, Limits: d.NotModelled, Drives: o.Brought.DriversInWords(r, o)}
	c.tabulate()
	for _, a := range d.Assumptions {
		if a.Red() {
			c.Red = append(c.Red, a)
		}
	}
	c.Red, c.MoreRed = first(c.Red, mostRed)
	c.Limits, c.MoreLeft = first(c.Limits, mostLimits)
	return c, c.draw(ctx, r, o)
}

// tabulate takes of the summary as much as has room.
func (c *content) tabulate() {
	columns, rows := 0, 0
	c.Columns, columns = first(c.Summary.Columns, mostColumns)
	c.Rows, rows = first(c.Summary.Rows, mostRows)
	for i, r := range c.Rows {
		r.Cells, _ = first(r.Cells, mostColumns)
		c.Rows[i] = r
	}
	if columns+rows > 0 {
		c.Left = fmt.Sprintf("%d more rows and %d more scenarios are in report.html.", rows, columns)
	}
	c.Wide = (textWide - labelWide - statWide) / max(1, len(c.Columns))
}

// first is as many as there is room for, and how many are left out.
func first[T any](all []T, most int) (shown []T, left int) {
	return all[:min(len(all), most)], max(0, len(all)-most)
}

// draw makes the pictures: balance, and the bodies of a system or what becomes of the earmark, or the chances.
func (c *content) draw(ctx context.Context, r *scenario.Result, o report.Options) error {
	all := map[string]*report.Chart{}
	charts := report.ChartOptions{Year: o.Year, Unit: o.Unit, Bare: true, Width: wide, Height: high, Scale: dots}
	err := report.EachChart(r, charts, func(name string, chart *report.Chart) error {
		if name == "bodies" && len(r.Scenarios) > mostBeside {
			one, err := report.BodiesChart(r, r.Scenarios[0], charts)
			if err != nil {
				return err
			}
			chart = one
		}
		all[name] = chart
		return ctx.Err()
	})
	for _, name := range []string{"balance", "bodies", "earmark", "chance"} {
		chart, ok := all[name]
		if !ok || err != nil || len(c.Pictures) >= mostPictures {
			continue
		}
		var b bytes.Buffer
		err = chart.WritePNG(&b)
		across, down := chart.Size()
		c.Pictures = append(c.Pictures, picture{Number: len(c.Pictures) + 1, Title: chart.Title(),
			Words: chart.Words(), Across: across * unitsAPixel, Down: down * unitsAPixel, png: b.Bytes()})
	}
	c.fit()
	return err
}

// fit makes the pictures smaller where the first page, which they share with the answer, has no room for them: the half
// of the room is each picture's, and what one leaves is the other's.
func (c *content) fit() {
	const lineHeight, letters, lettersOfTitle = unitsAnInch * 17 / 100, 100, 70
	const free, least = unitsAnInch * 79 / 10, unitsAnInch * 3
	lines := 2 + (len(c.Answer)+len(c.Bodies)+len(c.Drives))/letters
	for _, p := range c.Pictures {
		lines += len(p.Title) / lettersOfTitle * 3 / 2 // a line of a title is higher than one of the answer
	}
	room := max(free-lines*lineHeight, least)
	left := room
	for _, p := range c.Pictures {
		left -= min(p.Down, room/mostPictures)
	}
	for i, p := range c.Pictures {
		has := min(p.Down, room/mostPictures) + left
		if p.Down > has {
			c.Pictures[i].Across, c.Pictures[i].Down = int(int64(p.Across)*int64(has)/int64(p.Down)), has
			left = 0
			continue
		}
		left = has - p.Down
	}
}
