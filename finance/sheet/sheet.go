package sheet

import (
	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/internal/door"
)

// A Sheet is a model as finance people keep it: columns are years, rows have one formula each, copied across the years.
// Build it with a literal or with Add, then [Sheet.Compile] it. Its zero value is empty. Goroutines may share one that
// nobody changes; Add and its like change it.
type Sheet struct {
	// Years names the columns. The first is the opening year, whose figures are known; formulas run
	// over the years after it.
	Years  []string
	Inputs []Input // in the order of the file
	Rows   []Row   // in the order in which people read them
}

// An Input is a row of given numbers.
type Input struct {
	Name string // the name in formulas: "funding.real_growth"
	Unit Unit   // Money or Number
	// Values holds one number for all years, or one for each year after the opening year (the
	// opening year then reads as zero). Money is in whole pence.
	Values []decimal.Decimal
	// Low and High are the least and the most that the input may be; both zero means any number.
	Low, High float64
	// HeldBy names the row whose figures set narrower bounds, if the input belongs to formulas that replace a number.
	HeldBy string
	// Fixed says why the input may not be uncertain; empty means that it may.
	Fixed string
	// Source is where the number comes from, in words; a trace ends with it.
	Source string
}

// A Row is a formula copied across the years.
type Row struct {
	Name string // the name in formulas: "net_cost"
	Unit Unit   // Money or Number
	// Opening gives the opening year's figure; no formula means that the row reads as zero there.
	Opening Expr
	// Formula gives every later year's figure.
	Formula Expr
	// Check marks an identity: the row must be exactly zero in every year and on every path.
	Check bool
	// Note says in a sentence what the row is, for people who read the sheet.
	Note string
}

// Add appends rows.
func (s *Sheet) Add(rows ...Row) {
	s = door.Or(s)
	s.Rows = append(s.Rows, rows...)
}

// AddInput appends inputs.
func (s *Sheet) AddInput(inputs ...Input) {
	s = door.Or(s)
	s.Inputs = append(s.Inputs, inputs...)
}

// AddCheck appends an identity that must be exactly zero in the opening year and in every later one.
func (s *Sheet) AddCheck(name, note string, zero Expr) {
	s = door.Or(s)
	s.Add(Row{Name: name, Unit: Money, Opening: zero, Formula: zero, Check: true, Note: note})
}

// Sheet returns s, so that a sheet built by hand can be run wherever a model that lays out a sheet can. It never fails.
func (s *Sheet) Sheet() (*Sheet, error) { return s, nil }
