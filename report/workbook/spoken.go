package workbook

import (
	"strings"

	"github.com/openenvelope/envelope/scenario/file"
)

// spokenOf is an entry in plain words.
func spokenOf(e file.Entry) string {
	var keys, open []string
	for i, k := range e.Keys {
		if i < len(e.Named) && e.Named[i] {
			open = append(open, k)
			keys = append(keys, "*")
			continue
		}
		keys = append(keys, k)
	}
	pattern := strings.TrimPrefix(strings.Join(keys, "."), "bodies.*.")
	if words, ok := plainWords()[pattern]; ok {
		if strings.Count(pattern, "*") > 1 {
			words += ": " + open[len(open)-1]
		}
		return text(words)
	}
	last, before := e.Keys[len(e.Keys)-1], ""
	if len(e.Keys) > 1 {
		before = spoken(e.Keys[len(e.Keys)-2]) + ": "
	}
	return text(sentence(before + spoken(last)))
}

// spoken is a key with spaces.
func spoken(key string) string { return strings.ReplaceAll(key, "_", " ") }

// plainWords are the keys that most plans have, as a finance team says them.
func plainWords() map[string]string {
	return map[string]string{
		"name":                               "Name of the plan",
		"body":                               "Whose plan it is",
		"currency":                           "Currency",
		"years":                              "Years: the opening year to the last",
		"baseline":                           "Name of the plan's own numbers",
		"not_modelled":                       "Not modelled: what the plan leaves out",
		"lines":                              "Line to report",
		"run.paths":                          "Simulated futures",
		"run.seed":                           "Seed",
		"deflator.planned":                   "Planned inflation",
		"deflator.surprise":                  "Inflation above plan",
		"assumptions.*":                      "Shared number",
		"funding.baseline":                   "Funding in the opening year",
		"funding.real_growth":                "Growth of funding above planned inflation",
		"funding.cash_growth":                "Growth of funding in cash",
		"funding.cash":                       "Funding in cash, year by year",
		"funding.grants.*.baseline":          "In the opening year",
		"funding.grants.*.cash_growth":       "Growth in cash",
		"opening.position":                   "Position in the opening year (a deficit is negative)",
		"opening.before_support":             "Position before deficit support (a deficit is negative)",
		"opening.support":                    "Deficit support inside the funding",
		"opening.cost":                       "Own cost in the opening year",
		"support.withdrawn":                  "Deficit support withdrawn by each year",
		"need.real_growth":                   "Growth of need above inflation",
		"unmet.share":                        "Share of a shortfall met by giving less",
		"savings.planned":                    "Savings planned, of cost each year",
		"savings.delivery":                   "Savings delivered, of the plan",
		"savings.recurrent":                  "Savings that last, of those delivered",
		"earmark.share":                      "New money meant for transformation",
		"earmark.leakage":                    "Of that, what deficits may take",
		"earmark.returns.per_pound":          "Saved a year for each pound spent",
		"earmark.returns.lag":                "Years until that starts",
		"earmark.returns.grows":              "Whether those savings grow with prices",
		"debt.interest":                      "Interest on debt",
		"debt.reserve":                       "Usable reserves in the opening year",
		"debt.surplus":                       "What becomes of a surplus",
		"services.*.baseline":                "Cost in the opening year",
		"services.*.volume.*":                "Growth of volume",
		"services.*.prices.*.weight":         "Share of the cost",
		"services.*.prices.*.above_deflator": "Price growth above inflation",
		"transfers.*.from":                   "Paid by",
		"transfers.*.to":                     "Paid to",
		"transfers.*.baseline":               "Paid in the opening year",
		"transfers.*.efficiency":             "Efficiency taken off each year",
		"transfers.*.uplift":                 "Uplift for prices",
		"transfers.*.volume":                 "Growth of volume",
		"pools.*.real_growth":                "Growth of the pool's cost above inflation",
		"pools.*.partners.*.minimum":         "Contribution in the opening year",
		"pools.*.partners.*.share":           "Share of an over- or underspend",
		"spills.*.from":                      "Need goes unmet at",
		"spills.*.to":                        "And arrives at",
		"spills.*.elasticity":                "Part of it that arrives",
		"spills.*.lag":                       "Years until it arrives",
	}
}
