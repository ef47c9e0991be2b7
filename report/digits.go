package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
)

// scale says how figures of one kind are written: in units of size, with at most so many decimals.
//
// No figure shows more digits than its paths support, and none contradicts what is beside it:
//
//   - Alone ([scale.write]), a decimal is dropped when the Monte Carlo half-width is more than half a unit of it,
//     because a second run with another seed would then often show another digit. If even whole units are in doubt,
//     a tilde says so, and the doubt is kept to the last digit shown: with a half-width of 0.6 units −14.9 is ~-15,
//     with one of 6 it is ~-10.
//   - In a row ([scale.narrowed]) all figures have the decimals of the least certain; years that rest on assumptions
//     have their own.
//   - Beside its interval ([scale.besideInterval]) or its half-width ([scale.besideMargin]), a figure takes their
//     decimals, which are those that show the first digit of the half-width: 14.7 (14.5–14.9), never 15 (14.5–14.9).
//
// A figure whose interval is not finite is a question mark.
type scale struct {
	size     float64
	decimals int
}

// percent is a scale for fractions, in hundredths.
func percent(decimals int) scale { return scale{0.01, decimals} }

// mostZeros bounds how far a figure is rounded up: 10¹⁸ units.
const mostZeros = 18

// supported is the number of decimals that a half-width supports; negative if tens or hundreds are in doubt.
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

// narrowed is the scale of figures that are shown side by side: it has the decimals of the least certain figure, and
// all are written with as many.
func (s scale) narrowed(all []scenario.Estimate) scale {
	least := s.decimals
	for _, e := range all {
		if finite(e.Value) && finite(e.HalfWidth()) {
			least = min(least, s.supported(e.HalfWidth()))
		}
	}
	return scale{s.size, least}.whole()
}

// narrowedBeside is the same for figures with their half-widths beside them, none of them certain.
func (s scale) narrowedBeside(all []scenario.Estimate) scale {
	least := s.decimals + 1
	for _, e := range all {
		if finite(e.Value) && finite(e.HalfWidth()) {
			least = min(least, s.leading(e.HalfWidth(), s.decimals+1))
		}
	}
	return scale{s.size, least - 1}
}

// whole is the scale with at least whole units.
func (s scale) whole() scale { return scale{s.size, max(s.decimals, 0)} }

// change is write for a difference: with its sign.
func (s scale) change(e scenario.Estimate) string { return signed(s.write(e), e.Value) }

// signed puts a plus before a figure above zero, unless it is written as zero.
func signed(text string, value float64) string {
	if value <= 0 || !strings.ContainsAny(text, "123456789") {
		return text
	}
	if rest, ok := strings.CutPrefix(text, "~"); ok {
		return "~+" + rest
	}
	return "+" + text
}

// besideInterval writes an estimate and the ends of its interval, all with the same decimals: 30.9 and 30.7–31.3. The
// written figure is between the written ends. If it has no interval, interval is empty.
func (s scale) besideInterval(e scenario.Estimate) (figure, interval string) {
	if e.Lo == e.Hi {
		return s.write(e), ""
	}
	d := s.leading(e.HalfWidth(), mostDecimals)
	return s.to(e, d), s.span(e, d)
}

// besideMargin writes an estimate and its half-width with the same decimals, no more than one beyond the scale's: 30.9
// and 0.4. The half-width has one significant digit, rounded up; a smaller one is <0.01, never 0.00.
func (s scale) besideMargin(e scenario.Estimate) (figure, margin string) {
	d := s.leading(e.HalfWidth(), s.decimals+1)
	return s.to(e, d), s.margin(e.HalfWidth(), d)
}

// to writes an estimate with so many decimals.
func (s scale) to(e scenario.Estimate, d int) string {
	if !finite(e.Value) || !finite(e.HalfWidth()) {
		return "?"
	}
	return s.round(e.Value, d)
}

// margin writes a half-width with so many decimals, rounded up.
func (s scale) margin(halfWidth float64, d int) string {
	step := s.size * math.Pow10(-d)
	switch {
	case !finite(halfWidth):
		return "?"
	case halfWidth < step:
		return "<" + s.round(step, d)
	}
	return s.round(math.Ceil(halfWidth/step*(1-1e-9))*step, d)
}

// mostDecimals is the most decimals of an interval: float64 has no digits beyond them.
const mostDecimals = 12

// leading is the number of decimals that shows the first digit of a half-width, at most so many.
func (s scale) leading(halfWidth float64, most int) int {
	d := 0
	for d < most && halfWidth < s.size*math.Pow10(-d) {
		d++
	}
	return d
}

// span writes an interval's ends with so many decimals: 30.7–31.3.
func (s scale) span(e scenario.Estimate, d int) string {
	if !finite(e.Lo) || !finite(e.Hi) {
		return "?"
	}
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

// certain reports whether an estimate has no Monte Carlo error.
func certain(e scenario.Estimate) bool { return e.Lo == e.Hi }

// probability writes a chance alone: whole percents, one decimal below 1% and above 99%, fewer if the paths do not
// support them. A chance that rounds to 0% or 100% but is not certain is written <0.1% or >99.9%.
func probability(e scenario.Estimate) string {
	if !finite(e.Value) || !finite(e.HalfWidth()) {
		return "?"
	}
	s := percent(0)
	if e.Value < 0.01 || e.Value > 0.99 {
		s = percent(1)
	}
	d := s.supported(e.HalfWidth())
	shown := d // the decimals written
	if d < 0 {
		shown = d + 1
	}
	switch bound, ok := nearlyCertain(e, shown, d); {
	case certain(e) && (e.Value == 0 || e.Value == 1):
		return percent(0).round(e.Value, 0) + "%"
	case ok:
		return bound
	}
	return s.write(e) + "%"
}

// nearlyCertain is a bound such as <0.1%, for a chance that rounds to 0% or 100% but is not certain. The bound is one
// unit of the decimal d, which the paths support.
func nearlyCertain(e scenario.Estimate, shown, d int) (bound string, ok bool) {
	step, half := 0.01*math.Pow10(-d), 0.005*math.Pow10(-shown)
	switch {
	case certain(e):
		return "", false
	case e.Value < half:
		return "<" + percent(0).round(step, d) + "%", true
	case e.Value >= 1-half: // half a unit is rounded up
		return ">" + percent(0).round(1-step, d) + "%", true
	}
	return "", false
}

// probabilityBeside writes a chance and its 95% interval with the same decimals, 14.7% and 14.5–14.9. A chance that
// would be written as 0% or 100% but is not certain becomes a bound that holds the whole interval: >99.9% and
// 99.996–100.
func probabilityBeside(e scenario.Estimate) (figure, interval string) {
	if certain(e) || !finite(e.Value) || !finite(e.HalfWidth()) {
		return probability(e), ""
	}
	s := percent(0)
	d := s.leading(e.HalfWidth(), mostDecimals)
	if _, ok := nearlyCertain(e, d, d); ok {
		return probability(e), s.span(e, d)
	}
	figure, interval = s.besideInterval(e)
	return figure + "%", interval
}

// probabilityMargin writes a chance and its half-width in points with the same decimals, 14.7% and 0.2; exact where it
// is certain.
func probabilityMargin(s scale, e scenario.Estimate) (figure, margin string) {
	if certain(e) || !finite(e.Value) || !finite(e.HalfWidth()) {
		return probability(e), exactly(e)
	}
	figure, margin = s.besideMargin(e)
	d := s.leading(e.HalfWidth(), s.decimals+1)
	if _, ok := nearlyCertain(e, d, d); ok {
		return probability(e), margin
	}
	return figure + "%", margin
}

// exactly replaces a half-width that is zero or not known.
func exactly(e scenario.Estimate) string {
	if certain(e) {
		return "exact"
	}
	return "?"
}

// points writes by how much two probabilities differ, in percentage points, alone.
func points(e scenario.Estimate) string {
	if math.Abs(e.Value) < 0.01 {
		return percent(1).change(e)
	}
	return percent(0).change(e)
}

// pointsMargin writes a difference of probabilities and its half-width with the same decimals, +30.1 and 0.2.
func pointsMargin(s scale, e scenario.Estimate) (figure, margin string) {
	if certain(e) {
		return points(e), exactly(e)
	}
	figure, margin = s.besideMargin(e)
	return signed(figure, e.Value), margin
}

// ChanceInWords writes a chance and its 95% Monte Carlo interval, both with the digits that the interval supports:
// "14.7% (95% Monte Carlo interval 14.5–14.9)". A chance without an interval is certain: "100%".
func ChanceInWords(e scenario.Estimate) string {
	figure, interval := probabilityBeside(e)
	return bracketed(figure, interval, true)
}

// RateInWords does the same for a rate: "3.41% (95% Monte Carlo interval 3.38–3.44)". A rate without an interval has
// two decimals.
func RateInWords(e scenario.Estimate) string {
	figure, interval := percent(2).besideInterval(e)
	return bracketed(minus(figure)+"%", interval, true)
}

// MoneyInWords does the same for an amount in the currency's unit, written in a fitting unit: "£1,210m (95% Monte Carlo
// interval 1,190–1,230)".
func MoneyInWords(e scenario.Estimate, currency string) string {
	v := view{unit: finance.DisplayUnitFor(amount(e.Value), clean(currency))}
	v.money = scaleIn(v.unit)
	figure, interval := v.money.besideInterval(e)
	return bracketed(v.sized(figure, clean(currency)), interval, true)
}
