package history

import (
	"slices"

	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"gonum.org/v1/gonum/stat/distuv"
)

// OneStep forecasts each year of a series from the years before it alone, with the law and process fitted anew every
// time, and says where the figure fell. It starts once there are enough years for a fit, and leaves out a year if the
// years before it cannot be fitted. The forecasts take the fitted numbers as if they were known exactly. The error is a
// fault of the options' law, process or ends.
func OneStep(s evidence.Series, o Options) (*evidence.Calibration, error) {
	s = inPence(s)
	q, err := o.question(s)
	if err != nil {
		return nil, err
	}
	c := &evidence.Calibration{Name: s.Name, Currency: signOf(s)}
	for i := q.least(); i < len(s.Points); i++ {
		known := s
		known.Points = s.Points[:i]
		if q.check(known) != nil {
			continue
		}
		if e, err := q.estimate(known); err == nil {
			c.Hits = append(c.Hits, e.hit(s.Points[i]))
		}
	}
	if n := len(c.Hits); n > 0 {
		c.Years = c.Hits[0].Year + " to " + c.Hits[n-1].Year
	}
	return c, nil
}

// hit compares the forecast of a later year with its figure.
func (e estimate) hit(p evidence.Point) evidence.Hit {
	at, scoreOf := e.ahead(p.Year)
	unit := 1.0
	if e.series.Money {
		unit = pence.Of(1)
	}
	exactly := func(x float64) scenario.Estimate { return scenario.Estimate{Value: x, Lo: x, Hi: x} }
	percentile := func(p float64) scenario.Estimate { return exactly(at(distuv.UnitNormal.Quantile(p)) / unit) }
	h := evidence.Hit{
		Line: e.series.Name, Year: e.series.Label(p.Year), Money: e.series.Money, Outturn: p.Value / unit,
		P10: percentile(0.10), P50: percentile(0.50), P90: percentile(0.90),
		Rank: exactly(distuv.UnitNormal.CDF(scoreOf(p.Value))),
	}
	h.Inside = h.P10.Value <= h.Outturn && h.Outturn <= h.P90.Value
	return h
}

// inPence is a series in the units of a fit: money in pence.
func inPence(s evidence.Series) evidence.Series {
	if !s.Money {
		return s
	}
	s.Points = slices.Clone(s.Points)
	for i := range s.Points {
		s.Points[i].Value = pence.Of(s.Points[i].Value)
	}
	return s
}
