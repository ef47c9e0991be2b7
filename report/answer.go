package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openenvelope/envelope/finance/sheet"
	"github.com/openenvelope/envelope/scenario"
)

// mainCondition is the name of the condition that answers the main question.
const mainCondition = "balance_in_year"

// Answer answers the main question in a sentence or two: how probable balance is in the year asked about, in every
// scenario; if deficits may take transformation money, also with that money intact; for a system, also that every body
// balances; and by how much the probability differs between scenarios. 95% Monte Carlo intervals are in brackets. For a
// result without conditions it gives the balance.
func Answer(r *scenario.Result, o Options) string {
	v, err := look(of(r), o.Year, o.Unit)
	if err != nil {
		return sentence(err.Error()) + "."
	}
	shown, err := choose("scenario", o.Scenarios, r.Scenarios)
	if err != nil {
		return sentence(err.Error()) + "."
	}
	return v.answer(shown)
}

func (v view) answer(shown []string) string {
	condition, ok := v.question()
	if !ok {
		return v.answerByLine(shown)
	}
	var answers []string
	for _, name := range shown {
		if c, ok := v.Chance(name, condition.Name(), v.year()); ok {
			answers = append(answers, v.chance(c, len(answers) == 0)+" with "+quoted(name))
		}
	}
	if len(answers) == 0 {
		return fmt.Sprintf("The result does not say how probable %s is in %s.", condition.Words(), v.year())
	}
	first := fmt.Sprintf("The chance %s is %s.", v.event(condition), joined(answers))
	if condition.Name() == mainCondition {
		first = strings.TrimSpace(first + " " + v.stricter(shown))
	}
	return v.asSet(strings.TrimSpace(first+" "+v.gain(condition, shown)), shown)
}

// question is the condition that answers the main question.
func (v view) question() (scenario.Condition, bool) {
	all := v.about.Conditions
	if len(all) == 0 {
		return scenario.Condition{}, false
	}
	i := slices.IndexFunc(all, func(c scenario.Condition) bool { return c.Name() == mainCondition })
	return all[max(i, 0)], true
}

// event completes "the chance": that NHS England balances in 2023/24.
func (v view) event(c scenario.Condition) string {
	body, name := sheet.BodyOf(c.Name())
	switch {
	case body != "" && name == mainCondition:
		return fmt.Sprintf("that %s balances in %s", clean(sheet.BodyLabel(body)), v.year())
	case c.Name() != mainCondition:
		return fmt.Sprintf("of “%s” in %s", clean(c.Words()), v.year())
	case v.body != "":
		return fmt.Sprintf("that %s balances in %s", v.body, v.year())
	}
	return "of balance in " + v.year()
}

// chance writes a probability with its interval; the first interval says what it is.
func (v view) chance(c scenario.Chance, first bool) string {
	figure, interval := probabilityBeside(c.Probability)
	return bracketed(figure, interval, first)
}

// bracketed adds an interval, if there is one, in brackets to a figure; the first interval says what it is.
func bracketed(figure, interval string, first bool) string {
	switch {
	case interval == "":
		return figure
	case first:
		return fmt.Sprintf("%s (95%% Monte Carlo interval %s)", figure, interval)
	}
	return fmt.Sprintf("%s (%s)", figure, interval)
}

// gain says by how much the probability differs between the scenarios compared.
func (v view) gain(condition scenario.Condition, shown []string) string {
	var gains []string
	for _, pair := range pairs(v.about.Comparisons, shown) {
		c, ok := v.ChanceDifference(pair.Of, pair.Versus, condition.Name(), v.year())
		if !ok {
			continue
		}
		gains = append(gains,
			fmt.Sprintf("against %s, %s %s", quoted(pair.Versus), quoted(pair.Of), effect(c.Probability)))
	}
	if len(gains) == 0 {
		return ""
	}
	return sentence(strings.Join(gains, "; ")) + "."
}

// effect puts a difference of probabilities into words.
func effect(e scenario.Estimate) string {
	if e.Value == 0 && e.Lo == e.Hi {
		return "changes nothing"
	}
	verb := "adds"
	if e.Value < 0 {
		verb, e = "takes off", scenario.Estimate{Value: -e.Value, Lo: -e.Hi, Hi: -e.Lo}
	}
	figure, interval := percent(0).besideInterval(e)
	return bracketed(fmt.Sprintf("%s %s points", verb, figure), interval, false)
}

// pairs are the comparisons between scenarios that are both shown.
func pairs(all []scenario.Comparison, shown []string) []scenario.Comparison {
	var both []scenario.Comparison
	for _, c := range all {
		if slices.Contains(shown, c.Of) && slices.Contains(shown, c.Versus) {
			both = append(both, c)
		}
	}
	return both
}

// answerByLine answers with the balance, or with the first line there is.
func (v view) answerByLine(shown []string) string {
	line, ok := v.line("balance")
	if !ok && len(v.about.Lines) > 0 {
		line = v.about.Lines[0]
	}
	var answers []string
	for _, name := range shown {
		c, ok := v.Cell(name, line.Name, v.year())
		if !ok {
			continue
		}
		answers = append(answers, v.middle(line, c)+" with "+quoted(name))
	}
	if len(answers) == 0 {
		return "The result has no figures for " + v.year() + "."
	}
	return v.asSet(fmt.Sprintf("In %s the %s is %s.", v.year(), label(line.Name), joined(answers)), shown)
}

// middle writes the middle path and the range of eight in ten paths; a single figure if all paths have the same.
func (v view) middle(line scenario.Line, c scenario.Cell) string {
	low, okLow := c.P(0.10)
	mid, okMid := c.P(0.50)
	high, okHigh := c.P(0.90)
	switch {
	case c.Exact:
		return v.inWords(line, surely(c.Central))
	case c.Same():
		return fmt.Sprintf("%s on all %s paths", v.inWords(line, surely(c.Mean.Value)), count(v.about.Run.Paths))
	case !okLow || !okMid || !okHigh:
		return v.inWords(line, surely(c.Central)) + " in the central case"
	}
	return fmt.Sprintf("%s on the middle path (%s to %s on eight of ten)",
		v.inWords(line, mid), v.inWords(line, low), v.inWords(line, high))
}
