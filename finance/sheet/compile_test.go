package sheet_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Shorthands of these tests: rows a, b, c … of money or numbers, over an opening year and years after it.
var (
	ref  = sheet.Ref
	last = sheet.Last
	num  = sheet.Num
)

func money(name string, formula sheet.Expr) sheet.Row {
	return sheet.Row{Name: name, Unit: sheet.Money, Formula: formula}
}

func rate(name string, formula sheet.Expr) sheet.Row {
	return sheet.Row{Name: name, Unit: sheet.Number, Formula: formula}
}

// given is an input, money in pence.
func given(name string, unit sheet.Unit, values ...float64) sheet.Input {
	in := sheet.Input{Name: name, Unit: unit}
	for _, v := range values {
		in.Values = append(in.Values, decimal.NewFromFloat(v))
	}
	return in
}

// years are an opening year and n more.
func years(n int) []string {
	return []string{"2018/19", "2019/20", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25"}[:n+1]
}

func compile(t testing.TB, s *sheet.Sheet) *sheet.Program {
	t.Helper()
	p, err := s.Compile()
	require.NoError(t, err)
	return p
}

// faults compiles a sheet that is not sound, and lists what is said about it.
func faults(t testing.TB, s *sheet.Sheet) []string {
	t.Helper()
	_, err := s.Compile()
	require.Error(t, err)
	var all sheet.Errors
	require.ErrorAs(t, err, &all)
	return strings.Split(err.Error(), "\n")
}

func TestACircleNamesItsRowsInOrder(t *testing.T) {
	s := &sheet.Sheet{Years: years(1)}
	s.Add(money("apart", num(0)), money("a", ref("b")), money("b", ref("c").Plus(ref("apart"))), money("c", ref("a")))
	_, err := s.Compile()
	var circle *sheet.CircleError
	require.ErrorAs(t, err, &circle)
	assert.Equal(t, []string{"a", "b", "c", "a"}, circle.Rows)
	assert.EqualError(t, err,
		"rows refer to each other in a circle within a year: a → b → c → a; read one of them a year earlier")
}

func TestCirclesAreFoundInBothColumnsAndEachOnce(t *testing.T) {
	s := &sheet.Sheet{Years: years(1)}
	s.Add(
		money("self", ref("self")),
		money("a", ref("b").Plus(ref("b"))), money("b", ref("a")),
		sheet.Row{Name: "x", Unit: sheet.Money, Opening: ref("y"), Formula: num(0)},
		sheet.Row{Name: "y", Unit: sheet.Money, Opening: ref("x"), Formula: num(0)},
	)
	_, err := s.Compile()
	var all sheet.Errors
	require.ErrorAs(t, err, &all)
	var circles [][]string
	for _, e := range all {
		var circle *sheet.CircleError
		require.ErrorAs(t, e, &circle)
		circles = append(circles, circle.Rows)
	}
	assert.Equal(t, [][]string{{"x", "y", "x"}, {"self", "self"}, {"a", "b", "a"}}, circles)
}

func TestAYearEarlierIsNoCircle(t *testing.T) {
	s := &sheet.Sheet{Years: years(1)}
	s.Add(money("debt", last("debt").Plus(ref("interest"))), money("interest", last("debt").Times(num(0.015))))
	compile(t, s)
}

func TestFaultsSayWhatIsWrongAndWhatWouldBeRight(t *testing.T) {
	pounds := given("pounds", sheet.Money, 100)
	growth := given("growth", sheet.Number, 0.034)
	for _, c := range []struct {
		name string
		row  sheet.Row
		want string
	}{
		{"an unknown row", money("cost", ref("punds")),
			`row "cost": refers to "punds", which is not on the sheet; did you mean "pounds"?`},
		{"nothing near", money("cost", ref("demography")),
			`row "cost": refers to "demography", which is not on the sheet`},
		{"a sum of two units", money("cost", ref("pounds").Plus(ref("growth"))),
			`row "cost": pounds + growth cannot be combined by add: pounds is money, growth is number`},
		{"a difference", money("cost", ref("growth").Minus(ref("pounds"))),
			`row "cost": growth − pounds cannot be combined by sub: growth is number, pounds is money`},
		{"a constant beside money", money("cost", sheet.Max(ref("pounds"), num(100))),
			`row "cost": max(pounds, 100) cannot be combined by max: pounds is money, 100 is number`},
		{"branches of two units", money("cost", sheet.If(ref("growth"), ref("pounds"), ref("growth"))),
			`row "cost": if(growth ≥ 0, pounds, growth) cannot be combined by if: pounds is money, growth is number`},
		{"money times money", money("cost", ref("pounds").Times(ref("pounds"))),
			`row "cost": pounds × pounds cannot be combined by mul: pounds is money, pounds is money`},
		{"a number over money", rate("share", ref("growth").Over(ref("pounds"))),
			`row "share": growth ÷ pounds cannot be combined by div: growth is number, pounds is money`},
		{"a formula of the other unit", rate("share", ref("pounds")),
			`row "share": is number, but its formula is money: pounds`},
		{"money from numbers", money("cost", ref("growth").Times(num(2))),
			`row "cost": is money, but its formula is number: growth × 2`},
		{"no formula", money("cost", sheet.Expr{}), `row "cost": has no formula`},
		{"a part missing", money("cost", ref("pounds").Plus(sheet.Expr{})),
			`row "cost": has a formula with a part missing`},
		{"a later year", money("cost", ref("pounds").Ago(-1)),
			`row "cost": reads "pounds" in a later year; a formula may read this year and earlier ones`},
		{"not a number", rate("share", num(math.NaN())), `row "share": has a constant that is not a finite number`},
		{"infinite", rate("share", num(math.Inf(-1))), `row "share": has a constant that is not a finite number`},
		{"a constant without end", rate("share", sheet.Dec(decimal.New(1, 1_000_000_000))),
			`row "share": has a constant that does not fit: a number has the exponent 1000000000, beyond ±400`},
		{"a step of programs", rate("share", sheet.Of(sheet.Node{Op: sheet.OpRound, Args: []sheet.Expr{num(1)}})),
			`row "share": round is not a step of a formula`},
		{"an unknown step", rate("share", sheet.Of(sheet.Node{Op: 77})),
			`row "share": operation 77 is not a step of a formula`},
		{"too few parts", rate("share", sheet.Of(sheet.Node{Op: sheet.OpIf, Args: []sheet.Expr{num(1)}})),
			`row "share": if takes 3 parts, found 1`},
		{"a leaf with parts",
			rate("share", sheet.Of(sheet.Node{Op: sheet.OpRef, Name: "growth", Args: []sheet.Expr{num(1)}})),
			`row "share": ref takes 0 parts, found 1`},
		{"a name that is taken", money("pounds", num(0)), `row "pounds": the name is taken already; names must differ`},
		{"no name", money("", num(0)), `row "": a row needs a name`},
		{"no unit", sheet.Row{Name: "cost", Unit: 9, Formula: num(0)}, `row "cost": the unit must be Money or Number`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &sheet.Sheet{Years: years(2), Inputs: []sheet.Input{pounds, growth}, Rows: []sheet.Row{c.row}}
			assert.Equal(t, []string{c.want}, faults(t, s))
		})
	}
}

func TestInputsThatDoNotFitAreRefused(t *testing.T) {
	exact := func(text string) []decimal.Decimal { return []decimal.Decimal{decimal.RequireFromString(text)} }
	for _, c := range []struct {
		name string
		in   sheet.Input
		want string
	}{
		{"too few values", given("x", sheet.Number, 1, 2),
			`row "x": has 2 values; give one for all years, or 3, one for each year after the opening year`},
		{"no value", given("x", sheet.Number),
			`row "x": has 0 values; give one for all years, or 3, one for each year after the opening year`},
		{"half a penny", given("x", sheet.Money, 0.5), `row "x": 0.5 is not a number of whole pence within ±2⁵¹`},
		{"beyond 2⁵¹", sheet.Input{Name: "x", Unit: sheet.Money, Values: exact("2251799813685249")},
			`row "x": 2251799813685249 is not a number of whole pence within ±2⁵¹`},
		{"2⁶⁴, which wraps to zero in 64 bits",
			sheet.Input{Name: "x", Unit: sheet.Money, Values: exact("18446744073709551616")},
			`row "x": 18446744073709551616 is not a number of whole pence within ±2⁵¹`},
		{"digits without end",
			sheet.Input{Name: "x", Unit: sheet.Money, Values: []decimal.Decimal{decimal.New(1, 1<<30)}},
			`row "x": a number has the exponent 1073741824, beyond ±400`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &sheet.Sheet{Years: years(3), Inputs: []sheet.Input{c.in}, Rows: []sheet.Row{rate("one", num(1))}}
			assert.Equal(t, []string{c.want}, faults(t, s))
		})
	}
	for _, limit := range []string{"2251799813685248", "-2251799813685248", "7.00"} {
		s := &sheet.Sheet{Years: years(1), Inputs: []sheet.Input{{Name: "x", Unit: sheet.Money, Values: exact(limit)}}}
		compile(t, s)
	}
}

func TestEveryFaultOfASheetIsReportedAtOnce(t *testing.T) {
	s := &sheet.Sheet{Years: years(0),
		Inputs: []sheet.Input{given("growth", sheet.Number, 1, 2), given("half", sheet.Money, 0.5)}}
	s.Add(money("cost", ref("growht")), money("spend", ref("spend")), rate("share", ref("cost")),
		money("empty", sheet.Expr{}))
	assert.Equal(t, []string{
		`a sheet needs an opening year and at least one more, found 1`,
		`row "half": 0.5 is not a number of whole pence within ±2⁵¹`,
		`row "cost": refers to "growht", which is not on the sheet; did you mean "growth"?`,
		`row "share": is number, but its formula is money: cost`,
		`row "empty": has no formula`,
		`rows refer to each other in a circle within a year: spend → spend; read one of them a year earlier`,
	}, faults(t, s))
}

// Zero stands beside money and numbers; every other constant is a number.
func TestZeroHasEveryUnit(t *testing.T) {
	s := &sheet.Sheet{Years: years(1),
		Inputs: []sheet.Input{given("pounds", sheet.Money, 7), given("growth", sheet.Number, 2)}}
	s.Add(money("more", sheet.Max(num(0), ref("pounds"))), rate("faster", sheet.Max(num(0), ref("growth"))),
		money("none", num(0)), rate("nil", num(0)), money("nothing", num(0).Plus(num(0))),
		money("zero times", ref("pounds").Times(num(0))))
	compile(t, s)
}

// written lists the rows that a program's code writes, in its order.
func written(p *sheet.Program, code []sheet.Inst) (rows []string) {
	for i := range code {
		if name := p.RowOf(code, i); len(rows) == 0 || rows[len(rows)-1] != name {
			rows = append(rows, name)
		}
	}
	return rows
}

func TestRowsAreWorkedOutWhenTheyAreNeeded(t *testing.T) {
	s := &sheet.Sheet{Years: years(1)}
	s.Add(money("first", num(0)), money("total", ref("part").Plus(ref("other"))), money("other", ref("part")),
		money("part", last("total")), money("end", num(0)))
	p := compile(t, s)
	assert.Equal(t, []string{"first", "part", "other", "total", "end"}, written(p, p.Year),
		"needs first, else the sheet's own order")
	assert.Equal(t, []string{"first", "total", "other", "part", "end"}, written(p, p.Opening),
		"no opening formula needs another")
}

// Every instruction reads only slots that are written already, and none writes a slot that is given.
func TestAProgramIsInOrder(t *testing.T) {
	s := &sheet.Sheet{Years: years(2), Inputs: []sheet.Input{given("x", sheet.Money, 5), given("r", sheet.Number, 0.5)}}
	s.Add(money("c", ref("b").Times(ref("r")).Plus(last("c"))),
		money("b", sheet.Min(ref("a"), ref("x")).Over(ref("r"))), money("a", sheet.If(ref("r"), ref("x"), num(0))))
	p := compile(t, s)
	inOrder(t, p, p.Year)
	inOrder(t, p, p.Opening)
}

func inOrder(t require.TestingT, p *sheet.Program, code []sheet.Inst) {
	ready := make([]bool, p.Slots())
	for slot := range p.RowSlot(0) {
		ready[slot] = true
	}
	reads := map[sheet.Op]int{sheet.OpRound: 1, sheet.OpCopy: 1, sheet.OpIf: 3, sheet.OpLag: 0}
	for _, in := range code {
		n, ok := reads[in.Op]
		if !ok {
			n = 2
		}
		for _, slot := range []int32{in.A, in.B, in.C}[:n] {
			require.True(t, ready[slot], "%s reads slot %d before it is written", in.Op, slot)
		}
		require.GreaterOrEqual(t, in.Dst, p.RowSlot(0))
		ready[in.Dst] = true
	}
}

func TestAProgramFindsItsParts(t *testing.T) {
	s := &sheet.Sheet{Years: years(1), Inputs: []sheet.Input{given("growth", sheet.Number, 0.5)}}
	s.Add(money("cost", num(0)))
	p := compile(t, s)
	row, ok := p.Row("cost")
	assert.True(t, ok)
	assert.Equal(t, 0, row)
	input, ok := p.Input("growth")
	assert.True(t, ok)
	assert.Equal(t, 0, input)
	slot, ok := p.Slot("cost")
	assert.True(t, ok)
	assert.Equal(t, p.RowSlot(0), slot)
	assert.Equal(t, sheet.Money, p.Unit(slot))
	assert.Equal(t, sheet.Number, p.Unit(p.InputSlot(0)))
	col, ok := p.Column("2019/20")
	assert.True(t, ok)
	assert.Equal(t, 1, col)
	for _, miss := range []func(string) bool{
		func(n string) bool { _, ok := p.Row(n); return ok }, func(n string) bool { _, ok := p.Input(n); return ok },
		func(n string) bool { _, ok := p.Slot(n); return ok }, func(n string) bool { _, ok := p.Column(n); return ok },
	} {
		assert.False(t, miss("nowhere"))
	}
	_, ok = p.Row("growth")
	assert.False(t, ok, "an input is not a row")
	_, ok = p.Input("cost")
	assert.False(t, ok, "a row is not an input")
}

// A program keeps nothing of the sheet that a later change of the sheet could reach.
func TestAProgramDoesNotChangeWithItsSheet(t *testing.T) {
	s := &sheet.Sheet{Years: years(1), Inputs: []sheet.Input{given("x", sheet.Money, 5)}}
	s.Add(money("twice", ref("x").Plus(ref("x"))))
	p := compile(t, s)
	s.Years[0], s.Inputs[0].Name, s.Rows[0].Name = "changed", "changed", "changed"
	l, err := p.Exact(nil)
	require.NoError(t, err)
	v, ok := l.At("twice", 1)
	assert.True(t, ok)
	assert.Equal(t, "10", v.String())
	assert.Equal(t, "2018/19", p.Years[0])
}

func TestASheetBuiltByHandStandsWhereAModelDoes(t *testing.T) {
	var layer interface{ Sheet() (*sheet.Sheet, error) } = &sheet.Sheet{Years: years(1)}
	s, err := layer.Sheet()
	require.NoError(t, err)
	assert.Same(t, layer, s)
}

func TestNearest(t *testing.T) {
	names := []string{"funding", "balance", "net_cost", "cost", "x"}
	for typed, want := range map[string]string{
		"funing": "funding", "Balance": "balance", "netcost": "net_cost", "costs": "cost", "fundign": "funding",
		"y":              "x",
		"transformation": "", "bal": "", "": "", "yz": "", // more than a third of the letters, and more than one
	} {
		got, ok := sheet.Nearest(typed, names)
		assert.Equal(t, want, got, typed)
		assert.Equal(t, want != "", ok, typed)
	}
	got, _ := sheet.Nearest("cast", []string{"cost", "case"})
	assert.Equal(t, "cost", got, "ties take the first")
	_, ok := sheet.Nearest("funding", nil)
	assert.False(t, ok)
}

// A suggester stops when it has compared a bounded number of letters, at the same question every time; until then it
// helps.
func TestASuggesterIsBounded(t *testing.T) {
	var many []string
	for i := range 2_000 {
		many = append(many, fmt.Sprintf("underlying_position_%04d", i))
	}
	answered := func() (n int) {
		s := &sheet.Suggester{}
		for range 1_000 {
			if _, ok := s.Nearest("underlying_positoin_0042", many); ok {
				n++
			}
		}
		assert.True(t, s.Spent())
		return n
	}
	n := answered()
	assert.Equal(t, n, answered())
	assert.Less(t, n, 20_000_000/(2_000*24), "each candidate's letters are looked at once at least")
	assert.Greater(t, n, 50)
	_, ok := sheet.Nearest(strings.Repeat("a", 101), []string{strings.Repeat("a", 101)})
	assert.False(t, ok, "nobody types so long a name")
	near, _ := sheet.Nearest("hsare", []string{"floor", "Share"})
	assert.Equal(t, "Share", near, "letters in another order")
}

func TestErrorsAreFoundInsideErrors(t *testing.T) {
	s := &sheet.Sheet{Years: years(1)}
	s.Add(money("a", ref("a")), money("b", ref("nowhere")))
	_, err := s.Compile()
	var circle *sheet.CircleError
	var row *sheet.RowError
	assert.True(t, errors.As(err, &circle))
	require.True(t, errors.As(err, &row))
	assert.Equal(t, "b", row.Row)
}

// What is wrong with a sheet, a row's figures or a formula is bad input as everywhere: a fault with its kind and place.
func TestWhatIsWrongWithASheetIsAFault(t *testing.T) {
	s := &sheet.Sheet{Years: years(1)}
	s.Add(money("a", ref("a")), money("b", ref("nowhere")), money("b", sheet.Num(0)))
	_, err := s.Compile()
	sound := &sheet.Sheet{Years: years(1)}
	sound.Add(money("a", sheet.Num(0)))
	p, soundErr := sound.Compile()
	require.NoError(t, soundErr)
	_, given := p.Exact(sheet.Values{"c": nil})
	l, exactErr := p.Exact(nil)
	require.NoError(t, exactErr)
	_, traced := l.Trace("a", 9, nil)
	_, short := (&sheet.Sheet{}).Compile()
	_, read := sound.Vocabulary("£", nil).Parse("a + (b", "", sheet.Money)
	for name, c := range map[string]struct {
		err  error
		kind fault.Kind
		path string
	}{
		"a circle": {err, fault.Circle, "a"}, "a name that is not there": {err, fault.Unknown, "b"},
		"a name twice": {err, fault.Duplicate, "b"}, "a sheet without years": {short, fault.Missing, ""},
		"what is no input": {given, fault.Unknown, "c"}, "no such column": {traced, fault.OutOfRange, "a"},
		"a name in a formula": {read, fault.Unknown, ""},
	} {
		found := faultOf(c.err, c.kind)
		require.NotNil(t, found, "%s: %v", name, c.err)
		assert.Equal(t, c.path, found.Path, name)
	}
}

// faultOf is the first fault of a kind in an error; nil if there is none.
func faultOf(err error, kind fault.Kind) *fault.Fault {
	for _, err := range flat(err) {
		var f fault.Fault
		if errors.As(err, &f) && errors.Is(err, kind) {
			return &f
		}
	}
	return nil
}

// flat are the errors of a list, or the one error.
func flat(err error) []error {
	if list, ok := err.(interface{ Unwrap() []error }); ok {
		return list.Unwrap()
	}
	return []error{err}
}

// A circle of many rows is told by its first rows and how many more there are.
func TestALongCircleIsToldInShort(t *testing.T) {
	var rows []string
	for i := range 2000 {
		rows = append(rows, fmt.Sprintf("r%d", i))
	}
	long := &sheet.CircleError{Rows: append(rows, "r0")}
	assert.Equal(t, "rows refer to each other in a circle within a year: r0 → r1 → r2 → r3 → r4 → r5 → r6 → r7 → r8 → r9 → 1990 more → r0; "+
		"read one of them a year earlier", long.Error())
	assert.Len(t, long.Rows, 2001)
}
