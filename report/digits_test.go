package report

import (
	"math"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func give(value, half float64) scenario.Estimate {
	return scenario.Estimate{Value: value, Lo: value - half, Hi: value + half}
}

// billions is £bn with one decimal.
func billions() scale { return scale{1e9, 1} }

func TestDigitsFollowTheHalfWidth(t *testing.T) {
	for _, c := range []struct {
		value, half float64
		want        string
	}{
		{2.345e9, 0, "2.3"},
		{2.345e9, 0.05e9, "2.3"},          // exactly half a unit of the last digit
		{2.345e9, 0.051e9, "2"},           // a little more
		{2.345e9, 0.5e9, "2"},             //
		{123.4e9, 0.6e9, "~123"},          // whole units are in doubt
		{123.4e9, 49e9, "~120"},           //
		{-123.4e9, 6e9, "~-120"},          //
		{2e9, 6e9, "~0"},                  // nothing is known but its size
		{-0.04e9, 0, "0.0"},               // no minus zero
		{0.05e9, 0, "0.1"},                // half away from zero, as finance rounds
		{-2.25e9, 0, "-2.3"},              //
		{1234.5e9, 0, "1,234.5"},          //
		{-1234567.8e9, 0, "-1,234,567.8"}, //
		{math.NaN(), 0, "?"},
		{2e9, math.Inf(1), "?"},
	} {
		assert.Equal(t, c.want, billions().write(give(c.value, c.half)), "%v ± %v", c.value, c.half)
	}
}

func TestChangesHaveASign(t *testing.T) {
	for value, want := range map[float64]string{2.34e9: "+2.3", -2.34e9: "-2.3", 0: "0.0", 0.01e9: "0.0"} {
		assert.Equal(t, want, billions().change(surely(value)))
	}
	assert.Equal(t, "~+123", billions().change(give(123e9, 3e9)))
}

func TestMarginsAreNeverZero(t *testing.T) {
	for half, want := range map[float64]string{
		0: "<0.01", 0.3e9: "0.3", 0.31e9: "0.4", 0.02e9: "0.02", 0.01e9: "0.01", 0.009e9: "<0.01", 1: "<0.01", 3e9: "3",
		12e9: "12", math.NaN(): "?",
	} {
		_, margin := billions().besideMargin(give(0, half))
		assert.Equal(t, want, margin, "%v", half)
	}
}

func TestProbabilities(t *testing.T) {
	for _, c := range []struct {
		value, half float64
		want        string
	}{
		{0.31, 0.003, "31%"},
		{0.31, 0.03, "~31%"},
		{0.31, 0.06, "~30%"},
		{0.04, 0.01, "~4%"},
		{0.004, 0.0004, "0.4%"},
		{0.9964, 0.0004, "99.6%"},
		{0.0002, 0.0001, "<0.1%"},
		{0.9999, 0.0001, ">99.9%"},
		{0, 0.00002, "<0.1%"},
		{0, 0.03, "<10%"},
		{1, 0.03, ">90%"},
		{0, 0, "0%"},
		{1, 0, "100%"},
		{0.5, 0, "50%"},
		{math.NaN(), 0, "?"},
	} {
		assert.Equal(t, c.want, probability(give(c.value, c.half)), "%v ± %v", c.value, c.half)
	}
}

func TestPoints(t *testing.T) {
	assert.Equal(t, "+30", points(give(0.301, 0.002)))
	assert.Equal(t, "-0.4", points(give(-0.004, 0.0002)))
	assert.Equal(t, "0.0", points(surely(0)))
}

func TestBesideItsIntervalAFigureHasTheDigitsOfTheInterval(t *testing.T) {
	for _, c := range []struct {
		value, half      float64
		figure, interval string
	}{
		{0.147, 0.002, "14.7%", "14.5–14.9"},
		{0.31, 0.003, "31.0%", "30.7–31.3"},
		{0.31, 0.03, "31%", "28–34"},
		{0.31, 0.3, "31%", "1–61"},
		{0.00005, 0.00003, "0.005%", "0.002–0.008"},
		{1, 0, "100%", ""},
		{0, 0, "0%", ""},
		{math.NaN(), 0, "?", ""},
	} {
		figure, interval := probabilityBeside(give(c.value, c.half))
		assert.Equal(t, c.figure+" "+c.interval, figure+" "+interval, "%v ± %v", c.value, c.half)
	}
	figure, interval := probabilityBeside(scenario.Estimate{Value: 1, Lo: 0.99996, Hi: 1})
	assert.Equal(t, ">99.9% 99.996–100.000", figure+" "+interval)
	figure, interval = percent(0).besideInterval(give(-0.002, 0.003))
	assert.Equal(t, "-0.2 −0.5 to 0.1", figure+" "+interval)
	figure, margin := probabilityMargin(percent(1), give(0.147, 0.0021))
	assert.Equal(t, "14.7% 0.3", figure+" "+margin)
	figure, margin = pointsMargin(percent(1), give(0.147, 0.0021))
	assert.Equal(t, "+14.7 0.3", figure+" "+margin)
	figure, margin = pointsMargin(percent(1), surely(1))
	assert.Equal(t, "+100 exact", figure+" "+margin)
}

// Whole pence are written as finance writes them, in every unit.
func TestRoundsAsFinanceDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pence := rapid.Int64Range(-1e15, 1e15).Draw(t, "pence")
		unit := rapid.SampledFrom(finance.DisplayUnits("£")).Draw(t, "unit")
		s := scale{float64(unit.Size) / finance.Pound, int(unit.Decimals)}
		assert.Equal(t, finance.Amount(pence).In(unit), s.round(float64(pence)/finance.Pound, s.decimals))
	})
}

// A figure never lies outside its interval by more than the digits dropped, and its last digit is supported.
func TestNoDigitIsUnsupported(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		half := math.Pow(10, rapid.Float64Range(3, 14).Draw(t, "log of the half-width"))
		d := billions().supported(half)
		assert.LessOrEqual(t, half, 0.5*1e9*math.Pow10(-d)*(1+1e-6))
		if d < 1 {
			assert.Greater(t, half, 0.5*1e9*math.Pow10(-d-1))
		}
	})
}

// Figures that stand in a row have one number of decimals, that of the least certain; what is in doubt keeps its tilde.
func TestARowHasOneNumberOfDecimals(t *testing.T) {
	millions := scale{1e6, 1}
	for _, c := range []struct {
		all  []scenario.Estimate
		want []string
	}{
		{[]scenario.Estimate{surely(-20e6), give(-9.6e6, 0.2e6), give(-42e6, 0.7e6)}, []string{"-20", "-10", "~-42"}},
		{[]scenario.Estimate{surely(-20e6), give(-9.6e6, 0.04e6)}, []string{"-20.0", "-9.6"}},
		{[]scenario.Estimate{surely(-20e6), surely(3.25e6)}, []string{"-20.0", "3.3"}},
		{[]scenario.Estimate{give(3e6, math.NaN()), give(1.26e6, 0.01e6)}, []string{"?", "1.3"}},
		{[]scenario.Estimate{give(3e6, math.Inf(1)), give(1.26e6, 0.01e6)}, []string{"?", "1.3"}},
		{[]scenario.Estimate{{Value: math.NaN(), Lo: 0, Hi: 1e9}, give(1.26e6, 0.01e6)}, []string{"?", "1.3"}},
	} {
		var got []string
		for _, e := range c.all {
			got = append(got, millions.narrowed(c.all).write(e))
		}
		assert.Equal(t, c.want, got)
	}
	beside := []scenario.Estimate{give(0.0012, 0.0003), give(0.077, 0.002), give(0.221, 0.003)}
	var got []string
	for _, e := range beside {
		figure, margin := probabilityMargin(percent(1).narrowedBeside(beside), e)
		got = append(got, figure+" ±"+margin)
	}
	assert.Equal(t, []string{"0.1% ±<0.1", "7.7% ±0.2", "22.1% ±0.3"}, got)
	unknown := []scenario.Estimate{give(0.5, math.Inf(1)), {Value: math.NaN(), Lo: 0, Hi: 1}}
	assert.Equal(t, percent(1).narrowedBeside(beside), percent(1).narrowedBeside(append(unknown, beside...)),
		"what is shown as ? takes no digits from its neighbours")
}
