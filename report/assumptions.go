package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

// An Assumption is a row of the log of assumptions: an input as the run used it.
type Assumption struct {
	Input  string // its name on the sheet
	Spoken string // the same as a finance team says it: City contract: paid in the opening year
	// Scenarios are those where the input is like this; empty means all.
	Scenarios   []string
	Value       string // central value, one for all years or one for each
	Short       string // the same with money in its usual size, where that leaves nothing out: £390.25m
	Uncertainty string // the law, and how it moves from year to year; empty if it is certain
	Source      string // who published it
	Note        string // what else is known about it
	Owner       string // who is responsible for it
	// Quality is red, amber, green, unsupported or default.
	Quality     string
	AssumedFrom string // the first year for which it is an assumption beyond its source, and red; empty if none
	Place       string // its place in its file
}

// Red reports whether little or nothing supports the assumption, at least in some year.
func (a Assumption) Red() bool {
	return a.Quality == "red" || a.Quality == "unsupported" || a.AssumedFrom != ""
}

// assumptions is the log of a result: first the assumptions that its file gives, then those at their default.
func assumptions(r *scenario.Result) (all []Assumption) {
	seen := map[string]int{}
	var merged []Assumption
	for _, in := range r.Inputs {
		a := Assumption{Input: clean(in.Input), Spoken: clean(SpokenInput(in.Input)),
			Value: ValuesInWords(in, r.Currency), Short: shortValues(in, r.Currency), Source: clean(in.Source),
			Note: clean(in.Note), Owner: clean(in.Owner), Quality: SupportInWords(in),
			AssumedFrom: clean(in.AssumedFrom), Place: clean(in.Place),
			Uncertainty: clean(strings.Trim(in.Law+"; "+in.Process, "; "))}
		key := fmt.Sprintf("%q", []string{a.Input, a.Value, a.Uncertainty, a.Source, a.Note, a.Owner, a.Quality,
			a.AssumedFrom})
		i, ok := seen[key]
		if !ok {
			i = len(merged)
			seen[key], merged = i, append(merged, a)
		}
		if !slices.Contains(merged[i].Scenarios, clean(in.Scenario)) {
			merged[i].Scenarios = append(merged[i].Scenarios, clean(in.Scenario))
		}
	}
	for i := range merged {
		if len(merged[i].Scenarios) >= len(r.Scenarios) {
			merged[i].Scenarios = nil
		}
	}
	for _, atDefault := range []bool{false, true} {
		for _, a := range merged {
			if (a.Quality == "default") == atDefault {
				all = append(all, a)
			}
		}
	}
	return all
}

// ValuesInWords writes the central values of an input as a person would: rates in percent, money with commas; the
// values of several years one after the other.
func ValuesInWords(in scenario.EffectiveInput, currency string) string {
	return valuesInWords(in, func(d decimal.Decimal) string {
		return prefixed(clean(currency), finance.Amount(d.Shift(2).IntPart()).String())
	})
}

// shortValues are the same, with money in billions, millions or thousands where it has at most two decimals so.
func shortValues(in scenario.EffectiveInput, currency string) string {
	return valuesInWords(in, func(d decimal.Decimal) string {
		for _, size := range []struct {
			name   string
			digits int32
		}{{"bn", 9}, {"m", 6}, {"k", 3}} {
			if x := d.Shift(-size.digits); x.Abs().GreaterThanOrEqual(decimal.NewFromInt(1)) && x.Equal(x.Round(2)) {
				return minus(prefixed(clean(currency), x.String()+size.name))
			}
		}
		return minus(prefixed(clean(currency), finance.Amount(d.Shift(2).IntPart()).String()))
	})
}

// valuesInWords are the central values of an input, with money as a function writes it.
func valuesInWords(in scenario.EffectiveInput, money func(decimal.Decimal) string) string {
	var texts []string
	for _, v := range in.Values {
		d, err := decimal.NewFromString(v)
		switch {
		case err != nil:
		case in.Money:
			v = money(d)
		default:
			v = d.Shift(2).Round(4).String() + "%"
		}
		texts = append(texts, v)
	}
	return strings.Join(texts, " ")
}

// SupportInWords is the quality of an input: default if the file does not give the input, unsupported if it gives no
// quality.
func SupportInWords(in scenario.EffectiveInput) string {
	switch {
	case in.Quality != "":
		return clean(in.Quality)
	case in.Default:
		return "default"
	}
	return "unsupported"
}
