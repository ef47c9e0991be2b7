// Package workbook writes a result as a live workbook (.xlsx): the sheet of every scenario as formulas of a
// spreadsheet, which follow when an assumption is changed or another scenario is chosen. It stands apart from package
// report because what it needs takes long to compile.
//
// # The sheets
//
//	Control      the scenario in force (one drop-down switches the whole book), what the run found, checks, the record
//	Checks       the lines of the run, as the book works them out and as the run did, and how many pence they may differ by
//	Assumptions  every input: the figure in force, one column for each scenario, limits, uncertainty, source, owner, quality
//	a body each  one row for each line, one column for each year, the same columns on every sheet, one formula copied across
//	Results      what the run found, as values
//	Fan          a chart of the balance in the scenario in force
//	Governance   limits of use, what was checked and decided, whose figures they are, what changed, and blanks to sign
//	Made of      the scenario file, by which the workbook is read again
//
// The layout is that of the FAST standard. There are no names but the scenario and the version of the layout, no
// OFFSET, no arrays that spill, no macros and no passwords: sheets are protected without one, and only assumptions and
// the drop-down are unlocked. Every formula has the figure that it had in the run beside it, for readers that do not
// calculate, and the file asks to be calculated when it is opened. The same result gives the same bytes.
//
// # To the penny
//
// Cells hold pounds and pence. The sums and products of money are rounded to the penny where the sheet's are, so the
// book agrees with the exact ledger as far as a spreadsheet's digits reach. They are 15, so what ends near half a penny
// may be rounded to the other side. Money that grows is written as
//
//	ROUND(IF(g>=0, last+ROUND(last*g,2), last*(1+a)*(1+b)), 2)    with g = a+b+a*b
//
// because an increment has fewer digits before the point than the whole. Where a figure may still differ, and by how
// many pence, is worked out from the formulas by running error analysis, and stands on Control and Checks; where a
// penny may take another branch, the cell is named. Checks are sums of whole pence, and exactly zero whatever is
// rounded.
//
// A system of more than [MostBodies] bodies is written as values, and the book says so.
package workbook
