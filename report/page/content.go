package page

import (
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/report"
	"github.com/openenvelope/envelope/scenario"
)

// content is what the layout is filled with.
type content struct {
	*report.Digest
	Policy    string
	Style     template.CSS
	Script    template.JS
	Data      template.JS
	Live      *liveContent
	Figures   []figure // of the result
	Others    []figure // that were brought
	Shares    []share
	SharesOf  string
	Given     []report.Assumption // by the file
	AtDefault []report.Assumption
	Red       int // of those given
	Pack      *report.Pack
}

// liveContent is what a live page has besides: what can be moved, and the script that moves it.
type liveContent struct{ Plan, Script template.JS }

// A figure is a picture with its words and its table.
type figure struct {
	ID, Title, Words, Caption string
	SVG                       template.HTML
	Tables                    []report.Grid
}

// A share is a row of what drives the result.
type share struct{ Inputs, Share string }

// newContent collects what the page holds.
func newContent(ctx context.Context, r *scenario.Result, o Options) (*content, error) {
	d, err := report.NewDigest(r, o.Options)
	if err != nil {
		return nil, err
	}
	c := &content{Digest: d, Policy: policy(o.Live), Style: template.CSS(style), Script: template.JS(script),
		SharesOf: report.Printable(o.SharesOf), Pack: report.NewPack(r, o.Brought)}
	data, err := json.Marshal(newState(d, r.Run.Paths)) // with <, > and & as escapes
	if err != nil {
		return nil, err
	}
	c.Data = template.JS(data)
	if o.Live != nil {
		plan, err := json.Marshal(o.Live)
		if err != nil {
			return nil, err
		}
		c.Live = &liveContent{template.JS(plan), template.JS(liveScript)}
	}
	for _, s := range o.Shares {
		c.Shares = append(c.Shares,
			share{report.Printable(strings.Join(s.Inputs, ", ")), report.ChanceInWords(s.Share)})
	}
	for _, a := range d.Assumptions {
		if a.Quality == "default" {
			c.AtDefault = append(c.AtDefault, a)
			continue
		}
		c.Given = append(c.Given, a)
		if a.Red() {
			c.Red++
		}
	}
	return c, c.draw(ctx, r, o)
}

// draw makes the pictures: those of the result, then those that were brought.
func (c *content) draw(ctx context.Context, r *scenario.Result, o Options) error {
	tables := map[string][]report.Grid{"balance": c.balanceTables(), "chance": {c.chanceTable()},
		"earmark": c.earmarkTables(), "bodies": c.BodyTables}
	err := report.EachChart(r, report.ChartOptions{Year: o.Year, Unit: o.Unit, Bare: true, Height: 480},
		func(name string, chart *report.Chart) error {
			f, err := figureOf(name, chart)
			if err != nil {
				return err
			}
			f.Tables = tables[name]
			c.Figures = append(c.Figures, f)
			return ctx.Err()
		})
	if err == nil && len(o.Brought.Drivers) > 0 && o.Brought.Drivers[0] != nil {
		err = c.drawDrivers(r, o)
	}
	for i, chart := range o.Pictures {
		if err != nil {
			return err
		}
		var f figure
		f, err = figureOf(fmt.Sprintf("picture-%d", i+1), chart)
		c.Others = append(c.Others, f)
	}
	return err
}

// drawDrivers makes the picture of what drives the balance.
func (c *content) drawDrivers(r *scenario.Result, o Options) error {
	chart, err := report.BalanceDrivers(r, o.Brought.Studied,
		report.ChartOptions{Year: o.Year, Unit: o.Unit, Bare: true})
	if err != nil {
		return err
	}
	f, err := figureOf("tornado", chart)
	f.Tables = []report.Grid{o.Brought.DriversGrid(r, o.Options)}
	c.Others = append(c.Others, f)
	return err
}

func figureOf(id string, chart *report.Chart) (figure, error) {
	svg, err := chart.Inline(id+"-title", id+"-words")
	return figure{ID: id, Title: chart.Title(), Words: chart.Words(), Caption: chart.Caption(),
		SVG: template.HTML(svg)}, err
}

// functions are what the layout calls.
func functions() template.FuncMap {
	return template.FuncMap{
		"negative": report.Below,
		"join":     func(all []string) string { return strings.Join(all, "; ") },
		"assumed":  func(column string) bool { return strings.HasSuffix(column, "*") },
	}
}

// headers are the years, with an asterisk where they are assumed.
func (c *content) headers() (all []string) {
	for i, year := range c.Years {
		if i >= c.AssumedFrom {
			year += "*"
		}
		all = append(all, year)
	}
	return all
}

// of are the series of a line of the whole, in cash.
func (c *content) of(line string) []report.Series {
	return slices.DeleteFunc(slices.Clone(c.Series), func(s report.Series) bool {
		return s.Name != line || s.Body != "" || s.Basis != "cash" && s.Basis != "" ||
			!slices.Contains(c.Scenarios, s.Scenario)
	})
}

// balanceTables are the percentiles of the balance, a table for each scenario.
func (c *content) balanceTables() (all []report.Grid) {
	for _, s := range c.of("balance") {
		g := report.Grid{Heading: "Balance, " + s.Scenario + ", " + s.Unit, Columns: c.headers()}
		for k, stat := range []string{"p5", "p10", "p25", "p50", "p75", "p90", "p95", "central", "mean"} {
			g.Rows = append(g.Rows, report.GridRow{Label: stat, Cells: texts(s, k)})
		}
		all = append(all, g)
	}
	return all
}

// texts are a statistic of a series over the years.
func texts(s report.Series, k int) (all []string) {
	for _, p := range s.Points {
		text := ""
		if p.Known && k < len(p.Texts) {
			text = p.Texts[k]
		}
		all = append(all, text)
	}
	return all
}

// chanceTable has a row for each chance of each scenario.
func (c *content) chanceTable() report.Grid {
	g := report.Grid{Heading: "Chance by year", Columns: c.headers()}
	for _, name := range c.Scenarios {
		first := true
		for _, s := range c.Chances {
			if s.Scenario != name || s.Body != "" {
				continue
			}
			row := report.GridRow{Stat: s.Line, Cells: texts(s, 0), First: first && len(g.Rows) > 0}
			if first {
				row.Label = name
			}
			g.Rows, first = append(g.Rows, row), false
		}
	}
	return g
}

// earmarkTables are the means of what becomes of the earmark, a table for each scenario.
func (c *content) earmarkTables() (all []report.Grid) {
	const mean = 8
	for _, name := range c.Scenarios {
		g := report.Grid{Columns: c.headers()}
		for _, line := range []string{"earmark_planned", "transformation", "diverted"} {
			for _, s := range c.of(line) {
				if s.Scenario == name {
					g.Heading = "Means, " + name + ", " + s.Unit
					g.Rows = append(g.Rows, report.GridRow{Label: s.Line, Cells: texts(s, mean)})
				}
			}
		}
		if len(g.Rows) > 0 {
			all = append(all, g)
		}
	}
	return all
}
