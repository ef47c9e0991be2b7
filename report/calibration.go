package report

import (
	"bytes"
	"fmt"
	"io"
	"math"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/scenario"
	"github.com/openenvelope/envelope/scenario/evidence"
)

// Backcast writes a page for a terminal: how many outturns are inside their bands, then for each line and year where
// the outturn fell among the forecasts. It takes the unit, the width and the colour from the options. It is a fault if
// there is no back-cast; other errors are the writer's.
func Backcast(w io.Writer, c *evidence.Calibration, o Options) error {
	if c == nil || c.Run == nil {
		return fault.Missing.Found("there is no back-cast")
	}
	p := page{out: &bytes.Buffer{}, columns: o.columns(), ink: ink(o.Color)}
	p.about = c.Run
	p.setUnit(c, o.Unit)
	p.title(fmt.Sprintf("%s, back-cast %s", clean(c.Name), clean(c.Years)))
	p.paragraph("", coverageWords(c))
	p.hits(c)
	p.coverage(c)
	p.backcastNotes()
	_, err := w.Write(p.out.Bytes())
	return err
}

// setUnit takes the unit given, or else a unit in which the smallest outturn is visible.
func (p *page) setUnit(c *evidence.Calibration, unit finance.DisplayUnit) {
	smallest := math.Inf(1)
	for _, h := range c.Hits {
		if h.Money && h.Outturn != 0 {
			smallest = math.Min(smallest, math.Abs(h.Outturn))
		}
	}
	if p.unit = unit; unit.Size <= 0 || unit.Decimals < 0 {
		p.unit = finance.DisplayUnitFor(amount(smallest), clean(c.Currency))
	}
	p.money = scale{size: float64(p.unit.Size) / finance.Pound, decimals: int(p.unit.Decimals)}
}

// coverageWords says how many outturns are inside, how many were promised, and how little so few outturns can tell.
func coverageWords(c *evidence.Calibration) string {
	all := c.Coverage()
	below, above := 0, 0
	for _, h := range c.Hits {
		switch side(h) {
		case "below":
			below++
		case "above":
			above++
		}
	}
	text := fmt.Sprintf("Inside their bands from p10 to p90 are %d of %d outturns: %s%%, where %s%% was promised (95%% interval %s); %d below and %d above. ",
		all.Inside, all.Of, percent(0).round(all.Share, 0), percent(0).round(evidence.Band, 0), interval(all), below,
		above)
	switch {
	case all.Of == 0:
		return "There is no outturn to set a forecast against."
	case all.Fits():
		return text + "So few outturns cannot tell the two apart."
	case all.Share < evidence.Band:
		return text + "The bands are too narrow or in the wrong place."
	}
	return text + "The bands are wider than they need be."
}

// interval writes a coverage's interval: 49% to 91%.
func interval(c evidence.Coverage) string {
	return fmt.Sprintf("%s%% to %s%%", percent(0).round(c.Lo, 0), percent(0).round(c.Hi, 0))
}

// side says on which side of the band an outturn is.
func side(h evidence.Hit) string {
	switch {
	case h.Inside:
		return "inside"
	case h.Outturn < h.P10.Value:
		return "below"
	}
	return "above"
}

// rank writes the rank of an outturn. The rank in a law, which has no Monte Carlo error, is never exactly none or all.
func rank(h evidence.Hit) string {
	const least = 0.0005
	switch r := h.Rank; {
	case r.Lo != r.Hi:
		return probability(r)
	case r.Value < least:
		return "<0.1%"
	case r.Value > 1-least:
		return ">99.9%"
	}
	return probability(h.Rank)
}

// hits is the table of outturns: a row for each year of each line.
func (p page) hits(c *evidence.Calibration) {
	var sections []section
	for _, name := range c.Lines() {
		var b block
		var s scale
		for _, h := range c.Hits {
			if h.Line != name {
				continue
			}
			line := scenario.Line{Name: h.Line, Money: h.Money}
			if s, b.label = p.scaleOf(line), p.name(line); !h.Money {
				s = percent(2) // show that an outturn just outside its band is outside
			}
			b.rows = append(b.rows, row{clean(h.Year), []string{
				s.write(surely(h.Outturn)), s.write(h.P10), s.write(h.P50), s.write(h.P90), rank(h), side(h),
			}})
		}
		sections = append(sections, section{b})
	}
	p.grid("Outturns and what was forecast"+p.inUnit(c), []string{"outturn", "p10", "p50", "p90", "rank", "band"},
		sections)
}

// inUnit names the unit if some figure is money.
func (p page) inUnit(c *evidence.Calibration) string {
	for _, h := range c.Hits {
		if h.Money {
			return ", " + p.unit.Name
		}
	}
	return ""
}

// coverage is the table of coverages, by line and in all.
func (p page) coverage(c *evidence.Calibration) {
	one := func(label string, v evidence.Coverage) block {
		return block{label,
			[]row{{cells: []string{fmt.Sprint(v.Inside), fmt.Sprint(v.Of), percent(0).round(v.Share, 0) + "%",
				interval(v)}}}}
	}
	var blocks section
	for _, name := range c.Lines() {
		blocks = append(blocks, one(label(name), c.CoverageOf(name)))
	}
	p.grid("Coverage of the bands from p10 to p90", []string{"inside", "of", "share", "95% interval"},
		[]section{blocks, {one("all", c.Coverage())}})
}

// backcastNotes are the notes that a reader must know.
func (p page) backcastNotes() {
	p.line("")
	p.line(p.ink.bold("How to read this"))
	notes := []string{
		"rank is the part of all paths that lies below the outturn. Good forecasts have ranks spread evenly from 0% to 100%.",
		"Coverage says nothing of width: a band that is wide enough holds anything. Set the distance from p10 to p90 beside the figure itself.",
		"The interval takes the outturns for independent trials. Neighbouring years and lines of one body move together, so it is narrower than it should be.",
		"A back-cast tests the ranges together with the judgement of whoever wrote them, and that is never free of what came later. Good coverage once is no promise.",
	}
	if support := p.support(); support != "" {
		notes = append(notes, support)
	}
	for _, note := range notes {
		p.paragraph("- ", note)
	}
	p.listed("Not modelled", p.about.NotModelled)
	p.warnings()
	p.paragraph("", p.provenance())
}
