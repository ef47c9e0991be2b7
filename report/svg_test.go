package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// words is a piece of text on a picture, with the box that its letters fill.
type words struct {
	text                     string
	bold                     bool
	left, right, bottom, top vg.Length
}

// picture is what a test sees of a chart.
type picture struct {
	svg    string
	texts  []words
	shapes int
	width  vg.Length
	height vg.Length
}

// pictured draws a chart as SVG and reads it back.
func pictured(t *testing.T, c *Chart, err error) picture {
	t.Helper()
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, c.WriteSVG(&b))
	p := picture{svg: b.String(), width: c.width, height: c.height}
	decoder := xml.NewDecoder(&b)
	var last *words
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return p
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			last = nil
			switch token.Name.Local {
			case "text":
				p.texts = append(p.texts, placed(t, token))
				last = &p.texts[len(p.texts)-1]
			case "path":
				p.shapes++
			}
		case xml.CharData:
			if last != nil && last.text == "" {
				last.measure(string(token))
			}
		}
	}
}

// placed reads where a text starts and how large it is; top holds the size until it is measured.
func placed(t *testing.T, e xml.StartElement) words {
	t.Helper()
	var w words
	for _, a := range e.Attr {
		number := func(s string) vg.Length {
			x, err := strconv.ParseFloat(s, 64)
			require.NoError(t, err)
			return vg.Length(x)
		}
		switch a.Name.Local {
		case "x":
			w.left = number(a.Value)
		case "y":
			w.bottom = -number(a.Value)
		case "font-size":
			w.top = number(strings.TrimSuffix(a.Value, "px"))
		case "font-weight":
			w.bold = a.Value == "bold"
		case "font-family":
			assert.Equal(t, "Liberation Sans,Arial,Helvetica,sans-serif", a.Value)
		}
	}
	return w
}

// measure fills in the box: digits and capitals reach 0.72 of the size above the line, few letters go below it.
func (w *words) measure(text string) {
	size := w.top
	w.text = text
	w.right = w.left + newPen(draw.Canvas{}).textWidth(lettering{size, w.bold, black}, text)
	w.top = w.bottom + 0.72*size
}

func (w words) overlaps(o words) bool {
	return w.left < o.right && o.left < w.right && w.bottom < o.top && o.bottom < w.top
}

// tidy asserts that no text is clipped and none touches another.
func (p picture) tidy(t *testing.T) {
	t.Helper()
	for i, w := range p.texts {
		where := fmt.Sprintf("%q at %.0f–%.0f, %.0f–%.0f of %.0f × %.0f", w.text, w.left, w.right, w.bottom, w.top,
			p.width, p.height)
		assert.True(t, w.left >= 0 && w.right <= p.width && w.bottom >= 0 && w.top <= p.height, "clipped: %s", where)
		for _, o := range p.texts[:i] {
			assert.False(t, w.overlaps(o), "%s overlaps %q", where, o.text)
		}
	}
}

// holds reports whether a text stands on the picture.
func (p picture) holds(text string) bool {
	for _, w := range p.texts {
		if w.text == text {
			return true
		}
	}
	return false
}

// years are the labels of the axis of years, in order.
func (p picture) years() (labels []string) {
	for _, w := range p.texts {
		if regexp.MustCompile(`^\d{4}/\d{2}$`).MatchString(w.text) {
			labels = append(labels, w.text)
		}
	}
	return labels
}
