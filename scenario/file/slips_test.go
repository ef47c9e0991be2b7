package file

import (
	"strings"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/stretchr/testify/assert"
)

// A text that is a key and a value, run together, is mended; other text is not taken for one.
func TestColonsThatAreMissing(t *testing.T) {
	for text, want := range map[string]string{"real_growth:4%": "real_growth: 4%", "real_growth 4%": "real_growth: 4%",
		"position -£20m": "position: -£20m", "position −5": "position: −5", "a €5": "a: €5", "p10:2%": "p10: 2%", "a:b": "a: b",
		"a b": "", "a": "", "a:": "", ":4%": "", "4:5": "", "Real growth": "", "Real:4%": "", "real-growth:4%": "", "a (5)": "",
		" a : 4% ": "a: 4%", "a 4:5": ""} {
		assert.Equal(t, want, withItsColon(text), text)
	}
	long := strings.Repeat("9", fault.Longest)
	assert.Equal(t, fault.Short("a: "+long), withItsColon("a:"+long))
}

// Digits after a comma, with or without a unit, were cut off from a number.
func TestDigitsAfterACommaThatIsNoDecimalPoint(t *testing.T) {
	nothing, text := &node{}, textNode("x", place{})
	for key, want := range map[string]bool{"4%": true, "000": true, "5 m": true, "5.5bn": true, "5k": true, "k": false,
		"": false, "5x": false, "m5": false} {
		assert.Equal(t, want, field{textNode(key, place{}), nothing}.afterComma(), key)
		assert.False(t, field{textNode(key, place{}), text}.afterComma(), key)
	}
	n := &node{kind: nodeMapping, fields: []field{{textNode("a", place{}), textNode("3", place{})},
		{textNode("4%", place{}), nothing}, {textNode("5%", place{}), nothing}}}
	for i, want := range [][2]string{{"", ""}, {"a", "3"}, {"4%", ""}} {
		key, number := n.before(n.fields[i])
		assert.Equal(t, want, [2]string{key, number})
	}
	for key, want := range map[string]string{"4%": "did you mean 3.4%?", "45": "did you mean 3.45?",
		"000": "put quotes round a number with commas in it", "000m": "put quotes round a number with commas in it",
		"0000": "did you mean 3.0000?"} {
		assert.Contains(t, field{textNode(key, place{}), nothing}.afterItsComma("3").Problem(), want, key)
		assert.Contains(t, field{textNode(key, place{}), nothing}.afterItsComma("").Problem(), "put quotes round", key)
	}
}

// A deficit is suggested with its sign.
func TestNegativeAmounts(t *testing.T) {
	for text, want := range map[string]string{"£3m": "-£3m", "-£3m": "-£3m", "− £3m": "-£3m", "+3": "-3", "": "",
		strings.Repeat("9", fault.Longest):   "-" + strings.Repeat("9", fault.Longest),
		strings.Repeat("9", fault.Longest+1): ""} {
		assert.Equal(t, want, negative(textNode(text, place{})), text)
	}
	value, _ := valueOf("{value: £4m, source: x}")
	assert.Equal(t, "-£4m", negative(value))
	assert.Equal(t, "", negative(&node{kind: nodeList}))
}

// A number follows an uncertain one of its unit, by its name, with a value of its own.
func TestNumbersThatFollow(t *testing.T) {
	const head = "deflator: {surprise: {p10: 0%, p90: 1%}}\npressures: {a: {amount: {normal: {mean: £1m, sd: £1m}}}, " +
		"b: {amount: {p10: £1m, p90: £2m}}, c: {amount: {value: £1m, follows: {input: pressures.a.amount}}}}\n"
	for follower, want := range map[string]string{
		"{value: 2%, follows: {input: deflator.surprise}}":             `following "deflator.surprise" it can fall below 0%; truncate`,
		"{value: 2%, follows: {input: deflator.surprise, times: 0.5}}": `following "deflator.surprise" it can fall below 0%; truncate`,
		"{value: 2%, follows: {times: 0.5}}":                           "earmark.share.follows: input is missing; give the uncertain number whose draw this one follows",
		"{p10: 2%, p90: 3%, follows: {input: deflator.surprise}}":      "earmark.share.follows: a number that follows another has no distribution of its own; give it a value",
		"{value: 2%, follows: {input: deflator.suprise}}":              `earmark.share.follows: "deflator.suprise" is not uncertain, so there is nothing to follow; did you mean "deflator.surprise"?`,
		"{value: 2%, follows: {input: need.real_growth}}":              `"need.real_growth" is not uncertain, so there is nothing to follow`,
		"{value: 2%, follows: {input: pressures.c.amount}}":            `"pressures.c.amount" itself follows "pressures.a.amount"; follow that`,
		"{value: 2%, follows: {input: pressures.a.amount}}":            `"pressures.a.amount" is money, and this number is a rate, so it cannot move by the same difference; follow a number that is a rate too, or one with a lognormal distribution that is not cut off`,
		"{value: 2%, follows: {input: pressures.b.amount}}":            `following "pressures.b.amount" it can rise above 100%`,
		"{value: 2%, follows: {input: deflator.surprise, time: 1}}":    "there is no key \"time\" here",
		"{value: 2%, follows: deflator.surprise}":                      "earmark.share.follows: found the text",
	} {
		found := strings.Join(problems(head+"earmark: {share: "+follower+"}\n"), "\n")
		assert.Contains(t, found, want, follower)
	}
}

// Bounds cut a distribution off, and belong to one.
func TestBoundsOfDistributions(t *testing.T) {
	for number, want := range map[string]string{
		"{p10: 2%, p90: 4%, truncate: {low: 1%}}":                             "",
		"{p10: 2%, p90: 4%, truncate: {high: 9%}}":                            "",
		"{p10: 2%, p90: 4%, truncate: {low: 1%, high: 9%}}":                   "",
		"{p10: 2%, p90: 4%, truncate: {}}":                                    "need.real_growth.truncate: low and high are both missing; give one of them or both, or leave truncate out",
		"{p10: 2%, p90: 4%, truncate: {low: 9%, high: 1%}}":                   "need.real_growth.truncate",
		"{p10: 2%, p90: 4%, truncate: {low: 90%}}":                            "its p10 is 2% and its p90 4%",
		"{value: 2%, truncate: {low: 1%}}":                                    "need.real_growth.truncate: truncate sets bounds to a distribution, but there is none here; give it p10 and p90 or a distribution, or leave truncate out",
		"{bootstrap: {history: [1%, 2%, 3%], block: 1}, truncate: {low: 1%}}": "need.real_growth.truncate: truncate sets bounds to a distribution; it cannot be beside bootstrap",
	} {
		found := strings.Join(problemsOfNeed(number), "\n")
		if want == "" {
			assert.Empty(t, found, number)
		} else {
			assert.Contains(t, found, want, number)
		}
	}
}

// problemsOfNeed is what is wrong with the file small with another growth of the need.
func problemsOfNeed(number string) (all []string) {
	for _, f := range faultsOf(strings.Replace(small, "4%", number, 1), nil) {
		all = append(all, f.Fault.Error())
	}
	return all
}
