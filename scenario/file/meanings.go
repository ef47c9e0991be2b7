package file

import (
	"maps"
	"strings"
)

// A meaning is what a key means to people who write files, and what holds if it is left out: empty if that needs no
// words.
type meaning struct{ says, otherwise string }

// mean gives every key below a key its meaning; the keys of a body mean the same as the keys of a model.
func (k *key) mean(path string, all map[string]meaning) {
	for _, b := range k.keys {
		below := join(path, b.name)
		b.meaning = all[strings.TrimPrefix(below, "bodies.*.")]
		b.mean(below, all)
	}
}

// meanings are the meanings of all keys that have a place of their own. The reference and the schema are written from
// them.
func meanings() map[string]meaning {
	all := map[string]meaning{}
	for _, part := range []func() map[string]meaning{
		frameMeanings,
		fundingMeanings,
		needMeanings,
		pressureMeanings,
		savingsMeanings,
		earmarkMeanings,
		deficitMeanings,
		systemMeanings,
		linkMeanings,
	} {
		maps.Copy(all, part())
	}
	return all
}

// frameMeanings are the meanings of the keys round the numbers, and of scenarios.
func frameMeanings() map[string]meaning {
	return map[string]meaning{
		"schema":      {"the version of the format: 2. Files of version 1 are still read; envelope migrate rewrites them", "must be there"},
		"name":        {"what the file is about", ""},
		"body":        {"whose envelope it is", ""},
		"currency":    {"a sign such as £ or €, or a code such as GBP", "£"},
		"first_month": {"the month in which fiscal years start: 1 to 12, or its name", "April"},
		"years":       {"the opening year and the last: 2018/19 to 2023/24", "must be there"},
		"real_terms":  {"rows to show in real terms too, at planned and at actual prices", "none"},
		"prices":      {"the year whose prices real terms are in, of the plan or before it: 2019/20", "the opening year"},
		"lines":       {"rows to report, by their names on the sheet (net_cost) or in words (Acute trust: balance); * is any one name", "the main ones"},
		"not_modelled": {"what the model leaves out, for readers of the results; may be an empty list",
			"must be there"},
		"ranges": {"whose usual figures the plan is compared with; numbers beyond them bring a warning: English NHS",
			"nobody's"},
		"accepted":       {"warnings that are accepted, each by its ID with the reason: {twice savings.planned: Two programmes}", "none"},
		"accepted.*":     {"why the number is right", ""},
		"explore":        {"the numbers that the page of envelope explore moves, by their places: [funding.real_growth]", "those that move the answer most"},
		"run":            {"how to run the file", ""},
		"run.paths":      {"how many futures", "100,000"},
		"run.seed":       {"which draws: the same seed gives the same figures", "0"},
		"baseline":       {"the name of the file's own numbers", "baseline"},
		"changes":        {"sets of numbers by name, each number by its path: {four percent: {funding.real_growth: 4%}}", "none"},
		"scenarios":      {"lists of changes, by name", "one for each change"},
		"scenarios.*":    {"the changes that make the scenario, in order", ""},
		"compare":        {"which scenarios are compared", "each against the baseline"},
		"compare.of":     {"a scenario", "must be there"},
		"compare.versus": {"the scenario that it is compared with", "must be there"},
	}
}

// fundingMeanings are the meanings of the keys of inflation and funding.
func fundingMeanings() map[string]meaning {
	return map[string]meaning{
		"assumptions":   {"numbers that several places share, by name: {pay award: {p10: 2%, p90: 4%}}. A place uses one as {assumption: pay award}, with times and plus if needed", "none"},
		"assumptions.*": {"the number; money if it has a currency or a unit of money, else a rate", ""},
		"deflator":      {"general inflation", ""},
		"deflator.planned": {"planned inflation, which fixes the cash of a settlement in real terms",
			"0%"},
		"deflator.before": {"inflation from the year of prices to the opening year, in all; for prices of a year before the plan",
			"must be there for such prices"},
		"deflator.surprise":   {"inflation above plan, which moves costs", "0%"},
		"deflator.vintages":   {"inflation as published at other times; real_terms rows are shown at each of them too", "none"},
		"deflator.vintages.*": {"its rates", ""},
		"funding": {"the settlement; give exactly one of real_growth, cash_growth and cash",
			"what bodies pay"},
		"funding.baseline":     {"the cash of the opening year", "opening cost plus position"},
		"funding.real_growth":  {"growth above planned inflation", ""},
		"funding.cash_growth":  {"growth in cash", ""},
		"funding.cash":         {"the cash itself", ""},
		"funding.top_up":       {"money that compensates for an inflation surprise", "the cash is fixed"},
		"funding.top_up.share": {"the part of the surprise that is compensated", "0%"},
		"funding.top_up.delay": {"how many years after the surprise", "the same year"},
		"funding.phasing": {"cash moved between years: how much more or less each year gets; adds up to zero, unless the row settled_before_phasing opens at what an earlier plan settled",
			"none"},
		"funding.grants":               {"other streams beside the core; new money includes them", "none"},
		"funding.grants.*":             {"give exactly one of real_growth, cash_growth and cash", ""},
		"funding.grants.*.baseline":    {"the cash of the opening year", "none"},
		"funding.grants.*.real_growth": {"growth above planned inflation", ""},
		"funding.grants.*.cash_growth": {"growth in cash", ""},
		"funding.grants.*.cash":        {"the cash itself", ""},
		"funding.council_tax": {"the tax that a council raises itself, a stream beside the core; the core may then be left out",
			"none"},
		"funding.council_tax.base": {"dwellings in the opening year, converted to band D, less the part that is not collected",
			"must be there"},
		"funding.council_tax.growth": {"how the base grows", "0%"},
		"funding.council_tax.band_d": {"the yearly tax of a dwelling in band D, in the opening year", "must be there"},
		"funding.council_tax.rise":   {"by how much the council plans to raise it", "0%"},
		"funding.council_tax.limit":  {"the most that it may raise it without a referendum", "no limit"},
	}
}

// needMeanings are the meanings of the keys of the opening year and of need.
func needMeanings() map[string]meaning {
	return map[string]meaning{
		"opening": {
			"the opening year: give two of cost, position and funding.baseline, and the third follows", ""},
		"opening.position": {"the recurrent position of the opening year; a deficit is negative",
			"follows"},
		"opening.cost":           {"the recurrent cost of the opening year", "follows"},
		"opening.support":        {"deficit support inside the funding of that year", "none"},
		"opening.before_support": {"the position without that support. Together with position and support it says that the position contains the support", "follows"},
		"opening.one_offs":       {"one-off items of the reported position that no later year has: one-off savings, accounting items, support on top of funding. They are in the opening year's balance; later years do not start from them", "none"},
		"need":                   {"the need as one number, from the top down", ""},
		"need.real_growth":       {"how its cost grows above inflation", "0%"},
		"need.includes":          {"what that growth includes, for the reader: productivity, pay …", ""},
		"need.components":        {"further sources of growth, by name; they multiply", "none"},
		"need.components.*": {"its growth; or what follows from a population and its cost_per_head",
			"0%"},
		"need.components.*.population":      {"a projection by age: England is the ONS 2022-based one, or a table of your own", ""},
		"need.components.*.population.csv":  {"a table beside the file, with a column year, a column for each age band (0-4 … 85+), a column total if you like, and a column area if it has several areas", ""},
		"need.components.*.population.area": {"which area of the table", "the table has one"},
		"need.components.*.cost_per_head": {"the cost of a person in a year, from each age on: {0: £1200, 65: £4000}",
			""},
		"need.components.*.cost_per_head.*": {"the cost from that age on; only the shape of the costs counts", ""},
		"need.pass_through":                 {"the part of an inflation surprise that reaches costs", "100%"},
		"services":                          {"the need by services, from the bottom up", ""},
		"causes": {"all that makes the need grow, by name, in the order in which they are counted; each has a row of what it has added to cost, and one of its part of the gap. They are components, prices of services, real_growth, productivity, spills, and prices where services have none",
			"none shown"},
		"services.*":          {"one service", ""},
		"services.*.baseline": {"its cost in the opening year", "must be there"},
		"services.*.volume":   {"growth of the volume needed, by cause; causes multiply", "0%"},
		"services.*.volume.*": {"its growth; or what follows from a population and its cost_per_head",
			"0%"},
		"services.*.volume.*.population":      {"a projection by age: England is the ONS 2022-based one, or a table of your own", ""},
		"services.*.volume.*.population.csv":  {"a table beside the file, as for a need", ""},
		"services.*.volume.*.population.area": {"which area of the table", "the table has one"},
		"services.*.volume.*.cost_per_head":   {"the cost of a person in a year, from each age on", ""},
		"services.*.volume.*.cost_per_head.*": {"the cost from that age on; only the shape of the costs counts", ""},
		"services.*.prices":                   {"what it buys: pay, drugs …", "inflation"},
		"services.*.prices.*":                 {"one price", ""},
		"services.*.prices.*.weight":          {"its share of the service's cost, one number for all years; shares add up to 100%", "must be there"},
		"services.*.prices.*.above_deflator":  {"how it grows above planned inflation", "0%"},
		"services.*.prices.*.pass_through":    {"the part of an inflation surprise that reaches it", "100%"},
		"services.*.productivity":             {"how much less the same volume costs than in the year before", "0%"},
	}
}

// pressureMeanings are the meanings of the keys of named pressures and business cases.
func pressureMeanings() map[string]meaning {
	return map[string]meaning{
		"pressures": {"costs with a name and a date, beside need or services, and business cases with their returns",
			"none"},
		"pressures.*": {"one pressure or business case, with its source, note, owner and quality; give amount, or returns",
			""},
		"pressures.*.from":      {"the first year that has it; before the plan only if rows say what it opens at", "the first after the opening year"},
		"pressures.*.until":     {"the last year that has it", "the last of the plan"},
		"pressures.*.amount":    {"the cost of a year; below zero it is a saving", "none"},
		"pressures.*.grows":     {"whether it stays the same in cash or grows with prices from the year after its first", "in_cash"},
		"pressures.*.recurrent": {"false leaves it out of the underlying position; without until, it is then in its first year only", "true"},
		"pressures.*.returns":   {"what a business case saves", "nothing"},
		"pressures.*.returns.from": {"the first year that has them",
			"the first after the opening year"},
		"pressures.*.returns.until":  {"the last year that has them", "the last of the plan"},
		"pressures.*.returns.amount": {"the saving of a year", "none"},
		"pressures.*.returns.grows":  {"as above", "in_cash"},
	}
}

// savingsMeanings are the meanings of the keys of savings.
func savingsMeanings() map[string]meaning {
	return map[string]meaning{
		"savings":                 {"the savings plan; give planned or amount", "none"},
		"savings.planned":         {"savings planned, as a share of cost", ""},
		"savings.amount":          {"savings planned, as money", ""},
		"savings.delivery":        {"the part of the plan that is delivered", "100%"},
		"savings.recurrent":       {"the part of delivered savings that lasts", "100%"},
		"savings.start_month":     {"the month of the fiscal year in which savings start", "1"},
		"savings.fill":            {"the part of a shortfall that one-off savings fill", "0%"},
		"savings.ambition":        {"lower delivery of ambitious plans", "no effect"},
		"savings.ambition.above":  {"the share of cost above which a plan is ambitious", "0%"},
		"savings.ambition.lowers": {"how much each point of cost above it lowers delivery: 25% means by 25 points", "0%"},
		"savings.required": {
			"what the required savings must reach: the year's balance, or the underlying position too",
			"for_year"},
	}
}

// deficitMeanings are the meanings of the keys of deficits.
func deficitMeanings() map[string]meaning {
	return map[string]meaning{
		"unmet":                {"what happens to need that the money does not cover", "it becomes a deficit"},
		"unmet.share":          {"the part of the pressure that is met by providing less", "0%"},
		"unmet.reserves_first": {"true pays a deficit from debt.reserve first; only the rest is met by providing less. This is the duty of a council", "false"},
		"unmet.carried":        {"the part of the unmet need that is carried into the next year", "0%"},
		"positions":            {"the items between the reported and the underlying position", ""},
		"positions.support":    {"support inside the funding of later years", "the opening support"},
		"positions.technical":  {"items without cash", "none"},
		"support": {
			"how deficit support ends: support inside the funding (opening.support), or an amount on top of it",
			"the support inside the funding stays"},
		"support.amount": {"the amount offered each year on top of funding", "the support inside the funding"},
		"support.adds": {
			"true says that the amount is new money beside the support inside the funding, which stays",
			"false: giving both is refused"},
		"support.withdrawn": {"the part withdrawn by each year: [33.3%, 66.7%, 100%]", "0%"},
		"support.target": {"the position without support that is the condition for it: a surplus is positive",
			"unconditional"},
		"support.from":          {"the body of the system that pays it", "from outside"},
		"risk_reserve":          {"a part of the budget that services cannot use until it is released", "none"},
		"risk_reserve.share":    {"its share of the budget", "0%"},
		"risk_reserve.released": {"the part that may be released against a deficit", "100%"},
		"debt":                  {"how deficits are financed", ""},
		"debt.opening":          {"debt at the end of the opening year", "none"},
		"debt.reserve":          {"money held at the end of the opening year", "none"},
		"debt.interest":         {"interest a year, on the debt at the start of the year", "0%"},
		"debt.surplus":          {"what happens to a surplus", "lapses"},
		"debt.repay":            {"how surpluses repay debt", ""},
		"debt.repay.at_most":    {"the most that is repaid in a year", "no limit"},
		"debt.repay.due":        {"the part of last year's debt that must be repaid, whatever the balance", "none"},
		"debt.loans":            {"debts that each have their own terms", "none"},
		"debt.loans.*":          {"one loan", ""},
		"debt.loans.*.opening":  {"the amount owed at the end of the opening year", "none"},
		"debt.loans.*.interest": {"interest a year", "0%"},
		"debt.loans.*.repaid":   {"the part of the opening amount that is repaid each year", "0%"},
		"debt.equity":           {"a conversion of debt into equity", "none"},
		"debt.equity.share":     {"the share of all debt that is converted; one number", "none"},
		"debt.equity.year":      {"at the end of which year; before the plan if the row equity opens at a figure", "must be there"},
		"debt.equity.charge":    {"a yearly charge on it, from the next year on", "0%"},
	}
}

// systemMeanings are the meanings of the keys of systems of bodies.
func systemMeanings() map[string]meaning {
	return map[string]meaning{
		"bodies": {
			"the bodies of a system, each with the keys of a model; a body may have bodies itself", "one body"},
		"bodies.*": {"one body", ""},
		"file": {"the body's own file, by its path from this file; no other key may be beside it",
			"its keys are written here"},
		"bodies_table": {"bodies from a table, one for each row, added to those of bodies", "none"},
		"bodies_table.csv": {"the table: a column body with names, and columns whose names are the paths of numbers in a body (need.real_growth)",
			"must be there"},
		"bodies_table.defaults": {"keys for all bodies, where the table has no column, or an empty cell", "none"},
		"agreement": {"whose statement counts if the files of two bodies state a transfer differently: nobody's, which is a fault (refused), or that of the payer or the payee",
			"refused"},
		"transfers":   {"money that bodies pay each other", "none"},
		"transfers.*": {"give baseline with its growth, or amount", ""},
		"transfers.*.from": {"the body that pays; write a body within a body as North.Acute trust",
			"outside the system"},
		"transfers.*.to":         {"the body that is paid", "outside the system"},
		"transfers.*.baseline":   {"the amount of the opening year", "none"},
		"transfers.*.amount":     {"the amount itself", ""},
		"transfers.*.uplift":     {"growth of the price", "planned inflation"},
		"transfers.*.efficiency": {"the reduction of the price each year", "0%"},
		"transfers.*.volume":     {"growth of the volume bought", "0%"},
		"transfers.*.at_least":   {"a least growth: so much above the growth of the payer's funding", "none"},
		"pools": {"budgets that bodies share; a pool's opening cost is what its partners put in",
			"none"},
		"pools.*":                    {"one pool", ""},
		"pools.*.real_growth":        {"how its cost grows above inflation", "0%"},
		"pools.*.pass_through":       {"the part of an inflation surprise that reaches its cost", "100%"},
		"pools.*.provider":           {"the body that is paid from it", "outside the system"},
		"pools.*.partners":           {"the bodies that put money in", "must be there"},
		"pools.*.partners.*":         {"one partner", ""},
		"pools.*.partners.*.minimum": {"the amount that it must put in, in the opening year", "none"},
		"pools.*.partners.*.growth":  {"the growth of that amount, in cash", "as its funding grows"},
		"pools.*.partners.*.top_up":  {"the amount that it puts in beyond the minimum", "none"},
		"pools.*.partners.*.share":   {"its share of over- and underspending; shares add up to 100%", "must be there"},
		"spills":                     {"where the unmet need of one body becomes demand at another", "none"},
		"spills.*":                   {"one spill", ""},
		"spills.*.from":              {"the body where need is unmet", "must be there"},
		"spills.*.to":                {"the body where it becomes demand", "must be there"},
		"spills.*.service":           {"the service of that body where it arrives", "all services"},
		"spills.*.elasticity":        {"how much cost each pound of unmet need causes there", "0%"},
		"spills.*.lag":               {"after how many years", "the same year"},
		"mergers":                    {"bodies that become part of others, or whole systems, by the one that ends", "none"},
		"mergers.*":                  {"one merger", ""},
		"mergers.*.into":             {"the body or system that it becomes part of", "must be there"},
		"mergers.*.year":             {"from which year on; in the opening year or before it, it has merged when the plan begins", "must be there"},
		"allocation":                 {"how a system's own funding is divided among its bodies", ""},
		"allocation.pace":            {"the part of the way to the target that each year goes", "shares stay"},
		"allocation.parts":           {"the bodies that get a part", ""},
		"allocation.parts.*":         {"one part", ""},
		"allocation.parts.*.opening": {"the body's amount in the opening year", "must be there"},
		"allocation.parts.*.target":  {"its target share", "its opening share"},
		"transfers.*.marginal":       {"a part that depends on the activity of the body that is paid: a block contract with a marginal rate", "none"},
		"transfers.*.marginal.rate":  {"the part that is paid of its cost of meeting demand above the threshold: 100% is cost and volume", "0%"},
		"transfers.*.marginal.above": {"the threshold", "the amount itself"},
		"pools.*.partners.*.cap":     {"the most that it bears of an overspend; the rest falls to the partners without a limit", "no limit"},
		"pools.*.partners.*.collar":  {"the most that it keeps of an underspend; the rest goes to the partners without a limit", "no limit"},
	}
}

// linkMeanings are the meanings of the keys of formulas and correlations.
func linkMeanings() map[string]meaning {
	return map[string]meaning{
		"rows": {"formulas of the model's own, by name, for tables, conditions and other formulas",
			"none"},
		"rows.*": {"one row", ""},
		"rows.*.formula": {"the formula of its figure in each year after the opening year: 2% × funding",
			"must be there"},
		"rows.*.opening":       {"the formula of its figure in the opening year; alone, what a row of the model opens at, or with _1_ago after its name was a year before that", "0"},
		"rows.*.unit":          {"the unit of its figures", "money"},
		"rows.*.note":          {"a sentence on what it is", ""},
		"correlations":         {"numbers whose ordinary draws depend on each other; a number is in one group only, and all numbers of a group are drawn once, or all each year. Give inputs with r or matrix, or factor with loads", "independent"},
		"correlations.inputs":  {"the names of uncertain numbers, by their paths", ""},
		"correlations.r":       {"for two inputs: the correlation of their normal scores. Ranks and values are correlated less: at 0.5, ranks 0.48, and the values of two lognormal numbers with sigma: 1 0.38. envelope check shows all three for every pair", ""},
		"correlations.matrix":  {"for three or more: a row for each input, [[1, 0.3, 0.1], [0.3, 1, 0.2], [0.1, 0.2, 1]]", ""},
		"correlations.factor":  {"a name for what some inputs have in common", ""},
		"correlations.loads":   {"how strongly the factor moves each input, from -1 to 1: the correlation of two inputs is the product of their loads", ""},
		"correlations.loads.*": {"the load of that input", ""},
		"correlations.copula": {"with t, all numbers are more often far from their medians at the same time than with gaussian",
			"gaussian"},
		"correlations.df":     {"degrees of freedom of copula: t; the fewer, the stronger this effect", ""},
		"correlations.repair": {"true replaces a matrix whose correlations cannot all hold by the nearest that can; envelope check and the manifest show it", "false: a fault"},
	}
}
