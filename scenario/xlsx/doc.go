// Package xlsx reads workbooks (.xlsx) as scenario files: input workbooks, which envelope template writes and people at
// home in a spreadsheet fill in, and live workbooks, which a run leaves.
//
// [Read] and [Load] make a [file.Spec] of a workbook. Its faults name sheet and cell. Its text is the equal YAML, so
// that a record of a run holds all that is needed to run it again.
//
// # An input workbook
//
// A sheet is read if a row of it has the headings Value and Place. Each row below is one number or text:
//
//	Name, Part   the names that stand for the stars of the place: a body, a contract
//	Unit         %, £, £k, £m, £bn, years, number or text: what a number in the row is in
//	Value        a known figure, or the middle of a range; "as delivery" takes the shared number delivery
//	Low, High    one case in ten is below, and one in ten above
//	Year 1 …     a figure for each year after the opening year; After is for the years after those
//	Otherwise said   any other form of a number, in braces, as files have it
//	Source, Owner, Quality, Note   what is known about the number
//	Scenario 1 … what stands in its place in a scenario; rows of the places scenario 1 … name it
//	Place        where it stands in the file: bodies > * > need > real_growth. [] at its end is one item of a list
//
// A row whose cells of figures are empty gives nothing. Columns to the right of Place are anybody's own.
//
// # A live workbook
//
// Of a live workbook the sheet Assumptions is input, with a column for each scenario and two for new ones. A changed
// cell is a changed number, which moves with its whole range. The cells of scenarios that refer to the first column,
// and the empty ones of a new scenario, follow that column as it stands. All other sheets are outputs: what they hold
// is compared with what the run wrote, and a cell that differs is a fault.
//
// # What is not read
//
// Nothing but the cells of the workbook itself is read: no macro, no link to another workbook, no entity. A formula
// gives the figure that the spreadsheet saved beside it. The package compiles the standard library beyond what
// scenario/file does, and never writes.
package xlsx
