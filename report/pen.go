package report

import (
	"image/color"
	"math"
	"strings"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The house style: black on white; one blue in three strengths for ranges, darker where more probable; for the rest the
// categorical colours of the Government Analysis Function (Data visualisation: colours in charts, 2023), which people
// with any colour vision can tell apart. Text is black, grey or the darkest blue, which have enough contrast.
const (
	paper      = rgb(0xFFFFFF)
	black      = rgb(0x222222)
	grey       = rgb(0x5F6368)
	hairline   = rgb(0xDADCE0)
	shade      = rgb(0xF3F4F6) // behind assumed years
	outerBand  = rgb(0x6BACE6) // p5 to p95
	middleBand = rgb(0x2073BC) // p10 to p90
	innerBand  = rgb(0x12436D) // p25 to p75
	blue       = rgb(0x12436D) // the median; the first of several
	teal       = rgb(0x28A197) // money spent as meant; the second
	plum       = rgb(0x801650) // money diverted; the third
	orange     = rgb(0xF46A25) // the central case; how likely a deficit is; the fourth
)

// rgb is an opaque colour.
type rgb uint32

// RGBA makes an rgb a colour.
func (c rgb) RGBA() (r, g, b, a uint32) {
	return uint32(c>>16&0xFF) * 0x101, uint32(c>>8&0xFF) * 0x101, uint32(c&0xFF) * 0x101, 0xFFFF
}

// tint mixes a colour with white, half and half.
func (c rgb) tint() rgb {
	half := func(shift uint) rgb { return (c>>shift&0xFF + 0xFF) / 2 << shift }
	return half(16) | half(8) | half(0)
}

// toward mixes a colour with another, from 0 (none of it) to 1 (only it).
func (c rgb) toward(other rgb, share float64) rgb {
	mix := func(shift uint) rgb {
		from, to := float64(c>>shift&0xFF), float64(other>>shift&0xFF)
		return rgb(math.Round(from+share*(to-from))) << shift
	}
	return mix(16) | mix(8) | mix(0)
}

// A pen draws on a part of a page.
type pen struct {
	draw.Canvas
	fonts *font.Cache
}

func newPen(c draw.Canvas) pen { return pen{c, font.NewCache(liberation.Collection())} }

// in is the same pen on another part of the page.
func (p pen) in(area vg.Rectangle) pen {
	p.Rectangle = area
	return p
}

// A lettering is how text looks.
type lettering struct {
	size  vg.Length
	bold  bool
	color color.Color
}

func titleText() lettering    { return lettering{13.5, true, black} }
func subtitleText() lettering { return lettering{9, false, grey} }
func headingText() lettering  { return lettering{9, true, black} }
func labelText() lettering    { return lettering{8, false, grey} }
func captionText() lettering  { return lettering{7, false, grey} }

// strong is a label in bold.
func strong(c color.Color) lettering { return lettering{labelText().size, true, c} }

// in is the same text in another colour.
func (l lettering) in(c color.Color) lettering {
	l.color = c
	return l
}

// height is the height of a line.
func (l lettering) height() vg.Length { return l.size * 1.3 }

func (p pen) style(l lettering, a anchor) draw.TextStyle {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: l.size}
	if l.bold {
		f.Weight = xfont.WeightBold
	}
	return draw.TextStyle{Color: l.color, Font: f, XAlign: a.x, YAlign: a.y, Handler: text.Plain{Fonts: p.fonts}}
}

// textWidth is how wide a line of text is.
func (p pen) textWidth(l lettering, s string) vg.Length {
	return p.style(l, anchor{draw.XLeft, draw.YTop}).Width(s)
}

// write puts one line of text at a point.
func (p pen) write(l lettering, at vg.Point, a anchor, s string) {
	p.FillText(p.style(l, a), at, s)
}

// An anchor says which point of a text is put at a point of the page.
type anchor struct {
	x draw.XAlignment
	y draw.YAlignment
}

// mostLines is how many lines a text on a chart may take; a longer one ends in an ellipsis.
const mostLines = 3

// lines wraps text to a width.
func (p pen) lines(l lettering, width vg.Length, s string) []string {
	lines := wrap(s, func(line string) bool { return p.textWidth(l, line) <= width })
	if len(lines) <= mostLines {
		return lines
	}
	return append(lines[:mostLines-1], p.short(l, lines[mostLines-1], width))
}

// balanced wraps text so that its lines are about equally long, as a title should be.
func (p pen) balanced(l lettering, width vg.Length, s string) []string {
	lines := p.lines(l, width, s)
	for narrower := width * 0.98; narrower > width/2; narrower *= 0.98 {
		shorter := p.lines(l, narrower, s)
		if len(shorter) > len(lines) || cutOff(shorter) {
			break
		}
		lines = shorter
	}
	return lines
}

// paragraph writes lines from the top of the area down, and returns the area below them.
func (p pen) paragraph(l lettering, lines []string) pen {
	for _, line := range lines {
		p.write(l, vg.Point{X: p.Min.X, Y: p.Max.Y}, anchor{draw.XLeft, draw.YTop}, line)
		p.Max.Y -= l.height()
	}
	return p
}

func (p pen) wide() vg.Length { return p.Max.X - p.Min.X }

func (p pen) fill(c color.Color, area vg.Rectangle) {
	p.FillPolygon(c, []vg.Point{area.Min, {X: area.Max.X, Y: area.Min.Y}, area.Max, {X: area.Min.X, Y: area.Max.Y}})
}

// rule draws a line; dashes may be nil.
func (p pen) rule(c color.Color, width vg.Length, dashes []vg.Length, points ...vg.Point) {
	p.StrokeLines(draw.LineStyle{Color: c, Width: width, Dashes: dashes}, points)
}

func dashed() []vg.Length { return []vg.Length{4, 3} }

// short is a text cut so that it fits with an ellipsis.
func (p pen) short(l lettering, s string, width vg.Length) string {
	letters := []rune(s)
	for len(letters) > 0 && p.textWidth(l, string(letters)+"…") > width {
		letters = letters[:len(letters)-1]
	}
	return strings.TrimSpace(string(letters)) + "…"
}

// fitted is a text, cut short if it does not fit.
func (p pen) fitted(l lettering, s string, width vg.Length) string {
	if p.textWidth(l, s) <= width {
		return s
	}
	return p.short(l, s, width)
}
