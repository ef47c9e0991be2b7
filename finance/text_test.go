package finance_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParseAmount(t *testing.T) {
	for _, c := range []struct {
		text string
		want finance.Amount
	}{
		{"£114.6bn", 114.6 * finance.Billion},
		{"114.6bn", 114.6 * finance.Billion},
		{"£114.6 bn", 114.6 * finance.Billion},
		{"114.6 billion", 114.6 * finance.Billion},
		{"£ 250m", 250 * finance.Million},
		{"250 million", 250 * finance.Million},
		{"£1,200k", 1200 * finance.Thousand},
		{"3 thousand", 3 * finance.Thousand},
		{"£3.70", 3.70 * finance.Pound},
		{"£1,234,567.89", 1234567.89 * finance.Pound},
		{"  £1  ", finance.Pound},
		{"£0.01", finance.Penny},
		{"£0.00000000001bn", finance.Penny},
		{"0", 0}, {"£0", 0}, {"0m", 0}, {"-0", 0}, {"-£0.00", 0},
		{"£010", 10 * finance.Pound}, // ten, never eight
		// Four ways to write a minus, one of them U+2212.
		{"-£2.55bn", -2.55 * finance.Billion}, {"£-2.55bn", -2.55 * finance.Billion},
		{"-2.55bn", -2.55 * finance.Billion},
		{"−£2.55bn", -2.55 * finance.Billion}, {"£−2.55bn", -2.55 * finance.Billion},
		{"£ -2.55bn", -2.55 * finance.Billion},
		// The largest amount is 2⁵¹ pence, whatever the unit it is written in.
		{"£22,517,998,136,852.48", finance.MaxAmount}, {"-£22517998136852.48", -finance.MaxAmount},
		{"£22517.99813685248bn", finance.MaxAmount},
	} {
		got, err := finance.ParseAmount(c.text, "£")
		require.NoError(t, err, c.text)
		assert.Equal(t, c.want, got, c.text)
	}
	for symbol, text := range map[string]string{"€": "-€1.5m", "GBP": "GBP -1.5m", "kr": "kr -1,500k", "": "-1.5m"} {
		got, err := finance.ParseAmount(text, symbol)
		require.NoError(t, err, text)
		assert.Equal(t, finance.Amount(-1.5*finance.Million), got, text)
	}
}

func TestParseAmountRefuses(t *testing.T) {
	const example = " is not an amount of money; write £114.6bn, £250m, £30k or £12.50"
	for _, c := range []struct{ text, want string }{
		{"114.6", `"114.6" has no unit; did you mean £114.6bn, £114.6m or £114.6?`},
		{"-114.6", `"-114.6" has no unit; did you mean -£114.6bn, -£114.6m or -£114.6?`},
		{"1,000", `"1,000" has no unit; did you mean £1,000bn, £1,000m or £1,000?`},
		{"900000000", `"900000000" has no unit; did you mean £900,000,000?`},
		{"-1234567.89", `"-1234567.89" has no unit; did you mean -£1,234,567.89?`},
		{"9223372036854775807", `"9223372036854775807" is more than the largest amount, about £22,500bn`},
		{"(2.55bn)", `"(2.55bn)" is in brackets; write a negative amount with a minus sign; did you mean -2.55bn?`},
		{"(tbc)", `"(tbc)"` + example},
		{"£22,517,998,136,852.49", `"£22,517,998,136,852.49" is more than the largest amount, about £22,500bn`},
		// 2⁶³ − 1 pounds
		{"£9223372036854775807", `"£9223372036854775807" is more than the largest amount, about £22,500bn`},
		// 2⁶⁴ pence
		{"£184467440737095516.16", `"£184467440737095516.16" is more than the largest amount, about £22,500bn`},
		{"£0.001", `"£0.001" is not a whole number of pence`},
		{"£1.00000000001k", `"£1.00000000001k" is not a whole number of pence`},
		{strings.Repeat("9", 41), `"` + strings.Repeat("9", 41) + `" is longer than 40 characters`},
		{strings.Repeat("9", 1_000_000), `"` + strings.Repeat("9", 60) + `…" is longer than 40 characters`},
		{"", `""` + example}, {"£", `"£"` + example}, {"bn", `"bn"` + example}, {"-", `"-"` + example},
		{"--1m", `"--1m"` + example},
		{"-£-1m", `"-£-1m"` + example}, {"+£1m", `"+£1m" is not an amount of money; did you mean £1m?`},
		{"£1mm", `"£1mm"` + example}, {"£1M", `"£1M" is not an amount of money; did you mean £1m?`},
		{"$1m", `"$1m" is in $, and the currency here is £; write it in £, or all of the file in $ with currency: $`},
		{"1m£", `"1m£" is not an amount of money; did you mean £1m?`},
		{"££1", `"££1" is not an amount of money; did you mean £1?`}, {"£1 2", `"£1 2"` + example},
		{"£.5", `"£.5" is not an amount of money; did you mean £0.5?`}, {"£5.", `"£5."` + example},
		{"£1.2.3", `"£1.2.3"` + example},
		{"£1.000,50", `"£1.000,50" is not an amount of money; did you mean £1,000.50?`},
		{"£1,20", `"£1,20" is not an amount of money; did you mean £1.20?`}, {"£12,3456", `"£12,3456"` + example},
		{"£,200", `"£,200"` + example}, {"£1,,200", `"£1,,200"` + example},
		{"nan", `"nan"` + example}, {"£inf", `"£inf"` + example}, {"£Infinity", `"£Infinity"` + example},
		{"£1e9", `"£1e9" is not an amount of money; did you mean £1000000000?`},
		{"£1e1000000000", `"£1e1000000000"` + example}, {"£1E-320", `"£1E-320"` + example},
		{"£0x10", `"£0x10"` + example},
		{"£1_000", `"£1_000"` + example}, {"£٣", `"£٣"` + example}, {"£1\x00", `"£1\x00"` + example},
		{"\xff1m", `"\xff1m"` + example},
		{"=1+1", `"=1+1" is a formula of a spreadsheet; write the number it gives`}, {"tbc", `"tbc"` + example},
		{"1%", `"1%" is a rate, not an amount of money; write £114.6bn, £250m, £30k or £12.50`},
	} {
		_, err := finance.ParseAmount(c.text, "£")
		assert.EqualError(t, err, c.want, c.text)
	}
	_, err := finance.ParseAmount("114.6", "")
	assert.Error(t, err, "without a symbol a bare number is as unclear as with one")
}

func TestParseRate(t *testing.T) {
	for text, want := range map[string]finance.Rate{
		"3.4%": 0.034, "3.4 %": 0.034, " 3.4% ": 0.034, "0.034": 0.034, "-1.1%": -0.011, "−1.1%": -0.011,
		"-0.011": -0.011, "- 1.1%": -0.011, "0": 0, "-0": 0, "0%": 0, "100%": 1, "1": 1, "-1": -1, "250%": 2.5,
		"1,000%": 10, "0.1%": 0.001, "01%": 0.01, "0.123456789012345%": 0.00123456789012345,
		"0.30000000000000004": 0.30000000000000004,
	} {
		got, err := finance.ParseRate(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		assert.False(t, got == 0 && math.Signbit(float64(got)), "zero has no sign: %s", text)
	}
}

func TestParseRateRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"3.4", "3.4 is 340%; did you mean 3.4%?"},
		{"-3.4", "-3.4 is -340%; did you mean -3.4%?"},
		{"−3.4", "-3.4 is -340%; did you mean -3.4%?"},
		{"114.6", "114.6 is 11460%; write a rate such as 3.4%"},
		{"010", "10 is 1000%; did you mean 10%?"},
		{"0.123456789012345678%", `"0.123456789012345678%" has more than 15 significant digits`},
		{strings.Repeat("1", 41), `"` + strings.Repeat("1", 41) + `" is longer than 40 characters`},
		{"", `"" is not a rate; write 3.4%`}, {"%", `"%" is not a rate; write 3.4%`},
		{"3.4%%", `"3.4%%" is not a rate; write 3.4%`},
		{"(3.4%)", `"(3.4%)" is not a rate; did you mean -3.4%?`},
		{"+3.4%", `"+3.4%" is not a rate; did you mean 3.4%?`}, {"--3.4%", `"--3.4%" is not a rate; write 3.4%`},
		{".5%", `".5%" is not a rate; did you mean 0.5%?`}, {"5.%", `"5.%" is not a rate; write 3.4%`},
		{"3,4%", `"3,4%" is not a rate; did you mean 3.4%?`},
		{"nan", `"nan" is not a rate; write 3.4%`}, {"inf", `"inf" is not a rate; write 3.4%`},
		{"1e-2", `"1e-2" is not a rate; did you mean 0.01?`},
		{"1e-320", `"1e-320" is not a rate; write 3.4%`}, {"0x1p-2", `"0x1p-2" is not a rate; write 3.4%`},
		{"1_0%", `"1_0%" is not a rate; write 3.4%`},
		{"3.4bn", `"3.4bn" is not a rate; write 3.4%`}, {"£1", `"£1" is an amount of money, not a rate; write 3.4%`},
		{"3.4 percent", `"3.4 percent" is not a rate; did you mean 3.4%?`},
	} {
		_, err := finance.ParseRate(c.text)
		assert.EqualError(t, err, c.want, c.text)
	}
}

func TestParseYear(t *testing.T) {
	for text, want := range map[string]finance.Year{
		"2019/20": 2019, "2019-20": 2019, "2019/2020": 2019, "2019-2020": 2019, "2019": 2019,
		"1999/00": 1999, "1999/2000": 1999, "2099-00": 2099, "1900": 1900, "2199/00": 2199,
	} {
		got, err := finance.ParseYear(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", "19", "19/20", "201", "2019/", "2019/2", "2019/21", "2019/19", "2019/2021", "2019/020", "2019 20",
		"2019/20 ", " 2019", "2019–20", "20199", "1899", "2200", "0x7e", "+201",
		"-201", "2O19", "٢٠١٩", "FY2019", "2019.0", "2019/20\x00", "2019\xff", "9223372036854775807",
		strings.Repeat("2", 1_000_000),
	} {
		_, err := finance.ParseYear(text)
		require.Error(t, err, text)
		assert.Regexp(t, "is not a year; (write 2019/20$|did you mean [0-9]{4}(/[0-9]{2})?\\?$)", err.Error())
		assert.Less(t, len(err.Error()), 200, "a message shows the start of what was found")
	}
}

// What is nearly a number is told with the number, whatever spreadsheets, word processors and other countries make
// of it; what is none, with what it is.
func TestWhatNumbersAreMistakenFor(t *testing.T) {
	for text, says := range map[string]string{
		"GBP 900m": "did you mean £900m?", "900m GBP": "did you mean £900m?", "-GBP900m": "did you mean -£900m?",
		"£900Mn": "did you mean £900m?", "£0.9 Billion": "did you mean £0.9bn?", "£900K": "did you mean £900k?",
		"“£900m”": "did you mean £900m?", "–£20m": "did you mean -£20m?", "£900 000 000": "did you mean £900000000?",
		"£1.200.000,50": "did you mean £1,200,000.50?", "£0,9bn": "did you mean £0.9bn?",
		"€900m": "is in €, and the currency here is £; write it in £", "EUR 900m": "is in €",
		"£1m-£2m": "is two numbers; write one, or where the number may be uncertain its ends",
		"#REF!":   "is what a spreadsheet shows when a formula fails; mend it there, and write the number",
		"Err:502": "when a formula fails", "3.4%": "is a rate, not",
	} {
		_, err := finance.ParseAmount(text, "£")
		require.ErrorContains(t, err, says, text)
		soundMessage(t, err)
	}
	for text, says := range map[string]string{
		"4 per cent": "did you mean 4%?", "4pc": "did you mean 4%?", "4% pa": "did you mean 4%?",
		"–1.2%": "did you mean -1.2%?", "‘4%’": "did you mean 4%?", "4,0 %": "did you mean 4.0%?",
		"1.2E-02": "did you mean 0.012?", "2% to 5%": "is two numbers", "2-5%": "is two numbers",
		"#N/A": "when a formula fails", "=3%+1%": "is a formula of a spreadsheet; write the number it gives",
		"tbc": "is not a rate; write 3.4%",
	} {
		_, err := finance.ParseRate(text)
		require.ErrorContains(t, err, says, text)
		soundMessage(t, err)
	}
	for text, says := range map[string]string{
		"25/26": "did you mean 2025/26?", "2025/27": "did you mean 2025/26?", "FY25/26": "did you mean 2025/26?",
		"FY2025": "did you mean 2025?", "2025–26": "did you mean 2025/26?", "2025.0": "did you mean 2025?",
		"2025 / 26": "did you mean 2025/26?", "01/04/2025": "write 2019/20", "25": "write 2019/20",
		"2025/6": "write 2019/20",
	} {
		_, err := finance.ParseYear(text)
		require.ErrorContains(t, err, says, text)
	}
}

// A suggestion is never refused itself, and no message is longer than a line.
func TestWhatIsSuggestedCanBeRead(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("£€$0123456789.,-–−()%eEmMbBnkK '“”/Y+G")))
	testkit.Check(t, 100_000, func(t *rapid.T) {
		s := text.Draw(t, "text")
		read := map[string]func(string) error{
			"amount": func(s string) error { _, err := finance.ParseAmount(s, "£"); return err },
			"rate":   func(s string) error { _, err := finance.ParseRate(s); return err },
			"year":   func(s string) error { _, err := finance.ParseYear(s); return err },
		}
		for kind, read := range read {
			var f fault.Fault
			if err := read(s); !errors.As(err, &f) || f.Suggestion == "" || strings.Contains(f.Suggestion, " or ") {
				continue
			}
			require.NoError(t, read(f.Suggestion), "%s %q", kind, s)
		}
	})
}

// A message about hostile text stays short, on one line and printable.
func soundMessage(t *testing.T, err error) {
	require.LessOrEqual(t, utf8.RuneCountInString(err.Error()), 400)
	require.True(t, utf8.ValidString(err.Error()))
	require.NotContains(t, err.Error(), "\n")
	require.NotContains(t, err.Error(), "\x00")
}

// hostile are the number forms that have broken parsers of numbers before.
var hostile = []string{"", "nan", "inf", "-0", "1e309", "1e-320", "9223372036854775808", "9223372036854775807", "0x10",
	"010", "1_000", "1,000", "£1", "3.4", "3.4%", "114.6", "£114.6bn", "(2.55bn)", "(2.55\nbn)", "−£2.55bn", "£-2.55bn",
	"1e1000000000", "2019/20", "1999-2000", "\xff\xfe", "٣٫٤٪"}

func FuzzParseAmount(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, "£")
	}
	f.Fuzz(parsedAmount)
}

// parsedAmount holds of any text.
func parsedAmount(t *testing.T, text, symbol string) {
	a, err := finance.ParseAmount(text, symbol)
	if err != nil {
		if len(symbol) < 10 && !strings.ContainsAny(symbol, "\n\x00") && utf8.ValidString(symbol) {
			soundMessage(t, err)
		}
		return
	}
	require.LessOrEqual(t, max(a, -a), finance.MaxAmount)
	again, err := finance.ParseAmount("£"+strings.ReplaceAll(a.String(), "-", "−"), "£")
	require.NoError(t, err, "what is printed can be read")
	require.Equal(t, a, again)
}

func FuzzParseRate(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(parsedRate)
}

// parsedRate holds of any text.
func parsedRate(t *testing.T, text string) {
	r, err := finance.ParseRate(text)
	if err != nil {
		soundMessage(t, err)
		return
	}
	require.False(t, math.IsNaN(float64(r)) || math.IsInf(float64(r), 0))
	require.True(t, strings.Contains(text, "%") || math.Abs(float64(r)) <= 1, "a bare number is a fraction")
	if again, err := finance.ParseRate(r.String()); err == nil { // very small and very large ones are too long to read
		require.Equal(t, r, again)
	}
}

func FuzzParseYear(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(parsedYear)
}

// parsedYear holds of any text.
func parsedYear(t *testing.T, text string) {
	y, err := finance.ParseYear(text)
	if err != nil {
		soundMessage(t, err)
		return
	}
	require.True(t, y >= 1900 && y <= 2199)
	again, err := finance.ParseYear(y.String())
	require.NoError(t, err)
	require.Equal(t, y, again)
}

// What holds of any text holds of many: two million each under -deep.
func TestParsingOfMutatedTexts(t *testing.T) {
	var texts [][]byte
	for _, text := range hostile {
		texts = append(texts, []byte(text))
	}
	for name, holds := range map[string]func(t *testing.T, text string){
		"amount": func(t *testing.T, text string) { parsedAmount(t, text, "£") }, "rate": parsedRate,
		"year": parsedYear,
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Mutated(t, testkit.Count(2_000_000), texts,
				func(t *testing.T, text []byte) { holds(t, string(text)) })
		})
	}
}

func TestRatesAndYearsArePrintedAsPeopleWriteThem(t *testing.T) {
	for r, want := range map[finance.Rate]string{0.034: "3.4%", -0.011: "-1.1%", 0: "0%", 1: "100%", 0.00005: "0.005%",
		finance.Rate(math.Inf(1)): "not a number"} {
		assert.Equal(t, want, r.String())
	}
	assert.Equal(t, "not a number", finance.Rate(math.NaN()).String())
	for y, want := range map[finance.Year]string{2019: "2019/20", 1999: "1999/00", 2008: "2008/09"} {
		assert.Equal(t, want, fmt.Sprint(y))
		assert.Equal(t, want, y.Label(0), "years start in April unless a month is given")
		assert.Equal(t, want, y.Label(7))
	}
	assert.Equal(t, "2019", finance.Year(2019).Label(1), "a year that starts in January has one name")
}
