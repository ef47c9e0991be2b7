package engine

import (
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/fingerprint"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
	"github.com/stretchr/testify/assert"
)

// The digest of a plan is the same when it is made again, and another when anything is changed that figures or answers
// rest on.
func TestEveryChangeChangesTheDigest(t *testing.T) {
	x, plus := sheet.Ref("x"), sheet.Ref("plus")
	base := func(formula sheet.Expr) *Plan {
		p := amounts(t, sheet.Row{Name: "row", Unit: sheet.Money, Formula: formula},
			sheet.Row{Name: "known", Unit: sheet.Money, Formula: plus.Plus(plus)},
			sheet.Row{Name: "rest", Unit: sheet.Money, Formula: x.Plus(sheet.Ref("y"))})
		plan := uncertain(p, p)
		for row := range p.Rows {
			plan.Values = append(plan.Values, Value{Versus: -1, Slot: p.RowSlot(row)})
		}
		plan.Questions = []Question{{Versus: -1, Slot: p.RowSlot(0), Measure: measure.EveryYear{}}}
		return plan
	}
	digest := func(p *Plan) fingerprint.Sum {
		d := fingerprint.New("test")
		compiled(t, p, cache).Digest(t.Context(), d)
		return d.Sum()
	}
	formula := x.Plus(plus)
	want := digest(base(formula))
	assert.Equal(t, want, digest(base(formula)))
	changes := map[string]func(*Plan){
		"what is reported":        func(p *Plan) { p.Reported = []bool{true, false, true} },
		"a key":                   func(p *Plan) { p.Innovations[2].Key++ },
		"held or drawn each year": func(p *Plan) { p.Innovations[0].Yearly = true },
		"a correlation":           func(p *Plan) { p.Groups[0].Factor = [][]float64{{1}, {0.8, 0.6}} },
		"no correlation":          func(p *Plan) { p.Groups = nil },
		"a copula":                func(p *Plan) { p.Groups[0].T = NewStudentT(5, 4) },
		"an unread latent":        func(p *Plan) { p.Latents[10].Process = process.RandomWalk{} },
		"how an input moves":      func(p *Plan) { p.Latents[1].Process = process.EachYear{Persistence: 0.25} },
		"what an input rests on":  func(p *Plan) { drivers(p, func(d *Driver) { d.Latent += 1 }) },
		"a law": func(p *Plan) {
			drivers(p, func(d *Driver) { d.Transform = dist.Normal{Mean: 100, SD: 31}.Transform() })
		},
		"the year of a driver":    func(p *Plan) { drivers(p, func(d *Driver) { d.Column = 1 }) },
		"whole pence":             func(p *Plan) { drivers(p, func(d *Driver) { d.Money = !d.Money }) },
		"a value less":            func(p *Plan) { p.Values = p.Values[:2] },
		"values in another order": func(p *Plan) { p.Values[0], p.Values[1] = p.Values[1], p.Values[0] },
		"a value twice":           func(p *Plan) { p.Values = append(p.Values, p.Values[0]) },
		"a difference":            func(p *Plan) { p.Values[2].Versus, p.Values[2].VersusSlot = 0, p.Values[0].Slot },
		"a measure":               func(p *Plan) { p.Questions[0].Measure = measure.Cumulatively{} },
		"what is judged":          func(p *Plan) { p.Questions[0].Slot = p.Values[2].Slot },
		"a question less":         func(p *Plan) { p.Questions = nil },
		"a question twice":        func(p *Plan) { p.Questions = append(p.Questions, p.Questions[0]) },
		"a question of two": func(p *Plan) {
			p.Questions[0].Versus, p.Questions[0].VersusSlot = 0, p.Values[2].Slot
		},
		"a scenario less": func(p *Plan) { p.Scenarios = p.Scenarios[:1] },
	}
	sums := map[fingerprint.Sum]string{want: "nothing"}
	for name, change := range changes {
		plan := base(formula)
		change(plan)
		sum := digest(plan)
		assert.Empty(t, sums[sum], "%s changes nothing", name)
		sums[sum] = name
	}
	for name, formula := range map[string]sheet.Expr{
		"an operation": x.Minus(plus), "a rate": x.Times(sheet.Num(0.5)), "another rate": x.Times(sheet.Num(0.25)),
		"an amount": x.Plus(sheet.Ref("minus")), "the other order": x.Minus(sheet.Ref("y")),
		"a year ago": x.Ago(1).Plus(plus), "another input": sheet.Ref("y").Plus(plus),
	} {
		sum := digest(base(formula))
		assert.Empty(t, sums[sum], "%s changes nothing", name)
		sums[sum] = name
	}
	for i, df := range []float64{4, 5} {
		for k := range 2 {
			plan := base(formula)
			plan.Groups[0].T = NewStudentT(plan.Innovations[k].Key, df)
			sum := digest(plan)
			assert.Empty(t, sums[sum], "copula %d, %d", i, k)
			sums[sum] = "a copula"
		}
	}
}

// drivers changes the drivers of x, of all scenarios.
func drivers(p *Plan, change func(*Driver)) {
	for i := range p.Scenarios {
		change(&p.Scenarios[i].Drivers[0])
	}
}

// A law that panics where no path comes has a digest all the same, and another than one that does not.
func TestALawThatPanicsHasADigest(t *testing.T) {
	of := func(transform dist.Transform) fingerprint.Sum {
		d := fingerprint.New("test")
		v := driver{transform: transform}
		v.digest(d)
		return d.Sum()
	}
	assert.NotEqual(t, of(nowhere{}), of(dist.Normal{SD: 1}.Transform()))
}

// nowhere panics at every score.
type nowhere struct{ dist.Transform }

func (nowhere) At(float64) float64 { panic("no figure") }
