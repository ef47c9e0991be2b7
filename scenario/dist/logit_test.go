package dist

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Values of the quantile function, worked out in 40 digits (mpmath 1.3) from the formula of the percentiles and the
// logit: within a few units of the last digit for a normal deviation, and within the table of the metalog for the
// other.
func TestLogitAgainstFortyDigits(t *testing.T) {
	for _, c := range []struct {
		law          Logit
		score, value float64
		within       float64 // of the distance between the ends
	}{
		{LogitFromInterval(0, 1, 0.6, 0.9), -8, 0.013504650180461499523, 4e-15},
		{LogitFromInterval(0, 1, 0.6, 0.9), -3.5, 0.24133752542741093914, 4e-15},
		{LogitFromInterval(0, 1, 0.6, 0.9), -1.25, 0.60528167133448700158, 4e-15},
		{LogitFromInterval(0, 1, 0.6, 0.9), 0, 0.78606123086601862822, 4e-15},
		{LogitFromInterval(0, 1, 0.6, 0.9), 0.5, 0.83900916312856912735, 4e-15},
		{LogitFromInterval(0, 1, 0.6, 0.9), 2, 0.93699490126929646771, 4e-15},
		{LogitFromInterval(0, 1, 0.6, 0.9), 6.5, 0.99711466915403481086, 4e-15},
		{LogitFromInterval(-1, 2, 0.2, 1), -8, -0.89174917480058127524, 4e-15},
		{LogitFromInterval(-1, 2, 0.2, 1), -3.5, -0.38549725605905759068, 4e-15},
		{LogitFromInterval(-1, 2, 0.2, 1), -1.25, 0.20975018559140842244, 4e-15},
		{LogitFromInterval(-1, 2, 0.2, 1), 0, 0.60769515458673623884, 4e-15},
		{LogitFromInterval(-1, 2, 0.2, 1), 0.5, 0.76578046468458002067, 4e-15},
		{LogitFromInterval(-1, 2, 0.2, 1), 2, 1.1938201220921253886, 4e-15},
		{LogitFromInterval(-1, 2, 0.2, 1), 6.5, 1.8479159076808549959, 4e-15},
		{LogitFromInterval(0, 1, 0.000001, 0.5), -8, 1.8737086725115944674e-22, 4e-15},
		{LogitFromInterval(0, 1, 0.000001, 0.5), -3.5, 6.4092509499498958522e-12, 4e-15},
		{LogitFromInterval(0, 1, 0.000001, 0.5), -1.25, 1.185384833629106591e-6, 4e-15},
		{LogitFromInterval(0, 1, 0.000001, 0.5), 0, 0.00099900149800287100568, 4e-15},
		{LogitFromInterval(0, 1, 0.000001, 0.5), 0.5, 0.014590596716915420028, 4e-15},
		{LogitFromInterval(0, 1, 0.000001, 0.5), 2, 0.97961868020714138426, 4e-15},
		{LogitFromInterval(0, 1, 0.000001, 0.5), 6.5, 0.99999999999939176692, 4e-15},
		{LogitFromPercentiles(0, 1, 0.6, 0.8, 0.9), -6.5, 0.00007256593686462191195, 1e-9},
		{LogitFromPercentiles(0, 1, 0.6, 0.8, 0.9), -2, 0.42060220969477036895, 1e-9},
		{LogitFromPercentiles(0, 1, 0.6, 0.8, 0.9), -0.75, 0.70127749337014720402, 1e-9},
		{LogitFromPercentiles(0, 1, 0.6, 0.8, 0.9), 0, 0.8, 1e-9},
		{LogitFromPercentiles(0, 1, 0.6, 0.8, 0.9), 1, 0.8819951041019592045, 1e-9},
		{LogitFromPercentiles(0, 1, 0.6, 0.8, 0.9), 3, 0.9772798019866235641, 1e-9},
		{LogitFromPercentiles(0, 1, 0.6, 0.8, 0.9), 6, 0.99985508040460674057, 1e-9},
		{LogitFromPercentiles(0, 10, 0.1, 0.3, 4), -6.5, 0.000022384196400916082685, 1e-9},
		{LogitFromPercentiles(0, 10, 0.1, 0.3, 4), -2, 0.06251845562903926857, 1e-9},
		{LogitFromPercentiles(0, 10, 0.1, 0.3, 4), -0.75, 0.13737469327020286752, 1e-9},
		{LogitFromPercentiles(0, 10, 0.1, 0.3, 4), 0, 0.3, 1e-9},
		{LogitFromPercentiles(0, 10, 0.1, 0.3, 4), 1, 2.2212456381647544566, 1e-9},
		{LogitFromPercentiles(0, 10, 0.1, 0.3, 4), 3, 9.9846843637701217326, 1e-9},
		{LogitFromPercentiles(0, 10, 0.1, 0.3, 4), 6, 9.9999999999916052142, 1e-9},
	} {
		assert.InDelta(t, c.value, c.law.Transform().At(c.score), c.within*(c.law.High-c.law.Low), "%+v at %v", c.law,
			c.score)
	}
}

// The percentiles come back, and the median is the number that was written.
func TestLogitHasItsPercentiles(t *testing.T) {
	d := LogitFromInterval(0, 1, 0.6, 0.9)
	assert.InDelta(t, 0.6, Percentile(d, 0.1), 1e-15)
	assert.InDelta(t, 0.9, Percentile(d, 0.9), 1e-15)
	for _, p50 := range []float64{0.7, 0.75, 0.8, 0.85} {
		d = LogitFromPercentiles(0, 1, 0.6, p50, 0.9)
		assert.InDelta(t, 0.6, Percentile(d, 0.1), 1e-10)
		assert.Equal(t, p50, Median(d)) // to the last digit
		assert.InDelta(t, 0.9, Percentile(d, 0.9), 1e-10)
	}
}

// Nothing lies at the ends or beyond, percentiles rise, and a middle one leaves room on both sides: in log-odds, so
// that 60%, 89%, 90% have no such law.
func TestSharesThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		p10, p50, p90 float64
		parameters    []string
	}{
		{0, 0, 0.9, []string{"p10"}},
		{0.6, 0, 1, []string{"p90"}},
		{-0.1, 0, 1.1, []string{"p10", "p90"}},
		{0.9, 0, 0.6, []string{"p10"}},
		{0.6, 0.89, 0.9, []string{"p50"}},
		{0.6, 0.61, 0.9, []string{"p50"}},
		{0.6, 0.5, 0.9, []string{"p50"}},
	} {
		v := Values{Numbers: map[string]float64{"p10": c.p10, "p90": c.p90}}
		kind := ShareInterval(0, 1)
		if c.p50 != 0 {
			v.Numbers["p50"], kind = c.p50, ShareMetalog(0, 1)
		}
		d, faults := kind.New(v)
		assert.Nil(t, d)
		var parameters []string
		for _, f := range faults {
			parameters = append(parameters, f.Parameter)
		}
		assert.Equal(t, c.parameters, parameters, "%+v", c)
	}
	_, faults := ShareMetalog(0, 1).New(Values{Numbers: map[string]float64{"p10": 0.6, "p50": 0.89, "p90": 0.9}})
	require.Len(t, faults, 1)
	assert.Equal(t, "p50: found 0.89; wanted: from 0.6690678788143387 to 0.869746297391622, or no distribution of this kind has all three", faults[0].Error())
	for _, d := range []Logit{{}, {High: 1, Median: 0.5}, {High: 1, Median: 1, Deviation: Normal{}},
		{High: 1, Median: 0.5, Deviation: Normal{SD: -1}}} {
		assert.NotEmpty(t, d.Faults(), "%+v", d)
	}
}
