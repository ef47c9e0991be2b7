package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/scenario/dist"
	"github.com/openenvelope/envelope/scenario/internal/fingerprint"
	"github.com/openenvelope/envelope/scenario/measure"
	"github.com/openenvelope/envelope/scenario/process"
)

// A listing writes code so that people can read it: for every column the drives, the tape of the scores and that of the
// rows, what may be found at fault, and where values and judged rows lie. @ comes before a place in the slab, in
// columns; what is behind those of the rows belongs to the draws.
type listing struct {
	strings.Builder
	code *Code
}

func listed(t testing.TB, plan *Plan) string { return listedCode(t, plan, compiled(t, plan, cache)) }

// listedCode is the listing of a plan's code.
func listedCode(t testing.TB, plan *Plan, c *Code) string {
	l := &listing{code: c}
	l.line("steps %d, columns %d of %d, lasting %d, block %d, stride %d", c.Steps(), c.layout.columns,
		c.Bytes()/8/uint64(c.layout.stride), c.layout.lasting, c.layout.block, c.layout.stride)
	for i, d := range c.drivers {
		l.line("driver %d: %s of scenario %d, latent %d, column %d, yearly %v, money %v, alone %v", i, d.name,
			d.scenario, d.latent, d.column, d.yearly, d.money, d.alone)
	}
	for v := range plan.Values {
		l.line("value %d is %d: %s", v, c.Place(v), l.value(c.values[c.Place(v)]))
	}
	for i, j := range c.judged {
		l.line("judged %d: scenario %d, slot %d, question %d, alone %v", i, j.scenario, j.own, j.question, j.alone)
	}
	l.line("answers %v", c.answers)
	for col := range c.years {
		l.column(col)
	}
	d := fingerprint.New("listing")
	c.Digest(t.Context(), d)
	l.line("digest %x", d.Sum())
	return l.String()
}

func (l *listing) line(format string, args ...any) { fmt.Fprintf(l, format+"\n", args...) }

func (l *listing) value(v value) string {
	if v.figures != nil {
		return fmt.Sprint("known ", v.figures)
	}
	return fmt.Sprintf("certain %v, cores %v", v.certain, v.cores)
}

// at is a place in columns.
func (l *listing) at(place int32) string { return fmt.Sprint("@", int(place)/l.code.layout.stride) }

func (l *listing) column(col int) {
	y := &l.code.years[col]
	l.line("\ncolumn %d", col)
	for _, d := range y.drives {
		l.line("drive %d to %s", d.driver, l.at(d.at))
	}
	l.tape("correlate", y.scoring.first.String(), y.scoring.scalars)
	for _, s := range y.scoring.spreads {
		l.line("spread %s along %s", l.at(s.at), l.at(s.along))
	}
	l.tape("score", y.scoring.tape.String(), y.scoring.scalars)
	l.line("left %v", y.scoring.left)
	for _, s := range y.segments {
		l.tape("rows", s.tape.String(), y.scalars)
		for _, f := range s.faults {
			l.line("instruction %d: %s of scenario %d: %s", f.instruction, f.row, f.scenario, f.message)
		}
		for _, r := range s.reports {
			l.line("value %d %s", r.value, l.at(r.at))
		}
	}
	for i, place := range y.judged {
		l.line("judged %d %s", i, l.at(place))
	}
}

// tape lists instructions with columns in place of figures, and scalars by value.
func (l *listing) tape(name, text string, scalars []float64) {
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		words := strings.Fields(line)
		for k, word := range words {
			var n int
			if _, err := fmt.Sscanf(word, "@%d", &n); err == nil {
				words[k] = l.at(int32(n))
			}
			if _, err := fmt.Sscanf(word, "#%d", &n); err == nil {
				words[k] = fmt.Sprint(scalars[n])
			}
		}
		if len(words) > 0 {
			l.line("\t%s %d: %s", name, i, strings.Join(words, " "))
		}
	}
}

// rowsOfEveryKind are rows that use every operation, with the left and the right figure in the accumulator, lags, and
// checks.
func rowsOfEveryKind() []sheet.Row {
	x, y, share, plus, rate := sheet.Ref("x"), sheet.Ref("y"), sheet.Ref("share"), sheet.Ref("plus"), sheet.Ref("rate")
	money := func(name string, formula sheet.Expr) sheet.Row {
		return sheet.Row{Name: name, Unit: sheet.Money, Formula: formula}
	}
	number := func(name string, formula sheet.Expr) sheet.Row { return sheet.Row{Name: name, Formula: formula} }
	return []sheet.Row{
		money("sum", x.Plus(y)), money("rest", x.Minus(y.Times(share))), money("taken", y.Times(share).Minus(x)),
		money("sum again", x.Plus(y)),
		money("product", x.Times(rate)), money("quotient", x.Over(share)), number("ratio", x.Over(y)),
		number("from one", sheet.Num(1).Minus(share)), number("over", sheet.Num(1).Over(share.Plus(share))),
		money("lesser", sheet.Min(plus, x)), money("lesser, other", sheet.Min(x, y.Plus(plus))),
		money("greater", sheet.Max(plus, x)), money("greater, other", sheet.Max(x, y.Plus(plus))),
		money("choice", sheet.If(share, plus, x)), money("choice of scalars", sheet.If(x, plus, sheet.Ref("nil"))),
		money("choice of sums", sheet.If(x.Plus(y), x.Plus(y), x.Minus(plus))),
		{Name: "carried", Unit: sheet.Money, Opening: plus, Formula: sheet.Last("carried").Plus(x)},
		money("two ago", sheet.Ref("rest").Ago(2).Plus(x.Ago(1))), money("copy", sheet.Last("sum")),
		money("unasked", sheet.Ref("carried").Plus(y)),
		money("known", plus.Plus(sheet.Last("known"))), number("known rate", rate.Times(rate)),
		{Name: "zero", Unit: sheet.Money, Check: true, Formula: x.Minus(x)},
		{Name: "zero copy", Unit: sheet.Money, Check: true, Formula: sheet.Ref("nil").Times(share)},
	}
}

// planOfEveryKind has two scenarios that differ in one row, all rows but one as values, differences, and questions of
// every measure, of one scenario and of two.
func planOfEveryKind(t testing.TB) *Plan {
	rows := rowsOfEveryKind()
	first := amounts(t, rows...)
	rows[1].Formula = sheet.Ref("y").Minus(sheet.Ref("x"))
	second := amounts(t, rows...)
	plan := uncertain(first, second)
	plan.Scenarios[1].Drivers[1].Transform = dist.PERT{Low: 1, Mode: 2, High: 6}.Transform()
	for i, s := range plan.Scenarios {
		s.Drivers[0].Money, s.Drivers[1].Money = true, i == 0
		for row := range rows {
			if rows[row].Name != "unasked" && (i == 0 || row < 3) {
				plan.Values = append(plan.Values, Value{Of: i, Versus: -1, Slot: s.Program.RowSlot(row)})
			}
		}
	}
	for _, row := range []string{"rest", "sum", "known"} {
		slot, _ := first.Slot(row)
		plan.Values = append(plan.Values, Value{Of: 0, Versus: 1, Slot: slot, VersusSlot: slot})
		for _, m := range measure.Kinds() {
			plan.Questions = append(plan.Questions, Question{Versus: -1, Slot: slot, Measure: m},
				Question{Of: 1, Versus: 0, Slot: slot, VersusSlot: slot, Measure: m})
		}
	}
	return plan
}

// What plans compile to, instruction by instruction: nothing that is not needed, nothing twice, every figure looked at
// that may be at fault. A change here is a change to what every run does.
func TestListings(t *testing.T) {
	sound, some, few := planOfEveryKind(t), planOfEveryKind(t), planOfEveryKind(t)
	sound.Sound = true
	some.Reported = []bool{false, true, false}
	few.Values, few.Questions = few.Values[:1], nil
	copula := drawPlan(t, 5, dist.Normal{Mean: 2, SD: 3})
	copula.Groups[0].T = NewStudentT(copula.Innovations[1].Key, 4)
	copula.Groups = append(copula.Groups, Group{Members: []int{0}, Factor: [][]float64{{1}},
		T: NewStudentT(copula.Innovations[0].Key, 5)})
	for name, plan := range map[string]*Plan{
		"every-kind": planOfEveryKind(t), "sound": sound, "some-reported": some, "one-value": few,
		"draws":   drawPlan(t, 5, dist.Normal{Mean: 2, SD: 3}),
		"curved":  drawPlan(t, 2, dist.PERT{Low: 1, Mode: 2, High: 6}),
		"copulas": copula, "drivers-of-years": driversOfYears(t),
	} {
		testkit.Golden(t, "testdata/listing/"+name+".txt", listed(t, plan))
	}
}

// driversOfYears has an input that one driver decides in all years, others one of a year each, and one for each year.
func driversOfYears(t testing.TB) *Plan {
	plan := drawPlan(t, 3, dist.Normal{Mean: 2, SD: 3})
	law := dist.Normal{Mean: 5, SD: 1}.Transform()
	plan.Latents[3].Process = process.Once{}
	plan.Scenarios[0].Drivers = []Driver{
		{Latent: 0, Input: 0, Transform: law}, {Latent: 1, Input: 0, Column: 2, Transform: law},
		{Latent: 1, Input: 1, Column: 1, Transform: law}, {Latent: 2, Input: 2, Transform: law},
		{Latent: 3, Input: 3, Transform: law},
	}
	return plan
}
