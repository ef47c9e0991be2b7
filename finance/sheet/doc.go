// Package sheet is a spreadsheet for programs: rows of formulas over years. It knows money and numbers, but not what
// they mean.
//
// A [Sheet] has columns, which are years, and rows with one formula each, copied across the years. The first column is
// the opening year: a row's Opening formula gives its figure there, or it reads as zero. A formula is an [Expr] over
// rows and inputs of the same year ([Ref]) or of earlier ones ([Last], [Expr.Ago]); before the opening year everything
// reads as zero. Rows may be in any order.
//
//	s := &sheet.Sheet{Years: []string{"2018/19", "2019/20", "2020/21"}}
//	s.AddInput(sheet.Input{Name: "growth", Unit: sheet.Number, Values: []decimal.Decimal{decimal.RequireFromString("0.034")}})
//	s.Add(sheet.Row{
//		Name: "funding", Unit: sheet.Money,
//		Opening: sheet.Ref("baseline"),
//		Formula: sheet.Last("funding").Times(sheet.Num(1).Plus(sheet.Ref("growth"))),
//	})
//
// # Why so few operations
//
// A formula has + − × ÷, minimum, maximum and a choice by sign, and nothing else. So several readers can evaluate the
// same rows and get the same figures: exact decimals ([Program.Exact]), float64 in blocks, derivatives, the text of an
// Excel formula, words ([Expr.Words], [Ledger.Trace]). The tree is open to further readers through [Expr.Node], a
// compiled program through its instructions.
//
// # Units and rounding
//
// A row is [Money], in whole pence, or a [Number]. Sums, minima, maxima and choices of money are exact. A chain of ×
// and ÷ whose result is money is rounded once, at its end, half away from zero as Excel's ROUND does; a number keeps 18
// decimals. Money beyond ±2⁵¹ pence is refused, so that whole pence are exact in float64 too.
//
// Units that do not fit are found before any figure is worked out: money + number, money × money, number ÷ money. The
// constant zero fits beside both.
//
// # Checks
//
// A row with Check set is an identity: [Ledger.Breaks] lists where it is not exactly zero. Because money is whole
// pence, an identity over money that holds in algebra holds to the last bit, in float64 as in decimals, if the float64
// reader too refuses money beyond ±2⁵¹ pence. [Ledger.Bound] says in which cells a float64 reader may differ from the
// exact ledger, and by how much: where a product is so close to half a penny that the last bit of a rate decides. The
// difference has no limit where a divisor may be zero in float64.
//
// # Errors
//
// [Sheet.Compile] reports every fault of a sheet at once, as [Errors]: a [RowError] names a row and what would be
// right, a [CircleError] the rows of a circle in their order. [Vocabulary.Parse] gives a [FormulaError] for each fault
// of a formula, with its column. Each of these wraps a [fault.Fault], and so its kind. [Program.Exact] stops at the
// first figure that cannot be worked out, with a [CellError] that names its row and year. Its cause is in the numbers,
// not in what was written, so it wraps no fault.
package sheet
