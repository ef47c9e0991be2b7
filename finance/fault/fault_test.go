package fault_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/openenvelope/envelope/finance/fault"
	"github.com/openenvelope/envelope/internal/testkit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExportedNames(t *testing.T) {
	testkit.Golden(t, "testdata/api.txt", testkit.API(t, "."))
}

// A program acts on the kind and the suggestion, a person reads the sentence.
func Example() {
	var err error = fault.List{
		fault.OutOfRange.Found("13 is not a month").Want("write 1 to 12").At("first_month"),
		fault.Unknown.Found("there is no key %s here", fault.Quote("shar")).Suggest("share").At("earmark.shar"),
	}
	fmt.Println(err)
	var f fault.Fault
	if errors.As(err, &f) {
		fmt.Println(f.Kind, "at", f.Path)
	}
	fmt.Println(errors.Is(err, fault.Unknown), errors.Is(err, fault.TooLarge))
	// Output:
	// first_month: 13 is not a month; write 1 to 12
	// earmark.shar: there is no key "shar" here; did you mean "share"?
	// out of range at first_month
	// true false
}

// The sentence of each combination of its parts.
func TestProblemIsASentence(t *testing.T) {
	for want, f := range map[string]fault.Fault{
		"the file is empty":                fault.Missing.Found("the file is empty"),
		"give share or amount, not both":   fault.Conflict.Want("give share or amount, not both"),
		"13 is not a month; write 1 to 12": fault.OutOfRange.Found("13 is not a month").Want("write 1 to 12"),
		"when? give year":                  fault.Missing.Found("when?").Want("give year"),
		"3.4 is 340%; did you mean 3.4%?":  fault.OutOfRange.Found("3.4 is 340%%").Suggest("3.4%"),
		`no key; did you mean "share"?`:    fault.Unknown.Found("no key").Suggest("share"),
		`in scenario "a": line 3 of t.csv: not read`: fault.Unreadable.Found("not read").In("line 3 of t.csv").
			In("in scenario %q", "a"),
		"no key; the keys are a, b": fault.Unknown.Found("no key").
			Want("the keys are %s", "a, b").Suggest(""),
		"": {},
	} {
		assert.Equal(t, want, f.Problem())
		assert.Equal(t, want, f.Error(), "a fault of the whole has no place")
		if want != "" {
			assert.Equal(t, "a.b: "+want, f.At("a.b").Error())
		}
	}
}

// A fault of a part is one of the whole, with every place in it.
func TestFaultsOfPartsKeepTheirPlaces(t *testing.T) {
	part := fault.Conflict.Found("no").At("opening").With("services", "funding")
	whole := part.Below("bodies.Clinic.")
	assert.Equal(t, "bodies.Clinic.opening", whole.Path)
	assert.Equal(t, []string{"bodies.Clinic.services", "bodies.Clinic.funding"}, whole.Also)
	assert.Equal(t, []string{"services", "funding"}, part.Also, "the part is what it was")
	assert.NotEqual(t, &part.With("a").Also[2], &part.With("b").Also[2], "no two share what they are about")
	assert.Nil(t, fault.Missing.Found("no").Below("a.").Also)
}

func TestErrorsAsFaults(t *testing.T) {
	f := fault.TooLarge.Found("too many").At("bodies")
	assert.Equal(t, f, fault.Of(fmt.Errorf("scenario: %w", f)))
	assert.Equal(t, "odd", fault.Of(errors.New("odd")).Problem())
	assert.Equal(t, fault.Unreadable, fault.Of(errors.New("odd")).Kind)
	assert.ErrorIs(t, fault.More(400, 100), fault.TooLarge)
}

// What a program reads: what there is nothing of is left out, but for kind and path.
func TestFaultsAsJSON(t *testing.T) {
	text, err := json.Marshal(fault.Missing.Found("there is no need"))
	require.NoError(t, err)
	assert.JSONEq(t, `{"kind": "missing", "path": "", "found": "there is no need"}`, string(text))
	f := fault.Unknown.Found("x").Want("y").Suggest("z").At("p").Of("k").With("q").In("w")
	text, err = json.Marshal(f)
	require.NoError(t, err)
	assert.JSONEq(t, `{"kind": "unknown", "path": "p", "key": "k", "also": ["q"], "where": "w", "found": "x", "wanted": "y",
		"suggestion": "z"}`, string(text))
	var again fault.Fault
	require.NoError(t, json.Unmarshal(text, &again))
	assert.Equal(t, f, again)
}

func TestQuotingIsShortAndShowsWhatIsThere(t *testing.T) {
	assert.Equal(t, `"a\x01\u202e"`, fault.Quote("a\x01\u202e"))
	assert.Equal(t, "", fault.Cut("", 3))
	assert.Equal(t, "ab…", fault.Cut("abc", 2))
}

// What is shown of a text stands on one line and hides nothing; what can be seen is shown as it is.
func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Trust A, £1m – 3%": "Trust A, £1m – 3%", `a "b" \n`: `a "b" \n`, "\ufffd": "\ufffd", "日本": "日本",
		"a\nb": `a\nb`, "\xff\n": `\xff\n`, "a\u202eb\u00a0": `a\u202eb\u00a0`, "\x7f\u200b": `\x7f\u200b`,
	} {
		assert.Equal(t, want, fault.Visible(text))
	}
	assert.Equal(t, `a\nb: c\nd: no\n1; want\n2; did you mean x\ny?`, fault.Missing.Found("no\n1").Want("want\n2").
		Suggest("x\ny").In("c\nd").At("a\nb").Error())
}
