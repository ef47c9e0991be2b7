package history

import (
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/pence"
	"gonum.org/v1/gonum/stat/distuv"
)

// OneStep forecasts each year of a series from the years before it alone, with the law and process refitted every time,
// and says where the figure fell. It starts once there are enough years for a fit. A year for which the years before
// cannot be fitted is left out. The forecasts take the fitted numbers as if they were known. It fails with a fault on a
// law, a process or ends that the options may not have.
func OneStep(s Series, o Options) (*Calibration, error) {
	s = s.inPence()
	q, err := o.question(s)
	if err != nil {
		return nil, err
	}
	c := &Calibration{Name: s.Name, Currency: s.sign()}
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

// hit sets the forecast of a later year against its figure.
func (e estimate) hit(p Point) Hit {
	at, scoreOf := e.ahead(p.Year)
	unit := 1.0
	if e.series.Money {
		unit = pence.Of(1)
	}
	exactly := func(x float64) scenario.Estimate { return scenario.Estimate{Value: x, Lo: x, Hi: x} }
	percentile := func(p float64) scenario.Estimate { return exactly(at(distuv.UnitNormal.Quantile(p)) / unit) }
	h := Hit{
		Line: e.series.Name, Year: e.series.Label(p.Year), Money: e.series.Money, Outturn: p.Value / unit,
		P10: percentile(0.10), P50: percentile(0.50), P90: percentile(0.90),
		Rank: exactly(distuv.UnitNormal.CDF(scoreOf(p.Value))),
	}
	h.Inside = h.P10.Value <= h.Outturn && h.Outturn <= h.P90.Value
	return h
}
