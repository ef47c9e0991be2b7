package report

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// axes map years and figures to a plot's area. Years are whole numbers from 0, the opening year.
type axes struct {
	pen
	left, right float64 // in years
	low, high   float64 // in the scale's units
}

func (a axes) x(year float64) vg.Length { return a.X((year - a.left) / (a.right - a.left)) }
func (a axes) y(value float64) vg.Length {
	return a.Y((value - a.low) / (a.high - a.low))
}
func (a axes) at(year, value float64) vg.Point { return vg.Point{X: a.x(year), Y: a.y(value)} }

// An extent is a range of values that grows to hold more.
type extent struct{ low, high float64 }

func nothing() extent { return extent{math.Inf(1), math.Inf(-1)} }

func (e extent) with(values ...float64) extent {
	for _, v := range values {
		e.low, e.high = math.Min(e.low, v), math.Max(e.high, v)
	}
	return e
}

// roomy is the range with a little space above and below, and never empty. A range that starts near zero starts at
// zero.
func (e extent) roomy() extent {
	if e.low > e.high {
		return extent{0, 1}
	}
	if e.low > 0 && e.low < 0.3*e.high {
		e.low = 0
	}
	air := 0.04 * (e.high - e.low)
	if air == 0 {
		air = math.Max(math.Abs(e.high)*0.05, 0.5)
	}
	roomy := extent{e.low - air, e.high + air}
	if e.low == 0 {
		roomy.low = 0
	}
	return roomy
}

// ticks are round numbers in the range, at least as many as wanted and up to two and a half times as many, with the
// decimals they need.
func (e extent) ticks(wanted int) (values []float64, decimals int) {
	step, decimals := roundStep((e.high - e.low) / float64(max(wanted, 1)))
	for k := math.Ceil(e.low/step - 1e-9); k*step <= e.high+1e-9*step; k++ {
		values = append(values, k*step)
	}
	return values, decimals
}

// roundStep is the next lower round number: 1, 2 or 5 times a power of ten.
func roundStep(rough float64) (step float64, decimals int) {
	power := int(math.Floor(math.Log10(rough)))
	digit := 1.0
	for _, d := range []float64{2, 5} {
		if d*math.Pow10(power) <= rough*(1+1e-9) {
			digit = d
		}
	}
	return digit * math.Pow10(power), max(0, -power)
}

// figureTicks are the ticks of the vertical axis with their labels.
func (a axes) figureTicks() (values []float64, labels []string) {
	const apart = 33 // 13 for a label, and there may be two and a half times as many ticks as wanted
	wanted := int((a.Max.Y - a.Min.Y) / apart)
	values, decimals := extent{a.low, a.high}.ticks(min(max(wanted, 2), 4))
	for _, v := range values {
		labels = append(labels, minus(scale{1, decimals}.round(v, decimals)))
	}
	return values, labels
}

// grid draws light horizontal lines with their labels on the left, and the zero line darker.
func (a axes) grid() {
	values, labels := a.figureTicks()
	for i, v := range values {
		a.rule(hairline, 0.6, nil, vg.Point{X: a.Min.X, Y: a.y(v)}, vg.Point{X: a.Max.X, Y: a.y(v)})
		a.write(labelText(), vg.Point{X: a.Min.X - 5, Y: a.y(v)}, anchor{draw.XRight, midline}, labels[i])
	}
}

// zero draws the zero line, if zero is in the range.
func (a axes) zero() {
	if a.low <= 0 && a.high >= 0 {
		a.rule(black, 0.8, nil, vg.Point{X: a.Min.X, Y: a.y(0)}, vg.Point{X: a.Max.X, Y: a.y(0)})
	}
}

// years labels the years below the plot: as many as fit without touching, counted from the year asked about, whose
// label is in bold.
func (a axes) years(names []string, asked int) {
	const gap = 8
	bold := strong(black)
	widest := vg.Length(0)
	for _, name := range names {
		widest = max(widest, a.textWidth(bold, clean(name)))
	}
	every := max(1, int(math.Ceil(float64((widest+gap)/(a.x(1)-a.x(0))))))
	for i, name := range names {
		if float64(i) < a.left || float64(i) > a.right {
			continue
		}
		x, length, look := a.x(float64(i)), vg.Length(2), labelText()
		if i == asked {
			look = bold
		}
		if (i-asked)%every == 0 {
			length = 4
			a.write(look, vg.Point{X: x, Y: a.Min.Y - 6}, anchor{draw.XCenter, draw.YTop}, clean(name))
		}
		a.rule(grey, 0.6, nil, vg.Point{X: x, Y: a.Min.Y}, vg.Point{X: x, Y: a.Min.Y - length})
	}
}

// assumed shades the plot from a year on and says so above it.
func (a axes) assumed(from int, year string) {
	start := a.x(float64(from) - 0.5)
	if start >= a.Max.X {
		return
	}
	start = max(start, a.Min.X)
	a.fill(shade, vg.Rectangle{Min: vg.Point{X: start, Y: a.Min.Y}, Max: a.Max})
	say := "assumed from " + clean(year)
	at := vg.Point{X: start + 2, Y: a.Max.Y + 3}
	if at.X+a.textWidth(labelText(), say) > a.Max.X {
		a.write(labelText(), vg.Point{X: a.Max.X, Y: at.Y}, anchor{draw.XRight, draw.YBottom}, say)
		return
	}
	a.write(labelText(), at, anchor{draw.XLeft, draw.YBottom}, say)
}
