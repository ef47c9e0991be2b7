package report

import "maps"

// PlainWords are the keys of a plan as a finance team says them: by their place, in which a star stands for a name,
// without the name of the body that they belong to.
func PlainWords() map[string]string {
	all := map[string]string{}
	for _, part := range []func() map[string]string{planWords, fundingWords, needWords, deficitWords, linkWords} {
		maps.Copy(all, part())
	}
	return all
}

// planWords are those of the plan itself.
func planWords() map[string]string {
	return map[string]string{
		"name":                "Name of the plan",
		"body":                "Whose plan it is",
		"currency":            "Currency",
		"years":               "Years: the opening year to the last",
		"baseline":            "Name of the plan's own numbers",
		"not_modelled":        "Not modelled: what the plan leaves out",
		"schema":              "Version of the format",
		"first_month":         "Month in which years start",
		"real_terms":          "Lines shown in real terms too",
		"prices":              "Year of real terms",
		"explore":             "Numbers that the page moves",
		"ranges":              "Whose usual figures the plan is compared with",
		"accepted.*":          "Why a warning is accepted",
		"compare":             "Scenarios that are compared",
		"scenarios.*":         "Changes that make the scenario",
		"correlations":        "Numbers that move together",
		"conditions":          "Conditions that are asked about",
		"lines":               "Line to report",
		"run.paths":           "Simulated futures",
		"run.seed":            "Seed",
		"deflator.planned":    "Planned inflation",
		"deflator.surprise":   "Inflation above plan",
		"deflator.before":     "Inflation from the year of prices to the opening year",
		"deflator.vintages.*": "Inflation as published then",
		"assumptions.*":       "Shared number",
	}
}

// fundingWords are those of what money there is.
func fundingWords() map[string]string {
	return map[string]string{
		"funding.baseline":             "Funding in the opening year",
		"funding.real_growth":          "Growth of funding above planned inflation",
		"funding.cash_growth":          "Growth of funding in cash",
		"funding.cash":                 "Funding in cash, year by year",
		"funding.grants.*.baseline":    "In the opening year",
		"funding.grants.*.cash_growth": "Growth in cash",
		"funding.phasing":              "Funding moved between years",
		"funding.top_up.share":         "Part of an inflation surprise that is compensated",
		"funding.council_tax.base":     "Council tax: dwellings in the opening year, as band D",
		"funding.council_tax.growth":   "Council tax: growth of the number of dwellings",
		"funding.council_tax.band_d":   "Council tax of a band D dwelling in the opening year",
		"funding.council_tax.rise":     "Council tax: planned rise",
		"funding.council_tax.limit":    "Council tax: highest rise without a referendum",
		"funding.council_tax.opening":  "Council tax raised in the opening year",
		"funding.grants.*.real_growth": "Growth above planned inflation",
		"funding.grants.*.cash":        "Cash, year by year",
		"allocation.pace":              "Part of the way to the target shares gone each year",
		"allocation.parts.*.opening":   "Amount in the opening year",
		"allocation.parts.*.target":    "Target share",
		"earmark.share":                "New money meant for transformation",
		"earmark.leakage":              "Of that, what deficits may take",
		"earmark.returns.per_pound":    "Saved a year for each pound spent",
		"earmark.returns.lag":          "Years until that starts",
		"earmark.returns.grows":        "Whether those savings grow with prices",
		"earmark.amount":               "Money meant for transformation",
		"earmark.recorded":             "Money that deficits took, as recorded",
		"earmark.baseline":             "Spending on the same purpose in the opening year",
		"earmark.floor":                "Money that deficits may not touch",
		"earmark.cover":                "Part of a deficit that it may pay for",
		"earmark.measured_from":        "Earlier funding, from which new money is counted",
		"earmark.returns.before":       "Savings from spending before the plan",
		"earmark.returns.fade":         "Part of those savings lost each year",
		"earmark.returns.success":      "Part of the spending that works",
		"earmarks.*.share":             "New money meant for it",
		"earmarks.*.amount":            "Money meant for it",
		"earmarks.*.leakage":           "Of that, what deficits may take",
		"earmarks.*.returns.per_pound": "Saved a year for each pound spent",
		"earmarks.*.returns.fade":      "Part of those savings lost each year",
		"earmarks.*.floor":             "Money that deficits may not touch",
		"earmarks.*.cover":             "Part of a deficit that it may pay for",
		"earmarks.*.recorded":          "Money that deficits took, as recorded",
		"earmarks.*.baseline":          "Spending on the same purpose in the opening year",
		"earmarks.*.measured_from":     "Earlier funding, from which new money is counted",
		"earmarks.*.returns.before":    "Savings from spending before the plan",
		"earmarks.*.returns.success":   "Part of the spending that works",
		"earmarks.*.returns.lag":       "Years until that starts",
		"earmarks.*.returns.grows":     "Whether those savings grow with prices",
		"risk_reserve.share":           "Reserve against risks, of the budget",
		"risk_reserve.released":        "Part of that reserve that may be released",
	}
}

// needWords are those of what need costs, and what is saved.
func needWords() map[string]string {
	return map[string]string{
		"need.real_growth":                   "Growth of need above inflation",
		"need.components.*":                  "Growth of need",
		"need.pass_through":                  "Part of an inflation surprise that reaches costs",
		"services.*.baseline":                "Cost in the opening year",
		"services.*.volume.*":                "Growth of volume",
		"services.*.prices.*.weight":         "Share of the cost",
		"services.*.prices.*.above_deflator": "Price growth above inflation",
		"services.*.pass_through":            "Part of an inflation surprise that reaches its cost",
		"services.*.productivity":            "Productivity each year",
		"services.*.prices.*.pass_through":   "Part of an inflation surprise that reaches this price",
		"pressures.*.amount":                 "Cost a year",
		"pressures.*.years":                  "Years that have it",
		"pressures.*.later_years":            "Years after the first",
		"pressures.*.returns.amount":         "Saving a year",
		"savings.planned":                    "Savings planned, of cost each year",
		"savings.delivery":                   "Savings delivered, of the plan",
		"savings.recurrent":                  "Savings that last, of those delivered",
		"savings.amount":                     "Savings planned, in money",
		"savings.fill":                       "Part of a shortfall filled by one-off savings",
		"savings.ambition.above":             "Savings above which a plan is ambitious, of cost",
		"savings.ambition.lowers":            "How much ambition lowers delivery",
		"unmet.share":                        "Share of a shortfall met by giving less",
		"unmet.carried":                      "Part of unmet need carried into the next year",
	}
}

// deficitWords are those of where a plan starts and how it is financed.
func deficitWords() map[string]string {
	return map[string]string{
		"opening.position":       "Position in the opening year (a deficit is negative)",
		"opening.before_support": "Position before deficit support (a deficit is negative)",
		"opening.support":        "Deficit support inside the funding",
		"opening.cost":           "Own cost in the opening year",
		"opening.one_offs":       "One-off items in the opening year's position",
		"positions.support":      "Deficit support inside the funding of later years",
		"positions.technical":    "Accounting items without cash",
		"support.withdrawn":      "Deficit support withdrawn by each year",
		"support.amount":         "Deficit support offered each year",
		"support.target":         "Position that deficit support asks for (a deficit is negative)",
		"debt.interest":          "Interest on debt",
		"debt.reserve":           "Usable reserves in the opening year",
		"debt.surplus":           "What becomes of a surplus",
		"debt.opening":           "Debt at the end of the opening year",
		"debt.repay.at_most":     "Most debt repaid in a year",
		"debt.repay.due":         "Part of last year's debt that must be repaid",
		"debt.loans.*.opening":   "Owed at the end of the opening year",
		"debt.loans.*.interest":  "Interest a year",
		"debt.loans.*.repaid":    "Part repaid each year",
		"debt.equity.share":      "Part of debt turned into equity",
		"debt.equity.year":       "Year from which it is equity",
		"debt.equity.charge":     "Yearly charge on that equity",
	}
}

// linkWords are those of what passes between bodies.
func linkWords() map[string]string {
	return map[string]string{
		"transfers.*.from":           "Paid by",
		"transfers.*.to":             "Paid to",
		"transfers.*.baseline":       "Paid in the opening year",
		"transfers.*.efficiency":     "Efficiency taken off each year",
		"transfers.*.uplift":         "Uplift for prices",
		"transfers.*.volume":         "Growth of volume",
		"transfers.*.amount":         "Paid each year",
		"transfers.*.at_least":       "Least growth, above that of the payer's funding",
		"transfers.*.marginal.rate":  "Part paid of the cost of demand above the threshold",
		"transfers.*.marginal.above": "Threshold of that demand",
		"pools.*.real_growth":        "Growth of the pool's cost above inflation",
		"pools.*.partners.*.minimum": "Contribution in the opening year",
		"pools.*.partners.*.share":   "Share of an over- or underspend",
		"pools.*.pass_through":       "Part of an inflation surprise that reaches the pool's cost",
		"pools.*.partners.*.growth":  "Growth of the contribution, in cash",
		"pools.*.partners.*.top_up":  "Contribution beyond the minimum",
		"pools.*.partners.*.cap":     "Most that it bears of an overspend",
		"pools.*.partners.*.collar":  "Most that it keeps of an underspend",
		"spills.*.from":              "Need goes unmet at",
		"spills.*.to":                "And arrives at",
		"spills.*.elasticity":        "Part of it that arrives",
		"spills.*.lag":               "Years until it arrives",
		"mergers.*.done":             "Merged",
	}
}
