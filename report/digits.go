package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/scenario"
)

// scale is how figures of one kind are written: in units of size, to at most so many decimals.
//
// No figure shows more digits than its paths support. A decimal is dropped when the Monte Carlo half-width is more
// than half a unit of it, because a second run with another seed would then often show another digit. Where even
// whole units are in doubt, a tilde says so, and the doubt is kept to the last digit shown: with a half-width of 0.6
// units −14.9 is ~-15, with one of 6 it is ~-10. A figure whose interval is not finite is a question mark.
type scale struct {
	size     float64
	decimals int
}

// percent is a scale for fractions, in hundredths.
func percent(decimals int) scale { return scale{0.01, decimals} }

// mostZeros bounds how far a figure is rounded up: 10¹⁸ units.
const mostZeros = 18

// supported is the number of decimals that a half-width supports; negative when tens and hundreds are in doubt.
func (s scale) supported(halfWidth float64) int {
	const slack = 1 + 1e-9 // so that half a unit, computed, counts as half a unit
	d := s.decimals
	for d > -mostZeros && halfWidth > 0.5*slack*s.size*math.Pow10(-d) {
		d--
	}
	return d
}

// write writes an estimate with the digits it supports.
func (s scale) write(e scenario.Estimate) string {
	if !finite(e.Value) || !finite(e.HalfWidth()) {
		return "?"
	}
	d := s.supported(e.HalfWidth())
	if d < 0 {
		return "~" + s.round(e.Value, d+1)
	}
	return s.round(e.Value, d)
}

// change is write for a difference: with its sign.
func (s scale) change(e scenario.Estimate) string {
	text := s.write(e)
	at := strings.IndexAny(text, "123456789")
	if e.Value <= 0 || at < 0 {
		return text
	}
	if rest, ok := strings.CutPrefix(text, "~"); ok {
		return "~+" + rest
	}
	return "+" + text
}

// margin writes a half-width with one significant digit, rounded up, and no more than one decimal beyond the scale's:
// what is smaller is <0.01, never 0.00.
func (s scale) margin(halfWidth float64) string {
	if !finite(halfWidth) {
		return "?"
	}
	d := s.leading(halfWidth, s.decimals+1)
	step := s.size * math.Pow10(-d)
	if halfWidth < step {
		return "<" + s.round(step, d)
	}
	return s.round(math.Ceil(halfWidth/step*(1-1e-9))*step, d)
}

// leading is the number of decimals that shows the first digit of a half-width, at most so many.
func (s scale) leading(halfWidth float64, most int) int {
	d := 0
	for d < most && halfWidth < s.size*math.Pow10(-d) {
		d++
	}
	return d
}

// span writes an interval's ends with the digits that tell them apart: 30.7–31.3.
func (s scale) span(e scenario.Estimate) string {
	d := s.leading(e.HalfWidth(), s.decimals+4)
	low, high := s.round(e.Lo, d), s.round(e.Hi, d)
	if strings.HasPrefix(low, "-") || strings.HasPrefix(high, "-") {
		return minus(low) + " to " + minus(high)
	}
	return low + "–" + high
}

// round writes a value with d decimals, half away from zero and with commas, as finance does; negative d rounds to
// tens and hundreds. Zero has no sign.
func (s scale) round(value float64, d int) string {
	steps := math.Round(value * math.Pow10(max(d, 0)) / (s.size * math.Pow10(max(-d, 0))))
	if steps == 0 {
		steps = 0 // not −0
	}
	text := strconv.FormatFloat(steps/math.Pow10(d), 'f', max(d, 0), 64)
	return commas(text)
}

// commas puts commas between the thousands of a number.
func commas(number string) string {
	start := 0
	if strings.HasPrefix(number, "-") {
		start = 1
	}
	end := strings.IndexByte(number, '.')
	if end < 0 {
		end = len(number)
	}
	for at := end - 3; at > start; at -= 3 {
		number = number[:at] + "," + number[at:]
	}
	return number
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// probability writes a chance: whole percents, one decimal below 1% and above 99%, fewer where the paths do not
// support them. What rounds to none or all without being certain is written <0.1% or >99.9%.
func probability(e scenario.Estimate) string {
	if !finite(e.Value) || !finite(e.HalfWidth()) {
		return "?"
	}
	s := percent(0)
	if e.Value < 0.01 || e.Value > 0.99 {
		s = percent(1)
	}
	d := s.supported(e.HalfWidth())
	sure := 0.01 * math.Pow10(-d) // the step that the paths support
	shown := sure
	if d < 0 {
		shown = sure / 10
	}
	switch {
	case e.Lo == e.Hi && (e.Value == 0 || e.Value == 1):
		return percent(0).round(e.Value, 0) + "%"
	case e.Lo != e.Hi && e.Value < shown/2:
		return "<" + s.round(sure, d) + "%"
	case e.Lo != e.Hi && e.Value > 1-shown/2:
		return ">" + s.round(1-sure, d) + "%"
	}
	return s.write(e) + "%"
}

// points writes by how much two probabilities differ, in percentage points.
func points(e scenario.Estimate) string {
	if math.Abs(e.Value) < 0.01 {
		return percent(1).change(e)
	}
	return percent(0).change(e)
}
