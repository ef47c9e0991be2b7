package population_test

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/population"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func england(t testing.TB) population.Projection {
	p, err := population.England()
	require.NoError(t, err)
	return p
}

// yearly is the growth a year over several years.
func yearly(t testing.TB, c population.Curve, first, last finance.Year) float64 {
	t.Helper()
	growth, err := england(t).Growth(c, first, last)
	require.NoError(t, err)
	require.Len(t, growth, int(last-first))
	index := 1.0
	for _, g := range growth {
		index *= 1 + float64(g)
	}
	return math.Pow(index, 1/float64(last-first)) - 1
}

// everyone costs the same, so that only their number counts.
var everyone = population.Curve{{Age: 0, Cost: finance.Pound}}

// The six costs per head that were published for bands of age are joined by straight lines (Asaria, Health care costs
// in the English NHS, PSSRU Unit Costs 2017, at prices of 2014/15; below the age of 10 as from 10 to 14).
func published() (c population.Curve) {
	points := []struct{ age, pounds float64 }{{12.5, 820}, {47.5, 1600}, {67.5, 3100}, {77.5, 4470}, {82.5, 5080},
		{87.5, 5880}}
	for age := 0; age <= 85; age += 5 {
		middle, cost := float64(age)+2.5, points[0].pounds
		for i, p := range points[1:] {
			if from := points[i]; middle > from.age {
				cost = from.pounds + (p.pounds-from.pounds)*min(1, (middle-from.age)/(p.age-from.age))
			}
		}
		c = append(c, population.Step{Age: age, Cost: finance.Amount(math.Round(cost * finance.Pound))})
	}
	return c
}

// What was derived from the same population and the whole curve, single year by single year: from 2022 to 2027 people
// 1.01% a year and their cost 1.27%, from 2024 to 2034 0.59% and 0.99%; ageing alone adds 0.45 points in 2028 to 2033.
func TestEnglandGrowsAndAges(t *testing.T) {
	assert.InDelta(t, 0.0101, yearly(t, everyone, 2022, 2027), 0.00005)
	assert.InDelta(t, 0.0059, yearly(t, everyone, 2024, 2034), 0.00005)
	const joined = 0.0003 // six points joined by lines instead of 86
	assert.InDelta(t, 0.0127, yearly(t, published(), 2022, 2027), joined)
	assert.InDelta(t, 0.0099, yearly(t, published(), 2024, 2034), joined)
	assert.InDelta(t, 0.0045, yearly(t, published(), 2028, 2033)-yearly(t, everyone, 2028, 2033), joined)
}

// 57.11m in 2022, 60.67m in 2029 and 62.14m in 2034; of them 1.42m, 1.68m and 2.14m aged 85 and over (ONS, 28 January
// 2025).
func TestEnglandIsAsPublished(t *testing.T) {
	p := england(t)
	assert.Equal(t, finance.Year(2022), p.First)
	assert.Equal(t, finance.Year(2047), p.Last())
	assert.Len(t, p.Ages, 18)
	assert.Contains(t, p.Source, "OGL v3")
	for year, want := range map[finance.Year][2]float64{2022: {57.11, 1.42}, 2029: {60.67, 1.68}, 2034: {62.14, 2.14}} {
		people := p.People[year-p.First]
		total := int64(0)
		for _, n := range people {
			total += n
		}
		assert.InDelta(t, want[0], float64(total)/1e6, 0.005)
		assert.InDelta(t, want[1], float64(people[17])/1e6, 0.005)
	}
	named, ok := population.Named("England")
	assert.True(t, ok)
	assert.Equal(t, p, named)
	_, ok = population.Named("Wales")
	assert.False(t, ok)
	for _, name := range population.Names() {
		_, ok := population.Named(name)
		assert.True(t, ok, name)
	}
}

// Ten young and ten old become ten and twelve: with the old at three times the cost that is 40 to 46, 15%; then 20 and
// 12, another 10 on 46. A curve of a thousand times the cost grows as much.
func TestGrowthByHand(t *testing.T) {
	p, err := population.Read(strings.NewReader("year,0-64,65+\n2020,10,10\n2021,10,12\n2022,20,12\n"))
	require.NoError(t, err)
	for _, scale := range []finance.Amount{1, 1000, finance.MaxAmount / 3} {
		growth, err := p.Growth(population.Curve{{Age: 0, Cost: scale}, {Age: 65, Cost: 3 * scale}}, 2020, 2022)
		require.NoError(t, err)
		assert.Equal(t, []finance.Rate{0.15, 0.2173913043}, growth)
	}
	flat, err := p.Growth(everyone, 2020, 2021)
	require.NoError(t, err)
	assert.Equal(t, []finance.Rate{0.1}, flat)
}

// What the demography adds to a need is its growth, compounded.
func TestGrowthIsAComponent(t *testing.T) {
	growth, err := england(t).Growth(published(), 2024, 2029)
	require.NoError(t, err)
	m := &finance.Model{First: 2024, Last: 2029,
		Funding: finance.Settlement{Baseline: finance.Billion, CashGrowth: []finance.Rate{0}},
		Need: finance.Need{RealGrowth: []finance.Rate{0},
			Components: []finance.Component{{Name: "demography", Growth: growth}}}}
	l, err := finance.Project(m)
	require.NoError(t, err)
	demand, _ := l.Amount("demand", 2029)
	assert.InEpsilon(t, math.Pow(1+yearly(t, published(), 2024, 2029), 5), float64(demand)/finance.Billion, 1e-9)
}

func TestCurvesAndYearsThatDoNotFit(t *testing.T) {
	for _, c := range []struct {
		curve       population.Curve
		first, last finance.Year
		want        []string
	}{
		{nil, 2022, 2023, []string{"cost_per_head: the first age must be 0; give what a person costs from there on"}},
		{population.Curve{{Age: 5, Cost: 1}}, 2022, 2023,
			[]string{"cost_per_head: the first age must be 0; give what a person costs from there on"}},
		{population.Curve{{Age: 0, Cost: 0}}, 2022, 2023,
			[]string{"cost_per_head: nobody costs anything, so that nothing can grow from it"}},
		{population.Curve{{0, 1}, {90, -2}, {65, 1}}, 2018, 2023, []string{
			"cost_per_head.90: the population has no band that begins at 90; its bands begin at [0 5 10 15 20 25 30 35 40 45 50 55 60 65 70 75 80 85]",
			"cost_per_head.90: -0.02 is not a cost; write it as a positive amount",
			"cost_per_head.65: 65 comes after 90; ages must rise",
			"years: 2018/19 to 2023/24 is not within the projection of the population, which goes from 2022/23 to 2047/48"}},
		{everyone, 2040, 2048, []string{"years: 2040/41 to 2048/49 is not within the projection of the population, which goes from 2022/23 to 2047/48"}},
		{everyone, 2030, 2030, []string{"years: 2030/31 to 2030/31 is not within the projection of the population, which goes from 2022/23 to 2047/48"}},
	} {
		_, err := england(t).Growth(c.curve, c.first, c.last)
		require.Error(t, err)
		assert.Equal(t, c.want, strings.Split(err.Error(), "\n"))
	}
}

func TestTablesThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "line 1: the file is empty; begin with a heading such as year,value",
		"year,0+\n":                           "line 1: there are no lines for years below the heading",
		"age,0+\n2020,1\n":                    `line 1: the first column is "age"; it must be year`,
		"year,total\n2020,1\n":                "line 1: there are 0 bands of age; there must be 1 to 150",
		"year,0-4,6+\n2020,1,2\n":             `line 1: "6+" is not the band of age that begins at 5; write 0-4, 5-9 and so on, and 85+ for the last`,
		"year,0-4,5-9\n2020,1,2\n":            `line 1: "5-9" is not the band of age that begins at 5; write 0-4, 5-9 and so on, and 85+ for the last`,
		"year,4-0,5+\n2020,1,2\n":             `line 1: "4-0" is not the band of age that begins at 0; write 0-4, 5-9 and so on, and 85+ for the last`,
		"year,0+\ntwenty,x\n":                 "line 2: \"twenty\" is not a year; write 2019/20, or 2019 for a calendar year\nline 2: \"x\" is not a number of people; write digits alone",
		"year,0+\n2020/21,1\n":                `line 2: "2020/21" is a fiscal year; people are counted in the middle of a calendar year: write 2022`,
		"year,0+\n2020,1\n2022,1\n":           "line 3: there is no 2021: the year before 2022 is 2020; years follow one another without a gap",
		"year,0+\n2020,-1\n":                  `line 2: "-1" is not a number of people; write digits alone`,
		"year,0-64,65+,total\n2020,1,2,4\n":   "line 2: the bands add up to 3, but the total is 4",
		"year,0+\n2020,9999999999999999999\n": `line 2: "9999999999999999999" is not a number of people; write digits alone`,
		"year,0+\n2020,1,1\n":                 `line 2: the row has 3 cells; the heading has 2; a comma within a number ends its cell: write 0.8%, and "1,200" in quotation marks`,
		"year,0+,0+\n2020,1,1\n":              "line 1: 0+: a second column of this name",
		"year,0+\n2020,\n":                    `line 2: "" is not a number of people; write digits alone`,
		"year,0+\n2020,NaN\n":                 `line 2: "NaN" is not a number of people; write digits alone`,
		"year,0+\n2020,1\n2020,1\n":           "line 3: 2020 is in line 2 already",
		"\xff\xfey\x00":                       "line 1: the file is in UTF-16; save it as CSV in UTF-8",
		"year,0+\n" + strings.Repeat("x", 90) + ",1\n": `line 2: "` + strings.Repeat("x", 60) +
			`…" is not a year; write 2019/20, or 2019 for a calendar year`,
	} {
		_, err := population.Read(strings.NewReader(text))
		assert.EqualError(t, err, want, text)
	}
}

// A byte order mark, the line ends of Windows, space around cells, thousands, semicolons and the order of the years
// change nothing.
func TestTablesOfOtherPrograms(t *testing.T) {
	plain, err := population.Read(strings.NewReader("year,0-64,65+,total\n2020,10,2,12\n2021,11,3,14\n"))
	require.NoError(t, err)
	for _, text := range []string{
		"\ufeffyear, 0-64,65+ ,total\r\n2020,10,2,12\r\n2021,11, 3,14\r\n",
		"year,0-64,65+,total\n2021,11,3,14\n2020,10,2,12\n",
		"sep=;\nyear;0-64;65+;total\n2020;10;2;12\n2021;11;3;14\n;;;\n",
		"year,0-64,65+,total,\n2020,1E+01,2,12,\n2021,11,3,14,\n,,,,\n",
	} {
		other, err := population.Read(strings.NewReader(text))
		require.NoError(t, err, text)
		assert.Equal(t, plain, other, text)
	}
	grouped, err := population.Read(strings.NewReader("year,0+\n2020,\"57,112,542\"\n2021,57 910 211\n"))
	require.NoError(t, err)
	assert.Equal(t, [][]int64{{57_112_542}, {57_910_211}}, grouped.People)
}

// Whatever is read, reading does not panic, and what is read can be used.
func FuzzRead(f *testing.F) {
	f.Add("year,0-64,65+,total\n2020,10,10,20\n2021,10,12,22\n")
	f.Add("year,0+\n1900,0\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := population.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		_, err = p.Growth(everyone, p.First, p.Last())
		if p.Last() == p.First {
			assert.Error(t, err)
		}
	})
}

// Each change of an exported name shows in a golden file, so that it is seen in review.
func TestExportedNames(t *testing.T) {
	testkit.Golden(t, filepath.Join("testdata", "api.txt"), testkit.API(t, "."))
}
