package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// A caption names fewer sources where it would be cut off: what it says last, how many others there are, is read whole.
func TestCaptionsAreNotCutOff(t *testing.T) {
	p := newPen(draw.New(vgimg.New(600, 300)))
	f := frame{caption: func(most int) string {
		return strings.Repeat(strings.Repeat("a long source ", 12)+"; ", most) + "and others in the assumptions log"
	}}
	for _, width := range []vg.Length{300, 450, 600} {
		p.Max.X = p.Min.X + width
		lines := f.footer(p)
		text := strings.Join(lines, " ")
		assert.True(t, strings.HasSuffix(text, "and others in the assumptions log"), "%v: %s", width, text)
		assert.Contains(t, text, "a long source", "at least one is named")
	}
}
