package finance_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// nested is a small sound system with everything in it: a system inside it, transfers, a pool, a spill, an allocation
// with targets and a merger. Tests bend it.
func nested() *finance.Model {
	const m = finance.Million
	need := finance.Need{RealGrowth: []finance.Rate{0.02}}
	return &finance.Model{
		Name: "nested", First: 2024, Last: 2027,
		Funding: finance.Settlement{CashGrowth: []finance.Rate{0.04}},
		Bodies: []finance.Model{
			{Name: "North", Bodies: []finance.Model{
				{Name: "Acute trust", Need: need},
				{Name: "Community trust", Need: need},
			}, Allocation: finance.Allocation{Parts: []finance.Part{{Body: "Acute trust", Opening: 45 * m},
				{Body: "Community trust", Opening: 15 * m}}}},
			{Name: "Council", Need: need, Unmet: finance.Unmet{Share: []finance.Rate{0.5}}},
			{Name: "Hospital", Services: []finance.Service{{Name: "beds", Baseline: 30 * m},
				{Name: "clinics", Baseline: 10 * m}}},
			{Name: "Clinic", Funding: finance.Settlement{Baseline: 5 * m, CashGrowth: []finance.Rate{0.02}},
				Need: need},
		},
		Allocation: finance.Allocation{Pace: []finance.Rate{0.5}, Parts: []finance.Part{
			{Body: "North", Opening: 60 * m, Target: 0.5}, {Body: "Council", Opening: 20 * m, Target: 0.2},
			{Body: "Hospital", Opening: 40 * m, Target: 0.3}}},
		Transfers: []finance.Transfer{
			{Name: "Patients", From: "North.Acute trust", To: "Hospital", Baseline: 2 * m},
			{Name: "Private", To: "Clinic", Amount: []finance.Amount{1 * m}},
		},
		Pools: []finance.Pool{{Name: "Fund", Partners: []finance.Partner{
			{Body: "North.Acute trust", Minimum: 3 * m, Share: 0.6}, {Body: "Council", Minimum: 2 * m, Share: 0.4}}}},
		Spills: []finance.Spill{{Name: "care", From: "Council", To: "Hospital", Service: "beds",
			Elasticity: []finance.Rate{0.3}}},
		Mergers: []finance.Merger{{Body: "Clinic", Into: "Hospital", Year: 2026}},
	}
}

// part adds a part to the allocation.
func part(s *finance.Model, body string, opening finance.Amount) {
	s.Allocation.Parts = append(s.Allocation.Parts, finance.Part{Body: body, Opening: opening})
}

// Every fault of a system names its place as a scenario file would, says what was found, and what would be right.
func TestValidateSystems(t *testing.T) {
	const m = finance.Million
	const noBody = " that has money of its own in this system"
	for _, c := range []struct {
		name string
		bend func(s *finance.Model)
		want []string
	}{
		{"nothing wrong", func(*finance.Model) {}, nil},
		{"two of one name", func(s *finance.Model) {
			s.Bodies[3].Name = "Council"
			s.Mergers = nil
			s.Transfers = nil
			s.Spills = nil
		},
			[]string{`bodies: there are two called "Council"; names must differ`}},
		{"a name with a dot", func(s *finance.Model) {
			s.Bodies[3].Name = "Cli.nic"
			s.Mergers, s.Transfers[1].To = nil, "Hospital"
		},
			[]string{`bodies: "Cli.nic" is not a name; use letters, digits, spaces, _ and -, at most 60 of them`}},
		{"a name with a caret", func(s *finance.Model) {
			s.Bodies[3].Name = "^Clinic"
			s.Mergers, s.Transfers[1].To = nil, "Hospital"
		},
			[]string{`bodies: "^Clinic" is not a name; use letters, digits, spaces, _ and -, at most 60 of them`}},
		{"a name with a colon", func(s *finance.Model) {
			s.Bodies[3].Name = ":Fund"
			s.Mergers, s.Transfers[1].To = nil, "Hospital"
		},
			[]string{`bodies: ":Fund" is not a name; use letters, digits, spaces, _ and -, at most 60 of them`}},
		{"a name of a body in a body", func(s *finance.Model) {
			s.Bodies[0].Bodies[1].Name = "Community.trust"
		}, []string{
			`bodies.North.bodies: "Community.trust" is not a name; use letters, digits, spaces, _ and -, at most 60 of them`,
			`bodies.North.allocation.parts.Community trust: there is no body "Community trust" in this system; did you mean "Community.trust"?`}},
		{"a body called as what allocates", func(s *finance.Model) {
			s.Bodies[1].Name, s.Allocation.Parts[1].Body = "pace", "pace"
			s.Spills[0].From, s.Pools[0].Partners[1].Body = "pace", "pace"
		}, nil},

		{"years of its own", func(s *finance.Model) { s.Bodies[1].First, s.Bodies[2].Last = 2024, 2027 }, []string{
			"bodies.Council: a body takes its years, first month, prices and currency from its system; leave them out",
			"bodies.Hospital: a body takes its years, first month, prices and currency from its system; leave them out"}},
		{"a month and a currency of its own", func(s *finance.Model) {
			s.Bodies[1].FirstMonth, s.Bodies[0].Bodies[0].Currency = 4, "€"
		}, []string{
			"bodies.Council: a body takes its years, first month, prices and currency from its system; leave them out",
			"bodies.North.bodies.Acute trust: a body takes its years, first month, prices and currency from its system; leave them out"}},
		{"a deflator of its own", func(s *finance.Model) { s.Bodies[1].Deflator.Surprise = []finance.Rate{0.01} },
			[]string{"bodies.Council.deflator: a body takes its deflator from its system; leave it out"}},
		{"notes of its own", func(s *finance.Model) {
			s.Bodies[1].Notes = map[string]finance.Note{"need.real_growth": {Source: "x"}}
		},
			[]string{`bodies.Council: notes on a body's numbers belong in its system's Notes, under "bodies.Council."`}},
		{"a month that is none, said once", func(s *finance.Model) { s.FirstMonth = 13 },
			[]string{"first_month: 13 is not a month; write 1 to 12"}},
		{"parts that only a body has", func(s *finance.Model) {
			s.Opening.Support = 1
			s.Need.Includes, s.Services = []string{"productivity"}, []finance.Service{{Name: "ward", Baseline: m}}
			s.Savings.Delivery, s.Earmark.Leakage = []finance.Rate{0.9}, []finance.Rate{1}
			s.Debt.Interest, s.Unmet.Carried = []finance.Rate{0.03}, []finance.Rate{1}
			s.Positions.Technical = []finance.Amount{1}
		}, []string{
			"opening: a system nets its bodies and has no opening of its own; give it to a body",
			"need: a system nets its bodies and has no need of its own; give it to a body",
			"services: a system nets its bodies and has no services of its own; give it to a body",
			"savings: a system nets its bodies and has no savings of its own; give it to a body",
			"earmark: a system nets its bodies and has no earmark of its own; give it to a body",
			"debt: a system nets its bodies and has no debt of its own; give it to a body",
			"unmet: a system nets its bodies and has no unmet of its own; give it to a body",
			"positions: a system nets its bodies and has no positions of its own; give it to a body"}},
		{"a series without values", func(s *finance.Model) {
			s.Savings.Planned, s.Services = []finance.Rate{}, []finance.Service{}
		}, nil},
		{"parts that only a system has", func(s *finance.Model) {
			s.Bodies = nil
			s.Funding.Baseline = 120 * m
			s.Need.RealGrowth = []finance.Rate{0.02}
		}, []string{"transfers: only a system has transfers; give it bodies",
			"pools: only a system has pools; give it bodies", "spills: only a system has spills; give it bodies",
			"allocation: only a system has allocation; give it bodies",
			"mergers: only a system has mergers; give it bodies"}},
		{"a pace alone", func(s *finance.Model) {
			*s = *plain()
			s.Allocation.Pace = []finance.Rate{1}
		}, []string{"allocation: only a system has allocation; give it bodies"}},
		{"a body with transfers", func(s *finance.Model) {
			s.Bodies[3].Transfers = []finance.Transfer{{Name: "x", Baseline: 1}}
		},
			[]string{"bodies.Clinic.transfers: only a system has transfers; give it bodies"}},
		{"nobody has a need", func(s *finance.Model) {
			*s = finance.Model{First: 2024, Last: 2025,
				Bodies: []finance.Model{{Name: "Purse",
					Funding: finance.Settlement{Baseline: m, CashGrowth: []finance.Rate{0}}}}}
		},
			[]string{"bodies: no body has a need or a service; give need.real_growth to one, or services with their baselines"}},

		{"a need but no money", func(s *finance.Model) {
			s.Allocation.Parts[2].Target, s.Allocation.Parts = 0, s.Allocation.Parts[:2]
			s.Allocation.Parts[0].Target = 0.8
			s.Bodies[2].Services = nil
			s.Bodies[2].Need.RealGrowth = []finance.Rate{0}
			s.Spills[0].Service = ""
			s.Transfers[0].To = "Clinic"
		},
			[]string{"bodies.Hospital.opening: the body has a need, but neither funding nor income in the opening year; give it funding, or a transfer with a baseline"}},
		{"more paid on than there is", func(s *finance.Model) {
			s.Transfers[0].From, s.Transfers[0].Baseline = "Council", 20*m
		},
			[]string{"bodies.Council.opening: the body pays on £2m more than it has in the opening year, and has a need; give it funding, or a transfer with a baseline"}},
		{"a position that does not follow", func(s *finance.Model) {
			s.Bodies = append(s.Bodies, finance.Model{Name: "Purse", Opening: finance.Opening{Position: m},
				Funding: finance.Settlement{Baseline: 7 * m, CashGrowth: []finance.Rate{0}}})
		}, []string{"bodies.Purse.opening.position: the body has no need, so what it does not pay on is its position, £7m, but the position given is £1m; leave it out"}},
		{"a top-up of nothing", func(s *finance.Model) { s.Bodies[1].Funding.TopUp.Share = []finance.Rate{1} },
			[]string{"bodies.Council.funding.top_up: there is no settlement of its own that it could be added to; give funding"}},
		{"three that do not agree", func(s *finance.Model) {
			s.Bodies[1].Opening = finance.Opening{Position: -m, Cost: 20 * m}
		},
			[]string{"bodies.Council.opening.cost: a budget of £18m less position -£1m makes a cost of £19m, but the cost given is £20m; give two of the three"}},

		{"transfers of one name", func(s *finance.Model) {
			s.Transfers[1].Name = "Patients"
		}, []string{`transfers: there are two called "Patients"; names must differ`}},
		{"a transfer between strangers", func(s *finance.Model) {
			s.Transfers[0].From, s.Transfers[0].To = "Counsel", "North.Acute"
		}, []string{
			`transfers.Patients.from: there is no body "Counsel"` + noBody + `; did you mean "Council"?`,
			`transfers.Patients.to: there is no body "North.Acute"` + noBody}},
		{"a misspelt body of a system inside", func(s *finance.Model) { s.Transfers[0].From = "North.Acute trusts" },
			[]string{`transfers.Patients.from: there is no body "North.Acute trusts"` + noBody +
				`; did you mean "North.Acute trust"?`}},
		{"a transfer from a system", func(s *finance.Model) { s.Transfers[0].From = "North" },
			[]string{`transfers.Patients.from: there is no body "North"` + noBody}},
		{"a transfer out of nowhere", func(s *finance.Model) { s.Transfers[0].From = ":Fund" },
			[]string{`transfers.Patients.from: there is no body ":Fund"` + noBody}},
		{"a transfer to itself", func(s *finance.Model) { s.Transfers[0].To = "North.Acute trust" },
			[]string{`transfers.Patients: leads from "North.Acute trust" to the same place; name two different bodies, or leave one out for outside`}},
		{"a transfer from outside to outside", func(s *finance.Model) { s.Transfers[1].To = "" },
			[]string{`transfers.Private: leads from "" to the same place; name two different bodies, or leave one out for outside`}},
		{"an amount and what moves it", func(s *finance.Model) { s.Transfers[1].Uplift = []finance.Rate{0.02} },
			[]string{"transfers.Private: give amount, a sum for each year, or what moves it (uplift, efficiency, volume, at_least), not both"}},
		{"neither baseline nor amount", func(s *finance.Model) { s.Transfers[0].Baseline = 0 },
			[]string{"transfers.Patients: there is no amount; give the baseline, or amount, a sum for each year"}},
		{"a standard for money from outside", func(s *finance.Model) {
			s.Transfers[1].Amount, s.Transfers[1].Baseline, s.Transfers[1].AtLeast = nil, m, []finance.Rate{0}
		},
			[]string{"transfers.Private.at_least: money from outside has no payer whose funding it could follow"}},
		{"a standard for a payer without funding", func(s *finance.Model) {
			s.Bodies[1].Unmet, s.Spills, s.Pools = finance.Unmet{}, nil, nil
			s.Bodies = append(s.Bodies, finance.Model{Name: "Charity"})
			s.Transfers = append(s.Transfers, finance.Transfer{Name: "Gifts", To: "Charity", Baseline: m},
				finance.Transfer{Name: "Grants", From: "Charity", To: "Council", Baseline: m,
					AtLeast: []finance.Rate{0}})
		}, []string{`transfers.Grants.at_least: "Charity" has no funding that the amount could follow, only income; give uplift and volume instead`}},
		{"a standard for a payer inside", func(s *finance.Model) { s.Transfers[0].AtLeast = []finance.Rate{0} }, nil},
		{"negative amounts", func(s *finance.Model) {
			s.Transfers[0].Baseline, s.Transfers[1].Amount = -1, []finance.Amount{-2}
		}, []string{
			"transfers.Patients.baseline: -£0.01 is negative; write what it is as a positive amount",
			"transfers.Private.amount: -£0.02 is negative; write what it is as a positive amount"}},
		{"growth as a percentage", func(s *finance.Model) {
			s.Transfers[0].Volume = []finance.Rate{3}
		}, []string{"transfers.Patients.volume: 3 is 300% a year; did you mean 3%?"}},

		{"shares of a pool", func(s *finance.Model) {
			s.Pools[0].Partners[0].Share = 0.5
		}, []string{"pools.Fund: the partners' shares add up to 90%; they must add up to 100%"}},
		{"a negative share", func(s *finance.Model) {
			s.Pools[0].Partners[0].Share, s.Pools[0].Partners[1].Share = 1.2, -0.2
		}, []string{
			"pools.Fund.partners.North.Acute trust.share: 120% is outside 0% to 100%",
			"pools.Fund.partners.Council.share: -20% is outside 0% to 100%"}},
		{"one partner", func(s *finance.Model) {
			s.Pools[0].Partners = s.Pools[0].Partners[:1]
			s.Pools[0].Partners[0].Share = 1
		},
			[]string{"pools.Fund.partners: a pool has at least two partners, found 1"}},
		{"no partner", func(s *finance.Model) { s.Pools[0].Partners = nil },
			[]string{"pools.Fund.partners: a pool has at least two partners, found 0"}},
		{"a partner twice", func(s *finance.Model) { s.Pools[0].Partners[1].Body = "North.Acute trust" },
			[]string{`pools.Fund.partners.North.Acute trust: "North.Acute trust" is a partner twice`}},
		{"a partner unknown", func(s *finance.Model) { s.Pools[0].Partners[1].Body = "Councils" },
			[]string{`pools.Fund.partners.Councils: there is no body "Councils"` + noBody +
				`; did you mean "Council"?`}},
		{"a system as a partner", func(s *finance.Model) { s.Pools[0].Partners[1].Body = "North" },
			[]string{`pools.Fund.partners.North: there is no body "North"` + noBody}},
		{"a partner without funding", func(s *finance.Model) {
			s.Bodies = append(s.Bodies, finance.Model{Name: "Charity"})
			s.Pools[0].Partners[1].Body = "Charity"
		},
			[]string{
				`pools.Fund.partners.Charity: "Charity" has no funding that its minimum could grow with; give growth`}},
		{"negative minimum and top-up", func(s *finance.Model) {
			s.Pools[0].Partners[0].Minimum, s.Pools[0].Partners[1].TopUp = -1, []finance.Amount{-1}
		},
			[]string{"pools.Fund.partners.North.Acute trust.minimum: -£0.01 is negative; write what it is as a positive amount",
				"pools.Fund.partners.Council.top_up: -£0.01 is negative; write what it is as a positive amount"}},
		{"an empty pool", func(s *finance.Model) {
			s.Pools[0].Partners[0].Minimum, s.Pools[0].Partners[1].Minimum = 0, 0
		},
			[]string{"pools.Fund: nobody puts anything in in the opening year, so there is no cost that could grow; give a partner's minimum"}},
		{"a provider unknown", func(s *finance.Model) { s.Pools[0].Provider = "hospital" },
			[]string{`pools.Fund.provider: there is no body "hospital"` + noBody + `; did you mean "Hospital"?`}},
		{"pools of one name", func(s *finance.Model) {
			s.Pools = append(s.Pools, s.Pools[0])
		}, []string{`pools: there are two called "Fund"; names must differ`}},

		{"a spill from where nothing is unmet", func(s *finance.Model) { s.Bodies[1].Unmet = finance.Unmet{} },
			[]string{`spills.care.from: nothing goes unmet at "Council"; give it unmet.share, the part of its pressure that is met by giving less`}},
		{"a spill from a system", func(s *finance.Model) { s.Spills[0].From = "North" },
			[]string{`spills.care.from: there is no body "North"` + noBody}},
		{"a spill between strangers", func(s *finance.Model) {
			s.Spills[0].From, s.Spills[0].To = "Councl", "Hospitl"
		}, []string{
			`spills.care.to: there is no body "Hospitl"` + noBody + `; did you mean "Hospital"?`,
			`spills.care.from: there is no body "Councl"` + noBody + `; did you mean "Council"?`}},
		{"a spill into a system inside", func(s *finance.Model) {
			s.Spills[0].To, s.Spills[0].Service = "North.Acute trust", ""
		},
			[]string{`spills.care.to: "North.Acute trust" is a body of a system inside this one; name a body of this system, or say it there`}},
		{"a spill to itself", func(s *finance.Model) { s.Spills[0].To, s.Spills[0].Service = "Council", "" },
			[]string{`spills.care: leads from "Council" to itself; what comes back there is unmet.carried`}},
		{"a spill into no service", func(s *finance.Model) { s.Spills[0].Service = "bed" },
			[]string{`spills.care.service: "Hospital" has no service "bed"`}},
		{"a spill into no need", func(s *finance.Model) {
			s.Bodies = append(s.Bodies, finance.Model{Name: "Charity"})
			s.Spills[0].To, s.Spills[0].Service = "Charity", ""
		}, []string{`spills.care.to: "Charity" has no need that anything could spill into`}},
		{"a spill of nothing", func(s *finance.Model) { s.Spills[0].Elasticity = nil },
			[]string{"spills.care.elasticity: how much of it spills? give the elasticity, the part of an unmet share of need by which volume rises"}},
		{"a spill into the past", func(s *finance.Model) { s.Spills[0].Lag = -1 },
			[]string{"spills.care.lag: -1 is not a number of years; write 1 to 100"}},
		{"a spill that pulls", func(s *finance.Model) {
			s.Spills[0].Elasticity = []finance.Rate{-0.3}
		}, []string{"spills.care.elasticity: -30% is outside 0% to 1000%"}},
		{"spills of one name", func(s *finance.Model) {
			s.Spills = append(s.Spills, s.Spills[0])
		}, []string{`spills: there are two called "care"; names must differ`}},
		{"spills in a circle", func(s *finance.Model) {
			s.Bodies[2].Unmet.Share = []finance.Rate{0.1}
			s.Spills = append(s.Spills,
				finance.Spill{Name: "back", From: "Hospital", To: "Council", Elasticity: []finance.Rate{0.1}})
		}, []string{`spills.care.lag: leads from "Council" back to it in the same year; give a lag of 1`}},
		{"a circle that takes its time", func(s *finance.Model) {
			s.Bodies[2].Unmet.Share = []finance.Rate{0.1}
			s.Spills = append(s.Spills,
				finance.Spill{Name: "back", From: "Hospital", To: "Council", Elasticity: []finance.Rate{0.1}, Lag: 1})
		}, nil},
		{"unmet need of no need", func(s *finance.Model) {
			s.Bodies[2].Services = nil
			s.Bodies[2].Unmet.Share = []finance.Rate{1}
			s.Spills = nil
		},
			[]string{"bodies.Hospital.unmet: the body has no need that could go unmet"}},
		{"carried but not unmet", func(s *finance.Model) { s.Bodies[2].Unmet.Carried = []finance.Rate{1} },
			[]string{"bodies.Hospital.unmet.carried: nothing goes unmet that could be carried; give share, the part of the pressure that is met by giving less"}},

		{"a merger of strangers", func(s *finance.Model) {
			s.Mergers[0].Body, s.Mergers[0].Into = "Clinics", "North"
		}, []string{
			`mergers.Clinics: there is no body "Clinics"` + noBody + `; did you mean "Clinic"?`}},
		{"a merger of a body and a system", func(s *finance.Model) { s.Mergers[0].Into = "North" },
			[]string{`mergers.Clinic: one of "Clinic" and "North" is a system, and the other is not; merge two bodies, or two systems`}},
		{"a merger with a body of a system inside", func(s *finance.Model) { s.Mergers[0].Into = "North.Acute trust" },
			[]string{`mergers.Clinic.into: "North.Acute trust" is a body of a system inside this one; name a body of this system, or say it there`}},
		{"a merger with itself", func(s *finance.Model) {
			s.Mergers[0].Into = "Clinic"
		}, []string{`mergers.Clinic.into: "Clinic" cannot merge into itself; name another body`}},
		{"two mergers of one body", func(s *finance.Model) {
			s.Mergers = append(s.Mergers, finance.Merger{Body: "Clinic", Into: "Council", Year: 2025})
		},
			[]string{`mergers.Clinic: "Clinic" merges twice`}},
		{"a chain of mergers", func(s *finance.Model) {
			s.Mergers = append(s.Mergers, finance.Merger{Body: "Hospital", Into: "Council", Year: 2027})
		},
			[]string{`mergers.Hospital: "Hospital" takes over another body and cannot merge itself; let both merge into the same body`}},
		{"a merger without a year", func(s *finance.Model) { s.Mergers[0].Year = 0 },
			[]string{`mergers.Clinic: when? give year, the first in which "Clinic" is part of the other body`}},
		{"a merger too late", func(s *finance.Model) { s.Mergers[0].Year = 2028 },
			[]string{"mergers.Clinic.year: 2028/29 is not a year of the plan; it has 2025/26 to 2027/28"}},

		{"nobody gets it", func(s *finance.Model) {
			*s = *system()
			s.Funding = finance.Settlement{Baseline: m, CashGrowth: []finance.Rate{0}}
		}, []string{"allocation: the system has funding of its own; say in parts which bodies get it"}},
		{"nothing to divide", func(s *finance.Model) {
			*s = finance.Model{First: 2024, Last: 2025,
				Bodies:     []finance.Model{{Name: "Council", Need: finance.Need{RealGrowth: []finance.Rate{0}}}},
				Allocation: finance.Allocation{Parts: []finance.Part{{Body: "Council", Opening: m}}}}
		}, []string{"allocation: there is no funding to divide; give the system's funding, or fund each body"}},
		{"parts that do not add up", func(s *finance.Model) {
			s.Funding.Baseline = 121 * m
		}, []string{"allocation: the parts open at 120,000,000.00, but there are 121,000,000.00 to divide"}},
		{"parts inside that do not add up", func(s *finance.Model) { s.Bodies[0].Allocation.Parts[0].Opening = 46 * m },
			[]string{
				"bodies.North.allocation: the parts open at 61,000,000.00, but there are 60,000,000.00 to divide"}},
		{"targets that do not add up", func(s *finance.Model) {
			s.Allocation.Parts[0].Target = 0.4
		}, []string{"allocation: the targets add up to 90%; they must add up to 100%"}},
		{"a negative target", func(s *finance.Model) {
			s.Allocation.Parts[0].Target, s.Allocation.Parts[2].Target = 0.9, -0.1
		},
			[]string{"allocation.parts.Hospital.target: -10% is outside 0% to 100%"}},
		{"a target that is no number", func(s *finance.Model) {
			s.Allocation.Parts[0].Target, s.Allocation.Parts[2].Target = 0.8, finance.Rate(math.NaN())
		},
			[]string{"allocation.parts.Hospital.target: NaN is not a finite number"}},
		{"a pace without targets", func(s *finance.Model) { s.Bodies[0].Allocation.Pace = []finance.Rate{0.5} },
			[]string{
				"bodies.North.allocation.pace: a pace of what? give the parts targets, the shares that they should have"}},
		{"a pace without parts", func(s *finance.Model) {
			*s = *system()
			s.Allocation.Pace = []finance.Rate{0.5}
		}, []string{"allocation.pace: a pace of what? say in parts which bodies get the funding, and their targets"}},
		{"a part for nobody", func(s *finance.Model) { part(s, "Noth", 0) },
			[]string{`allocation.parts.Noth: there is no body "Noth" in this system; did you mean "North"?`}},
		{"a part for a body of a system inside", func(s *finance.Model) { part(s, "North.Acute trust", 0) },
			[]string{`allocation.parts.North.Acute trust: there is no body "North.Acute trust" in this system`}},
		{"a part twice", func(s *finance.Model) { part(s, "North", 0) },
			[]string{`allocation.parts.North: there are two parts for "North"`}},
		{"a negative part", func(s *finance.Model) { part(s, "Clinic", -m); s.Allocation.Parts[2].Opening += m },
			[]string{"allocation.parts.Clinic.opening: -£1m is negative; write what it is as a positive amount"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := nested()
			c.bend(s)
			faults := s.Validate()
			if len(c.want) == 0 {
				require.Empty(t, faults)
				assert.Empty(t, project(t, s).Breaks())
				return
			}
			assert.Equal(t, strings.Join(c.want, "\n"), faults.Error())
			_, err := finance.Project(s)
			assert.Equal(t, faults, err, "a system with faults is not worked out")
		})
	}
}

// A system that is too deep or too wide is one fault, even one that holds itself, and one of ten thousand bodies is
// none.
func TestHowLargeASystemMayBe(t *testing.T) {
	const problem = "bodies: systems are nested more than 10 deep, or there are more than 2000 bodies"
	levels := func(n int) *finance.Model {
		b := finance.Model{Name: "ward", Need: finance.Need{RealGrowth: []finance.Rate{0.02}},
			Funding: finance.Settlement{Baseline: finance.Million, CashGrowth: []finance.Rate{0.01}}}
		for range n {
			b = finance.Model{Name: "system", Bodies: []finance.Model{b}}
		}
		b.First, b.Last = 2024, 2025
		return &b
	}
	assert.Empty(t, project(t, levels(10)).Breaks())
	assert.EqualError(t, levels(11).Validate(), problem)
	assert.EqualError(t, levels(100).Validate(), problem)
	assert.EqualError(t, levels(100_000).Validate(), problem)

	itself := make([]finance.Model, 3)
	for i := range itself {
		itself[i] = finance.Model{Name: "itself", Bodies: itself}
	}
	assert.EqualError(t, (&finance.Model{First: 2024, Last: 2025, Bodies: itself}).Validate(), problem)
	draft, faults := (&finance.Model{First: 2024, Last: 2025, Bodies: itself}).Draft()
	assert.NotNil(t, draft)
	assert.NotEmpty(t, faults)

	assert.Empty(t, wide(finance.MaxBodies).Validate())
	assert.EqualError(t, wide(finance.MaxBodies+1).Validate(), problem)
	lost := wide(1_000)
	for i := range lost.Transfers {
		lost.Transfers[i].To = "body x"
	}
	assert.Len(t, lost.Validate(), 999, "that bodies are without income only follows from it")
}

// wide is a commissioner that pays bodies without number.
func wide(bodies int) *finance.Model {
	s := &finance.Model{First: 2024, Last: 2025, Bodies: []finance.Model{{Name: "Commissioner",
		Funding: finance.Settlement{Baseline: finance.Amount(bodies) * finance.Million,
			CashGrowth: []finance.Rate{0.01}}}}}
	for i := range bodies - 1 {
		name := fmt.Sprintf("body %d", i)
		s.Bodies = append(s.Bodies, finance.Model{Name: name, Need: finance.Need{RealGrowth: []finance.Rate{0.02}}})
		s.Transfers = append(s.Transfers,
			finance.Transfer{Name: name, From: "Commissioner", To: name, Baseline: finance.Million})
	}
	return s
}

// What comes from outside a system inside the system comes from outside the whole, whoever declares it.
func TestMoneyFromOutsideASystemInside(t *testing.T) {
	s := nested()
	north := &s.Bodies[0]
	north.Transfers = []finance.Transfer{
		{Name: "Private", To: "Acute trust", Baseline: 2 * finance.Million},
		{Name: "Agencies", From: "Community trust", Amount: []finance.Amount{1 * finance.Million}},
	}
	north.Pools = []finance.Pool{{Name: "Inner", Partners: []finance.Partner{
		{Body: "Acute trust", Minimum: 3 * finance.Million, Share: 0.5}, {Body: "Community trust", Share: 0.5}}}}
	l := project(t, s)
	assert.Empty(t, l.Breaks())
	income, _ := l.Amount("income", 2025)
	assert.Equal(t, "3,000,000.00", income.String(), "1 for the clinic and 2 for the acute trust")
	paid, _ := l.Amount("paid_on", 2025)
	assert.Equal(t, "9,000,000.00", paid.String(), "5 from the fund, 3 from the inner one, 1 for agencies")
}
