package sheet_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// named is a sheet with names of every kind that a system has.
func named() *sheet.Sheet {
	s := &sheet.Sheet{Years: years(5)}
	for _, name := range []string{"funding", "net_cost", "activity cost", "hip-replacement", "pay", "pay - drugs",
		"drugs", "0-4 years", "max", "bodies.Acute trust.cost", "bodies.Acute trust.net_cost",
		"bodies.North.bodies.A.balance", "bodies.North.balance"} {
		s.Add(sheet.Row{Name: name, Unit: sheet.Money, Formula: sheet.Num(0)})
	}
	for _, name := range []string{"share", "need.real_growth", "bodies.Acute trust.need.real_growth",
		"bodies.Acute trust.share", "volume"} {
		s.AddInput(sheet.Input{Name: name, Values: []decimal.Decimal{decimal.Zero}})
	}
	return s
}

func vocabulary(s *sheet.Sheet) *sheet.Vocabulary { return s.Vocabulary("£", &sheet.Suggester{}) }

// What people write, and the formula that it is.
func TestFormulasAreRead(t *testing.T) {
	pounds := func(n int64) sheet.Expr { return sheet.Cash(decimal.NewFromInt(100*n), "£") }
	cost, zero := ref("bodies.Acute trust.cost"), num(0)
	for text, want := range map[string]sheet.Expr{
		"funding":                          ref("funding"),
		"net cost":                         ref("net_cost"),
		"net_cost":                         ref("net_cost"),
		"[net cost]":                       ref("net_cost"),
		"funding − net cost":               ref("funding").Minus(ref("net_cost")),
		"funding-net cost":                 ref("funding").Minus(ref("net_cost")),
		"funding * 12% / 2":                ref("funding").Times(num(0.12)).Over(num(2)),
		"50% × max(0, ago(funding, 2))":    num(0.5).Times(sheet.Max(zero, ref("funding").Ago(2))),
		"last(funding + ago(net cost, 2))": last("funding").Plus(ref("net_cost").Ago(3)),
		"£3m + £1.5bn":                     pounds(3_000_000).Plus(pounds(1_500_000_000)),
		"£ 12.50":                          sheet.Cash(decimal.NewFromInt(1250), "£"),
		"2 million + 3k":                   pounds(2_000_000).Plus(pounds(3_000)),
		"-£3m":                             pounds(-3_000_000),
		"-funding":                         zero.Minus(ref("funding")),
		"funding × -0.5":                   ref("funding").Times(num(-0.5)),
		"min(funding, pay, drugs)":         sheet.Min(ref("funding"), ref("pay"), ref("drugs")),
		"MAX ( pay , drugs )":              sheet.Max(ref("pay"), ref("drugs")),
		"max + max(pay, max)":              ref("max").Plus(sheet.Max(ref("pay"), ref("max"))),
		"pay + max":                        ref("pay").Plus(ref("max")),
		"pay\u00a0+\vmax":                  ref("pay").Plus(ref("max")),
		"if(pay ≥ 0, drugs, funding)":      sheet.If(ref("pay"), ref("drugs"), ref("funding")),
		"if(pay >= drugs, drugs, 0)":       sheet.If(ref("pay").Minus(ref("drugs")), ref("drugs"), zero),
		"if(pay ≤ drugs, drugs, 0)":        sheet.If(ref("drugs").Minus(ref("pay")), ref("drugs"), zero),
		"if(pay < £3m, drugs, 0)":          sheet.If(ref("pay").Minus(pounds(3_000_000)), zero, ref("drugs")),
		"if(share > 3%, drugs, 0)":         sheet.If(num(0.03).Minus(ref("share")), zero, ref("drugs")),
		"if(0 > pay, drugs, 0)":            sheet.If(ref("pay"), zero, ref("drugs")),
		"bodies.Acute trust.cost":          cost,
		"Acute trust: cost":                cost,
		"Acute trust: net cost × share":    ref("bodies.Acute trust.net_cost").Times(ref("share")),
		"North, A: balance":                ref("bodies.North.bodies.A.balance"),
		"max([North, A: balance], pay)":    sheet.Max(ref("bodies.North.bodies.A.balance"), ref("pay")),
		"bodies.North.bodies.A.balance":    ref("bodies.North.bodies.A.balance"),
		"need.real_growth × pay":           ref("need.real_growth").Times(ref("pay")),
		"hip-replacement - pay":            ref("hip-replacement").Minus(ref("pay")),
		"[pay - drugs] - [pay] - drugs":    ref("pay - drugs").Minus(ref("pay")).Minus(ref("drugs")),
		"0-4 years × 2":                    ref("0-4 years").Times(num(2)),
		"2 × [0-4 years]":                  num(2).Times(ref("0-4 years")),
		"pay × (share + (volume + share))": ref("pay").Times(ref("share").Plus(ref("volume").Plus(ref("share")))),
		"(((pay)))":                        ref("pay"),
		" pay\n+ drugs ":                   ref("pay").Plus(ref("drugs")),
		"funding × share × volume":         ref("funding").Times(ref("share")).Times(ref("volume")),
		"funding − (pay − drugs)":          ref("funding").Minus(ref("pay").Minus(ref("drugs"))),
		"if(-share ≥ -5%, -pay, drugs − -£1m)": sheet.If(zero.Minus(ref("share")).Minus(num(-0.05)),
			zero.Minus(ref("pay")), ref("drugs").Minus(pounds(-1_000_000))),
	} {
		got, err := vocabulary(named()).Parse(text, "", sheet.Money)
		if assert.NoError(t, err, text) {
			assert.True(t, equal(want, got), "%s is read as %s", text, got.Words())
		}
	}
}

// A body's formula means its own rows first, then those of the systems that it belongs to.
func TestFormulasMeanTheirOwnBodyFirst(t *testing.T) {
	for text, want := range map[string]string{
		"net cost": "bodies.Acute trust.net_cost", "cost": "bodies.Acute trust.cost", "funding": "funding",
		"bodies.North.balance": "bodies.North.balance", "North, A: balance": "bodies.North.bodies.A.balance",
	} {
		got, err := vocabulary(named()).Parse(text, "Acute trust", sheet.Money)
		require.NoError(t, err, text)
		assert.True(t, equal(ref(want), got), "%s is read as %s", text, got.Words())
	}
	for _, text := range []string{"balance − bodies.A.balance", "balance − A: balance",
		"North: balance − North, A: balance"} {
		got, err := vocabulary(named()).Parse(text, "North", sheet.Money)
		require.NoError(t, err)
		assert.True(t, equal(ref("bodies.North.balance").Minus(ref("bodies.North.bodies.A.balance")), got), text)
	}
}

// Every fault of a formula stands at its column.
func TestFaultsOfFormulas(t *testing.T) {
	deep := strings.Repeat("(", 60) + "1" + strings.Repeat(")", 60)
	for text, want := range map[string]string{
		"":                                  "column 1: a number, the name of a row or a bracket is missing",
		"pay +":                             "column 6: a number, the name of a row or a bracket is missing",
		"pay drugs":                         `column 5: "drugs" cannot be here; an operation (+ − × ÷) or the end was expected`,
		"activty cost − £400m":              `column 1: there is no row "activty cost"; did you mean activity cost?`,
		"pay − nonsense + gibberish":        "column 7: there is no row \"nonsense\"\ncolumn 18: there is no row \"gibberish\"",
		"pay + share":                       "column 5: pay is money and share is number; both have to be money, or both numbers",
		"2 × pay × drugs":                   "column 9: 2 × pay is money and drugs is money; money times money is nothing; multiply by a number",
		"share ÷ pay + pay":                 "column 7: share is number and pay is money; a number is not divided by money",
		"max(pay, share)":                   "column 10: pay is money and share is number; both have to be money, or both numbers",
		"if(pay ≥ 3, pay, pay)":             "column 8: pay is money and 3 is number; both have to be money, or both numbers",
		"if(pay, pay, pay)":                 `column 7: what is compared? write if(a ≥ b, …, …) with one of ≥ ≤ > <, found ", pay, pay)"`,
		"if(pay ≥ 0, pay)":                  `column 16: , was expected, found ")"`,
		"share":                             "column 1: this is a row of money, but the formula is number",
		"ago(pay, 6)":                       "column 10: 6 years ago is before the first year in every year; the last is 5 years after it",
		"last(ago(pay, 5))":                 "column 18: 6 years ago is before the first year in every year; the last is 5 years after it",
		"ago(pay, 0)":                       `column 10: how many years ago? write a whole number from 1 to 5, found "0)"`,
		"ago(pay, share)":                   `column 10: how many years ago? write a whole number from 1 to 5, found "share)"`,
		"round(pay)":                        "column 1: there is no function round; there are min, max, if, last and ago",
		"min(pay)":                          `column 8: , was expected, found ")"`,
		"(pay":                              "column 5: ) was expected, found the end",
		"pay)":                              `column 4: ")" cannot be here; an operation (+ − × ÷) or the end was expected`,
		"[pay":                              `column 2: ] is missing after the name "pay"`,
		"[]":                                `column 2: a number, the name of a row or a bracket was expected, found "]"`,
		"[payy] + pay":                      `column 2: there is no row "payy"; did you mean pay?`,
		"pay - drugs":                       "column 1: pay - drugs can be one name, or begin with the name pay; write [pay - drugs] or [pay]",
		"€3m + pay":                         `column 1: there is no row "€3m"`,
		"£1,200 + pay":                      "column 1: is £1,200 one number? write it without the comma, or with a space after it",
		"£0.001 + pay":                      "column 1: £0.001 is not whole pence, or beyond ±2⁵¹ of them",
		"£3% + pay":                         "column 1: £3% is money and a percentage; leave one sign out",
		"3.5.1":                             `column 1: "3.5.1" is not a number; write 0.5, 12% or £3m`,
		"3x":                                `column 1: "3x" is not a number; write 0.5, 12% or £3m`,
		"pay × " + strings.Repeat("1", 401): "column 7: 401 digits are too many; the most is 400",
		deep:                                "column 52: the formula is nested more than 50 deep",
		strings.Repeat("-", 70) + "pay":     "column 52: the formula is nested more than 50 deep",
		strings.Repeat("pay+", 600) + "pay": "column 1: the formula has 2403 characters; the most is 2000",
		"bodies.Acute trst.cost":            `column 1: there is no row "bodies.Acute trst.cost"; did you mean bodies.Acute trust.cost?`,
		"pay + × + drugs":                   `column 7: a number, the name of a row or a bracket was expected, found "× + drugs"`,
		"\u202e\x00pay":                     "column 1: there is no row \"\\u202e\\x00pay\"",
	} {
		_, err := vocabulary(named()).Parse(text, "", sheet.Money)
		assert.EqualError(t, err, want, text)
	}
}

// Two rows that are called alike are told apart by brackets with the exact name.
func TestNamesThatTwoRowsHave(t *testing.T) {
	s := named()
	s.Add(sheet.Row{Name: "net cost", Unit: sheet.Money, Formula: num(0)})
	_, err := vocabulary(s).Parse("net cost", "", sheet.Money)
	assert.EqualError(t, err, "column 1: net cost can be [net cost] or [net_cost]; write the one that is meant")
	for _, name := range []string{"net cost", "net_cost"} {
		got, err := vocabulary(s).Parse("["+name+"]", "", sheet.Money)
		require.NoError(t, err)
		assert.True(t, equal(ref(name), got))
	}
}

// equal reports whether two formulas are the same tree.
func equal(a, b sheet.Expr) bool {
	m, ok := a.Node()
	n, found := b.Node()
	if !ok || !found || m.Op != n.Op || m.Name != n.Name || m.Lag != n.Lag || !m.Value.Equal(n.Value) ||
		m.Currency != n.Currency || len(m.Args) != len(n.Args) {
		return false
	}
	for i := range m.Args {
		if !equal(m.Args[i], n.Args[i]) {
			return false
		}
	}
	return true
}

// What is printed reads back as what it was, whatever it is.
func TestFormulasReadBack(t *testing.T) {
	testkit.Check(t, 20_000, readsBack)
}

func FuzzReadBack(f *testing.F) { f.Fuzz(rapid.MakeFuzz(readsBack)) }

func readsBack(t *rapid.T) {
	s := drawSheet(t)
	v := vocabulary(s)
	for _, r := range s.Rows {
		for _, e := range []sheet.Expr{r.Opening, r.Formula} {
			if !e.IsZero() && deepest(e) <= len(s.Years)-1 && utf8.RuneCountInString(e.Words()) <= sheet.MaxFormula {
				got, err := v.Parse(e.Words(), "", r.Unit)
				require.NoError(t, err, e.Words())
				require.True(t, equal(e, got), "%s is read as %s", e.Words(), got.Words())
			}
		}
	}
}

// deepest is the most years back that a formula reads.
func deepest(e sheet.Expr) int {
	n, _ := e.Node()
	lag := n.Lag
	for _, a := range n.Args {
		lag = max(lag, deepest(a))
	}
	return lag
}

// Any text gives a formula that reads back, or faults at columns that it has; never a panic.
func FuzzFormula(f *testing.F) {
	seeds, err := os.ReadFile(filepath.Join("testdata", "formulas.txt"))
	require.NoError(f, err)
	for _, line := range strings.Split(string(seeds), "\n") {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := vocabulary(named())
		e, err := v.Parse(text, "Acute trust", sheet.Money)
		if err == nil {
			again, err := v.Parse(e.Words(), "", sheet.Money)
			require.NoError(t, err, e.Words())
			require.True(t, equal(e, again), "%q, %s", text, e.Words())
			return
		}
		for _, fault := range err.(sheet.Errors) {
			column := fault.(*sheet.FormulaError).Column
			require.True(t, column >= 1 && column <= 1+len([]rune(text)), "%q: %v", text, fault)
		}
	})
}

// Reading takes time in proportion to the text, however it is made, with as many names as a nation has.
func TestReadingFormulasIsQuick(t *testing.T) {
	s := named()
	for i := range 20_000 {
		s.Add(sheet.Row{Name: "bodies.Trust " + strings.Repeat("a ", i%20) + decimal.NewFromInt(int64(i)).String() +
			".net_cost", Unit: sheet.Money})
	}
	v := vocabulary(s)
	for _, text := range []string{
		strings.Repeat("pay+", 499) + "pay", strings.Repeat("bodies.Trust a a a a a a a a a a.", 60),
		strings.Repeat("x + ", 499), strings.Repeat("max(pay, ", 49) + "pay" + strings.Repeat(")", 49),
		strings.Repeat("last(", 400), strings.Repeat("pay-", 499),
	} {
		testkit.Within(t, 200*time.Millisecond, func() time.Duration {
			begun := time.Now()
			_, _ = v.Parse(text, "Acute trust", sheet.Money)
			return time.Since(begun)
		}, "reading %.20s…", text)
	}
}
