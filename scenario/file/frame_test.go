package file

import (
	"testing"
	"time"

	"github.com/openenvelope/envelope/finance"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sectionOf is a text as a section that is read.
func sectionOf(text string) *section {
	faults := newFaultList("f.yaml")
	root := parse([]byte(text), faults)
	return newShared(&Spec{root: root, main: &mainYear{}}, faults).decoder(version{root: root}).section(root, "")
}

// A key that gives no year is year 0, whatever stands there instead, and so is a question.
func TestAYearOrNone(t *testing.T) {
	for text, want := range map[string]finance.Year{"prices: 2019/20": 2019, "prices: 2019": 2019, "prices: x": 0,
		"a: 1":    0,
		"prices:": 0, "prices: [2019/20]": 0, "prices: {a: 2019/20}": 0, "prices: !x 2019/20": 0} {
		assert.Equal(t, want, sectionOf(text).year("prices"), text)
	}
	s := sectionOf("a: 1")
	s.n = (&key{}).node()
	assert.Zero(t, s.year("prices"))
	assert.Equal(t, takesYear, s.n.about.below("prices").takes)
}

// The years of a file are those that it says, and two that stand for them if it says none that can be read; then no
// year has a label.
func TestYearsOfAFile(t *testing.T) {
	for text, want := range map[string][]string{
		"years: 2018/19 to 2020/21":              {"2019/20", "2020/21"},
		"years: 2018/19 to  2019/20 ":            {"2019/20"},
		"first_month: 1\nyears: 2018 to 2020":    {"2019", "2020"},
		"first_month: x\nyears: 2018 to 2020":    {"2019/20", "2020/21"},
		"years: 2018 to 2020":                    nil,
		"years: 2018/19 to 2020":                 nil,
		"years: x":                               nil,
		"years: [1]":                             nil,
		"a: 1":                                   nil,
		"years: 2020/21 to 2018/19":              nil,
		"first_month: 1\nyears: 2018/19 to 2020": nil,
	} {
		s := sectionOf(text)
		s.frame(s)
		assert.Equal(t, want, s.labels(), text)
		if want == nil {
			assert.True(t, s.unread, text)
			assert.Equal(t, [2]finance.Year{2000, 2001}, [2]finance.Year{s.model.First, s.model.Last}, text)
		} else {
			assert.Equal(t, finance.Year(2018), s.model.First, text)
			assert.Equal(t, finance.Year(2018+len(want)), s.model.Last, text)
		}
	}
}

// Currencies are signs, or codes that are kept unless they have a sign; months are numbers or names or their
// beginnings.
func TestCurrenciesAndMonths(t *testing.T) {
	for text, want := range map[string]string{"£": "£", "GBP": "£", "EUR": "€", "USD": "$", "¥": "¥", "CHF": "CHF",
		"AAA": "AAA",
		"ZZZ": "ZZZ", "gbp": "", "AB": "", "ABCD": "", "£x": "", "££": "", "AB1": "", "1": ""} {
		s := sectionOf("currency: '" + text + "'")
		s.currency(s)
		assert.Equal(t, want, s.model.Currency, text)
		assert.Equal(t, want == "", len(s.faults.all) == 1, text)
	}
	for text, want := range map[string]time.Month{"1": 1, "12": 12, "04": 4, "apr": 4, "APR": 4, "april": 4,
		"December": 12, "jan": 1,
		"0": 0, "13": 0, "-1": 0, "004": 0, "ap": 0, "apri": 0, "x": 0, "1.0": 0} {
		s := sectionOf("first_month: '" + text + "'")
		s.firstMonth(s)
		assert.Equal(t, want, s.model.FirstMonth, text)
		assert.Equal(t, want == 0, len(s.faults.all) == 1, text)
	}
	s := sectionOf("a: 1")
	s.currency(s)
	s.firstMonth(s)
	assert.Empty(t, s.faults.all)
	assert.Empty(t, s.model.Currency)
	require.Zero(t, s.model.FirstMonth)
}
