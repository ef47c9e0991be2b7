package finance_test

import (
	"maps"
	"slices"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"pgregory.net/rapid"
)

// A drawer draws parts of a random model that is sound. Every structural choice of the library can come up: each way to
// give funding, opening, need, savings, earmark and surplus, series of one value or of one a year, and parts left out.
type drawer struct {
	t     *rapid.T
	years int
	size  finance.Amount // the order of the envelope
}

// drawModel draws a model whose envelope opens at £1m up to the given size.
func drawModel(t *rapid.T, largest finance.Amount) *finance.Model {
	d := &drawer{t: t, years: rapid.IntRange(1, 7).Draw(t, "years")}
	return d.model(largest, finance.Year(rapid.IntRange(1999, 2030).Draw(t, "first")))
}

// model draws a model whose years begin with the given one.
func (d *drawer) model(largest finance.Amount, first finance.Year) *finance.Model {
	t := d.t
	d.size = finance.Amount(rapid.Int64Range(finance.Million, int64(largest)).Draw(t, "size"))
	m := &finance.Model{
		Name:       "drawn",
		First:      first,
		Last:       first + finance.Year(d.years),
		FirstMonth: time.Month(rapid.IntRange(0, 12).Draw(t, "first month")),
		Deflator: finance.Deflator{Planned: d.rates("planned", -0.03, 0.08), Surprise: d.rates("surprise", -0.04, 0.06),
			Vintages: d.vintages()},
		Savings: d.savings(),
		Positions: finance.Positions{Support: d.sums("support", 0, 0.05),
			Technical: d.sums("technical", -0.03, 0.03)},
		Support:     d.support(),
		Debt:        d.debt(first),
		RiskReserve: d.riskReserve(),
		RealTerms: rapid.SliceOfN(rapid.SampledFrom([]string{"funding", "cost", "balance", "underlying_position"}), 0,
			3).Draw(t, "real terms"),
	}
	d.priceYear(m)
	m.Earmark, m.Earmarks = d.earmarks()
	d.demand(m)
	d.funding(m)
	d.withdrawal(m)
	m.Causes = d.causes(m)
	m.Pressures = d.pressures(first)
	if d.maybe("rule") {
		m.Rules = []finance.Rule{bonus}
	}
	return m
}

// drawBody draws a model that has no importer's rules, and may leave need unmet.
func drawBody(t *rapid.T, largest finance.Amount) *finance.Model {
	m := drawModel(t, largest)
	m.Rules = nil
	d := &drawer{t: t, years: int(m.Last - m.First)}
	d.unmet(m)
	if d.years > 1 { // for a formula that reads two years back
		m.Rows = d.rows()
	}
	d.shared(m)
	d.earmarkByFormula(m)
	if len(m.RiskReserve.Share) > 0 && d.maybe("more frozen than services cost") {
		m.RiskReserve.Share = d.given("frozen", 0.9, 1)
	}
	return m
}

// drawSupported draws a system of two or three bodies, each of which can pay the support of those after it.
func drawSupported(t *rapid.T, largest finance.Amount) *finance.Model {
	d := &drawer{t: t, years: rapid.IntRange(1, 5).Draw(t, "years")}
	s := &finance.Model{First: 2024, Last: 2024 + finance.Year(d.years),
		Deflator: finance.Deflator{Planned: d.rates("planned", -0.03, 0.08),
			Surprise: d.rates("surprise", -0.04, 0.06)}}
	payers := []string{""}
	for _, name := range []string{"Commissioner", "Acute", "Community"}[:rapid.IntRange(2, 3).Draw(t, "bodies")] {
		b := *d.model(largest, s.First)
		b.Name, b.First, b.Last, b.FirstMonth, b.Deflator, b.RealTerms = name, 0, 0, 0, finance.Deflator{}, nil
		b.Prices = 0
		if len(b.Support.Amount) > 0 {
			b.Support.From = rapid.SampledFrom(payers).Draw(t, "from")
		}
		s.Bodies, payers = append(s.Bodies, b), append(payers, name)
	}
	s.Transfers = []finance.Transfer{{Name: "contract", From: "Commissioner", To: "Acute",
		Amount: []finance.Amount{d.part("contract", 0, 0.3)}}}
	return s
}

func (d *drawer) maybe(what string) bool { return rapid.Bool().Draw(d.t, what) }

// rate is short as people write it, in hundredths of a percent, or any float64.
func (d *drawer) rate(what string, low, high float64) finance.Rate {
	if d.maybe("written") {
		return finance.Rate(float64(rapid.IntRange(int(low*10_000), int(high*10_000)).Draw(d.t, what)) / 10_000)
	}
	return finance.Rate(rapid.Float64Range(low, high).Draw(d.t, what))
}

// rates is no value, one, or one a year.
func (d *drawer) rates(what string, low, high float64) []finance.Rate {
	n := rapid.SampledFrom([]int{0, 1, d.years}).Draw(d.t, what+" values")
	return d.series(what, n, low, high)
}

// given is one value or one a year.
func (d *drawer) given(what string, low, high float64) []finance.Rate {
	n := rapid.SampledFrom([]int{1, d.years}).Draw(d.t, what+" values")
	return d.series(what, n, low, high)
}

func (d *drawer) series(what string, n int, low, high float64) (rates []finance.Rate) {
	for range n {
		rates = append(rates, d.rate(what, low, high))
	}
	return rates
}

// part is a sum between two shares of the envelope.
func (d *drawer) part(what string, low, high float64) finance.Amount {
	at := func(share float64) int64 { return int64(share * float64(d.size)) }
	return finance.Amount(rapid.Int64Range(at(low), at(high)).Draw(d.t, what))
}

func (d *drawer) sums(what string, low, high float64) (sums []finance.Amount) {
	for range rapid.SampledFrom([]int{0, 1, d.years}).Draw(d.t, what+" values") {
		sums = append(sums, d.part(what, low, high))
	}
	return sums
}

func (d *drawer) components(what string, names ...string) (components []finance.Component) {
	for _, name := range names {
		if d.maybe(what + name) {
			components = append(components, finance.Component{Name: name, Growth: d.rates(name, -0.03, 0.05)})
		}
	}
	return components
}

func (d *drawer) support() (s finance.Support) {
	if d.maybe("support on top") {
		s.Adds = true // beside what may be inside the funding
		s.Amount = []finance.Amount{d.part("support on top", 0, 0.05)}
		s.Withdrawn = d.rates("withdrawn", 0, 1)
		s.Target = d.sums("target", -0.1, 0.05)
	}
	return s
}

// withdrawal makes the support inside the funding one that is withdrawn or has a target, in some of the models that
// have no support on top.
func (d *drawer) withdrawal(m *finance.Model) {
	if m.Opening.Support == 0 || len(m.Support.Amount) > 0 || !d.maybe("support inside is withdrawn") {
		return
	}
	m.Positions.Support = nil
	m.Support.Withdrawn, m.Support.Target = d.given("withdrawn", 0, 1), d.sums("target", -0.1, 0.05)
}

// debt draws how debt bears interest, is repaid and converted.
func (d *drawer) debt(first finance.Year) finance.Debt {
	all := []finance.SurplusUse{finance.Lapses, finance.Repays, finance.Kept}
	debt := finance.Debt{Opening: d.part("debt", 0, 0.1), Reserve: d.part("reserve", 0, 0.02),
		Interest: d.rates("interest", 0, 0.06), Surplus: rapid.SampledFrom(all).Draw(d.t, "surplus")}
	if d.maybe("due") {
		debt.Repay.Due = d.given("due", 0, 1)
	}
	if debt.Surplus == finance.Repays {
		debt.Repay.AtMost = d.sums("at most", 0, 0.05)
	}
	for _, name := range []string{"normal", "special measures"}[:rapid.IntRange(0, 2).Draw(d.t, "loans")] {
		debt.Loans = append(debt.Loans, finance.Loan{Name: name, Opening: 1 + d.part(name, 0, 0.1),
			Interest: d.rates("interest", 0, 0.06), Repaid: d.rates("repaid", 0, 1)})
	}
	if d.maybe("equity") {
		share := max(0.0001, d.rate("converted", 0, 1))
		year := first + finance.Year(rapid.IntRange(1, d.years).Draw(d.t, "conversion"))
		debt.Equity = finance.Equity{Share: share, Year: year, Charge: d.rates("charge", 0, 0.06)}
	}
	return debt
}

// pressures are costs of some years, business cases, and returns alone.
func (d *drawer) pressures(first finance.Year) (all []finance.Pressure) {
	year := func(what string, least finance.Year) finance.Year {
		if d.maybe("no " + what) {
			return 0
		}
		return max(least, first+finance.Year(rapid.IntRange(1, d.years).Draw(d.t, what)))
	}
	ways := rapid.SampledFrom([]finance.Grows{finance.InCash, finance.WithPrices})
	for _, name := range []string{"ward", "strike", "scheme_1"}[:rapid.IntRange(0, 3).Draw(d.t, "pressures")] {
		p := finance.Pressure{Name: name}
		if d.maybe("cost") {
			p.From = year("from", 0)
			p.Until, p.Grows = year("until", p.From), ways.Draw(d.t, "grows")
			p.Amount, p.OneOff = append(d.sums(name, -0.005, 0.01), d.size/400), d.maybe("one-off")
			p.Amount = p.Amount[:max(1, len(p.Amount)-1)]
		}
		if len(p.Amount) == 0 || d.maybe("returns") {
			r := finance.PressureReturns{From: year("returned from", 0), Grows: ways.Draw(d.t, "returns grow")}
			r.Until, r.Amount = year("returned until", r.From), []finance.Amount{d.part("returns", -0.005, 0.01)}
			p.Returns = r
		}
		all = append(all, p)
	}
	return all
}

func (d *drawer) riskReserve() (r finance.RiskReserve) {
	if d.maybe("risk reserve") {
		r.Share, r.Released = d.given("frozen", 0, 0.05), d.rates("released", 0, 1)
	}
	return r
}

func (d *drawer) topUp() (u finance.TopUp) {
	if d.maybe("top up") {
		u.Share, u.Delay = d.given("top up", 0, 1), rapid.IntRange(0, 3).Draw(d.t, "delay")
	}
	return u
}

func (d *drawer) savings() (s finance.Savings) {
	switch rapid.IntRange(0, 2).Draw(d.t, "savings") {
	case 1:
		s.Planned = d.given("planned savings", 0, 0.06)
	case 2:
		s.Amount = d.sums("savings amount", 0, 0.05)
	}
	s.Delivery = d.rates("delivery", -0.2, 1.2)
	s.Recurrent = d.rates("recurrent", 0, 1)
	s.StartMonth = rapid.SampledFrom([]int{0, 0, 1, 4, 10, 12}).Draw(d.t, "start month")
	s.Fill = d.rates("fill", 0, 1)
	s.Required = rapid.SampledFrom([]finance.Required{finance.RequiredForYear, finance.RequiredForUnderlying}).Draw(d.t,
		"required")
	if d.maybe("ambition") {
		s.Ambition = finance.Ambition{Above: d.rates("above", 0, 0.05), Lowers: d.given("lowers", 0, 1)}
	}
	return s
}

// demand draws a need from the top down or services from the bottom up.
func (d *drawer) demand(m *finance.Model) {
	if d.maybe("top down") {
		m.Need = finance.Need{RealGrowth: d.given("need", -0.05, 0.1), PassThrough: d.rates("pass through", 0, 2),
			Includes: []string{"improvement"}, Components: d.components("need ", "demography", "technology")}
		return
	}
	left := d.size
	names := []string{"hospital", "primary care", "mental_health"}[:rapid.IntRange(1, 3).Draw(d.t, "services")]
	for i, name := range names {
		s := finance.Service{Name: name, Baseline: left, Productivity: d.rates("productivity", -0.03, 0.03),
			Volume: d.components(name, "demography", "chronic conditions")}
		if i < len(names)-1 {
			s.Baseline = 1 + finance.Amount(rapid.Int64Range(0, int64(left)/2).Draw(d.t, "baseline"))
		}
		left -= s.Baseline
		s.Prices = d.prices()
		m.Services = append(m.Services, s)
	}
}

// causes are all that makes the need of a body grow, beside what spills into it, in some order; or they are not named.
func (d *drawer) causes(m *finance.Model, spills ...string) []string {
	if !d.maybe("causes") {
		return nil
	}
	all := map[string]bool{}
	for _, name := range spills {
		all[name] = true
	}
	all["real_growth"] = len(m.Need.RealGrowth) > 0
	all["prices"] = len(m.Services) == 0
	for _, c := range m.Need.Components {
		all[c.Name] = true
	}
	for _, s := range m.Services {
		all["productivity"] = all["productivity"] || len(s.Productivity) > 0
		all["prices"] = all["prices"] || len(s.Prices) == 0
		for _, c := range s.Volume {
			all[c.Name] = true
		}
		for _, p := range s.Prices {
			all[p.Name] = true
		}
	}
	maps.DeleteFunc(all, func(_ string, is bool) bool { return !is })
	return rapid.Permutation(slices.Sorted(maps.Keys(all))).Draw(d.t, "order of causes")
}

// prices have weights of whole percents that add up to 100.
func (d *drawer) prices() (prices []finance.Price) {
	left := 100
	names := []string{"pay", "drugs", "other"}[:rapid.IntRange(0, 3).Draw(d.t, "prices")]
	for i, name := range names {
		weight := left
		if i < len(names)-1 {
			weight = rapid.IntRange(0, left).Draw(d.t, "weight")
		}
		left -= weight
		prices = append(prices, finance.Price{Name: name, Weight: finance.Rate(float64(weight) / 100),
			AboveDeflator: d.rates("above deflator", -0.03, 0.05), PassThrough: d.rates("pass through", 0, 2)})
	}
	return prices
}

// funding draws the settlement and what of funding, cost and position is given.
func (d *drawer) funding(m *finance.Model) {
	o := &m.Opening
	position := d.part("position", -0.1, 0.1)
	if d.maybe("support") {
		o.Support = d.part("opening support", 0, 0.05)
	}
	if d.maybe("one-offs") {
		o.OneOffs = d.part("one-offs", -0.05, 0.05)
	}
	switch services := len(m.Services) > 0; rapid.IntRange(0, 3).Draw(d.t, "opening") {
	case 0: // funding alone, or funding and the services' cost
		m.Funding.Baseline = d.size
		if services {
			m.Funding.Baseline += position
		}
	case 1: // funding and position
		m.Funding.Baseline = d.size + position
		o.Position = position
	case 2: // cost and the position before support
		o.BeforeSupport = position - o.Support
		if !services {
			o.Cost = d.size
		}
	case 3: // all three
		m.Funding.Baseline, o.Position, o.Cost = d.size+position, position, d.size
	}
	switch rapid.IntRange(0, 2).Draw(d.t, "settlement") {
	case 0:
		m.Funding.RealGrowth = d.given("real growth", -0.1, 0.15)
	case 1:
		m.Funding.CashGrowth = d.given("cash growth", -0.1, 0.15)
	case 2:
		for range d.years {
			m.Funding.Cash = append(m.Funding.Cash, d.part("cash", 0.8, 1.8))
		}
	}
	m.Funding.TopUp = d.topUp()
	m.Funding.Phasing = d.phasing()
	d.grants(m)
	d.councilTax(m)
}

// councilTax takes the tax out of the core settlement's baseline, or makes it all there is.
func (d *drawer) councilTax(m *finance.Model) {
	if !d.maybe("council tax") {
		return
	}
	f := &m.Funding
	t := finance.CouncilTax{Base: float64(rapid.IntRange(20_000, 10_000_000).Draw(d.t, "dwellings")) / 10,
		Growth: d.rates("dwellings", -0.02, 0.03), Rise: d.rates("rise", -0.02, 0.08), Limit: d.rates("limit", 0, 0.05)}
	alone := f.Baseline != 0 && m.Opening == (finance.Opening{}) && len(m.Services) == 0 && d.maybe("no core")
	of := d.part("council tax", 0, 0.2)
	if alone {
		of, f.Baseline, f.RealGrowth, f.CashGrowth, f.Cash = d.size, 0, nil, nil, nil
		f.TopUp, f.Phasing = finance.TopUp{}, nil
	}
	t.BandD = 1 + finance.Amount(float64(of)/t.Base)
	f.CouncilTax = t
	if f.Baseline != 0 {
		f.Baseline -= finance.Amount(penny(number64(t.Base).Mul(money(t.BandD))).IntPart())
	}
}

// untaxed takes the council tax out of a model, and makes it a part of the core.
func untaxed(m *finance.Model) {
	t := m.Funding.CouncilTax
	if m.Funding.CouncilTax = (finance.CouncilTax{}); m.Funding.Baseline != 0 {
		m.Funding.Baseline += finance.Amount(penny(number64(t.Base).Mul(money(t.BandD))).IntPart())
	}
}

// withCore gives a model without a core settlement one.
func withCore(m *finance.Model) *finance.Model {
	f := &m.Funding
	if f.Baseline == 0 && len(f.RealGrowth)+len(f.CashGrowth)+len(f.Cash) == 0 {
		f.Baseline, f.CashGrowth = finance.Million, []finance.Rate{0.01}
	}
	return m
}

// grants takes grants out of the core settlement's baseline.
func (d *drawer) grants(m *finance.Model) {
	for i, name := range []string{"research", "mental health",
		"winter_2020"}[:rapid.IntRange(0, 3).Draw(d.t, "grants")] {
		g := finance.Grant{Name: name, Baseline: 1 + d.part("grant", 0, 0.05)}
		switch rapid.IntRange(0, 2).Draw(d.t, "grant") {
		case 0:
			g.RealGrowth = d.given("grant growth", -0.1, 0.15)
		case 1:
			g.CashGrowth = d.given("grant growth", -0.1, 0.15)
		case 2:
			g.Cash = []finance.Amount{d.part("grant cash", 0, 0.05)}
			g.Baseline *= finance.Amount(i % 2)
		}
		if m.Funding.Baseline != 0 {
			m.Funding.Baseline -= g.Baseline
		}
		m.Funding.Grants = append(m.Funding.Grants, g)
	}
}

// phasing moves money between years; the last year gets what the others leave.
func (d *drawer) phasing() (phasing []finance.Amount) {
	if !d.maybe("phasing") {
		return nil
	}
	var sum finance.Amount
	for range d.years - 1 {
		phasing = append(phasing, d.part("phasing", -0.02, 0.02))
		sum += phasing[len(phasing)-1]
	}
	return append(phasing, -sum)
}

// priceYear draws the year whose prices real terms are in: the opening year, one of the plan, or one before it.
func (d *drawer) priceYear(m *finance.Model) {
	switch rapid.IntRange(0, 3).Draw(d.t, "prices") {
	case 1:
		m.Prices = m.First - 2
		m.Deflator.Before = rapid.SampledFrom([]finance.Rate{0.041, -0.02}).Draw(d.t, "before")
	case 2:
		m.Prices = m.First + finance.Year(rapid.IntRange(0, d.years).Draw(d.t, "price year"))
	}
}

func (d *drawer) vintages() (vintages []finance.Vintage) {
	for _, name := range []string{"june 2018", "december_2025"}[:rapid.IntRange(0, 2).Draw(d.t, "vintages")] {
		vintages = append(vintages, finance.Vintage{Name: name, Inflation: d.given("vintage", -0.03, 0.08)})
	}
	return vintages
}

// figures are all cells of a ledger, for comparing two.
func figures(l *sheet.Ledger) map[string][]string {
	all := map[string][]string{}
	for _, r := range l.Program.Rows {
		for col := range l.Program.Years {
			v, _ := l.At(r.Name, col)
			all[r.Name] = append(all[r.Name], v.String())
		}
	}
	return all
}
