package page

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/report/live"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// county is a run of two scenarios, one of which has a name that is no good to any page.
func county(t testing.TB) *scenario.Result {
	t.Helper()
	model := func(growth finance.Rate) *finance.Model {
		return &finance.Model{
			Name: "the county", First: 2018, Last: 2022,
			Deflator:  finance.Deflator{Planned: []finance.Rate{0.02}},
			Funding:   finance.Settlement{Baseline: 100 * finance.Billion, RealGrowth: []finance.Rate{growth}},
			Opening:   finance.Opening{Position: -1 * finance.Billion},
			Need:      finance.Need{RealGrowth: []finance.Rate{0.033}},
			Earmark:   finance.Earmark{Share: []finance.Rate{0.05}, Leakage: []finance.Rate{1}},
			RealTerms: []string{"balance"},
		}
	}
	need := []scenario.Driver{{Input: "need.real_growth", Law: dist.NormalFromInterval(0.028, 0.038)}}
	r, err := scenario.Run(context.Background(), &scenario.Model{
		Name:        "Is 3.4% a year enough?",
		Baseline:    scenario.Scenario{Name: "3.4% a year", Model: model(0.034), Drivers: need},
		Scenarios:   []scenario.Scenario{{Name: `4% <b onclick="x()">a year</b>`, Model: model(0.04), Drivers: need}},
		NotModelled: []string{"Capital & <i>equipment</i>"},
	}, scenario.Options{Paths: 4000, Seed: 1})
	require.NoError(t, err)
	return r
}

func written(t *testing.T, r *scenario.Result, o Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(context.Background(), &b, r, o))
	return b.String()
}

// elements are those of a page by name.
func elements(t *testing.T, text string) (all []*html.Node) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	require.NoError(t, err)
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

func attribute(n *html.Node, name string) (value string, ok bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func inside(n *html.Node) (text string) {
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text += d.Data
		}
	}
	return text
}

// The page allows one style sheet and one script, those that it has, and asks for nothing: whatever a file says.
func TestNothingElseIsAllowed(t *testing.T) {
	text := written(t, county(t), Options{})
	policy, scripts, styles := "", []string(nil), []string(nil)
	for _, n := range elements(t, text) {
		for _, a := range n.Attr {
			assert.False(t, strings.HasPrefix(a.Key, "on"), "%s has %s", n.Data, a.Key)
			assert.NotEqual(t, "style", a.Key, "%s has a style of its own", n.Data)
			if a.Key == "href" || a.Key == "src" {
				assert.True(t, strings.HasPrefix(a.Val, "#"), "%s asks for %s", n.Data, a.Val)
			}
		}
		kind, _ := attribute(n, "type")
		if equiv, ok := attribute(n, "http-equiv"); ok && equiv == "Content-Security-Policy" {
			policy, _ = attribute(n, "content")
		}
		switch {
		case n.Data == "script" && kind != "application/json":
			scripts = append(scripts, inside(n))
		case n.Data == "style":
			styles = append(styles, inside(n))
		}
	}
	require.Len(t, scripts, 1)
	require.Len(t, styles, 1)
	assert.Equal(t, "default-src 'none'; style-src "+hash(styles[0])+"; script-src "+hash(scripts[0])+
		"; base-uri 'none'; form-action 'none'", policy)
}

// What a link, a label or a picture points at is there, and no two parts have one name.
func TestNamesAreThere(t *testing.T) {
	text := written(t, county(t), Options{})
	ids, all := map[string]bool{}, elements(t, text)
	for _, n := range all {
		if id, ok := attribute(n, "id"); ok {
			assert.False(t, ids[id], "two parts are %q", id)
			ids[id] = true
		}
	}
	pictures := 0
	for _, n := range all {
		for _, key := range []string{"href", "aria-labelledby", "aria-describedby"} {
			if value, ok := attribute(n, key); ok {
				assert.True(t, ids[strings.TrimPrefix(value, "#")], "%s: there is no %q", n.Data, value)
			}
		}
		if n.Data == "svg" {
			pictures++
			role, _ := attribute(n, "role")
			assert.Equal(t, "img", role)
		}
	}
	assert.Equal(t, 3, pictures, "balance, chance and earmark")
}

// The page holds all that it is for.
func TestWhatThePageHolds(t *testing.T) {
	r := county(t)
	text := written(t, r, Options{})
	plain := ""
	for _, n := range elements(t, text) {
		if n.Data == "main" {
			plain = inside(n)
		}
	}
	for _, want := range []string{
		"What is the chance that the county balances in 2022/23?", report.Answer(r, report.Options{}),
		"Not worked out in this run", "Capital & <i>equipment</i>", r.Hash, "4,000 paths",
		"3.4% a year, in prices of 2018/19, £bn", "need.real_growth", "unsupported",
		`4% <b onclick="x()">a year</b> minus 3.4% a year, £bn`, "were exactly 0 on every one of 4,000 paths",
	} {
		assert.Contains(t, plain, want)
	}
	assert.NotContains(t, text, "<b onclick")
	assert.NotContains(t, text, "<i>")

	shares := []Share{{Inputs: []string{"need.real_growth"},
		Share: scenario.Estimate{Value: 1, Lo: 1, Hi: 1}}}
	tornado, err := report.Tornado{Title: "What moves it", Bars: []report.Bar{{Name: "need", Low: -1, High: 1}}}.
		Chart(report.ChartOptions{Bare: true})
	require.NoError(t, err)
	text = written(t, r, Options{Shares: shares, SharesOf: "the balance in 2022/23",
		Pictures: []*report.Chart{tornado}})
	assert.Contains(t, text, "the variance of the balance in 2022/23")
	assert.Contains(t, text, `<h2 id="picture-1-title">What moves it</h2>`)
	assert.NotContains(t, text, "Not worked out")
}

// What the script draws from are the result's figures, written as the library writes them.
func TestStateIsTheResult(t *testing.T) {
	r := county(t)
	text := written(t, r, Options{})
	var s state
	for _, n := range elements(t, text) {
		if id, _ := attribute(n, "id"); id == "data" {
			require.NoError(t, json.Unmarshal([]byte(inside(n)), &s))
		}
	}
	require.Equal(t, r.Years, s.Years)
	assert.Equal(t, 4, s.Year)
	find := func(all []live.Series, name, basis string) live.Series {
		i := slices.IndexFunc(all, func(x live.Series) bool {
			return x.Scenario == "3.4% a year" && x.Name == name && x.Basis == basis
		})
		require.GreaterOrEqual(t, i, 0, "%s %s", name, basis)
		return all[i]
	}
	balance := find(s.Series, "balance", "cash")
	c, _ := r.Cell("3.4% a year", "balance", "2022/23")
	p10, _ := c.P(0.10)
	assert.InEpsilon(t, p10.Value/1e9, balance.Values[4][1], 1e-4)
	assert.InEpsilon(t, c.Central/1e9, balance.Values[4][7], 1e-4)
	assert.Len(t, balance.Texts[4], 9)
	real, _ := r.Cell("3.4% a year", "balance_at_planned_prices", "2022/23")
	p10, _ = real.P(0.10)
	assert.InEpsilon(t, p10.Value/1e9, find(s.Series, "balance", "in prices of 2018/19").Values[4][1], 1e-4,
		"real terms are those of the sheet")
	chance, _ := r.Chance("3.4% a year", "balance_in_year", "2022/23")
	assert.InEpsilon(t, 100*chance.Probability.Value, find(s.Chances, "balance_in_year", "").Values[4][0], 1e-4)
	assert.Nil(t, find(s.Chances, "balance_in_year", "").Values[0], "nothing is asked of the opening year")
}

// Real terms in the prices of another year say so, and are those of the sheet.
func TestPricesOfAnotherYear(t *testing.T) {
	m := &finance.Model{First: 2018, Last: 2022, Prices: 2020, RealTerms: []string{"balance"},
		Deflator: finance.Deflator{Planned: []finance.Rate{0.02, 0.05, 0.03, 0.01}},
		Funding:  finance.Settlement{Baseline: 100 * finance.Billion, RealGrowth: []finance.Rate{0.034}},
		Opening:  finance.Opening{Position: -1 * finance.Billion},
		Need:     finance.Need{RealGrowth: []finance.Rate{0.033}}}
	r, err := scenario.Run(context.Background(), &scenario.Model{Baseline: scenario.Scenario{Name: "plan", Model: m,
		Drivers: []scenario.Driver{{Input: "need.real_growth", Law: dist.NormalFromInterval(0.028, 0.038)}}}},
		scenario.Options{Paths: 2000, Seed: 1})
	require.NoError(t, err)
	assert.Equal(t, "2020/21", r.Prices)
	var s state
	text := written(t, r, Options{})
	for _, n := range elements(t, text) {
		if id, _ := attribute(n, "id"); id == "data" {
			require.NoError(t, json.Unmarshal([]byte(inside(n)), &s))
		}
	}
	i := slices.IndexFunc(s.Series, func(x live.Series) bool {
		return x.Name == "balance" && x.Basis == "in prices of 2020/21"
	})
	require.GreaterOrEqual(t, i, 0)
	real, _ := r.Cell("plan", "balance_at_planned_prices", "2022/23")
	p10, _ := real.P(0.10)
	assert.InEpsilon(t, p10.Value/1e9, s.Series[i].Values[4][1], 1e-4)
	assert.Contains(t, text, "Real terms are in prices of 2020/21.")
}

func TestPageIsTheSameBytes(t *testing.T) {
	r := county(t)
	assert.Equal(t, written(t, r, Options{}), written(t, county(t), Options{}))
}

func TestWriteFails(t *testing.T) {
	assert.ErrorContains(t, Write(context.Background(), io.Discard, nil, Options{}), "no result")
	assert.ErrorContains(t, Write(context.Background(), io.Discard, &scenario.Result{}, Options{}), "empty")
	ended, end := context.WithCancel(context.Background())
	end()
	assert.ErrorIs(t, Write(ended, io.Discard, county(t), Options{}), context.Canceled)
	wrong := Options{Options: report.Options{Year: "1999/00"}}
	assert.ErrorContains(t, Write(context.Background(), io.Discard, county(t), wrong), "1999/00")
	assert.ErrorContains(t, Write(context.Background(), io.Discard, county(t), Options{Pictures: []*report.Chart{nil}}),
		"no chart")
}

// The exported names, frozen: a change to them shows in review.
func TestAPI(t *testing.T) { testkit.Golden(t, "testdata/api.txt", testkit.API(t, ".")) }

func BenchmarkWrite(b *testing.B) {
	r := county(b)
	for b.Loop() {
		if err := Write(context.Background(), io.Discard, r, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
