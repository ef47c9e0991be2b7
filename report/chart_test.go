package report

import (
	"bytes"
	"fmt"
	"image/png"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/vg"
)

func TestFanSaysWhatItShows(t *testing.T) {
	f := settlement()
	c, err := fan(f.source(), stand, "balance", ChartOptions{})
	p := pictured(t, c, err)
	p.tidy(t)
	for _, text := range []string{
		"The chance that NHS England balances in 2023/24 is 22%; the middle path is at −£3.0bn", "assumed from 2024/25",
		"p95: 11", "p90: 7", "p75: 0", "median: −3", "central: −3", "p5: −19", "−10", "0", "10",
	} {
		assert.True(t, p.holds(text), "%q is missing", text)
	}
	assert.Contains(t, p.svg,
		"Seed 2018, 100,000 paths. Source: NHS Providers, The NHS funding settlement, 2018; Institute for")
	assert.Equal(t, f.about.Years, p.years(), "all years fit")
}

func TestEarmarkSaysWhatItShows(t *testing.T) {
	f := settlement()
	c, err := earmark(f.source(), stand, ChartOptions{})
	p := pictured(t, c, err)
	p.tidy(t)
	for _, text := range []string{"Deficits take 90% of the earmark planned up to 2023/24", "planned: 3.8",
		"diverted: 2.6", "spent: 1.2", "assumed from 2024/25"} {
		assert.True(t, p.holds(text), "%q is missing", text)
	}
	assert.Equal(t, f.about.Years[1:], p.years(), "the opening year has no earmark")
}

// Nothing is clipped or overlaps, whatever the line, the size and the number of panels.
func TestChartsAreTidy(t *testing.T) {
	f := settlement()
	all := []string{improve, four, fourBoth}
	for _, o := range []ChartOptions{
		{}, {Width: 480, Height: 320}, {Width: 1600, Height: 400}, {Beside: all[:1]}, {Beside: all},
		{Width: 640, Height: 640, Beside: all}, {Width: 1200, Height: 800, Beside: append(all, improve, four)},
		{Unit: finance.DisplayUnits("£")[1]},
		{Title: strings.Repeat("A title that goes on ", 30), Source: strings.Repeat("Everywhere; ", 100)},
	} {
		for _, line := range envelopeLines() {
			c, err := fan(f.source(), stand, line, o)
			pictured(t, c, err).tidy(t)
		}
		c, err := earmark(f.source(), stand, o)
		pictured(t, c, err).tidy(t)
	}
}

// Where the years do not all fit, every second or third is labelled, and the year asked about always is.
func TestYearsAreThinned(t *testing.T) {
	f := settlement()
	for _, year := range f.about.Years {
		c, err := fan(f.source(), stand, "balance", ChartOptions{Width: 480, Height: 320, Year: year})
		p := pictured(t, c, err)
		assert.Less(t, len(p.years()), 7)
		assert.Contains(t, p.years(), year)
		p.tidy(t)
	}
}

func TestPanelsShareTheirScale(t *testing.T) {
	f := settlement()
	c, err := fan(f.source(), stand, "balance", ChartOptions{Beside: []string{improve, four, fourBoth}})
	p := pictured(t, c, err)
	for _, heading := range []string{"settlement, stand still: 22%", "settlement, improve: 1%",
		"four percent, stand still: 69%", "four percent, improve: 18%"} {
		assert.True(t, p.holds(heading), heading)
	}
	zeros := 0
	for _, w := range p.texts {
		if w.text == "−20" {
			zeros++
		}
	}
	assert.Equal(t, 4, zeros, "the same ticks in every panel")
}

// rename gives one scenario's figures another name.
func rename[T any](figures map[[4]string]T, from, to string) {
	for key, f := range maps.Clone(figures) {
		if key[0] == from {
			key[0] = to
			figures[key] = f
		}
	}
}

// A panel with a long name is as high as its neighbour.
func TestPanelsAreAlike(t *testing.T) {
	f := settlement()
	long := strings.Repeat("long ", 20)
	f.about.Scenarios[0] = long
	rename(f.cells, stand, long)
	c, err := fan(f.source(), long, "balance", ChartOptions{Beside: []string{improve}})
	heights := map[string][]vg.Length{}
	for _, w := range pictured(t, c, err).texts {
		heights[w.text] = append(heights[w.text], w.bottom)
	}
	for _, tick := range []string{"0", "−10", "−20"} {
		assert.Len(t, heights[tick], 2)
		assert.Equal(t, heights[tick][0], heights[tick][1])
	}
}

func TestTitlesOfOtherLines(t *testing.T) {
	f := settlement()
	for _, c := range []struct {
		line, want string
		beside     []string
	}{
		{"net_cost", "Net cost in 2023/24: £150.8bn on the middle path (£146.0bn to £155.6bn on eight of ten)", nil},
		{"funding", "Funding in 2023/24: £147.8bn", nil},
		{"funding", "Funding in 2023/24: £147.8bn to £152.4bn on the middle path", []string{four}},
		{"balance", "The chance that NHS England balances in 2023/24 runs from 22% to 69%", []string{four}},
	} {
		chart, err := fan(f.source(), stand, c.line, ChartOptions{Beside: c.beside})
		require.NoError(t, err)
		assert.Equal(t, c.want, chart.title)
	}
}

func TestOddNamesOnCharts(t *testing.T) {
	odd := "\x1b[31m </text><script>&\"日本語\" \u202e" + strings.Repeat("long ", 60)
	f := settlement()
	f.about.Scenarios[0], f.about.Body, f.about.Inputs[0].Source = odd, odd, odd
	rename(f.cells, stand, odd)
	rename(f.chances, stand, odd)
	for _, o := range []ChartOptions{{}, {Beside: []string{improve, four}}} {
		c, err := fan(f.source(), odd, "balance", o)
		p := pictured(t, c, err)
		p.tidy(t)
		assert.NotContains(t, p.svg, "<script>")
		assert.NotContains(t, p.svg, "\x1b")
		require.NoError(t, c.WritePNG(&bytes.Buffer{}))
	}
}

func TestChartsRefuse(t *testing.T) {
	f := settlement()
	for _, c := range []struct {
		scenario, line string
		o              ChartOptions
		want           string
	}{
		{"x", "balance", ChartOptions{}, `there is no scenario "x"`},
		{stand, "x", ChartOptions{}, `there is no line "x"`},
		{stand, "balance", ChartOptions{Year: "1999/00"}, "there is no year"},
		{stand, "balance", ChartOptions{Width: 100}, "100 × 560 pixels is not possible"},
		{stand, "balance", ChartOptions{Height: 20_000}, "not possible"},
		{stand, "balance", ChartOptions{Scale: 9}, "a scale of 9"},
		{stand, "balance", ChartOptions{Beside: []string{four, four, four, four, four, four}}, "7 panels do not fit"},
	} {
		_, err := fan(f.source(), c.scenario, c.line, c.o)
		assert.ErrorContains(t, err, c.want)
	}
	f.cells[[4]string{stand, "", "balance", "2020/21"}] = scenario.Cell{Mean: surely(math.NaN()), Exact: true}
	_, err := fan(f.source(), stand, "balance", ChartOptions{})
	assert.ErrorContains(t, err, "balance in 2020/21 is NaN")
	f.cells[[4]string{stand, "", "diverted", "2020/21"}] = scenario.Cell{Mean: surely(math.Inf(1))}
	_, err = earmark(f.source(), stand, ChartOptions{})
	assert.ErrorContains(t, err, "cannot be drawn")

	f.cells = nil
	_, err = fan(f.source(), stand, "balance", ChartOptions{})
	assert.ErrorContains(t, err, "a fan needs two")
	_, err = EarmarkChart(f.about, stand, ChartOptions{})
	assert.ErrorContains(t, err, "has no earmark")
	_, err = Fan(nil, stand, "balance", ChartOptions{})
	assert.ErrorContains(t, err, "empty")
}

// Flat, tiny and huge figures draw without trouble.
func TestFansOfAnySize(t *testing.T) {
	for _, size := range []float64{0, 1e-9, 1, 1e13} {
		f := settlement()
		for key, c := range f.cells {
			if key[2] == "balance" {
				c.Central, c.Mean, c.Exact = size, surely(size), true
				f.cells[key] = c
			}
		}
		c, err := fan(f.source(), stand, "balance", ChartOptions{})
		pictured(t, c, err).tidy(t)
	}
}

func TestSameChartSameBytes(t *testing.T) {
	for _, write := range []func(*Chart, *bytes.Buffer) error{
		func(c *Chart, b *bytes.Buffer) error { return c.WriteSVG(b) },
		func(c *Chart, b *bytes.Buffer) error { return c.WritePNG(b) },
	} {
		var first, second, third bytes.Buffer
		for _, b := range []*bytes.Buffer{&first, &second} {
			f := settlement()
			c, err := fan(f.source(), stand, "debt", ChartOptions{})
			require.NoError(t, err)
			require.NoError(t, write(c, b))
			if b == &second {
				require.NoError(t, write(c, &third), "a chart can be written twice")
			}
		}
		assert.True(t, bytes.Equal(first.Bytes(), second.Bytes()))
		assert.True(t, bytes.Equal(first.Bytes(), third.Bytes()))
	}
}

func TestPNGHasItsSize(t *testing.T) {
	f := settlement()
	for scale, want := range map[int][2]int{0: {1800, 1120}, 1: {900, 560}} {
		c, err := earmark(f.source(), stand, ChartOptions{Scale: scale})
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, c.WritePNG(&b))
		image, err := png.Decode(&b)
		require.NoError(t, err)
		assert.Equal(t, want, [2]int{image.Bounds().Dx(), image.Bounds().Dy()})
	}
}

func TestChartsWritesAFolder(t *testing.T) {
	f := settlement()
	folder := filepath.Join(t.TempDir(), "out")
	require.NoError(t, charts(folder, f.source(), ChartOptions{}))
	testkit.Alone(t, folder, "balance.svg", "balance.png", "chance.svg", "chance.png", "earmark.svg", "earmark.png")
	svg, err := os.ReadFile(filepath.Join(folder, "balance.svg"))
	require.NoError(t, err)
	assert.Contains(t, string(svg),
		"<title>The chance that NHS England balances in 2023/24 runs from 1% to 69%</title>")

	f.about.Lines, f.chances = f.about.Lines[:1], nil
	empty := filepath.Join(t.TempDir(), "out")
	require.NoError(t, charts(empty, f.source(), ChartOptions{}))
	testkit.Alone(t, empty)
	assert.ErrorContains(t, Charts(empty, nil, ChartOptions{}), "empty")
}

// manyScenarios is a result with n scenarios alike, the last with a chance of its own.
func manyScenarios(n int) *fake {
	f := settlement()
	f.about.Scenarios, f.about.Comparisons = f.about.Scenarios[:1], nil
	for i := 1; i < n; i++ {
		name := fmt.Sprintf("s%d", i)
		f.about.Scenarios = append(f.about.Scenarios, name)
		rename(f.cells, stand, name)
		rename(f.chances, stand, name)
	}
	f.chances[[4]string{f.about.Scenarios[n-1], "", "balance_in_year", "2023/24"}] =
		scenario.Chance{Probability: give(0.99, 0.002)}
	return f
}

// The scenarios without a panel are named, or counted, and the title is about them too.
func TestChartsSayWhatTheyDoNotDraw(t *testing.T) {
	for n, said := range map[int]string{
		4:  "",
		6:  "",
		8:  "Drawn are 6 of 8 scenarios; the title is about all. Not drawn: s6 and s7.",
		31: "Drawn are 6 of 31 scenarios; the title is about all. Not drawn: s6, s7, s8, s9 and 21 more.",
	} {
		f := manyScenarios(n)
		folder := t.TempDir()
		require.NoError(t, charts(folder, f.source(), ChartOptions{}))
		for _, name := range []string{"balance", "earmark"} {
			svg, err := os.ReadFile(filepath.Join(folder, name+".svg"))
			require.NoError(t, err)
			if said == "" {
				assert.NotContains(t, string(svg), "Not drawn")
			} else {
				assert.Contains(t, string(svg), said)
			}
			if name == "balance" {
				assert.Contains(t, string(svg),
					"<title>The chance that NHS England balances in 2023/24 runs from 22% to 99%</title>")
			}
		}
	}
	f := manyScenarios(4)
	c, err := fan(f.source(), stand, "balance", ChartOptions{Beside: []string{"s1"}})
	require.NoError(t, err)
	assert.Equal(t, "The chance that NHS England balances in 2023/24 is 22% in every scenario", c.title,
		"not 22% to 22%")
	assert.Contains(t, c.words, "Drawn are 2 of 4 scenarios; the title is about those drawn. Not drawn: s2 and s3.")
	c, err = earmark(f.source(), stand, ChartOptions{Beside: []string{"s1"}})
	require.NoError(t, err)
	assert.Contains(t, c.title, "In every scenario deficits take ")
	c, err = fan(f.source(), stand, "balance", ChartOptions{})
	require.NoError(t, err)
	assert.NotContains(t, c.words, "Not drawn", "one scenario by its name is what was asked for")

	s := system(3, 4, "a", "b", "c", "d", "e", "f", "g")
	c, err = bodiesChart(s.source(), "a", ChartOptions{Beside: []string{"b", "c", "d", "e", "f"}})
	require.NoError(t, err)
	assert.Contains(t, c.words, "Drawn are 6 of 7 scenarios. Not drawn: g.")
}

// The unit stands above the axis of every panel.
func TestAxesHaveTheirUnit(t *testing.T) {
	f := settlement()
	f.about.Lines = append(f.about.Lines, scenario.Line{Name: "savings_required_share"})
	for _, name := range f.about.Scenarios {
		for _, year := range f.about.Years {
			f.cells[[4]string{name, "", "savings_required_share", year}] = scenario.Cell{Central: 0.02,
				Mean: surely(0.02), Exact: true}
		}
	}
	for _, o := range []ChartOptions{{}, {Beside: []string{improve, four}}, {Width: 480, Height: 320}} {
		balance, err1 := fan(f.source(), stand, "balance", o)
		share, err2 := fan(f.source(), stand, "savings_required_share", o)
		bars, err3 := earmark(f.source(), stand, o)
		for unit, p := range map[string]picture{"£bn": pictured(t, balance, err1), "%": pictured(t, share, err2),
			"£bn ": pictured(t, bars, err3)} {
			p.tidy(t)
			units := 0
			for _, w := range p.texts {
				if w.text == strings.TrimSpace(unit) {
					units++
				}
			}
			assert.Equal(t, 1+len(o.Beside), units)
		}
	}
}

// A tilde and a minus side by side would look like two tildes.
func TestNoTildeBeforeAMinus(t *testing.T) {
	assert.Equal(t, "about −45", minus(scale{1, 1}.write(give(-45, 0.8))))
	assert.Equal(t, "about 45", minus(scale{1, 1}.write(give(45, 0.8))), "in small print a tilde is a minus")
	assert.Equal(t, "−45.0", minus(scale{1, 1}.write(give(-45, 0.01))))
	v := view{unit: finance.DisplayUnit{Name: "£m", Size: finance.Million, Decimals: 1},
		source: source{about: &scenario.Result{Description: scenario.Description{Currency: "£"}}}}
	v.money = scaleIn(v.unit)
	assert.Equal(t, "about −£45m", v.pounds(give(-45e6, 0.8e6)))
}
