//go:build !lean

package report

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"html"
	"image/png"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// ChartOptions says how a chart looks. The zero value is a good start.
type ChartOptions struct {
	// Title is the finding in words; if empty, a title is made from the figures.
	Title string
	// Source is printed in the caption; if empty, the caption lists the sources of the result's inputs.
	Source string
	// Year is the year that the title is about; empty means [scenario.Result.MainYear], the last year that the
	// settlement covers.
	Year string
	// Unit is the unit in which money is shown; for the zero value the size of the envelope decides.
	Unit finance.DisplayUnit
	// Beside names further scenarios, each drawn in a panel of its own on the same scale.
	Beside []string
	// Width and Height are in pixels, from 480 × 320 to 10,000 each; zero is 900 × 560 ([BodiesChart] finds its own
	// height).
	Width, Height int
	// Scale is the number of dots for each pixel of a PNG, up to 4; zero is 2, for slides. A page in print wants 3.
	Scale int
	// Bare leaves out title, subtitle and caption, for a page that prints them beside the picture.
	Bare bool

	ofAll bool // the title is about all scenarios, drawn or not
}

// A Chart is a picture ready to be written. It is the same on every machine, except for the last digits of coordinates.
// It is immutable, and goroutines may write it at once.
type Chart struct {
	title, words  string
	hash          string // the hash of the result that it shows; empty if there is none
	width, height vg.Length
	scale         int
	caption       string // where the figures come from
	draw          func(pen)
}

const (
	defaultChartWidth = 900
	leastHeight       = 320

	pixelsPerInch = 96
	usualScale    = 2
	mostScale     = 4
)

// newChart checks the size and calls draw with a pen on a white page.
func newChart(o ChartOptions, f frame, draw func(pen)) (*Chart, error) {
	width, height, scale := o.Width, o.Height, o.Scale
	if scale <= 0 {
		scale = usualScale
	}
	if width == 0 {
		width = defaultChartWidth
	}
	if height == 0 {
		height = 560
	}
	if width < 480 || height < leastHeight || width > 10_000 || height > 10_000 {
		return nil, fault.OutOfRange.Found("a chart of %d × %d pixels is not possible", width, height).
			Want("480 × 320 to 10,000 × 10,000 is")
	}
	if scale > mostScale {
		return nil, fault.OutOfRange.Found("a scale of %d is not possible", scale).Want("1 to %d is", mostScale)
	}
	return &Chart{title: f.title, words: f.subtitle, caption: f.caption(mostSources), hash: f.about.Hash,
		width: pixels(width), height: pixels(height), scale: scale, draw: draw}, nil
}

// pixels is a length on a screen.
func pixels(n int) vg.Length { return vg.Length(n) * vg.Inch / pixelsPerInch }

// errNoChart is the fault of a chart that no function of this package made.
var errNoChart = fault.Missing.Found("there is no chart").Want("use one that a function of this package made")

// WriteSVG writes the chart as SVG. Its text stays text, in Liberation Sans or a font with the same widths. Its
// metadata is the hash of the result. The error is the writer's own; no chart and no writer are faults.
func (c *Chart) WriteSVG(w io.Writer) error {
	if c == nil || c.draw == nil {
		return errNoChart
	}
	w = door.Writer(w)
	svg, err := c.svg()
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, c.accessible(svg))
	return err
}

// svg is the drawing as SVG, without the chart's words.
func (c *Chart) svg() (string, error) {
	canvas := vgsvg.New(c.width, c.height)
	c.paint(draw.New(canvas))
	var b bytes.Buffer
	_, err := canvas.WriteTo(&b)
	return lengths(plainAttributes(b.String())), err
}

// longText is from how many letters on a text could run out of the picture in a wider font.
const longText = 25

// lengths gives long texts their length, so that they are as long in whatever font a reader has.
func lengths(svg string) string {
	p := newPen(draw.Canvas{})
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(svg, "<text ")
		if !ok {
			return b.String() + svg
		}
		looks, rest, _ := strings.Cut(rest, ">")
		said, after, _ := strings.Cut(rest, "</text>")
		b.WriteString(before + "<text " + looks)
		_, size, _ := strings.Cut(looks, `font-size="`)
		size, _, _ = strings.Cut(size, "px")
		points, err := strconv.ParseFloat(size, 64)
		if words := html.UnescapeString(said); err == nil && utf8.RuneCountInString(words) >= longText {
			look := lettering{vg.Length(points), strings.Contains(looks, `font-weight="bold"`), black}
			fmt.Fprintf(&b, ` textLength="%.1f" lengthAdjust="spacingAndGlyphs"`, p.textWidth(look, words))
		}
		b.WriteString(">" + said + "</text>")
		svg = after
	}
}

// Inline is the chart as SVG within a page of HTML, as wide as its place there. It has no size, styles or fonts of its
// own: the page gives them (Liberation Sans, or a font with the same widths). Screen readers find its title and its
// words in the elements of the page with the given ids. No chart is a fault.
func (c *Chart) Inline(titleID, wordsID string) (string, error) {
	if c == nil || c.draw == nil {
		return "", errNoChart
	}
	svg, err := c.svg()
	if err != nil {
		return "", err
	}
	_, svg, _ = strings.Cut(svg, `viewBox="`)
	box, svg, _ := strings.Cut(svg, `"`)
	_, svg, _ = strings.Cut(svg, ">")
	svg = strings.ReplaceAll(svg, ` font-family="`+fontFamily+`"`, "")
	return fmt.Sprintf("<svg role=\"img\" aria-labelledby=%q aria-describedby=%q viewBox=%q>%s", titleID, wordsID, box,
		svg), nil
}

// fontFamily is our font, and others with the same widths for readers without it.
const fontFamily = "Liberation Sans,Arial,Helvetica,sans-serif"

// Title is the chart's title: the finding in words.
func (c *Chart) Title() string { return door.Or(c).title }

// Words say what is drawn, in what unit, and what the marks mean: the chart's subtitle.
func (c *Chart) Words() string { return door.Or(c).words }

// Size is how wide and how high the chart is, in pixels.
func (c *Chart) Size() (wide, high int) {
	c = door.Or(c)
	inPixels := func(l vg.Length) int { return int(math.Round(float64(l * pixelsPerInch / vg.Inch))) }
	return inPixels(c.width), inPixels(c.height)
}

// Caption says where the chart's figures come from and how to get them again.
func (c *Chart) Caption() string { return door.Or(c).caption }

// plainAttributes writes the styles of the parts of an SVG as plain attributes, for pages that do not allow styles
// there. Quotation marks in text are escaped, so text is never taken for a style.
func plainAttributes(svg string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(svg, `style="`)
		if !ok {
			return b.String() + svg
		}
		style, after, _ := strings.Cut(rest, `"`)
		b.WriteString(strings.TrimRight(before, " \t\n") + attributes(style))
		svg = after
	}
}

// attributes writes a style as attributes, and names other sans fonts for readers without ours. It leaves out what is
// normal.
func attributes(style string) string {
	var b strings.Builder
	for _, rule := range strings.Split(style, ";") {
		name, value, ok := strings.Cut(rule, ":")
		switch name = strings.TrimSpace(name); {
		case !ok || value == "normal":
			continue
		case name == "font-family":
			value = fontFamily
		}
		fmt.Fprintf(&b, " %s=%q", name, value)
	}
	return b.String()
}

// accessible puts the chart's words into elements that screen readers read.
func (c *Chart) accessible(svg string) string {
	head, body, _ := strings.Cut(svg, "<svg ")
	size, body, _ := strings.Cut(body, ">")
	return fmt.Sprintf("%s<svg role=\"img\" %s>\n<title>%s</title>\n<desc>%s</desc>\n<metadata>%s</metadata>%s",
		head, size, html.EscapeString(c.title), html.EscapeString(c.words+" "+c.caption), c.stamp(), body)
}

// WritePNG writes the chart as PNG. The hash of the result is in it as text under the keyword "Comment". The error is
// the writer's own; no chart and no writer are faults.
func (c *Chart) WritePNG(w io.Writer) error {
	if c == nil || c.draw == nil {
		return errNoChart
	}
	w = door.Writer(w)
	canvas := vgimg.NewWith(vgimg.UseWH(c.width, c.height), vgimg.UseDPI(pixelsPerInch*c.scale))
	c.paint(draw.New(canvas))
	var b bytes.Buffer
	quick := png.Encoder{CompressionLevel: png.BestSpeed} // two thirds of the time, for files a twentieth larger
	if err := quick.Encode(&b, canvas.Image()); err != nil {
		return err
	}
	_, err := w.Write(withComment(b.Bytes(), c.stamp()))
	return err
}

// stamp says which run a picture shows.
func (c *Chart) stamp() string { return "result_hash " + html.EscapeString(c.hash) }

// withComment puts a text chunk behind the header of a PNG.
func withComment(picture []byte, text string) []byte {
	const header = 8 + 25 // the signature, and the chunk that comes first
	chunk := append([]byte("tEXtComment\x00"), text...)
	out := binary.BigEndian.AppendUint32(slices.Clone(picture[:header]), uint32(len(chunk)-4))
	out = binary.BigEndian.AppendUint32(append(out, chunk...), crc32.ChecksumIEEE(chunk))
	return append(out, picture[header:]...)
}

// SaveSVG writes the chart to a file as SVG, whole or not at all. The error is the file system's; no chart is a fault.
func (c *Chart) SaveSVG(path string) error { return WriteFile(path, c.WriteSVG) }

// SavePNG writes the chart to a file as PNG, whole or not at all. The error is the file system's; no chart is a fault.
func (c *Chart) SavePNG(path string) error { return WriteFile(path, c.WritePNG) }

func (c *Chart) paint(canvas draw.Canvas) {
	p := newPen(canvas)
	p.fill(paper, p.Rectangle)
	c.draw(p)
}

// frame is what all charts have: their subject, their words, and their sources.
type frame struct {
	view
	names    []string // the scenarios drawn, one panel each
	titled   []string // the scenarios that the title is about
	title    string
	subtitle string
	bare     bool                     // the words are beside the picture, not in it
	caption  func(sources int) string // with at most so many of the inputs' sources
}

// newFrame makes the choices that every chart makes.
func newFrame(s source, name string, o ChartOptions) (frame, error) {
	v, err := look(s, o.Year, o.Unit)
	if err != nil {
		return frame{}, err
	}
	names, err := choose("scenario", append([]string{name}, o.Beside...), s.about.Scenarios)
	if err != nil {
		return frame{}, err
	}
	if len(names) > mostPanels {
		return frame{}, fault.TooLarge.Found("%d panels do not fit", len(names)).Want("at most %d do", mostPanels)
	}
	f := frame{view: v, bare: o.Bare, names: names, titled: names, caption: func(most int) string {
		return v.caption(o.Source, most)
	}}
	if o.ofAll {
		f.titled = s.about.Scenarios
	}
	return f, nil
}

// newFrameOf is a frame for a line; for a body's line, with the unit of money for bodies.
func newFrameOf(s source, name, line string, o ChartOptions) (f frame, about scenario.Line, err error) {
	if f, err = newFrame(s, name, o); err != nil {
		return f, about, err
	}
	about, ok := f.line(line)
	if !ok {
		return f, about, fault.Unknown.Found("there is no line %q in this result", line)
	}
	if !ofTheWhole(about) {
		f.view = f.forBodies()
	}
	return f, about, nil
}

// notDrawn says which scenarios have no panel, if others have one; and if the title gives a range, whether the range is
// about these too.
func (f frame) notDrawn(ranges bool) string {
	left := slices.DeleteFunc(slices.Clone(f.about.Scenarios), func(name string) bool {
		return slices.Contains(f.names, name)
	})
	if len(left) == 0 || len(f.names) == 1 && len(f.titled) == 1 {
		return ""
	}
	for i, name := range left {
		left[i] = clean(name)
	}
	about := ""
	switch {
	case ranges && len(f.titled) > len(f.names):
		about = "; the title is about all"
	case ranges:
		about = "; the title is about those drawn"
	}
	return fmt.Sprintf(" Drawn are %d of %d scenarios%s. Not drawn: %s.", len(f.names), len(f.about.Scenarios), about,
		several(left))
}

// overScenarios writes a range of figures over several scenarios, or one figure if both ends are written the same.
func overScenarios(low, high string) string {
	if low == high {
		return low + " in every scenario"
	}
	return low + " to " + high
}

// mostPanels is the most panels, so that each is large enough to read.
const mostPanels = 6
