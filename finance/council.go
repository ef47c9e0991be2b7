package finance

import (
	"math"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A CouncilTax is a stream of funding beside the core settlement and grants: the tax of a dwelling in band D times the
// number of dwellings, converted to band D. A council that lives on it, on business rates and on grants needs no core
// settlement. [Unmet] with ReservesFirst is its duty to balance.
type CouncilTax struct {
	// Base is the number of dwellings in the opening year, converted to band D, less the part that is not collected.
	Base float64
	// Growth is growth of the base, per year.
	Growth []Rate
	// BandD is the yearly tax of a dwelling in band D, in the opening year.
	BandD Amount
	// Rise is by how much the council plans to raise the tax, per year.
	Rise []Rate
	// Limit is the rise above which a referendum must be held, per year: the tax is not raised by more. Empty means no
	// limit.
	Limit []Rate
}

func (t CouncilTax) given() bool {
	return t.Base != 0 || t.BandD != 0 || len(t.Growth)+len(t.Rise)+len(t.Limit) > 0
}

// maxDwellings is more than any council has: all of England has some 28 million dwellings.
const maxDwellings = 1e9

// sound reports whether there is a base and a tax.
func (t CouncilTax) sound() bool {
	return t.Base > 0 && t.Base <= maxDwellings && t.BandD > 0 && t.BandD <= Billion
}

// opening is what the tax brings in the opening year; zero if it is not sound.
func (t CouncilTax) opening() Amount {
	if !t.sound() {
		return 0
	}
	return Amount(t.BandD.pence().Mul(decimal.NewFromFloat(t.Base)).Round(0).IntPart())
}

// councilTaxRows: the base, the tax of a dwelling, and the income from them.
func councilTaxRows(w *layout) {
	t, ref := w.m.Funding.CouncilTax, sheet.Ref
	const path = "funding.council_tax."
	base := w.rates(path+"base", []Rate{Rate(t.Base)}, 0, anything())
	w.fix("the base of the opening year is a known figure; its growth may be uncertain")
	w.number(base, "tax_base", "dwellings, as if all were in band D",
		sheet.Last("tax_base").Times(plusOne(w.rates(path+"growth", t.Growth, 0, growth()))))
	rise, note := w.rates(path+"rise", t.Rise, 0, growth()), "yearly tax of a dwelling in band D"
	if len(t.Limit) > 0 {
		rise = sheet.Min(rise, w.rates(path+"limit", t.Limit, 0, growth()))
		note += ", raised as far as it may be without a referendum"
	}
	w.moneyFrom(w.amounts(path+"band_d", t.BandD), "band_d", note, sheet.Last("band_d").Times(plusOne(rise)))
	opening := w.amounts(path+"opening", t.opening())
	w.Inputs[len(w.Inputs)-1].Source = "follows from base and band_d"
	w.moneyFrom(opening, "council_tax", "the tax of all dwellings", ref("band_d").Times(ref("tax_base")))
}

// councilTax checks the base and the tax, and that only a body has it.
func (v *validator) councilTax() {
	t, path := v.m.Funding.CouncilTax, "funding.council_tax"
	switch {
	case !t.given():
		return
	case len(v.m.Bodies) > 0:
		v.fault(path, fault.Misplaced.Found("a system collects no council tax").Want("give it to a body"))
	case t.Base == 0 || t.BandD == 0:
		v.fault(path, fault.Missing.Found("what is taxed, and how much?").
			Want("give base, the dwellings as if all were in band D, and band_d, the yearly tax of one").
			With(path+".base", path+".band_d"))
	}
	if t.Base < 0 || t.Base > maxDwellings || math.IsNaN(t.Base) {
		v.fault(path+".base", fault.OutOfRange.Found("%s is not a number of dwellings",
			fault.Short(strconv.FormatFloat(t.Base, 'f', -1, 64))).
			Want("write one above 0 and at most 1,000,000,000"))
	}
	if t.BandD < 0 || t.BandD > Billion {
		v.fault(path+".band_d", fault.OutOfRange.Found("%s is not the tax of a dwelling", v.money(t.BandD)))
	}
}
