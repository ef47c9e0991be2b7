package file

import (
	"maps"
	"strings"
)

// A meaning is what a key means to the people who write files, and what holds if it is left out: empty where that needs
// no word.
type meaning struct{ says, otherwise string }

// mean tells every key below a key what it means; a body's keys mean what a model's do.
func (k *key) mean(path string, all map[string]meaning) {
	for _, b := range k.keys {
		below := join(path, b.name)
		b.meaning = all[strings.TrimPrefix(below, "bodies.*.")]
		b.mean(below, all)
	}
}

// meanings are those of all keys that stand at a place of their own. The reference and the schema are written from
// them.
func meanings() map[string]meaning {
	all := map[string]meaning{}
	for _, part := range []func() map[string]meaning{
		frameMeanings,
		fundingMeanings,
		needMeanings,
		pressureMeanings,
		earmarkMeanings,
		deficitMeanings,
		systemMeanings,
		linkMeanings,
	} {
		maps.Copy(all, part())
	}
	return all
}

// frameMeanings are those of what stands round the numbers, and scenarios.
func frameMeanings() map[string]meaning {
	return map[string]meaning{
		"schema":      {"the version of the format: 2. Files of 1 are still read, and envelope migrate writes them anew", "must be there"},
		"name":        {"what the file is about", ""},
		"body":        {"whose envelope it is", ""},
		"currency":    {"a sign such as £ or €, or a code such as GBP", "£"},
		"first_month": {"the month in which fiscal years start: 1 to 12, or its name", "April"},
		"years":       {"the opening year and the last: 2018/19 to 2023/24", "must be there"},
		"real_terms":  {"rows to show in real terms too, at planned and at actual prices", "none"},
		"lines":       {"rows to report, by their names on the sheet (net_cost) or in words (Acute trust: balance); * is any one name", "the main ones"},
		"not_modelled": {"what the model leaves out, for those who read its results; may be an empty list",
			"must be there"},
		"ranges": {"whose figures are usual, so that what is beyond them is warned of: English NHS",
			"nobody's"},
		"accepted":       {"warnings that are answered, each by its ID with the reason: {twice savings.planned: Two programmes}", "none"},
		"accepted.*":     {"why it is as it is", ""},
		"run":            {"how to run the file", ""},
		"run.paths":      {"how many futures", "100,000"},
		"run.seed":       {"which draws: the same seed gives the same figures", "0"},
		"baseline":       {"the name of the file's own numbers", "baseline"},
		"changes":        {"sets of numbers by name, each number by its path: {four percent: {funding.real_growth: 4%}}", "none"},
		"scenarios":      {"lists of changes, by name", "one for each change"},
		"scenarios.*":    {"the changes that make the scenario, in order", ""},
		"compare":        {"which scenarios are set against each other", "each against the baseline"},
		"compare.of":     {"a scenario", "must be there"},
		"compare.versus": {"the scenario that it is compared with", "must be there"},
	}
}

// fundingMeanings are those of inflation and funding.
func fundingMeanings() map[string]meaning {
	return map[string]meaning{
		"assumptions":   {"numbers that several places share, by name: {pay award: {p10: 2%, p90: 4%}}. A place takes one as {assumption: pay award}, and if need be times a number and plus another", "none"},
		"assumptions.*": {"the number; money where its text says so, else a rate", ""},
		"deflator":      {"general inflation", ""},
		"deflator.planned": {"inflation as planned, which fixes the cash of a settlement in real terms",
			"0%"},
		"deflator.surprise":   {"inflation above plan, which moves costs", "0%"},
		"deflator.vintages":   {"inflation as it was known at other times; real_terms rows are shown at each of them too", "none"},
		"deflator.vintages.*": {"its rates", ""},
		"funding": {"the settlement; give exactly one of real_growth, cash_growth and cash",
			"what bodies pay"},
		"funding.baseline":     {"the cash of the opening year", "opening cost plus position"},
		"funding.real_growth":  {"growth above planned inflation", ""},
		"funding.cash_growth":  {"growth in cash", ""},
		"funding.cash":         {"the cash itself", ""},
		"funding.top_up":       {"money that makes good an inflation surprise", "the cash is fixed"},
		"funding.top_up.share": {"the part of the surprise that is made good", "0%"},
		"funding.top_up.delay": {"how many years after it", "the same year"},
		"funding.phasing": {"cash moved between years: what each gets more, or less; adds up to zero",
			"none"},
		"funding.grants":               {"other streams beside the core; new money counts them", "none"},
		"funding.grants.*":             {"give exactly one of real_growth, cash_growth and cash", ""},
		"funding.grants.*.baseline":    {"the cash of the opening year", "none"},
		"funding.grants.*.real_growth": {"growth above planned inflation", ""},
		"funding.grants.*.cash_growth": {"growth in cash", ""},
		"funding.grants.*.cash":        {"the cash itself", ""},
		"funding.council_tax": {"what a council raises itself, a stream beside the core, which may then be left out",
			"none"},
		"funding.council_tax.base": {"dwellings in the opening year, as if all were in band D, after what is not collected",
			"must be there"},
		"funding.council_tax.growth": {"how the base grows", "0%"},
		"funding.council_tax.band_d": {"the yearly tax of a dwelling in band D, in the opening year", "must be there"},
		"funding.council_tax.rise":   {"by how much the council means to raise it", "0%"},
		"funding.council_tax.limit":  {"the most that it may without a referendum", "no limit"},
	}
}

// needMeanings are those of the opening year and need.
func needMeanings() map[string]meaning {
	return map[string]meaning{
		"opening": {
			"where the plan starts: give two of cost, position and funding.baseline, and the third follows", ""},
		"opening.position": {"the recurrent position of the opening year; a deficit is negative",
			"follows"},
		"opening.cost":           {"the recurrent cost of the opening year", "follows"},
		"opening.support":        {"deficit support inside the funding of that year", "none"},
		"opening.before_support": {"the position before that support. Beside position and support it says that the support is in the position", "follows"},
		"opening.one_offs":       {"what the position reported for that year had besides and no later year has: one-off savings, accounting items, support on top of funding. The opening year's balance has them; nothing later starts from them", "none"},
		"need":                   {"one need from the top down", ""},
		"need.real_growth":       {"how its cost grows above inflation", "0%"},
		"need.includes":          {"what that growth includes, for the reader: productivity, pay …", ""},
		"need.components":        {"further sources of growth, by name, multiplied with it", "none"},
		"need.components.*": {"its growth; or what follows from a population and its cost_per_head",
			"0%"},
		"need.components.*.population":      {"a projection by age: England is the ONS 2022-based one, or a table of your own", ""},
		"need.components.*.population.csv":  {"a table beside the file: a column year, one for each band of age (0-4 … 85+), total if you like, and area where it has several", ""},
		"need.components.*.population.area": {"which area of the table", "the table has one"},
		"need.components.*.cost_per_head": {"what a person costs in a year, from each age on: {0: £1200, 65: £4000}",
			""},
		"need.components.*.cost_per_head.*": {"the cost from that age on; only the shape of the costs counts", ""},
		"need.pass_through":                 {"the part of an inflation surprise that reaches costs", "100%"},
		"services":                          {"needs from the bottom up", ""},
		"services.*":                        {"one service", ""},
		"services.*.baseline":               {"its cost in the opening year", "must be there"},
		"services.*.volume":                 {"how much more of it is needed, by cause; causes multiply", "0%"},
		"services.*.volume.*": {"its growth; or what follows from a population and its cost_per_head",
			"0%"},
		"services.*.volume.*.population":      {"a projection by age: England is the ONS 2022-based one, or a table of your own", ""},
		"services.*.volume.*.population.csv":  {"a table beside the file, as for a need", ""},
		"services.*.volume.*.population.area": {"which area of the table", "the table has one"},
		"services.*.volume.*.cost_per_head":   {"what a person costs in a year, from each age on", ""},
		"services.*.volume.*.cost_per_head.*": {"the cost from that age on; only the shape of the costs counts", ""},
		"services.*.prices":                   {"what it buys: pay, drugs …", "inflation"},
		"services.*.prices.*":                 {"one price", ""},
		"services.*.prices.*.weight":          {"its share of the service's cost, one number for all years; shares add up to 100%", "must be there"},
		"services.*.prices.*.above_deflator":  {"how it grows above planned inflation", "0%"},
		"services.*.prices.*.pass_through":    {"the part of an inflation surprise that reaches it", "100%"},
		"services.*.productivity":             {"how much less the same volume costs than the year before", "0%"},
	}
}

// pressureMeanings are those of named pressures and business cases.
func pressureMeanings() map[string]meaning {
	return map[string]meaning{
		"pressures": {"costs with a name and a date, beside need or services, and business cases with their returns",
			"none"},
		"pressures.*": {"one of them, with its source, note, owner and quality; give amount, or returns",
			""},
		"pressures.*.from":      {"the first year that has it", "the first after the opening year"},
		"pressures.*.until":     {"the last year that has it", "the last of the plan"},
		"pressures.*.amount":    {"what a year costs; below zero it is money saved", "none"},
		"pressures.*.grows":     {"whether it stays the same in cash or grows with prices from the year after its first", "in_cash"},
		"pressures.*.recurrent": {"false leaves it out of the underlying position, and without until it is in its first year alone", "true"},
		"pressures.*.returns":   {"what a business case gives back", "nothing"},
		"pressures.*.returns.from": {"the first year that has them",
			"the first after the opening year"},
		"pressures.*.returns.until":  {"the last year that has them", "the last of the plan"},
		"pressures.*.returns.amount": {"what a year saves", "none"},
		"pressures.*.returns.grows":  {"as above", "in_cash"},
	}
}

// earmarkMeanings are those of savings and the earmark.
func earmarkMeanings() map[string]meaning {
	return map[string]meaning{
		"savings":                 {"the savings plan; give planned or amount", "none"},
		"savings.planned":         {"savings planned, as a share of cost", ""},
		"savings.amount":          {"savings planned, as money", ""},
		"savings.delivery":        {"the part of the plan that is delivered", "100%"},
		"savings.recurrent":       {"the part of what is delivered that lasts", "100%"},
		"savings.start_month":     {"the month of the fiscal year in which savings start", "1"},
		"savings.fill":            {"the part of a shortfall that one-off savings fill", "0%"},
		"savings.ambition":        {"how plans beyond the usual are delivered less", "no effect"},
		"savings.ambition.above":  {"the share of cost above which a plan is ambitious", "0%"},
		"savings.ambition.lowers": {"how far each point of cost above it lowers delivery: 25% is by 25 points", "0%"},
		"savings.required": {
			"what the required savings are worked out for: the year's balance, or the underlying position too",
			"for_year"},
		"earmark":        {"new money set aside for transformation; give share or amount", "none"},
		"earmark.share":  {"a share of new money", ""},
		"earmark.amount": {"a sum", ""},
		"earmark.base": {"what new money is counted from: the opening year, the year before, or inflation",
			"opening_year"},
		"earmark.leakage": {"the part that deficits may take: 0% is a ring-fence, 100% is deficits first",
			"0%"},
		"earmark.cover":   {"the part of a deficit that it may pay for", "100%"},
		"earmark.floor":   {"money that deficits may not touch", "none"},
		"earmark.release": {"only_when_balanced holds all of it back in a year with a deficit", "always"},
		"earmark.baseline": {
			"spending in the opening year on what it is for, to tell a shift of money from growth", "none"},
		"earmark.measured_from": {"an earlier year's funding, from which new money is counted",
			"the opening year's"},
		"earmark.returns":           {"what the money spent saves later", "nothing"},
		"earmark.returns.per_pound": {"savings a year for each pound spent", "none"},
		"earmark.returns.lag":       {"after how many years they start", "1"},
		"earmark.returns.ramp":      {"over how many years they are phased in", "1"},
		"earmark.returns.fade":      {"the part that is lost each year", "0%"},
		"earmark.returns.grows":     {"whether they stay the same in cash or grow with prices (planned inflation and the surprise), from the year after they first come. Recurrent savings grow with demand either way", "must be there; in_cash in files of version 1"},
		"earmark.returns.success":   {"the part that works, by year of spending: bernoulli with each_year makes whole programme years fail", "100%"},
		"earmark.returns.before":    {"what spending before the plan saves, in the cash of each year", "none"},
	}
}

// deficitMeanings are those of what deficits do.
func deficitMeanings() map[string]meaning {
	return map[string]meaning{
		"unmet":                {"what becomes of need that the money does not reach", "it becomes a deficit"},
		"unmet.share":          {"the part of the pressure that is met by giving less", "0%"},
		"unmet.reserves_first": {"true pays a deficit from debt.reserve as long as there is any; only what it does not reach is met by giving less: the duty of a council", "false"},
		"unmet.carried":        {"the part of that which is carried into the next year", "0%"},
		"positions":            {"what stands between the reported and the underlying position", ""},
		"positions.support":    {"support inside the funding of later years", "the opening support"},
		"positions.technical":  {"items without cash", "none"},
		"support": {
			"how deficit support ends: that inside the funding (opening.support), or an amount on top of it",
			"what is inside the funding stays"},
		"support.amount": {"what is offered each year on top of funding", "that inside the funding"},
		"support.adds": {
			"true says that the amount is new money beside the support inside the funding, which stays",
			"false: giving both is refused"},
		"support.withdrawn": {"the part withdrawn by then: [33.3%, 66.7%, 100%]", "0%"},
		"support.target": {"the position without support on which it depends: a surplus is positive",
			"unconditional"},
		"support.from":          {"the body of the system that pays it", "from outside"},
		"risk_reserve":          {"budget that services do without until it is released", "none"},
		"risk_reserve.share":    {"its share of the budget", "0%"},
		"risk_reserve.released": {"the part that may be released against a deficit", "100%"},
		"debt":                  {"how deficits are paid for", ""},
		"debt.opening":          {"debt at the end of the opening year", "none"},
		"debt.reserve":          {"money held at the end of the opening year", "none"},
		"debt.interest":         {"interest a year, on the debt at the start of the year", "0%"},
		"debt.surplus":          {"what a surplus does", "lapses"},
		"debt.repay":            {"how surpluses repay debt", ""},
		"debt.repay.at_most":    {"the most that is repaid in a year", "no limit"},
		"debt.repay.due":        {"the part of last year's debt that is due whatever the balance", "none"},
		"debt.loans":            {"debt with terms of its own", "none"},
		"debt.loans.*":          {"one loan", ""},
		"debt.loans.*.opening":  {"its sum at the end of the opening year", "none"},
		"debt.loans.*.interest": {"interest a year", "0%"},
		"debt.loans.*.repaid":   {"what is repaid a year, of the opening sum", "0%"},
		"debt.equity":           {"a conversion of debt into equity", "none"},
		"debt.equity.share":     {"the share of all debt that is converted, one number", "none"},
		"debt.equity.year":      {"at the end of which year", "must be there"},
		"debt.equity.charge":    {"a yearly charge on it, from the next year on", "0%"},
	}
}

// systemMeanings are those of systems of bodies.
func systemMeanings() map[string]meaning {
	return map[string]meaning{
		"bodies": {
			"the bodies of a system, each with the keys of a model; a body may have bodies itself", "one body"},
		"bodies.*": {"one body", ""},
		"file": {"the body's own file, by its path from this one; nothing stands beside it",
			"its keys stand here"},
		"bodies_table": {"bodies from a table, one a row, beside those of bodies", "none"},
		"bodies_table.csv": {"the table: a column body with names, and columns named by the place of a number in a body (need.real_growth)",
			"must be there"},
		"bodies_table.defaults": {"the keys of a body, for what the table has no column for, or an empty cell", "none"},
		"agreement": {"whose word counts where the files of two bodies state a transfer differently: nobody's, which is a fault, or that of the body that pays or is paid",
			"refused"},
		"transfers":   {"money that bodies pay each other", "none"},
		"transfers.*": {"give baseline with its growth, or amount", ""},
		"transfers.*.from": {"the body that pays; a body of a body is North.Acute trust",
			"outside the system"},
		"transfers.*.to":         {"the body that is paid", "outside the system"},
		"transfers.*.baseline":   {"the amount of the opening year", "none"},
		"transfers.*.amount":     {"the amount itself", ""},
		"transfers.*.uplift":     {"growth of the price", "planned inflation"},
		"transfers.*.efficiency": {"what is taken off the price each year", "0%"},
		"transfers.*.volume":     {"growth of what is bought", "0%"},
		"transfers.*.at_least":   {"growth above that of the payer's funding below which it does not fall", "none"},
		"pools": {"budgets that bodies share; the cost of one opens at what its partners put in",
			"none"},
		"pools.*":                    {"one pool", ""},
		"pools.*.real_growth":        {"how its cost grows above inflation", "0%"},
		"pools.*.pass_through":       {"the part of an inflation surprise that reaches its cost", "100%"},
		"pools.*.provider":           {"the body that is paid from it", "outside the system"},
		"pools.*.partners":           {"the bodies that put money in", "must be there"},
		"pools.*.partners.*":         {"one partner", ""},
		"pools.*.partners.*.minimum": {"what it must put in, in the opening year", "none"},
		"pools.*.partners.*.growth":  {"how that grows, in cash", "as its funding grows"},
		"pools.*.partners.*.top_up":  {"what it puts in beyond the minimum", "none"},
		"pools.*.partners.*.share":   {"its share of over- and underspending; shares add up to 100%", "must be there"},
		"spills":                     {"where the unmet need of one body becomes demand at another", "none"},
		"spills.*":                   {"one spill", ""},
		"spills.*.from":              {"the body where need is unmet", "must be there"},
		"spills.*.to":                {"the body where it becomes demand", "must be there"},
		"spills.*.service":           {"the service of that body which it reaches", "all services"},
		"spills.*.elasticity":        {"how much cost each pound of unmet need makes there", "0%"},
		"spills.*.lag":               {"after how many years", "the same year"},
		"mergers":                    {"bodies that become part of others, by the body that ends", "none"},
		"mergers.*":                  {"one merger", ""},
		"mergers.*.into":             {"the body that it becomes part of", "must be there"},
		"mergers.*.year":             {"from which year on", "must be there"},
		"allocation":                 {"how a system's own funding is divided among its bodies", ""},
		"allocation.pace":            {"the part of the way to the target that is gone in a year", "shares stay"},
		"allocation.parts":           {"the bodies that have a part", ""},
		"allocation.parts.*":         {"one part", ""},
		"allocation.parts.*.opening": {"what the body has in the opening year", "must be there"},
		"allocation.parts.*.target":  {"its target share", "its opening share"},
		"transfers.*.marginal":       {"a part that follows what the body that is paid does: a block contract with a marginal rate", "none"},
		"transfers.*.marginal.rate":  {"the part of its cost of meeting demand above the threshold that is paid: 100% is cost and volume", "0%"},
		"transfers.*.marginal.above": {"the threshold", "the amount itself"},
		"pools.*.partners.*.cap":     {"the most that it bears of an overspend; the rest falls to the partners without a limit", "no limit"},
		"pools.*.partners.*.collar":  {"the most that it keeps of an underspend; the rest goes to the partners without a limit", "no limit"},
	}
}

// linkMeanings are those of formulas and correlations.
func linkMeanings() map[string]meaning {
	return map[string]meaning{
		"rows": {"formulas of the model's own, by name, for tables, conditions and other formulas",
			"none"},
		"rows.*": {"one row", ""},
		"rows.*.formula": {"what gives its figure in each year after the opening year: 2% × funding",
			"must be there"},
		"rows.*.opening":       {"what gives that of the opening year", "0"},
		"rows.*.unit":          {"what its figures are", "money"},
		"rows.*.note":          {"what it is, in a sentence", ""},
		"correlations":         {"numbers whose ordinary draws depend on each other; a number is in one group, and those of a group are all drawn once or all each year. Give inputs with r or matrix, or factor with loads", "independent"},
		"correlations.inputs":  {"the names of uncertain numbers, by their paths", ""},
		"correlations.r":       {"for two inputs: the correlation of their normal scores. Ranks and values are correlated less: at 0.5, ranks 0.48, and the values of two lognormal numbers with sigma: 1 0.38. envelope check shows all three for every pair", ""},
		"correlations.matrix":  {"for three or more: a row for each input, [[1, 0.3, 0.1], [0.3, 1, 0.2], [0.1, 0.2, 1]]", ""},
		"correlations.factor":  {"a name for what some inputs have in common", ""},
		"correlations.loads":   {"how much of the factor is in each input, from -1 to 1: the correlation of two is the product of their loads", ""},
		"correlations.loads.*": {"the load of that input", ""},
		"correlations.copula": {"t makes it likelier than gaussian that all are far from their medians at once",
			"gaussian"},
		"correlations.df":     {"degrees of freedom of copula: t; the fewer, the more so", ""},
		"correlations.repair": {"true takes the nearest matrix in place of one that no numbers can have; envelope check and the manifest show it", "false: a fault"},
	}
}
