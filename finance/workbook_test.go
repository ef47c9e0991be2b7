package finance_test

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A workbook is a ledger worked out by hand in spreadsheet formulas, apart from the library, with the model that
// must come to the same figures. testdata/workbook/README.md says how the workbooks were made.
type workbook struct {
	name  string
	model *finance.Model
	// values replace inputs that a model cannot vary but a sheet can.
	values sheet.Values
	cells  cells
}

// cells are a workbook's figures by row name, one for each column; nil where a cell is empty.
type cells map[string][]*decimal.Decimal

func workbooks(t testing.TB) []workbook {
	t.Helper()
	return []workbook{settlementBook(t), everythingBook(t), servicesBook(t), cashBook(t), choicesBook(t), moneyBook(t),
		deficitsBook(t), repaymentBook(t), systemBook(t), supportedBook(t), formulasBook(t), withdrawnBook(t),
		pressuresBook(t), councilBook(t), earmarksBook(t)}
}

func settlementBook(t testing.TB) workbook {
	c := readCells(t, "settlement")
	return workbook{name: "settlement", cells: c, model: &finance.Model{
		Name:     "The June 2018 settlement",
		First:    2018,
		Last:     2023,
		Deflator: finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise")},
		Funding: finance.Settlement{Baseline: c.amount("funding.baseline"),
			RealGrowth: c.rates("funding.real_growth")},
		Opening: finance.Opening{BeforeSupport: c.amount(beforeSupport), Support: c.amount("opening.support")},
		Need:    finance.Need{RealGrowth: c.rates("need.real_growth"), Includes: []string{"productivity"}},
		Savings: finance.Savings{Planned: c.rates("savings.planned"), Delivery: c.rates("savings.delivery"),
			Recurrent: c.rates("savings.recurrent")},
		Earmark: finance.Earmark{Share: c.rates("earmark.share"), Leakage: c.rates("earmark.leakage"),
			Returns: c.returns(2, 2)},
		Debt:      finance.Debt{Interest: c.rates("debt.interest")},
		RealTerms: []string{"net_cost", "balance", "transformation"},
	}}
}

func everythingBook(t testing.TB) workbook {
	c := readCells(t, "everything")
	return workbook{name: "everything", cells: c, model: &finance.Model{
		Name:     "Everything at once, surpluses repay debt",
		First:    2018,
		Last:     2026,
		Deflator: finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise")},
		Funding: finance.Settlement{Baseline: c.amount("funding.baseline"),
			RealGrowth: c.rates("funding.real_growth")},
		Opening: finance.Opening{BeforeSupport: c.amount(beforeSupport), Support: c.amount("opening.support")},
		Need: finance.Need{
			RealGrowth: c.rates("need.real_growth"), Includes: []string{"improvement"},
			Components:  c.components("need.components.", "demography", "chronic conditions", "productivity"),
			PassThrough: c.rates("need.pass_through"),
		},
		Causes: []string{"chronic conditions", "prices", "real_growth", "productivity", "demography"},
		Savings: finance.Savings{Planned: c.rates("savings.planned"), Delivery: c.rates("savings.delivery"),
			Recurrent: c.rates("savings.recurrent")},
		Earmark: finance.Earmark{Share: c.rates("earmark.share"), Base: finance.PreviousYear,
			Leakage: c.rates("earmark.leakage"), Returns: c.returns(2, 2)},
		Positions: finance.Positions{Support: c.amounts("positions.support"),
			Technical: c.amounts("positions.technical")},
		Debt: finance.Debt{Opening: c.amount("debt.opening"), Interest: c.rates("debt.interest"),
			Surplus: finance.Repays},
		RealTerms: []string{"funding", "net_cost", "transformation", "underlying_position"},
	}}
}

func servicesBook(t testing.TB) workbook {
	c := readCells(t, "services")
	service := func(name string, volume []string, prices ...string) finance.Service {
		path := "services." + name
		s := finance.Service{Name: name, Baseline: c.amount(path + ".baseline"),
			Volume: c.components(path+".volume.", volume...), Productivity: c.rates(path + ".productivity")}
		for _, price := range prices {
			at := path + ".prices." + price
			s.Prices = append(s.Prices, finance.Price{Name: price, Weight: c.rates(at + ".weight")[0],
				AboveDeflator: c.rates(at + ".above_deflator"), PassThrough: c.rates(at + ".pass_through")})
		}
		return s
	}
	const unpriced = "services.community care.pass_through"
	return workbook{name: "services", cells: c, model: &finance.Model{
		Name:       "Services from the bottom up, surpluses kept",
		First:      2020,
		Last:       2027,
		FirstMonth: time.January,
		Deflator:   finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise")},
		Funding: finance.Settlement{Baseline: c.amount("funding.baseline"),
			CashGrowth: c.rates("funding.cash_growth")},
		Opening: finance.Opening{Support: c.amount("opening.support")},
		Services: []finance.Service{
			service("hospital", []string{"demography", "chronic conditions"}, "pay", "drugs", "other"),
			service("community care", []string{"demography"}),
			service("prescribing", []string{"items"}, "drugs", "fees"),
		},
		Causes: []string{"demography", "pay", "chronic conditions", "drugs", "productivity", "prices", "items", "other",
			"fees"},
		Savings: finance.Savings{Amount: c.amounts("savings.amount"), Delivery: c.rates("savings.delivery"),
			Recurrent: c.rates("savings.recurrent")},
		Earmark: finance.Earmark{Amount: c.amounts("earmark.amount"), Leakage: c.rates("earmark.leakage"),
			Returns: c.returns(1, 3)},
		Positions: finance.Positions{Technical: c.amounts("positions.technical")},
		Debt: finance.Debt{Opening: c.amount("debt.opening"), Interest: c.rates("debt.interest"),
			Surplus: finance.Kept},
		RealTerms: []string{"cost", "cash_position"},
	}, values: sheet.Values{unpriced: c.known(unpriced)}}
}

func cashBook(t testing.TB) workbook {
	c := readCells(t, "cash")
	return workbook{name: "cash", cells: c, model: &finance.Model{
		Name:     "Sums of cash, and a rule of the importer's own",
		First:    2019,
		Last:     2025,
		Deflator: finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise")},
		Funding:  finance.Settlement{Cash: c.amounts("funding.cash")},
		Opening: finance.Opening{Cost: c.amount("opening.cost"), Position: c.amount("opening.position"),
			Support: c.amount("opening.support")},
		Need:   finance.Need{RealGrowth: c.rates("need.real_growth"), PassThrough: c.rates("need.pass_through")},
		Causes: []string{"prices", "real_growth"},
		Savings: finance.Savings{Planned: c.rates("savings.planned"), Delivery: c.rates("savings.delivery"),
			Recurrent: c.rates("savings.recurrent")},
		Earmark: finance.Earmark{Share: c.rates("earmark.share"), Leakage: c.rates("earmark.leakage"),
			Returns: c.returns(1, 2)},
		Positions: finance.Positions{Support: c.amounts("positions.support"),
			Technical: c.amounts("positions.technical")},
		Debt:      finance.Debt{Opening: c.amount("debt.opening"), Interest: c.rates("debt.interest")},
		RealTerms: []string{"demand"},
		Rules:     []finance.Rule{bonus},
	}}
}

func choicesBook(t testing.TB) workbook {
	c := readCells(t, "choices")
	b := settlementBook(t)
	m := b.model
	m.Name = "The settlement with choices that the other workbooks leave alone"
	m.Deflator.Surprise = c.rates("deflator.surprise")
	m.Funding.TopUp = finance.TopUp{Share: c.rates("funding.top_up.share"), Delay: 1}
	m.Savings.StartMonth, m.Positions.Technical = 4, c.amounts("positions.technical")
	m.Earmark.Share, m.Earmark.Leakage, m.Earmark.Base = c.rates("earmark.share"), c.rates("earmark.leakage"),
		finance.AboveInflation
	m.Earmark.Cover, m.Earmark.Floor = c.rates("earmark.cover"), c.amounts("earmark.floor")
	m.Earmark.Returns = c.returns(2, 2)
	m.Earmark.Returns.Grows = finance.WithPrices
	return workbook{name: "choices", cells: c, model: m}
}

func deficitsBook(t testing.TB) workbook {
	return readCells(t, "deficits").debtors("deficits", "Deficits, surpluses repay debt as fast as they may")
}

// debtors is a workbook with a target for support, and with loans.
func (c cells) debtors(book, name string) workbook {
	m := c.deficits(name)
	m.Support.Target = c.amounts("support.target")
	m.RiskReserve.Released = c.rates("risk_reserve.released")
	m.Debt.Surplus, m.Debt.Repay.AtMost = finance.Repays, c.amounts("debt.repay.at_most")
	for _, name := range []string{"normal", "special measures"} {
		path := "debt.loans." + name
		m.Debt.Loans = append(m.Debt.Loans, finance.Loan{Name: name, Opening: c.amount(path + ".opening"),
			Interest: c.rates(path + ".interest"), Repaid: c.rates(path + ".repaid")})
	}
	return workbook{name: book, cells: c, model: m, values: c.conversions()}
}

func repaymentBook(t testing.TB) workbook {
	c := readCells(t, "repayment")
	m := c.deficits("Deficits, what is due of debt is repaid and the rest of a surplus kept")
	m.Debt.Surplus = finance.Kept
	m.Deflator.Vintages = []finance.Vintage{c.vintage("march 2019")}
	return workbook{name: "repayment", cells: c, model: m, values: c.conversions()}
}

// conversions are in several years and of a share that differs.
func (c cells) conversions() sheet.Values {
	values := sheet.Values{}
	for _, name := range []string{"debt.equity.share", "debt.equity.year"} {
		values[name] = c.known(name)
	}
	return values
}

// deficits is what the two workbooks about deficits have in common.
func (c cells) deficits(name string) *finance.Model {
	return &finance.Model{
		Name:     name,
		First:    2018,
		Last:     2026,
		Deflator: finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise")},
		Funding: finance.Settlement{Baseline: c.amount("funding.baseline"),
			CashGrowth: c.rates("funding.cash_growth")},
		Opening: finance.Opening{Position: c.amount("opening.position"), Support: c.amount("opening.support")},
		Need:    finance.Need{RealGrowth: c.rates("need.real_growth")},
		Savings: finance.Savings{Planned: c.rates("savings.planned"), Delivery: c.rates("savings.delivery"),
			Recurrent: c.rates("savings.recurrent")},
		Earmark: c.earmark(),
		Positions: finance.Positions{Support: c.givenAmounts("positions.support"),
			Technical: c.amounts("positions.technical")},
		Support: finance.Support{Amount: c.givenAmounts("support.amount"), Adds: c["support.amount"] != nil,
			Withdrawn: c.rates("support.withdrawn")},
		RiskReserve: finance.RiskReserve{Share: c.rates("risk_reserve.share")},
		Debt: finance.Debt{Opening: c.amount("debt.opening"), Interest: c.rates("debt.interest"),
			Repay:  finance.Repay{Due: c.rates("debt.repay.due")},
			Equity: finance.Equity{Share: 0.35, Year: 2022, Charge: c.rates("debt.equity.charge")}},
	}
}

// earmark is the only one of a workbook, if it has only one.
func (c cells) earmark() (e finance.Earmark) {
	if c["earmark.share"] != nil {
		e.Share, e.Leakage, e.Returns = c.rates("earmark.share"), c.rates("earmark.leakage"), c.returns(1, 2)
	}
	return e
}

// withdrawnBook has support inside its funding that is withdrawn step by step and depends on a target, and gives less.
func withdrawnBook(t testing.TB) workbook {
	c := readCells(t, "withdrawn")
	b := c.debtors("withdrawn", "Support inside the funding is withdrawn")
	b.model.Unmet.Share, b.model.Savings.Required = c.rates("unmet.share"), finance.RequiredForUnderlying
	return b
}

func moneyBook(t testing.TB) workbook {
	c := readCells(t, "money")
	return workbook{name: "money", cells: c, model: &finance.Model{
		Name:  "Grants, phasing and vintages; savings that are filled and overreach; an earmark released when balanced",
		First: 2019,
		Last:  2026,
		Deflator: finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise"),
			Vintages: []finance.Vintage{c.vintage("march 2019"), c.vintage("december 2025")}},
		Funding: finance.Settlement{Baseline: c.amount("funding.baseline"), CashGrowth: c.rates("funding.cash_growth"),
			Phasing: c.amounts("funding.phasing"), Grants: c.grants()},
		Opening: finance.Opening{BeforeSupport: c.amount(beforeSupport), Support: c.amount("opening.support"),
			OneOffs: c.amount("opening.one_offs")},
		Need: finance.Need{RealGrowth: c.rates("need.real_growth"), PassThrough: c.rates("need.pass_through")},
		Savings: finance.Savings{Planned: c.rates("savings.planned"), Delivery: c.rates("savings.delivery"),
			Ambition: finance.Ambition{Above: c.rates("savings.ambition.above"),
				Lowers: c.rates("savings.ambition.lowers")},
			Recurrent: c.rates("savings.recurrent"), Fill: c.rates("savings.fill"), StartMonth: 4,
			Required: finance.RequiredForUnderlying},
		Earmark: finance.Earmark{Share: c.rates("earmark.share"), Leakage: c.rates("earmark.leakage"),
			Cover: c.rates("earmark.cover"), OnlyWhenBalanced: true, Baseline: c.amount("earmark.baseline"),
			MeasuredFrom: c.amount("earmark.measured_from"), Returns: c.uncertainReturns()},
		Positions: finance.Positions{Support: c.amounts("positions.support"),
			Technical: c.amounts("positions.technical")},
		Debt: finance.Debt{Opening: c.amount("debt.opening"), Reserve: c.amount("debt.reserve"),
			Interest: c.rates("debt.interest"), Surplus: finance.Kept},
		RealTerms: []string{"balance"}, Prices: 2022,
	}}
}

func (c cells) vintage(name string) finance.Vintage {
	return finance.Vintage{Name: name, Inflation: c.rates("deflator.vintages." + name)}
}

// grants are one of each way to grow.
func (c cells) grants() []finance.Grant {
	const path = "funding.grants."
	return []finance.Grant{
		{Name: "mental health", Baseline: c.amount(path + "mental health.baseline"),
			RealGrowth: c.rates(path + "mental health.real_growth")},
		{Name: "research", Baseline: c.amount(path + "research.baseline"),
			CashGrowth: c.rates(path + "research.cash_growth")},
		{Name: "winter", Baseline: c.amount(path + "winter.baseline"), Cash: c.amounts(path + "winter.cash")},
	}
}

// uncertainReturns come after one year, are phased in over two, do not all work, and add to those of before the plan.
func (c cells) uncertainReturns() finance.Returns {
	r := c.returns(1, 2)
	r.Success, r.Before = c.rates("earmark.returns.success"), c.amounts("earmark.returns.before")
	return r
}

func systemBook(t testing.TB) workbook {
	c := readCells(t, "system")
	north := finance.Model{Name: "North",
		Funding: finance.Settlement{Baseline: c.amount("bodies.North.funding.baseline"),
			CashGrowth: c.rates("bodies.North.funding.cash_growth")},
		Bodies: []finance.Model{
			c.body("bodies.North.bodies.", "Commissioner", finance.Kept),
			c.body("bodies.North.bodies.", "Acute trust", finance.Repays),
			c.body("bodies.North.bodies.", "Clinic", finance.Kept),
		},
		Transfers: []finance.Transfer{
			c.transfer("bodies.North.", "Contract", "Commissioner", "Acute trust"),
			c.transfer("bodies.North.", "Private", "", "Acute trust"),
			c.transfer("bodies.North.", "Agencies", "Acute trust", ""),
			c.transfer("bodies.North.", "Rents", "", "Commissioner"),
			c.transfer("bodies.North.", "Trade", "", "Clinic"),
			c.transfer("bodies.North.", "Rates", "Clinic", ""),
		},
		Allocation: finance.Allocation{Pace: c.rates("bodies.North.allocation.pace"),
			Parts: []finance.Part{c.part("bodies.North.", "Commissioner"), c.part("bodies.North.", "Clinic")}},
		Mergers: []finance.Merger{{Body: "Clinic", Into: "Acute trust", Year: 2027}},
	}
	const beds, clinics = "bodies.Hospital.services.beds.pass_through", "bodies.Hospital.services.clinics.pass_through"
	hospital, charity := c.body("bodies.", "Hospital", finance.Lapses), c.body("bodies.", "Charity", finance.Kept)
	hospital.Earmark.Base, charity.Earmark.Base = finance.PreviousYear, finance.AboveInflation
	hospital.Causes = []string{"productivity", "spills", "prices"}
	charity.Causes = []string{"prices", "spills", "real_growth"}
	north.Bodies[2].Causes = []string{"prices", "real_growth"}
	return workbook{name: "system", cells: c, model: &finance.Model{
		Name:     "A system inside a system, and all that moves between bodies",
		First:    2024,
		Last:     2029,
		Deflator: finance.Deflator{Planned: c.rates("deflator.planned"), Surprise: c.rates("deflator.surprise")},
		Funding:  finance.Settlement{RealGrowth: c.rates("funding.real_growth")},
		Bodies:   []finance.Model{north, hospital, c.body("bodies.", "Council", finance.Repays), charity},
		Transfers: []finance.Transfer{
			c.transfer("", "Patients", "North.Commissioner", "Hospital"), c.transfer("", "Grant", "Council", "Charity"),
			c.transfer("", "Legacies", "", "Charity"), c.transfer("", "Agency", "Hospital", ""),
			c.transfer("", "Fees", "", "Council"), c.transfer("", "Rent", "Charity", ""),
		},
		Pools: []finance.Pool{{Name: "Fund", Provider: "Charity", RealGrowth: c.rates("pools.Fund.real_growth"),
			PassThrough: c.rates("pools.Fund.pass_through"),
			Partners: []finance.Partner{c.partner("North.Commissioner"), c.partner("Council"),
				c.partner("Hospital")}}},
		Spills: []finance.Spill{
			{Name: "beds filled", From: "Council", To: "Hospital", Service: "beds",
				Elasticity: c.rates("spills.beds filled.elasticity"), Lag: 1},
			{Name: "neighbours", From: "Council", To: "Charity", Elasticity: c.rates("spills.neighbours.elasticity")},
		},
		Allocation: finance.Allocation{Parts: []finance.Part{c.part("", "North"), c.part("", "Hospital")}},
		RealTerms:  []string{"bodies.Hospital.cost"},
	}, values: sheet.Values{beds: c.known(beds), clinics: c.known(clinics)}}
}

// body is a body of a workbook, with what is given for it.
func (c cells) body(prefix, name string, use finance.SurplusUse) finance.Model {
	at := func(input string) string { return prefix + name + "." + input }
	b := finance.Model{Name: name,
		Need: finance.Need{RealGrowth: c.given(at("need.real_growth")),
			PassThrough: c.given(at("need.pass_through"))},
		Savings: finance.Savings{Planned: c.rates(at("savings.planned")), Delivery: c.rates(at("savings.delivery")),
			Recurrent: c.rates(at("savings.recurrent"))},
		Earmark: finance.Earmark{Share: c.rates(at("earmark.share")), Leakage: c.rates(at("earmark.leakage")),
			Returns: finance.Returns{PerPound: c.rates(at("earmark.returns.per_pound")), Ramp: 2,
				Fade: c.rates(at("earmark.returns.fade"))}},
		Unmet:     finance.Unmet{Share: c.given(at("unmet.share")), Carried: c.given(at("unmet.carried"))},
		Opening:   finance.Opening{Support: c.amount(at("opening.support"))},
		Positions: finance.Positions{Technical: c.amounts(at("positions.technical"))},
		Debt: finance.Debt{Opening: c.amount(at("debt.opening")), Interest: c.rates(at("debt.interest")),
			Surplus: use},
	}
	for _, s := range []string{"beds", "clinics"} {
		if _, ok := c[at("services."+s+".baseline")]; ok {
			b.Services = append(b.Services,
				finance.Service{Name: s, Baseline: c.amount(at("services." + s + ".baseline")),
					Productivity: c.rates(at("services." + s + ".productivity"))})
		}
	}
	if _, ok := c[at("opening.one_offs")]; ok {
		b.Opening.OneOffs = c.amount(at("opening.one_offs"))
	}
	if len(b.Need.RealGrowth) > 0 {
		b.Opening.Position = c.amount(at("opening.position"))
	}
	if growth := c.given(at("funding.cash_growth")); len(growth) > 0 {
		b.Funding = finance.Settlement{Baseline: c.amount(at("funding.baseline")), CashGrowth: growth}
	}
	return b
}

// given are the rates of an input that the workbook may not have.
func (c cells) given(name string) []finance.Rate {
	if _, ok := c[name]; !ok {
		return nil
	}
	return c.rates(name)
}

func (c cells) givenAmounts(name string) []finance.Amount {
	if _, ok := c[name]; !ok {
		return nil
	}
	return c.amounts(name)
}

func (c cells) transfer(prefix, name, from, to string) finance.Transfer {
	at := prefix + "transfers." + name
	t := finance.Transfer{Name: name, From: from, To: to, Baseline: c.amount(at + ".baseline"),
		Uplift: c.given(at + ".uplift"), Efficiency: c.given(at + ".efficiency"), Volume: c.given(at + ".volume"),
		AtLeast: c.given(at + ".at_least")}
	if _, ok := c[at+".amount"]; ok {
		t.Amount = c.amounts(at + ".amount")
	}
	return t
}

func (c cells) partner(body string) finance.Partner {
	at := "pools.Fund.partners." + body
	return finance.Partner{Body: body, Minimum: c.amount(at + ".minimum"), Growth: c.given(at + ".growth"),
		TopUp: c.amounts(at + ".top_up"), Share: c.rates(at + ".share")[0]}
}

func (c cells) part(prefix, body string) finance.Part {
	at := prefix + "allocation.parts." + body
	p := finance.Part{Body: body, Opening: c.amount(at + ".opening")}
	if target := c.given(at + ".target"); len(target) > 0 {
		p.Target = target[0]
	}
	return p
}

// bonus is an importer's rule: a tenth of a surplus, or a twentieth of a deficit.
func bonus(s *sheet.Sheet) {
	balance := sheet.Ref("balance")
	s.Add(sheet.Row{Name: "bonus", Unit: sheet.Money,
		Formula: sheet.If(balance, balance.Times(sheet.Num(0.1)), balance.Times(sheet.Num(0.05)))})
}

// Every figure of the ledger is the workbook's, to the penny, and each of the two has every row of the other.
func TestProjectAgreesWithTheWorkbooks(t *testing.T) {
	for _, book := range workbooks(t) {
		t.Run(book.name, func(t *testing.T) {
			l := book.ledger(t)
			assert.Empty(t, l.Breaks())
			var names []string
			for _, in := range l.Program.Inputs {
				names = append(names, in.Name)
				book.compare(t, l, in.Name, in.Unit, false)
			}
			for _, r := range l.Program.Rows {
				names = append(names, r.Name)
				book.compare(t, l, r.Name, r.Unit, true)
			}
			delete(book.cells, beforeSupport)
			assert.ElementsMatch(t, slices.Collect(maps.Keys(book.cells)), names)
		})
	}
}

func (b workbook) ledger(t testing.TB) *sheet.Ledger {
	t.Helper()
	s, err := b.model.Sheet()
	require.NoError(t, err)
	p, err := s.Compile()
	require.NoError(t, err)
	l, err := p.Exact(b.values)
	require.NoError(t, err)
	return l
}

func (b workbook) compare(t *testing.T, l *sheet.Ledger, name string, unit sheet.Unit, emptyIsZero bool) {
	t.Helper()
	for col := range l.Program.Years {
		got, _ := l.At(name, col)
		if want, known := b.cells.at(name, col, emptyIsZero); known && !same(unit, got, want) {
			t.Errorf("%s in %s: the library has %s, the workbook %s", name, l.Program.Years[col], got, want)
		}
	}
}

// at is a workbook's figure as the library holds it: whole pence for money.
func (c cells) at(name string, col int, emptyIsZero bool) (want decimal.Decimal, known bool) {
	row, ok := c[name]
	if !ok || row[col] == nil {
		return decimal.Zero, emptyIsZero
	}
	return *row[col], true
}

// same compares a figure of the library with one of a workbook.
func same(unit sheet.Unit, got, want decimal.Decimal) bool {
	if unit == sheet.Money {
		return got.Equal(want)
	}
	return got.Sub(want).Abs().LessThanOrEqual(decimal.New(1, -9))
}

// The figures beside a workbook are its own: every cell that is not a formula stands in both files.
func TestWorkbookValuesBelongToTheirFormulas(t *testing.T) {
	for _, book := range workbooks(t) {
		formulas, values := readBook(t, book.name), readBook(t, book.name+".values")
		require.Len(t, values, len(formulas), book.name)
		for i, line := range formulas {
			for j, cell := range line {
				switch {
				case strings.HasPrefix(cell, "="):
					require.NotEmpty(t, values[i][j], "%s: %s", book.name, line[0])
				case i == 0 || j < 3 || cell == "":
					require.Equal(t, cell, values[i][j], "%s: %s", book.name, line[0])
				default:
					require.True(t, number(t, cell).Equal(number(t, values[i][j])), "%s: %s", book.name, line[0])
				}
			}
		}
	}
}

func readBook(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "workbook", name+".csv"))
	require.NoError(t, err)
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	return lines
}

// beforeSupport is an input of the model and not of the sheet, so a working of the workbook.
const beforeSupport = "opening.before_support"

// readCells reads a workbook's figures, money in pence. Headings and workings are left out.
func readCells(t testing.TB, name string) cells {
	t.Helper()
	c := cells{}
	for _, line := range readBook(t, name+".values")[1:] {
		row, unit := line[0], line[1]
		if unit == "" || strings.HasSuffix(unit, "working") && row != beforeSupport {
			continue
		}
		for _, cell := range line[3:] {
			c[row] = append(c[row], figure(t, strings.HasPrefix(unit, "£"), cell))
		}
	}
	return c
}

func figure(t testing.TB, money bool, cell string) *decimal.Decimal {
	if cell == "" {
		return nil
	}
	d := number(t, cell)
	if money {
		d = d.Shift(2)
	}
	return &d
}

// number reads a cell, which may be a percentage.
func number(t testing.TB, cell string) decimal.Decimal {
	t.Helper()
	digits, percent := strings.CutSuffix(cell, "%")
	d, err := decimal.NewFromString(digits)
	require.NoError(t, err)
	if percent {
		d = d.Shift(-2)
	}
	return d
}

// known are a row's figures in the years of the plan.
func (c cells) known(name string) (values []decimal.Decimal) {
	for _, d := range c[name][1:] {
		values = append(values, *d)
	}
	return values
}

func (c cells) rates(name string) (rates []finance.Rate) {
	for _, d := range c.known(name) {
		rates = append(rates, finance.Rate(d.InexactFloat64()))
	}
	return rates
}

func (c cells) amounts(name string) (amounts []finance.Amount) {
	for _, d := range c.known(name) {
		amounts = append(amounts, finance.Amount(d.IntPart()))
	}
	return amounts
}

// amount is a figure of the opening year.
func (c cells) amount(name string) finance.Amount { return finance.Amount(c[name][0].IntPart()) }

func (c cells) components(prefix string, names ...string) (components []finance.Component) {
	for _, name := range names {
		components = append(components, finance.Component{Name: name, Growth: c.rates(prefix + name)})
	}
	return components
}

func (c cells) returns(lag, ramp int) finance.Returns { return c.returnsOf("earmark", lag, ramp) }

func (c cells) returnsOf(earmark string, lag, ramp int) finance.Returns {
	return finance.Returns{PerPound: c.rates(earmark + ".returns.per_pound"), Lag: lag, Ramp: ramp,
		Fade: c.rates(earmark + ".returns.fade")}
}
