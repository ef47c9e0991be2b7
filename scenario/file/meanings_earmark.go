package file

// earmarkMeanings are those of the only earmark, and of one of several.
func earmarkMeanings() map[string]meaning {
	all := map[string]meaning{
		"earmark":    {"new money set aside for transformation; give share or amount", "none"},
		"earmarks":   {"several instead, each by its name; deficits take the first one first", "none"},
		"earmarks.*": {"one of them, with the keys of earmark", ""},
	}
	for key, m := range ofAnEarmark() {
		all["earmark."+key], all["earmarks.*."+key] = m, m
	}
	return all
}

// ofAnEarmark are those of the keys of an earmark.
func ofAnEarmark() map[string]meaning {
	return map[string]meaning{
		"share":  {"a share of new money", ""},
		"amount": {"a sum", ""},
		"base": {"the base above which money is new: the opening year, the year before, or inflation",
			"opening_year"},
		"leakage": {"the part that deficits of the same body may take: 0% is a ring-fence, 100% is deficits first",
			"0%"},
		"cover": {"the part of a deficit that it may pay for", "100%"},
		"floor": {"money that deficits may not touch", "none"},
		"recorded": {"money that deficits took in each year, as recorded: instead of leakage, cover and floor",
			"leakage says"},
		"release": {"only_when_balanced holds all of it back in a year with a deficit", "always"},
		"baseline": {
			"spending on the same purpose in the opening year, to tell a shift of money from growth", "none"},
		"measured_from": {"an earlier year's funding, from which new money is counted",
			"the opening year's"},
		"returns":           {"later savings from the money spent", "nothing"},
		"returns.per_pound": {"savings a year for each pound spent", "none"},
		"returns.lag":       {"after how many years they start", "1"},
		"returns.ramp":      {"over how many years they are phased in", "1"},
		"returns.fade":      {"the part that is lost each year", "0%"},
		"returns.grows":     {"whether they stay the same in cash or grow with prices (planned inflation and the surprise), from the year after they first come. Recurrent savings always grow with demand", "must be there; in_cash in files of version 1"},
		"returns.success":   {"the part that works, by year of spending: bernoulli with each_year makes whole programme years fail", "100%"},
		"returns.before":    {"savings from spending before the plan, in the cash of each year", "none"},
	}
}
