package history

import (
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/table"
	"github.com/openenvelope/envelope/scenario/evidence"
)

// An Outturn is the actual figure of a line of the model in a year.
type Outturn struct {
	// Line is the row's name on the sheet ("underlying_position"), Year its label ("2014/15").
	Line, Year string
	// Value is money in the currency's unit (pounds) or a rate as a fraction.
	Value  float64
	Money  bool   // else a rate
	Source string // who published the figure

	at table.Cell
}

// Outturns is a table of outturns and the file that it comes from.
type Outturns struct {
	File string    // the table's name
	All  []Outturn // in the order of the table
}

// ReadOutturns reads a CSV table with the columns row, year, value and source, in any order and no others: one outturn
// in each row. Values are rates (1.9%) or money (£114.6bn); every value has a source. The error is [file.Faults], all
// of them at once.
func ReadOutturns(file string, text []byte) (Outturns, error) {
	t := readTable(file, text)
	columns := map[string]int{}
	for _, name := range []string{"row", "year", "value", "source"} {
		columns[name] = t.Column(name)
	}
	for _, c := range t.Names {
		if _, known := columns[c.Text]; !known {
			t.Add(c, fault.Short(c.Text), fault.Unknown.Found("the column is not used").
				Want("there are row, year, value and source"))
		}
	}
	if missing(columns) {
		return Outturns{}, t.err()
	}
	o := Outturns{File: file}
	for _, row := range t.Rows {
		o.All = append(o.All,
			t.outturn(row[columns["row"]], row[columns["year"]], row[columns["value"]], row[columns["source"]]))
	}
	t.repeated(o.All)
	if len(o.All) == 0 && len(t.Faults) == 0 {
		t.Add(t.Names[0], "", fault.Missing.Found("there are no outturns below the heading"))
	}
	if err := t.err(); err != nil {
		return Outturns{}, err
	}
	return o, nil
}

// missing reports whether a column is missing.
func missing(columns map[string]int) bool {
	for _, i := range columns {
		if i < 0 {
			return true
		}
	}
	return false
}

// outturn reads one row.
func (t csvTable) outturn(line, year, value, source table.Cell) Outturn {
	o := Outturn{Line: line.Text, Year: table.YearLabel(year.Text), Source: source.Text, at: line}
	figure := t.Figure(value)
	money, symbol := isMoney(figure)
	x, err := evidence.Series{Money: money, Symbol: symbol}.Parse(figure)
	if err != nil {
		t.Add(value, table.In(line.Text, year.Text), fault.Of(err))
	}
	if line.Text == "" {
		t.Add(line, "row", fault.Missing.Found("the row of the sheet is missing, such as underlying_position"))
	}
	switch {
	case source.Text == "":
		t.Add(source, table.In(line.Text, year.Text), fault.Missing.Found("the source is missing").
			Want("say who published the figure"))
	case strings.Trim(source.Text, "0123456789.,% ") == "":
		t.Add(source, table.In(line.Text, year.Text),
			fault.Unreadable.Found("the source is %s, a number", fault.Quote(source.Text)).
				Want("a comma within a number ends its cell: write 0.8%%"))
	}
	o.Money, o.Value = money, x
	return o
}

// repeated reports an outturn that is in the table twice.
func (t csvTable) repeated(all []Outturn) {
	for i, o := range all {
		same := func(p Outturn) bool { return p.Line == o.Line && p.Year == o.Year }
		if first := slices.IndexFunc(all[:i], same); first >= 0 {
			t.Add(o.at, table.In(o.Line, o.Year),
				fault.Duplicate.Found("stands in line %d already", all[first].at.Line))
		}
	}
}

// fault is one thing wrong with an outturn.
func (o Outturns) fault(list *faultList, p Outturn, f fault.Fault) {
	list.add(p.at.Line, p.at.Column, f.At(table.In(p.Line, p.Year)))
}
