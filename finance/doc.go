// Package finance holds the parts of a public-sector envelope and the rules of a year: the money promised (a
// [Settlement]), the need (a [Need], or [Service] by service; [Pressure] by pressure in addition), the deficit there
// already (the [Opening] position), the purpose of new money (an [Earmark]), and who pays if the money is not enough
// ([Support], [RiskReserve], [Debt]). [Project] works out a [Model] to the penny, without chance; package scenario
// draws the uncertain numbers and runs the same rules many times.
//
//	m := &finance.Model{
//		First: 2018, Last: 2023,
//		Funding: finance.Settlement{Baseline: 114.6 * finance.Billion, RealGrowth: []finance.Rate{0.034}},
//		Need:    finance.Need{RealGrowth: []finance.Rate{0.04}},
//		Earmark: finance.Earmark{Share: []finance.Rate{0.05}, Leakage: []finance.Rate{1}},
//	}
//	ledger, err := finance.Project(m)
//	left, ok := ledger.Amount("transformation", 2023)
//
// # Units
//
// Money is an [Amount], a whole number of pence: 114.6 * finance.Billion. A product or quotient of a rule that is money
// is rounded to the penny, half away from zero, as Excel's ROUND does; sums, differences, minima and maxima of money
// are exact. Amounts beyond ±2⁵¹ pence (about £22,500bn) are refused. The currency's sign is for display only.
//
// A [Rate] is a fraction per year: 0.034 is 3.4%. Growth beyond ±100% a year is refused, because it is a percentage
// written as a number. Numbers that are not money (rates, indices, shares) keep 18 decimals.
//
// Everything is in cash. Real terms are a view: the rows with the suffixes [AtPlannedPrices] and [AtOutturnPrices] show
// a row in the prices of one year ([Model.Prices]), and no rule reads them.
//
// # Signs
//
// A position is signed, deficit negative: balance, core position, reported, cash and underlying position. Everything
// else is positive: cost, savings, support, debt. The funding gap is the core position with the opposite sign, so a gap
// is positive. Technical items are positive if they improve the reported position. Savings that cost money, and returns
// that are losses, are negative rates of delivery and return.
//
// # Timing
//
// The opening year is known; the rules run over the years after it. A series holds one value for all of them, or one
// for each.
//
//   - Planned inflation fixes the cash of a settlement in real terms. A surprise never moves the cash; it moves
//     costs, in the year it comes, by the part that is passed through.
//   - Savings lower the cost of the year in which they are delivered. Their recurrent part lowers every later year's
//     too, and grows with demand, because it removed a part of the base; the rest falls away the next year.
//   - New money is this year's funding above its base: the opening year's, or last year's. There is no earmark in the
//     opening year. Deficits divert the earmark in the same year.
//   - Transformation brings returns from Lag years after it is spent, at least one. Whether it works depends on the
//     year in which it is spent.
//   - An earmark that is released only when balanced looks at the core position of its own year.
//   - A plan that is rolled forward ([Model.RollForward]) opens on a year's actual figures; what earlier spending gives
//     back, what new money is measured from, debt, loans, the reserve, a backlog and own rows go with it. Sums that
//     count from the opening year on (cumulative balance, years in debt, inflation that nobody funded, what causes add)
//     begin anew.
//   - Interest is due on the debt at the end of last year. A deficit borrows, and a surplus repays, at the end of the
//     year. Debt begins with Debt.Opening: the opening year's own deficit is not added to it.
//   - The opening year's balance is the opening position plus one-off items ([Opening].OneOffs). The
//     years after it start from the position alone: the core position of the opening year.
//   - Returns of transformation stay the same in cash, or grow with prices from the year after they first come,
//     if [Returns].Grows says so: × (1 + planned)(1 + surprise).
//   - A pressure costs from its first year to its last; without dates from the year after the opening year on, and one
//     that does not recur in its first year only. Costs that began before are in the opening cost.
//   - Before the opening year every row reads as zero.
//
// # The rules of a year
//
//	funding        = as settled, × the surprises made good
//	new money      = funding − base
//	planned        = max(0, share × new money), or a sum
//	net cost       = cost + interest − benefit − savings
//	pressure       = max(0, net cost − (funding − planned))
//	diverted       = min(leakage × planned, max(0, planned − floor), cover × pressure)
//	held back      = planned − diverted, where it is released only when balanced and is not; else nothing
//	transformation = planned − diverted − held back
//	core position  = (funding − planned) − net cost
//	balance        = core position + diverted + held back; in the opening year core position + one-offs
//	underlying     = balance − diverted − held back − support − non-recurrent savings + full-year effect
//	                 + pressures that do not recur
//	debt           = debt last year + borrowing − repayment
//
// If a body may not run a deficit ([Unmet]), it does not provide what it cannot pay for, before any of the earmark is
// diverted:
//
//	unmet need     = share × max(0, cost + interest − benefit − savings − (funding − planned)), taken off net cost;
//	                 where reserves go first ([Unmet].ReservesFirst), less last year's reserve before the maximum
//	backlog        = carried × unmet need last year × growth of demand, added to cost
//
// Who pays for a deficit, in this order, as far as the model has them:
//
//	support        = offered × (1 − withdrawn), if the position without it reaches the target; added to funding
//	released       = min(part × frozen, pressure), of the risk reserve that services do without; added to the balance
//	diverted       as above, of what is left of the pressure
//	drawn          = min(reserve of surpluses kept, what is still missing)
//	borrowing      = the rest
//
// The rest of the risk reserve is a surplus. A surplus first pays the repayments due on debt and loans; then it lapses,
// repays more or is kept. Repayments that it cannot pay are refinanced. At the end of its year a conversion turns a
// share of all debt into equity, whose charge is part of net cost. The underlying position contains neither support nor
// the frozen budget.
//
// [Model.Sheet] lays out the rules as rows of a [sheet.Sheet], with the names of a ledger, a workbook and a scenario
// file: an input has the name of its place in the file ("earmark.leakage"), a row a name of its own ("net_cost"). Rows
// whose name (after a body's) starts with check_ are identities and must be exactly zero; [sheet.Ledger.Breaks] lists
// those that are not.
//
// # To the penny
//
// The following text is enough to work out a body by hand, or in another program, to the last penny; the tests do so
// from this text. A series of one value holds for all years. x' is x a year earlier; a figure that is not given for the
// opening year is zero there.
//
// Rounding is half away from zero. Money is rounded to the penny where a chain of × and ÷ ends in it: money × number ×
// number is rounded once, at the end of the chain. Each product and each quotient of numbers is rounded to 18 decimals
// by itself, from left to right, brackets first: (1+a) × (1+b) × (1+c) is rounded twice before money is multiplied by
// it. A quotient of money by a number inside a chain keeps 18 decimals of a penny. Sums and differences are exact.
//
// The opening year. The funding is its baseline plus the baselines of its grants; without a baseline it is cost +
// position. The cost is the one given, or the sum of the services' baselines. The position is the one given; else the
// position before support + support; else, if funding and cost are given, funding − cost; else zero. A need's cost is
// funding − position. The core settlement opens at funding − grants − council tax. New money, earmark, savings,
// interest and all that follows from them begin in the year after; net cost is cost, and gap, position, balance,
// surplus and the money that a deficit needs follow from it. One-off items are in the balance of this year only.
//
// Prices, with the year's planned inflation p and its surprise s:
//
//	outturn inflation    = (1+p) × (1+s) − 1
//	planned prices       = planned prices' × (1+p), from 1; each vintage likewise
//	outturn prices       = outturn prices' × (1 + outturn inflation), from 1
//	in real terms        = money ÷ prices, in the opening year's prices
//	                     = money × base ÷ prices, in another year's; base is planned prices in that year (of a vintage:
//	                       its own), or 1 ÷ (1 + before) for a year before the plan
//
// Funding. The core and each grant grow from last year's amount without phasing and top-ups:
//
//	stream               = sums of cash, or stream' × (1+g), or above planned inflation stream' × ((1+g) × (1+p))
//	settled              = stream + phasing
//	index of top-ups     = index' × (1 + share × the surprise of Delay years ago), from 1
//	core                 = settled × index; top up = core − settled
//	funding              = core + grants
//
// A council's tax is a stream beside the core and grants; with it the core may be missing:
//
//	tax base             = tax base' × (1 + growth)
//	band D               = band D' × (1 + min(rise, limit)), without a limit (1 + rise)
//	council tax          = band D × tax base, in the opening year too
//	funding              = core + grants + council tax
//
// Demand. Growth of volume is the growth of the need, times the growth of each of its components, in their order; for a
// service it is 1 − productivity, times the growth of each component of its volume. The part t of a surprise reaches
// costs; 100% if not given:
//
//	price                = (1+p) × (1 + t × s); of a service with prices the sum of weight × ((1 + above) × price) over them
//	demand               = demand' × (volume × price), for the need or for each service, which then add up
//	demand as planned    = the same where s is zero; unfunded inflation = demand − demand as planned
//	growth of demand     = demand ÷ demand'
//	savings carried      = (savings carried' + recurrent savings' + full-year effect') × growth of demand
//	backlog              = unmet need' × carried × growth of demand
//	pressure             = amount × prices in its years, else nothing; where it grows with prices, prices = prices' ×
//	                       (1 + outturn inflation) after its first year, from 1, else prices = 1; what a business case
//	                       gives back likewise
//	pressures            = the sum of what all cost; returned = the sum of what they give back; one-off pressures = the
//	                       sum of what those cost that do not recur
//	cost                 = demand − savings carried + backlog + pressures − returned
//
// Causes ([Model].Causes). A need's growth, each of its components, and its price less 1 are growths of the cost of the
// need, in this order; so are of the cost of each service −productivity, the growth of each component, and of each
// price weight × ((1 + above) × price − 1), of a service without prices price − 1. Spills come after components, with
// level ÷ level' − 1. Each belongs to the cause of its name. In the order of the causes each adds, on top of those
// before it:
//
//	of a volume          = cost' × (V × P × growth); V is the product of 1 + growth of the volumes before it, P is 1 +
//	                       the sum of the growths of prices before it; what is not there is left out
//	of a price           = cost' × (V × growth)
//	cost of a cause      = its cost' + what it adds to each cost; of the last its cost' + (demand − demand' − what the
//	                       others add)
//	against need         = the sum of the causes' costs − (gap − opening gap), which is the gap of the opening year
//	left of a cause      = against need, or left of the cause before it, − its cost
//	gap of a cause       = max(0, −left of it) − max(0, −left of the cause before it, or −against need)
//	gap besides causes   = min(gap, opening gap) + max(0, −against need)
//
// Savings. Schemes that start in month n of the year run for k = 13 − n months of it; for k = 12 the factors with k are
// left out:
//
//	planned              = share × cost, or a sum
//	delivery             = delivery as given, all if not said; with an ambition max(min(delivery, 0), delivery − lowers × points),
//	                       where points = max(0, planned ÷ cost − above) × 100: never below zero for that, but a delivery that
//	                       is given below zero stays
//	schemes              = planned × delivery × k ÷ 12
//	shortfall            = max(0, planned × k ÷ 12 − schemes); one-off savings = fill × shortfall
//	savings              = schemes + one-off savings
//	recurrent            = schemes × the part that lasts, all if not said; non-recurrent = savings − recurrent
//	full-year effect     = recurrent × (12 − k) ÷ k, of the next year
//	savings cliff        = non-recurrent'
//
// The earmark. New money is measured from the base, which opens at the opening funding or at MeasuredFrom:
//
//	base                 = base'; of PreviousYear funding'; of AboveInflation base' × (1+p), rounded in each year
//	new money            = funding − base
//	planned              = max(0, share × new money), or a sum
//	diverted             = min(leakage × planned, max(0, planned − floor), cover × (pressure − released)); where it was
//	                       recorded min(planned, recorded)
//	held back            = planned − diverted, where core position + released is below zero
//	transformation       = planned − diverted − held back
//	share of its base    = baseline ÷ opening funding, for all years
//	base growth          = that share × new money; above base growth = transformation − base growth
//	working              = transformation × success
//	matured              = the sum of working from Lag years ago back to Lag + Ramp − 1 years ago, ÷ Ramp
//	benefit of the plan  = benefit of the plan' × (1 − fade) + per pound × matured; where it grows with prices
//	                       benefit of the plan' × (1 − fade) × (1 + outturn inflation) + per pound × matured
//	benefit              = benefit of the plan + before
//
// Several earmarks are worked out by the same lines, each under its own name ("earmarks.digital.planned"). New money is
// the model's, above the opening funding; one that says another base, or that it is measured from elsewhere, has its
// own. Deficits take the first one first: what those before it divert and hold back is taken off pressure − released,
// down to zero, and added to the position that decides what is held back. Planned, diverted, held back, transformation
// and benefit of the model are their sums.
//
//	left of fund         = transformation + balance, where there is an earmark
//	survival             = transformation ÷ planned, or ÷ a penny where less is planned
//
// Who pays. Support without an amount is that inside the funding: inside is then the opening support, taken out of the
// funding after the opening year, and the amount is the same; else inside is zero. What is not given does without the
// support, and so does the target:
//
//	charges              = interest + charge on equity
//	needed               = cost + charges − benefit − savings
//	short                = needed − (funding − planned − inside)
//	reserve margin       = reserve' − short, where reserves go first
//	unmet need           = max(0, short) × share; where reserves go first max(0, −reserve margin) × share
//	unmet share          = unmet need ÷ cost
//	reserves last        = reserves last' where the reserve margin is not below zero, else 0; from 1
//	years reserves last  = years reserves last' + reserves last
//	net cost             = needed − unmet need
//	support paid         = amount × (1 − withdrawn), where funding − planned − inside − net cost is not below the target;
//	                       else nothing
//	available            = funding − planned − inside + support paid
//	gap                  = net cost − available; core position = −gap; pressure = max(0, gap)
//	frozen               = min(share × funding, cost): no more than services cost
//	released             = min(part × frozen, pressure), all of it if not said; unreleased = frozen − released
//	balance              = core position + released + diverted + held back; in the opening year core position + one-offs
//	surplus              = max(0, balance) + unreleased; what a deficit needs = max(0, −balance)
//	cumulative balance   = cumulative balance' + balance
//	savings required     = max(0, cost + charges − benefit − available), of the year; of the underlying position the same
//	                       with support added and one-off pressures taken off before the maximum; shares of cost
//
// Positions. The opening support stays inside funding in all years unless later support is given:
//
//	support              = support inside funding − inside + support paid
//	cash position        = balance + unreleased; reported = cash position + technical items
//	underlying           = core position − support − non-recurrent savings + one-off pressures + full-year effect
//
// Debt. The repayment due on a loan is a part of its opening sum, until nothing is owed; ordinary debt is debt that is
// not in loans. q is the share that is converted in the year of the conversion, and zero in other years:
//
//	interest             = the sum of rate × owed' over loans and ordinary debt, each rounded
//	charge on equity     = equity' × rate
//	due                  = min(loan', part × opening sum) of each loan, and part × ordinary debt'
//	most repaid          = ordinary debt' + what is due of loans; with AtMost no more than the larger of it and all that is due
//	repayment            = min(surplus, most repaid) where a surplus repays; else min(surplus, due)
//	kept                 = surplus − repayment where it is kept, else nothing; lapsed = surplus − repayment − kept
//	refinanced           = max(0, due − repayment); debt service = charges + due
//	drawn                = min(reserve', what a deficit needs); borrowing = what a deficit needs − drawn
//	reserve              = reserve' + kept − drawn
//	loan                 = loan' − due − q × (loan' − due)
//	converted            = q × (what is due of loans + ordinary debt' + borrowing − repayment), and of each loan as above
//	debt                 = debt' + borrowing − repayment − converted; equity = equity' + converted
//	years in debt        = years in debt' + 1 where debt is above zero
//
// # Systems
//
// A model with Bodies is a system. Each body is a model, worked out by the same rules under its name ("bodies.Acute
// trust.balance"), and may be a system itself; the system's own rows are their sums. Whatever moves between bodies
// belongs to the system: a [Transfer], a [Pool] that several share, the [Allocation] of the system's envelope, unmet
// need that moves to another body (a [Spill]), a [Merger].
//
//	budget         = funding + income − paid on; it takes the place of funding in the rules above
//	transfer       = last year × (1 + uplift) × (1 − efficiency) × (1 + volume), or as fast as the payer's funding if that is more
//	                 + rate × (the payee's demand above the block, or above a level), where activity beyond it is paid for
//	overspend      = what a pool costs − what the partners put in; each bears its share: of no more than its cap, of no less than
//	                 its collar below zero; those without either bear what the others leave by their shares
//	level          = 1 + elasticity × unmet share, some years ago; it moves the volume of what the need spills into
//	handed over    = the position of a body that has merged, which the other bears
//	causes         = what a cause costs, and its part of the gap, of all bodies that name it
//	merged systems = each line of the one that goes on is that of its own bodies + that of the one that has merged
//
// A payment between bodies is income of one and spending of the other, and nets to zero in a check row. Further rows
// show what the net hides: how many bodies are in deficit, the lowest balance of any body, and how much surplus would
// have to move between them.
//
// # Formulas
//
// A model's [Row] adds a row, or replaces one of its numbers, by a formula. The formula is written in the words that a
// ledger uses to explain itself:
//
//	m.Rows = append(m.Rows, finance.Row{Name: "contingency", Formula: "0.5% × funding", Unit: sheet.Money})
//
// If several numbers share one figure, put it in an [Assumption] that formulas read.
//
// # Adding a rule
//
// A model's [Rule] adds rows that read any other by name; nothing more is needed for it to be ordered, checked,
// projected and explained:
//
//	m.Rules = append(m.Rules, func(s *sheet.Sheet) {
//		s.Add(sheet.Row{
//			Name: "contingency", Unit: sheet.Money, Note: "half a percent of funding, held back",
//			Formula: sheet.Ref("funding").Times(sheet.Num(0.005)),
//		})
//	})
//
// A rule of the library itself is one file here, with the noun and its fields, a function that adds its rows, a line in
// bodyRules (model.go), or in systemRules (system.go) where it moves money between bodies, its text above, and its rows
// in a workbook of testdata/workbook: tests check that every field is used in a workbook, and break every term of every
// formula there to check that a figure or a check row changes. Money that it adds to a year or takes from it must be in
// conservation.go too.
//
// # Errors
//
// [Model.Validate] lists every fault at once, each with its place and with what would be right. The error of [Project]
// is the same [Faults]; [sheet.Errors] if the rows of an importer's rule do not fit; and a [sheet.CellError] if a
// figure cannot be worked out. Tell errors apart by their types and kinds, never by their words: [fault] says how.
package finance
