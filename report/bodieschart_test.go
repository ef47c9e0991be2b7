package report

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBodiesSaysWhatItShows(t *testing.T) {
	f := system(6, 6, "as planned")
	c, err := bodiesChart(f.source(), "as planned", ChartOptions{})
	p := pictured(t, c, err)
	p.tidy(t)
	assert.Equal(t, "Acute trust is in deficit from the start; the next to break is Specialist trust, in 2028/29 (chance of a deficit 54%)", c.title)
	for _, text := range []string{
		f.about.Name + ". As planned, chance of a deficit in the year, %: the darker, the more likely; in bold, more likely than not.",
		"Commissioner", "Community and mental health trust", "Council", "Together", "54", "<1", ">99",
		"Seed 7, 100,000 paths. Source: Judgement.",
	} {
		assert.True(t, p.holds(text), "%q is missing", text)
	}
	assert.Equal(t, f.about.Years[1:], p.years(), "nothing is asked of the opening year")
	for _, w := range p.texts {
		switch w.text {
		case "54", ">99", "62", "Together":
			assert.True(t, w.bold, w.text)
		case "<1", "49", "7":
			assert.False(t, w.bold, w.text)
		}
	}
	figures := 0
	for _, w := range p.texts {
		if strings.Trim(w.text, "<>0123456789") == "" {
			figures++
		}
	}
	assert.Equal(t, 7*5, figures, "a figure for each body and year, and for all together")
}

// Nothing is clipped or overlaps, whatever the number of bodies, years and panels; where figures find no room there are
// none.
func TestBodiesAreTidy(t *testing.T) {
	all := []string{"as planned", "savings at sixty percent of what was planned", "care funded", "d", "e", "f"}
	for _, c := range []struct {
		bodies, years, panels int
		o                     ChartOptions
		figures               bool
	}{
		{1, 2, 1, ChartOptions{}, true}, {3, 6, 1, ChartOptions{}, true}, {15, 11, 3, ChartOptions{}, true},
		{6, 6, 1, ChartOptions{Width: 480}, true}, {30, 16, 6, ChartOptions{Width: 480}, false},
		{15, 26, 2, ChartOptions{Width: 640, Height: 900}, false},
		{3, 6, 4, ChartOptions{Width: 1200, Height: 700}, true},
		{15, 6, 6, ChartOptions{Height: 320}, true},
		{6, 6, 2, ChartOptions{Title: strings.Repeat("A title that goes on ", 30),
			Source: strings.Repeat("Everywhere; ", 100)}, true},
	} {
		for _, assumed := range []string{"", "2026/27", "2029/30"} {
			f := system(c.bodies, c.years, all[:c.panels]...)
			f.about.AssumedFrom = assumed
			c.o.Beside = all[1:c.panels]
			chart, err := bodiesChart(f.source(), all[0], c.o)
			p := pictured(t, chart, err)
			p.tidy(t)
			assert.Equal(t, c.figures, p.holds(">99") ||
				p.holds("<1"), "%d bodies, %d years, %d panels", c.bodies, c.years, c.panels)
			assert.GreaterOrEqual(t, chart.height, pixels(c.o.Height))
		}
	}
}

// Names that a file may hold do no harm, and what they do not leave room for is cut short.
func TestOddBodies(t *testing.T) {
	f := system(1, 3, "as planned")
	odd := "\x1b[31m </text><script>&\"日本語\" " + strings.Repeat("long ", 30)
	for _, l := range []*string{&f.about.Lines[len(f.about.Lines)-1].Name, &f.about.Conditions[2].Line} {
		*l = "bodies." + odd + ".balance"
	}
	for _, year := range f.about.Years[1:] {
		f.chances[[4]string{"as planned", "", f.about.Conditions[2].Name(), year}] =
			scenario.Chance{Probability: surely(0.3)}
	}
	c, err := bodiesChart(f.source(), "as planned", ChartOptions{})
	p := pictured(t, c, err)
	p.tidy(t)
	assert.NotContains(t, p.svg, "<script>")
	assert.NotContains(t, p.svg, "\x1b")
	assert.Contains(t, p.svg, "…")
	require.NoError(t, c.WritePNG(&bytes.Buffer{}))
}

// Of a nation the chart has the ten in most trouble, and says how many others there are.
func TestManyBodiesOnAChart(t *testing.T) {
	f := system(42, 6, "as planned")
	c, err := bodiesChart(f.source(), "as planned", ChartOptions{})
	p := pictured(t, c, err)
	p.tidy(t)
	assert.True(t, p.holds("and 32 in less trouble"))
	v, err := look(f.source(), "", finance.DisplayUnit{})
	require.NoError(t, err)
	for i, b := range v.ranked("as planned", v.judged()) {
		assert.Equal(t, i < 10, p.holds(b.name), "%d %s", i+1, b.name)
	}
	assert.Contains(t, c.title, "of 42 bodies are more likely than not in deficit in 2030/31")
}

func TestBodiesRefuses(t *testing.T) {
	_, err := bodiesChart(settlement().source(), stand, ChartOptions{})
	assert.ErrorContains(t, err, "does not say of any body")
	_, err = bodiesChart(system(3, 6, "as planned").source(), "x", ChartOptions{})
	assert.ErrorContains(t, err, `there is no scenario "x"`)
	_, err = bodiesChart(system(3, 6, "as planned").source(), "as planned", ChartOptions{Width: 100})
	assert.ErrorContains(t, err, "is not possible")
	_, err = BodiesChart(nil, "as planned", ChartOptions{})
	assert.ErrorContains(t, err, "empty")
}

// A system's folder has the chart of its bodies, and none of an earmark that it does not have.
func TestChartsOfASystem(t *testing.T) {
	f := system(3, 6, "as planned", "worse")
	f.about.Lines = append(f.about.Lines, scenario.Line{Name: "transformation", Money: true})
	folder := filepath.Join(t.TempDir(), "out")
	require.NoError(t, charts(folder, f.source(), ChartOptions{}))
	testkit.Alone(t, folder, "balance.svg", "balance.png", "chance.svg", "chance.png", "bodies.svg", "bodies.png")
}

// The fan of a body's balance speaks of the body.
func TestFanOfABody(t *testing.T) {
	c, err := fan(system(3, 6, "as planned").source(), "as planned", "bodies.Acute trust.balance", ChartOptions{})
	p := pictured(t, c, err)
	p.tidy(t)
	assert.Contains(t, c.title, "The chance that Acute trust balances in 2030/31 is")
	assert.Contains(t, p.svg, "As planned, Acute trust: balance (made up)")
}
