package report

import (
	"fmt"
	"strings"

	"github.com/openenvelope/envelope/finance"
	"github.com/openenvelope/envelope/scenario"
	"github.com/shopspring/decimal"
)

// Conditions that show how a balance in the year may be reached: with money meant for something else, or with the
// surpluses of some bodies against the deficits of others.
const (
	coreCondition   = "core_position_in_year"
	lowestCondition = "lowest_balance_in_year"
)

// conditionLabel is a condition's label in a table.
func conditionLabel(c scenario.Condition) string {
	if c.Name() == lowestCondition {
		return "every body balances"
	}
	return label(c.Name())
}

// conditionNote explains a condition's label.
func (v view) conditionNote(c scenario.Condition) string {
	said := strings.TrimSuffix(clean(c.Words()), ".")
	switch c.Name() {
	case coreCondition:
		said += ", so that the year balances " + v.intact()
	case lowestCondition:
		said = "no body has a deficit in the year"
	}
	return fmt.Sprintf("%s: %s.", conditionLabel(c), said)
}

// intact names the money that a year leaves intact if its core position is zero or more.
func (v view) intact() string {
	earmark, reserve := false, false
	for _, name := range v.about.Scenarios {
		l, ok := v.about.Ledger(name)
		if !ok {
			continue
		}
		for column := range v.about.Years {
			planned, _ := l.At("earmark_planned", column)
			earmark = earmark || !planned.IsZero()
		}
		_, frozen := l.At("frozen", 0)
		reserve = reserve || frozen
	}
	switch {
	case reserve && earmark:
		return "with the transformation money and the risk reserve intact"
	case reserve:
		return "with the risk reserve intact"
	}
	return "with the transformation money intact"
}

// stricter gives, for every scenario shown, the chances of stricter conditions if the result has them: that the year
// balances with the money set aside intact, and that every body balances.
func (v view) stricter(shown []string) string {
	var sentences []string
	for _, c := range []struct{ condition, lead string }{
		{coreCondition, sentence(v.intact()) + " it is "},
		{lowestCondition, "The chance that every body balances is "},
	} {
		var answers []string
		same := 0
		for _, name := range shown {
			if chance, ok := v.Chance(name, c.condition, v.year()); ok {
				answers = append(answers, v.chance(chance, false)+" with "+quoted(name))
				if main, ok := v.Chance(name, mainCondition, v.year()); ok && main.Probability == chance.Probability {
					same++
				}
			}
		}
		switch {
		case len(answers) > 0 && same == len(answers) && c.condition == coreCondition:
			sentences = append(sentences, sentence(v.intact())+" it is the same.")
		case len(answers) > 0:
			sentences = append(sentences, c.lead+joined(answers)+".")
		}
	}
	return strings.Join(sentences, " ")
}

// onceNote explains any item of the opening year's balance that no later year has.
func (v view) onceNote() string {
	l, ok := v.about.Ledger(v.about.Scenarios[0])
	if !ok {
		return ""
	}
	once, known := l.At("one_offs", 0)
	core, _ := l.At("core_position", 0)
	if !known || once.IsZero() {
		return ""
	}
	pounds := func(pence decimal.Decimal) string { return v.pounds(surely(pence.InexactFloat64() / finance.Pound)) }
	return fmt.Sprintf("In %s the balance has %s that no later year has (one-offs); the years after it start from a core position of %s.",
		clean(v.about.Years[0]), pounds(once), pounds(core))
}

// coreChance is how probable it is that the year asked about balances with the money set aside intact.
func (v view) coreChance(name string, line scenario.Line) (scenario.Estimate, bool) {
	c, ok := v.Chance(name, coreCondition, v.year())
	return c.Probability, ok && line.Name == "balance"
}
