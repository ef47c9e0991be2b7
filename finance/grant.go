package finance

import (
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
)

// A Grant is a stream of funding beside the core settlement, with its own terms. Give exactly one of RealGrowth,
// CashGrowth and Cash.
type Grant struct {
	Name string // as it is called in rows and paths
	// Baseline is the opening year's grant, cash; zero if it begins later.
	Baseline Amount
	// RealGrowth is growth above planned inflation, per year.
	RealGrowth []Rate
	// CashGrowth is growth in cash, per year.
	CashGrowth []Rate
	// Cash is the grant of each year after the opening year.
	Cash []Amount
}

// granted is the opening year's sum of the grants.
func (s Settlement) granted() (sum Amount) {
	for _, g := range s.Grants {
		sum += g.Baseline
	}
	return sum
}

// grantedRows: the core settlement, each grant beside it, and their sum.
func grantedRows(w *layout, name string) {
	grants := w.m.Funding.Grants
	if len(grants) == 0 {
		toppedUpRows(w, name)
		return
	}
	toppedUpRows(w, "core_funding")
	sum := sheet.Ref("core_funding")
	for _, g := range grants {
		path := "funding.grants." + g.Name
		var opening []Amount // none is no figure that wants a source
		if g.Baseline != 0 {
			opening = []Amount{g.Baseline}
		}
		baseline := w.amounts(path+".baseline", opening...)
		grownRow(w, path, path, "a grant beside the core settlement", baseline, g.RealGrowth, g.CashGrowth, g.Cash)
		sum = sum.Plus(sheet.Ref(path))
	}
	w.moneyAlways(name, "the envelope in cash, core and grants", sum)
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
	granted, opening := v.m.Funding.granted(), v.m.openingSettlement()
	if len(seen) > 0 && opening > 0 && granted > opening {
		v.fault("funding.grants",
			fault.Conflict.Found("%s of grants are more than the opening funding of %s that they are a part of",
				granted, opening))
	}
}
