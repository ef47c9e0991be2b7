package kernel

import "math"

// Lanes is how many sums a [Moments] keeps; a round is so many values.
const Lanes = 8

// A Moments adds up deviations and their squares in lanes that value after value goes to in turn, so that wide
// processors and narrow ones add in the same order. It keeps the extremes too, in whichever lanes. The assembly knows
// the order of the fields.
type Moments struct {
	Sums, Squares, Lows, Highs [Lanes]float64
	Shift                      float64 // taken off every value before it is added
}

// NewMoments is of no values.
func NewMoments(shift float64) Moments {
	m := Moments{Shift: shift}
	for i := range Lanes {
		m.Lows[i], m.Highs[i] = math.Inf(1), math.Inf(-1)
	}
	return m
}

// One adds a value to a lane.
func (m *Moments) One(lane int, x float64) {
	d := x - m.Shift
	m.Sums[lane] += d
	m.Squares[lane] += float64(d * d)
	if x < m.Lows[lane] {
		m.Lows[lane] = x
	}
	if x > m.Highs[lane] {
		m.Highs[lane] = x
	}
}

// Extremes are the lowest and the highest value, +∞ and −∞ if there is none; −0 is 0.
func (m *Moments) Extremes() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for i := range Lanes {
		low, high = min(low, m.Lows[i]+0), max(high, m.Highs[i]+0)
	}
	return low, high
}

// A View is where values are seen from: as By × value + Plus. By is 1 or −1.
type View struct{ By, Plus float64 }

// AsIs shows values as they are, but for −0, which is 0.
func AsIs() View { return View{By: 1} }

// See is a value as it is seen.
func (v View) See(x float64) float64 { return float64(v.By*x) + v.Plus }

// whole is values, which must be whole rounds.
func whole(values []float64) []float64 {
	if len(values)%Lanes != 0 {
		panic("kernel: not whole rounds of values")
	}
	return values
}

// summarise takes two lanes at a time, whose sums stay in registers. A value seldom moves an extreme, which then moves
// in the first of them.
func summarise(values []float64, see View, m *Moments) {
	shift := m.Shift
	for lane := 0; lane < Lanes; lane += 2 {
		a, b := m.Sums[lane], m.Sums[lane+1]
		a2, b2 := m.Squares[lane], m.Squares[lane+1]
		low, high := m.Lows[lane], m.Highs[lane]
		for i := lane; i+1 < len(values); i += Lanes {
			x, y := see.See(values[i]), see.See(values[i+1])
			if x < low || y < low || x > high || y > high {
				low, high = widened(low, high, x, y)
			}
			p, q := x-shift, y-shift
			a, b = a+p, b+q
			a2, b2 = a2+float64(p*p), b2+float64(q*q)
		}
		m.Sums[lane], m.Sums[lane+1] = a, b
		m.Squares[lane], m.Squares[lane+1] = a2, b2
		m.Lows[lane], m.Highs[lane] = low, high
	}
}

// widened brings two values into a range; one that is not a number is none.
func widened(low, high, x, y float64) (float64, float64) {
	for _, z := range [2]float64{x, y} {
		if z < low {
			low = z
		}
		if z > high {
			high = z
		}
	}
	return low, high
}
