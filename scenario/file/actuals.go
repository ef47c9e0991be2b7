package file

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/door"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

// ReadActuals reads a table of actual figures of the plan's first year. Its columns are line, as lines are named
// everywhere ("net cost", "Acute trust: debt"), and amount, as money is written in the plan's file. The figures go to
// the end of month, the month of the year from 1 to 12. Before month 12 they are carried on to the end of the year at
// the rate so far: a flow in proportion to the months, a balance (owed or held) by its change since the year began. A
// third column, basis, says "whole year" where a figure is for the whole year already, as funding often is, and
// otherwise "to date" or nothing. The error is [Faults], with places in the table, which they call name.
func (s *Spec) ReadActuals(name string, text []byte, month int) (finance.Actuals, error) {
	s = door.Or(s)
	m, err := s.Model()
	if err != nil {
		return nil, err
	}
	plan, _ := m.Baseline.Model.(*finance.Model)
	l, err := finance.Project(plan)
	if err != nil {
		return nil, err
	}
	if month < 1 || month > 12 {
		return nil, fault.OutOfRange.Found("%d is not a month of the year", month).Want("write 1 to 12")
	}
	r := actualsReader{plan: plan, ledger: l, month: month, faults: newFaultList(name), read: finance.Actuals{}}
	r.table(table.Read(text, table.Limits{Bytes: maxTable, Rows: maxTableRows, Columns: maxTableColumns}))
	return r.read, r.faults.err()
}

// An actualsReader reads a table of actual figures.
type actualsReader struct {
	plan   *finance.Model
	ledger *finance.Ledger
	month  int
	faults *faultList
	read   finance.Actuals
}

func (r *actualsReader) fault(at table.Cell, path string, f fault.Fault) {
	r.faults.add(place{line: at.Line, column: at.Column}, f.At(path))
}

// table reads the rows of a table.
func (r *actualsReader) table(t *table.Table) {
	line, amount, basis := t.Column("line"), t.Column("amount"), t.Find("basis")
	t.Needs("figures")
	for _, f := range t.Faults {
		r.faults.add(place{line: f.Line, column: f.Column}, f.Fault)
	}
	if len(t.Faults) > 0 { // as there are where a column is not there
		return
	}
	names := r.lines()
	for _, row := range t.Rows {
		whole := r.month == 12
		if basis >= 0 {
			whole = r.wholeYear(row[basis]) || whole
		}
		r.line(row[line], row[amount], t.Figure(row[amount]), names, whole)
	}
}

// wholeYear reads whether a figure is for the whole year.
func (r *actualsReader) wholeYear(c table.Cell) bool {
	switch strings.ToLower(c.Text) {
	case "whole year":
		return true
	case "", "to date":
		return false
	}
	r.fault(c, "basis", fault.Unreadable.Found("%s is no basis", fault.Quote(c.Text)).
		Want("write whole year, or to date"))
	return false
}

// lines are the names that a table may have: the rows of money, and the opening balances of a later year that are no
// rows.
func (r *actualsReader) lines() (names []string) {
	for _, row := range r.ledger.Program.Rows {
		if _, money := r.ledger.Amount(row.Name, r.plan.First); money && !row.Check {
			names = append(names, row.Name)
			if row.Name == "cost" || strings.HasPrefix(row.Name, "bodies.") && strings.HasSuffix(row.Name, ".cost") {
				names = append(names, strings.TrimSuffix(row.Name, "cost")+"recurrent_cost")
			}
			if row.Name == "balance" || strings.HasPrefix(row.Name, "bodies.") &&
				strings.HasSuffix(row.Name, ".balance") {
				names = append(names, strings.TrimSuffix(row.Name, "balance")+"one_offs")
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// line reads one figure.
func (r *actualsReader) line(name, amount table.Cell, figure string, names []string, whole bool) {
	found, err := scenario.FindLines(name.Text, names)
	if err != nil || len(found) != 1 {
		if err == nil {
			err = fault.Conflict.Found("%s is %d lines", fault.Quote(name.Text), len(found)).Want("write one")
		}
		r.fault(name, "line", fault.Of(err))
		return
	}
	a, err := finance.ParseAmount(figure, r.plan.Symbol())
	if err != nil {
		r.fault(amount, found[0], fault.Of(err))
		return
	}
	if _, twice := r.read[found[0]]; twice {
		r.fault(name, found[0], fault.Duplicate.Found("this line is there already").Want("keep one of the two"))
		return
	}
	if !whole {
		a = r.outturn(found[0], a)
	}
	r.read[found[0]] = a
}

// outturn is the figure of the whole year, from a figure of some months at the rate so far.
func (r *actualsReader) outturn(line string, a finance.Amount) finance.Amount {
	opening := finance.Amount(0)
	_, row := sheet.BodyOf(line)
	if slices.Contains([]string{"debt", "reserve", "equity"}, row) || isLoan(row) {
		opening, _ = r.ledger.Amount(line, r.plan.First)
	}
	moved := decimal.NewFromInt(int64(a-opening)).Mul(decimal.NewFromInt(12)).
		DivRound(decimal.NewFromInt(int64(r.month)), 0)
	return opening + finance.Amount(moved.IntPart())
}

// isLoan reports whether a row is the amount owed on a loan.
func isLoan(row string) bool {
	name, ok := strings.CutPrefix(row, "debt.loans.")
	return ok && !strings.Contains(name, ".")
}
