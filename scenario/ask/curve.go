package ask

import "slices"

// A Curve is the distribution of a line in a year over all paths: an S-curve.
type Curve struct {
	Name   string  // the scenario, or two: "settlement versus four percent"
	Points []Point // p1 to p99, each figure with its interval
	// Asked is the figure asked for, where it is a point of the curve: a percentile, the mean or, with its interval on
	// the chance, the level of a chance.
	Asked *Point
	Less  bool // the chance of Asked is of less than its figure; else of as much or less
}

// A Point of a curve says that with the chance the line has the figure or less.
type Point struct{ Chance, Figure Quantity }

// curve draws how the line that a figure is about is distributed; where the figure is about more than one line in one
// year, or the line is the same on all paths, there is no curve.
func (s *Study) curve(a *Answer, f Figure, each, versus []float64, c columns) {
	line := f
	if f.Statistic.Kind == Chance {
		t := f.Event.terms()
		if len(t) != 1 || t[0].Over != InYear || versus != nil {
			return
		}
		line = Figure{Statistic: Statistic{Kind: Mean}, Line: t[0].Line, Year: t[0].Year}
		each = line.each(c)
	}
	if f.Count != None {
		return
	}
	sorted := slices.Clone(each)
	for i := range versus {
		sorted[i] -= versus[i]
	}
	slices.Sort(sorted)
	if len(sorted) == 0 || sorted[0] == sorted[len(sorted)-1] {
		return
	}
	unit := s.unit(line)
	curve := Curve{Name: f.Scenario}
	if curve.Name == "" {
		curve.Name = s.names.scenarios[0]
	}
	if f.Versus != "" {
		curve.Name += " versus " + f.Versus
	}
	for p := 1; p < 100; p++ {
		at := float64(p) / 100
		curve.Points = append(curve.Points, Point{surely(at), Quantity{percentile(sorted, at), unit}})
	}
	curve.Asked, curve.Less = asked(a, f, sorted, unit)
	a.Curve, a.Picture = &curve, SCurve
}

// surely is a chance that is known.
func surely(p float64) Quantity { return Quantity{exactly(p), Probability} }

// asked is the figure of an answer as a point of its curve, nil where it is none, and whether it is the chance of less.
func asked(a *Answer, f Figure, sorted []float64, unit Unit) (at *Point, less bool) {
	switch f.Statistic.Kind {
	case Percentile:
		return &Point{surely(f.Statistic.share()), a.Value}, false
	case Mean:
		below, _ := slices.BinarySearch(sorted, a.Value.Value)
		return &Point{surely(float64(below) / float64(len(sorted))), a.Value}, true
	case Chance:
		t, lower := f.Event.terms()[0], a.Value
		if t.Op == ">=" || t.Op == ">" {
			e := a.Value.Estimate
			lower.Value, lower.Lo, lower.Hi = 1-e.Value, 1-e.Hi, 1-e.Lo
		}
		return &Point{lower, Quantity{exactly(t.Level), unit}}, t.Op == ">=" || t.Op == "<"
	}
	return nil, false
}
