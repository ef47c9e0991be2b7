package finance_test

import (
	"slices"

	"github.com/openenvelope/envelope/finance"
	"pgregory.net/rapid"
)

// earmarks are one, or several in one of four models.
func (d *drawer) earmarks() (only finance.Earmark, several []finance.Earmark) {
	if rapid.IntRange(0, 3).Draw(d.t, "several earmarks") > 0 {
		return d.earmark(), nil
	}
	for _, name := range []string{"digital", "prevention", "new_care"}[:rapid.IntRange(1, 3).Draw(d.t, "earmarks")] {
		e := d.earmark()
		e.Name = name
		several = append(several, e)
	}
	return only, several
}

// eachEarmark changes every earmark of a model, and none of another model with the same list.
func eachEarmark(m *finance.Model, change func(e *finance.Earmark)) {
	if m.Earmarks = slices.Clone(m.Earmarks); len(m.Earmarks) == 0 {
		change(&m.Earmark)
	}
	for i := range m.Earmarks {
		change(&m.Earmarks[i])
	}
}

func (d *drawer) earmark() finance.Earmark {
	e := finance.Earmark{
		Base: rapid.SampledFrom([]finance.Base{finance.OpeningYear, finance.PreviousYear, finance.AboveInflation}).
			Draw(d.t, "base"),
		Leakage: d.rates("leakage", 0, 1),
		Returns: finance.Returns{PerPound: d.rates("per pound", -0.5, 1), Fade: d.rates("fade", 0, 1),
			Lag: rapid.IntRange(0, 4).Draw(d.t, "lag"), Ramp: rapid.IntRange(0, 4).Draw(d.t, "ramp")},
	}
	e.Returns.Grows = rapid.SampledFrom([]finance.Grows{finance.InCash, finance.WithPrices}).Draw(d.t, "grows")
	e.Returns.Success, e.Returns.Before = d.rates("success", 0, 1), d.sums("before", -0.01, 0.03)
	if d.maybe("earmark baseline") {
		e.Baseline = d.part("earmark baseline", 0, 0.3)
	}
	if e.Base != finance.PreviousYear && d.maybe("measured from") {
		e.MeasuredFrom = d.part("measured from", 0.7, 1.1)
	}
	if d.maybe("cover") {
		e.Cover = d.given("cover", 0, 1)
	}
	switch rapid.IntRange(0, 5).Draw(d.t, "taken") {
	case 0, 1:
		e.Floor = d.sums("floor", 0, 0.05)
	case 2, 3:
		e.OnlyWhenBalanced = d.maybe("only when balanced")
	case 4:
		e.OnlyWhenBalanced, e.Leakage, e.Cover = d.maybe("only when balanced"), nil, nil
		e.Recorded = append(d.sums("recorded", 0, 0.08), finance.Million)[:1]
	}
	switch rapid.IntRange(0, 2).Draw(d.t, "earmark") {
	case 1:
		e.Share = d.given("share", 0, 1)
	case 2:
		e.Amount = d.sums("earmark amount", 0, 0.1)
	}
	return e
}
