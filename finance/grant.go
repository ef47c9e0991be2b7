package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Grant is a stream of funding beside the core settlement, with its own terms. Give exactly one of RealGrowth,
// CashGrowth and Cash.
type Grant struct {
	Name string // its name in rows and paths
	// Baseline is the opening year's grant, cash; zero if it begins later.
	Baseline Amount
	// RealGrowth is growth above planned inflation, per year.
	RealGrowth []Rate
	// CashGrowth is growth in cash, per year.
	CashGrowth []Rate
	// Cash is the grant of each year after the opening year.
	Cash []Amount
}

// besideCore is the sum of the grants and the council tax in the opening year.
func (s Settlement) besideCore() Amount {
	sum := s.CouncilTax.opening()
	for _, g := range s.Grants {
		sum += g.Baseline
	}
	return sum
}

// grantedRows: the core settlement, each grant and the council tax beside it, and their sum.
func grantedRows(w *layout, name string) {
	f := w.m.Funding
	if len(f.Grants) == 0 && !f.CouncilTax.given() {
		toppedUpRows(w, name)
		return
	}
	var streams []sheet.Expr
	if f.hasCore() {
		toppedUpRows(w, "core_funding")
		streams = append(streams, sheet.Ref("core_funding"))
	}
	for _, g := range f.Grants {
		path := "funding.grants." + g.Name
		var opening []Amount // without a grant there is no figure that needs a source
		if g.Baseline != 0 {
			opening = []Amount{g.Baseline}
		}
		baseline := w.amounts(path+".baseline", opening...)
		grownRow(w, path, path, "a grant beside the core settlement", baseline, g.RealGrowth, g.CashGrowth, g.Cash)
		streams = append(streams, sheet.Ref(path))
	}
	note := "the envelope in cash, core and grants"
	if f.CouncilTax.given() {
		councilTaxRows(w)
		streams, note = append(streams, sheet.Ref("council_tax")), "the envelope in cash, with council tax"
	}
	w.moneyAlways(name, note, sheet.Sum(streams...))
}

func (v *validator) grants() {
	seen := map[string]bool{}
	for _, g := range v.m.Funding.Grants {
		path := "funding.grants." + g.Name
		v.name("funding.grants", g.Name, seen)
		v.notBelowZero(path+".baseline", g.Baseline)
		v.notBelowZero(path+".cash", g.Cash...)
		v.oneGrowth(path, g.RealGrowth, g.CashGrowth, g.Cash)
		if g.Baseline == 0 && len(g.Cash) == 0 {
			v.fault(path+".baseline", fault.Missing.Found("there is nothing that could grow").
				Want("give the opening year's grant, or cash for each year"))
		}
	}
	f, opening := v.m.Funding, v.m.openingSettlement()
	if beside := f.besideCore(); opening > 0 && beside > opening {
		path, of := "funding.grants", "grants"
		if f.CouncilTax.given() {
			path, of = "funding.council_tax", "grants and council tax"
		}
		v.fault(path, fault.Conflict.Found("%s of %s are more than the opening funding of %s that they are a part of",
			beside, of, opening))
	}
}
