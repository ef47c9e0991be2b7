package evidence

import (
	"slices"

	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/internal/num"
)

// Band is the share of all futures that should be in a band from p10 to p90.
const Band = 0.80

// A Calibration compares forecasts with the outturns. Its methods only read it, so goroutines may share it.
type Calibration struct {
	// Name is the name of what was forecast; Years are the first and the last year, in words.
	Name, Years string
	Currency    string // sign before amounts
	// Hits are in the order of their lines, each in the order of years.
	Hits []Hit
	// Run is the run that made the forecasts: its inputs and how well they are supported, what it leaves out, its seed
	// and paths. It is nil if a forecast is a law and not a simulation.
	Run *scenario.Result
}

// A Hit is an outturn and its place in the forecast. Money is in the currency's unit (pounds), rates are fractions.
type Hit struct {
	Line, Year string  // names of the line and the year
	Money      bool    // else a rate
	Outturn    float64 // the actual figure
	Source     string  // of the outturn
	// P10, P50 and P90 are the percentiles of the forecast, with their Monte Carlo intervals; without paths the
	// intervals are single points.
	P10, P50, P90 scenario.Estimate
	// Rank is the share of the forecast below the outturn, plus half the share equal to it.
	Rank scenario.Estimate
	// Inside says that the outturn is from p10 to p90.
	Inside bool
}

// Coverage is how many outturns are inside their bands. Its interval is for the chance of being inside, if each outturn
// were an independent trial (Clopper and Pearson, Biometrika, 1934, 95%). Neighbouring years and lines of one body move
// together, so the interval is narrower than it should be.
type Coverage struct {
	Inside, Of    int     // counts of outturns
	Share, Lo, Hi float64 // Inside ÷ Of, with its interval
}

// Fits says whether the interval holds the share that the bands promise.
func (c Coverage) Fits() bool { return c.Lo <= Band && Band <= c.Hi }

// Coverage counts all hits.
func (c *Calibration) Coverage() Coverage {
	c = door.Or(c)
	return coverageOf(c.Hits)
}

// CoverageOf counts the hits of one line.
func (c *Calibration) CoverageOf(line string) Coverage {
	c = door.Or(c)
	return coverageOf(slices.DeleteFunc(slices.Clone(c.Hits), func(h Hit) bool { return h.Line != line }))
}

// Lines are the lines that have outturns, in order.
func (c *Calibration) Lines() (lines []string) {
	c = door.Or(c)
	for _, h := range c.Hits {
		if !slices.Contains(lines, h.Line) {
			lines = append(lines, h.Line)
		}
	}
	return lines
}

func coverageOf(hits []Hit) Coverage {
	inside := 0
	for _, h := range hits {
		if h.Inside {
			inside++
		}
	}
	return NewCoverage(inside, len(hits))
}

// NewCoverage is the coverage when inside of so many outturns are in their bands; with no outturns the interval is from
// 0 to 1.
func NewCoverage(inside, of int) Coverage {
	c := Coverage{Inside: inside, Of: of, Hi: 1}
	if of == 0 {
		return c
	}
	const tail = 0.025
	in, out := float64(inside), float64(of-inside)
	c.Share = in / float64(of)
	if inside > 0 {
		c.Lo = num.BetaQuantile(in, out+1, tail)
	}
	if inside < of {
		c.Hi = num.BetaQuantile(in+1, out, 1-tail)
	}
	return c
}
