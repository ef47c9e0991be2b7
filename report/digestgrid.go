package report

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// A Grid is a table as it is printed: each row has a label, the statistic of its figures, and one figure for each
// column.
type Grid struct {
	Heading string    // with the unit
	Columns []string  // above the figures
	Rows    []GridRow // from the top down
}

// A GridRow is a row of a [Grid].
type GridRow struct {
	Label string   // of this row and of the rows below it without a label
	Stat  string   // the statistic: "p50", "chance"; may be empty
	Cells []string // one for each column
	First bool     // begins a new part of the table
}

// gridOf is sections as a grid.
func gridOf(heading string, columns []string, sections []section) Grid {
	g := Grid{Heading: heading}
	for _, c := range columns {
		g.Columns = append(g.Columns, strings.ReplaceAll(c, "\n", " "))
	}
	for _, s := range sections {
		for i, b := range s {
			for k, r := range b.rows {
				row := GridRow{Stat: r.stat, First: i == 0 && k == 0 && len(g.Rows) > 0}
				if k == 0 {
					row.Label = b.label
				}
				for _, cell := range r.cells {
					row.Cells = append(row.Cells, minus(strings.TrimSpace(cell)))
				}
				g.Rows = append(g.Rows, row)
			}
		}
	}
	return g
}

// summaryGrid shows the scenarios side by side.
func (p page) summaryGrid() Grid {
	return gridOf(p.heading("In "+clean(p.year())), printable(p.scenarios),
		[]section{p.summaryLines(), p.summaryChances(), p.summaryBodies()})
}

// A LedgerView is the exact ledger of a scenario, without chance: every driver at its median.
type LedgerView struct {
	Scenario string // its name
	Cash     Grid   // in cash
	// Real is the same in the prices of one year, at inflation as planned; empty if the sheet has no prices.
	Real Grid
}

// ledgerViewLines are the rows that a ledger shows, if the sheet has them.
func ledgerViewLines() []string {
	lines := append([]string{"funding", "income", "paid_on"}, envelopeLines()[1:]...) // so that a system's add up
	return append(lines[:len(lines)-1], "left_of_fund", "surplus", "reported_position", "underlying_position",
		"cash_position", "cumulative_balance", "debt")
}

// causeLines are the rows of the causes of need.
func causeLines(rows []sheet.Row) (lines []string) {
	for _, r := range rows {
		if ofCause(r.Name) {
			lines = append(lines, r.Name)
		}
	}
	return lines
}

// bridgedLines are those rows, with the causes of need after the gap, and with what lies between the reported and the
// underlying position between the two.
func bridgedLines(rows []sheet.Row) (lines []string) {
	for _, line := range ledgerViewLines() {
		lines = append(lines, line)
		if line == "funding_gap" {
			lines = append(lines, causeLines(rows)...)
		}
		if line != "reported_position" {
			continue
		}
		for _, item := range finance.BridgeItems(rows, "") {
			if _, row := sheet.BodyOf(item.Name); !slices.Contains(lines, row) {
				lines = append(lines, row)
			}
		}
	}
	return lines
}

// ledgers are the ledgers of the scenarios.
func (p page) ledgers() (all []LedgerView) {
	for _, name := range p.scenarios {
		l, ok := p.about.Ledger(name)
		if !ok {
			continue
		}
		var cash, real section
		for _, row := range bridgedLines(l.Program.Rows) {
			if _, known := l.Program.Slot(row); !known {
				continue
			}
			if p.zeroInLedger(l, row) {
				continue
			}
			in, at := row0(row), row0(row)
			for column := range p.about.Years {
				d, _ := l.At(row, column)
				in.rows[0].cells = append(in.rows[0].cells, p.exactly(scenario.Line{Name: row, Money: true}, d))
				prices, known := l.At(plannedPrices, column)
				if known && prices.IsPositive() {
					d = d.Mul(baseOf(l)).DivRound(prices, 0)
					at.rows[0].cells = append(at.rows[0].cells, p.exactly(scenario.Line{Name: row, Money: true}, d))
				}
			}
			cash = append(cash, in)
			if len(at.rows[0].cells) == len(p.about.Years) {
				real = append(real, at)
			}
		}
		view := LedgerView{Scenario: clean(name),
			Cash: gridOf(p.heading(clean(name)+", cash"), p.headers(), []section{cash})}
		if len(real) > 0 {
			view.Real = gridOf(p.heading(clean(name)+", "+p.inPrices()), p.headers(), []section{real})
		}
		all = append(all, view)
	}
	return all
}

// zeroInLedger reports whether a row is zero in every year.
func (p page) zeroInLedger(l *sheet.Ledger, row string) bool {
	for column := range p.about.Years {
		if d, _ := l.At(row, column); !d.IsZero() {
			return false
		}
	}
	return true
}

// row0 is a block of one row without figures yet.
func row0(line string) block { return block{label(line), []row{{}}} }

// plannedPrices is the row of the price index under planned inflation, 1 in the opening year.
const plannedPrices = "planned_prices"

// plannedBase is the planned price level of the year of prices; there is none if that is the opening year.
const plannedBase = "deflator.base"

// baseOf is the planned price level of the year of prices in a ledger.
func baseOf(l *sheet.Ledger) decimal.Decimal {
	if base, known := l.At(plannedBase, 0); known {
		return base
	}
	return decimal.NewFromInt(1)
}

// inPrices names the basis of figures in real terms.
func (p page) inPrices() string {
	year := p.about.Prices
	if year == "" {
		year = p.about.Years[0]
	}
	return "in prices of " + clean(year)
}
