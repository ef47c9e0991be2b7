package finance_test

import (
	"fmt"
	"slices"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"pgregory.net/rapid"
)

// drawnSystem is a random system being drawn: its bodies that are no systems, by their paths below it.
type drawnSystem struct {
	*drawer
	m      *finance.Model
	leaves []leaf
}

// A leaf is a body that is no system itself, as the systems above it see it.
type leaf struct {
	path             string
	size             finance.Amount
	funded, provides bool
	unmet            bool
	direct           bool // a body of the system itself
}

// drawSystem draws a sound system of one to five bodies, some of them systems, with everything that systems can have.
func drawSystem(t *rapid.T, largest finance.Amount) *finance.Model {
	frame := drawModel(t, largest)
	d := &drawer{t: t, years: int(frame.Last - frame.First),
		size: finance.Amount(rapid.Int64Range(finance.Million, int64(largest)).Draw(t, "system size"))}
	m, _, _ := d.system("drawn", 2, false)
	m.First, m.Last, m.FirstMonth, m.Deflator = frame.First, frame.Last, frame.FirstMonth, frame.Deflator
	m.Prices = frame.Prices
	d.laterYears(m, m.First)
	if d.maybe("all in") {
		m.Rows = []finance.Row{{Name: "all in", Unit: sheet.Money, Opening: "funding",
			Formula: "funding + min(balance, last(funding) ÷ 50)"}}
	}
	m.RealTerms = rapid.SliceOfN(rapid.SampledFrom([]string{"cost", "balance", "bodies.a.balance"}), 0, 2).Draw(t,
		"real terms")
	return m
}

// system draws a system and what its own system allocates to it, if it does.
func (d *drawer) system(name string, levels int, allocated bool) (*finance.Model, finance.Amount, []leaf) {
	s := &drawnSystem{drawer: d, m: &finance.Model{Name: name}}
	divides := allocated || d.maybe("envelope")
	for i := range rapid.IntRange(1, 5).Draw(d.t, "bodies") {
		s.body(fmt.Sprintf("%c", 'a'+i), levels, divides && (i == 0 || d.maybe("allocated")), false)
	}
	opening := s.envelope(allocated)
	if !slices.ContainsFunc(s.leaves, func(l leaf) bool { return l.provides }) {
		s.body("z", 0, false, true)
	}
	s.transfers()
	s.pools()
	s.spills()
	s.marginals()
	s.mergers()
	s.causes()
	return s.m, opening, s.leaves
}

// body draws a body, which may be a system, and provides something if it must.
func (s *drawnSystem) body(name string, levels int, allocated, must bool) {
	var b *finance.Model
	var opening finance.Amount
	if levels > 1 && rapid.IntRange(0, 3).Draw(s.t, "system inside") == 0 {
		inner := *s.drawer
		inner.size = s.size / 5
		var below []leaf
		b, opening, below = inner.system(name, levels-1, allocated)
		for _, l := range below {
			l.path, l.direct = name+"."+l.path, false
			s.leaves = append(s.leaves, l)
		}
	} else {
		size := s.part("body", 0.05, 0.2)
		l := leaf{path: name, size: size, direct: true, provides: must ||
			rapid.IntRange(0, 3).Draw(s.t, "provides") > 0}
		b = s.provider(&l, allocated)
		s.leaves = append(s.leaves, l)
		opening = size
	}
	b.Name = name
	s.m.Bodies = append(s.m.Bodies, *b)
	if allocated {
		s.m.Allocation.Parts = append(s.m.Allocation.Parts, finance.Part{Body: name, Opening: opening})
	}
}

// causes names the causes of the bodies' need, with what spills into them.
func (s *drawnSystem) causes() {
	for i := range s.m.Bodies {
		b := &s.m.Bodies[i]
		if len(b.Need.RealGrowth)+len(b.Services) == 0 {
			continue
		}
		var spills []string
		if slices.ContainsFunc(s.m.Spills, func(spill finance.Spill) bool { return spill.To == b.Name }) {
			spills = []string{"spills"}
		}
		b.Causes = s.drawer.causes(b, spills...)
	}
}

// provider draws a body that is no system: one with its own settlement, one that lives on income, one that passes money
// on.
func (s *drawnSystem) provider(l *leaf, allocated bool) *finance.Model {
	d := &drawer{t: s.t, years: s.years, size: l.size}
	b := &finance.Model{Savings: d.savings(),
		Positions: finance.Positions{Support: d.sums("support", 0, 0.05), Technical: d.sums("technical", -0.03, 0.03)},
		Support:   d.support(), Debt: d.debt(0), Pressures: d.pressures(0)}
	b.Earmark, b.Earmarks = d.earmarks()
	if l.provides {
		d.demand(b)
		d.unmet(b)
		b.RiskReserve = d.riskReserve()
	} else {
		b.Savings.Ambition, b.Savings.Required = finance.Ambition{}, finance.RequiredForYear
	}
	l.unmet, l.funded = len(b.Unmet.Share) > 0, allocated
	switch {
	case !allocated && d.maybe("lives on income"):
		s.m.Transfers = append(s.m.Transfers,
			finance.Transfer{Name: "living of " + l.path, To: l.path, Baseline: l.size})
	case !allocated || d.maybe("its own too"):
		d.settle(b, l)
	}
	if l.provides && len(b.Services) == 0 && d.maybe("position") {
		b.Opening.Position = d.part("position", -0.1, 0.1)
	}
	if l.provides && d.maybe("support inside") {
		b.Opening.Support = d.part("support inside", 0, 0.05)
		d.withdrawal(b)
	}
	return b
}

func (d *drawer) unmet(b *finance.Model) {
	if d.maybe("unmet") {
		b.Unmet.Share = d.given("unmet", 0, 1)
		b.Unmet.ReservesFirst = d.maybe("reserves first")
		if d.maybe("carried") {
			b.Unmet.Carried = d.given("carried", 0, 0.5)
		}
	}
}

// settle gives a body a settlement of its own; one with a cost may leave the baseline to follow from it.
func (d *drawer) settle(b *finance.Model, l *leaf) {
	l.funded = true
	b.Funding = d.settlement()
	b.Funding.Baseline = d.size
	if l.provides && d.maybe("follows from cost") {
		b.Funding.Baseline = 0
		if len(b.Services) == 0 {
			b.Opening.Cost = 2 * d.size
		} else {
			b.Services[0].Baseline += d.size
		}
	}
}

// settlement is a way to give funding, without its baseline.
func (d *drawer) settlement() (s finance.Settlement) {
	switch rapid.IntRange(0, 2).Draw(d.t, "settlement") {
	case 0:
		s.RealGrowth = d.given("real growth", -0.1, 0.15)
	case 1:
		s.CashGrowth = d.given("cash growth", -0.1, 0.15)
	case 2:
		for range d.years {
			s.Cash = append(s.Cash, d.part("cash", 0.8, 1.8))
		}
	}
	s.TopUp = d.topUp()
	return s
}

// envelope gives a system that divides one its own funding, unless what is allocated to it is all.
func (s *drawnSystem) envelope(allocated bool) finance.Amount {
	a := &s.m.Allocation
	var sum finance.Amount
	for _, p := range a.Parts {
		sum += p.Opening
	}
	if sum == 0 {
		return 0
	}
	if s.maybe("targets") {
		a.Pace = s.rates("pace", 0, 1)
		left := 100
		for i := range a.Parts {
			target := left
			if i < len(a.Parts)-1 {
				target = rapid.IntRange(1, left-len(a.Parts)+1+i).Draw(s.t, "target")
			}
			left -= target
			a.Parts[i].Target = finance.Rate(float64(target) / 100)
		}
	}
	if allocated && s.maybe("only allocated") {
		return sum
	}
	d := *s.drawer
	d.size = sum
	s.m.Funding = d.settlement()
	if !allocated {
		return 0
	}
	own := d.part("own", 0.1, 0.5)
	if s.maybe("baseline") {
		s.m.Funding.Baseline = own
	}
	return sum - own
}

// ends draws two different bodies.
func (s *drawnSystem) ends() (from, to leaf) {
	all := append([]leaf{{}}, s.leaves...)
	from = rapid.SampledFrom(all).Draw(s.t, "from")
	to = rapid.SampledFrom(slices.DeleteFunc(slices.Clone(all), func(l leaf) bool { return l.path == from.path })).
		Draw(s.t, "to")
	return from, to
}

// little is a sum that neither of two bodies misses.
func (s *drawnSystem) little(what string, a, b leaf) finance.Amount {
	size := max(a.size, b.size)
	if a.size > 0 && b.size > 0 {
		size = min(a.size, b.size)
	}
	d := *s.drawer
	d.size = size
	return 1 + d.part(what, 0, 0.02)
}

func (s *drawnSystem) transfers() {
	for i := range rapid.IntRange(0, 3).Draw(s.t, "transfers") {
		from, to := s.ends()
		t := finance.Transfer{Name: fmt.Sprint("transfer ", i), From: from.path, To: to.path,
			Baseline: s.little("baseline", from, to)}
		if s.maybe("amounts") {
			for range rapid.SampledFrom([]int{1, s.years}).Draw(s.t, "amounts") {
				t.Amount = append(t.Amount, s.little("amount", from, to))
			}
		} else {
			t.Uplift, t.Efficiency, t.Volume = s.rates("uplift", -0.02, 0.06), s.rates("efficiency", -0.01, 0.04),
				s.rates("volume", -0.05, 0.08)
			if from.funded && s.maybe("at least") {
				t.AtLeast = s.given("at least", -0.02, 0.02)
			}
		}
		s.m.Transfers = append(s.m.Transfers, t)
	}
}

func (s *drawnSystem) pools() {
	if len(s.leaves) < 2 {
		return
	}
	for i := range rapid.IntRange(0, 2).Draw(s.t, "pools") {
		p := finance.Pool{Name: fmt.Sprint("pool ", i), RealGrowth: s.rates("pool growth", -0.03, 0.1),
			PassThrough: s.rates("pool pass through", 0, 2)}
		p.Provider = rapid.SampledFrom(append([]leaf{{}}, s.leaves...)).Draw(s.t, "provider").path
		partners := rapid.SliceOfNDistinct(rapid.SampledFrom(s.leaves), 2, min(3, len(s.leaves)),
			func(l leaf) string { return l.path }).Draw(s.t, "partners")
		left := 100
		for j, l := range partners {
			share := left
			if j < len(partners)-1 {
				share = rapid.IntRange(0, left).Draw(s.t, "share")
			}
			left -= share
			partner := finance.Partner{Body: l.path, Minimum: s.little("minimum", l, l),
				Share: finance.Rate(float64(share) / 100)}
			if !l.funded || s.maybe("growth") {
				partner.Growth = s.given("minimum growth", -0.02, 0.06)
			}
			if s.maybe("top up") {
				partner.TopUp = []finance.Amount{s.little("top up", l, l)}
			}
			if j == 0 && share < 100 {
				partner.Cap, partner.Collar = s.sums("cap", 0, 0.001), s.sums("collar", 0, 0.001)
			}
			p.Partners = append(p.Partners, partner)
		}
		s.m.Pools = append(s.m.Pools, p)
	}
}

// marginals make some of the transfers variable contracts: with bodies that nothing spills into, or what they cost
// could depend on what they are paid.
func (s *drawnSystem) marginals() {
	for i := range s.m.Transfers {
		t := &s.m.Transfers[i]
		payee := slices.IndexFunc(s.leaves, func(l leaf) bool { return l.path == t.To && l.direct && l.provides })
		spilled := slices.ContainsFunc(s.m.Spills, func(spill finance.Spill) bool { return spill.To == t.To })
		if payee < 0 || spilled || !s.maybe("marginal") {
			continue
		}
		t.Marginal.Rate = s.given("marginal rate", 0, 0.02)
		if s.maybe("above") {
			t.Marginal.Above = []finance.Amount{s.leaves[payee].size}
		}
	}
}

// spills lead down the list of bodies, or come up a year later.
func (s *drawnSystem) spills() {
	for i, from := range s.leaves {
		for j, to := range s.leaves {
			if i == j || !from.unmet || !to.direct || !to.provides || s.maybe("no spill") {
				continue
			}
			spill := finance.Spill{Name: from.path[len(from.path)-1:] + fmt.Sprint(" to ", i, j), From: from.path,
				To: to.path, Elasticity: s.given("elasticity", 0, 0.5),
				Lag: rapid.IntRange(0, 2).Draw(s.t, "spill lag")}
			if i > j {
				spill.Lag++
			}
			if b := s.find(to.path); len(b.Services) > 0 && s.maybe("one service") {
				spill.Service = b.Services[0].Name
			}
			s.m.Spills = append(s.m.Spills, spill)
		}
	}
}

func (s *drawnSystem) find(name string) *finance.Model {
	i := slices.IndexFunc(s.m.Bodies, func(b finance.Model) bool { return b.Name == name })
	return &s.m.Bodies[i]
}

// mergers join bodies of the system into the first of them, in a year counted from the opening year until laterYears.
func (s *drawnSystem) mergers() {
	var direct []leaf
	for _, l := range s.leaves {
		if l.direct {
			direct = append(direct, l)
		}
	}
	for i, l := range direct {
		if i > 0 && rapid.IntRange(0, 3).Draw(s.t, "merges") == 0 {
			eachEarmark(s.find(l.path), func(e *finance.Earmark) { e.Recorded = nil }) // it has no deficit then
			s.m.Mergers = append(s.m.Mergers, finance.Merger{Body: l.path, Into: direct[0].path,
				Year: finance.Year(rapid.IntRange(1, s.years).Draw(s.t, "year"))})
		}
	}
	var systems []string
	for _, b := range s.m.Bodies {
		if len(b.Bodies) > 0 {
			systems = append(systems, b.Name)
		}
	}
	for i, name := range systems {
		if i > 0 && s.maybe("systems merge") {
			s.m.Mergers = append(s.m.Mergers, finance.Merger{Body: name, Into: systems[0],
				Year: finance.Year(rapid.IntRange(1, s.years).Draw(s.t, "year"))})
		}
	}
}

// laterYears counts the years of mergers, conversions and pressures from the opening year.
func (d *drawer) laterYears(m *finance.Model, first finance.Year) {
	for i := range m.Mergers {
		m.Mergers[i].Year += first
	}
	if e := &m.Debt.Equity; e.Year != 0 {
		e.Year += first
	}
	for i := range m.Pressures {
		p := &m.Pressures[i]
		for _, y := range []*finance.Year{&p.From, &p.Until, &p.Returns.From, &p.Returns.Until} {
			if *y != 0 {
				*y += first
			}
		}
	}
	for i := range m.Bodies {
		d.laterYears(&m.Bodies[i], first)
	}
}
