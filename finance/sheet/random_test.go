package sheet_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/openenvelope/envelope/internal/testkit/float"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A sheetDrawer draws a random sheet that is sound: inputs of both units, rows whose formulas use every operation, and
// identities that hold for whole pence whatever the formulas are.
type sheetDrawer struct {
	t     *rapid.T
	s     *sheet.Sheet
	known map[sheet.Unit][]string // names that a formula may read in the same year
	all   map[sheet.Unit][]string // names that it may read in earlier years
}

func drawSheet(t *rapid.T) *sheet.Sheet {
	d := &sheetDrawer{t, &sheet.Sheet{Years: years(rapid.IntRange(1, 5).Draw(t, "years"))},
		map[sheet.Unit][]string{}, map[sheet.Unit][]string{}}
	for _, unit := range []sheet.Unit{sheet.Money, sheet.Number} {
		for i := range rapid.IntRange(1, 3).Draw(t, "inputs") {
			d.input(fmt.Sprintf("%s.%d", unit, i), unit)
		}
	}
	units := rapid.SliceOfN(rapid.SampledFrom([]sheet.Unit{sheet.Money, sheet.Money, sheet.Number}), 1, 8).Draw(t,
		"rows")
	for i, unit := range units {
		d.all[unit] = append(d.all[unit], fmt.Sprintf("row_%d", i))
	}
	for i, unit := range units {
		d.row(fmt.Sprintf("row_%d", i), unit)
	}
	x, y := d.formula(sheet.Money, 2), d.formula(sheet.Money, 2)
	zero := sheet.Num(0)
	d.s.AddCheck("check_both", "of two figures, the smaller and the larger are the two",
		sheet.Min(x, y).Plus(sheet.Max(x, y)).Minus(x).Minus(y))
	d.s.AddCheck("check_signs", "a figure is what it has above zero less what it has below",
		sheet.Max(zero, x).Minus(sheet.Max(zero, zero.Minus(x))).Minus(x))
	d.s.AddCheck("check_choice", "a choice takes one branch",
		sheet.If(y, x, y).Minus(sheet.If(y, zero, y)).Minus(sheet.If(y, x, zero)))
	d.s.Rows = shuffled(t, d.s.Rows)
	return d.s
}

func shuffled(t *rapid.T, rows []sheet.Row) []sheet.Row {
	return rapid.Permutation(rows).Draw(t, "order")
}

func (d *sheetDrawer) input(name string, unit sheet.Unit) {
	in := sheet.Input{Name: name, Unit: unit}
	for range rapid.SampledFrom([]int{1, len(d.s.Years) - 1}).Draw(d.t, "values") {
		in.Values = append(in.Values, d.value(unit))
	}
	d.s.AddInput(in)
	d.known[unit] = append(d.known[unit], name)
	d.all[unit] = append(d.all[unit], name)
}

// value is an amount of up to £1,000bn, some of them small so that half pennies come up, or a rate of up to 3 in size.
func (d *sheetDrawer) value(unit sheet.Unit) decimal.Decimal {
	if unit == sheet.Money {
		limit := rapid.SampledFrom([]int64{10, 1_000_000, 100_000_000_000_000}).Draw(d.t, "limit")
		return decimal.NewFromInt(rapid.Int64Range(-limit, limit).Draw(d.t, "pence"))
	}
	if rapid.Bool().Draw(d.t, "written") {
		return decimal.New(rapid.Int64Range(-3_000, 3_000).Draw(d.t, "thousandths"), -3)
	}
	return decimal.NewFromFloat(rapid.Float64Range(-3, 3).Draw(d.t, "rate"))
}

func (d *sheetDrawer) row(name string, unit sheet.Unit) {
	r := sheet.Row{Name: name, Unit: unit, Formula: d.formula(unit, 3)}
	if rapid.Bool().Draw(d.t, "opening") {
		r.Opening = d.formula(unit, 2)
	}
	d.s.Add(r)
	d.known[unit] = append(d.known[unit], name)
}

func (d *sheetDrawer) formula(unit sheet.Unit, depth int) sheet.Expr {
	kind := 0
	if depth > 0 {
		kind = rapid.IntRange(0, 7).Draw(d.t, "step")
	}
	of := func(u sheet.Unit) sheet.Expr { return d.formula(u, depth-1) }
	switch kind {
	case 1:
		return of(unit).Plus(of(unit))
	case 2:
		return of(unit).Minus(of(unit))
	case 3:
		return of(unit).Times(of(sheet.Number))
	case 4:
		if unit == sheet.Number && rapid.Bool().Draw(d.t, "ratio of money") {
			return of(sheet.Money).Over(of(sheet.Money))
		}
		return of(unit).Over(of(sheet.Number))
	case 5:
		return sheet.Min(of(unit), of(unit))
	case 6:
		return sheet.Max(of(unit), of(unit))
	case 7:
		return sheet.If(of(rapid.SampledFrom([]sheet.Unit{sheet.Money, sheet.Number}).Draw(d.t, "condition")), of(unit),
			of(unit))
	}
	return d.leaf(unit)
}

func (d *sheetDrawer) leaf(unit sheet.Unit) sheet.Expr {
	switch rapid.IntRange(0, 4).Draw(d.t, "leaf") {
	case 0:
		if unit == sheet.Number {
			return sheet.Dec(d.value(unit))
		}
	case 1:
		return ref(rapid.SampledFrom(d.all[unit]).Draw(d.t, "row")).Ago(rapid.IntRange(1, 3).Draw(d.t, "lag"))
	}
	return ref(rapid.SampledFrom(d.known[unit]).Draw(d.t, "row"))
}

// drawLedger draws a sheet whose figures can all be worked out: no division by zero, nothing beyond 2⁵¹ pence.
func drawLedger(t *rapid.T) *sheet.Ledger {
	p := compileDrawn(t, drawSheet(t))
	l, err := p.Exact(nil)
	var cell *sheet.CellError
	if errors.As(err, &cell) {
		t.Skip(cell.Error())
	}
	require.NoError(t, err)
	return l
}

func compileDrawn(t *rapid.T, s *sheet.Sheet) *sheet.Program {
	p, err := s.Compile()
	require.NoError(t, err)
	return p
}

// The order in which rows stand on the sheet changes nothing, and identities of whole pence are exactly zero.
func TestASoundSheetCompilesInAnyOrder(t *testing.T) {
	testkit.Check(t, 100_000, func(t *rapid.T) {
		l := drawLedger(t)
		inOrder(t, l.Program, l.Program.Opening)
		inOrder(t, l.Program, l.Program.Year)
		require.Empty(t, l.Breaks())
		other, err := compileDrawn(t, &sheet.Sheet{Years: l.Program.Years, Inputs: l.Program.Inputs,
			Rows: shuffled(t, l.Program.Rows)}).Exact(nil)
		require.NoError(t, err)
		for _, r := range l.Program.Rows {
			for col := range l.Program.Years {
				want, _ := l.At(r.Name, col)
				got, _ := other.At(r.Name, col)
				require.True(t, want.Equal(got), r.Name)
			}
		}
	})
}

// The float64 reader stands within the bound of the exact one in every cell, agrees to the penny in nearly all, and has
// check rows of exactly zero.
func TestAFloatReaderStandsWithinTheBound(t *testing.T) {
	var cells float.Tally
	testkit.CheckSome(t, 100_000, 1_000, func(t *rapid.T) { cells.Compare(t, drawLedger(t)) })
	t.Log(cells)
	assert.Greater(t, float64(cells.Penny), 0.9*float64(cells.Money), "most money must agree to the last penny")
	assert.Greater(t, float64(cells.Tight), 0.9*float64(cells.Numbers), "most numbers must agree to twelve digits")
	assert.Positive(t, cells.Off, "and some of the rest does differ")
	assert.Less(t, cells.Refused, testkit.Count(100_000)/20, "few sheets run out of what float64 can hold")
}

// Where a product is half a penny that float64 cannot hold, the readers differ by a penny and the bound says so; a
// rate beside it that is well away from a half leaves no doubt.
func TestTheBoundIsNotVacuous(t *testing.T) {
	s := &sheet.Sheet{Years: years(1),
		Inputs: []sheet.Input{given("pound", sheet.Money, 100), given("r", sheet.Number, 0.145)}}
	s.Add(money("on a half", ref("pound").Times(ref("r"))), money("off it", ref("pound").Times(num(0.146))),
		money("both", ref("on a half").Plus(ref("off it"))), rate("part", ref("on a half").Over(ref("pound"))))
	l := exact(t, s)
	floats, ok := float.Run(l.Program)
	require.True(t, ok)
	bound := l.Bound()
	for name, want := range map[string]struct{ exact, float, bound float64 }{
		"on a half": {15, 14, 1}, "off it": {15, 15, 0}, "both": {30, 29, 1},
	} {
		slot, _ := l.Program.Slot(name)
		v, _ := l.At(name, 1)
		b, _ := bound.At(name, 1)
		assert.Equal(t, want.exact, v.InexactFloat64(), name)
		assert.Equal(t, want.float, floats[1][slot], name)
		assert.Equal(t, want.bound, b, name)
	}
	b, _ := bound.At("part", 1)
	assert.InDelta(t, 0.01, b, 1e-6, "a penny in a pound")
	b, _ = bound.At("r", 1)
	assert.InDelta(t, 0.145*0x1p-53, b, 1e-20, "an input is off by what float64 cannot hold")
	b, _ = bound.At("pound", 1)
	assert.Zero(t, b, "whole pence are held exactly")
}

// A divisor that is zero in float64 and not in decimals makes money that is no number, or beyond 2⁵¹ pence; a float64
// reader has to refuse it, and the bound is infinite there.
func TestAFloatReaderRefusesWhatItCannotHold(t *testing.T) {
	lost := num(1).Plus(ref("tiny")).Minus(num(1)) // 1e-16 exactly, 0 in float64
	for _, pence := range []float64{0, 0.05 * 100} {
		s := &sheet.Sheet{Years: years(1),
			Inputs: []sheet.Input{given("x", sheet.Money, pence), given("tiny", sheet.Number, 1e-16)}}
		s.Add(rate("lost", lost), money("blown up", ref("x").Times(num(1e-10)).Over(ref("lost"))))
		l := exact(t, s)
		_, ok := float.Run(l.Program)
		assert.False(t, ok)
		b, _ := l.Bound().At("blown up", 1)
		assert.True(t, math.IsInf(b, 1))
	}
}

// Where the sign of a choice is in doubt the bound spans both branches, and a division by what may be zero has no
// bound.
func TestTheBoundFollowsDoubt(t *testing.T) {
	tenth, third := num(0.1), num(1).Over(num(3))
	s := &sheet.Sheet{Years: years(1),
		Inputs: []sheet.Input{given("low", sheet.Money, 100), given("high", sheet.Money, 900)}}
	s.Add(
		rate("nothing", tenth.Plus(tenth).Plus(tenth).Minus(num(0.3))), // 5.6e-17 in float64
		money("jump", sheet.If(num(0).Minus(ref("nothing")), ref("low"), ref("high"))),
		money("sure", sheet.If(num(0).Minus(third), ref("low"), ref("high"))),
		rate("tiny", third.Times(num(3)).Minus(num(1))), // −1e-18 exactly, 0 in float64
		rate("blown up", num(1).Over(ref("tiny"))),
		rate("and lost", ref("nothing").Times(ref("blown up"))),
	)
	l := exact(t, s)
	bound := l.Bound()
	for name, want := range map[string]float64{"jump": 800, "sure": 0, "blown up": math.Inf(1),
		"and lost": math.Inf(1)} {
		b, ok := bound.At(name, 1)
		require.True(t, ok)
		assert.Equal(t, want, b, name)
	}
	floats, ok := float.Run(l.Program)
	require.True(t, ok)
	slot, _ := l.Program.Slot("jump")
	assert.Equal(t, 900.0, floats[1][slot], "and float64 does take the other branch")
	v, _ := l.At("jump", 1)
	assert.Equal(t, "100", v.String())
}

// drawWild draws any tree at all: wrong steps, parts missing or too many, constants and lags without bounds, names
// that are not there.
func drawWild(t *rapid.T, depth int) sheet.Expr {
	if rapid.IntRange(0, 19).Draw(t, "missing") == 0 {
		return sheet.Expr{}
	}
	n := sheet.Node{
		Op:   sheet.Op(rapid.SampledFrom([]uint8{0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 255}).Draw(t, "op")),
		Name: rapid.SampledFrom([]string{"a", "b", "c", "x", "", "nowhere"}).Draw(t, "name"),
		Lag:  rapid.SampledFrom([]int{0, 0, 0, 1, 2, -1, math.MaxInt, math.MinInt}).Draw(t, "lag"),
		Value: decimal.New(rapid.Int64().Draw(t, "value"),
			rapid.SampledFrom([]int32{0, 0, -2, 9, math.MaxInt32, math.MinInt32}).Draw(t, "exponent")),
	}
	if rapid.IntRange(0, 19).Draw(t, "infinite") == 0 {
		n, _ = sheet.Num(math.Inf(1)).Node()
	}
	if depth > 0 {
		for range rapid.SampledFrom([]int{0, 1, 2, 2, 2, 3, 3, 4}).Draw(t, "parts") {
			n.Args = append(n.Args, drawWild(t, depth-1))
		}
	}
	return sheet.Of(n)
}

func wildSheet(t *rapid.T) *sheet.Sheet {
	unit := func() sheet.Unit {
		return sheet.Unit(rapid.SampledFrom([]uint8{0, 0, 0, 1, 1, 1, 2, 3}).Draw(t, "unit"))
	}
	name := func() string { return rapid.SampledFrom([]string{"a", "b", "c", "d", "x", ""}).Draw(t, "row") }
	s := &sheet.Sheet{Years: years(rapid.IntRange(0, 3).Draw(t, "years"))}
	for range rapid.IntRange(0, 2).Draw(t, "inputs") {
		in := sheet.Input{Name: name(), Unit: unit()}
		for range rapid.IntRange(0, 3).Draw(t, "values") {
			exponent := rapid.SampledFrom([]int32{0, 0, -1, 400, math.MaxInt32}).Draw(t, "exponent")
			in.Values = append(in.Values, decimal.New(rapid.Int64().Draw(t, "value"), exponent))
		}
		s.AddInput(in)
	}
	for range rapid.IntRange(1, 4).Draw(t, "rows") {
		r := sheet.Row{Name: name(), Unit: unit(), Formula: drawWild(t, 3), Check: rapid.Bool().Draw(t, "check")}
		if rapid.Bool().Draw(t, "opening") {
			r.Opening = drawWild(t, 2)
		}
		s.Add(r)
	}
	return s
}

// disturb puts something wild into one place of a formula; often it is still sound.
func disturb(t *rapid.T, e sheet.Expr) sheet.Expr {
	n, ok := e.Node()
	if !ok || len(n.Args) == 0 || rapid.IntRange(0, 3).Draw(t, "here") == 0 {
		if rapid.Bool().Draw(t, "earlier") {
			return e.Ago(rapid.SampledFrom([]int{-1, 1, math.MaxInt32}).Draw(t, "ago"))
		}
		return drawWild(t, 1)
	}
	i := rapid.IntRange(0, len(n.Args)-1).Draw(t, "part")
	n.Args = slices.Clone(n.Args)
	n.Args[i] = disturb(t, n.Args[i])
	return sheet.Of(n)
}

func disturbedSheet(t *rapid.T) *sheet.Sheet {
	s := drawSheet(t)
	i := rapid.IntRange(0, len(s.Rows)-1).Draw(t, "row")
	s.Rows[i].Formula = disturb(t, s.Rows[i].Formula)
	return s
}

// Compile never panics, whatever it is given; what it lets through can be worked out, bounded and explained without a
// panic too.
func wildProperty(t *rapid.T) {
	draw := wildSheet
	if rapid.Bool().Draw(t, "disturbed") {
		draw = disturbedSheet
	}
	s := draw(t)
	for _, r := range s.Rows {
		_ = r.Formula.Words()
	}
	p, err := s.Compile()
	if err != nil {
		var all sheet.Errors
		require.ErrorAs(t, err, &all)
		require.NotEmpty(t, all)
		return
	}
	l, err := p.Exact(nil)
	if err != nil {
		var cell *sheet.CellError
		require.ErrorAs(t, err, &cell)
		return
	}
	l.Bound()
	for _, r := range s.Rows {
		step, err := l.Trace(r.Name, len(p.Years)-1, nil)
		require.NoError(t, err)
		require.NotEmpty(t, step.Text(nil))
	}
}

func TestCompileNeverPanics(t *testing.T) { testkit.Check(t, 200_000, wildProperty) }

func FuzzCompile(f *testing.F) { f.Fuzz(rapid.MakeFuzz(wildProperty)) }

// Of a sound sheet into which faults are put, every fault is reported, and nothing else.
func TestCompileReportsEveryFault(t *testing.T) {
	put := map[string]func(s *sheet.Sheet){
		`row "lost": refers to "nowhere at all"`: func(s *sheet.Sheet) { s.Add(money("lost", ref("nowhere at all"))) },
		`row "mixed": money.0 + number.0 cannot be combined`: func(s *sheet.Sheet) {
			s.Add(money("mixed", ref("money.0").Plus(ref("number.0"))))
		},
		`row "wrong": is number`:            func(s *sheet.Sheet) { s.Add(rate("wrong", ref("money.0"))) },
		`row "empty": has no formula`:       func(s *sheet.Sheet) { s.Add(money("empty", sheet.Expr{})) },
		`row "infinite": has a constant`:    func(s *sheet.Sheet) { s.Add(rate("infinite", num(math.Inf(1)))) },
		`row "early": reads "money.0"`:      func(s *sheet.Sheet) { s.Add(money("early", ref("money.0").Ago(-1))) },
		`row "money.0": the name is taken`:  func(s *sheet.Sheet) { s.Add(money("money.0", num(0))) },
		`row "odd": 0.5 is not a number of`: func(s *sheet.Sheet) { s.AddInput(given("odd", sheet.Money, 0.5)) },
		`circle within a year: self → self`: func(s *sheet.Sheet) { s.Add(money("self", ref("self"))) },
		`circle within a year: to → fro → to;`: func(s *sheet.Sheet) {
			s.Add(money("to", ref("fro")), money("fro", ref("to")))
		},
	}
	var all []string
	for want := range put {
		all = append(all, want)
	}
	slices.Sort(all)
	testkit.Check(t, 100_000, func(t *rapid.T) {
		s := drawSheet(t)
		faults := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, len(all), rapid.ID).Draw(t, "faults")
		for _, f := range faults {
			put[f](s)
		}
		_, err := s.Compile()
		require.Error(t, err)
		said := strings.Split(err.Error(), "\n")
		require.Len(t, said, len(faults))
		for _, f := range faults {
			require.True(t, slices.ContainsFunc(said, func(line string) bool {
				return strings.Contains(line, f)
			}), "%s is missing from %q", f, said)
		}
	})
}
