package history_test

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/evidence"
	"github.com/openenvelope/envelope/scenario/file"
	"github.com/openenvelope/envelope/scenario/history"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

// A forecast of the next year by hand: a normal law of five values and its persistence, and a walk.
func TestOneStepByHand(t *testing.T) {
	s := of(0.02, 0.01, 0.03, 0.02, 0.04, 0.025)
	known := s.Until(2004)
	f := fit(t, known, history.Options{})
	law := f.Law.(dist.Normal)
	rho, _ := f.Persistence()
	c, err := history.OneStep(s, history.Options{})
	require.NoError(t, err)
	require.Len(t, c.Hits, 1)
	h := c.Hits[0]
	centre := law.Mean + rho.Value*(0.04-law.Mean)
	spread := law.SD * math.Sqrt(1-rho.Value*rho.Value)
	assert.InDelta(t, centre, h.P50.Value, 1e-12)
	assert.InDelta(t, centre-1.2815515655446004*spread, h.P10.Value, 1e-12, "Φ⁻¹(0.1)")
	assert.InDelta(t, centre+1.2815515655446004*spread, h.P90.Value, 1e-12)
	assert.InDelta(t, distuv.UnitNormal.CDF((0.025-centre)/spread), h.Rank.Value, 1e-9)
	assert.Equal(t, "2005/06", h.Year)
	assert.Equal(t, "2005/06 to 2005/06", c.Years)

	s.Points[5].Year = 2006 // two years ahead
	for _, law := range []string{"normal", "lognormal"} {
		o := history.Options{Law: law, Process: history.Walk}
		f = fit(t, known, o)
		sd := f.Parameters[0].Value * math.Sqrt2
		c, err = history.OneStep(s, o)
		require.NoError(t, err)
		h = c.Hits[len(c.Hits)-1]
		low, score := 0.04-1.2815515655446004*sd, (0.025-0.04)/sd
		if law == "lognormal" {
			low, score = 0.04*math.Exp(-1.2815515655446004*sd), math.Log(0.025/0.04)/sd
		}
		assert.InDelta(t, 0.04, h.P50.Value, 1e-12)
		assert.InDelta(t, low, h.P10.Value, 1e-12)
		assert.InDelta(t, distuv.UnitNormal.CDF(score), h.Rank.Value, 1e-9)
	}
}

// Forecasts of series that are as the law says: ranks are even and bands hold four in five, but for what the fitted
// numbers being uncertain takes away, which hardly counts after 100 years. After four it does: a t law with three
// degrees of freedom and a spread wider by √(1 + 1/4) is what the next normal value follows (Student, 1908), and normal
// bands hold less.
func TestOneStepCovers(t *testing.T) {
	for _, law := range []string{"normal", "lognormal", "gamma"} {
		c, err := history.OneStep(made(recoveries[law].law, 0.5, 300, nil), history.Options{Law: law})
		require.NoError(t, err)
		late := c.Hits[100:]
		inside, sum := 0., 0.
		for _, h := range late {
			if sum += h.Rank.Value; h.Inside {
				inside++
			}
		}
		n := float64(len(late))
		testkit.Z(t, law+": mean rank", sum/n, 0.5, math.Sqrt(1/(12*n)))
		testkit.Z(t, law+": coverage", inside/n, evidence.Band, math.Sqrt(evidence.Band*(1-evidence.Band)/n))
	}
	const repeats = 2000
	long := made(dist.Normal{Mean: 0.02, SD: 0.005}, 0, 5*repeats, nil)
	inside := 0.
	for i := range repeats {
		c, err := history.OneStep(evidence.Series{Name: "x", Points: long.Points[5*i : 5*i+5]},
			history.Options{Process: history.Independent})
		require.NoError(t, err)
		require.Len(t, c.Hits, 1, "four values are enough for a forecast of the fifth")
		if c.Hits[0].Inside {
			inside++
		}
	}
	want := 2*distuv.StudentsT{Sigma: 1, Nu: 3}.CDF(1.2815515655446004/math.Sqrt(1+1./4)) - 1
	require.Less(t, want, 0.70, "bands that take four values' spread as known hold far fewer than 80%")
	testkit.Z(t, "coverage after four years", inside/repeats, want, math.Sqrt(want*(1-want)/repeats))
}

// Money is given and shown in pounds; a year whose forerunners cannot be fitted is left out.
func TestOneStepUnits(t *testing.T) {
	s := of(5, 5, 5, 5, 5, 6, 4)
	s.Money, s.Symbol = true, "€"
	for i := range s.Points {
		s.Points[i].Value *= 1e8
	}
	c, err := history.OneStep(s, history.Options{Process: history.Independent})
	require.NoError(t, err)
	assert.Equal(t, "€", c.Currency)
	require.Len(t, c.Hits, 1, "five alike say nothing of a sixth")
	assert.Equal(t, 4e8, c.Hits[0].Outturn)
	assert.InDelta(t, 5e8+1e8/6, c.Hits[0].P50.Value, 1)
	_, err = history.OneStep(of(1, 2), history.Options{})
	assert.ErrorContains(t, err, "2 values")
}

// plain is a sheet of three years after the opening one: a rate that is normal, an amount that is cut off at zero, and
// a certain row.
func plain() *scenario.Model {
	s := &sheet.Sheet{Years: []string{"0", "1", "2", "3"}}
	zero := []decimal.Decimal{decimal.Zero}
	s.AddInput(sheet.Input{Name: "rate", Unit: sheet.Number, Values: zero})
	s.AddInput(sheet.Input{Name: "amount", Unit: sheet.Money, Values: zero})
	s.Add(
		sheet.Row{Name: "growth", Formula: sheet.Ref("rate")},
		sheet.Row{Name: "spent", Unit: sheet.Money, Formula: sheet.Max(sheet.Num(0), sheet.Ref("amount"))},
		sheet.Row{Name: "certain", Formula: sheet.Num(7.25)},
	)
	return &scenario.Model{Name: "plain", NotModelled: []string{"all else"},
		Baseline: scenario.Scenario{Name: "as it is", Model: s, Drivers: []scenario.Driver{
			{Input: "rate", Law: dist.Normal{Mean: 0.02, SD: 0.01}, Process: process.EachYear{}},
			{Input: "amount", Law: dist.Normal{SD: 1e6}, Process: process.EachYear{}},
		}}, Scenarios: []scenario.Scenario{{Name: "another", Model: s}}}
}

func outturns(t *testing.T, rows ...string) history.Outturns {
	t.Helper()
	o, err := history.ReadOutturns("o.csv", []byte("row,year,value,source\n"+strings.Join(rows, "\n")))
	require.NoError(t, err)
	return o
}

// Where outturns fall in laws that are known: Φ of the score; half of an atom counts as below; a certain row is met or
// missed.
func TestBackcastClosedForm(t *testing.T) {
	o := outturns(t, "growth,3,4%,a", "growth,1,0.5%,b", "spent,1,£0,c", "spent,2,£1m,d", "certain,1,725%,e",
		"certain,2,726%,f", "certain,3,7%,g", "spent,3,-£1,h")
	const paths = 50_000
	c, err := history.Backcast(context.Background(), plain(), o, scenario.Options{Paths: paths, Seed: 3})
	require.NoError(t, err)
	want := []struct {
		line, year, source string
		rank               float64
		inside             bool
	}{
		{"growth", "1", "b", 0.066807201268858, false}, // Φ(−1.5)
		{"growth", "3", "a", 0.977249868051821, false}, // Φ(2)
		{"spent", "1", "c", 0.25, true},                // half of the half that is zero
		{"spent", "2", "d", 0.841344746068543, true},   // Φ(1)
		{"spent", "3", "h", 0, false},
		{"certain", "1", "e", 0.5, true},
		{"certain", "2", "f", 1, false},
		{"certain", "3", "g", 0, false},
	}
	require.Len(t, c.Hits, len(want))
	for i, w := range want {
		h := c.Hits[i]
		assert.Equal(t, w.line+w.year+w.source, h.Line+h.Year+h.Source)
		if w.source == "c" {
			testkit.Z(t, "the atom", h.Rank.Value, w.rank, math.Sqrt(0.25/paths)/2)
		} else {
			testkit.Z(t, w.source, h.Rank.Value, w.rank, math.Sqrt(w.rank*(1-w.rank)/paths))
		}
		assert.True(t, h.Rank.Lo <= h.Rank.Value && h.Rank.Value <= h.Rank.Hi, "%s: %v", w.source, h.Rank)
		if w.line != "certain" && w.rank > 0 && w.source != "c" { // within a tenth of Wald's
			assert.InEpsilon(t, 2*1.96*math.Sqrt(w.rank*(1-w.rank)/paths), h.Rank.Hi-h.Rank.Lo, 0.1, w.source)
		}
		assert.Equal(t, w.inside, h.Inside, w.source)
		assert.True(t, h.P10.Value <= h.P50.Value && h.P50.Value <= h.P90.Value)
	}
	assert.InDelta(t, 0.02-0.012815515655446, c.Hits[0].P10.Value, 4.75*0.01*1.7/math.Sqrt(paths),
		"the error of a p10 is 1.7 sd/√n")
	assert.Equal(t, 7.25, c.Hits[5].P50.Value)
	assert.InDelta(t, 1e6, c.Hits[3].Outturn, 0, "pounds")
	assert.Equal(t, evidence.NewCoverage(3, 8), c.Coverage())
	assert.Equal(t, evidence.NewCoverage(2, 3), c.CoverageOf("spent"))
	assert.Equal(t, []string{"growth", "spent", "certain"}, c.Lines())
	assert.Equal(t, "0 to 3", c.Years)
	assert.Equal(t, uint64(paths), c.Run.Run.Paths)
	assert.Equal(t, []string{"all else"}, c.Run.NotModelled)
}

// Bands of the right law hold what they promise: outturns drawn from the law itself, 150 times.
func TestBackcastCovers(t *testing.T) {
	draw := rand.New(rand.NewPCG(5, 5))
	const repeats = 150
	inside, sum := 0, 0.
	for range repeats {
		o := history.Outturns{File: "o"}
		for _, year := range []string{"1", "2", "3"} {
			o.All = append(o.All, history.Outturn{Line: "growth", Year: year, Value: 0.02 + 0.01*draw.NormFloat64()})
		}
		c, err := history.Backcast(context.Background(), plain(), o, scenario.Options{Paths: 2000})
		require.NoError(t, err)
		inside += c.Coverage().Inside
		for _, h := range c.Hits {
			sum += h.Rank.Value
		}
	}
	const n = 3 * repeats
	testkit.Z(t, "coverage", float64(inside)/n, evidence.Band, math.Sqrt(evidence.Band*(1-evidence.Band)/n))
	testkit.Z(t, "mean rank", sum/n, 0.5, math.Sqrt(1/(12.*n)))
}

// Outturns that a model has no figure for, all at once.
func TestBackcastFaults(t *testing.T) {
	o := outturns(t, "groth,1,1%,a", "growth,0,1%,a", "growth,4,1%,a", "spent,1,1%,a", "growth,1,£1,a", "spent,2,0,a")
	_, err := history.Backcast(context.Background(), plain(), o, scenario.Options{Paths: 100})
	var faults file.Faults
	require.ErrorAs(t, err, &faults)
	assert.Equal(t, `o.csv:2:1: groth[1]: the model has no row "groth"; did you mean "growth"?
o.csv:3:1: growth[0]: 0 is the opening year, which the model is given and does not forecast
o.csv:4:1: growth[4]: the model has no year "4"; it has 1 to 3
o.csv:5:1: spent[1]: spent is money, but the outturn is a rate
o.csv:6:1: growth[1]: growth is a rate, but the outturn is money`, err.Error())
	_, err = history.Backcast(context.Background(), plain(), history.Outturns{File: "o.csv"}, scenario.Options{})
	assert.EqualError(t, err, "o.csv:1:1: there are no outturns")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = history.Backcast(ctx, plain(), outturns(t, "growth,1,1%,a"), scenario.Options{Paths: 100})
	assert.ErrorIs(t, err, context.Canceled)
}

// A table of outturns: its columns in any order, and every fault at once.
func TestReadOutturns(t *testing.T) {
	o, err := history.ReadOutturns("o.csv",
		[]byte("source,value,year,row\n\"me, 2019\",-£617m,2013/14,balance\nyou,1.4%,2014/15,growth\n"))
	require.NoError(t, err)
	require.Len(t, o.All, 2)
	assert.Equal(t, "me, 2019", o.All[0].Source)
	assert.Equal(t, -617e6, o.All[0].Value)
	assert.True(t, o.All[0].Money)
	assert.Equal(t, 0.014, o.All[1].Value)
	for text, says := range map[string]string{
		"row,year,value\nbalance,1,£1": "o.csv:1:1: there is no column \"source\"; the columns are row, year, value",
		"row,year,value,source,unit\n": "o.csv:1:23: unit: the column is not used; there are row, year, value and source",
		"row,year,value,source\n":      "o.csv:1:1: there are no outturns below the heading",
		"row,year,value,source\n,1,5,\nx,1,1%,a\nx,1,1%,a\nx,2,,a\n": "o.csv:2:1: row: the row of the sheet is missing, such as underlying_position\no.csv:2:4: [1]: 5 is 500%; did you mean 5%?\n" +
			"o.csv:2:6: [1]: the source is missing; say who published the figure\no.csv:4:1: x[1]: is in line 3 already\no.csv:5:5: x[2]: \"\" is not a rate; write 3.4%",
		"":                                           "o.csv:1:1: the file is empty; begin with a heading such as year,value",
		"row,year,value,source\nx,1,0,8%,a\n":        `o.csv:2:1: the row has 5 cells; the heading has 4; a comma within a number ends its cell: write 0.8%, and "1,200" in quotation marks`,
		"row,year,value,source\nx,1,0,8%\n":          `o.csv:2:7: x[1]: the source is "8%", a number; a comma within a number ends its cell: write 0.8%`,
		"row,year,value,source\nx,1,NaN,a\n":         `o.csv:2:5: x[1]: "NaN" is not a rate; write 3.4%`,
		"row,year,value,source\nx,1,((8%)),a\n":      `o.csv:2:5: x[1]: "((8%))" is not a rate; write 3.4%`,
		"row,year,value,source,source\nx,1,8%,a,b\n": "o.csv:1:23: source: a second column of this name",
	} {
		_, err := history.ReadOutturns("o.csv", []byte(text))
		assert.EqualError(t, err, says)
	}
	_, err = history.ReadOutturns("o.csv", []byte("row,year,value,source\nx,2014/15,1%,a\nx,2014-15,1%,a\n"))
	assert.ErrorContains(t, err, "o.csv:3:1: x[2014/15]: is in line 2 already",
		"the year is the same, however it is written")
}

// What spreadsheets of other countries write is the same outturn.
func TestOutturnsOfOtherPrograms(t *testing.T) {
	plain, err := history.ReadOutturns("o.csv",
		[]byte("row,year,value,source\nx,2014/15,-1.2%,a\ny,2014/15,£1200.50,b\n"))
	require.NoError(t, err)
	for _, text := range []string{
		"row,year,value,source\nx,2014-15,(1.2%),a\ny,2014/2015,\"£1,200.50\",b\n,,,\n",
		"sep=;\nrow;year;value;source\nx;2014/15;-1,2%;a\ny;2014/15;£1.200,50;b\n",
		"row\tyear\tvalue\tsource\nx\t2014/15\t-1.2E-02\ta\ny\t2014/15\t£1.2005E+03\tb\n",
	} {
		other, err := history.ReadOutturns("o.csv", []byte(text))
		require.NoError(t, err, text)
		require.Len(t, other.All, 2)
		for i, o := range other.All {
			p := plain.All[i]
			assert.Equal(t, []any{p.Line, p.Year, p.Value, p.Money, p.Source},
				[]any{o.Line, o.Year, o.Value, o.Money, o.Source}, text)
		}
	}
}

// FuzzBackcast sets any table of outturns against a model: it gives a calibration with a rank for each, or faults.
func FuzzBackcast(f *testing.F) {
	for _, rows := range []string{"growth,3,4%,a\nspent,1,£0,c\n", "certain,1,725%,e\n", "grwoth,3,4%,a\n",
		"growth,0,1%,x\ngrowth,9,1%,x\n", "spent,1,1%,x\n", ",,,\n"} {
		f.Add([]byte("row,year,value,source\n" + rows))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := history.ReadOutturns("o.csv", text)
		if err != nil {
			sound(t, text, err)
			return
		}
		c, err := history.Backcast(context.Background(), plain(), o, scenario.Options{Paths: 64, Workers: 1})
		if err != nil {
			sound(t, text, err)
			return
		}
		require.Len(t, c.Hits, len(o.All))
		for _, h := range c.Hits {
			require.True(t, h.Rank.Value >= 0 && h.Rank.Value <= 1, "%+v", h)
		}
	})
}
