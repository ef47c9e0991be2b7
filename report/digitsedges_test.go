package report

import (
	"math"
	"testing"

	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
)

// From 1% to 99% a chance is in whole percents, both ends included; beyond them it has a decimal, if the paths support
// it.
func TestChancesNearNoneAndAllHaveADecimal(t *testing.T) {
	for _, c := range []struct {
		value, half float64
		want        string
	}{
		{0.0099, 0, "1.0%"},
		{0.01, 0, "1%"},
		{0.0051, 0, "0.5%"},
		{0.99, 0, "99%"},
		{0.9901, 0, "99.0%"},
		{0.006, 0.003, "1%"},       // the decimal is in doubt
		{0.5, 0.2, "~50%"},         // and here the last whole percent
		{0.04, 0.006, "~4%"},       // shown to the percent, known to ten
		{0.004, 0.003, "<1%"},      // whole percents are known
		{0.004, 0.006, "<10%"},     // the bound is one that the paths support
		{0.996, 0.006, ">90%"},     //
		{0.0051, 0.006, "~1%"},     // rounds to more than none
		{0.9949, 0.006, "~99%"},    // and to less than all
		{0.00051, 0.0004, "0.1%"},  //
		{0.00049, 0.0004, "<0.1%"}, //
	} {
		assert.Equal(t, c.want, probability(give(c.value, c.half)), "%v ± %v", c.value, c.half)
	}
}

// A chance halfway between two steps is rounded away from zero, so that half a step is not none; nor is it all, which
// is said of what is certain alone.
func TestHalfAStepIsNeitherNoneNorAll(t *testing.T) {
	assert.Equal(t, "1%", probability(give(0.005, 0.004)))
	assert.Equal(t, ">99%", probability(give(0.995, 0.004)))
	assert.Equal(t, "0.1%", probability(give(0.0005, 0.0004)))
	assert.Equal(t, ">99.9%", probability(give(0.9995, 0.0004)))
	figure, interval := probabilityBeside(scenario.Estimate{Value: 0.995, Lo: 0.98, Hi: 1})
	assert.Equal(t, ">90% 98–100", figure+" "+interval)
}

// A chance beside its half-width has at most two decimals; what they cannot tell from none is a bound.
func TestMarginsOfChances(t *testing.T) {
	for _, c := range []struct {
		value, half    float64
		figure, margin string
	}{
		{0.147, 0.0021, "14.7%", "0.3"},
		{0.147, 0.00012, "14.70%", "0.02"},
		{0.147, 0.00003, "14.70%", "<0.01"},
		{0.0003, 0.00001, "0.03%", "<0.01"},
		{0.00003, 0.00001, "<0.1%", "<0.01"},
		{0.99997, 0.00001, ">99.9%", "<0.01"},
		{0.004, 0.02, "<10%", "2"},
		{0.5, 0, "50%", "exact"},
		{1, 0, "100%", "exact"},
		{0.5, math.Inf(1), "?", "?"},
		{math.NaN(), 0.1, "?", "?"},
	} {
		figure, margin := probabilityMargin(percent(1), give(c.value, c.half))
		assert.Equal(t, c.figure+" "+c.margin, figure+" "+margin, "%v ± %v", c.value, c.half)
	}
	figure, interval := probabilityBeside(surely(0.004))
	assert.Equal(t, "0.4% ", figure+" "+interval)
	figure, interval = probabilityBeside(scenario.Estimate{Hi: 1e-16})
	assert.Equal(t, "<0.1% 0.000000000000–0.000000000000", figure+" "+interval, "twelve decimals at most")
	figure, margin := pointsMargin(percent(1), give(0.147, 0.00003))
	assert.Equal(t, "+14.70 <0.01", figure+" "+margin)
	figure, margin = pointsMargin(percent(1), give(-0.147, 0.0011))
	assert.Equal(t, "-14.7 0.2", figure+" "+margin)
}

// Where one of a figure and its interval is not finite, nothing is known of either.
func TestWhatIsNotFiniteIsAQuestionMark(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, e := range []scenario.Estimate{
		{Value: nan, Lo: 0.4, Hi: 0.6}, {Value: inf, Lo: 0.4, Hi: 0.6}, {Value: -inf, Lo: 0.4, Hi: 0.6},
		{Value: 0.5, Lo: -inf, Hi: 0.6}, {Value: 0.5, Lo: 0.4, Hi: inf}, {Value: 0.5, Lo: nan, Hi: 0.6},
		{Value: 0.5, Lo: 0.4, Hi: nan},
	} {
		s := scale{1, 1}
		assert.Equal(t, "?", s.write(e), "%v", e)
		assert.Equal(t, "?", s.change(e), "%v", e)
		assert.Equal(t, "?", probability(e), "%v", e)
		figure, _ := s.besideInterval(e)
		assert.Equal(t, "?", figure, "%v", e)
		figure, _ = s.besideMargin(e)
		assert.Equal(t, "?", figure, "%v", e)
		figure, interval := probabilityBeside(e)
		assert.Equal(t, "?", figure+interval, "%v", e)
		figure, margin := probabilityMargin(percent(1), e)
		assert.Equal(t, "? ?", figure+" "+margin, "%v", e)
	}
	for _, e := range []scenario.Estimate{{Value: 2, Lo: -inf, Hi: 3}, {Value: 2, Lo: 1, Hi: inf}} {
		figure, interval := scale{1, 1}.besideInterval(e)
		assert.Equal(t, "? ?", figure+" "+interval)
	}
}

// An interval has the decimals of its half-width, from none to twelve; what has no interval stands alone.
func TestIntervalsHaveNoneToTwelveDecimals(t *testing.T) {
	for _, c := range []struct {
		value, half float64
		want        string
	}{
		{2, 1, "2 1–3"}, // one unit is not below one unit
		{2, 0.5, "2.0 1.5–2.5"},
		{2000, 40, "2,000 1,960–2,040"},
		{1, 1e-14, "1.000000000000 1.000000000000–1.000000000000"},
		{1.25, 0, "1.3 "},
		{-2, 1, "-2 −3 to −1"},
	} {
		figure, interval := scale{1, 1}.besideInterval(give(c.value, c.half))
		assert.Equal(t, c.want, figure+" "+interval, "%v ± %v", c.value, c.half)
	}
	figure, margin := billions().besideMargin(give(2e9, 1e8))
	assert.Equal(t, "2.0 0.1", figure+" "+margin)
}

// However large the doubt, a figure is rounded to at most 10¹⁸ units.
func TestDoubtHasAnEnd(t *testing.T) {
	assert.Equal(t, "~300,000,000,000,000,000", scale{1, 0}.write(give(3.46e17, 1e30)))
	assert.Equal(t, "~0", scale{1, 0}.write(give(3.46e16, 1e30)))
}

// A difference has its sign, however small it is in its unit; one that is written as zero has none.
func TestSmallChangesHaveASign(t *testing.T) {
	s := scale{1, 1}
	assert.Equal(t, "-0.5", s.change(surely(-0.5)))
	assert.Equal(t, "+0.5", s.change(surely(0.5)))
	assert.Equal(t, "0.0", s.change(surely(0.04)))
	assert.Equal(t, "~0", s.change(give(2, 6)))
	assert.Equal(t, "+1", points(surely(0.01)), "from one point on, whole points")
	assert.Equal(t, "-1", points(surely(-0.01)))
	assert.Equal(t, "+0.9", points(surely(0.009)))
}

// Figures in sentences, as the documentation gives them.
func TestFiguresInWords(t *testing.T) {
	assert.Equal(t, "14.7% (95% Monte Carlo interval 14.5–14.9)", ChanceInWords(give(0.147, 0.002)))
	assert.Equal(t, "100%", ChanceInWords(surely(1)))
	assert.Equal(t, "3.41% (95% Monte Carlo interval 3.38–3.44)", RateInWords(give(0.0341, 0.0003)))
	assert.Equal(t, "3.41%", RateInWords(surely(0.0341)))
	assert.Equal(t, "£1,210m (95% Monte Carlo interval 1,190–1,230)", MoneyInWords(give(1.21e9, 0.02e9), "£"))
	assert.Equal(t, "1,234,567", scale{1, 0}.round(1234567, 0))
	assert.Equal(t, "-1,234.50", scale{1, 2}.round(-1234.5, 2))
	assert.Equal(t, "-123", scale{1, 0}.round(-123, 0))
}
