package finance

import (
	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// An Assumption is a number that several places of a model share, so that one edit, one driver and one correlation move
// them all. It is an input of the sheet, "assumptions.pay award", that formulas read. A [Row] makes a number follow it:
//
//	m.Assumptions = []finance.Assumption{{Name: "pay award", Rate: []finance.Rate{0.028}}}
//	m.Rows = []finance.Row{{Name: "need.components.pay", Formula: "50% × assumptions.pay award"}}
//
// If a formula is one assumption times a number, plus another, its result stays within the limits of its place: the
// assumption is kept within the limits of all such places.
type Assumption struct {
	// Name is letters, digits, spaces, _ and -, a letter first; no two names are the same.
	Name string
	// Rate is its value, for all years or for each after the opening year: 0.028 is 2.8%.
	Rate []Rate
	// Amount is its value if it is money, in place of Rate.
	Amount []Amount
}

// path is the place of an assumption in a scenario file, and its name on the sheet.
func (a Assumption) path() string { return assumptions + a.Name }

const assumptions = "assumptions."

// assumptionRows are inputs that formulas read.
func assumptionRows(w *layout) {
	seen := map[string]bool{}
	for _, a := range w.m.Assumptions {
		switch {
		case !w.readable(a.path(), a.Name, "an assumption"):
		case seen[asWritten(a.Name)]:
			w.fault(a.path(),
				fault.Duplicate.Found("there is an assumption of this name already").Want("choose another"))
		case len(a.Rate) > 0 && len(a.Amount) > 0:
			w.fault(a.path(), fault.Conflict.Found("found a rate and an amount").Want("give one of the two"))
		case len(a.Rate) == 0 && len(a.Amount) == 0:
			w.fault(a.path(), fault.Missing.Found("there is no number here").Want("give a rate or an amount"))
		case len(a.Amount) > 0:
			w.amounts(a.path(), a.Amount...)
		default:
			w.rates(a.path(), a.Rate, 0, anything())
		}
		seen[asWritten(a.Name)] = true
	}
}

// hold keeps assumptions that formulas put in place of a number within the number's limits. A bound of the assumption
// is the number's bound, less the number added, divided by the factor.
func (w *layout) hold() {
	at := map[string]int{}
	for i, in := range w.Inputs {
		if isAssumption(in.Name) {
			at[in.Name] = i
		}
	}
	rows := map[string]sheet.Expr{}
	for _, f := range w.formulas {
		if f.may == anything() {
			continue
		}
		if len(rows) == 0 {
			for _, r := range w.Rows {
				rows[r.Name] = r.Formula
			}
		}
		name, times, plus, ok := rows[f.row].Scaled()
		if i, known := at[name]; ok && known {
			w.holdTo(&w.Inputs[i], f, times, plus)
		}
	}
}

// holdTo narrows the limits of an assumption so that one formula stays within its bounds, and reports values outside
// them.
func (w *layout) holdTo(in *sheet.Input, f formula, times, plus decimal.Decimal) {
	for i, x := range in.Values {
		if got, refused := f.may.refuses(Rate(x.Mul(times).Add(plus).InexactFloat64())); refused {
			w.fault(f.path, got.With(w.element(in.Name, i, len(in.Values))))
			return
		}
	}
	bound := func(of float64) float64 {
		return decimal.NewFromFloat(of).Sub(plus).DivRound(times, sheet.Places).InexactFloat64()
	}
	low, high := bound(f.may.low), bound(f.may.high)
	if times.IsNegative() {
		low, high = high, low
	}
	switch {
	case in.Fixed != "":
		return
	case in.Low == 0 && in.High == 0, high-low < in.High-in.Low:
		in.HeldBy = f.path
	}
	if in.Low != 0 || in.High != 0 {
		low, high = max(low, in.Low), min(high, in.High)
	}
	if in.Low, in.High = low, high; low >= high {
		in.Low, in.High, in.Fixed = 0, 0, "the places that use it allow no other value"
	}
}

// isAssumption reports whether an input is an assumption, of the whole or of a body.
func isAssumption(name string) bool {
	_, own := sheet.BodyOf(name)
	_, is := below(own, "assumptions")
	return is
}
