package evidence_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

// Clopper and Pearson's intervals: of none of n the upper end is 1 − 0.025^(1/n); 81 of 263 is the example of Agresti
// and Coull, American Statistician, 1998, by way of R's binom.test; the ends of the rest solve the binomial sums, here
// checked.
func TestCoverage(t *testing.T) {
	none := evidence.NewCoverage(0, 10)
	assert.Zero(t, none.Lo)
	assert.InDelta(t, 1-math.Pow(0.025, 0.1), none.Hi, 1e-12)
	all := evidence.NewCoverage(5, 5)
	assert.InDelta(t, math.Pow(0.025, 0.2), all.Lo, 1e-12)
	assert.Equal(t, 1., all.Hi)
	assert.Equal(t, evidence.Coverage{Hi: 1}, evidence.NewCoverage(0, 0))
	for of := 1; of <= 25; of++ {
		for inside := range of + 1 {
			c := evidence.NewCoverage(inside, of)
			assert.Equal(t, float64(inside)/float64(of), c.Share)
			if inside > 0 {
				assert.InDelta(t, 0.025, 1-distuv.Binomial{N: float64(of), P: c.Lo}.CDF(float64(inside-1)), 1e-9,
					"as many or more")
			}
			if inside < of {
				assert.InDelta(t, 0.025, distuv.Binomial{N: float64(of), P: c.Hi}.CDF(float64(inside)), 1e-9,
					"as many or fewer")
			}
		}
	}
	assert.True(t, evidence.NewCoverage(14, 19).Fits())
	assert.False(t, evidence.NewCoverage(4, 11).Fits())
	assert.False(t, evidence.NewCoverage(100, 100).Fits(), "bands that hold everything are too wide")
}

// Each line is listed once, in the order of the hits, and has a coverage of its own.
func TestCoverageOf(t *testing.T) {
	c := &evidence.Calibration{Hits: []evidence.Hit{{Line: "b", Inside: true}, {Line: "a"}, {Line: "b"}}}
	assert.Equal(t, []string{"b", "a"}, c.Lines())
	assert.Equal(t, evidence.NewCoverage(1, 3), c.Coverage())
	assert.Equal(t, evidence.NewCoverage(1, 2), c.CoverageOf("b"))
	assert.Equal(t, evidence.NewCoverage(0, 1), c.CoverageOf("a"))
	assert.Equal(t, evidence.NewCoverage(0, 0), c.CoverageOf("c"))
	assert.Len(t, c.Hits, 3, "the hits are left as they were")
}

// The records: figures that read back to the same bits, and no text that a spreadsheet would run.
func TestWriteCSV(t *testing.T) {
	c := &evidence.Calibration{Currency: "£", Hits: []evidence.Hit{{
		Line: "=growth", Year: "2014/15", Outturn: 0.1, Source: "@me",
		Rank: scenario.Estimate{Value: 1. / 3, Lo: 0.3, Hi: 0.4}, Inside: true,
	}, {Line: "balance", Year: "2014/15", Money: true, Outturn: -6.17e8}}}
	var b bytes.Buffer
	require.NoError(t, c.WriteCSV(&b))
	rows, err := csv.NewReader(&b).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"'=growth", "2014/15", "fraction", "0.1", "0", "0", "0", "0.3333333333333333", "0.3",
		"0.4", "true", "'@me"}, rows[1])
	assert.Equal(t, []string{"balance", "2014/15", "£", "-617000000"}, rows[2][:4])
}

// A series labels its years in its own kind, and is cut at a year without a change to itself.
func TestSeries(t *testing.T) {
	s := evidence.Series{Points: []evidence.Point{{Year: 2012, Value: 0.02}, {Year: 2014, Value: 0.03}}}
	assert.Equal(t, "2012/13 to 2014/15", s.Span())
	assert.Equal(t, []float64{0.02}, s.Until(2013).Values())
	assert.Equal(t, []float64{0.02, 0.03}, s.Values())
	assert.Empty(t, s.Until(2011).Span())
	s.Calendar = true
	assert.Equal(t, "2012 to 2014", s.Span())
}

// Figures are read in the unit of the series.
func TestParse(t *testing.T) {
	rate, err := evidence.Series{}.Parse("1.9%")
	require.NoError(t, err)
	assert.Equal(t, 0.019, rate)
	money, err := evidence.Series{Money: true, Symbol: "€"}.Parse("-€1.5bn")
	require.NoError(t, err)
	assert.Equal(t, -1.5e9, money)
	_, err = evidence.Series{Money: true, Symbol: "£"}.Parse("1.9%")
	assert.ErrorIs(t, err, fault.Unreadable)
}

// The persistence is the last of the parameters, where one was fitted.
func TestPersistence(t *testing.T) {
	f := &evidence.Fitted{Parameters: []evidence.Parameter{{Name: "mean"}, {Name: "persistence", Value: 0.5}}}
	p, ok := f.Persistence()
	assert.True(t, ok)
	assert.Equal(t, 0.5, p.Value)
	f.Parameters = f.Parameters[:1]
	_, ok = f.Persistence()
	assert.False(t, ok)
}
